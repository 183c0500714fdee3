"""A good file, and what is seen in it once it is broken."""

from collections.abc import Callable
from functools import cache
from io import BytesIO

import pikepdf
import pytest

from tests.whole_reports import GOOD, built

Broken = Callable[[Callable[[pikepdf.Pdf], None]], bytes]


@pytest.fixture(scope="session")
def good_pdf() -> bytes:
    """The screen edition of a small report with everything in it."""
    return built(GOOD).files["screen"]


@pytest.fixture(scope="session")
def print_pdf() -> bytes:
    """The print edition of the same report."""
    return built(GOOD).files["print"]


@pytest.fixture
def broken(good_pdf: bytes) -> Broken:
    """The good file after something was done to it."""
    return _operating(good_pdf)


@pytest.fixture
def broken_print(print_pdf: bytes) -> Broken:
    """The first pages of the print edition after something was done to them."""
    return _operating(_first_pages(print_pdf))


@cache
def _first_pages(data: bytes) -> bytes:
    """The first five pages of a print edition that have no photograph, which takes twice the time of all others to read
    and whose inks are not known; every test breaks one."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for index in reversed([index for index, page in enumerate(pdf.pages) if _has_image(page)]):
            del pdf.pages[index]
        del pdf.pages[5:]
        out = BytesIO()
        pdf.save(out, static_id=True, fix_metadata_version=False)
    return out.getvalue()


def _operating(good: bytes) -> Broken:
    def do(change: Callable[[pikepdf.Pdf], None]) -> bytes:
        with pikepdf.open(BytesIO(good)) as pdf:
            change(pdf)
            out = BytesIO()
            pdf.save(
                out,
                static_id=True,
                fix_metadata_version=False,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,  # a reader unpacks all of a stream for one object
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
            )
        return out.getvalue()

    return do


def _has_image(page: pikepdf.Page) -> bool:
    """Whether an image is among the resources of a page."""
    return any(one.get("/Subtype") == "/Image" for one in page.obj.Resources.get("/XObject", {}).values())
