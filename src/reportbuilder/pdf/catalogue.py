"""What the document catalogue has besides pages and structure: metadata, language, and the output intent, which is the
device that the colours are meant for (ISO 32000-1, 7.7.2 and 14.11.5)."""

from pathlib import Path
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, Pdf

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
