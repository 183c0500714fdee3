"""The command `diff`: what is compared, how it is written, and the exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportbuilder.cli.main import app
from reportbuilder.diagnostics import ExitCode
from reportbuilder.versions.release import BuildHooks, ReleaseRequest, release
from tests.versions.small_releases import archivable, make, no_problems
from tests.whole_reports import resources

PROJECT = Path(__file__).parents[2]
REPORT = """title: Verslag
year: 2021
style: rvo
design: document
version: {label: Concept, date: 2022-01-01}
parts: {body: [chapters/een.md]}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report in the folder where we are."""
    for shared in ("styles", "fonts"):
        (tmp_path / shared).symlink_to(PROJECT / shared)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    report = tmp_path / "content" / "klein"
    (report / "chapters").mkdir(parents=True)
    (report / "report.yaml").write_text(REPORT, encoding="utf-8")
    write(report, "Er waren 12 inbraken.")
    return report


def write(report: Path, words: str) -> None:
    (report / "chapters" / "een.md").write_text(f"# Een\n\n{words}\n", encoding="utf-8")


def released(number: str) -> None:
    """Release the report as it is, without its pages."""
    work = BuildHooks(no_problems, make, archivable)
    release(Path("content/klein"), ReleaseRequest(number), Path("output"), resources(), work, lambda step: None)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["diff", "klein", *arguments])


def test_the_working_text_is_compared_with_the_last_release(folder: Path) -> None:
    released("0.8")
    write(folder, "Er waren 14 inbraken.")
    released("0.9")
    write(folder, "Er waren 15 inbraken.")
    result = run()

    assert result.exit_code == ExitCode.DONE
    assert result.stdout == (
        "Een\n   1  cijfer gewijzigd  chapters/een.md:3:1\n"
        "      in: Er waren […] inbraken.\n      was: 14\n      wordt: 15\n\n"
        "Er is één wijziging: cijfer gewijzigd.\n"
    )
    assert "chapters/een.md:3:1\n" in run("--from", "0.8", "--to", "0.9").stdout
    assert "/chapters" not in run("--from", "0.8", "--to", "0.9", "--format", "csv").stdout
    assert "was: 12\n      wordt: 14" in run("--to", "0.9").stdout
    assert "was: 12\n      wordt: 15" in run("--from", "0.8").stdout


def test_nothing_changed(folder: Path) -> None:
    released("0.8")

    assert (run().stdout, run().exit_code) == ("Er is niets gewijzigd.\n", ExitCode.DONE)


def test_a_list_is_written_to_a_file(folder: Path) -> None:
    released("0.8")
    write(folder, "Er waren 14 inbraken.")

    assert run("--format", "csv", "--output", "lijst.csv").stdout == "Written: lijst.csv\n"
    assert Path("lijst.csv").read_bytes().startswith(b"\xef\xbb\xbfnr;")
    assert b"\r\n1;Een;" in Path("lijst.csv").read_bytes()
    assert run("--format", "md").stdout.startswith("# Wijzigingen sinds versie 0.8\n")


def test_without_a_release_there_is_nothing_to_compare_with(folder: Path) -> None:
    result = run()

    assert result.exit_code == ExitCode.PROJECT
    assert "No version of this report was released yet, so there is nothing to compare with." in result.stdout
    assert "reportbuilder release klein --number 0.1" in result.stdout
    released("0.8")
    assert "was released before 0.8" in run("--to", "0.8").stdout


def test_the_nearest_version_is_named(folder: Path) -> None:
    released("0.8")
    result = run("--from", "0.7")

    assert result.exit_code == ExitCode.PROJECT
    assert "There is no version “0.7” of this report." in result.stdout
    assert "0.8" in result.stdout


def test_a_report_that_cannot_be_read_whole_is_not_compared(folder: Path) -> None:
    released("0.8")
    write(folder, "Zie {ref}`nergens`.")
    result = run()

    assert result.exit_code == ExitCode.CONTENT
    assert "label-unknown" in result.stdout
    assert "verwijderd" not in result.stdout
