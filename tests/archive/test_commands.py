"""The commands `archive` and `verify` for packages: what they say, and their exit codes."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportbuilder.archive.package import ArchivePackage
from reportbuilder.cli.main import app
from tests.archive.archived_report import NAME


@pytest.fixture
def here(project: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's folder as the one that we are in; what is built goes elsewhere."""
    monkeypatch.chdir(project)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("REPORTBUILDER_KEY_PASSWORD", raising=False)
    return output


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_a_version_is_archived_and_its_package_verified(here: Path) -> None:
    made = run("archive", "verslag", "--version", "0.9", "--output", str(here))
    assert made.exit_code == 0
    assert made.stdout.startswith("Packed ")
    assert "1 column of the data without a description" in made.stderr
    package = here / "verslag" / "archief" / "0.9" / f"{NAME}.zip"
    again = run("archive", "verslag", "--version", "0.9", "--output", str(here))
    assert again.stdout.startswith("Is there already, and the same: ")
    looked = run("verify", str(package))
    assert (looked.exit_code, looked.stdout.startswith("No faults found in ")) == (0, True)
    assert "verslag-screen.pdf: PDF/UA-1: holds" in looked.stdout
    assert "not judged: " in run("verify", "--verbose", str(package)).stdout
    rebuilt = run("verify", "--rebuild", str(package.with_suffix("").with_name(NAME)))
    assert "The PDFs were made again, and are the same." in rebuilt.stdout


def test_a_changed_package_ends_with_code_6(packed: ArchivePackage, here: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(packed.folder, tmp_path / NAME)
    (copy / "data" / NAME / "LEESMIJ.txt").write_bytes(b"Leeg.\n")
    found = run("verify", str(copy))
    assert found.exit_code == 6
    assert f"“data/{NAME}/LEESMIJ.txt” was changed." in found.stdout


def test_what_is_no_package_ends_with_code_5(here: Path, tmp_path: Path) -> None:
    assert run("verify", str(tmp_path)).exit_code == 5


def test_an_unknown_version_and_a_key_without_password_are_told(here: Path, tmp_path: Path) -> None:
    assert run("archive", "verslag", "--version", "1.0").exit_code == 2
    asked = run("archive", "verslag", "--version", "0.9", "--sign", str(tmp_path / "sleutel.p12"))
    assert asked.exit_code == 2
    assert "REPORTBUILDER_KEY_PASSWORD" in asked.stderr
