"""The document tree: the content of a report, independent of its layout.

Everything is frozen and carries its `Place`. Figures are already formatted, tables already filled in, numbers and
references already worked out; only page numbers are left to the layout (`PageReference`).
"""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, Self

from reportbuilder.diagnostics import Place
from reportbuilder.document.bound_values import BoundValue
from reportbuilder.document.graphics import Picture
from reportbuilder.values import Value, field


class Status(Enum):
    """The status of a goal; a value is the key used in text and data."""

    DONE = "gerealiseerd"
    NOT_DONE = "niet-gerealiseerd"
    PARTLY = "deels"
    UNKNOWN = "geen-informatie"


# Inline content ------------------------------------------------------------------------------------------------


class Text(Value):
    """Plain text, with single spaces and typographic characters. `filled` are the figures in it that were computed by
    expressions."""

    text: str
    place: Place = Place()
    filled: tuple[BoundValue, ...] = ()


class Emphasis(Value):
    """Emphasised text, set in italic."""

    children: "tuple[Inline, ...]"


class Strong(Value):
    """Strong text, set in semibold."""

    children: "tuple[Inline, ...]"


class Foreign(Value):
    """Text in another language, a BCP 47 tag."""

    children: "tuple[Inline, ...]"
    language: str


class Script(Value):
    """Superscript (`raised`) or subscript."""

    children: "tuple[Inline, ...]"
    raised: bool = True


class Link(Value):
    """A link to an address, or to a label of the document (`#label`)."""

    children: "tuple[Inline, ...]"
    target: str
    place: Place = Place()


class PageReference(Value):
    """A reference to the page of a label ("bladzijde 12"); `prefix` is the word before the number. With a `line_prefix`
    also the line, where it has one ("bladzijde 12, regel 7")."""

    label: str
    prefix: str
    place: Place = Place()
    line_prefix: str = ""


class NoteReference(Value):
    """The raised mark of a footnote; `number` counts through the chapter."""

    label: str
    number: int
    place: Place = Place()


class StatusMark(Value):
    """A status symbol with its word; `inferred` when a rule worked it out. A word that is not shown is still read
    aloud."""

    status: Status
    word: str
    inferred: bool = False
    show_word: bool = True


class Sparkline(Value):
    """A line through values (None: no information) as small as a word, its last value marked, and `norm` as a ring
    after it; `word` is read aloud in its place."""

    values: tuple[float | None, ...]
    word: str
    norm: float | None = None


class LineBreak(Value):
    """A forced line break."""


class Revision(Enum):
    """The kind of a change between versions: words inserted, deleted, or otherwise changed (moved, set differently)."""

    INSERTED = "inserted"
    DELETED = "deleted"
    CHANGED = "changed"


class Revised(Value):
    """Words that differ from another version; `change` is the number of the change, from 1. Made by the comparison of
    versions, never read from a file."""

    children: "tuple[Inline, ...]"
    revision: Revision
    change: int


Styled = Emphasis | Strong | Foreign | Script | Link | Revised
"""Inline content with more inside."""

Inline = (
    Text
    | Emphasis
    | Strong
    | Foreign
    | Script
    | Link
    | Revised
    | PageReference
    | NoteReference
    | StatusMark
    | Sparkline
    | LineBreak
)

# Blocks --------------------------------------------------------------------------------------------------------


class Span(Enum):
    """The width of a block: one column, two columns, or the whole page."""

    COLUMN = "column"
    WIDE = "wide"
    PAGE = "page"


class Float(Enum):
    """The float position of a block: none, or the top or foot of this page or a later one."""

    HERE = "here"
    TOP = "top"
    BOTTOM = "bottom"


class ListStyle(Enum):
    """The style of the labels of a list."""

    BULLET = "bullet"
    DECIMAL = "decimal"
    LETTER = "letter"
    LOWER_LETTER = "lower-letter"
    UPPER_ROMAN = "upper-roman"
    LOWER_ROMAN = "lower-roman"


class Align(Enum):
    """The alignment of the cells of a column."""

    LEFT = "left"
    RIGHT = "right"
    CENTER = "center"
    DECIMAL = "decimal"


class RowKind(Enum):
    """The kind of a table row: data, a heading over a group of rows, an aim that spans the columns, or a total."""

    BODY = "body"
    GROUP = "group"
    SPAN = "span"
    TOTAL = "total"


