"""The commands `release` and `versions`: what is asked, what is said, and the exit codes."""

import errno
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportbuilder import pipeline
from reportbuilder.archive import package
from reportbuilder.cli.main import app
from reportbuilder.diagnostics import Code, ExitCode
from tests.versions.small_releases import archivable, everything, lay_out_folders, make, no_problems, register_of


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a tiny report, in which we are; making it takes no time."""
    lay_out_folders(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(pipeline, "check_report", no_problems)
    monkeypatch.setattr(pipeline, "build_report", make)
    monkeypatch.setattr(package, "rehearse_package", archivable)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_a_release_says_what_it_is_and_where(root: Path) -> None:
    asked = ("--label", "Versie RVO", "--status", "final", "--date", "2020-04-06", "--note", "Vastgesteld")
    result = run("release", "klein", "--number", "1.0", *asked)
    assert result.exit_code == ExitCode.DONE
    lines = result.stdout.splitlines()
    assert lines[0] == "Released klein 1.0: Versie RVO, final, 2020-04-06 (1 page)"
    assert lines[-1] == f"  {Path('content/klein/versions/1.0.zip')}"
    assert all((root / line.strip()).is_file() for line in lines[1:])
    (version,) = register_of(root).versions
    assert (version.note, str(version.date)) == ("Vastgesteld", "2020-04-06")


def test_versions_are_listed_with_how_they_stand(root: Path) -> None:
    assert run("versions", "klein").stdout == "No version of klein was released yet.\n"
    run("release", "klein", "--number", "0.9", "--note", "Eerste")
    run("release", "klein", "--number", "0.10")
    assert run("versions", "klein").stdout.splitlines() == [
        "0.9   2022-05-01  concept  complete       Versie van mei",
        "      Eerste",
        "0.10  2022-05-01  concept  complete       Versie van mei",
    ]
    (root / "output/klein/0.9/klein-print.pdf").write_bytes(b"%PDF-")
    result = run("versions", "klein")
    assert result.exit_code == ExitCode.FILE
    assert "klein-print.pdf” of version 0.9 was changed" in result.stdout
    assert "0.9   2022-05-01  concept  damaged" in result.stdout


def test_files_are_put_back(root: Path) -> None:
    run("release", "klein", "--number", "0.9")
    files = sorted((root / "output/klein/0.9").iterdir())
    before = everything(root)
    for file in files:
        file.unlink()
    files[0].parent.rmdir()
    assert run("versions", "klein").stdout == "0.9  2022-05-01  concept  snapshot only  Versie van mei\n"
    result = run("restore", "klein", "--version", "0.9")
    assert (result.exit_code, len(result.stdout.splitlines())) == (ExitCode.DONE, len(files))
    assert everything(root) == before
    assert run("restore", "klein", "--version", "0.8").exit_code == ExitCode.USAGE


def test_the_same_content_again_is_said(root: Path) -> None:
    run("release", "klein", "--number", "0.9")
    assert "the same as in version 0.9" in run("release", "klein", "--number", "1.0").stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--number", "1.a"), "“1.a” is no version number"),
        (("--number", "0.8"), "0.8 is lower than 0.9, the last version; numbers only rise"),
        (("--number", "0.9"), "Version 0.9 was released already, on 2022-05-01, and is never overwritten"),
        (("--number", "1.0", "--date", "2020-13-01"), "is not a date"),
        (("--number", "1.0", "--status", "draft"), "is not one of"),
        ((), "Missing option '--number'"),
    ],
)
def test_wrong_usage_is_told_and_changes_nothing(arguments: tuple[str, ...], says: str, root: Path) -> None:
    run("release", "klein", "--number", "0.9")
    before = everything(root)
    result = run("release", "klein", *arguments)
    assert result.exit_code == ExitCode.USAGE
    assert says in " ".join(result.stderr.replace("│", " ").split())
    assert everything(root) == before


@pytest.mark.parametrize("command", [("release", "--number", "1.0"), ("versions",)])
def test_a_damaged_register_ends_a_command(command: tuple[str, ...], root: Path) -> None:
    run("release", "klein", "--number", "0.9")
    path = root / "content/klein/versions.yaml"
    path.write_text(path.read_text().replace("concept", "final"))
    result = run(command[0], "klein", *command[1:])
    assert result.exit_code == ExitCode.PROJECT
    assert "The entry of version 0.9 was altered" in result.output
    assert "content/klein/versions.yaml:5" in result.output


def test_a_full_disk_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(root)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    result = run("release", "klein", "--number", "0.9")
    assert result.exit_code == ExitCode.FILE
    assert "No space left on device" in result.stderr
    assert "nothing was written" in result.stderr
    assert everything(root) == before


def test_every_code_in_the_documentation_is_told_somewhere() -> None:
    project = Path(__file__).parents[2]
    told = re.findall(r"^\| (`.*?) \|", (project / "docs/versions.md").read_text(encoding="utf-8"), re.MULTILINE)
    codes = {code for row in told for code in re.findall(r"`([a-z]+-[a-z]+)`", row)}
    sources = [file.read_text(encoding="utf-8") for file in (project / "src/reportbuilder/versions").glob("*.py")]
    assert len(codes) > 10
    assert {code for code in codes if not any(f"Code.{Code(code).name}" in source for source in sources)} == set()


def test_an_unknown_report_is_told(root: Path) -> None:
    result = run("release", "klien", "--number", "1.0")
    assert result.exit_code == ExitCode.USAGE
    assert "Did you mean “klein”?" in result.stderr
