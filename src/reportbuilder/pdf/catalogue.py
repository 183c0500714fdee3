"""Entries of the document catalogue: metadata, language, output intent, bookmarks and page labels
(ISO 32000-1, 7.7.2, 12.3.3, 12.4.2 and 14.11.5)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf

from reportbuilder.layout.page import OutlineEntry
from reportbuilder.pdf.annotations import Destination
from reportbuilder.pdf.metadata import Claims, DocumentInfo, info, xmp

if TYPE_CHECKING:
    from reportbuilder.press.profile import OutputProfile

_SRGB = "sRGB IEC61966-2.1"
_PROFILE = Path(__file__).with_name("profiles") / "sRGB.icc"  # importlib.resources would load zipfile and more


def add_metadata(pdf: Pdf, about: DocumentInfo, claims: Claims, trapped: bool | None = None) -> None:
    """Add language, title in the window, Info and XMP; `trapped` is written where a standard asks for it."""
    metadata, date = about.metadata, about.date
    root = pdf.Root
    root.Lang = metadata.language
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.Metadata = pdf.make_stream(xmp(metadata, date, claims), Type=Name.Metadata, Subtype=Name.XML)
    entries: dict[str, object] = {f"/{key}": value for key, value in info(metadata, date).items()}
    if trapped is not None:
        entries["/Trapped"] = Name("/True" if trapped else "/False")
    pdf.trailer.Info = pdf.make_indirect(Dictionary(entries))


def add_screen_intent(pdf: Pdf) -> None:
    """Add the output intent of sRGB (ISO 19005-2, 6.2.3), with its profile."""
    _add_intent(pdf, Name.GTS_PDFA1, _PROFILE.read_bytes(), 3, _SRGB, "http://www.color.org")


def add_press_intent(pdf: Pdf, profile: "OutputProfile") -> None:
    """Add the output intent of a press (ISO 15930-7), with its profile."""
    _add_intent(pdf, Name.GTS_PDFX, profile.data, 4, profile.condition, profile.registry)


def _add_intent(pdf: Pdf, kind: Name, profile: bytes, components: int, condition: str, registry: str) -> None:
    alternate = Name.DeviceRGB if components == 3 else Name.DeviceCMYK
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=kind,
        OutputConditionIdentifier=condition,
        RegistryName=registry,
        Info=condition,
        DestOutputProfile=pdf.make_stream(profile, N=components, Alternate=alternate),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def add_outline(pdf: Pdf, entries: Sequence[OutlineEntry], destinations: Mapping[str, Destination]) -> None:
    """Add the bookmarks, nested by level; those of chapters show, what is in them is folded."""
    if not entries:
        return
    pages = [page.obj for page in pdf.pages]
    items: list[OutlineItem] = []
    with pdf.open_outline() as outline:
        open_items: list[tuple[int, list[OutlineItem]]] = [(0, outline.root)]
        for entry in entries:
            while open_items[-1][0] >= entry.level:
                open_items.pop()
            item = OutlineItem(entry.title, _place(pages, entry.label, destinations))
            item.is_closed = True
            open_items[-1][1].append(item)
            open_items.append((entry.level, item.children))
            items.append(item)
    for item in items:
        if not item.children and item.obj is not None:
            del item.obj.Count  # pikepdf writes 0, and a bookmark without others in it has none


def add_page_labels(pdf: Pdf, inserted: Sequence[bool]) -> None:
    """Label pages with their folios, from 1; those that are `inserted` with Roman numerals of their own."""
    nums = [0, Dictionary(S=Name.D)]
    for index in range(1, len(inserted)):
        if inserted[index] and not inserted[index - 1]:
            nums += [index, Dictionary(S=Name.r)]
        elif inserted[index - 1] and not inserted[index]:
            nums += [index, Dictionary(S=Name.D, St=inserted[:index].count(False) + 1)]
    pdf.Root.PageLabels = Dictionary(Nums=Array(nums))


def _place(pages: Sequence[Object], label: str, destinations: Mapping[str, Destination]) -> Array:
    """The explicit destination of a label: its page, its height, the zoom as it is."""
    assert label in destinations, f"nothing on the pages carries the label {label!r}"
    spot = destinations[label]
    return Array([pages[spot.page], Name.XYZ, 0, round(spot.top, 2), None])