class TableKind(Enum):
    """The table style of the house style."""

    PLAIN = "plain"
    MATRIX = "matrix"


class Heading(Value):
    """A heading; `number` is printed before it ("1", "2.3"), if any."""

    level: int
    children: tuple[Inline, ...]
    label: str
    number: str = ""
    place: Place = Place()
    id: str = ""


class Paragraph(Value):
    """Running text."""

    children: tuple[Inline, ...]
    place: Place = Place()
    id: str = ""


class ListItem(Value):
    """An item of a list; `marker` is its label ("•", "1.", "A.")."""

    marker: str
    blocks: "tuple[Block, ...]"
    place: Place = Place()


class List(Value):
    """A list; items may hold paragraphs and further lists."""

    style: ListStyle
    items: tuple[ListItem, ...]
    place: Place = Place()
    id: str = ""


class Column(Value):
    """A table column; `width` is its share of the table, or None for the width that its content needs."""

    key: str
    label: tuple[Inline, ...]
    align: Align = Align.LEFT
    header: bool = False
    width: float | None = None


class Cell(Value):
    """A cell: paragraphs and lists, over `columns` columns; `value` is the figure that it shows, if it is one."""

    blocks: "tuple[Block, ...]"
    columns: int = 1
    value: Decimal | None = None
    place: Place = Place()


class Row(Value):
    """A row; the columns that its cells span add up to the table's columns. With a `label`, links may lead to it."""

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.BODY
    place: Place = Place()
    label: str = ""


class Table(Value):
    """A table, filled in. `number` and `caption` make "Tabel 1 …"; no number, no entry in the list of tables."""

    label: str
    caption: tuple[Inline, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    number: str = ""
    notes: tuple[tuple[Inline, ...], ...] = ()
    source: tuple[Inline, ...] = ()
    look: TableKind = TableKind.PLAIN
    span: Span = Span.COLUMN
    float: Float = Float.HERE
    place: Place = Place()
    id: str = ""


class Chart(Value):
    """A chart: its title is its point; `name` is that of its file where that is not its label; `picture` is drawn
    before layout (by the chart room) and put in then."""

    label: str
    title: tuple[Inline, ...]
    alt: str
    number: str = ""
    source: tuple[Inline, ...] = ()
    picture: Picture | None = None
    span: Span = Span.COLUMN
    float: Float = Float.HERE
    place: Place = Place()
    name: str = ""
    id: str = ""

    @property
    def file(self) -> str:
        """The name of its file in `charts/`, without its ending."""
        return self.name or self.label


class Figure(Value):
    """An image file (path relative to the report's folder), its caption and what it shows; `pixels` are its width and
    height, upright. One in SVG is a `picture`, and has no pixels. It is `percent` of its columns wide."""

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
    picture: Picture | None = None
    id: str = ""
    percent: int = 100


class Assessment(Enum):
    """The assessment of the change of a figure."""

    BETTER = "beter"
    WORSE = "slechter"
    NEUTRAL = "gelijk"


class KeyFigure(Value):
    """A key figure: a large numeral with a line of text; `note` compares it in words ("13 % meer dan in 2021").
    `filled` are the figures from the data in `words`."""

    value: str
    label: str
    note: str = ""
    change: float = 0.0
    verdict: Assessment = Assessment.NEUTRAL
    series: tuple[float, ...] = ()
    place: Place = Place()
    filled: tuple[BoundValue, ...] = ()

    @property
    def words(self) -> str:
        """Value, label and note, a line each."""
        return f"{self.value}\n{self.label}\n{self.note}"


class KeyFigures(Value):
    """A set of key figures, shown together."""

    label: str
    title: str
    items: tuple[KeyFigure, ...]
    place: Place = Place()
    id: str = ""


class Quote(Value):
    """A pull quote; `filled` are the figures in its attribution."""

    blocks: "tuple[Block, ...]"
    attribution: str = ""
    place: Place = Place()
    filled: tuple[BoundValue, ...] = ()
    id: str = ""


class Callout(Value):
    """A short aside with a title; `filled` are the figures in the title."""

    title: str
    blocks: "tuple[Block, ...]"
    place: Place = Place()
    filled: tuple[BoundValue, ...] = ()
    id: str = ""


class Signature(Value):
    """The names of those who sign, a line each."""

    lines: tuple[tuple[Inline, ...], ...]
    place: Place = Place()
    id: str = ""


class StatusLegend(Value):
    """The four symbols with their words."""

    marks: tuple[StatusMark, ...]
    place: Place = Place()
    id: str = ""


class ChangeNote(Value):
    """A remark of a comparison about what cannot be marked in the words themselves: a table taken away, a chart with
    other figures, where a paragraph was moved from or to. Its words say all; `change` is the change's number."""

    children: tuple[Inline, ...]
    change: int
    place: Place = Place()
    id: str = ""


class BreakKind(Enum):
    """What a break ends."""

    PAGE = "page"
    COLUMN = "column"


class Break(Value):
    """A forced page or column break."""

    kind: BreakKind
    place: Place = Place()
    id: str = ""


class CustomBlock(Value, kw_only=True):
    """The base of kinds of blocks that plug-ins add (`registry.Plugin.block`), which define every method but `inlines`.

    `label` is what references to it name, `number` what stands before its caption, if it has these. The
    arguments of its methods are types of the rooms that call them.
    """

    label: str = ""
    number: str = ""
    place: Place = Place()
    id: str = ""

    @classmethod
    @abstractmethod
    def read(cls, directive: Any, settings: Any, reading: Any) -> "tuple[Block, ...]":
        """The blocks that a directive stands for (`reader.directive`): one of this kind, or none where a problem was
        reported to `reading.diagnostics`."""

    @abstractmethod
    def texts(self) -> "Mapping[str, tuple[Inline, ...]]":
        """All words of the block in reading order, by names that are unique in it ("title", "event 1"). From them
        follow its plain text, its figures, the glyphs that it needs, and its comparison with another version."""

    @abstractmethod
    def with_texts(self, texts: "Mapping[str, tuple[Inline, ...]]") -> Self:
        """The block with other words under the names of `texts()`: references resolved, changes marked."""

    def style_of(self, text: str) -> str:
        """The text style of the house that a text is set in: a key of `text:` in the style."""
        del text
        return "body"

    @abstractmethod
    def structure(self, tags: Any) -> Any:
        """Its structure element, made by `tags` (`structure.build.Tagger`), in which every text has an element."""

    @abstractmethod
    def layout(self, setter: Any) -> Iterable[Any]:
        """The items that it is on the page (`layout.flow.Item`), set by `setter` (`layout.blocks.BlockSetter`)."""

    @abstractmethod
    def name_in(self, language: str) -> str:
        """What lists of changes call a block of this kind in a language: “tijdlijn”."""


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
    | ChangeNote
    | Break
    | CustomBlock
)

