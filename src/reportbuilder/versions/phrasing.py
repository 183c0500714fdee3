"""How changes are told in a language: what was done to what, where, and in which words."""

from __future__ import annotations

from collections.abc import Mapping

from reportbuilder.values import Value
from reportbuilder.versions.changes import Action, Change, Spot, Subject
from reportbuilder.versions.nodes import Role

_LONG = 60  # characters of a name from which on its middle is left out


class Phrases(Value):
    """The words of one language. Subjects are given for one and for more of them."""

    subjects: Mapping[Subject, tuple[str, str]]
    several: Mapping[Subject, str]
    actions: Mapping[Action, str]
    parts: Mapping[Role, str]
    names: Mapping[str, str]
    quotes: tuple[str, str]
    heading: str
    no_version: str
    nothing: str
    one: str
    many: str
    whole: str
    columns: tuple[str, str, str, str, str]
    page: str
    line: str
    under: str
    charts: tuple[str, str]
    chart_kinds: Mapping[str, str]
    context: str
    gap: str
    and_: str
    from_: str
    to: str
    csv: tuple[str, ...]

    def kind(self, change: Change) -> str:
        """What happened, in two words: "alinea toegevoegd"."""
        one, more = self.subjects[change.subject]
        subject = more if change.subject is Subject.WORDS else one
        return f"{subject} {self.actions[change.action]}"

    def where(self, spot: Spot) -> str:
        """Of what something is a part: "tabel 2, rij ‘Overvallen’, kolom ‘2019’"."""
        return ", ".join(self._part(role, name) for role, name in spot.parts)

    def quoted(self, words: str) -> str:
        """Words between quotation marks."""
        return f"{self.quotes[0]}{words}{self.quotes[1]}"

    def form(self, form: str) -> str:
        """What a line is: "alinea", "kop van niveau 2"."""
        role, level = form.rsplit(" ", 1)
        return f"{self.names.get(role, role)} {level}" if level != "0" else self.names.get(role, role)

    def told(self, change: Change) -> tuple[str, str]:
        """The words before and after, as they are told; of what was moved, where it stood and what it is."""
        if change.subject is Subject.FORM:
            return self.form(change.old), self.form(change.new)
        if change.subject in (Subject.PART, Subject.SETTING):
            return self.names.get(change.old, change.old), self.names.get(change.new, change.new)
        if change.action is Action.MOVED:
            return self.place(change.was), change.new
        return change.old, change.new

    def place(self, spot: Spot) -> str:
        """Where something stands, without its page: its chapter, the heading that it is under, what it is a part of."""
        heading = self.under.format(heading=self.quoted(spot.heading)) if spot.heading else ""
        return ", ".join(filter(None, (spot.chapter and self.quoted(spot.chapter), heading, self.where(spot))))

    def _part(self, role: Role, name: str) -> str:
        word = self.parts.get(role, "")
        if role in (Role.SETTING, Role.MADE):
            return self.names.get(name, name)
        if not name or name.split("\u00a0")[0] in self.parts.values():
            return name.replace("\u00a0", " ") or word
        return f"{word} {self.quoted(shortened(name, _LONG))}"


def shortened(words: str, most: int) -> str:
    """Words with their middle left out when they have more than so many characters."""
    if len(words) <= most:
        return words
    half = (most - 3) // 2
    head, tail = words[:half], words[len(words) - half :]
    head = head[: head.rfind(" ")] if " " in head[half // 2 :] else head
    tail = tail[tail.find(" ") + 1 :] if " " in tail[: half // 2] else tail
    return f"{head.rstrip()} … {tail.lstrip()}"
