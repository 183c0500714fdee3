"""The data files, chart descriptions, images and status rules that a report's text uses, each read once.

What is read of a file is remembered while the bytes of all files that it was read from are the same. A part of the text
that is remembered depends on what it asked for: each question is told to the watcher of the sources, and has an answer
that can be compared later.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum, auto
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar, assert_never, cast

from reportbuilder.charts.kinds import chart_types
from reportbuilder.charts.model import ChartSpec, read_chart
from reportbuilder.data.data_files import data_files, read_indicators, read_table
from reportbuilder.data.goals import StatusRules, read_rules
from reportbuilder.data.indicators import check_indicators
from reportbuilder.data.table import DataCell, DataTable
from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, Place, closest, nearest
from reportbuilder.document.graphics import Picture
from reportbuilder.files.characters import normalised
from reportbuilder.files.disk_cache import DiskCache
from reportbuilder.files.inputs import (
    ListedFolder,
    OpenedFile,
    exists,
    record,
    recording_opened_files,
    shown,
    watching_files,
)
from reportbuilder.files.remembered import folder_listing, remembered
from reportbuilder.i18n.number_parsing import printed_mark
from reportbuilder.memo import Memo, Same
from reportbuilder.project.settings import ReportFolder
from reportbuilder.reader.images import check_image, read_drawing
from reportbuilder.values import Value, replace

T = TypeVar("T")
Reader = Callable[[Path, str, Diagnostics, Path], T | None]


class Kind(Enum):
    """What is read of a file."""

    TABLE = auto()
    CHART = auto()
    RULES = auto()
    IMAGE = auto()
    DRAWING = auto()


class Asked(Value):
    """A question to the sources: for what is read of a file in the report's folder."""

    kind: Kind
    path: Path


class AllTables(Value):
    """The question for all indicator tables."""


class _Unknown(Value):
    """A question that nobody can answer, so that what depends on it is never used again."""


class _Read(Value):
    """What was read of a file (None if it cannot be), and the problems in it. What is read anew and finds nothing
    changed, as a table whose goals are computed from another file, is the same object as before."""

    content: Any
    problems: tuple[Diagnostic, ...]


