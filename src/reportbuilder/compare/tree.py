"""A report as a tree of texts: what two versions are compared in.

Every node has a text (`said.said`), which may be empty, and nodes under it; walked from the top down they are the
lines of the report's text form, to which a list of changes can be applied (`applying.apply_changes`). Lists, quotes and
callouts are no nodes: their paragraphs stand in the chapter in order, each with its role.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from pathlib import PurePosixPath
from typing import assert_never

from reportbuilder.compare.normalized_text import BLOCK, LabelNames, StyleSpan, label_names, plainly, said, style_spans
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
    Document,
    Figure,
    Heading,
    KeyFigure,
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
from reportbuilder.values import Value, field, replace


class TextRole(Enum):
    """What a text is in its report."""

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


PROSE = frozenset(
    {TextRole.PARAGRAPH, TextRole.ITEM, TextRole.QUOTE, TextRole.CALLOUT, TextRole.FOOTNOTE, TextRole.TABLE_NOTE}
)
"""What is told by its words rather than as a whole."""
OBJECTS = frozenset({TextRole.TABLE, TextRole.CHART, TextRole.FIGURE, TextRole.KEY_FIGURES})
"""Blocks that consist of more than words."""


class TextLine(Value):
    """A line of the text form: what it is, at which level (of a heading, a list, a row's kind, a cell's columns, a
    chapter's matter), and its text. What only identifies it is no part of it."""

    role: TextRole
    text: str
    level: int = 0


class TextNode(Value, eq=False):
    """A line and what is under it. `name` is what it is known by among its like, `marker` what stands before an
    item of a list; `looks` say how its words are set, `notes` which footnotes are marked in it, and at which character;
    `index` is its line, and `stop` the line after all that is under it."""

    line: TextLine
    children: tuple[TextNode, ...] = ()
    place: Place = Place()
    name: str = ""
    marker: str = ""
    looks: tuple[StyleSpan, ...] = ()
    notes: tuple[tuple[str, int], ...] = ()
    index: int = 0
    stop: int = 1

    @property
    def role(self) -> TextRole:
        """What it is."""
        return self.line.role

    @property
    def text(self) -> str:
        """What it says itself."""
        return self.line.text

    def walk(self) -> Iterator[TextNode]:
        """This and all under it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def child(self, role: TextRole) -> TextNode:
        """The only one of a role under it."""
        return next(child for child in self.children if child.role is role)


class ComparableReport(Value):
    """One of two versions that are compared: its document as it was read (before charts are drawn), what is said about
    the report as a whole, by name, the figures of its charts, in order, by their labels, and digests of its images by
    their paths. `root` is the folder from which it was read, as places have it."""

    document: Document
    settings: Mapping[str, str] = field(default_factory=dict)
    charts: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    images: Mapping[str, str] = field(default_factory=dict)
    root: str = ""
    version: str = ""


def lines_of(tree: TextNode) -> tuple[TextLine, ...]:
    """The text form."""
    return tuple(node.line for node in tree.walk())


# Building a tree ------------------------------------------------------------------------------------------------------


def build_tree(copy: ComparableReport) -> tuple[TextNode, LabelNames]:
    """A report as a tree, and what its labels are called."""
    names = label_names(copy.document)
    builder = TreeBuilder(copy, names)
    colophon = copy.document.colophon
    settings = (_leaf(TextRole.SETTING, plainly(copy.settings[name]), name=name) for name in sorted(copy.settings))
    parts = (builder.part(part) for part in copy.document.parts if not part.inserted)
    last = (builder.chapter(colophon),) if colophon else ()
    return _numbered(_node(TextRole.REPORT, "", (*settings, *parts, *last)), 0), names


def _numbered(node: TextNode, index: int) -> TextNode:
    """The node with its line and theirs under it."""
    at = index + 1
    children: list[TextNode] = []
    for child in node.children:
        children.append(_numbered(child, at))
        at = children[-1].stop
    return replace(node, children=tuple(children), index=index, stop=at)


def _node(
    role: TextRole, text: str, children: Iterable[TextNode] = (), level: int = 0, place: Place = Place(), name: str = ""
) -> TextNode:
    return TextNode(TextLine(role, text.replace("\n", " "), level), tuple(children), place, name)


def _leaf(role: TextRole, text: str, level: int = 0, place: Place = Place(), name: str = "") -> TextNode:
    return _node(role, text, (), level, place, name)


def _joined(role: TextRole, nodes: Iterable[TextNode], level: int, place: Place, name: str = "") -> TextNode:
    """One leaf of the texts of several, with what stands in them."""
    nodes = tuple(nodes)
    if len(nodes) == 1:
        return replace(nodes[0], line=TextLine(role, nodes[0].text, level), children=(), place=place, name=name)
    at, texts, looks, notes = 0, list[str](), list[StyleSpan](), list[tuple[str, int]]()
    for node in nodes:
        looks += [(start + at, stop + at, kind) for start, stop, kind in node.looks]
        notes += [(label, where + at) for label, where in node.notes]
        texts.append(node.text)
        at += len(node.text) + len(BLOCK)
    return replace(_leaf(role, BLOCK.join(texts), level, place, name), looks=tuple(looks), notes=tuple(notes))


class TreeBuilder(Value):
    """Makes nodes of blocks, in the order in which `redline` walks through them again."""

    copy: ComparableReport
    names: LabelNames

    def part(self, part: Part) -> TextNode:
        if isinstance(part.content, Chapter):
            return self.chapter(part.content)
        return _leaf(TextRole.MADE_PAGE, part.content.value, place=part.place, name=part.content.value)

    def chapter(self, chapter: Chapter) -> TextNode:
        heading = chapter.heading
        notes = (self._footnote(note) for note in chapter.notes.values())
        children = (*self.blocks(chapter.blocks), *notes)
        level = list(Matter).index(chapter.matter)
        file = "/".join(PurePosixPath(chapter.file).parts[-2:])  # an old version was read in another folder
        own = self._text(TextRole.CHAPTER, heading.children, level, heading.place, file)
        return replace(own, children=tuple(children))

    def said(self, inlines: Inlines) -> str:
        return said(inlines, self.names).replace("\n", " ")

    def _text(
        self, role: TextRole, inlines: Inlines, level: int = 0, place: Place = Place(), name: str = ""
    ) -> TextNode:
        """A leaf of inline content, with how its words are set and which footnotes it has."""
        looks, notes = style_spans(inlines, self.names)
        leaf = _leaf(role, self.said(inlines), level, place, name)
        return replace(leaf, looks=looks, notes=notes) if looks or notes else leaf

    def blocks(
        self, blocks: Iterable[Block], role: TextRole = TextRole.PARAGRAPH, level: int = 0
    ) -> Iterator[TextNode]:
        """Nodes of blocks; `role` is that of paragraphs, `level` how deep they are in lists."""
        for block in blocks:
            yield from self._block(block, role, level)

    def _block(self, block: Block, role: TextRole, level: int) -> Iterator[TextNode]:
        match block:
            case Heading():
                yield self._text(TextRole.HEADING, block.children, block.level, block.place)
            case Paragraph() | ChangeNote():
                yield self._text(role, block.children, level, block.place)
            case List():
                for item in block.items:
                    inside = self.blocks(item.blocks, TextRole.ITEM, level + 1)
                    yield from (replace(node, marker=item.marker) for node in inside)
            case Quote():
                yield from self.blocks(block.blocks, TextRole.QUOTE, level)
                if block.attribution:
                    yield _leaf(TextRole.ATTRIBUTION, plainly(block.attribution), place=block.place)
            case Callout():
                if block.title:
                    yield _leaf(TextRole.CALLOUT_TITLE, plainly(block.title), place=block.place)
                yield from self.blocks(block.blocks, TextRole.CALLOUT, level)
            case Signature():
                yield from (self._text(TextRole.SIGNATURE, line, place=block.place) for line in block.lines)
            case StatusLegend():
                yield _leaf(TextRole.LEGEND, ", ".join(plainly(mark.word) for mark in block.marks), place=block.place)
            case Table() | Chart() | Figure() | KeyFigures():
                yield self._object(block)
            case CustomBlock():
                yield from (self._text(role, text, level, block.place) for text in block.texts().values())
            case Break():  # how the pages look, and not what they say
                pass
            case _:
                assert_never(block)

    def _object(self, block: Table | Chart | Figure | KeyFigures) -> TextNode:
        match block:
            case Table():
                return _node(TextRole.TABLE, "", self._table(block), place=block.place, name=block.label)
            case Chart():
                return _node(TextRole.CHART, "", self._chart(block), place=block.place, name=block.label)
            case Figure():
                return _node(TextRole.FIGURE, "", self._figure(block), place=block.place, name=block.label)
            case KeyFigures():
                title = _leaf(TextRole.TITLE, plainly(block.title), place=block.place)
                items = (self._key_figure(item) for item in block.items)
                return _node(TextRole.KEY_FIGURES, "", (title, *items), place=block.place, name=block.label)
            case _:
                assert_never(block)

    def _table(self, table: Table) -> Iterator[TextNode]:
        yield self._text(TextRole.CAPTION, table.caption, place=table.place)
        for column in table.columns:
            yield self._text(TextRole.COLUMN, column.label, place=table.place, name=column.key)
        headers = [index for index, column in enumerate(table.columns) if column.header]
        for row in table.rows:
            cells = tuple(self._cell(cell) for cell in row.cells)
            name = _row_name(cells, headers)
            yield _node(TextRole.ROW, "", cells, list(RowKind).index(row.kind), _place(row), name)
        yield from (self._text(TextRole.TABLE_NOTE, note, place=table.place) for note in table.notes)
        yield self._text(TextRole.SOURCE, table.source, place=table.place)

    def _cell(self, cell: Cell) -> TextNode:
        return _joined(TextRole.CELL, self.inside(cell.blocks), cell.columns, cell.place)

    def inside(self, blocks: Iterable[Block]) -> Iterator[TextNode]:
        """The texts of blocks that are told as one: those of a cell or a footnote."""
        return (node for block in self.blocks(blocks) for node in block.walk())

    def _chart(self, chart: Chart) -> Iterator[TextNode]:
        yield self._text(TextRole.TITLE, chart.title, place=chart.place)
        yield _leaf(TextRole.ALT, plainly(chart.alt), place=chart.place)
        yield self._text(TextRole.SOURCE, chart.source, place=chart.place)
        for name, text in self.copy.charts.get(chart.label, ()):
            yield _leaf(TextRole.DATUM, plainly(f"{name}: {text}"), place=chart.place, name=name)

    def _figure(self, figure: Figure) -> Iterator[TextNode]:
        digest = self.copy.images.get(figure.path, "")
        yield self._text(TextRole.CAPTION, figure.caption, place=figure.place)
        yield _leaf(TextRole.IMAGE, f"{figure.path} ({digest})" if digest else figure.path, place=figure.place)
        yield _leaf(TextRole.ALT, plainly(figure.alt), place=figure.place)

    def _key_figure(self, item: KeyFigure) -> TextNode:
        texts = ((TextRole.VALUE, item.value), (TextRole.LABEL, item.label), (TextRole.NOTE, item.note))
        children = (_leaf(role, plainly(text), place=item.place) for role, text in texts)
        return _node(TextRole.KEY_FIGURE, "", children, place=item.place, name=item.label)

    def _footnote(self, note: Note) -> TextNode:
        return _joined(TextRole.FOOTNOTE, self.inside(note.blocks), 0, note.place, note.label)


def _row_name(cells: tuple[TextNode, ...], headers: list[int]) -> str:
    """What a row is known by: its header cells, or else its first cell with letters in it."""
    named = [cells[index].text for index in headers if index < len(cells)] or [cell.text for cell in cells]
    return next((text for text in named if any(character.isalpha() for character in text)), "")


def _place(row: Row) -> Place:
    return row.place if row.place.file or not row.cells else row.cells[0].place
