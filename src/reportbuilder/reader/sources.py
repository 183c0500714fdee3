"""The data files, chart descriptions and status rules that a report's text uses, each read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from reportbuilder.charts.kinds import chart_types
from reportbuilder.charts.model import ChartSpec, read_chart
from reportbuilder.data.data_files import data_files, read_indicators, read_table
from reportbuilder.data.goals import StatusRules, read_rules
from reportbuilder.data.indicators import check_indicators
from reportbuilder.data.table import DataCell, DataTable
from reportbuilder.diagnostics import Code, Diagnostics, Place, closest, nearest
from reportbuilder.files.characters import normalised
from reportbuilder.files.inputs import exists, record, recording_opened_files, shown
from reportbuilder.i18n.number_parsing import printed_mark
from reportbuilder.project.settings import ReportFolder

T = TypeVar("T")
Reader = Callable[[Path, str, Diagnostics, Path], T | None]


class Sources:
    """The data files, charts and rules in a report's folder; one that cannot be read is reported once, and is None."""

    def __init__(
        self, project: ReportFolder, diagnostics: Diagnostics, missing: Mapping[str, str] | None = None
    ) -> None:
        """`missing` is what the house style prints for missing figures, by their marks."""
        self._project = project
        self._diagnostics = diagnostics
        self._missing = missing or {}
        self._read: dict[Path, object] = {}

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """The paths of the tables in `data/`."""
        return data_files(self._project.data_folder)

    @cached_property
    def by_stem(self) -> Mapping[str, tuple[Path, ...]]:
        """The same by their names without what follows the last point."""
        paths: dict[str, tuple[Path, ...]] = {}
        for path in self.files:
            stem = normalised(path.stem)
            paths[stem] = (*paths.get(stem, ()), path)
        return paths

    @cached_property
    def _charts(self) -> frozenset[str]:
        """The names of all charts."""
        return frozenset(normalised(path.stem) for path in self._project.charts_folder.glob("*.yaml"))

    @property
    def known(self) -> Mapping[Path, object]:
        """What was read so far, by its file."""
        return self._read

    def printed_missing(self, cell: DataCell) -> str:
        """What is printed of a cell that has no figure, or a mark in its place."""
        return printed_mark(cell.text, cell.shown, self._missing)

    @property
    def printed_empty(self) -> str:
        """What is printed of a cell that holds nothing."""
        return printed_mark("", "", self._missing)

    def table(self, name: str, place: Place) -> DataTable | None:
        """A table from `data/`; a missing file is a problem at the place that asks for it."""
        path = self._project.data_file(name)
        root, base = self._project.root, self._project.data_file("")
        there = path in self._read or exists(path, self._diagnostics, place, root, base)
        return self._once(path, _read_checked) if there else None

    def tables(self, unused: Diagnostics | None = None) -> tuple[DataTable, ...]:
        """Every indicator table in `data/`, for checks of all figures: each once, also those that no text asks for.

        Of a file that nothing asks for, what is wrong is no problem of the report: it goes into `unused`, and the file
        is left out.
        """
        problems = unused if unused is not None else Diagnostics()
        read = [
            self._read[path] if path in self._read else _read_unused(path, shown(path), problems, self._project.root)
            for path in self.files
        ]
        tables = [table for table in read if isinstance(table, DataTable) and table.of_indicators]
        declared = {table.shown for table in tables if table.declaration.file}
        return tuple(t for t in tables if t.declaration.file or t.shown not in declared)

    def like_chart(self, name: str) -> list[str]:
        """The chart whose name is most like a misspelt one; empty when none is."""
        return closest(name, self._charts)

    def chart(self, name: str, place: Place) -> ChartSpec | None:
        """A chart from `charts/`; an unknown one is a problem at the place that asks for it."""
        path = self._project.chart_file(name)
        if name in self._charts:
            return self._once(path, partial(read_chart, kinds=chart_types(self._project.registry)))
        other = path.with_name(f"{path.stem}.yml")
        hint = nearest(name, self._charts) or f"Describe it in {shown(path)}."
        if other.is_file():
            hint = f"Rename {shown(other)} to {path.name}."
        self._diagnostics.add(Code.CHART_UNKNOWN, f"There is no chart “{name}”.", place, hint)
        return None

    @property
    def has_rules(self) -> bool:
        """Whether the report has rules for statuses, though they may be wrong."""
        return self._project.status_rules_file.is_file()

    def rules(self) -> StatusRules | None:
        """The rules for statuses, if the report has any."""
        return self._once(self._project.status_rules_file, read_rules) if self.has_rules else None

    def _once(self, path: Path, read: Reader[T]) -> T | None:
        if path not in self._read:
            self._read[path] = read(path, shown(path), self._diagnostics, self._project.root)
        return self._read[path]  # type: ignore[return-value]  # one path has one reader


def _read_checked(path: Path, shown: str, diagnostics: Diagnostics, root: Path) -> DataTable | None:
    return _checked(read_table(path, shown, diagnostics, root), shown, diagnostics)


def _read_unused(path: Path, shown: str, diagnostics: Diagnostics, root: Path) -> DataTable | None:
    """An indicator table that no text asks for; any other file is as if it had not been opened."""
    with recording_opened_files() as opened:
        table = _checked(read_indicators(path, shown, diagnostics, root), shown, diagnostics)
    if table is not None:
        record(opened)
    return table


def _checked(table: DataTable | None, shown: str, diagnostics: Diagnostics) -> DataTable | None:
    if table is not None:
        if not table.rows:
            hint = "Write a row below the headings."
            diagnostics.add(Code.TABLE_EMPTY, f"{table.shown} has headings, and no rows.", Place(shown, 1, 1), hint)
        check_indicators(table, diagnostics)
    return table
