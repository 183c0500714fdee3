"""A version keeps what it was held against: the figures of the report of the year before."""

import datetime
import shutil
from pathlib import Path

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Document, Table
from reportbuilder.document.walk import blocks_in
from reportbuilder.files.inputs import recording_opened_files
from reportbuilder.loading import load_report
from reportbuilder.project.scalars import as_number
from reportbuilder.project.settings import VersionSettings, open_report_folder
from reportbuilder.versions.released import open_snapshot
from reportbuilder.versions.snapshot import make_snapshot
from tests.whole_reports import resources

ROOT = Path(__file__).parents[2]
PLACE = resources(ROOT / "styles", ROOT / "fonts", ROOT / "output" / ".cache")


def tables(document: Document) -> list[Table]:
    """The tables of a report."""
    return [b for chapter in document.chapters for b in blocks_in(chapter.blocks) if isinstance(b, Table)]


def without_places(table: Table) -> list[list[str]]:
    """The words of a table's cells."""
    return [[repr(block.children[0].text) for block in cell.blocks] for row in table.rows for cell in row.cells]


def test_revised_figures_are_those_of_the_release_whatever_becomes_of_the_earlier_report(tmp_path: Path) -> None:
    content = tmp_path / "content"
    for name in ("good-eerder", "good-herzien"):
        shutil.copytree(ROOT / "tests" / "documents" / name, content / name)
    version = VersionSettings(number=as_number("0.1"), label="Eerste", date=datetime.date(2022, 2, 1))
    diagnostics = Diagnostics()
    project = open_report_folder(content / "good-herzien", diagnostics)
    assert project is not None
    with recording_opened_files() as used:
        before = load_report(content / "good-herzien", PLACE, diagnostics).document
    snapshot = make_snapshot(project, PLACE, version, None, used, diagnostics)
    assert snapshot is not None
    (tmp_path / "0.1.zip").write_bytes(snapshot.data)
    shutil.rmtree(content / "good-eerder")
    opened = open_snapshot(tmp_path / "0.1.zip", tmp_path / "in", diagnostics)
    assert opened is not None
    after = load_report(opened.folder, opened.resources(PLACE), diagnostics, opened.manifest.settings).document
    assert not diagnostics.failed
    assert tables(before)
    assert [without_places(table) for table in tables(after)] == [without_places(table) for table in tables(before)]
