"""Goals and their statuses: whether a result meets its goal, by figures, as typed, or by the report's status rules.

A row of a status matrix may have a goal in figures (`doel_waarde`), a comparison (`vergelijking`) and a result
(`resultaat_waarde`). Statuses that do not follow from them are typed, or worked out from the words of the result by the
patterns in `data/statusregels.yaml`.

A goal and a result may be figures of indicators, written as in the text: `{{ kerngetallen.leerbureaus["norm"] }}`,
which brings its comparison along, and `{{ kerngetallen.leerbureaus[2019] }}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

from reportbuilder.data.expressions.amounts import (
    Amount,
    ExpressionError,
    Indicator,
    MissingFigureError,
    UnreadableDataError,
    find_indicator,
)
from reportbuilder.data.expressions.evaluation import compute
from reportbuilder.data.norms import parse_relation
from reportbuilder.data.table import DataCell, DataRow, DataTable, make_cell, number_cell
from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.diagnostics.codes import RULES_SETTINGS
from reportbuilder.files.inputs import MOST_TEXT, decode, load, tell_unreadable
from reportbuilder.i18n.formats import format_number, rounded
from reportbuilder.project.located_yaml import LocatedData, read_yaml
from reportbuilder.project.schema import Form, Limits, parse_settings
from reportbuilder.values import Value, replace

GOAL, COMPARISON, RESULT = "doel_waarde", "vergelijking", "resultaat_waarde"
_OPENING, _CLOSING = "{{", "}}"
_DEFAULT = "indicatoren"
_LANGUAGE = "nl"  # goals and results are figures, and words are for the text

Tables = Callable[[str], DataTable | None]
"""Gives the data table of a file name without its extension (`kerngetallen`); None when it cannot be read."""


def met_by_figures(row: DataRow) -> bool | None:
    """Check a row's result against its goal; None when the goal is not in figures, or there is no result."""
    goal, result = row.value(GOAL), row.value(RESULT)
    comparison = parse_relation(row.text(COMPARISON))
    if goal is None or result is None or comparison is None:
        return None
    return comparison.holds(result, goal)


def check_goals(table: DataTable, diagnostics: Diagnostics) -> None:
    """Report goals and results that are no figures, and goals that do not say how they are compared."""
    for row in table.rows:
        for name in (GOAL, RESULT):
            cell = row.cells.get(name)
            if cell is not None and cell.value is None and not (cell.missing or cell.not_applicable):
                message = f"“{cell.text}” in the column “{name}” is not a number."
                diagnostics.add(
                    Code.DATA_NOT_A_NUMBER, message, cell.place, "Write a figure with a decimal comma: 83,0."
                )
        sign = row.cells.get(COMPARISON)
        if sign is not None and not sign.missing and parse_relation(sign.text) is None:
            message = f"“{sign.text}” is not a comparison."
            diagnostics.add(Code.DATA_COMPARISON, message, sign.place, "Write >=, <=, >, < or =.")
        elif row.value(GOAL) is not None and not row.text(COMPARISON):
            message = "This goal does not say how the result is compared with it."
            place = sign.place if sign is not None else row.place
            diagnostics.add(Code.DATA_COMPARISON, message, place, f"Write >= or <= in the column “{COMPARISON}”.")


def has_expressions(table: DataTable) -> bool:
    """Whether a table has goals or results that are figures of indicators."""
    return any(row.text(name).startswith(_OPENING) for row in table.rows for name in (GOAL, RESULT))


def with_goals(table: DataTable, tables: Tables, known: tuple[str, ...], diagnostics: Diagnostics) -> DataTable:
    """The table with the values of the expressions in its goals and results; `known` are the names of the tables."""
    rows = tuple(_evaluated(row, tables, known, diagnostics) for row in table.rows)
    return replace(table, rows=rows)


def _evaluated(row: DataRow, tables: Tables, known: tuple[str, ...], diagnostics: Diagnostics) -> DataRow:
    cells = dict(row.cells)
    for name in (GOAL, RESULT):
        cell = cells.get(name)
        if cell is None or not cell.text.startswith(_OPENING):
            continue
        amount = _amount(cell, tables, known, diagnostics, may_be_missing=name == RESULT)
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
    cell: DataCell, tables: Tables, known: tuple[str, ...], diagnostics: Diagnostics, may_be_missing: bool
) -> Amount | None:
    """The value of an expression; None, and a diagnostic, when it is no figure. That of a result `may_be_missing`,
    because it is not known yet."""
    expression = cell.text.removeprefix(_OPENING).removesuffix(_CLOSING).strip()
    try:
        result = compute(expression, lambda name: _indicator(name, tables, known), _LANGUAGE)
    except UnreadableDataError:
        return None
    except ExpressionError as wrong:
        if not (may_be_missing and isinstance(wrong, MissingFigureError)):
            diagnostics.add(wrong.code, wrong.message, cell.place, wrong.hint)
        return None
    if isinstance(result, Amount) and result.decimals is not None:
        return result
    message = "A goal and a result are figures with so many decimals."
    diagnostics.add(Code.EXPRESSION_TYPE, message, cell.place, "Round it, “| round(1)”, and put it into words nowhere.")
    return None


def _indicator(name: str, tables: Tables, known: tuple[str, ...]) -> Indicator:
    file, _, identity = name.rpartition(".")
    file = file or _DEFAULT
    if file not in known:
        raise ExpressionError(Code.EXPRESSION_FILE, f"There is no data file “{file}” in data/.", nearest(file, known))
    table = tables(file)
    if table is None:
        raise UnreadableDataError
    return find_indicator(table, identity, name)


