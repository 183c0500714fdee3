"""Checks colours and transparency as content uses them against the output intent that defines them (ISO 19005-2,
6.2)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from reportbuilder.preflight.colour_spaces import ColourSpace, read_space
from reportbuilder.preflight.reader import (
    File,
    dictionary,
    get,
    integer,
    is_true,
    items,
    name,
    number,
    numbers,
    resolved,
    stream_data,
)
from reportbuilder.standards.facts import Fact, Observation
from reportbuilder.values import Value

See = Callable[[Fact, str], None]

_MODES = (
    "Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference "
    "Exclusion Hue Saturation Color Luminosity"
)
_BLEND_MODES = frozenset(_MODES.split())
_INTENTS = frozenset(("RelativeColorimetric", "AbsoluteColorimetric", "Perceptual", "Saturation"))
_DEFAULTS = {"DeviceGray": "/DefaultGray", "DeviceRGB": "/DefaultRGB", "DeviceCMYK": "/DefaultCMYK"}
"""The colour space resources that define device colours (ISO 32000-1, 8.6.5.6)."""

_CHANNELS = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}
_DEVICES = {b"GRAY": {"DeviceGray"}, b"RGB ": {"DeviceGray", "DeviceRGB"}, b"CMYK": {"DeviceGray", "DeviceCMYK"}}
_CLASSES = (b"prtr", b"mntr")


class ColourUse:
    """Collects the colours that the content of a file uses; `check_colours` compares them with the output intent."""

    def __init__(self, see: See) -> None:
        self.see = see
        self.devices: dict[str, int] = {}
        """The device colour spaces used without a default colour space that defines them, each with its first page."""
        self.transparent: dict[int, bool] = {}
        """The pages that use transparency, and whether the page group names a blending colour space."""
        self._page = 0
        self._mixes = False
        self._checked: set[int] = set()

    def begin_page(self, page: Any, resources: Any) -> None:
        """Begin the next page; pages are counted from 1."""
        self._page += 1
        group = get(page, "/Group")
        self._mixes = get(group, "/CS") is not None
        if group is not None and get(group, "/S") == "/Transparency":
            self._group(group, resources)

    def space(self, space: ColourSpace, resources: Any) -> None:
        """Record a colour space, with its base and alternate spaces."""
        part: ColourSpace | None = space
        while part is not None:
            if part.kind in _DEFAULTS:
                if get(get(resources, "/ColorSpace"), _DEFAULTS[part.kind]) is None:
                    self.devices.setdefault(part.kind, self._page)
            elif part.missing and part.kind != "Indexed":
                self.see(Fact.RESOURCE_MISSING, f"ColorSpace {part.kind}")
            part = part.base

    def inline_image(self, image: Mapping[str, Any], resources: Any) -> None:
        """Record the colours of an inline image."""
        space = image.get("/CS", image.get("/ColorSpace"))
        if space is not None:
            self.space(read_space(space, resources), resources)
        if is_true(image.get("/I")) or is_true(image.get("/Interpolate")):
            self.see(Fact.IMAGE_FORBIDDEN, "Interpolate")
        filters = image.get("/F", image.get("/Filter"))
        for one in filters if isinstance(filters, list) else [filters]:
            if one in ("/LZW", "/LZWDecode", "/Crypt"):
                self.see(Fact.FILTER_FORBIDDEN, name(one))

    def image(self, image: Any, resources: Any) -> None:
        """Record the colours of an image XObject."""
        if get(image, "/SMask") is not None or (integer(get(image, "/SMaskInData")) or 0) > 0:
            self._transparent()
        if not is_true(get(image, "/ImageMask")) and get(image, "/ColorSpace") is not None:
            self.space(read_space(get(image, "/ColorSpace"), resources), resources)
        if id(image) in self._checked:
            return
        self._checked.add(id(image))
        if get(image, "/Subtype") == "/PS":
            self.see(Fact.XOBJECT_FORBIDDEN, "PostScript")
        for key in ("/Alternates", "/OPI"):
            if get(image, key) is not None:
                self.see(Fact.IMAGE_FORBIDDEN, key[1:])
        if is_true(get(image, "/Interpolate")):
            self.see(Fact.IMAGE_FORBIDDEN, "Interpolate")
        bits = integer(get(image, "/BitsPerComponent"))
        if bits not in (None, 1, 2, 4, 8, 16):
            self.see(Fact.IMAGE_FORBIDDEN, f"{bits} bits per colour")
        self.intent(get(image, "/Intent"))

    def form(self, form: Any) -> None:
        """Record the transparency group of a form."""
        group = get(form, "/Group")
        if group is not None and get(group, "/S") == "/Transparency":
            self._transparent()
            self._group(group, dictionary(get(form, "/Resources")))
        if get(form, "/Ref") is not None:
            self.see(Fact.XOBJECT_ELSEWHERE, "")
        for key in ("/OPI", "/PS"):
            if get(form, key) is not None:
                self.see(Fact.XOBJECT_FORBIDDEN, key[1:])

    def graphics_state(self, state: Any) -> None:
        """Record the transparency parameters of a graphics state dictionary."""
        alphas = numbers([get(state, "/ca"), get(state, "/CA")])
        mode = get(state, "/BM")
        modes = [name(resolved(one)) for one in (items(mode) if isinstance(mode, list) else [mode])]
        plain = {"", "Normal", "Compatible"}
        mask = get(state, "/SMask")
        if any(alpha < 1 for alpha in alphas) or set(modes) - plain or mask not in (None, "/None"):
            self._transparent()
        for unknown in set(modes) - _BLEND_MODES - {""}:
            self.see(Fact.BLEND_MODE_UNKNOWN, unknown)
        for key in ("/TR", "/HTP"):
            if get(state, key) is not None:
                self.see(Fact.GRAPHICS_STATE_FORBIDDEN, key[1:])
        if get(state, "/TR2") not in (None, "/Default"):
            self.see(Fact.GRAPHICS_STATE_FORBIDDEN, "TR2")
        halftone = get(state, "/HT")
        if isinstance(halftone, dict) and integer(get(halftone, "/HalftoneType")) not in (1, 5):
            self.see(Fact.GRAPHICS_STATE_FORBIDDEN, "HT")
        self.intent(get(state, "/RI"))

    def intent(self, intent: Any) -> None:
        """Record a rendering intent."""
        if intent is not None and name(intent) not in _INTENTS:
            self.see(Fact.GRAPHICS_STATE_FORBIDDEN, f"rendering intent {name(intent)}")

    def _group(self, group: Any, resources: Any) -> None:
        if dictionary(group).get("/CS") is not None:
            self.space(read_space(get(group, "/CS"), resources), resources)

    def _transparent(self) -> None:
        self.transparent[self._page] = self._mixes


class ProfileHeader(Value):
    """The colour space signature of an ICC profile, and the faults in its header, in words."""

    colours: bytes
    fault: str


def check_colours(file: File, use: ColourUse) -> Iterator[Observation]:
    """Check the output intent, and that it defines the device colours and transparency that were used."""
    intents = [resolved(raw) for raw in items(get(file.catalog, "/OutputIntents"))]
    ours = [intent for intent in intents if get(intent, "/S") == "/GTS_PDFA1"]
    profiles = [read_profile_header(get(intent, "/DestOutputProfile")) for intent in ours]
    if any(get(intent, "/S") in ("/GTS_PDFA1", "/GTS_PDFX") for intent in intents):
        yield Observation(Fact.HAS_OUTPUT_INTENT)
    for profile in profiles:
        if profile.fault:
            yield Observation(Fact.OUTPUT_PROFILE_WRONG, profile.fault)
    used = {number(found) for intent in intents if (found := get(intent, "/DestOutputProfile")) is not None}
    if len(used) > 1:
        yield Observation(Fact.OUTPUT_PROFILE_WRONG, "there are several")
    defined = _DEVICES.get(profiles[0].colours, set()) if profiles else set()
    for device, page in use.devices.items():
        if device not in defined:
            yield Observation(Fact.DEVICE_COLOUR_UNDEFINED, device, page)
    for page, mixes in use.transparent.items():
        if not ours and not mixes:
            yield Observation(Fact.TRANSPARENCY_UNDEFINED, "", page)


def read_profile_header(stream: Any) -> ProfileHeader:
    """Read the header of an ICC profile (ICC.1, 7.2) and check it against the stream dictionary."""
    data = stream_data(stream)
    colours = data[16:20]
    if len(data) < 132 or data[36:40] != b"acsp":
        return ProfileHeader(b"", "it is no ICC profile")
    if data[12:16] not in _CLASSES:
        return ProfileHeader(colours, "it is not the profile of a screen or a printer")
    if data[8] >= 5:
        return ProfileHeader(colours, f"its version is {data[8]}")
    if integer(get(stream, "/N")) != _CHANNELS.get(colours):
        return ProfileHeader(colours, f"N is {get(stream, '/N')} for {colours.decode('latin-1').strip()}")
    if int.from_bytes(data[:4], "big") != len(data):
        return ProfileHeader(colours, "it is cut off, or too long")
    return ProfileHeader(colours, "")
