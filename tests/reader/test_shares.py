"""A report whose chapters are read by two processes says the same, and so do its problems."""

from pathlib import Path

import pytest

from reportbuilder.data.tables import DataTable
from reportbuilder.diagnostics import Diagnostic, Diagnostics
from reportbuilder.document.model import Document
from reportbuilder.reader import shares
from reportbuilder.project.settings import open_project
from reportbuilder.reader.read import read_document
from reportbuilder.reader.sources import Sources

ROOT = Path(__file__).parents[2]
DOCUMENTS = ROOT / "tests/documents"

Said = tuple[Document, tuple[DataTable, ...], tuple[Diagnostic, ...]]


def said(folder: Path, monkeypatch: pytest.MonkeyPatch, processes: int) -> Said:
    """What a report says, read by so many processes."""
    monkeypatch.setattr(shares, "can_fork", lambda: processes > 1)
    monkeypatch.setattr(shares, "WORTH_A_PROCESS", 0)
    diagnostics = Diagnostics()
    project = open_project(folder, diagnostics)
    assert project is not None
    sources = Sources(project, diagnostics)
    document = read_document(project, diagnostics, sources)
    return document, sources.tables(), tuple(diagnostics)


@pytest.mark.parametrize(
    "folder",
    [ROOT / "content/jaarverslag-2019", ROOT / "content/jaarverslag-2022"]
    + [
        DOCUMENTS / name
        for name in ("good-alles", "good-herzien", "bad-at-once", "bad-chapter", "bad-file", "bad-label", "bad-rules")
    ],
    ids=lambda folder: folder.name,
)
def test_two_processes_read_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = (said(folder, monkeypatch, processes) for processes in (1, 2))
    assert one[0] == two[0]
    assert one[1] == two[1]
    assert one[2] == two[2]
