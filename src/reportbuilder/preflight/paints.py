"""Colours and transparency as they are used in content: what PDF/A-2 must know of them (ISO 19005-2, 6.2)."""

from collections.abc import Callable, Mapping
from typing import Any

from reportbuilder.preflight.reading import dictionary, get, items, name, numbers, resolved, whole, yes
from reportbuilder.standards.facts import Fact

See = Callable[[Fact, str], None]

_MODES = (
    "Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference "
    "Exclusion Hue Saturation Color Luminosity"
)
_BLEND_MODES = frozenset(_MODES.split())
_INTENTS = frozenset(("RelativeColorimetric", "AbsoluteColorimetric", "Perceptual", "Saturation"))
_SHORT = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}
_DEEP = 5
"""Colour spaces in each other: Indexed on Separation on ICC, and some to spare."""


class Paints:
    """The colours of a whole file; what depends on the output intent is judged at the end, by `colours`."""

    def __init__(self, see: See) -> None:
        self.see = see
        self.devices: dict[str, int] = {}
        """The device colour spaces that are used without a default that defines them, each with its first page."""
        self.transparent: dict[int, bool] = {}
        """The pages with something transparent, and whether the page says in which colours to mix."""
        self._page = 0
        self._mixes = False
        self._checked: set[int] = set()

    def begin_page(self, page: Any, resources: Any) -> None:
        """A page begins; those after it are counted from 1."""
        self._page += 1
        group = get(page, "/Group")
        self._mixes = get(group, "/CS") is not None
        if group is not None and get(group, "/S") == "/Transparency":
            self._group(group, resources)

    def device(self, short: str, resources: Any) -> None:
        """A device colour is used, named as in operators: G, RGB or CMYK."""
        default = {"G": "/DefaultGray", "RGB": "/DefaultRGB", "CMYK": "/DefaultCMYK"}[short]
        if get(get(resources, "/ColorSpace"), default) is None:
            self.devices.setdefault(_SHORT[short], self._page)

    def space(self, raw: Any, resources: Any, depth: int = 0) -> None:
        """A colour space is used, by name or as an array."""
        found = resolved(raw)
        if isinstance(found, str):
            device = name(found).removeprefix("Device").replace("Gray", "G")
            if device in ("G", "RGB", "CMYK"):
                self.device(device, resources)
            elif (named := get(get(resources, "/ColorSpace"), found)) is not None and depth < _DEEP:
                self.space(named, resources, depth + 1)
            elif found not in ("/Pattern", "/I", "/Indexed"):
                self.see(Fact.RESOURCE_MISSING, f"ColorSpace {name(found)}")
        elif isinstance(found, list) and found and depth < _DEEP:
            base = {"/Indexed": 1, "/I": 1, "/Pattern": 1, "/Separation": 2, "/DeviceN": 2}
            at = base.get(str(resolved(items(found)[0])), 0)
            if at and len(found) > at:
                self.space(items(found)[at], resources, depth + 1)

    def shading(self, shading: Any, resources: Any) -> None:
        """A shading is painted."""
        if shading is not None:
            self.space(get(shading, "/ColorSpace"), resources)

    def inline(self, image: Mapping[str, Any], resources: Any) -> None:
        """An image within the content is painted."""
        space = image.get("/CS", image.get("/ColorSpace"))
        if space is not None:
            self.space(space, resources)
        if yes(image.get("/I")) or yes(image.get("/Interpolate")):
            self.see(Fact.IMAGE_FORBIDDEN, "Interpolate")
        filters = image.get("/F", image.get("/Filter"))
        for one in filters if isinstance(filters, list) else [filters]:
            if one in ("/LZW", "/LZWDecode", "/Crypt"):
                self.see(Fact.FILTER_FORBIDDEN, name(one))

    def image(self, image: Any, resources: Any) -> None:
        """An image, or another drawing that is no form, is painted."""
        if get(image, "/SMask") is not None or (whole(get(image, "/SMaskInData")) or 0) > 0:
            self._transparent()
        if not yes(get(image, "/ImageMask")) and get(image, "/ColorSpace") is not None:
            self.space(get(image, "/ColorSpace"), resources)
        if id(image) in self._checked:
            return
        self._checked.add(id(image))
        if get(image, "/Subtype") == "/PS":
            self.see(Fact.XOBJECT_FORBIDDEN, "PostScript")
        for key in ("/Alternates", "/OPI"):
            if get(image, key) is not None:
                self.see(Fact.IMAGE_FORBIDDEN, key[1:])
        if yes(get(image, "/Interpolate")):
            self.see(Fact.IMAGE_FORBIDDEN, "Interpolate")
        bits = whole(get(image, "/BitsPerComponent"))
        if bits not in (None, 1, 2, 4, 8, 16):
            self.see(Fact.IMAGE_FORBIDDEN, f"{bits} bits per colour")
        self.intent(get(image, "/Intent"))

    def form(self, form: Any) -> None:
        """A form is drawn."""
        group = get(form, "/Group")
        if group is not None and get(group, "/S") == "/Transparency":
            self._transparent()
            self._group(group, dictionary(get(form, "/Resources")))
        if get(form, "/Ref") is not None:
            self.see(Fact.XOBJECT_ELSEWHERE, "")
        for key in ("/OPI", "/PS"):
            if get(form, key) is not None:
                self.see(Fact.XOBJECT_FORBIDDEN, key[1:])

    def state(self, state: Any) -> None:
        """Settings for drawing are taken from a dictionary."""
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
        if isinstance(halftone, dict) and whole(get(halftone, "/HalftoneType")) not in (1, 5):
            self.see(Fact.GRAPHICS_STATE_FORBIDDEN, "HT")
        self.intent(get(state, "/RI"))

    def intent(self, intent: Any) -> None:
        """Colours will be rendered with an intent."""
        if intent is not None and name(intent) not in _INTENTS:
            self.see(Fact.GRAPHICS_STATE_FORBIDDEN, f"rendering intent {name(intent)}")

    def _group(self, group: Any, resources: Any) -> None:
        if dictionary(group).get("/CS") is not None:
            self.space(get(group, "/CS"), resources)

    def _transparent(self) -> None:
        self.transparent[self._page] = self._mixes
