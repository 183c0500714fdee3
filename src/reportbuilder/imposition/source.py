"""Reads the PDF to impose: its pages and boxes, and its metadata without claims to standards.

An imposed file has other pages than its source, without tags: it does not conform to PDF/X, PDF/A or PDF/UA.
"""

from io import BytesIO
from typing import Any
from xml.dom import minidom
from xml.parsers.expat import ExpatError

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from reportbuilder.diagnostics import Code, Diagnostic, DiagnosticCode, ExitCode, Place, ReportError
from reportbuilder.imposition.geometry import Leaf, PageRectangle
from reportbuilder.values import Value

_CLAIMS = {
    "http://www.npes.org/pdfx/ns/id/",
    "http://www.npes.org/pdfvt/ns/id/",
    "http://www.aiim.org/pdfa/ns/id/",
    "http://www.aiim.org/pdfa/ns/extension/",  # describes the schemas of claims, for PDF/A alone
    "http://www.aiim.org/pdfua/ns/id/",
    "http://www.aiim.org/pdfe/ns/id/",
    "http://pdfa.org/declarations/",
    "http://ns.adobe.com/xap/1.0/mm/",  # the identity of the source, which is another file
}
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def claims_standard(key: str) -> bool:
    """Whether an entry of the Info dictionary (without its slash) or its copy in XMP claims a standard:
    GTS_PDFXVersion."""
    return key.startswith("GTS_PDF")


def unclaimed(xmp: bytes) -> bytes | None:
    """An XMP packet without its claims; None if it cannot be parsed, since its claims are unknown then."""
    if b"<!DOCTYPE" in xmp or b"<!ENTITY" in xmp:  # entities can be made to fill any memory, and XMP has none
        return None
    try:
        document = minidom.parseString(xmp)
    except (ExpatError, ValueError, LookupError):
        return None
    for description in list(document.getElementsByTagNameNS(_RDF, "Description")):
        _strip(description)
    return "\n".join(node.toxml() for node in document.childNodes).encode("utf-8")


def _strip(description: minidom.Element) -> None:
    """Remove the claims from a description, and the description itself if it becomes empty."""
    for child in list(description.childNodes):
        if isinstance(child, minidom.Element) and _is_claim(child.namespaceURI, child.localName):
            description.removeChild(child)
    for attribute in list(description.attributes.values()):
        declares = attribute.prefix == "xmlns" and attribute.value in _CLAIMS
        if declares or _is_claim(attribute.namespaceURI, attribute.localName):
            description.removeAttributeNode(attribute)
    if description.parentNode is not None and not _says(description):
        description.parentNode.removeChild(description)


def _is_claim(namespace: str | None, name: str | None) -> bool:
    return namespace in _CLAIMS or claims_standard(name or "")


def _says(description: minidom.Element) -> bool:
    """Whether a description has any property."""
    prefixes = {attribute.prefix for attribute in description.attributes.values()}
    return bool(prefixes - {"xmlns", "rdf"}) or any(isinstance(c, minidom.Element) for c in description.childNodes)


UNNAMED = "PDF"
"""The name of a PDF in messages if none is given."""


class Source(Value, eq=False):
    """A parsed PDF: its pages, their boxes, and their labels."""

    reader: PdfReader
    pages: tuple[PageObject, ...]
    leaves: tuple[Leaf, ...]
    labels: tuple[str, ...]


def read_source(data: bytes, name: str) -> Source:
    """Read the PDF to impose, called `name` in messages; raises ReportError if it is not a PDF, or its pages cannot be
    imposed."""
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
    """The error for a PDF `name` that cannot be imposed."""
    return ReportError([Diagnostic(code, message, hint, Place(name))], exit_code)


def _locked(name: str) -> ReportError:
    return refusal(Code.IMPOSITION_UNREADABLE, "The PDF is locked (encrypted), so it cannot be imposed.", name)


def _leaf(page: PageObject) -> Leaf:
    """The boxes of a page; one without a bleed box has no bleed, so that its printer's marks are not taken for
    artwork."""
    trim = _box(page.trimbox)
    return Leaf(trim, _box(page.bleedbox) if "/BleedBox" in page else trim)


def _box(rectangle: Any) -> PageRectangle:
    return PageRectangle(*(float(edge) for edge in (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)))
