"""The reader of a report's folder, beside whoever makes the pages: what both are made of is loaded at the same time."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from reportbuilder.elsewhere import Asked, Elsewhere, Here, can_fork
from reportbuilder.problems import Findings, Problem
from reportbuilder.workplace import Workplace

if TYPE_CHECKING:
    from reportbuilder.project import Project, VersionSettings
    from reportbuilder.read import Read


class Reader:
    """Opens a report, as a `version` that takes the place of the one that the report names itself, if any; reads it,
    and holds what it read against itself. It loads what it needs for each when it is asked, in this order."""

    def __init__(self, folder: Path, version: VersionSettings | None = None) -> None:
        self._folder, self._version = folder, version
        self._findings = Findings()
        self._project: Project | None = None
        self._read: Read | None = None

    def open(self) -> Project:
        """The report's project; raises ReportError when there is none."""
        from reportbuilder.reading import open_report

        self._project = open_report(self._folder, self._findings, self._version)
        return self._project

    def read(self) -> tuple[Read, Findings]:
        """What its text and data say, with all problems until then."""
        from reportbuilder.reading import read_unchecked

        assert self._project, "a report that was not opened"
        self._read = read_unchecked(self._project, self._findings)
        return self._read, self._findings

    def check(self) -> tuple[Problem, ...]:
        """What does not agree in what was read."""
        from reportbuilder.reading import check_read

        assert self._project, "a report that was not opened"
        assert self._read, "a report that was not read"
        return check_read(self._project, self._read)


class Reading:
    """A report that is being read, as a `version` or as its settings name it: begun when this is made, in a process of
    its own where that can be. `opened`, `read` and `checked` give what `Reader` answers, once."""

    def __init__(self, folder: Path, workplace: Workplace, version: VersionSettings | None = None) -> None:
        self.folder, self.workplace, self.version = folder, workplace, version
        reader = Reader(folder, version)
        self._reader: Asked[Reader] = Elsewhere(reader) if can_fork() else Here(reader)
        self.opened = self._reader.ask(Reader.open)
        self.read = self._reader.ask(Reader.read)
        self.checked = self._reader.ask(Reader.check)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.close()
