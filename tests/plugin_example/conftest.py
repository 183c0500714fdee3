"""The example package, installed beside the program, and a report that uses it."""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
Run = Callable[..., subprocess.CompletedProcess[str]]


def install(folder: Path, name: str, entry_points: dict[str, str]) -> Path:
    """What a package installer writes of a package with plug-ins; gives the folder."""
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = [f"{key} = {value}" for key, value in entry_points.items()]
    (info / "entry_points.txt").write_text("\n".join(["[reportbuilder.plugins]", *lines, ""]))
    return folder


def command(project: Path, *arguments: str, site: Path | None) -> subprocess.CompletedProcess[str]:
    """The command line in a project's folder; `site` is a folder of packages that are installed."""
    search = [str(ROOT / "src"), *([str(HERE), str(site)] if site else [])]
    return subprocess.run(
        [sys.executable, "-m", "reportbuilder", *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(search)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of installed packages in which the example is."""
    project = tomllib.loads((HERE / "pyproject.toml").read_text())["project"]
    entry_points = project["entry-points"]["reportbuilder.plugins"]
    return install(tmp_path_factory.mktemp("site"), project["name"], entry_points)


def lay_out(folder: Path) -> Path:
    """A project with the example's report."""
    shutil.copytree(HERE / "content", folder / "content")
    for shared in ("styles", "fonts"):
        (folder / shared).symlink_to(ROOT / shared)
    return folder


@pytest.fixture(scope="session")
def released(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which the report was released as 0.9 and archived; tests leave it as it is."""
    folder = lay_out(tmp_path_factory.mktemp("released"))
    for arguments in (("release", "voorbeeld", "--number", "0.9"), ("archive", "voorbeeld", "--version", "0.9")):
        done = command(folder, *arguments, site=site)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the report, for one test."""
    return lay_out(tmp_path)
