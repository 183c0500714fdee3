"""A good file, and what is seen in it once it is broken."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.whole_reports import build_report

ROOT = Path(__file__).parents[2]


Broken = Callable[[Callable[[pikepdf.Pdf], None]], bytes]


@pytest.fixture(scope="session")
def good_pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The screen edition of a small report with everything in it."""
    return _edition("screen", tmp_path_factory.mktemp("good"))


@pytest.fixture(scope="session")
def print_pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The print edition of the same report."""
    return _edition("print", tmp_path_factory.mktemp("print"))


def _edition(edition: str, output: Path) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        built = build_report(ROOT / "tests/documents/good-alles", (edition,), output)
    return built.paths[0].read_bytes()


@pytest.fixture
def broken(good_pdf: bytes) -> Broken:
    """The good file after something was done to it."""
    return _operating(good_pdf)


@pytest.fixture
def broken_print(print_pdf: bytes) -> Broken:
    """The print edition after something was done to it."""
    return _operating(print_pdf)


def _operating(good: bytes) -> Broken:
    def do(change: Callable[[pikepdf.Pdf], None]) -> bytes:
        with pikepdf.open(BytesIO(good)) as pdf:
            change(pdf)
            out = BytesIO()
            pdf.save(
                out, static_id=True, fix_metadata_version=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
            )
        return out.getvalue()

    return do
