"""The reader of reports, beside whoever makes pages of them: what both need is loaded at the same time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reportbuilder.elsewhere import Asked, Elsewhere, Here, can_fork

if TYPE_CHECKING:
    from reportbuilder.problems import Findings, Problem
    from reportbuilder.project import VersionSettings
    from reportbuilder.read import Read
    from reportbuilder.workplace import Workplace


class Reader:
    """Reads a report, and holds what it read against itself. It loads what it needs for each when it is asked."""

    def __init__(self) -> None:
        self._read: Read | None = None

    def load(self) -> None:
        """Load what reading needs, before there is anything to read."""
        import reportbuilder.reading  # noqa: F401

    def read(self, folder: Path, workplace: Workplace, version: VersionSettings | None = None) -> tuple[Read, Findings]:
        """What a report's folder says, with its problems; raises ReportError when there is no project or no style. A
        `version` takes the place of the one that the report names itself."""
        from reportbuilder.problems import Findings
        from reportbuilder.reading import read_unchecked

        self._read, findings = None, Findings()
        self._read = read_unchecked(folder, workplace, findings, version)
        return self._read, findings

    def check(self) -> tuple[Problem, ...]:
        """What does not agree in what was read last."""
        from reportbuilder.reading import check_read

        assert self._read, "nothing was read"
        return check_read(self._read)


def new_reader() -> Asked[Reader]:
    """A reader, in a process of its own where that can be; to be closed."""
    return Elsewhere(Reader()) if can_fork() else Here(Reader())


class Reading:
    """A report that is being read by a reader, as a `version` or as its settings name it: begun when this is made.
    `read` and `checked` give what it answers, once."""

    def __init__(
        self, reader: Asked[Reader], folder: Path, workplace: Workplace, version: VersionSettings | None = None
    ) -> None:
        self.folder, self.workplace, self.version = folder, workplace, version
        self.read = reader.ask(Reader.read, folder, workplace, version)
        reader.stand_back()  # from now on others make the pages, which take longer
        self.checked = reader.ask(Reader.check)
