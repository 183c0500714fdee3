"""The `{key-figures}` directive: large numerals, each compared with another year in words."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from reportbuilder.data.calculations import changes
from reportbuilder.data.indicators import Finality, finality_of
from reportbuilder.data.table import DataCell, DataRow, DataTable
from reportbuilder.diagnostics import Code, Place, nearest
from reportbuilder.document.bound_values import BoundValue, SourceCell
from reportbuilder.document.model import Assessment, Block, KeyFigure, KeyFigures, Text
from reportbuilder.i18n.formats import Unit, format_number, in_language, rounded
from reportbuilder.i18n.number_parsing import MOST_DECIMALS, is_year
from reportbuilder.i18n.typography import protect, typographic
from reportbuilder.project.schema import Form, Words
from reportbuilder.reader.data_tables import known_column
from reportbuilder.reader.directive import Directive, ReadingContext, check_label, expect_no_body
from reportbuilder.values import replace


class Better(Enum):
    """The direction in which a figure improves."""

    HIGHER = "higher"
    LOWER = "lower"


class ItemSettings(Form):
    """One key figure: from the data (`indicator` and `year`), or as typed (`value`)."""

    indicator: Words = ""
    year: Words = ""
    compare: Words = ""
    better: Better | None = None
    value: Words = ""
    label: Words = ""
    note: Words = ""


class KeyFiguresSettings(Form, kw_only=True):
    """The settings of a set of key figures."""

    title: Words = ""
    data: str = ""
    items: tuple[ItemSettings, ...]


def build_key_figures(directive: Directive, settings: KeyFiguresSettings, reading: ReadingContext) -> tuple[Block, ...]:
    """The key figures of a directive."""
    expect_no_body(directive, reading.diagnostics)
    data = reading.sources.table(settings.data, directive.settings.place("data")) if settings.data else None
    if settings.data and data is None:
        return ()
    figures = (_Item(item, data, directive, index, reading).figure() for index, item in enumerate(settings.items))
    items = tuple(item for item in figures if item is not None)
    title = protect(typographic(settings.title))
    return (KeyFigures(check_label(directive, reading.diagnostics), title, items, directive.place),)


class _Item:
    """Builds one key figure from its settings and the data."""

    def __init__(
        self, item: ItemSettings, data: DataTable | None, directive: Directive, index: int, reading: ReadingContext
    ) -> None:
        self._item = item
        self._data = data
        self._settings = directive.settings
        self._index = index
        self._reading = reading

    def figure(self) -> KeyFigure | None:
        """The key figure; None, and a problem, when the settings or the data do not hold."""
        item = self._item
        if bool(item.value) == bool(item.indicator):
            message = "A key figure has either a `value`, or an `indicator` and a `year`."
            self._reading.diagnostics.add(Code.DIRECTIVE_VALUE, message, self._place())
            return None
        if item.indicator:
            return self._from_data()
        if not item.label:
            message = "A typed key figure has no label."
            self._reading.diagnostics.add(Code.DIRECTIVE_MISSING, message, self._place(), "Add “label: …”.")
            return None
        value, label, note = (self._words(key) for key in ("value", "label", "note"))
        figure = KeyFigure(value.text, label.text, note.text, place=self._place())
        return replace(figure, filled=_joined(value, label, note))

    def _words(self, key: str) -> Text:
        """A setting in words, with its figures."""
        text = getattr(self._item, key)
        return self._reading.plain(text, self._place(key) if text else self._place())

    def _from_data(self) -> KeyFigure | None:
        item, row = self._item, self._row()
        if row is None or (cell := self._cell(row, item.year, "year")) is None or cell.value is None:
            return None
        unit = cell.unit or row.text("eenheid")
        form = row.form(unit)
        language = self._reading.project.settings.language
        figure = in_language(format_number(cell.value, form, form.places(cell.decimals)), language)
        value = self._shown(figure, figure, (item.year,), row)
        label = self._words("label") if item.label else self._reading.plain(row.text("indicator"), row.place)
        note, provisional = self._words("note"), self._provisional(row)
        series = tuple(float(v) for year, v in row.figures().items() if v is not None and year <= item.year)
        before = self._cell(row, item.compare, "compare") if item.compare else None
        if before is None or before.value is None:
            note = _with(note, provisional)
            filled = _joined(value, label, note)
            return KeyFigure(value.text, label.text, note.text, series=series, place=self._place(), filled=filled)
        decimals = max(cell.decimals, before.decimals)
        change, amount, compared = self._compared(unit, decimals)
        if not note.text:
            note = self._shown(compared, amount, (item.compare, item.year), row)
        note = _with(note, provisional)
        verdict, filled = self._verdict(change), _joined(value, label, note)
        return KeyFigure(value.text, label.text, note.text, change, verdict, series, self._place(), filled)

    def _provisional(self, row: DataRow) -> str:
        """The remark about a provisional figure; empty for a final one."""
        years = filter(None, (self._item.year, self._item.compare))
        provisional = any(finality_of(row, year) is Finality.PROVISIONAL for year in years)
        return self._reading.words.provisional.rstrip(".") if provisional else ""

    def _shown(self, text: str, figure: str, columns: tuple[str, ...], row: DataRow) -> Text:
        """Words with a figure of the data in them, or with one computed from two of its cells."""
        item = self._item.indicator
        if not figure:
            return Text(text)
        compared = "points" if row.text("eenheid") in (Unit.PERCENT.value, Unit.POINTS.value) else "change"
        written = f"{item}[{columns[0]}]" if len(columns) == 1 else f"{compared}({item}, {', '.join(columns)})"
        cells = tuple(SourceCell(row.cells[column].place, item, column) for column in columns)
        return Text(
            text, filled=(BoundValue(figure, written, cells, place=self._place("indicator"), at=text.index(figure)),)
        )

    def _compared(self, unit: str, decimals: int) -> tuple[float, str, str]:
        """The change (in percent, of percentages in percentage points), how large it is, and a sentence with that; none
        of what was nothing."""
        words, item = self._reading.words, self._item
        points = unit in (Unit.PERCENT.value, Unit.POINTS.value)
        change = self._change("difference" if points else "percent")
        if change.is_nan():
            return 0.0, "", ""
        sentences = (words.higher, words.lower) if points else (words.more, words.fewer)
        if change == 0:
            return 0.0, "", words.same.format(year=item.compare)
        places = decimals * points
        while rounded(change, places) == 0 and places < MOST_DECIMALS:  # 0,4 % more is not the same
            places += 1
        amount = format_number(abs(change), Unit.POINTS.value if points else Unit.PERCENT.value, places)
        amount = in_language(amount, self._reading.project.settings.language)
        return float(change), amount, sentences[change < 0].format(amount=amount, year=item.compare)

    def _change(self, measure: str) -> Decimal:
        """How the indicator changed since the year that it is compared with (a column of `changes`)."""
        assert self._data is not None
        year, compare = self._item.year, self._item.compare
        figures = self._data.where({"id": self._item.indicator}).figures(dict.fromkeys((year, compare)))
        return Decimal(changes(figures, year, compare)[measure].iloc[0])

    def _verdict(self, change: float) -> Assessment:
        better = self._item.better
        if better is None or change == 0:
            return Assessment.NEUTRAL
        return Assessment.BETTER if (change > 0) == (better is Better.HIGHER) else Assessment.WORSE

    def _row(self) -> DataRow | None:
        diagnostics, data, wanted = self._reading.diagnostics, self._data, self._item.indicator
        if data is None:
            message = "An `indicator` needs a data file, and these key figures name none."
            diagnostics.add(Code.DIRECTIVE_MISSING, message, self._place("indicator"), "Add “data: indicatoren.csv”.")
            return None
        if not known_column("id", data, self._settings.place("data"), diagnostics):
            return None
        row = data.row(wanted)
        if row is None:
            hint = nearest(wanted, (row.text("id") for row in data.rows))
            message = f"{data.shown} has no indicator “{wanted}”."
            diagnostics.add(Code.INDICATOR_UNKNOWN, message, self._place("indicator"), hint)
        return row

    def _cell(self, row: DataRow, year: str, key: str) -> DataCell | None:
        """The cell of a year; None, and a problem, when there is no figure in it."""
        diagnostics, data, place = self._reading.diagnostics, self._data, self._place(key)
        if data is None or not known_column(year, data, place, diagnostics):
            return None
        cell = row.cells[year]
        if cell.value is None and is_year(year):
            message = f"“{self._item.indicator}” has no figure for {year} (at {cell.place})."
            diagnostics.add(Code.FIGURE_MISSING, message, place, "Fill the figure in, or choose another year.")
        return cell

    def _place(self, *key: str) -> Place:
        return self._settings.place("items", self._index, *key)


def _with(note: Text, addition: str) -> Text:
    """A note followed by `addition` between brackets; `addition` alone when there is no note."""
    if not addition:
        return note
    return replace(note, text=f"{note.text} ({addition[0].lower()}{addition[1:]})" if note.text else addition)


def _joined(*lines: Text) -> tuple[BoundValue, ...]:
    """The figures of lines, each at its character of the lines together."""
    starts = [sum(len(line.text) + 1 for line in lines[:index]) for index in range(len(lines))]
    return tuple(
        replace(filled, at=start + filled.at)
        for line, start in zip(lines, starts, strict=True)
        for filled in line.filled
    )
