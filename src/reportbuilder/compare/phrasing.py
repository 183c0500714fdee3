"""Describes changes in words: their kind, location, and the words before and after."""

from __future__ import annotations

from enum import Enum

from reportbuilder.compare.changes import Action, Aspect, Change, Location
from reportbuilder.compare.tree import TextRole
from reportbuilder.i18n.language import ChangeWords, language_of
from reportbuilder.values import Value


class ChangeGroup(Enum):
    """Groups of changes, few enough to be counted in one sentence."""

    TEXT = "text"
    NUMBERS = "numbers"
    TABLES = "tables"
    CHARTS = "charts"
    STRUCTURE = "structure"
    REPORT = "report"


_BY_PART = {
    TextRole.TABLE: ChangeGroup.TABLES,
    TextRole.CHART: ChangeGroup.CHARTS,
    TextRole.FIGURE: ChangeGroup.CHARTS,
    TextRole.KEY_FIGURES: ChangeGroup.NUMBERS,
    TextRole.SETTING: ChangeGroup.REPORT,
    TextRole.MADE_PAGE: ChangeGroup.STRUCTURE,
}
_BY_SUBJECT = {
    Aspect.NUMBER: ChangeGroup.NUMBERS,
    TextRole.LEGEND: ChangeGroup.TABLES,
    TextRole.CHAPTER: ChangeGroup.STRUCTURE,
    Aspect.PASSAGE: ChangeGroup.STRUCTURE,
    TextRole.HEADING: ChangeGroup.STRUCTURE,
    TextRole.MADE_PAGE: ChangeGroup.STRUCTURE,
}


def change_group(change: Change) -> ChangeGroup:
    """The group of a change: by the object that it is in, or else by its subject."""
    part = _BY_PART.get(change.now.parts[0][0]) if change.now.parts else None
    return part or _BY_SUBJECT.get(change.subject, ChangeGroup.TEXT)


_LONG = 60  # characters of a name from which on its middle is left out


class Phrases(Value):
    """Describes changes in the words of a language."""

    words: ChangeWords

    def kind(self, change: Change) -> str:
        """The kind of a change in two words: "alinea toegevoegd"; that of a setting by its name: "titel gewijzigd"."""
        one, more = self.words.subjects[change.subject.value]
        subject = more if change.subject is Aspect.WORDS else one
        if change.subject is TextRole.SETTING:
            subject = self.part_path(change.now)
        return f"{subject} {self.words.actions[change.action.value]}"

    def part_path(self, location: Location) -> str:
        """The objects that something is in: "tabel 2, rij ‘Overvallen’, kolom ‘2019’"."""
        return ", ".join(self._part(role, name) for role, name in location.parts)

    def quoted(self, words: str) -> str:
        """Words between quotation marks."""
        return f"{self.words.quotes[0]}{words}{self.words.quotes[1]}"

    def form(self, form: str) -> str:
        """The role and level of a text: "alinea", "kop van niveau 2"."""
        role, level = form.rsplit(" ", 1)
        return f"{self.words.names.get(role, role)} {level}" if level != "0" else self.words.names.get(role, role)

    def before_and_after(self, change: Change) -> tuple[str, str]:
        """The words before and after; of what moved, its former place and the words themselves."""
        if change.styles is not None:
            return self._look(change.old, change.styles[0]), self._look(change.new, change.styles[1])
        if change.subject is Aspect.FORM:
            return self.form(change.old), self.form(change.new)
        if change.subject in (TextRole.MADE_PAGE, TextRole.SETTING):
            return self.words.names.get(change.old, change.old), self.words.names.get(change.new, change.new)
        if change.action is Action.MOVED:
            return self.former_place(change), change.new
        return change.old, change.new

    def former_place(self, change: Change) -> str:
        """The former place of something that moved, without the page: by its neighbour, or by chapter and section."""
        if change.beside is not None:
            words = self.words.before if change.beside.before else self.words.after
            return words.format(words=self.quoted(change.beside.words))
        was = change.was
        chapter = self.words.in_.format(chapter=self.quoted(was.chapter)) if was.chapter != change.now.chapter else ""
        heading = self.words.under.format(heading=self.quoted(was.heading)) if was.heading else ""
        return ", ".join(filter(None, (chapter, heading, self.part_path(was))))

    def _look(self, words: str, kinds: str) -> str:
        """Words with their style."""
        normalized_text = []
        for kind in kinds.split("; "):
            name, _, more = kind.partition(" ")
            normalized_text.append(f"{self.words.styles.get(name, name)} {more}".rstrip())
        return f"{words} ({', '.join(normalized_text)})"

    def _part(self, role: TextRole, name: str) -> str:
        word = self.words.parts.get(role.value, "")
        if role in (TextRole.SETTING, TextRole.MADE_PAGE):
            return self.words.names.get(name, name)
        if role is TextRole.CUSTOM:
            return name
        if not name or name.split("\u00a0")[0] in self.words.parts.values():
            return name.replace("\u00a0", " ") or word
        short = shortened(name.rstrip(" .;,"), _LONG)
        return f"{word} {self.quoted(short)}"


def shortened(words: str, most: int) -> str:
    """Words without their middle when they have more than `most` characters."""
    if len(words) <= most:
        return words
    half = (most - 3) // 2
    head, tail = words[:half], words[len(words) - half :]
    head = head[: head.rfind(" ")] if " " in head[half // 2 :] else head
    tail = tail[tail.find(" ") + 1 :] if " " in tail[: half // 2] else tail
    return f"{head.rstrip()} … {tail.lstrip()}"


def phrases_of(language: str) -> Phrases:
    """The phrases of a language, as a BCP 47 tag; English for one that has none."""
    return Phrases(language_of(language).changes)
