"""Expressions in the text (`{{ … }}`), evaluated with the report's data; problems are reported at their places."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from reportbuilder.data.expressions.amounts import ExpressionError, Indicator, UnreadableDataError, find_indicator
from reportbuilder.data.expressions.evaluation import evaluate
from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.document.bound_values import BoundValue
from reportbuilder.document.model import Text
from reportbuilder.i18n.typography import protect, typographic
from reportbuilder.project.settings import ReportFolder
from reportbuilder.reader.leftovers import MASK, leftovers, report_leftover
from reportbuilder.reader.sources import Sources
from reportbuilder.values import replace

OPENING, CLOSING = "{{", "}}"
UNKNOWN = "…"
"""Stands where a figure could not be filled in, which is an error."""
_FARTHEST = 2000  # characters in which the end of an expression is looked for
_DEFAULT = "indicatoren"
_CLOSED = re.compile(rf"""(?:[^"'{{}}]|"[^"]*"|'[^']*')*{CLOSING}""")
"""The rest of an expression, with braces nowhere but between quotation marks."""

Places = Callable[[int], Place]
"""The place of a character of an expression, counted from its first brace."""


class ExpressionFiller:
    """Replaces expressions by figures from the data of one report; reports those that cannot be evaluated."""

    def __init__(self, project: ReportFolder, sources: Sources, diagnostics: Diagnostics) -> None:
        self._project = project
        self._sources = sources
        self._diagnostics = diagnostics
        self._known: dict[tuple[str, int], Indicator] = {}

    def fill(self, written: str, places: Places) -> BoundValue | None:
        """The figure of an expression, braces and all; None, and a problem, when there is none."""
        expression, place = written[len(OPENING) : -len(CLOSING)], places(0)
        try:
            phrase = evaluate(
                " ".join(expression.split()), lambda name: self._series(name, place), self._project.settings.language
            )
        except ExpressionError as wrong:
            at = max(expression.find(wrong.about), 0) + len(OPENING) if wrong.about else 0
            self._diagnostics.add(wrong.code, wrong.message, places(at), wrong.hint)
            return None
        except UnreadableDataError:
            return None
        return BoundValue(phrase.text, written, phrase.cells, phrase.stated, place, figure=phrase.figure)

    def words(self, text: str, place: Place, before: str = "") -> Text:
        """Plain words, without Markdown, with their figures filled in."""
        pieces: list[str] = []
        looked: list[str] = []
        found: list[tuple[int, BoundValue]] = []
        at = done = 0
        while (at := text.find(OPENING, done)) >= 0:
            pieces.append(text[done:at])
            looked += text[done:at], MASK
            done = expression_end(text, at)
            if not done:
                self.unclosed(place)
                return Text(UNKNOWN, place)
            filled = self.fill(text[at:done], lambda offset: place)
            if filled is not None:
                found.append((sum(map(len, pieces)), filled))
            pieces.append(filled.text if filled else UNKNOWN)
        for _, words, rule in leftovers("".join((*looked, text[done:])), plain=True):
            report_leftover(words, rule, place, self._diagnostics)
        return lettered("".join((*pieces, text[done:])), place, found, before)

    def unclosed(self, place: Place) -> None:
        """Report an expression without an end."""
        message = f"“{OPENING}” begins a figure, and “{CLOSING}” does not follow."
        self._diagnostics.add(Code.EXPRESSION_UNCLOSED, message, place, f"Write “{CLOSING}” after the expression.")

    def _series(self, name: str, place: Place) -> Indicator:
        """The indicator of a name; one that is not there is a problem at every place that names it."""
        stem, _, identity = name.rpartition(".")
        table = self._sources.table(self._file(stem or _DEFAULT, name).name, place)
        if table is None:
            raise UnreadableDataError
        key = name, id(table)  # the sources keep it
        if key not in self._known:
            self._known[key] = find_indicator(table, identity, name)
        return self._known[key]

    def _file(self, stem: str, name: str) -> Path:
        """The data file that an expression means; an error when there is none, or more than one."""
        known = self._sources.by_stem
        found = known.get(stem, ())
        if len(found) == 1:
            return found[0]
        if found:
            message = f"There are two data files “{stem}”: {found[0].name} and {found[1].name}."
            raise ExpressionError(Code.EXPRESSION_FILE, message, "Give one of them another name.", name)
        message = f"There is no data file “{stem}” in data/."
        if stem == _DEFAULT:
            hint = "A name without a file is looked up in data/indicatoren.csv; write “file.name[2022]” for another."
            if like := [other for other in known if other.casefold() == stem]:
                hint = f"Rename {known[like[0]][0].name} to {known[like[0]][0].name.lower()}."
            raise ExpressionError(Code.EXPRESSION_FILE, message, hint, name)
        hint = nearest(stem, known)
        raise ExpressionError(Code.EXPRESSION_FILE, message, f"A point stands after a data file’s name. {hint}", name)


def expression_end(text: str, start: int) -> int:
    """The index after the closing braces of the expression at `start`; 0 when others open before it is closed."""
    limit = min(len(text), start + _FARTHEST)
    if plain := _CLOSED.match(text, start + len(OPENING), limit):  # nearly all; others are gone over sign by sign
        return plain.end()
    quote = ""
    for at in range(start + len(OPENING), limit):
        if quote:
            quote = "" if text[at] == quote else quote
        elif text[at] in "\"'":
            quote = text[at]
        elif text.startswith(CLOSING, at):
            return at + len(CLOSING)
        elif text.startswith(OPENING, at):
            return 0
    if not quote:
        return 0
    opened, closed = text.find(OPENING, start + len(OPENING), limit), text.find(CLOSING, start, limit)
    return closed + len(CLOSING) if closed >= 0 and not 0 <= opened < closed else 0


def expression_plugin(parser: MarkdownIt) -> None:
    """A plug-in of the Markdown parser that makes a token `expression` of `{{ … }}`, braces included."""
    parser.inline.ruler.after("text", "expression", _expression)


def _expression(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith(OPENING, state.pos):
        return False
    end = expression_end(state.src, state.pos)
    if not 0 < end <= state.posMax:
        return False
    if not silent:
        token = state.push("expression", "", 0)
        token.content = state.src[state.pos : end]
    state.pos = end
    return True


def lettered(text: str, place: Place, found: list[tuple[int, BoundValue]], before: str = "") -> Text:
    """Words with typographic characters; `found` are the figures in them, each with its index in `text`."""
    done = protect(typographic(text, before))
    return Text(done, place, tuple(_moved(filled, text[:at], done, before) for at, filled in found))


def _moved(filled: BoundValue, prefix: str, done: str, before: str) -> BoundValue:
    """A figure with its index in the finished text, which may have fewer characters before it."""
    words = protect(typographic(filled.text))
    at = len(typographic(prefix, before))
    if done[at : at + len(words)].replace("\u00a0", " ") != words.replace("\u00a0", " "):
        at = max(done.find(words), 0)
    return replace(filled, text=words, at=at)
