"""For which device the colours of the file are meant: its output intent (ISO 32000-1, 14.11.5)."""

import zlib
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from reportbuilder.values import Value

_SRGB = "sRGB IEC61966-2.1"
_PROFILE = Path(__file__).with_name("profiles") / "sRGB.icc"  # importlib.resources would load zipfile and more


class Device(Value):
    """A press: its ICC profile, the name of the condition that it characterises, and who registered that."""

    profile: bytes
    condition: str
    registry: str


def add_screen_intent(pdf: Pdf) -> None:
    """The colours are those of sRGB (ISO 19005-2, 6.2.3): the profile is in the file."""
    profile = _PROFILE.read_bytes()
    device = Device(profile, _SRGB, "http://www.color.org")
    _add(pdf, Name.GTS_PDFA1, device, Stream(pdf, zlib.compress(profile, 9), N=3, Alternate=Name.DeviceRGB))


def add_press_intent(pdf: Pdf, device: Device) -> None:
    """The colours are the inks of a press (ISO 15930-7): its profile is in the file."""
    _add(pdf, Name.GTS_PDFX, device, Stream(pdf, zlib.compress(device.profile, 9), N=4, Alternate=Name.DeviceCMYK))


def _add(pdf: Pdf, kind: Name, device: Device, profile: Stream) -> None:
    profile.Filter = Name.FlateDecode
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=kind,
        OutputConditionIdentifier=String(device.condition),
        RegistryName=String(device.registry),
        Info=String(device.condition),
        DestOutputProfile=pdf.make_indirect(profile),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
