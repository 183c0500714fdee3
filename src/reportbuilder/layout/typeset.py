"""Typesetting: inline content in a text style to set lines, and the lines as a flowable.

The one place where layout asks the text room for anything. Labels of list items are set here too, in a column of their
own before the text.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from math import ceil
from typing import TypeVar, assert_never, cast

from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, Place
from reportbuilder.document.model import (
    Align,
    Emphasis,
    Foreign,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    NoteReference,
    PageReference,
    Revised,
    Revision,
    Script,
    Sparkline,
    StatusMark,
    Strong,
    Text,
)
from reportbuilder.document.walk import plain
from reportbuilder.layout.flow import Flowable, NoteCost, Surface, note_label
from reportbuilder.layout.sparklines import draw_sparkline
from reportbuilder.memo import Memo, Same, Trace
from reportbuilder.structure.model import Artifact, Mark
from reportbuilder.style.model import Design, HouseStyle, TextStyle
from reportbuilder.text.breaking import STRETCH, Breaker, Composed, Line, Setting, natural_width
from reportbuilder.text.itemization import itemize
from reportbuilder.text.runs import Box, Run, RunStyle
from reportbuilder.text.shaping import FontBook, tracking
from reportbuilder.values import Value, field, replace

T = TypeVar("T")

MIN_LINES = 2
"""At least so many lines of a paragraph stand on either side of a break (no widows, no orphans)."""

_BEFORE = {Align.CENTER: 0.5, Align.RIGHT: 1.0, Align.DECIMAL: 1.0}
"""How much of the room that a line leaves stands before it."""


class TextBlock(Flowable):
    """The lines of a paragraph, heading, list item or caption.

    `drop` is the distance from a baseline to the bottom of its line, the same for all text on one grid, so that
    baselines meet across columns; `indent` moves the lines in, `marker` stands before the first one at `marker_x`.
    With a `grid` the first line takes no more than its whole grid lines, and the room that lines between two grid lines
    need stands above them: the last line of a heading is always on the grid.

    `mark` is what its lines belong to, `marker_mark` what the marker does.
    """

    lines: tuple[Line, ...]
    leading: float
    drop: float
    measure: float
    mark: Mark
    indent: float = 0.0
    align: Align = Align.LEFT
    marker: Line | None = None
    marker_x: float = 0.0
    marker_mark: Mark = Artifact.LAYOUT
    notes_by_line: tuple[tuple[str, ...], ...] = ()
    whole: bool = False
    grid: float = 0.0

    @property
    def width(self) -> float:
        """The measure, with the indent."""
        return self.measure + self.indent

    @property
    def height(self) -> float:
        """All lines, in whole grid lines when there is a grid."""
        if not self.grid or not self.lines:
            return len(self.lines) * self.leading
        first = max(int(self.leading / self.grid + 0.001), 1) * self.grid
        return ceil((first + (len(self.lines) - 1) * self.leading) / self.grid - 0.001) * self.grid

    @property
    def minimum(self) -> float:
        """Two lines, or all when a cut would leave one."""
        count = len(self.lines)
        if self.whole or count < 2 * MIN_LINES:
            return self.height
        return MIN_LINES * self.leading

    @property
    def notes(self) -> tuple[str, ...]:
        """The footnotes of all lines."""
        if not self.notes_by_line:
            return ()
        return tuple(label for labels in self.notes_by_line for label in labels)

    def cut(self, available: float, note_cost: NoteCost) -> tuple[Flowable, Flowable] | None:
        """As many lines as fit with their footnotes, two at least on either side; one fewer rather than break a word
        there."""
        count = self._fitting(available, note_cost)
        count = min(count, len(self.lines) - MIN_LINES)
        if self.whole or count < MIN_LINES:
            return None
        if self.lines[count - 1].hyphenated and count > MIN_LINES and not self.lines[count - 2].hyphenated:
            count -= 1
        return self._part(0, count), self._part(count, len(self.lines))

    def force_cut(self, available: float) -> tuple[Flowable, Flowable] | None:
        """Cut anywhere, for text taller than a column."""
        count = int((available + 0.01) // self.leading)
        if not 0 < count < len(self.lines):
            return None
        return self._part(0, count), self._part(count, len(self.lines))

    def _fitting(self, available: float, note_cost: NoteCost) -> int:
        count = min(int((available + 0.01) // self.leading), len(self.lines))
        if not self.notes_by_line:
            return count
        while count > 0:
            labels = tuple(label for line in self.notes_by_line[:count] for label in line)
            if count * self.leading + note_cost(labels) <= available + 0.01:
                break
            count -= 1
        return count

    def _part(self, start: int, end: int) -> "TextBlock":
        return replace(
            self,
            lines=self.lines[start:end],
            notes_by_line=self.notes_by_line[start:end],
            marker=self.marker if start == 0 else None,
        )

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw line by line from the top."""
        baseline = y + self.drop + (len(self.lines) - 1) * self.leading
        if self.marker is not None:
            surface.text(self.marker, x + self.marker_x, baseline, self.marker_mark)
        left, share = x + self.indent, _BEFORE.get(self.align, 0.0)
        for line in self.lines:
            surface.text(line, left + share * (self.measure - line.width), baseline, self.mark)
            baseline -= self.leading


