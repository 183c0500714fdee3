"""Tables as grids: their rows equally long, every cell with its headers (ISO 14289-1, 7.2 and 7.5)."""

from collections import Counter
from collections.abc import Iterator

from reportbuilder.preflight.reading import items, name, resolved, text, whole
from reportbuilder.preflight.structure import Node, Tree
from reportbuilder.standards.facts import Fact, Observation
from reportbuilder.values import Value

_SCOPES = frozenset(("Row", "Column", "Both"))
_WIDEST = 1000
"""More columns or rows are not believed of one cell."""


class Cell(Value, eq=False):
    """A cell with its place in the grid."""

    node: Node
    row: int
    column: int
    rows: int
    columns: int


def check_tables(tree: Tree) -> Iterator[Observation]:
    """What there is to see in all tables."""
    for table in tree.nodes:
        if table.role == "Table":
            yield from _look(table)


def _look(table: Node) -> Iterator[Observation]:
    rows = _rows(table)
    cells, fault = _grid(rows)
    if fault:
        yield Observation(Fact.TABLE_IRREGULAR, fault, table.page)
    headers = [cell for cell in cells if cell.node.role == "TH"]
    if cells and not headers:
        yield Observation(Fact.TABLE_WITHOUT_HEADERS, "", table.page)
        return
    ids = {cell.node.id for cell in cells if cell.node.id}
    for cell in cells:
        named = _named(cell.node)
        fact = Fact.HEADERS_UNKNOWN if cell.node.role == "TD" else Fact.HEADER_OF_HEADER_UNKNOWN
        for unknown in sorted(set(named) - ids):
            yield Observation(fact, f"“{unknown}”", cell.node.page or table.page)
    yield from _unconnected(table, cells, headers)


def _rows(table: Node) -> list[Node]:
    sections = [part for part in table.elements if part.role in ("THead", "TBody", "TFoot")]
    held = [row for part in table.elements for row in (part.elements if part in sections else (part,))]
    return [row for row in held if row.role == "TR"]


def _grid(rows: list[Node]) -> tuple[list[Cell], str]:
    """The cells in their places, and what is wrong with the grid that they make."""
    taken: set[tuple[int, int]] = set()
    cells, fault = [], ""
    for at, row in enumerate(rows):
        column = 0
        for node in row.elements:
            while (at, column) in taken:
                column += 1
            down, right = min(_span(node, "RowSpan"), len(rows) - at + 1), _span(node, "ColSpan")
            places = {(at + below, column + beside) for below in range(down) for beside in range(right)}
            if not taken.isdisjoint(places):
                fault = "cells overlap"
            taken |= places
            cells.append(Cell(node, at, column, down, right))
            column += right
    return cells, fault or _shape(Counter(row for row, _ in taken), len(rows))


def _shape(widths: Counter[int], rows: int) -> str:
    """What is wrong with the lengths of the rows."""
    if len(widths) > rows:
        return "a cell reaches below the last row"
    different = sorted({widths[row] for row in range(rows)})
    return f"rows of {' and '.join(map(str, different))} columns" if len(different) > 1 else ""


def _span(node: Node, key: str) -> int:
    return min(max(whole(node.attributes.get(f"Table.{key}")) or 1, 1), _WIDEST)


def _named(node: Node) -> list[str]:
    """The headers that a cell names."""
    return [found for raw in items(node.attributes.get("Table.Headers")) if (found := text(resolved(raw))) is not None]


def _unconnected(table: Node, cells: list[Cell], headers: list[Cell]) -> Iterator[Observation]:
    """Cells for which no header stands: none that they name, and none with a scope in their row or column.

    That is against PDF/UA-1 where a header does not say its scope; where all do, the cell merely lies beside them.
    """
    silent = any(name(header.node.attributes.get("Table.Scope")) not in _SCOPES for header in headers)
    columns: set[int] = set()
    rows: set[int] = set()
    for header in headers:
        scope = name(header.node.attributes.get("Table.Scope"))
        if scope in ("Column", "Both"):
            columns.update(range(header.column, header.column + header.columns))
        if scope in ("Row", "Both"):
            rows.update(range(header.row, header.row + header.rows))
    for cell in cells:
        if cell.node.role == "TD" and not _named(cell.node) and not _meets(cell, rows, columns):
            fact = Fact.HEADER_WITHOUT_SCOPE if silent else Fact.CELL_WITHOUT_HEADER
            yield Observation(fact, "", cell.node.page or table.page)
            return


def _meets(cell: Cell, rows: set[int], columns: set[int]) -> bool:
    return not rows.isdisjoint(range(cell.row, cell.row + cell.rows)) or not columns.isdisjoint(
        range(cell.column, cell.column + cell.columns)
    )
