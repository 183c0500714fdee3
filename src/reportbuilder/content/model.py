"""The document tree: what a report says, before anybody decides how it looks.

Everything is frozen and carries its `Place`. Figures are already formatted, tables already filled in, numbers and
references already worked out; only page numbers are left to the layout (`PageReference`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from reportbuilder.graphics import Picture
from reportbuilder.problems import Place


class Status(Enum):
    """How far a goal was met; a value is the key used in text and data."""

    DONE = "gerealiseerd"
    NOT_DONE = "niet-gerealiseerd"
    PARTLY = "deels"
    UNKNOWN = "geen-informatie"


# Inline content ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they are read; spaces are single, typographic characters already in place."""

    text: str
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words stressed: italic."""

    children: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out: semibold."""

    children: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words in another language, as a BCP 47 tag."""

    children: "tuple[Inline, ...]"
    language: str


@dataclass(frozen=True, slots=True)
class Script:
    """Superscript (`raised`) or subscript."""

    children: "tuple[Inline, ...]"
    raised: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address, or to a label of the document (`#label`)."""

    children: "tuple[Inline, ...]"
    target: str
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class PageReference:
    """The page on which a label stands ("bladzijde 12"); `prefix` is the word before the number."""

    label: str
    prefix: str
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class NoteReference:
    """The raised mark of a footnote; `number` counts through the chapter."""

    label: str
    number: int
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class StatusMark:
    """A status symbol with its word; `inferred` when a rule worked it out. A word that is not shown is still read
    aloud."""

    status: Status
    word: str
    inferred: bool = False
    show_word: bool = True


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line ended on purpose."""


Inline = Text | Emphasis | Strong | Foreign | Script | Link | PageReference | NoteReference | StatusMark | LineBreak

# Blocks --------------------------------------------------------------------------------------------------------


class Span(Enum):
    """How many columns a block takes: one, two, or the whole page."""

    COLUMN = "column"
    WIDE = "wide"
    PAGE = "page"


class Float(Enum):
    """Where a block may go: where it stands, or to the top or foot of this page or a next one."""

    HERE = "here"
    TOP = "top"
    BOTTOM = "bottom"


class ListStyle(Enum):
    """How the items of a list are marked."""

    BULLET = "bullet"
    DECIMAL = "decimal"
    LETTER = "letter"


class Align(Enum):
    """How the cells of a column stand."""

    LEFT = "left"
    RIGHT = "right"
    CENTER = "center"
    DECIMAL = "decimal"


class RowKind(Enum):
    """What a row of a table is: figures, a heading row over a group, or an aim that spans the columns."""

    BODY = "body"
    GROUP = "group"
    SPAN = "span"
    TOTAL = "total"


class TableLook(Enum):
    """The house look that a table takes."""

    PLAIN = "plain"
    MATRIX = "matrix"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `number` is what is set before it ("1", "2.3"), or nothing."""

    level: int
    children: tuple[Inline, ...]
    label: str
    number: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    children: tuple[Inline, ...]
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item; `marker` is what stands before it ("•", "1.", "A.")."""

    marker: str
    blocks: "tuple[Block, ...]"
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class List:
    """A list; items may hold paragraphs and further lists."""

    style: ListStyle
    items: tuple[ListItem, ...]
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; `width` is a share of what the others ask, or nothing for "as its content asks"."""

    key: str
    label: tuple[Inline, ...]
    align: Align = Align.LEFT
    header: bool = False
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: paragraphs and lists, over `columns` columns; `value` is the figure that it shows, if it is one."""

    blocks: "tuple[Block, ...]"
    columns: int = 1
    value: float | None = None
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Row:
    """A row; the columns that its cells span add up to the table's columns."""

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.BODY
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Table:
    """A table, filled in. `number` and `caption` make "Tabel 1 …"; no number, no entry in the list of tables."""

    label: str
    caption: tuple[Inline, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    number: str = ""
    notes: tuple[tuple[Inline, ...], ...] = ()
    source: tuple[Inline, ...] = ()
    look: TableLook = TableLook.PLAIN
    span: Span = Span.COLUMN
    float: Float = Float.HERE
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its title is its point; `picture` is drawn before layout (by the chart room) and put in then."""

    label: str
    title: tuple[Inline, ...]
    alt: str
    number: str = ""
    source: tuple[Inline, ...] = ()
    picture: Picture | None = None
    span: Span = Span.COLUMN
    float: Float = Float.HERE
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Figure:
    """An image file (path relative to the report's folder), its caption and what it shows."""

    label: str
    path: str
    alt: str
    caption: tuple[Inline, ...] = ()
    number: str = ""
    decorative: bool = False
    pixels: tuple[int, int] = (0, 0)
    span: Span = Span.COLUMN
    float: Float = Float.HERE
    place: Place = Place()


class Verdict(Enum):
    """Whether a figure moved the right way."""

    BETTER = "beter"
    WORSE = "slechter"
    NEUTRAL = "gelijk"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One large numeral with its line; `note` compares it in words ("13 % meer dan in 2021")."""

    value: str
    label: str
    note: str = ""
    change: float = 0.0
    verdict: Verdict = Verdict.NEUTRAL
    series: tuple[float, ...] = ()
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A set of key figures, shown together."""

    label: str
    title: str
    items: tuple[KeyFigure, ...]
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of the report set apart."""

    blocks: "tuple[Block, ...]"
    attribution: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Callout:
    """A short aside with a title."""

    title: str
    blocks: "tuple[Block, ...]"
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: a line each."""

    lines: tuple[tuple[Inline, ...], ...]
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class StatusLegend:
    """The four symbols with their words."""

    marks: tuple[StatusMark, ...]
    place: Place = Place()


class BreakKind(Enum):
    """What ends here."""

    PAGE = "page"
    COLUMN = "column"


@dataclass(frozen=True, slots=True)
class Break:
    """A page or column ended on purpose."""

    kind: BreakKind
    place: Place = Place()


Block = (
    Heading
    | Paragraph
    | List
    | Table
    | Chart
    | Figure
    | KeyFigures
    | Quote
    | Callout
    | Signature
    | StatusLegend
    | Break
)

# The whole -----------------------------------------------------------------------------------------------------


class Matter(Enum):
    """Where a part stands in the report."""

    FRONT = "front"
    BODY = "body"
    APPENDIX = "appendix"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote's text."""

    label: str
    number: int
    blocks: tuple[Block, ...]
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its heading, its blocks in order (the heading not among them), and its footnotes by label."""

    heading: Heading
    blocks: tuple[Block, ...]
    matter: Matter
    notes: Mapping[str, Note] = field(default_factory=dict)
    file: str = ""


class MadePage(Enum):
    """The pages that are made for the author."""

    COVER = "cover"
    CONTENTS = "contents"
    LISTS = "lists"
    COLOPHON = "colophon"


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of the report's order: a chapter, or a page that is made."""

    matter: Matter
    content: Chapter | MadePage
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report, checked and numbered."""

    language: str
    parts: tuple[Part, ...]
    colophon: Chapter | None = None

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters in reading order."""
        return tuple(p.content for p in self.parts if isinstance(p.content, Chapter))