LOOSE_RATIO = 1.6
"""A justified line stretched further than this share of its stretchability is called loose (Knuth and Plass: r > 1)."""


NO_PAGE = 0
"""The page of a label that stands on no page; pages count from 1."""


class Typesetter(Value):
    """Sets inline content in a text style. `page_of` gives the page of a label, `NO_PAGE` for one that has none;
    `line_of` its line on that page, "" for what stands in none. `memo` remembers what was set (`remembered`)."""

    style: HouseStyle
    design: Design
    fonts: FontBook
    breaker: Breaker
    language: str
    page_of: Callable[[str], str]
    diagnostics: Diagnostics
    line_of: Callable[[str], str] = lambda label: ""
    memo: Memo = field(default_factory=Memo)

    def remembered(self, stage: str, content: Hashable, compute: "Callable[[Typesetter], T]") -> T:
        """The result of setting `content`, which a stage of the memo remembers; `compute` sets it with the typesetter
        that it is given, and depends on nothing but these two.

        It is set again when the style, the design or the language is another, or when a page or a line that it names
        has moved. Problems are reported every time.
        """

        def answer(question: Hashable) -> object:
            kind, label = cast(tuple[str, str], question)
            return self.page_of(label) if kind == "page" else self.line_of(label)

        def set_anew(trace: Trace) -> tuple[T, tuple[Diagnostic, ...]]:
            found = Diagnostics()
            setter = replace(
                self,
                page_of=lambda label: cast(str, trace.ask(("page", label))),
                line_of=lambda label: cast(str, trace.ask(("line", label))),
                diagnostics=found,
            )
            return compute(setter), tuple(found.problems)

        key = (content, Same(self.style), Same(self.design), Same(self.fonts), Same(self.breaker), self.language)
        result, problems = self.memo.traced(stage, key, answer, set_anew)
        self.diagnostics.problems.extend(problems)
        return result

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
        limits = self.style.lines
        setting = Setting(
            justify=style.justify,
            hyphenate=style.hyphenate,
            indent=style.indent,
            tolerance=limits.tolerance / STRETCH,
            first_tolerance=limits.plain_tolerance / STRETCH,
            shrink=limits.shrink,
            max_hyphens=limits.hyphens_in_row,
            ragged_prices=limits.ragged_prices,
            expansion=limits.expansion,
        )
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
        """Inline content as shaped words, for callers that break or measure it more than once."""
        return self.breaker.compose(tuple(self.runs(inlines, style)), self.language)

    def natural_width(self, inlines: tuple[Inline, ...], style: TextStyle) -> float:
        """The width on one line."""
        return natural_width(self.compose(inlines, style))

    def runs(self, inlines: tuple[Inline, ...], style: TextStyle) -> Iterator[Run]:
        """The runs of inline content in a text style."""
        runs = tuple(self._runs(inlines, RunStyle(style.face, style.size, style.colour, _features(style))))
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
                    yield Run(self._reference_words(inline), replace(style, link=f"#{label}"), place=place)
                case NoteReference(label, number, place):
                    raised_style = replace(
                        style, size=style.size * 0.68, rise=style.size * 0.36, link=f"#{note_label(label)}"
                    )
                    yield Run(f"\u2060{number}", raised_style, place=place)
                case StatusMark():
                    yield from self._status(inline, style)
                case Sparkline():
                    picture = draw_sparkline(inline, style.size, self.style.charts)
                    yield Run(inline.word, style, Box(picture.width, picture.height, "sparkline", picture))
                case _:
                    assert_never(inline)

    def _reference_words(self, reference: PageReference) -> str:
        """The words of a page reference: the page of a label, and its line where the reference has one that is
        known."""
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


