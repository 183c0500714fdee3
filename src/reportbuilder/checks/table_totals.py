"""Rows and columns of the report's tables that are called a total: do the figures beside them add up to it?

Nobody declared that they do, so it must be plain: figures of one unit that can be added, and every part filled in. A
total that is a little aside, or that has other figures which do add up, is wrong (a warning); one that is far aside
may count more than the table shows, or something twice (a note).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportbuilder.checks.check import CheckedReport, CheckExample, check_each_table
from reportbuilder.checks.table_grid import (
    FigureRow,
    PrintedFigure,
    adds_up,
    has_totals,
    is_total,
    listed,
    places,
    read_grid,
    rounding,
    slack,
    summed,
)
from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.document.model import Document, RowKind, Table
from reportbuilder.document.walk import all_chapters, plain
from reportbuilder.i18n.formats import Unit
from reportbuilder.memo import Memo
from reportbuilder.values import Value

_PART_OF = re.compile(r"(?:waarvan|w\.o\.|daarvan|of which|including)(?!\w)", re.IGNORECASE)
_NO_SUM = re.compile(
    r"gemiddel|\bgem\.|mediaan|average|\bmean\b|median|%|percent|index|\bnorm\b|\bper\b|tijd\b|\btime\b|leeftijd|\bage\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"%|\baandeel|\bshare|percent", re.IGNORECASE)
_ADDED = frozenset(("", "fte", "uur", "hours", Unit.EURO.value, Unit.KILOGRAMS.value))  # percentages cannot be added
_HEADS = (RowKind.TOTAL, RowKind.GROUP, RowKind.SPAN)
_NEAR = Decimal("0.1")
"""A total that is aside by more than this part of it is doubted rather than wrong."""


class _Sum(Value):
    """A total, what it is called, and the parts that come nearest to it."""

    total: PrintedFigure
    name: str
    parts: tuple[PrintedFigure, ...]

    @property
    def right(self) -> bool:
        """Whether it adds up."""
        return adds_up(self.total, self.parts)

    @property
    def possible(self) -> bool:
        """Whether the total can be a sum at all: one of parts that are not negative is larger than any of them."""
        values = [part.value for part in self.parts]
        return min(values) < 0 or self.total.value > max(values)

    @property
    def near(self) -> bool:
        """Whether the total is only a little aside."""
        return abs(self.total.value - summed(self.parts).value) <= _NEAR * abs(self.total.value)


class TableTotals:
    """Compares rows and columns that are called a total with the rows or columns beside them."""

    code = Code.SUM_DOUBT
    other_codes = (Code.SUM_TOTAL, Code.SUM_SHARES)
    summary = "A row or column of a table that is called a total is not the sum of those beside it."
    reason = "Readers add figures up."
    examples = (
        CheckExample(
            (Code.SUM_DOUBT,),
            "| Team | Meldingen |\n| --- | --- |\n| Noord | 41 |\n| Zuid | 39 |\n| Totaal | 801 |",
        ),
        CheckExample(
            (Code.SUM_TOTAL,),
            "| Team | Meldingen |\n| --- | --- |\n| Noord | 410 |\n| Zuid | 390 |\n| Totaal | 801 |",
        ),
        CheckExample(
            (Code.SUM_SHARES,),
            "| Soort | Aandeel |\n| --- | --- |\n| Eén | 43 % |\n| Twee | 33 % |\n| Totaal | 100 % |",
        ),
    )

    def check(self, report: CheckedReport) -> Diagnostics:
        """What is wrong with the totals in the tables of the text."""
        diagnostics = Diagnostics()
        check_totals(report.document, diagnostics, report.memo)
        return diagnostics


def check_totals(document: Document, diagnostics: Diagnostics, memo: Memo | None = None) -> None:
    """Report totals in the tables of a document that their parts do not add up to."""
    check_each_table("totals", all_chapters(document), document.language, _check_totals, memo or Memo(), diagnostics)


def _check_totals(table: Table, language: str, diagnostics: Diagnostics) -> None:
    if has_totals(table):
        names = [plain(column.label) for column in table.columns]
        lines = read_grid(table, language)
        _check_rows(lines, names, diagnostics)
        _check_columns(lines, names, diagnostics)


def _check_rows(lines: Sequence[FigureRow], names: Sequence[str], diagnostics: Diagnostics) -> None:
    """Compare each row that is called a total with the rows that it can be the total of."""
    for at, line in enumerate(lines):
        if line.kind is not RowKind.TOTAL:
            continue
        choices = [*_choices(at, lines)]
        made = [_nearest(line, choices, column, names[column]) for column in range(1, len(names))]
        sums = [this for this in made if this is not None]
        sure = any(this.right for this in sums)
        for this in sums:
            if this.right or not (sure or this.possible):
                continue
            if sure or this.near:
                diagnostics.add(Code.SUM_TOTAL, _message(this), this.total.place, _hint(this))
            else:
                more = " If it counts more than the rows beside it, or something twice, say so in a note."
                diagnostics.add(Code.SUM_DOUBT, _message(this), this.total.place, _hint(this) + more)
        _check_shares(line, lines[:at], names, diagnostics)


def _choices(at: int, lines: Sequence[FigureRow]) -> Iterator[list[FigureRow]]:
    """What a total can be the total of: the rows since the last total or heading, all rows, the totals before it; and
    where nothing stands before it, the rows after it."""
    before = lines[:at]
    if not _body(before):
        end = next((i for i in range(at + 1, len(lines)) if lines[i].kind in _HEADS), len(lines))
        yield _body(lines[at + 1 : end])
        return
    last = max((i for i, line in enumerate(before) if line.kind in _HEADS), default=-1)
    yield _body(before[last + 1 :])
    yield _body(before)
    yield [line for line in before if line.kind is RowKind.TOTAL]


def _body(lines: Sequence[FigureRow]) -> list[FigureRow]:
    """The rows that a total counts; “waarvan …” is counted already in the row above it."""
    return [line for line in lines if line.kind is RowKind.BODY and not _PART_OF.match(line.name)]


def _nearest(line: FigureRow, choices: Sequence[Sequence[FigureRow]], column: int, name: str) -> _Sum | None:
    """A total's figure in a column with the rows that come nearest to it; None where it is no sum."""
    total = line.figures[column]
    if total is None or total.unit not in _ADDED or _NO_SUM.search(name):
        return None
    called = f"{line.name} ({name})" if name else line.name
    sums = [_Sum(total, called, parts) for choice in choices if (parts := _parts(choice, column, total))]
    return min(sums, key=lambda this: (not this.right, abs(total.value - summed(this.parts).value)), default=None)


