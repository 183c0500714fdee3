"""A report as a tree of texts: what two versions are compared in.

Every node has a text (`said.said`), which may be empty, and nodes under it; walked from the top down they are the
lines of the report's text form, to which a list of changes can be applied (`applying.apply_changes`). Lists, quotes and
callouts are no nodes: their paragraphs stand in the chapter in order, each with its role.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from pathlib import PurePosixPath

from reportbuilder.content.model import (
    Block,
    Callout,
    Cell,
    ChangeNote,
    Chapter,
    Chart,
    Document,
    Figure,
    Heading,
    Inline,
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
from reportbuilder.problems import Place
from reportbuilder.values import Value, field, replace
from reportbuilder.versions.said import BLOCK, Names, names_of, plainly, said


class Role(Enum):
    """What a text is in its report."""

    REPORT = "report"
    SETTING = "setting"
    MADE = "made"
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


PROSE = frozenset({Role.PARAGRAPH, Role.ITEM, Role.QUOTE, Role.CALLOUT, Role.FOOTNOTE, Role.TABLE_NOTE})
"""What is told by its words rather than as a whole."""
OBJECTS = frozenset({Role.TABLE, Role.CHART, Role.FIGURE, Role.KEY_FIGURES})
"""Blocks that consist of more than words."""


class Line(Value):
    """A line of the text form: what it is, at which level (of a heading, a list, a row's kind, a cell's columns, a
    chapter's matter), and its text. What only identifies it is no part of it."""

    role: Role
    text: str
    level: int = 0


class Node(Value, eq=False):
    """A line and what is under it. `name` is what it is known by among its like, `marker` what stands before an
    item of a list; `index` is its line, and `stop` the line after all that is under it."""

    line: Line
    children: tuple[Node, ...] = ()
    place: Place = Place()
    name: str = ""
    marker: str = ""
    index: int = 0
    stop: int = 1

    @property
    def role(self) -> Role:
        """What it is."""
        return self.line.role

    @property
    def text(self) -> str:
        """What it says itself."""
        return self.line.text

    def walk(self) -> Iterator[Node]:
        """This and all under it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def child(self, role: Role) -> Node:
        """The only one of a role under it."""
        return next(child for child in self.children if child.role is role)


class Copy(Value):
    """One of two versions that are compared: its document as it was read (before charts are drawn), what is said about
    the report as a whole, by name, the figures of its charts, in order, by their labels, and digests of its images by
    their paths."""

    document: Document
    settings: Mapping[str, str] = field(default_factory=dict)
    charts: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    images: Mapping[str, str] = field(default_factory=dict)


def lines_of(tree: Node) -> tuple[Line, ...]:
    """The text form."""
    return tuple(node.line for node in tree.walk())


def tree_of(copy: Copy) -> tuple[Node, Names]:
    """A report as a tree, and what its labels are called."""
    names = names_of(copy.document)
    grower = Grower(copy, names)
    colophon = copy.document.colophon
    settings = (_leaf(Role.SETTING, plainly(copy.settings[name]), name=name) for name in sorted(copy.settings))
    parts = (grower.part(part) for part in copy.document.parts if not part.inserted)
    last = (grower.chapter(colophon),) if colophon else ()
    return _numbered(_node(Role.REPORT, "", (*settings, *parts, *last)), 0), names


def _numbered(node: Node, index: int) -> Node:
    """The node with its line and theirs under it."""
    at = index + 1
    children: list[Node] = []
    for child in node.children:
        children.append(_numbered(child, at))
        at = children[-1].stop
    return replace(node, children=tuple(children), index=index, stop=at)


def _node(
    role: Role, text: str, children: Iterable[Node] = (), level: int = 0, place: Place = Place(), name: str = ""
) -> Node:
    return Node(Line(role, text.replace("\n", " "), level), tuple(children), place, name)


def _leaf(role: Role, text: str, level: int = 0, place: Place = Place(), name: str = "") -> Node:
    return _node(role, text, (), level, place, name)


class Grower(Value):
    """Makes nodes of blocks, in the order in which `redline` walks through them again."""

    copy: Copy
    names: Names

    def part(self, part: Part) -> Node:
        if isinstance(part.content, Chapter):
            return self.chapter(part.content)
        return _leaf(Role.MADE, part.content.value, place=part.place, name=part.content.value)

    def chapter(self, chapter: Chapter) -> Node:
        heading = chapter.heading
        notes = (self._footnote(note) for note in chapter.notes.values())
        children = (*self.blocks(chapter.blocks), *notes)
        level = list(Matter).index(chapter.matter)
        file = "/".join(PurePosixPath(chapter.file).parts[-2:])  # an old version was read in another folder
        return _node(Role.CHAPTER, self.said(heading.children), children, level, heading.place, file)

    def said(self, inlines: tuple[Inline, ...]) -> str:
        return said(inlines, self.names).replace("\n", " ")

    def blocks(self, blocks: Iterable[Block], role: Role = Role.PARAGRAPH, level: int = 0) -> Iterator[Node]:
        """Nodes of blocks; `role` is that of paragraphs, `level` how deep they are in lists."""
        for block in blocks:
            yield from self._block(block, role, level)

    def _block(self, block: Block, role: Role, level: int) -> Iterator[Node]:
        match block:
            case Heading():
                yield _leaf(Role.HEADING, self.said(block.children), block.level, block.place)
            case Paragraph() | ChangeNote():
                yield _leaf(role, self.said(block.children), level, block.place)
            case List():
                for item in block.items:
                    inside = self.blocks(item.blocks, Role.ITEM, level + 1)
                    yield from (replace(node, marker=item.marker) for node in inside)
            case Quote():
                yield from self.blocks(block.blocks, Role.QUOTE, level)
                if block.attribution:
                    yield _leaf(Role.ATTRIBUTION, plainly(block.attribution), place=block.place)
            case Callout():
                if block.title:
                    yield _leaf(Role.CALLOUT_TITLE, plainly(block.title), place=block.place)
                yield from self.blocks(block.blocks, Role.CALLOUT, level)
            case Signature():
                yield from (_leaf(Role.SIGNATURE, self.said(line), place=block.place) for line in block.lines)
            case StatusLegend():
                yield _leaf(Role.LEGEND, ", ".join(plainly(mark.word) for mark in block.marks), place=block.place)
            case Table() | Chart() | Figure() | KeyFigures():
                yield self._object(block)
            case _:  # a break: how the pages look, and not what they say
                return

    def _object(self, block: Table | Chart | Figure | KeyFigures) -> Node:
        match block:
            case Table():
                return _node(Role.TABLE, "", self._table(block), place=block.place, name=block.label)
            case Chart():
                return _node(Role.CHART, "", self._chart(block), place=block.place, name=block.label)
            case Figure():
                return _node(Role.FIGURE, "", self._figure(block), place=block.place, name=block.label)
            case KeyFigures():
                title = _leaf(Role.TITLE, plainly(block.title), place=block.place)
                items = (self._key_figure(item) for item in block.items)
                return _node(Role.KEY_FIGURES, "", (title, *items), place=block.place, name=block.label)

    def _table(self, table: Table) -> Iterator[Node]:
        yield _leaf(Role.CAPTION, self.said(table.caption), place=table.place)
        for column in table.columns:
            yield _leaf(Role.COLUMN, self.said(column.label), place=table.place, name=column.key)
        headers = [index for index, column in enumerate(table.columns) if column.header]
        for row in table.rows:
            cells = tuple(self._cell(cell) for cell in row.cells)
            name = _row_name(cells, headers)
            yield _node(Role.ROW, "", cells, list(RowKind).index(row.kind), _place(row), name)
        yield from (_leaf(Role.TABLE_NOTE, self.said(note), place=table.place) for note in table.notes)
        yield _leaf(Role.SOURCE, self.said(table.source), place=table.place)

    def _cell(self, cell: Cell) -> Node:
        texts = BLOCK.join(node.text for node in self.inside(cell.blocks))
        return _leaf(Role.CELL, texts, cell.columns, cell.place)

    def inside(self, blocks: Iterable[Block]) -> Iterator[Node]:
        """The texts of blocks that are told as one: those of a cell or a footnote."""
        return (node for block in self.blocks(blocks) for node in block.walk())

    def _chart(self, chart: Chart) -> Iterator[Node]:
        yield _leaf(Role.TITLE, self.said(chart.title), place=chart.place)
        yield _leaf(Role.ALT, plainly(chart.alt), place=chart.place)
        yield _leaf(Role.SOURCE, self.said(chart.source), place=chart.place)
        for name, text in self.copy.charts.get(chart.label, ()):
            yield _leaf(Role.DATUM, plainly(f"{name}: {text}"), place=chart.place, name=name)

    def _figure(self, figure: Figure) -> Iterator[Node]:
        digest = self.copy.images.get(figure.path, "")
        yield _leaf(Role.CAPTION, self.said(figure.caption), place=figure.place)
        yield _leaf(Role.IMAGE, f"{figure.path} ({digest})" if digest else figure.path, place=figure.place)
        yield _leaf(Role.ALT, plainly(figure.alt), place=figure.place)

    def _key_figure(self, item: KeyFigure) -> Node:
        texts = ((Role.VALUE, item.value), (Role.LABEL, item.label), (Role.NOTE, item.note))
        children = (_leaf(role, plainly(text), place=item.place) for role, text in texts)
        return _node(Role.KEY_FIGURE, "", children, place=item.place, name=item.label)

    def _footnote(self, note: Note) -> Node:
        texts = BLOCK.join(node.text for node in self.inside(note.blocks))
        return _leaf(Role.FOOTNOTE, texts, place=note.place, name=note.label)


def _row_name(cells: tuple[Node, ...], headers: list[int]) -> str:
    """What a row is known by: its header cells, or else its first cell with letters in it."""
    named = [cells[index].text for index in headers if index < len(cells)] or [cell.text for cell in cells]
    return next((text for text in named if any(character.isalpha() for character in text)), "")


def _place(row: Row) -> Place:
    return row.place if row.place.file or not row.cells else row.cells[0].place
