"""What a report says of its versions: the table of them, and the words about its own."""

from functools import partial
from pathlib import Path

import pytest

from reportbuilder.diagnostics import Diagnostics, Severity
from reportbuilder.document.model import Paragraph, Table
from reportbuilder.document.walk import plain
from reportbuilder.project.scalars import as_number
from reportbuilder.project.settings import VersionSettings, VersionStatus, open_report_folder
from reportbuilder.reader.read import read_document
from reportbuilder.versions.register import released_versions
from tests.versions.small_releases import DATE, REPORT, TEXT, lay_out_folders, released

OWN = VersionSettings(number=as_number("1.0"), label="Vastgesteld", status=VersionStatus.FINAL, date=DATE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay_out_folders(tmp_path)


def said(folder: Path, text: str, version: VersionSettings | None = None) -> tuple[list[list[str]] | str, list[str]]:
    """What is said at the end of the report's only chapter: the rows of a table, or words; and the problems' codes."""
    (folder / "chapters/een.md").write_text(TEXT + text, encoding="utf-8")
    diagnostics = Diagnostics()
    project = open_report_folder(folder, diagnostics, version)
    assert project is not None
    block = read_document(project, diagnostics, released=partial(released_versions, folder)).chapters[0].blocks[-1]
    codes = [problem.code for problem in diagnostics]
    if isinstance(block, Paragraph):
        return plain(block.children), codes
    assert isinstance(block, Table)
    cells = [[plain(paragraph.children) for cell in row.cells for paragraph in cell.blocks] for row in block.rows]  # type: ignore[union-attr]
    return [[plain(column.label) for column in block.columns], *cells], codes


TABLE = "\n:::{versions}\n:::\n"
HEAD = ["Versie", "Datum", "Status", "Toelichting"]


def test_without_versions_there_is_a_sentence(folder: Path) -> None:
    assert said(folder, TABLE) == ("Van dit verslag is nog geen versie uitgebracht.", [])


def test_the_table_has_the_versions_and_the_one_that_is_being_made(folder: Path, tmp_path: Path) -> None:
    released(tmp_path, "0.9", note="Na het overleg van 2 mei")
    released(tmp_path, "0.10", label="Nog eens")
    rows = [
        ["0.9", "1\u00a0mei 2022", "concept", "Na het overleg van 2\u00a0mei"],
        ["0.10", "1\u00a0mei 2022", "concept", "Nog eens"],
    ]
    assert said(folder, TABLE) == ([HEAD, *rows], [])
    assert said(folder, TABLE, OWN) == ([HEAD, *rows, ["1.0", "1\u00a0mei 2022", "definitief", "Vastgesteld"]], [])


def test_a_version_that_was_released_stands_in_the_table_once(folder: Path, tmp_path: Path) -> None:
    released(tmp_path, "1.0")
    assert len(said(folder, TABLE, OWN)[0]) == 2


def test_an_english_report_has_english_words(folder: Path) -> None:
    (folder / "report.yaml").write_text(REPORT + "language: en\n", encoding="utf-8")
    assert said(folder, TABLE, OWN)[0] == [
        ["Version", "Date", "Status", "Note"],
        ["1.0", "1\u00a0May 2022", "final", "Vastgesteld"],
    ]


def test_a_damaged_register_is_told(folder: Path, tmp_path: Path) -> None:
    released(tmp_path, "0.9")
    path = folder / "versions.yaml"
    path.write_text(path.read_text().replace("Versie van mei", "Versie van juni"))
    assert said(folder, TABLE) == ("Tekst.", ["register-altered"])


@pytest.mark.parametrize(
    ("name", "words"),
    [("number", "1.0"), ("label", "Vastgesteld"), ("date", "1\u00a0mei 2022"), ("status", "definitief")],
)
def test_the_text_can_name_its_version(name: str, words: str, folder: Path) -> None:
    assert said(folder, f"\nDit is {{version}}`{name}`.\n", OWN) == (f"Dit is {words}.", [])


def test_a_version_without_a_number_has_a_dash_and_a_note(folder: Path) -> None:
    assert said(folder, "\nVersie {version}`number`.\n") == ("Versie –.", ["version-unnumbered"])
    (folder / "report.yaml").write_text(REPORT.replace("label:", 'number: "0.9", label:'), encoding="utf-8")
    assert said(folder, "\nVersie {version}`number`.\n") == ("Versie 0.9.", [])


def test_what_a_version_has_not_is_told(folder: Path) -> None:
    assert said(folder, "\nVersie {version}`nummer`.\n")[1] == ["role-value"]


@pytest.mark.parametrize("number", ["0.9", "0.10", "1.a", "''"])
def test_a_number_in_the_settings_is_one_or_is_told(number: str, folder: Path) -> None:
    (folder / "report.yaml").write_text(REPORT.replace("label:", f"number: {number}, label:"), encoding="utf-8")
    diagnostics = Diagnostics()
    assert open_report_folder(folder, diagnostics) is None
    (problem,) = diagnostics
    assert (problem.severity, problem.place.line) == (Severity.ERROR, 5)
