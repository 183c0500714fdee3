"""One release and one package for all tests here."""

import shutil
from pathlib import Path

import pytest

from reportbuilder.archive.package import ArchivePackage
from tests.archive.archived_report import archived, lay_out_project, release_version


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which version 0.9 of the small report was released; tests leave it as it is."""
    root = tmp_path_factory.mktemp("project")
    lay_out_project(root)
    release_version(root)
    return root


@pytest.fixture(scope="session")
def packed(project: Path, tmp_path_factory: pytest.TempPathFactory) -> ArchivePackage:
    """The package of that version; tests leave it as it is."""
    return archived(project, released_output(project, tmp_path_factory.mktemp("output")))


def released_output(project: Path, output: Path) -> Path:
    """An output folder of its own, with the released files in it."""
    shutil.copytree(project / "output" / "verslag", output / "verslag")
    return output


@pytest.fixture
def output(project: Path, tmp_path: Path) -> Path:
    """An output folder for one test, with the released files in it."""
    return released_output(project, tmp_path / "output")
