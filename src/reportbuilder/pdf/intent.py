"""For which device the colours of the file are meant: its output intent (ISO 32000-1, 14.11.5)."""

import zlib
from pathlib import Path

from reportbuilder.pdf.skeleton import Skeleton
from reportbuilder.pdf.syntax import dictionary, reference, text_string
from reportbuilder.values import Value

_SRGB = "sRGB IEC61966-2.1"
_PROFILE = Path(__file__).with_name("profiles") / "sRGB.icc"  # importlib.resources would load zipfile and more


class Device(Value):
    """A press: its ICC profile, the name of the condition that it characterises, and who registered that."""

    profile: bytes
    condition: str
    registry: str


def add_screen_intent(skeleton: Skeleton) -> None:
    """The colours are those of sRGB (ISO 19005-2, 6.2.3): the profile is in the file."""
    device = Device(_PROFILE.read_bytes(), _SRGB, "http://www.color.org")
    _add(skeleton, "/GTS_PDFA1", device, "/N 3/Alternate/DeviceRGB")


def add_press_intent(skeleton: Skeleton, device: Device) -> None:
    """The colours are the inks of a press (ISO 15930-7): its profile is in the file."""
    _add(skeleton, "/GTS_PDFX", device, "/N 4/Alternate/DeviceCMYK")


def _add(skeleton: Skeleton, kind: str, device: Device, space: str) -> None:
    profile = skeleton.stream(f"{space}/Filter/FlateDecode", zlib.compress(device.profile, 9))
    intent = {
        "Type": "/OutputIntent",
        "S": kind,
        "OutputConditionIdentifier": text_string(device.condition),
        "RegistryName": text_string(device.registry),
        "Info": text_string(device.condition),
        "DestOutputProfile": reference(profile),
    }
    skeleton.catalogue["OutputIntents"] = f"[{reference(skeleton.add(dictionary(intent)))}]"
