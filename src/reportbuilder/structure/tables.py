"""A table's structure elements: caption, header, body, and which cells head which."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from reportbuilder.document.model import Block, Cell, Paragraph, Row, RowKind, Table
from reportbuilder.structure.model import Element, PartKey, Role
from reportbuilder.values import replace

_LEADS = (RowKind.GROUP, RowKind.SPAN)


class MakeElement(Protocol):
    """Makes an element with the next key."""

    def __call__(self, role: Role, children: Iterable[Element] = (), *, of: PartKey = ()) -> Element: ...


class TableTagger:
    """Tags tables. Where a row heads the rows below it, or a cell spans columns, every cell names its headers by id,
    for scope alone does not tell (ISO 32000-1, table 349).

    A heading over rows stands in the first column, with an empty cell for the others: reading programs take a row of
    nothing but header cells for one more head of the table. For the same reason the first column of two heads nothing.
    """

    def __init__(self, element: MakeElement, blocks: Callable[[Iterable[Block]], Iterator[Element]]) -> None:
        self._element = element
        self._blocks = blocks

    def table(self, table: Table) -> Element:
        """A group: the table, then a paragraph for each note and for the source."""
        grid = self._table(table)
        notes = [self._element(Role.P, of=(table.id, "note", index)) for index in range(len(table.notes))]
        source = [self._element(Role.P, of=(table.id, "source"))] if table.source else []
        return self._element(Role.GROUP, (grid, *notes, *source))

    def _table(self, table: Table) -> Element:
        by_id = any(row.kind in _LEADS or any(c.columns > 1 for c in row.cells) for row in table.rows)
        name = f"{table.label}-" if by_id else ""
        head = self._element(Role.T_HEAD, (self._header(table, name),))
        body = self._element(Role.T_BODY, self._rows(table, name))
        return self._element(Role.TABLE, (self._element(Role.CAPTION, of=(table.id, "caption")), head, body))

    def _header(self, table: Table, name: str) -> Element:
        cells = (
            replace(
                self._element(Role.TH, of=(table.id, "column", index)),
                scope="Column",
                id=f"{name}c{index}" if name else "",
            )
            for index, _ in enumerate(table.columns)
        )
        return self._element(Role.TR, cells)

    def _rows(self, table: Table, name: str) -> Iterator[Element]:
        """The rows of the body; `over` are the ids of the rows that head the next ones."""
        over: dict[RowKind, str] = {}
        for number, row in enumerate(table.rows):
            if row.kind in _LEADS:
                over = {kind: above for kind, above in over.items() if _outranks(kind, row.kind)}
            yield self._row(table, row, f"{name}r{number}" if name else "", tuple(over.values()))
            if row.kind in _LEADS:
                over[row.kind] = f"{name}r{number}"

    def _row(self, table: Table, row: Row, name: str, over: tuple[str, ...]) -> Element:
        """A row; with a name its cells have ids that begin with it, and name the cells that head them."""
        cells: list[Element] = []
        index, head = 0, ""
        for cell in row.cells:
            leads = row.kind in _LEADS and index == 0
            heading = leads or (table.columns[index].header and len(table.columns) > 2)
            identity = ""
            headers: tuple[str, ...] = ()
            if name:
                columns = (f"{table.label}-c{i}" for i in range(index, index + cell.columns) if not leads)
                headers = tuple(filter(None, (*over, *columns, head)))
                identity = (f"{name}-{index}" if index else name) if heading else ""
            cells.append(self._cell(cell, heading, identity, headers))
            head = head or identity
            index += cell.columns
            if leads and cell.columns > 1:
                cells[-1] = replace(cells[-1], columns=1)
                cells.append(replace(self._element(Role.TD), columns=cell.columns - 1, headers=(identity,)))
        return self._element(Role.TR, cells)

    def _cell(self, cell: Cell, heading: bool, identity: str, headers: tuple[str, ...]) -> Element:
        """A cell; one that is a single paragraph is not a paragraph besides."""
        role = Role.TH if heading else Role.TD
        if len(cell.blocks) == 1 and isinstance(cell.blocks[0], Paragraph):
            made = self._element(role, of=(cell.blocks[0].id,))
        else:
            made = self._element(role, self._blocks(cell.blocks))
        scope = "Row" if heading else ""
        return replace(made, scope=scope, id=identity, headers=headers, columns=cell.columns)


def _outranks(kind: RowKind, other: RowKind) -> bool:
    """Whether a heading row of one kind still holds below one of the other: a group does below the aims within it."""
    return kind is RowKind.GROUP and other is RowKind.SPAN