def _features(style: TextStyle) -> tuple[str, ...]:
    """The OpenType features of a text style."""
    spread = (tracking(style.tracking),) if style.tracking else ()
    widths = ("tnum", "lnum") if style.tabular and not style.figures else ("tnum",) if style.tabular else ("pnum",)
    return (*widths, *style.font_features, *spread)


def in_sizes(style: TextStyle, smaller: Iterable[float]) -> Iterator[TextStyle]:
    """A text style, then the same in smaller sizes (points); the leading keeps its proportion."""
    yield style
    for size in smaller:
        yield replace(style, size=size, leading=style.leading * size / style.size)


def _replaces(following: tuple[Inline, ...], deleted: Revised) -> bool:
    """Whether inserted words follow deleted ones that end without a space, so that a space must be set between them."""
    new = any(isinstance(inline, Revised) and inline.revision is Revision.INSERTED for inline in following)
    return new and not plain(deleted.children)[-1:].isspace()


def _only_text(inlines: tuple[Inline, ...]) -> bool:
    """Whether there is nothing but words, as in most paragraphs: so that no line need be looked through."""
    return all(isinstance(inline, Text) for inline in inlines)


def _notes_by_line(lines: tuple[Line, ...]) -> tuple[tuple[str, ...], ...]:
    prefix = f"#{note_label('')}"
    notes = tuple(
        tuple(dict.fromkeys(p.style.link.removeprefix(prefix) for p in line.pieces if p.style.link.startswith(prefix)))
        for line in lines
    )
    return notes if any(notes) else ()


GAP = 0.35
"""The least space between a label and its text, in ems."""
BULLETS = ("•", "-")


class LabelColumn(Value):
    """The column of a list's labels: its width, and the style and the bullet that the labels are set with."""

    setter: Typesetter
    style: TextStyle
    width: float
    strong: bool
    bullet: str

    def label(self, item: ListItem) -> Line:
        """An item's label on one line."""
        return self.setter.line(_words(item, self.bullet, self.strong), self.style)

    def mark(self, text: TextBlock, item: ListItem, x: float, mark: Mark) -> TextBlock:
        """The first text of an item, with the label before it at `x`."""
        return replace(text, marker=self.label(item), marker_x=x, marker_mark=mark)

    def alone(self, item: ListItem, x: float, mark: Mark, like: TextBlock | None = None) -> TextBlock:
        """A line with the label alone, for an item that is empty or begins with something that is no text."""
        empty = Line((), 0.0, 0.0, False, False, "")
        drop = self.setter.drop(self.style) if like is None else like.drop
        grid = 0.0 if like is None else like.grid
        line = TextBlock((empty,), self.style.leading, drop, self.width, Artifact.LAYOUT, grid=grid, whole=True)
        return self.mark(line, item, x, mark)


def label_column(
    setter: Typesetter, block: List, style: TextStyle, least: float, strong: bool = False, bullet: str = "•"
) -> LabelColumn:
    """The column for the labels of a list: as wide as its widest label and the gap after it, and `least` at least."""
    labels = {item.marker: item for item in block.items}
    widths = (setter.line(_words(item, bullet, strong), style).width for item in labels.values())
    width = max(least, max(widths, default=0.0) + GAP * style.size)
    return LabelColumn(setter, style, width, strong, bullet)


def _words(item: ListItem, bullet: str, strong: bool) -> tuple[Inline, ...]:
    text = Text(bullet if item.marker in BULLETS else item.marker)
    return (Strong((text,)),) if strong else (text,)
