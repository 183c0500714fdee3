"""From inline content to set lines: the one place where layout asks the text room for anything."""

from collections.abc import Callable, Iterable, Iterator
from typing import assert_never

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.document.model import (
    Align,
    Emphasis,
    Foreign,
    Inline,
    LineBreak,
    Link,
    NoteReference,
    PageReference,
    Revised,
    Revision,
    Script,
    StatusMark,
    Strong,
    Text,
)
from reportbuilder.document.walk import plain
from reportbuilder.layout.flow import note_label
from reportbuilder.layout.text import TextBlock
from reportbuilder.structure.model import Mark
from reportbuilder.style.model import Design, HouseStyle, TextStyle
from reportbuilder.text.breaking import Breaker, Composed, Line, Setting, natural_width
from reportbuilder.text.itemization import itemize
from reportbuilder.text.runs import Box, Run, RunStyle
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Value, replace

LOOSE_RATIO = 1.6
"""A justified line stretched further than this share of its stretchability is called loose (Knuth and Plass: r > 1)."""


class Typesetter(Value):
    """Sets inline content in a text style. `page_of` gives the page of a label, "0" while it is not known yet;
    `line_of` its line on that page, "" for what stands in none."""

    style: HouseStyle
    design: Design
    fonts: FontBook
    breaker: Breaker
    language: str
    page_of: Callable[[str], str]
    diagnostics: Diagnostics
    line_of: Callable[[str], str] = lambda label: ""

    def drop(self, style: TextStyle) -> float:
        """From a baseline to the bottom of its line, so that ascenders and descenders share the leading evenly."""
        metrics = self.fonts.metrics(style.face)
        free = style.leading - (metrics.ascent - metrics.descent) * style.size
        return free / 2 - metrics.descent * style.size

    def block(
        self,
        inlines: tuple[Inline, ...],
        style: TextStyle,
        measure: float,
        mark: Mark,
        *,
        place: Place = Place(),
        align: Align = Align.LEFT,
        indent: float = 0.0,
        drop: float | None = None,
        grid: float = 0.0,
        whole: bool = False,
        composed: Composed | None = None,
    ) -> TextBlock:
        """Set a paragraph in a measure, for the element `mark`; `drop` defaults to the style's own, a `grid` puts it
        on grid lines; `composed` is the same content cut into words before."""
        setting = Setting(justify=style.justify, hyphenate=style.hyphenate, indent=style.indent)
        broken = self.breaker.break_composed(composed or self.compose(inlines, style), measure, setting)
        self._report_lines(broken.lines, style, place)
        return TextBlock(
            lines=broken.lines,
            leading=style.leading,
            drop=self.drop(style) if drop is None else drop,
            measure=measure,
            mark=mark,
            indent=indent,
            align=align,
            notes_by_line=() if _only_text(inlines) else _notes_by_line(broken.lines),
            whole=whole,
            grid=grid,
        )

    def line(self, inlines: tuple[Inline, ...], style: TextStyle) -> Line:
        """Set everything on one line, as wide as it is."""
        runs = tuple(self.runs(inlines, style))
        broken = self.breaker.break_lines(runs, 1e6, Setting(hyphenate=False), self.language)
        return broken.lines[0] if broken.lines else Line((), 0.0, 0.0, False, False, "")

    def words(self, text: str, style: TextStyle) -> Line:
        """Set plain words on one line."""
        return self.line((Text(text),), style)

    def compose(self, inlines: tuple[Inline, ...], style: TextStyle) -> Composed:
        """Inline content cut into words, for what asks about it more than once."""
        return self.breaker.compose(tuple(self.runs(inlines, style)), self.language)

    def natural_width(self, inlines: tuple[Inline, ...], style: TextStyle) -> float:
        """The width on one line."""
        return natural_width(self.compose(inlines, style))

    def runs(self, inlines: tuple[Inline, ...], style: TextStyle) -> Iterator[Run]:
        """The runs of inline content in a text style."""
        features = ("tnum", "lnum") if style.tabular else ("pnum",)
        runs = tuple(self._runs(inlines, RunStyle(style.face, style.size, style.colour, features)))
        return itemize(runs, self.fonts)

    def _runs(self, inlines: tuple[Inline, ...], style: RunStyle) -> Iterator[Run]:
        for index, inline in enumerate(inlines):
            match inline:
                case Text(text, place):
                    yield Run(text, style, place=place)
                case LineBreak():
                    yield Run("\n", style)
                case Emphasis(children):
                    yield from self._runs(children, self._variant(style, "emphasis"))
                case Strong(children):
                    yield from self._runs(children, self._variant(style, "strong"))
                case Foreign(children, language):
                    yield from self._runs(children, replace(style, language=language))
                case Script(children, raised):
                    rise = style.size * (0.36 if raised else -0.14)
                    yield from self._runs(children, replace(style, size=style.size * 0.68, rise=rise))
                case Revised(children, revision, change):
                    yield from self._runs(children, self._revised(style, revision, change))
                    if revision is Revision.DELETED and _replaces(inlines[index + 1 : index + 2], inline):
                        yield Run(" ", self._revised(style, revision, change))
                case Link(children, target):
                    yield from self._runs(children, replace(style, link=target))
                case PageReference(label, place=place):
                    yield Run(self._whereabouts(inline), replace(style, link=f"#{label}"), place=place)
                case NoteReference(label, number, place):
                    raised_style = replace(
                        style, size=style.size * 0.68, rise=style.size * 0.36, link=f"#{note_label(label)}"
                    )
                    yield Run(f"\u2060{number}", raised_style, place=place)
                case StatusMark():
                    yield from self._status(inline, style)
                case _:
                    assert_never(inline)

    def _whereabouts(self, reference: PageReference) -> str:
        """The page of a label, and the line if that is asked for and known."""
        page, line = self.page_of(reference.label), self.line_of(reference.label)
        words = f"{reference.prefix}\u00a0{page}" if reference.prefix else page
        return f"{words}, {reference.line_prefix}\u00a0{line}" if reference.line_prefix and line else words

    def _revised(self, style: RunStyle, revision: Revision, change: int) -> RunStyle:
        """The looks of words of a change; those that are only set otherwise, or moved, keep their own."""
        look = {Revision.INSERTED: self.style.draft.inserted, Revision.DELETED: self.style.draft.deleted}.get(revision)
        colour = look.colour if look is not None else style.colour
        return replace(style, colour=colour, revision=revision.value, change=change)

    def _status(self, mark: StatusMark, style: RunStyle) -> Iterator[Run]:
        size = style.size * 0.92
        yield Run("" if mark.show_word else mark.word, style, Box(size, size * 0.84, mark.status.value))
        if mark.show_word:
            yield Run("\u00a0" + mark.word, style)

    def _variant(self, style: RunStyle, kind: str) -> RunStyle:
        face = getattr(self.style.fonts[style.face], kind)
        return replace(style, face=face) if face else style

    def _report_lines(self, lines: tuple[Line, ...], style: TextStyle, place: Place) -> None:
        for line in lines:
            if line.overfull:
                self.diagnostics.add(
                    Code.LINE_OVERFULL,
                    f"“{line.text.strip()}” is wider than its column.",
                    place,
                    "Allow a break with a soft hyphen or a space, or give the column more width.",
                )
            elif style.justify and line.ratio > LOOSE_RATIO:
                self.diagnostics.add(
                    Code.LINE_LOOSE,
                    f"The line “{line.text.strip()}” is stretched to {line.ratio:.1f} times its tolerance.",
                    place,
                    "Rephrase the sentence, or allow a break in its longest word.",
                )


def in_sizes(style: TextStyle, smaller: Iterable[float]) -> Iterator[TextStyle]:
    """A text style, then the same in smaller sizes (points); the leading keeps its proportion."""
    yield style
    for size in smaller:
        yield replace(style, size=size, leading=style.leading * size / style.size)


def _replaces(following: tuple[Inline, ...], gone: Revised) -> bool:
    """Whether words stand in the place of others that end without a space: the two must not run together."""
    new = any(isinstance(inline, Revised) and inline.revision is Revision.INSERTED for inline in following)
    return new and not plain(gone.children)[-1:].isspace()


def _only_text(inlines: tuple[Inline, ...]) -> bool:
    """Whether there is nothing but words, as in most paragraphs: so that no line need be looked through."""
    return all(isinstance(inline, Text) for inline in inlines)


def _notes_by_line(lines: tuple[Line, ...]) -> tuple[tuple[str, ...], ...]:
    prefix = f"#{note_label('')}"
    found = tuple(
        tuple(dict.fromkeys(p.style.link.removeprefix(prefix) for p in line.pieces if p.style.link.startswith(prefix)))
        for line in lines
    )
    return found if any(found) else ()
