"""Converts the palette of a style to the inks of a press by its profile, and checks that the press can print it."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from PIL import Image, ImageCms

from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.images.profiles import COLORIMETRIC, opened, srgb, transform
from reportbuilder.press.profile import OutputProfile
from reportbuilder.style.model import HouseStyle
from reportbuilder.values import Value, field

Percentages = tuple[float, float, float, float]

_SPECK = 2  # percent: a press does not hold smaller dots
_STEPS = 256
_RAMP = bytes(range(_STEPS))


class Converter:
    """Converts colours and shades of grey by a profile; results are cached."""

    def __init__(self, profile: OutputProfile) -> None:
        self._profile = profile
        self._known: dict[str, Percentages] = {}

    def percentages(self, code: str) -> Percentages:
        """Convert `"#rrggbb"` to whole percentages of cyan, magenta, yellow and black.

        Black and greys become black ink alone, so that misregistration cannot give them coloured edges. Dots too small
        for a press are set to 0. The sum may exceed the ink limit, which callers check.
        """
        if code not in self._known:
            red, green, blue = bytes.fromhex(code[1:])
            inks: Sequence[int]
            if red == green == blue:
                inks = (0, 0, 0, self.blacks[red])
            else:
                pixel = Image.new("RGB", (1, 1), (red, green, blue))
                inks = ImageCms.applyTransform(pixel, self._from_srgb, inPlace=False).tobytes()  # type: ignore[union-attr]
            cyan, magenta, yellow, black = (_rounded(ink) for ink in inks)
            self._known[code] = (cyan, magenta, yellow, black)
        return self._known[code]

    @cached_property
    def blacks(self) -> bytes:
        """For every screen grey (0 to 255), the black ink (0 to 255) of the same lightness on paper."""
        return self.blacks_of(srgb(), "RGB")

    def blacks_of(self, source: bytes, mode: str) -> bytes:
        """The same for the greys of another profile, of mode "L" or "RGB". Raises OSError or PyCMSError."""
        ramp = Image.frombytes("L", (_STEPS, 1), _RAMP).convert(mode)
        darkest, *_ = shades = _luminances(ramp, source, mode)
        span = (shades[-1] - darkest) or 1.0
        return bytes(self._black((shade - darkest) / span) for shade in shades)

    def _black(self, light: float) -> int:
        """The black ink for a luminance between the darkest black of the press (0) and its paper (1)."""
        shades = self._black_shades
        luminance = shades[-1] + light * (shades[0] - shades[-1])
        above = next((ink for ink, shade in enumerate(shades) if shade <= luminance), _STEPS - 1)
        if above == 0 or shades[above - 1] == shades[above]:
            return above
        return round(above - (luminance - shades[above]) / (shades[above - 1] - shades[above]))

    @cached_property
    def _black_shades(self) -> list[float]:
        """The luminance of black ink on the paper, from 0 to 100%; never increasing."""
        empty = Image.new("L", (_STEPS, 1))
        ramp = Image.merge("CMYK", (empty, empty, empty, Image.frombytes("L", (_STEPS, 1), _RAMP)))
        shades = _luminances(ramp, self._profile.data, "CMYK")
        for ink in range(1, _STEPS):
            shades[ink] = min(shades[ink], shades[ink - 1])
        return shades

    @cached_property
    def _from_srgb(self) -> ImageCms.ImageCmsTransform:
        return transform(srgb(), "RGB", self._profile.data, "CMYK")


def _luminances(image: Image.Image, profile: bytes, mode: str) -> list[float]:
    """The luminances of pixels, 0 to 1, relative to the white of the medium (CIE 1976, L* to Y)."""
    lab = ImageCms.buildTransform(opened(profile), ImageCms.createProfile("LAB"), mode, "LAB", COLORIMETRIC)
    pixels = ImageCms.applyTransform(image, lab, inPlace=False).tobytes()  # type: ignore[union-attr]
    lightness = (value * 100 / 255 for value in pixels[::3])
    return [((level + 16) / 116) ** 3 if level > 8 else level / 903.3 for level in lightness]


def _rounded(ink: int) -> float:
    percent = round(ink * 100 / 255)
    return float(percent) if percent >= _SPECK else 0.0


Inks = tuple[float, float, float, float]

_NAMES = ("cyan", "magenta", "yellow", "black")


class Separation(Value):
    """A spot ink, by its name for the printer, and its alternate in process inks."""

    name: str
    alternate: Inks


class PrintColours(Value):
    """The inks of every colour: shares from 0 to 1 of cyan, magenta, yellow and black, or a spot ink.

    `palette` has the colours of the style by name. A picture's own colour (`"#rrggbb"`) gets the inks of the first
    palette colour with that screen value, and is converted if there is none.
    """

    palette: Mapping[str, Inks | Separation]
    names: Mapping[str, str]
    converter: Converter
    own: dict[str, Inks] = field(default_factory=dict)

    @property
    def spots(self) -> tuple[str, ...]:
        """The names of the spot inks, each once."""
        return tuple(dict.fromkeys(ink.name for ink in self.palette.values() if isinstance(ink, Separation)))

    def alternate(self, spot: str) -> Inks:
        """The alternate of a spot ink in process inks."""
        return next(ink.alternate for ink in self.palette.values() if isinstance(ink, Separation) and ink.name == spot)

    def of(self, colour: str) -> Inks | Separation:
        """The inks of a palette colour or of `"#rrggbb"`; raises KeyError for an unknown name."""
        if not colour.startswith("#"):
            return self.palette[colour]
        code = colour.lower()
        if code in self.names:
            return self.palette[self.names[code]]
        if code not in self.own:
            self.own[code] = _shares(self.converter.percentages(code))
        return self.own[code]

    def inks(self, colour: str) -> Inks:
        """The process inks of a colour; for a spot ink, its alternate."""
        ink = self.of(colour)
        return ink.alternate if isinstance(ink, Separation) else ink

    def plates(self, colour: str) -> tuple[str, ...]:
        """The names of the inks of a colour, which must be in register."""
        ink = self.of(colour)
        if isinstance(ink, Separation):
            return (ink.name,)
        return tuple(name for name, share in zip(_NAMES, ink, strict=True) if share)

    def coverage(self, colour: str) -> float:
        """The total of the process inks in percent."""
        return round(100 * sum(self.inks(colour)), 1)


def print_colours(style: HouseStyle, profile: OutputProfile, diagnostics: Diagnostics) -> PrintColours:
    """The inks of the palette. A colour without `cmyk` is converted, with a note; one that exceeds the ink limit, or is
    an undeclared rich black, is an error."""
    converter = Converter(profile)
    palette: dict[str, Inks | Separation] = {}
    for name, colour in style.colours.items():
        percentages = colour.cmyk
        if percentages is None:
            percentages = converter.percentages(colour.screen)
            _note_converted(style, name, percentages, diagnostics)
        spot = colour.spot or style.print.spots.get(name, "")
        palette[name] = Separation(spot, _shares(percentages)) if spot else _shares(percentages)
    names = {colour.screen: name for name, colour in reversed(list(style.colours.items()))}
    colours = PrintColours(palette, names, converter)
    for name in palette:
        _check_limit(style, name, colours, diagnostics)
        _check_rich_black(style, name, colours, diagnostics)
    _check_spots(style, palette, diagnostics)
    return colours


def _shares(percentages: Percentages) -> Inks:
    cyan, magenta, yellow, black = percentages
    return cyan / 100, magenta / 100, yellow / 100, black / 100


def listed(inks: Inks) -> str:
    """Format inks as in `style.yaml`: `[100, 75, 0, 38]`."""
    return f"[{', '.join(f'{round(100 * ink, 1):g}' for ink in inks)}]"


def _note_converted(style: HouseStyle, name: str, percentages: Percentages, diagnostics: Diagnostics) -> None:
    written = listed(_shares(percentages))
    message = f"“{name}” has no inks of its own: {style.colours[name].screen} is printed as {written}."
    hint = f"To choose its inks, write “cmyk: {written}” beside its screen colour, and change that."
    diagnostics.add(Code.PRINT_CONVERTED, message, style.places.place("colours", name), hint)


def _check_limit(style: HouseStyle, name: str, colours: PrintColours, diagnostics: Diagnostics) -> None:
    coverage, limit = colours.coverage(name), style.print.ink_limit
    if coverage > limit:
        message = f"“{name}” takes {coverage:g} % of ink; the paper takes {limit:g} %."
        hint = "Write its inks as “cmyk”, with less of those that darken and more black."
        diagnostics.add(Code.PRINT_INK, message, style.places.place("colours", name, "cmyk"), hint)


def _check_rich_black(style: HouseStyle, name: str, colours: PrintColours, diagnostics: Diagnostics) -> None:
    *others, black = colours.inks(name)
    if black == 1 and any(others) and name not in style.print.rich_black:
        message = f"“{name}” is a rich black, {listed(colours.inks(name))}: letters and lines in it get coloured edges."
        hint = f"Take [0, 0, 0, 100]; or, for large areas only, allow it: print: {{rich-black: [{name}]}}."
        diagnostics.add(Code.PRINT_RICH_BLACK, message, style.places.place("colours", name, "cmyk"), hint)


def _check_spots(style: HouseStyle, palette: Mapping[str, Inks | Separation], diagnostics: Diagnostics) -> None:
    """Check that a spot ink has one alternate, and a colour one ink."""
    first: dict[str, tuple[str, Separation]] = {}
    for name, ink in palette.items():
        if not isinstance(ink, Separation):
            continue
        place = style.places.place("colours", name, "spot")
        other, known = first.setdefault(ink.name, (name, ink))
        if known.alternate != ink.alternate:
            message = f"“{name}” and “{other}” are both “{ink.name}”, and differ: {listed(ink.alternate)} and "
            hint = "Give both the same cmyk: it stands for the ink where that is not on the press."
            diagnostics.add(Code.PRINT_SPOT, f"{message}{listed(known.alternate)}.", place, hint)
        if style.print.spots.get(name, ink.name) != ink.name:
            message = f"“{name}” is “{ink.name}” here, and “{style.print.spots[name]}” in print.spots."
            diagnostics.add(Code.PRINT_SPOT, message, place, "Say it in one of both places.")