# The whole -----------------------------------------------------------------------------------------------------


class Matter(Enum):
    """The division of the report that a part belongs to."""

    FRONT = "front"
    BODY = "body"
    APPENDIX = "appendix"
    BACK = "back"


class Note(Value):
    """A footnote's text."""

    label: str
    number: int
    blocks: tuple[Block, ...]
    place: Place = Place()


class Chapter(Value):
    """A chapter: its heading, its blocks in order (the heading not among them), and its footnotes by label."""

    heading: Heading
    blocks: tuple[Block, ...]
    matter: Matter
    notes: Mapping[str, Note] = field(default_factory=dict)
    file: str = ""


class MadePage(Enum):
    """The pages that are generated: cover, table of contents, lists of tables and figures, colophon."""

    COVER = "cover"
    CONTENTS = "contents"
    LISTS = "lists"
    COLOPHON = "colophon"


class Part(Value):
    """A part of the report: a chapter or a generated page. One that is `inserted` does not belong to the report itself:
    its pages have folios of their own, and the contents do not name it."""

    matter: Matter
    content: Chapter | MadePage
    place: Place = Place()
    inserted: bool = False


class Document(Value):
    """A whole report, checked and numbered; `changes` is how many changes since another version are marked in it."""

    language: str
    parts: tuple[Part, ...]
    colophon: Chapter | None = None
    changes: int = 0

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The report's chapters in reading order."""
        return tuple(p.content for p in self.parts if isinstance(p.content, Chapter) and not p.inserted)


def change_label(number: int) -> str:
    """The label of the position of a change in the text, for references to it."""
    return f"change-{number}"
