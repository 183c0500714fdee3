"""Colours: colour spaces as process and spot inks, and what content uses against the output intent.

Of each colour the share of each plate is known (ISO 32000-1, 8.6); colours and transparency must be defined by the
output intent (ISO 19005-2, 6.2).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

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

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
_SHORT = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}
_COMPONENTS = {"DeviceGray": 1, "DeviceRGB": 3, "DeviceCMYK": 4}
_PLAIN = frozenset(("DeviceGray", "DeviceCMYK", "Separation", "Pattern"))
_DEEP = 5
_SPECK = 1e-4


class InkColour(Value):
    """A colour in inks: the family of its space, the share (0 to 1) of each plate, and the total in percent.

    `known` is false for colours whose inks cannot be determined: patterns and device-independent or RGB colours.
    """

    kind: str
    plates: tuple[tuple[str, float], ...] = ()
    total: float = 0.0
    known: bool = True

    @property
    def white(self) -> bool:
        """Whether the colour has no ink."""
        return self.known and not self.plates

    @property
    def black(self) -> bool:
        """Whether the colour is 100% black ink alone."""
        return self.plates == (("Black", 1.0),)

    @property
    def on_all(self) -> bool:
        """Whether the colour is on all plates (the separation All), as printer's marks are."""
        return self.plates[:1] != () and self.plates[0][0] == "All"


class ColourSpace(Value, eq=False):
    """A colour space: its family, its plates, the space that it is based on or replaced by, the function of that
    replacement (tint transform), and the colours of an indexed one (lookup). ISO 32000-1, 8.6."""

    kind: str
    names: tuple[str, ...] = ()
    base: "ColourSpace | None" = None
    tint: Any = None
    lookup: Any = None
    missing: bool = False
    """Whether it is a name for which the resources have no colour space."""

    @property
    def channels(self) -> int:
        """The number of components of a colour."""
        return _COMPONENTS.get(self.kind) or len(self.names) or 1

    @property
    def table(self) -> bytes:
        """The lookup table of an Indexed space."""
        listed = self.lookup
        return bytes(getattr(listed, "original_bytes", listed if isinstance(listed, bytes) else stream_data(listed)))

    def faults(self) -> tuple[bool, str]:
        """Whether the space, or its alternate, is an RGB space; and its family if it is not in plain inks."""
        if self.kind in ("Indexed", "Pattern") and self.base:
            return self.base.faults()
        screen = "DeviceRGB" in (self.kind, self.base.kind if self.base else "")
        return screen, "" if self.kind in _PLAIN else self.kind

    def colour(self, operands: Sequence[Any]) -> InkColour:
        """The colour with these components."""
        shares = [float(one) for one in operands if isinstance(one, int | float)]
        if self.kind == "DeviceGray" and shares:
            return _inks(self.kind, ("Black",), (1 - shares[0],))
        if self.kind == "DeviceCMYK" and len(shares) >= 4:
            return _inks(self.kind, PROCESS, shares)
        if self.kind == "DeviceN" and len(shares) >= len(self.names):
            return _inks(self.kind, self.names, shares)
        if self.kind == "Separation" and shares and self.names != ("None",):
            colour = _inks(self.kind, self.names, shares)
            stands_in = sum(_tinted(self.tint, shares[0])) * 100 if self._has_stand_in else 0.0
            return InkColour(colour.kind, colour.plates, max(colour.total, stands_in))
        if self.kind == "Indexed" and self.base and shares:
            size, at = self.base.channels, int(shares[0])
            return self.base.colour([byte / 255 for byte in self.table[at * size : (at + 1) * size]])
        return InkColour(self.kind, known=False)

    def first(self) -> InkColour:
        """The initial colour of the space (ISO 32000-1, table 74)."""
        beginnings = {"DeviceCMYK": (0.0, 0.0, 0.0, 1.0), "Separation": (1.0,), "DeviceN": (1.0,) * len(self.names)}
        return self.colour(beginnings.get(self.kind, (0.0,) * self.channels))

    @property
    def _has_stand_in(self) -> bool:
        return self.names != ("All",) and self.base is not None and self.base.kind == "DeviceCMYK"


