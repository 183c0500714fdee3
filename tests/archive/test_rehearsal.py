"""What would stop an archive package stops the release: nothing is released that could never be archived."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from reportbuilder.archive.csvw import tables_of
from reportbuilder.archive.package import rehearse_package
from reportbuilder.build_result import BuildResult
from reportbuilder.diagnostics import Diagnostics, ReportError
from reportbuilder.pipeline import build_report, check_report
from reportbuilder.project.settings import VersionStatus
from reportbuilder.values import replace
from reportbuilder.versions.register import read_register
from reportbuilder.versions.release import BuildHooks, ReleaseRequest, release
from tests.archive.archived_report import REPORT, lay_out_project, workplace


def refused(root: Path, work: BuildHooks, status: VersionStatus = VersionStatus.FINAL) -> list[str]:
    """The codes of what stops the release of version 1.0, after which nothing is released."""
    folder = root / "content" / "verslag"
    wanted = ReleaseRequest("1.0", "Vastgesteld", status, datetime.date(2022, 5, 1))
    with pytest.raises(ReportError) as stopped:
        release(folder, wanted, root / "output", workplace(root), work, lambda step: None)
    register = read_register(folder, Diagnostics())
    assert register is not None
    assert register.versions == ()
    assert not list((folder / "versions").glob("*.zip"))
    return [problem.code for problem in stopped.value.problems]


def work_with(make: object = build_report) -> BuildHooks:
    return BuildHooks(check_report, make, rehearse_package)  # type: ignore[arg-type]


def test_a_final_version_says_what_the_archive_must_know(tmp_path: Path) -> None:
    folder = lay_out_project(tmp_path)
    (folder / "report.yaml").write_text(REPORT, encoding="utf-8")
    assert refused(tmp_path, work_with()) == ["archive-missing"]


def test_a_name_that_no_depot_takes_stops_a_final_version(tmp_path: Path) -> None:
    folder = lay_out_project(tmp_path)
    (folder / "chapters/een.md").rename(folder / "chapters/een & twee.md")
    settings = (folder / "report.yaml").read_text(encoding="utf-8")
    (folder / "report.yaml").write_text(settings.replace("een.md", "een & twee.md"), encoding="utf-8")
    assert "archive-name" in refused(tmp_path, work_with())


def test_a_pdf_that_breaks_its_promise_is_not_released(tmp_path: Path) -> None:
    def make_badly(folder: Path, editions: Sequence[str], *arguments: object) -> BuildResult:
        made = build_report(folder, editions, *arguments)  # type: ignore[arg-type]
        files = {name: data.replace(b"<dc:title>", b"<dc:type1>") for name, data in made.files.items()}
        return replace(made, files=files)

    lay_out_project(tmp_path)
    codes = refused(tmp_path, work_with(make_badly), VersionStatus.CONCEPT)
    assert codes
    assert not {"archive-missing", "archive-name"} & set(codes)


def test_a_table_that_a_declaration_finds_in_a_workbook_is_archived_as_that_table(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Kerncijfers, stand 1 mei"], [], ["id", "indicator", "2021"], ["a", "Aantal", 12]):
        sheet.append(row)
    book.save(tmp_path / "boek.xlsx")
    (tmp_path / "kern.yaml").write_text("file: boek.xlsx\nrange: A3:C4\n", encoding="utf-8")
    diagnostics = Diagnostics()
    files: Mapping[str, bytes] = {file.path: file.data for file in tables_of(tmp_path, {}, diagnostics)}
    assert [problem.code for problem in diagnostics if problem.code != "archive-column"] == []
    assert sorted(files) == ["gegevens/csvw-metadata.json", "gegevens/kern.yaml.csv"]
    assert files["gegevens/kern.yaml.csv"] == b"id;indicator;2021\r\na;Aantal;12\r\n"
