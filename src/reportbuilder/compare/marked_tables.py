"""Tables and footnotes with changes marked in them: cell by cell, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from reportbuilder.compare.changes import Cut
from reportbuilder.compare.deleted_blocks import struck_row
from reportbuilder.compare.marking import Mark, clip, marked
from reportbuilder.compare.markup_plan import Plan
from reportbuilder.compare.nodes import Copy, Node, Role
from reportbuilder.compare.tree_builder import Grower
from reportbuilder.document.model import (
    Block,
    Break,
    Callout,
    Cell,
    ChangeNote,
    Chart,
    CustomBlock,
    Document,
    Figure,
    Heading,
    KeyFigures,
    List,
    Paragraph,
    Quote,
    Row,
    Signature,
    StatusLegend,
    Table,
)
from reportbuilder.values import replace


def marked_table(table: Table, node: Node, plan: Plan) -> Table:
    """A table with its changes: rows that are gone stand struck in place."""
    lines = {role: [child.index for child in node.children if child.role is role] for role in Role}
    columns = zip(table.columns, lines[Role.COLUMN], strict=True)
    notes = zip(table.notes, lines[Role.TABLE_NOTE], strict=True)
    return replace(
        table,
        caption=plan.write(table.caption, lines[Role.CAPTION][0]),
        columns=tuple(replace(column, label=plan.write(column.label, line)) for column, line in columns),
        rows=tuple(_rows(table, node, plan)),
        notes=tuple(plan.write(note, line) for note, line in notes),
        source=plan.write(table.source, lines[Role.SOURCE][0]),
    )


def _rows(table: Table, node: Node, plan: Plan) -> Iterator[Row]:
    rows = [child for child in node.children if child.role is Role.ROW]
    for row, under in zip(table.rows, rows, strict=True):
        yield from _gone_rows(under.index, plan)
        yield _row(row, under, plan)
    last = rows[-1] if rows else [child for child in node.children if child.role in (Role.CAPTION, Role.COLUMN)][-1]
    yield from _gone_rows(last.stop, plan)


def _gone_rows(line: int, plan: Plan) -> Iterator[Row]:
    """The rows that stood before a line."""
    for edit, change in plan.gone.get(line, ()):
        old = plan.old_nodes[edit.start]
        if isinstance(edit, Cut) and old.role is Role.ROW:
            yield struck_row(old, change, plan.comparison)


def _row(row: Row, node: Node, plan: Plan) -> Row:
    cells = zip(row.cells, node.children, strict=True)
    return replace(row, cells=tuple(_cell(cell, under, plan) for cell, under in cells))


def _cell(cell: Cell, node: Node, plan: Plan) -> Cell:
    return replace(cell, blocks=marked_blocks(cell.blocks, node, plan)) if node.index in plan.marks else cell


def marked_blocks(blocks: tuple[Block, ...], node: Node, plan: Plan) -> tuple[Block, ...]:
    """The blocks of a cell or a footnote, which are one text, with its changes."""
    marks = plan.marks.get(node.index, [])
    writer = _Writer(plan, marks, len(node.text))
    found = writer.blocks(blocks)
    late = [mark for mark in marks if mark.gone and not writer.written]
    return (*found, *(Paragraph(marked((), (mark,), plan.comparison.new_names)) for mark in late))


class _Writer:
    """Goes through blocks from the beginning of their text to its end."""

    def __init__(self, plan: Plan, marks: Sequence[Mark], length: int) -> None:
        self._plan = plan
        self._marks = marks
        self._length = length
        self._at = 0
        self._grower = Grower(Copy(Document("", ())), plan.comparison.new_names)
        self.written = False

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Blocks with the marks that are in them."""
        return tuple(self._block(block) for block in blocks)

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph() | Heading() | ChangeNote():
                start, stop = self._step(self._grower.said(block.children))
                marks = clip(self._marks, start, stop, stop == self._length)
                self.written = True
                return replace(block, children=marked(block.children, marks, self._plan.comparison.new_names))
            case List():
                return replace(block, items=tuple(replace(i, blocks=self.blocks(i.blocks)) for i in block.items))
            case Quote():
                found = self.blocks(block.blocks)
                self._skip(replace(block, blocks=()))
                return replace(block, blocks=found)
            case Callout():
                self._skip(replace(block, blocks=()))
                return replace(block, blocks=self.blocks(block.blocks))
            case Signature() | StatusLegend() | Table() | Chart() | Figure() | KeyFigures() | Break() | CustomBlock():
                self._skip(block)
                return block
            case _:
                assert_never(block)

    def _skip(self, block: Block) -> None:
        for node in self._grower.inside((block,)):
            self._step(node.text)

    def _step(self, text: str) -> tuple[int, int]:
        """The stretch of the next block of the text, whose end is one character."""
        start = self._at
        self._at = start + len(text) + 1
        return start, start + len(text)
