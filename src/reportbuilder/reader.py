"""The reader of a report's folder, beside whoever makes the pages: what both are made of is loaded at the same time."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from reportbuilder.elsewhere import Asked, Elsewhere, Here, can_fork
from reportbuilder.problems import Findings, Problem
from reportbuilder.workplace import Workplace

if TYPE_CHECKING:
    from reportbuilder.project import VersionSettings
    from reportbuilder.reading import Read


class Reader:
    """Reads a report, as a `version` that takes the place of the one that the report names itself, if any; and holds
    what it read against itself. It loads what it needs for either when it is asked."""

    def __init__(self, folder: Path, workplace: Workplace, version: VersionSettings | None = None) -> None:
        self._folder, self._workplace, self._version = folder, workplace, version
        self._read: Read | None = None

    def read(self) -> tuple[Read, Findings]:
        """What the folder says, with its problems; raises ReportError when there is no project or no style."""
        from reportbuilder.reading import read_unchecked

        findings = Findings()
        self._read = read_unchecked(self._folder, self._workplace, findings, self._version)
        return self._read, findings

    def check(self) -> tuple[Problem, ...]:
        """What does not agree in what was read; nothing before it was read."""
        from reportbuilder.reading import check_read

        return check_read(self._read) if self._read else ()


class Reading:
    """A report that is being read, as a `version` or as its settings name it: begun when this is made, in a process of
    its own where that can be. `read` and `checked` give what `Reader` answers, once."""

    def __init__(self, folder: Path, workplace: Workplace, version: VersionSettings | None = None) -> None:
        self.folder, self.workplace, self.version = folder, workplace, version
        reader = Reader(folder, workplace, version)
        self._reader: Asked[Reader] = Elsewhere(reader) if can_fork() else Here(reader)
        self.read = self._reader.ask(Reader.read)
        self.checked = self._reader.ask(Reader.check)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.close()