def _parts(lines: Sequence[FigureRow], column: int, total: PrintedFigure) -> tuple[PrintedFigure, ...]:
    """The figures of rows in a column; none at all where one is missing or has another unit than the total."""
    figures = [line.figures[column] for line in lines]
    filled = [figure for figure in figures if figure is not None and figure.unit == total.unit]
    return tuple(filled) if len(filled) == len(figures) > 1 else ()


def _check_shares(
    total: FigureRow, before: Sequence[FigureRow], names: Sequence[str], diagnostics: Diagnostics
) -> None:
    """Report percentages that do not add up to the 100 that stands under them; 99 and 101 are rounding."""
    for column in range(1, len(names)):
        figure = total.figures[column]
        if figure is None or figure.value != 100:
            continue
        parts = _parts(_body(before), column, figure)
        if not parts or not (figure.unit == Unit.PERCENT.value or _SHARE.search(names[column])):
            continue
        allowed = max(slack(parts), Decimal(1))
        if abs(summed(parts).value - 100) > allowed:
            message = f"The shares under “{names[column]}” are {listed(parts)}, and 100 stands under them."
            hint = f"They stand in {places(parts)}.{rounding(allowed, Unit.PERCENT.value)}"
            diagnostics.add(Code.SUM_SHARES, message, figure.place, hint)


def _check_columns(lines: Sequence[FigureRow], names: Sequence[str], diagnostics: Diagnostics) -> None:
    """Compare a column that is called a total with the columns before it. Such a column often counts more than those:
    it is one only where at least two rows of it, and more rows than not, do add up."""
    for column in (i for i, name in enumerate(names) if is_total(name)):
        made = [_across(line, column) for line in lines]
        sums = [this for this in made if this is not None]
        wrong = [this for this in sums if not this.right]
        if len(sums) - len(wrong) > max(1, len(wrong)):
            for this in wrong:
                diagnostics.add(Code.SUM_TOTAL, _message(this), this.total.place, _hint(this))


def _across(line: FigureRow, column: int) -> _Sum | None:
    total = line.figures[column]
    before = line.figures[1:column]
    if total is None or total.unit not in _ADDED or line.kind not in (RowKind.BODY, RowKind.TOTAL):
        return None
    parts = tuple(part for part in before if part is not None and part.unit == total.unit)
    return _Sum(total, line.name, parts) if len(parts) == len(before) > 1 else None


def _message(this: _Sum) -> str:
    return f"“{this.name}” is {this.total}, and its parts are {listed(this.parts)}."


def _hint(this: _Sum) -> str:
    return f"The parts stand in {places(this.parts)}.{rounding(slack((*this.parts, this.total)), this.total.unit)}"