class Sources:
    """The data files, charts, images and rules in a report's folder; one that cannot be read is None, and its problems
    are reported when it is first asked for."""

    def __init__(
        self,
        project: ReportFolder,
        diagnostics: Diagnostics,
        missing: Mapping[str, str] | None = None,
        memo: Memo | None = None,
        cache: DiskCache | None = None,
    ) -> None:
        """`missing` is what the house style prints for missing figures, by their marks; `cache` is where results are
        kept for later processes."""
        self.project = project
        self.missing = missing or {}
        self.memo = memo or Memo()
        self.cache = cache
        self._diagnostics = diagnostics
        self._read: dict[Asked, _Read] = {}
        self._read_from: dict[Asked, tuple[OpenedFile | ListedFolder, ...]] = {}
        self._reported: set[Asked] = set()
        self._watch: Callable[[Hashable], object] | None = None

    @cached_property
    def listing(self) -> Hashable:
        """All that is found in the report's folder by name."""
        return folder_listing(self.project.root)

    @contextmanager
    def watched(self, watch: Callable[[Hashable], object], diagnostics: Diagnostics) -> Iterator[None]:
        """Call `watch` with every question that is asked meanwhile. All problems of what is asked for are reported, to
        these diagnostics, also when they were before: what is read meanwhile is complete by itself."""
        before = self._watch, self._reported, self._diagnostics
        self._watch, self._reported, self._diagnostics = watch, set(), diagnostics
        try:
            yield
        finally:
            self._watch, self._reported, self._diagnostics = before

    def answer(self, question: Hashable) -> object:
        """The answer to a question: the same as before while nothing has changed of what it is about."""
        if isinstance(question, AllTables):
            return tuple(Same(table) for table in self._indicators(Diagnostics()))
        if isinstance(question, _Unknown):
            return object()
        assert isinstance(question, Asked)
        if question.kind is Kind.IMAGE:
            return self._image(question.path)
        return Same(self._reading(question))

    def files_behind(self, question: Asked | AllTables) -> tuple[OpenedFile | ListedFolder, ...]:
        """The files that the answer to a question was read from: it is the same while they are."""
        looked_at = list[OpenedFile | ListedFolder]()
        with watching_files(looked_at.append):
            self.answer(question)
        tables = [Asked(Kind.TABLE, path) for path in self.files] if isinstance(question, AllTables) else [question]
        return (*looked_at, *(file for one in tables for file in self._read_from.get(one, ())))

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """The paths of the tables in `data/`."""
        return data_files(self.project.data_folder)

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
        return frozenset(normalised(path.stem) for path in self.project.charts_folder.glob("*.yaml"))

    @property
    def known(self) -> Mapping[Path, object]:
        """What was read so far, by its file; rules for statuses that were asked for as a table too are rules."""
        read = sorted(self._read.items(), key=lambda item: item[0].kind is Kind.RULES)
        return {question.path: one.content for question, one in read}

    def printed_missing(self, cell: DataCell) -> str:
        """What is printed of a cell that has no figure, or a mark in its place."""
        return printed_mark(cell.text, cell.shown, self.missing)

    @property
    def printed_empty(self) -> str:
        """What is printed of a cell that holds nothing."""
        return printed_mark("", "", self.missing)

    def table(self, name: str, place: Place) -> DataTable | None:
        """A table from `data/`; a missing file is a problem at the place that asks for it."""
        path = self.project.data_file(name)
        root, base = self.project.root, self.project.data_file("")
        question = Asked(Kind.TABLE, path)
        there = question in self._read or exists(path, self._diagnostics, place, root, base)
        return self._asked(question) if there else None

    def tables(self, unused: Diagnostics | None = None) -> tuple[DataTable, ...]:
        """Every indicator table in `data/`, for checks of all figures: each once, also those that no text asks for.

        Of a file that nothing asks for, what is wrong is no problem of the report: it goes into `unused`, and the file
        is left out.
        """
        if self._watch is not None:
            self._watch(AllTables())
        return self._indicators(unused if unused is not None else Diagnostics())

    def _indicators(self, unused: Diagnostics) -> tuple[DataTable, ...]:
        used = {path: self._read.get(Asked(Kind.TABLE, path)) for path in self.files}
        read = [one.content if one is not None else self._unused(path, unused) for path, one in used.items()]
        tables = [table for table in read if isinstance(table, DataTable) and table.of_indicators]
        declared = {table.shown for table in tables if table.declaration.file}
        return tuple(t for t in tables if t.declaration.file or t.shown not in declared)

    def like_chart(self, name: str) -> list[str]:
        """The chart whose name is most like a misspelt one; empty when none is."""
        return closest(name, self._charts)

    def chart(self, name: str, place: Place) -> ChartSpec | None:
        """A chart from `charts/`; an unknown one is a problem at the place that asks for it."""
        path = self.project.chart_file(name)
        if name in self._charts:
            return cast(ChartSpec | None, self._asked(Asked(Kind.CHART, path)))
        other = path.with_name(f"{path.stem}.yml")
        hint = nearest(name, self._charts) or f"Describe it in {shown(path)}."
        if other.is_file():
            hint = f"Rename {shown(other)} to {path.name}."
        self._diagnostics.add(Code.CHART_UNKNOWN, f"There is no chart “{name}”.", place, hint)
        return None

    @property
    def has_rules(self) -> bool:
        """Whether the report has rules for statuses, though they may be wrong."""
        return self.project.status_rules_file.is_file()

    def rules(self) -> StatusRules | None:
        """The rules for statuses, if the report has any."""
        return self._asked(Asked(Kind.RULES, self.project.status_rules_file)) if self.has_rules else None

    def image(self, name: str, place: Place) -> tuple[int, int] | None:
        """The width and height of an image in pixels, upright; None, and a problem, when it cannot be shown."""
        path = self.project.image_file(name)
        if self._watch is not None:
            self._watch(Asked(Kind.IMAGE, path))
        return check_image(path, self.project.root, place, self._diagnostics)

    def drawing(self, name: str, place: Place) -> Picture | None:
        """A figure in SVG as a vector picture; None, and problems, when it cannot be drawn."""
        path = self.project.image_file(name)
        question = Asked(Kind.DRAWING, path)
        there = question in self._read or exists(path, self._diagnostics, place, self.project.root)
        return self._asked(question, place) if there else None

    def read_anew(self) -> None:
        """Say that what is read now depends on what is not known here, so that it has to be read at every build."""
        if self._watch is not None:
            self._watch(_Unknown())

    def _image(self, path: Path) -> Hashable:
        """What `image` gives for a file, and its problems without their places."""
        found = Diagnostics()
        return check_image(path, self.project.root, Place(), found), tuple(found.problems)

    def _asked(self, question: Asked, place: Place = Place()) -> Any:
        """What is read of a file that something at a place asks for now."""
        if self._watch is not None:
            self._watch(question)
        read = self._reading(question)
        if question not in self._reported:
            self._reported.add(question)
            located = (one if one.place != Place() else replace(one, place=place) for one in read.problems)
            self._diagnostics.problems.extend(located)
        return read.content

    def _reading(self, question: Asked) -> _Read:
        """What is read of a file, with its problems: the very same as before when no file that it is from changed."""
        path = question.path
        read = self._read.get(question)
        if read is None:
            key = (question, self.listing, Same(self.project.registry))

            def compute(_: Diagnostics) -> _Read:
                found, reader = Diagnostics(), self._reader(question.kind)
                content = reader(path, shown(path), found, self.project.root)
                return _Read(content, tuple(found.problems))

            looked_at = list[OpenedFile | ListedFolder]()
            with watching_files(looked_at.append):  # whoever asks depends on the answer, and not on the file itself
                read = remembered(self.memo, "sources", key, Diagnostics(), compute)
            read = self._read[question] = self.memo.kept("read files", question, read)
            self._read_from[question] = tuple(looked_at)
        return read

    def _reader(self, kind: Kind) -> Reader[Any]:
        match kind:
            case Kind.TABLE:
                return partial(_read_checked, memo=self.memo)
            case Kind.CHART:
                return partial(read_chart, kinds=chart_types(self.project.registry))
            case Kind.RULES:
                return read_rules
            case Kind.DRAWING:
                return read_drawing
            case Kind.IMAGE:
                raise AssertionError("the header of an image is read every time")
            case _:
                assert_never(kind)

    def _unused(self, path: Path, diagnostics: Diagnostics) -> DataTable | None:
        """An indicator table that no text asks for; any other file is as if it had not been opened."""
        root = self.project.root

        def compute(found: Diagnostics) -> DataTable | None:
            return _checked(read_indicators(path, shown(path), found, root, self.memo), shown(path), found)

        key = (path, self.listing)
        with recording_opened_files() as opened:
            table = remembered(self.memo, "unused tables", key, diagnostics, compute)
        if table is not None:
            record(opened)
        return table


def _read_checked(path: Path, shown: str, diagnostics: Diagnostics, root: Path, memo: Memo) -> DataTable | None:
    return _checked(read_table(path, shown, diagnostics, root, memo), shown, diagnostics)


def _checked(table: DataTable | None, shown: str, diagnostics: Diagnostics) -> DataTable | None:
    if table is not None:
        if not table.rows:
            hint = "Write a row below the headings."
            diagnostics.add(Code.TABLE_EMPTY, f"{table.shown} has headings, and no rows.", Place(shown, 1, 1), hint)
        check_indicators(table, diagnostics)
    return table
