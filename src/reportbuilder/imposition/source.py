"""The finished PDF that is imposed: its pages and their boxes."""

from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from reportbuilder.diagnostics import Code, Diagnostic, DiagnosticCode, ExitCode, Place, ReportError
from reportbuilder.imposition.geometry import Box, Leaf
from reportbuilder.values import Value

UNNAMED = "PDF"
"""The name of a PDF in problems, when none is given."""


class Source(Value, eq=False):
    """A PDF that was read: its pages, their boxes, and the labels that readers show for them."""

    reader: PdfReader
    pages: tuple[PageObject, ...]
    leaves: tuple[Leaf, ...]
    labels: tuple[str, ...]


def read_source(data: bytes, name: str) -> Source:
    """Read the PDF that is to be imposed, called `name` in problems; raises ReportError when it is none, or its pages
    are not plain ones."""
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise _locked(name)
        pages = tuple(reader.pages)
        for number, page in enumerate(pages, 1):
            if page.rotation % 360 or page.user_unit != 1:
                words = f"Page {number} of the PDF is turned or has a unit of its own, so it cannot be imposed."
                raise refusal(Code.IMPOSITION_UNREADABLE, words, name)
        if not pages:
            raise refusal(Code.IMPOSITION_UNREADABLE, "The PDF has no pages to impose.", name)
        return Source(reader, pages, tuple(map(_leaf, pages)), tuple(reader.page_labels))
    except DependencyError as error:  # pypdf wants a library to try the lock with
        raise _locked(name) from error
    except PyPdfError as error:
        words = f"The PDF cannot be read, so it cannot be imposed ({str(error).rstrip('.')})."
        raise refusal(Code.IMPOSITION_UNREADABLE, words, name) from error


def refusal(
    code: DiagnosticCode, message: str, name: str, hint: str = "", exit_code: ExitCode = ExitCode.FILE
) -> ReportError:
    """An imposition of the PDF `name` that cannot be made, as the error to raise."""
    return ReportError([Diagnostic(code, message, hint, Place(name))], exit_code)


def _locked(name: str) -> ReportError:
    return refusal(Code.IMPOSITION_UNREADABLE, "The PDF is locked (encrypted), so it cannot be imposed.", name)


def _leaf(page: PageObject) -> Leaf:
    """The boxes of a page; one that names no bleed has none, so that its marks are not taken for artwork."""
    trim = _box(page.trimbox)
    return Leaf(trim, _box(page.bleedbox) if "/BleedBox" in page else trim)


def _box(rectangle: Any) -> Box:
    return Box(*(float(edge) for edge in (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)))
