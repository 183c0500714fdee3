"""Makes the tree of texts of a report, the form in which two versions are compared.

Every node has a normalized text, which may be empty, and nodes below it. From the top down these texts are the lines of
the report's text form, which edits (`changes`) refer to by number. Lists, quotes and callouts have no nodes: their
paragraphs stand in the chapter in order, each with its role.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import PurePosixPath
from typing import assert_never

from reportbuilder.compare.comparable import ComparableReport
from reportbuilder.compare.normalized_text import (
    BLOCK,
    LabelNames,
    StyleSpan,
    label_names,
    normalize,
    normalized_text,
    style_spans,
)
from reportbuilder.diagnostics import Place
from reportbuilder.document.model import (
    Block,
    Break,
    Callout,
    Cell,
    ChangeNote,
    Chapter,
    Chart,
    CustomBlock,
    Figure,
    Heading,
    KeyFigures,
    List,
    Matter,
    Note,
    Paragraph,
    Part,
    Quote,
    Row,
    RowKind,
    Signature,
    StatusLegend,
    Table,
)
from reportbuilder.document.walk import Inlines
from reportbuilder.values import Value, replace


class TextRole(Enum):
    """The role of a text in its report."""

    REPORT = "report"
    SETTING = "setting"
    MADE_PAGE = "made-page"
    CHAPTER = "chapter"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    ATTRIBUTION = "attribution"
    CALLOUT = "callout"
    CALLOUT_TITLE = "callout-title"
    SIGNATURE = "signature"
    LEGEND = "legend"
    TABLE = "table"
    CAPTION = "caption"
    COLUMN = "column"
    ROW = "row"
    CELL = "cell"
    TABLE_NOTE = "table-note"
    SOURCE = "source"
    CHART = "chart"
    TITLE = "title"
    ALT = "alt"
    DATUM = "datum"
    FIGURE = "figure"
    IMAGE = "image"
    KEY_FIGURES = "key-figures"
    KEY_FIGURE = "key-figure"
    VALUE = "value"
    LABEL = "label"
    NOTE = "note"
    FOOTNOTE = "footnote"
    CUSTOM = "custom"


PROSE = frozenset(
    {TextRole.PARAGRAPH, TextRole.ITEM, TextRole.QUOTE, TextRole.CALLOUT, TextRole.FOOTNOTE, TextRole.TABLE_NOTE}
)
"""What is told by its words rather than as a whole."""
OBJECTS = frozenset({TextRole.TABLE, TextRole.CHART, TextRole.FIGURE, TextRole.KEY_FIGURES})
"""Blocks that consist of more than words."""


TextKey = tuple[str, str]
"""Which text of which block: the block's id, and the name of the text in it ("caption", "row 3", or empty where the
block has one text)."""
_NO_KEY = ("", "")


class TextLine(Value):
    """A line of the text form: its role, its level (of a heading or a list item, a row's kind, a cell's number of
    columns, a chapter's matter), and its text. What only identifies it is no part of it."""

    role: TextRole
    text: str
    level: int = 0


class TextPiece(Value):
    """The characters from `start` to `stop` of a line that joins the texts of several blocks, and whose they are."""

    key: TextKey
    start: int
    stop: int


class TextNode(Value, eq=False):
    """A line of the text form, and the nodes below it.

    `key` says of which block it is the text; a cell or a footnote, which joins those of the blocks in it, has a piece
    for each (`pieces`). `container` is what the block is called that it is in, if a plug-in added it (in the report's
    language). `name` is what it is matched by among nodes of its role, `marker` what stands before an item of
    a list. `styles` say how its words are set, `notes` which footnotes are marked in it, each with its character.
    `index` is the number of its line from the top of the tree, `stop` that of the first line that is not below it.
    """

    line: TextLine
    children: tuple[TextNode, ...] = ()
    place: Place = Place()
    name: str = ""
    key: TextKey = _NO_KEY
    pieces: tuple[TextPiece, ...] = ()
    marker: str = ""
    container: str = ""
    styles: tuple[StyleSpan, ...] = ()
    notes: tuple[tuple[str, int], ...] = ()
    index: int = 0
    stop: int = 1

    @property
    def role(self) -> TextRole:
        """The role of its line."""
        return self.line.role

    @property
    def text(self) -> str:
        """The text of its line."""
        return self.line.text

    def walk(self) -> Iterator[TextNode]:
        """This node and all below it, in the order of their lines."""
        yield self
        for child in self.children:
            yield from child.walk()

    def child(self, role: TextRole) -> TextNode:
        """The only child with a role."""
        return next(child for child in self.children if child.role is role)


# Building a tree ------------------------------------------------------------------------------------------------------


def build_tree(report: ComparableReport) -> tuple[TextNode, LabelNames]:
    """A report as a tree of texts, and what its labels are called in references."""
    names = label_names(report.document)
    builder = _TreeBuilder(report, names)
    colophon = report.document.colophon
    settings = (_leaf(TextRole.SETTING, normalize(words), name=name) for name, words in sorted(report.settings.items()))
    parts = (builder.part(part) for part in report.document.parts if not part.inserted)
    last = (builder.chapter(colophon),) if colophon else ()
    return _numbered(_node(TextRole.REPORT, "", (*settings, *parts, *last)), 0), names


def _numbered(node: TextNode, index: int) -> TextNode:
    """The node with the line numbers of itself and of all below it."""
    at = index + 1
    children: list[TextNode] = []
    for child in node.children:
        children.append(_numbered(child, at))
        at = children[-1].stop
    return replace(node, children=tuple(children), index=index, stop=at)


def _node(
    role: TextRole,
    text: str,
    children: Iterable[TextNode] = (),
    level: int = 0,
    place: Place = Place(),
    name: str = "",
    key: TextKey = _NO_KEY,
) -> TextNode:
    return TextNode(TextLine(role, text.replace("\n", " "), level), tuple(children), place, name, key)


def _leaf(
    role: TextRole, text: str, level: int = 0, place: Place = Place(), name: str = "", key: TextKey = _NO_KEY
) -> TextNode:
    return _node(role, text, (), level, place, name, key)


def _joined(
    role: TextRole, nodes: Iterable[TextNode], level: int, place: Place, key: TextKey, name: str = ""
) -> TextNode:
    """One leaf of the texts of several nodes, with the styles and footnotes in them."""
    at, texts = 0, list[str]()
    pieces, styles, notes = list[TextPiece](), list[StyleSpan](), list[tuple[str, int]]()
    for node in nodes:
        pieces.append(TextPiece(node.key, at, at + len(node.text)))
        styles += [(start + at, stop + at, kind) for start, stop, kind in node.styles]
        notes += [(label, where + at) for label, where in node.notes]
        texts.append(node.text)
        at += len(node.text) + len(BLOCK)
    leaf = _leaf(role, BLOCK.join(texts), level, place, name, key)
    return replace(leaf, pieces=tuple(pieces), styles=tuple(styles), notes=tuple(notes))


class _TreeBuilder(Value):
    """Makes nodes of the blocks of a report; `names` is what its labels are called."""

    report: ComparableReport
    names: LabelNames

    def part(self, part: Part) -> TextNode:
        if isinstance(part.content, Chapter):
            return self.chapter(part.content)
        return _leaf(TextRole.MADE_PAGE, part.content.value, place=part.place, name=part.content.value)

    def chapter(self, chapter: Chapter) -> TextNode:
        heading = chapter.heading
        notes = (self._footnote(note, heading.id) for note in chapter.notes.values())
        children = (*self.blocks(chapter.blocks), *notes)
        level = list(Matter).index(chapter.matter)
        file = "/".join(PurePosixPath(chapter.file).parts[-2:])  # an old version was read in another folder
        own = self._text(heading, TextRole.CHAPTER, heading.children, level=level, name=file)
        return replace(own, children=tuple(children))

    def _text(
        self, block: Block, role: TextRole, inlines: Inlines, part: str = "", level: int = 0, name: str = ""
    ) -> TextNode:
        """A leaf of the inline content of a block (or of a `part` of it), with its styles and footnotes."""
        styles, notes = style_spans(inlines, self.names)
        leaf = _leaf(role, normalized_text(inlines, self.names), level, block.place, name, (block.id, part))
        return replace(leaf, styles=styles, notes=notes) if styles or notes else leaf

    def blocks(
        self, blocks: Iterable[Block], role: TextRole = TextRole.PARAGRAPH, level: int = 0
    ) -> Iterator[TextNode]:
        """The nodes of blocks; `role` is that of paragraphs among them, `level` how deep they are in lists."""
        for block in blocks:
            yield from self._block(block, role, level)

    def _block(self, block: Block, role: TextRole, level: int) -> Iterator[TextNode]:
        match block:
            case Heading():
                yield self._text(block, TextRole.HEADING, block.children, level=block.level)
            case Paragraph() | ChangeNote():
                yield self._text(block, role, block.children, level=level)
            case List():
                for item in block.items:
                    inside = self.blocks(item.blocks, TextRole.ITEM, level + 1)
                    yield from (replace(node, marker=item.marker) for node in inside)
            case Quote():
                yield from self.blocks(block.blocks, TextRole.QUOTE, level)
                if block.attribution:
                    yield _plain_leaf(block, TextRole.ATTRIBUTION, block.attribution, ATTRIBUTION)
            case Callout():
                if block.title:
                    yield _plain_leaf(block, TextRole.CALLOUT_TITLE, block.title, TITLE)
                yield from self.blocks(block.blocks, TextRole.CALLOUT, level)
            case Signature():
                for index, line in enumerate(block.lines):
                    yield self._text(block, TextRole.SIGNATURE, line, numbered("line", index))
            case StatusLegend():
                yield _plain_leaf(block, TextRole.LEGEND, ", ".join(normalize(mark.word) for mark in block.marks))
            case Table() | Chart() | Figure() | KeyFigures():
                role, children = self._object(block)
                yield _node(role, "", children, 0, block.place, block.label, (block.id, ""))
            case CustomBlock():
                container = block.name_in(self.report.document.language)
                for name, text in block.texts().items():
                    yield replace(self._text(block, role, text, name, level), container=container)
            case Break():  # it changes how the pages look, not what they say
                pass
            case _:
                assert_never(block)

    def _object(self, block: Table | Chart | Figure | KeyFigures) -> tuple[TextRole, Iterator[TextNode]]:
        match block:
            case Table():
                return TextRole.TABLE, self._table(block)
            case Chart():
                return TextRole.CHART, self._chart(block)
            case Figure():
                return TextRole.FIGURE, self._figure(block)
            case KeyFigures():
                return TextRole.KEY_FIGURES, self._key_figures(block)
            case _:
                assert_never(block)

    def _table(self, table: Table) -> Iterator[TextNode]:
        yield self._text(table, TextRole.CAPTION, table.caption, CAPTION)
        for index, column in enumerate(table.columns):
            yield self._text(table, TextRole.COLUMN, column.label, numbered("column", index), name=column.key)
        headers = [index for index, column in enumerate(table.columns) if column.header]
        for index, row in enumerate(table.rows):
            key = table.id, numbered("row", index)
            cells = tuple(self._cell(cell, (table.id, cell_part(index, at))) for at, cell in enumerate(row.cells))
            name = _row_name(cells, headers)
            yield _node(TextRole.ROW, "", cells, list(RowKind).index(row.kind), _place(row), name, key)
        for index, note in enumerate(table.notes):
            yield self._text(table, TextRole.TABLE_NOTE, note, numbered("note", index))
        yield self._text(table, TextRole.SOURCE, table.source, SOURCE)

    def _cell(self, cell: Cell, key: TextKey) -> TextNode:
        return _joined(TextRole.CELL, self._texts_in(cell.blocks), cell.columns, cell.place, key)

    def _footnote(self, note: Note, chapter: str) -> TextNode:
        key = chapter, footnote_part(note.label)
        return _joined(TextRole.FOOTNOTE, self._texts_in(note.blocks), 0, note.place, key, note.label)

    def _texts_in(self, blocks: Iterable[Block]) -> Iterator[TextNode]:
        """The texts of blocks that are compared as one: those of a cell or a footnote."""
        return (node for block in self.blocks(blocks) for node in block.walk())

    def _chart(self, chart: Chart) -> Iterator[TextNode]:
        yield self._text(chart, TextRole.TITLE, chart.title, TITLE)
        yield _plain_leaf(chart, TextRole.ALT, chart.alt, "alt")
        yield self._text(chart, TextRole.SOURCE, chart.source, SOURCE)
        for index, (name, text) in enumerate(self.report.charts.get(chart.label, ())):
            yield _plain_leaf(chart, TextRole.DATUM, f"{name}: {text}", numbered("datum", index), name)

    def _figure(self, figure: Figure) -> Iterator[TextNode]:
        digest = self.report.images.get(figure.path, "")
        yield self._text(figure, TextRole.CAPTION, figure.caption, CAPTION)
        path = f"{figure.path} ({digest})" if digest else figure.path
        yield _leaf(TextRole.IMAGE, path, place=figure.place, key=(figure.id, "image"))
        yield _plain_leaf(figure, TextRole.ALT, figure.alt, "alt")

    def _key_figures(self, block: KeyFigures) -> Iterator[TextNode]:
        yield _plain_leaf(block, TextRole.TITLE, block.title, TITLE)
        for index, item in enumerate(block.items):
            texts = ((TextRole.VALUE, item.value), (TextRole.LABEL, item.label), (TextRole.NOTE, item.note))
            own = numbered("item", index)
            children = (
                _leaf(role, normalize(text), place=item.place, key=(block.id, f"{own} {role.value}"))
                for role, text in texts
            )
            yield _node(TextRole.KEY_FIGURE, "", children, 0, item.place, item.label, (block.id, own))


def _plain_leaf(block: Block, role: TextRole, words: str, part: str = "", name: str = "") -> TextNode:
    return _leaf(role, normalize(words), 0, block.place, name, (block.id, part))


# Names of the texts of a block ----------------------------------------------------------------------------------------

CAPTION, TITLE, SOURCE, ATTRIBUTION = "caption", "title", "source", "attribution"


def numbered(kind: str, index: int) -> str:
    """The name of one of several texts of a block: `numbered("row", 2)` is "row 3"."""
    return f"{kind} {index + 1}"


def cell_part(row: int, cell: int) -> str:
    """The name of a cell among the texts of its table."""
    return f"{numbered('row', row)}, {numbered('cell', cell)}"


def footnote_part(label: str) -> str:
    """The name of a footnote among the texts of its chapter, which goes by the id of its heading."""
    return f"footnote {label}"


def _row_name(cells: tuple[TextNode, ...], headers: list[int]) -> str:
    """The name of a row: its header cells, or else its first cell with letters in it."""
    named = [cells[index].text for index in headers if index < len(cells)] or [cell.text for cell in cells]
    return next((text for text in named if any(character.isalpha() for character in text)), "")


def _place(row: Row) -> Place:
    return row.place if row.place.file or not row.cells else row.cells[0].place