GREY, RGB, CMYK = (ColourSpace(kind) for kind in ("DeviceGray", "DeviceRGB", "DeviceCMYK"))
_KNOWN = {space.kind: space for space in (GREY, RGB, CMYK, ColourSpace("Pattern"))}


def read_space(raw: Any, resources: Any, depth: int = 0) -> ColourSpace:
    """Read a colour space from a name or an array; names are looked up in the resources."""
    value = resolved(raw)
    if isinstance(value, str):
        space_name = _SHORT.get(name(value), name(value))
        named = get(get(resources, "/ColorSpace"), value)
        if space_name not in _KNOWN and named is not None and depth < _DEEP:
            return read_space(named, resources, depth + 1)
        return _KNOWN.get(space_name) or ColourSpace(space_name or "unknown", missing=True)
    parts = [resolved(part) for part in items(value)]
    if not parts or depth >= _DEEP:
        return ColourSpace("unknown")
    kind = _SHORT.get(name(parts[0]), name(parts[0]))
    if kind in _KNOWN and len(parts) == 1:
        return _KNOWN[kind]
    return _compound(kind, parts, resources, depth)


def _compound(kind: str, parts: list[Any], resources: Any, depth: int) -> ColourSpace:
    """Read a colour space that is an array of a family and its parameters."""
    if kind in ("Separation", "DeviceN") and len(parts) >= 4:
        names = (name(parts[1]),) if kind == "Separation" else tuple(name(resolved(one)) for one in items(parts[1]))
        return ColourSpace(kind, names, read_space(parts[2], resources, depth + 1), parts[3])
    if kind == "Indexed" and len(parts) >= 4:
        return ColourSpace(kind, (), read_space(parts[1], resources, depth + 1), None, parts[3])
    if kind == "Pattern" and len(parts) >= 2:
        return ColourSpace(kind, (), read_space(parts[1], resources, depth + 1))
    return ColourSpace(kind)


def shaded(shading: Any) -> tuple[ColourSpace, float]:
    """The colour space of a shading, and the highest total ink in percent at the ends of its functions."""
    space = read_space(get(shading, "/ColorSpace"), {})
    function = get(shading, "/Function")
    ends = [get(part, key) for part in _parts(function) for key in ("/C0", "/C1")]
    return space, max((space.colour(numbers(end)).total for end in ends if end is not None), default=0.0)


def _parts(function: Any, depth: int = 0) -> list[Any]:
    """The functions that a stitching function is made of, or the function itself."""
    if integer(get(function, "/FunctionType")) == 3 and depth < _DEEP:
        return [part for raw in items(get(function, "/Functions")) for part in _parts(resolved(raw), depth + 1)]
    return [function]


def _inks(kind: str, names: Sequence[str], shares: Sequence[float]) -> InkColour:
    kept = [(plate, min(1.0, share)) for plate, share in zip(names, shares, strict=False) if share > _SPECK]
    if names == ("All",):
        return InkColour(kind, tuple(kept))
    return InkColour(kind, tuple(kept), sum(share for _, share in kept) * 100)


def _tinted(function: Any, share: float) -> list[float]:
    """The alternate colour of a tint, if the tint transform is simple enough to evaluate (ISO 32000-1, 7.10.3)."""
    if integer(get(function, "/FunctionType")) != 2:
        return []
    none, full = numbers(get(function, "/C0")), numbers(get(function, "/C1"))
    bend = get(function, "/N")
    power = share ** float(bend) if isinstance(bend, int | float) and bend > 0 else share
    return [zero + power * (one - zero) for zero, one in zip(none, full, strict=False)]


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
_PROFILE_DEVICES = {
    b"GRAY": {"DeviceGray"},
    b"RGB ": {"DeviceGray", "DeviceRGB"},
    b"CMYK": {"DeviceGray", "DeviceCMYK"},
}
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
    defined = _PROFILE_DEVICES.get(profiles[0].colours, set()) if profiles else set()
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
