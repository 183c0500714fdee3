"""The reader of reports, beside whoever makes pages of them: what both need is loaded at the same time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reportbuilder.elsewhere import Asked, Elsewhere, Here, Packed, can_fork
from reportbuilder.values import replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportbuilder.data.tables import DataTable
    from reportbuilder.diagnostics import Diagnostic, Diagnostics
    from reportbuilder.document.model import Part
    from reportbuilder.project.resources import ResourcePaths
    from reportbuilder.project.settings import Project, VersionSettings
    from reportbuilder.read import Read
    from reportbuilder.style.sheet import StyleSheet

BATCHES = 16
"""In how many batches a document's parts are handed over."""


class Reader:
    """Reads a report, and holds what it read against itself. It loads what it needs for each when it is asked."""

    def __init__(self) -> None:
        self._project: Project | None = None
        self._missing: Mapping[str, str] = {}
        self._text: tuple[Read, tuple[DataTable, ...]] | None = None

    def load(self) -> None:
        """Load what reading needs, before there is anything to read."""
        import reportbuilder.texts  # noqa: F401

    def open(
        self, folder: Path, workplace: ResourcePaths, version: VersionSettings | None = None
    ) -> tuple[Project, StyleSheet | None, Diagnostics]:
        """The project in a folder, to be read from now on, and the style sheet that it names, if there is one, with
        their problems; raises ReportError when there is no project. A `version` takes the place of the one that the
        report names itself."""
        from reportbuilder.diagnostics import Diagnostics
        from reportbuilder.style.sheet import read_missing
        from reportbuilder.texts import open_report, read_sheet_of

        self._project = self._text = None
        diagnostics = Diagnostics()
        self._project = open_report(folder, diagnostics, version)
        sheet = read_sheet_of(self._project, workplace, diagnostics)
        self._missing = read_missing(sheet)
        return self._project, sheet, diagnostics

    def read(self) -> tuple[Read, Diagnostics]:
        """What its text and data say, with their problems; the document without its parts, for which to ask next."""
        from reportbuilder.diagnostics import Diagnostics
        from reportbuilder.texts import read_text

        assert self._project, "nothing was opened"
        diagnostics = Diagnostics()
        self._text = read_text(self._project, self._missing, diagnostics)
        read = self._text[0]
        return replace(read, document=replace(read.document, parts=())), diagnostics

    def parts(self, batch: int) -> list[Packed[Part]]:
        """One of `BATCHES` batches of the document's parts, which together are all in their order."""
        assert self._text, "nothing was read"
        parts = self._text[0].document.parts
        return [Packed(part) for part in parts[len(parts) * batch // BATCHES : len(parts) * (batch + 1) // BATCHES]]

    def check(self) -> tuple[Diagnostic, ...]:
        """What does not agree in what was read."""
        from reportbuilder.texts import check_text

        assert self._project, "nothing was opened"
        assert self._text, "nothing was read"
        read, tables = self._text
        return check_text(self._project, read.document, tables)


def new_reader() -> Asked[Reader]:
    """A reader, in a process of its own where that can be; to be closed."""
    return Elsewhere(Reader()) if can_fork() else Here(Reader())


class Reading:
    """A report that is being read by a reader, as a `version` or as its settings name it: begun when this is made.
    `opened`, `read` and `checked` give what it answers, once, in this order."""

    def __init__(
        self, reader: Asked[Reader], folder: Path, workplace: ResourcePaths, version: VersionSettings | None = None
    ) -> None:
        self.folder, self.workplace, self.version = folder, workplace, version
        self.opened = reader.ask(Reader.open, folder, workplace, version)
        self._text = reader.ask(Reader.read)
        self._parts = [reader.ask(Reader.parts, batch) for batch in range(BATCHES)]
        reader.stand_back()  # from now on others make the pages, which take longer
        self.checked = reader.ask(Reader.check)

    def read(self) -> tuple[Read, Diagnostics]:
        """What the report says, with its problems; its parts are unpacked while the next are packed."""
        read, diagnostics = self._text()
        parts = tuple(part.unpack() for batch in self._parts for part in batch())
        return replace(read, document=replace(read.document, parts=parts)), diagnostics
