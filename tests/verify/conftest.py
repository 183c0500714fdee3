"""A good file, and what is seen in it once it is broken."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from reportbuilder.editions import Edition
from reportbuilder.pipeline import build_report

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def good_pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The screen edition of a small report with everything in it."""
    output = tmp_path_factory.mktemp("good")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return (
            build_report(ROOT / "tests/documents/good-alles", (Edition.SCREEN,), output, lambda step: None)
            .paths[0]
            .read_bytes()
        )


@pytest.fixture
def broken(good_pdf: bytes) -> Callable[[Callable[[pikepdf.Pdf], None]], bytes]:
    """The good file after something was done to it."""

    def do(change: Callable[[pikepdf.Pdf], None]) -> bytes:
        with pikepdf.open(BytesIO(good_pdf)) as pdf:
            change(pdf)
            out = BytesIO()
            pdf.save(
                out, static_id=True, fix_metadata_version=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
            )
        return out.getvalue()

    return do
