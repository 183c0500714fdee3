"""Goals in figures: the rows of a status matrix that have a goal, a comparison and a result.

A goal and a result may be figures of indicators, written as in the text: `{{ kerngetallen.leerbureaus["norm"] }}`,
which brings its comparison along, and `{{ kerngetallen.leerbureaus[2019] }}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reportbuilder.data.amounts import Amount, ExpressionError, UntoldError
from reportbuilder.data.expressions import compute
from reportbuilder.data.norms import parse_comparison
from reportbuilder.data.series import Series, find_series
from reportbuilder.data.tables import DataCell, DataRow, DataTable, make_cell, number_cell
from reportbuilder.diagnostics import Code, Diagnostics, nearest
from reportbuilder.i18n.number_format import format_number, rounded
from reportbuilder.values import replace

GOAL, COMPARISON, RESULT = "doel_waarde", "vergelijking", "resultaat_waarde"
_OPENING, _CLOSING = "{{", "}}"
_DEFAULT = "indicatoren"
_LANGUAGE = "nl"  # goals and results are figures, and words are for the text

Tables = Callable[[str], DataTable | None]
"""Gives the table of a name without its ending (`kerngetallen`); None when it cannot be read."""


def met_by_figures(row: DataRow) -> bool | None:
    """Whether a row's result meets its goal; None when it is not a goal in figures, or has no result."""
    goal, result = row.value(GOAL), row.value(RESULT)
    comparison = parse_comparison(row.text(COMPARISON))
    if goal is None or result is None or comparison is None:
        return None
    return comparison.holds(result, goal)


def check_goals(table: DataTable, diagnostics: Diagnostics) -> None:
    """Report goals and results that are no figures, and goals that do not say how they are compared."""
    for row in table.rows:
        for name in (GOAL, RESULT):
            cell = row.cells.get(name)
            if cell is not None and cell.number is None and not (cell.missing or cell.not_applicable):
                message = f"“{cell.text}” in the column “{name}” is not a number."
                diagnostics.add(
                    Code.DATA_NOT_A_NUMBER, message, cell.place, "Write a figure with a decimal comma: 83,0."
                )
        sign = row.cells.get(COMPARISON)
        if sign is not None and not sign.missing and parse_comparison(sign.text) is None:
            message = f"“{sign.text}” is not a comparison."
            diagnostics.add(Code.DATA_COMPARISON, message, sign.place, "Write >=, <=, >, < or =.")
        elif row.number(GOAL) is not None and not row.text(COMPARISON):
            message = "This goal does not say how the result is compared with it."
            place = sign.place if sign is not None else row.place
            diagnostics.add(Code.DATA_COMPARISON, message, place, f"Write >= or <= in the column “{COMPARISON}”.")


def has_expressions(table: DataTable) -> bool:
    """Whether a table has goals or results that are figures of indicators."""
    return any(row.text(name).startswith(_OPENING) for row in table.rows for name in (GOAL, RESULT))


def with_goals(table: DataTable, tables: Tables, known: tuple[str, ...], diagnostics: Diagnostics) -> DataTable:
    """The table with the goals and results that its expressions give; `known` are the names of tables."""
    rows = tuple(_filled(row, tables, known, diagnostics) for row in table.rows)
    return replace(table, rows=rows)


def _filled(row: DataRow, tables: Tables, known: tuple[str, ...], diagnostics: Diagnostics) -> DataRow:
    cells = dict(row.cells)
    for name in (GOAL, RESULT):
        cell = cells.get(name)
        if cell is None or not cell.text.startswith(_OPENING):
            continue
        amount = _amount(cell, tables, known, diagnostics, may_lack=name == RESULT)
        cells[name] = _computed(cell, amount) if amount is not None else make_cell("", cell.place)
        sign = cells.get(COMPARISON)
        if name == GOAL and amount is not None and amount.comparison is not None and (sign is None or sign.missing):
            place = sign.place if sign is not None else cell.place
            cells[COMPARISON] = replace(make_cell(amount.comparison.value, place), formula=cell.text)
    _check_units(cells, diagnostics)
    return replace(row, cells=cells)


def _check_units(cells: Mapping[str, DataCell], diagnostics: Diagnostics) -> None:
    goal, result = cells.get(GOAL), cells.get(RESULT)
    if goal and result and goal.formula and result.formula and goal.unit != result.unit:
        message = f"The goal counts “{goal.unit or 'aantal'}”, and the result “{result.unit or 'aantal'}”."
        diagnostics.add(Code.EXPRESSION_TYPE, message, result.place, "Compare what counts the same.")


def _amount(
    cell: DataCell, tables: Tables, known: tuple[str, ...], diagnostics: Diagnostics, may_lack: bool
) -> Amount | None:
    """What an expression gives; None, and a problem, when that is no figure. A result may lack: it is not known yet."""
    expression = cell.text.removeprefix(_OPENING).removesuffix(_CLOSING).strip()
    try:
        result = compute(expression, lambda name: _series(name, tables, known), _LANGUAGE)
    except UntoldError:
        return None
    except ExpressionError as wrong:
        if not (may_lack and wrong.code == Code.EXPRESSION_MISSING):
            diagnostics.error(wrong.code, wrong.message, cell.place, wrong.hint)
        return None
    if isinstance(result, Amount) and result.decimals is not None:
        return result
    message = "A goal and a result are figures with so many decimals."
    diagnostics.add(Code.EXPRESSION_TYPE, message, cell.place, "Round it, “| round(1)”, and put it into words nowhere.")
    return None


def _series(name: str, tables: Tables, known: tuple[str, ...]) -> Series:
    file, _, identity = name.rpartition(".")
    file = file or _DEFAULT
    if file not in known:
        raise ExpressionError(Code.EXPRESSION_FILE, f"There is no data file “{file}” in data/.", nearest(file, known))
    table = tables(file)
    if table is None:
        raise UntoldError
    return find_series(table, identity, name)


def _computed(cell: DataCell, amount: Amount) -> DataCell:
    text = format_number(amount.value, None, amount.places())
    made = number_cell(rounded(amount.value, amount.places()), text, cell.place, amount.unit)
    return replace(made, formula=cell.text, sources=amount.cells)
