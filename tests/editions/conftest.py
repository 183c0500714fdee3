"""The real reports in both editions, a desk for small ones, and Ghostscript's plates."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.whole_reports import REPORTS

from .built_reports import Desk, Printed, built

Plates = Callable[[bytes, int], dict[str, Image.Image]]


@pytest.fixture(scope="session", params=REPORTS, ids=[folder.name for folder in REPORTS])
def printed(request: pytest.FixtureRequest) -> Printed:
    """A report in both editions."""
    return built(request.param)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A small report and a house style that may be changed."""
    return Desk(tmp_path)


@pytest.fixture
def plates(tmp_path: Path) -> Plates:
    """Separates a page, within its trim and at 72 dpi: a grey image for every ink, white where there is none."""
    program = shutil.which("gs")
    if program is None:
        assert os.environ.get("CI") != "true", "Ghostscript is missing"
        pytest.skip("Ghostscript is not on this machine")

    def separate(data: bytes, number: int) -> dict[str, Image.Image]:
        folder = tmp_path / f"plates-{len(list(tmp_path.glob('plates-*')))}"
        folder.mkdir()
        (folder / "a.pdf").write_bytes(data)
        page = (f"-dFirstPage={number}", f"-dLastPage={number}", "-dUseTrimBox", "-r72")
        subprocess.run(
            [
                program,
                "-q",
                "-dSAFER",
                "-dBATCH",
                "-dNOPAUSE",
                "-sDEVICE=tiffsep",
                *page,
                "-sOutputFile=p.tif",
                "a.pdf",
            ],
            cwd=folder,
            check=True,
            capture_output=True,
        )
        return {file.stem[2:-1]: Image.open(file).convert("L") for file in folder.glob("p(*).tif")}

    return separate