def _computed(cell: DataCell, amount: Amount) -> DataCell:
    text = format_number(amount.value, None, amount.places())
    computed = number_cell(rounded(amount.value, amount.places()), text, cell.place, amount.unit)
    return replace(computed, formula=cell.text, sources=amount.cells)


class StatusRules(Value):
    """The rules in `statusregels.yaml`.

    `words` are the names of the statuses by key. With `figures`, a status follows from goal and result where these are
    known; else from the `patterns`, tried in order on the words of the result; `otherwise` is that of all others.
    """

    words: Mapping[str, str]
    figures: bool
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    otherwise: str

    def status(self, row: DataRow) -> tuple[str, bool]:
        """The key of a row's status, and whether it was inferred: by figures, else as typed, else by words."""
        figures = self._by_figures(row)
        if figures:
            return figures, True
        typed = self._typed(row.text("status"))
        if typed:
            return typed, False
        return self._by_words(row.text("resultaat")) or self.otherwise, True

    def check(self, table: DataTable, diagnostics: Diagnostics) -> None:
        """Report every typed status that is unknown, or another than the figures give."""
        for row in table.rows:
            cell = row.cells.get("status")
            if cell is None or cell.missing:
                continue
            typed, figures = self._typed(cell.text), self._by_figures(row)
            if not typed:
                hint = nearest(cell.text, self.words)
                diagnostics.add(Code.DATA_STATUS, f"“{cell.text}” is not a status.", cell.place, hint)
            elif figures and typed != figures:
                report_status_against_figures(row, cell, self.words[figures], diagnostics)

    def _typed(self, text: str) -> str:
        typed = text.casefold()
        return next((key for key, word in self.words.items() if typed and typed in (key, word.casefold())), "")

    def _by_figures(self, row: DataRow) -> str:
        met = met_by_figures(row) if self.figures else None
        return "" if met is None else "gerealiseerd" if met else "niet-gerealiseerd"

    def _by_words(self, result: str) -> str:
        return next((key for key, pattern in self.patterns if pattern.search(result)), "")


def report_status_against_figures(row: DataRow, typed: DataCell, computed: str, diagnostics: Diagnostics) -> None:
    """Report a typed status that is another than the one that follows from goal and result."""
    result, goal = row.text(RESULT), f"{row.text(COMPARISON)} {row.text(GOAL)}"
    message = f"“{typed.text}” is typed, and the figures say “{computed}”: the result is {result}, the goal {goal}."
    hint = "Empty the status, for it is computed; or correct the figures."
    diagnostics.add(Code.STATUS_FIGURES, message, typed.place, hint)


class _WordRule(Form):
    status: str
    pattern: str


class _RulesFile(Form, kw_only=True):
    statuses: Annotated[Mapping[str, str], Limits(1)]
    figures: bool = True
    words: tuple[_WordRule, ...] = ()
    otherwise: str


_NEEDED = ("gerealiseerd", "niet-gerealiseerd")


def read_rules(path: Path, shown: str, diagnostics: Diagnostics, root: Path | None = None) -> StatusRules | None:
    """Read the rules from a file that has to be inside `root` (its own folder when none is given); None, and
    diagnostics, when anything is wrong with them."""
    try:
        content = load(path, root or path.parent, MOST_TEXT)
    except FileNotFoundError:
        beside = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        diagnostics.add(
            Code.FILE_MISSING, f"The file “{shown}” does not exist.", Place(shown), nearest(path.name, beside)
        )
        return None
    except OSError as error:
        tell_unreadable(path, error, diagnostics, Place(shown))
        return None
    text = decode(content, shown, diagnostics)
    located = read_yaml(text, Place(shown, 1, 1), diagnostics) if text is not None else None
    form = parse_settings(_RulesFile, located, diagnostics, RULES_SETTINGS) if located else None
    if located is None or form is None:
        return None
    has_known_keys = _check_keys(form, located, diagnostics)
    patterns = [_compile(rule, located.place("words", i, "pattern"), diagnostics) for i, rule in enumerate(form.words)]
    compiled = tuple((rule.status, p) for rule, p in zip(form.words, patterns, strict=True) if p is not None)
    if not has_known_keys or len(compiled) < len(patterns):
        return None
    return StatusRules(dict(form.statuses), form.figures, compiled, form.otherwise)


def _check_keys(form: _RulesFile, located: LocatedData, diagnostics: Diagnostics) -> bool:
    used = [(form.otherwise, located.place("otherwise"))]
    used += [(rule.status, located.place("words", i, "status")) for i, rule in enumerate(form.words)]
    wrong = [(key, place) for key, place in used if key not in form.statuses]
    for key, place in wrong:
        diagnostics.add(Code.RULES_STATUS, f"“{key}” is not one of the statuses.", place, nearest(key, form.statuses))
    lacking = [key for key in _NEEDED if form.figures and key not in form.statuses]
    for key in lacking:
        hint = f"Add “{key}: …” to the statuses, or set “figures: false”."
        diagnostics.add(Code.RULES_STATUS, f"Figures need the status “{key}”.", located.place("statuses"), hint)
    return not wrong and not lacking


def _compile(rule: _WordRule, place: Place, diagnostics: Diagnostics) -> re.Pattern[str] | None:
    try:
        return re.compile(rule.pattern, re.IGNORECASE)
    except (re.error, OverflowError) as error:
        diagnostics.add(Code.RULES_PATTERN, f"The pattern is not a valid regular expression: {error}.", place)
        return None
