"""A finished file read back by another library than the ones that wrote it."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PdfReader


def check_pdf(data: bytes, pages: int) -> list[str]:
    """What is wrong with a file that should have so many pages, in plain words; nothing if it keeps its promises.

    Asked are: it can be opened, has its pages, a title and a language, and every font in it is embedded and gives back
    its text.
    """
    from pypdf import PdfReader  # takes a fifth of a second to import, and only verification needs it
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data), strict=True)
        return list(_faults(reader, pages))
    except PyPdfError as error:
        return [f"The file cannot be read: {error}"]


def _faults(reader: "PdfReader", pages: int) -> Iterator[str]:
    if len(reader.pages) != pages:
        yield f"The file has {len(reader.pages)} pages, not {pages}."
    if not (reader.metadata and reader.metadata.title):
        yield "The file has no title."
    root: Any = reader.trailer["/Root"]
    if not root.get("/Lang"):
        yield "The file does not say in which language it is."
    seen: set[str] = set()
    for page in reader.pages:
        for name, font in _fonts(_entry(page, "/Resources")):
            fault = _font_fault(font)
            if fault and name not in seen:
                seen.add(name)
                yield f"The font {name} {fault}."


def _fonts(resources: Any) -> Iterator[tuple[str, Any]]:
    """The fonts of a page or form, those of the forms in it included."""
    for font in _entry(resources, "/Font").values():
        found = font.get_object()
        yield str(found.get("/BaseFont", "without a name")).lstrip("/"), found
    for form in _entry(resources, "/XObject").values():
        yield from _fonts(_entry(form.get_object(), "/Resources"))


def _font_fault(font: Any) -> str:
    if "/ToUnicode" not in font:
        return "does not say what text its glyphs stand for"
    described = _entry(font.get("/DescendantFonts", [font])[0].get_object(), "/FontDescriptor")
    if not any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        return "is not embedded"
    return ""


def _entry(dictionary: Any, key: str) -> Any:
    """A dictionary's entry, wherever in the file it stands; an empty one if there is none."""
    return dictionary[key].get_object() if key in dictionary else {}
