"""Colour spaces and colours as process and spot inks: the share of each plate (ISO 32000-1, 8.6)."""

from collections.abc import Sequence
from typing import Any

from reportbuilder.preflight.reader import get, integer, items, name, numbers, resolved, stream_data
from reportbuilder.values import Value

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
_SHORT = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}
_DEVICES = {"DeviceGray": 1, "DeviceRGB": 3, "DeviceCMYK": 4}
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
        return _DEVICES.get(self.kind) or len(self.names) or 1

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
