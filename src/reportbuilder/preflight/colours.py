"""What the colours of a file mean: its output intent, and the colours and transparency that lean on it."""

from collections.abc import Iterator
from typing import Any

from reportbuilder.preflight.paints import Paints
from reportbuilder.preflight.reading import File, get, items, number, resolved, stream_data, whole
from reportbuilder.standards.facts import Fact, Observation
from reportbuilder.values import Value

_CHANNELS = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}
_DEVICES = {b"GRAY": {"DeviceGray"}, b"RGB ": {"DeviceGray", "DeviceRGB"}, b"CMYK": {"DeviceGray", "DeviceCMYK"}}
_CLASSES = (b"prtr", b"mntr")


class Profile(Value):
    """A colour profile: the signature of its colours, and what is wrong with it."""

    colours: bytes
    fault: str


def check_colours(file: File, paints: Paints) -> Iterator[Observation]:
    """What there is to see in the output intent and in what leans on it."""
    intents = [resolved(raw) for raw in items(get(file.catalog, "/OutputIntents"))]
    ours = [intent for intent in intents if get(intent, "/S") == "/GTS_PDFA1"]
    profiles = [read_profile(get(intent, "/DestOutputProfile")) for intent in ours]
    if any(get(intent, "/S") in ("/GTS_PDFA1", "/GTS_PDFX") for intent in intents):
        yield Observation(Fact.HAS_OUTPUT_INTENT)
    for profile in profiles:
        if profile.fault:
            yield Observation(Fact.OUTPUT_PROFILE_WRONG, profile.fault)
    used = {number(found) for intent in intents if (found := get(intent, "/DestOutputProfile")) is not None}
    if len(used) > 1:
        yield Observation(Fact.OUTPUT_PROFILE_WRONG, "there are several")
    defined = _DEVICES.get(profiles[0].colours, set()) if profiles else set()
    for device, page in paints.devices.items():
        if device not in defined:
            yield Observation(Fact.DEVICE_COLOUR_UNDEFINED, device, page)
    for page, mixes in paints.transparent.items():
        if not ours and not mixes:
            yield Observation(Fact.TRANSPARENCY_UNDEFINED, "", page)


def read_profile(stream: Any) -> Profile:
    """The header of an ICC profile (ICC.1, 7.2), beside what its dictionary says of it."""
    data = stream_data(stream)
    colours = data[16:20]
    if len(data) < 132 or data[36:40] != b"acsp":
        return Profile(b"", "it is no ICC profile")
    if data[12:16] not in _CLASSES:
        return Profile(colours, "it is not the profile of a screen or a printer")
    if data[8] >= 5:
        return Profile(colours, f"its version is {data[8]}")
    if whole(get(stream, "/N")) != _CHANNELS.get(colours):
        return Profile(colours, f"N is {get(stream, '/N')} for {colours.decode('latin-1').strip()}")
    if int.from_bytes(data[:4], "big") != len(data):
        return Profile(colours, "it is cut off, or too long")
    return Profile(colours, "")
