"""Versions grown into the trees in which they are compared (`nodes`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import assert_never

from reportbuilder.compare.inline_styles import Look, looks_of
from reportbuilder.compare.nodes import Copy, Line, Node, Role
from reportbuilder.compare.plain_text import BLOCK, Names, names_of, plainly, said
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
from reportbuilder.values import Value, replace


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


def _joined(role: Role, nodes: Iterable[Node], level: int, place: Place, name: str = "") -> Node:
    """One leaf of the texts of several, with what stands in them."""
    nodes = tuple(nodes)
    if len(nodes) == 1:
        return replace(nodes[0], line=Line(role, nodes[0].text, level), children=(), place=place, name=name)
    at, texts, looks, notes = 0, list[str](), list[Look](), list[tuple[str, int]]()
    for node in nodes:
        looks += [(start + at, stop + at, kind) for start, stop, kind in node.looks]
        notes += [(label, where + at) for label, where in node.notes]
        texts.append(node.text)
        at += len(node.text) + len(BLOCK)
    return replace(_leaf(role, BLOCK.join(texts), level, place, name), looks=tuple(looks), notes=tuple(notes))


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
        own = self._text(Role.CHAPTER, heading.children, level, heading.place, file)
        return replace(own, children=tuple(children))

    def said(self, inlines: Inlines) -> str:
        return said(inlines, self.names).replace("\n", " ")

    def _text(self, role: Role, inlines: Inlines, level: int = 0, place: Place = Place(), name: str = "") -> Node:
        """A leaf of inline content, with how its words are set and which footnotes it has."""
        looks, notes = looks_of(inlines, self.names)
        leaf = _leaf(role, self.said(inlines), level, place, name)
        return replace(leaf, looks=looks, notes=notes) if looks or notes else leaf

    def blocks(self, blocks: Iterable[Block], role: Role = Role.PARAGRAPH, level: int = 0) -> Iterator[Node]:
        """Nodes of blocks; `role` is that of paragraphs, `level` how deep they are in lists."""
        for block in blocks:
            yield from self._block(block, role, level)

    def _block(self, block: Block, role: Role, level: int) -> Iterator[Node]:
        match block:
            case Heading():
                yield self._text(Role.HEADING, block.children, block.level, block.place)
            case Paragraph() | ChangeNote():
                yield self._text(role, block.children, level, block.place)
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
                yield from (self._text(Role.SIGNATURE, line, place=block.place) for line in block.lines)
            case StatusLegend():
                yield _leaf(Role.LEGEND, ", ".join(plainly(mark.word) for mark in block.marks), place=block.place)
            case Table() | Chart() | Figure() | KeyFigures():
                yield self._object(block)
            case CustomBlock():
                yield from (self._text(role, text, level, block.place) for text in block.texts().values())
            case Break():  # how the pages look, and not what they say
                pass
            case _:
                assert_never(block)

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
            case _:
                assert_never(block)

    def _table(self, table: Table) -> Iterator[Node]:
        yield self._text(Role.CAPTION, table.caption, place=table.place)
        for column in table.columns:
            yield self._text(Role.COLUMN, column.label, place=table.place, name=column.key)
        headers = [index for index, column in enumerate(table.columns) if column.header]
        for row in table.rows:
            cells = tuple(self._cell(cell) for cell in row.cells)
            name = _row_name(cells, headers)
            yield _node(Role.ROW, "", cells, list(RowKind).index(row.kind), _place(row), name)
        yield from (self._text(Role.TABLE_NOTE, note, place=table.place) for note in table.notes)
        yield self._text(Role.SOURCE, table.source, place=table.place)

    def _cell(self, cell: Cell) -> Node:
        return _joined(Role.CELL, self.inside(cell.blocks), cell.columns, cell.place)

    def inside(self, blocks: Iterable[Block]) -> Iterator[Node]:
        """The texts of blocks that are told as one: those of a cell or a footnote."""
        return (node for block in self.blocks(blocks) for node in block.walk())

    def _chart(self, chart: Chart) -> Iterator[Node]:
        yield self._text(Role.TITLE, chart.title, place=chart.place)
        yield _leaf(Role.ALT, plainly(chart.alt), place=chart.place)
        yield self._text(Role.SOURCE, chart.source, place=chart.place)
        for name, text in self.copy.charts.get(chart.label, ()):
            yield _leaf(Role.DATUM, plainly(f"{name}: {text}"), place=chart.place, name=name)

    def _figure(self, figure: Figure) -> Iterator[Node]:
        digest = self.copy.images.get(figure.path, "")
        yield self._text(Role.CAPTION, figure.caption, place=figure.place)
        yield _leaf(Role.IMAGE, f"{figure.path} ({digest})" if digest else figure.path, place=figure.place)
        yield _leaf(Role.ALT, plainly(figure.alt), place=figure.place)

    def _key_figure(self, item: KeyFigure) -> Node:
        texts = ((Role.VALUE, item.value), (Role.LABEL, item.label), (Role.NOTE, item.note))
        children = (_leaf(role, plainly(text), place=item.place) for role, text in texts)
        return _node(Role.KEY_FIGURE, "", children, place=item.place, name=item.label)

    def _footnote(self, note: Note) -> Node:
        return _joined(Role.FOOTNOTE, self.inside(note.blocks), 0, note.place, note.label)


def _row_name(cells: tuple[Node, ...], headers: list[int]) -> str:
    """What a row is known by: its header cells, or else its first cell with letters in it."""
    named = [cells[index].text for index in headers if index < len(cells)] or [cell.text for cell in cells]
    return next((text for text in named if any(character.isalpha() for character in text)), "")


def _place(row: Row) -> Place:
    return row.place if row.place.file or not row.cells else row.cells[0].place
