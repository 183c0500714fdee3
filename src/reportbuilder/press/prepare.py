"""Prepares a style and images for print: the press profile, the inks of the palette, images in these inks.

And checks what the press cannot print: text that is too small, or in too many inks for its size; lines that are too
thin; missing bleed.
"""

from collections.abc import Iterator, Mapping
from math import dist
from pathlib import Path
from typing import Any

from PIL import Image

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.document.graphics import Label, Picture
from reportbuilder.images.decode import Decoded
from reportbuilder.images.encode import EncodedImage, as_jpeg, decoded_jpeg, lossless
from reportbuilder.images.prepare import ImageUse, report_profile
from reportbuilder.images.profiles import apply, lab_profile, srgb, transform, usable
from reportbuilder.press.inks import Converter, PrintColours, print_colours
from reportbuilder.press.profile import OutputProfile, read_profile
from reportbuilder.project.schema import Form
from reportbuilder.style.model import Design, HouseStyle, ImageResolution, PressSettings, Rule, TextStyle
from reportbuilder.values import Value

_TRIES = 4
"""How often the compression of a photograph is tried before it is stored lossless: JPEG makes some pixels darker."""


class PressTarget:
    """Converts images to the inks of a press.

    Colours are converted with the profile in the file (sRGB if there is none), relative colorimetric with black point
    compensation. Grey images become black ink of the same lightness. CMYK images for this press or without a profile
    are not converted. No pixel exceeds the ink limit of the style (`print.ink-limit`).
    """

    def __init__(self, profile: OutputProfile, press: PressSettings, converter: Converter | None = None) -> None:
        self.resolution: ImageResolution = press.images
        self._profile, self._press = profile, press
        self._converter = converter or Converter(profile)
        self._greys: dict[tuple[bytes, str], bytes] = {}

    def convert(
        self, decoded: Decoded, image: Image.Image, use: ImageUse, diagnostics: Diagnostics
    ) -> Image.Image | None:
        """Convert an image to black ink ("L": 0 is full ink, 255 paper) or CMYK (0 is none, 255 full)."""
        if image.mode == "1":
            return image if self._grey(srgb(), "RGB")[0] == 0 else self._in_black(image.convert("L"), srgb(), "RGB")
        if image.mode == "LAB":
            inks = apply(image, transform(lab_profile(), "LAB", self._profile.data, "CMYK"))
            return self._within_limit(inks, use, diagnostics)
        described = usable(decoded.profile, image.mode)
        profile = decoded.profile if described else None
        if decoded.profile is not None and profile is None:
            report_profile(use, "as meant for this press" if image.mode == "CMYK" else "as sRGB", diagnostics)
        if image.mode == "L":
            return self._in_black(image, profile or srgb(), described or "RGB")
        if image.mode == "CMYK" and profile in (None, self._profile.data):
            return self._within_limit(image, use, diagnostics)
        how = transform(profile or srgb(), image.mode, self._profile.data, "CMYK")
        return self._within_limit(apply(image, how), use, diagnostics)

    def encode(self, image: Image.Image, photograph: bool) -> EncodedImage:
        """Encode photographs as JPEG, drawings lossless; in both, no pixel exceeds the ink limit."""
        if not photograph or image.mode == "1":
            return lossless(image)
        if image.mode == "L":
            return as_jpeg(image)
        most, limited = self._most, image
        for _ in range(_TRIES):
            encoded = as_jpeg(limited)
            above = int(_totals(decoded_jpeg(encoded)).max()) - self._most
            if above <= 0:
                return encoded
            most -= above + 1
            limited = _limited(image, most)
        return lossless(image)

    @property
    def _most(self) -> int:
        """The ink limit as the sum of the four bytes of a pixel."""
        return int(self._press.ink_limit * 2.55)

    def _in_black(self, image: Image.Image, profile: bytes, mode: str) -> Image.Image:
        return image.point(list(self._grey(profile, mode)))

    def _grey(self, profile: bytes, mode: str) -> bytes:
        """For every grey of a profile, the black ink of the same lightness."""
        if (profile, mode) not in self._greys:
            blacks = self._converter.blacks_of(profile, mode)
            self._greys[profile, mode] = bytes(255 - black for black in blacks)
        return self._greys[profile, mode]

    def _within_limit(self, image: Image.Image, use: ImageUse, diagnostics: Diagnostics) -> Image.Image:
        """Reduce the ink of pixels above the limit, with a note if there are any."""
        most = int(_totals(image).max())
        if most <= self._most:
            return image
        message = (
            f"“{use.name}” would take up to {most / 2.55:.0f} % of ink; its deepest shadows get "
            f"{self._press.ink_limit:g} %."
        )
        diagnostics.add(Code.IMAGE_INK, message, use.place, "Look at the shadows on the proof.")
        return _limited(image, self._most)


def _totals(image: Image.Image) -> Any:
    """The sum of the four inks of every pixel, as an array."""
    import numpy as np  # only images need it, and it takes a while to import

    return np.asarray(image).sum(axis=2, dtype=np.uint16)


def _limited(image: Image.Image, most: int) -> Image.Image:
    """Reduce the cyan, magenta and yellow of pixels above the limit in proportion; their black is kept (under colour
    removal)."""
    import numpy as np

    pixels, totals = np.array(image), _totals(image)
    above = totals > most
    shadows = pixels[above].astype(np.float32)
    colours = shadows[:, :3].sum(axis=1)
    room = np.maximum(most - shadows[:, 3], 0.0)
    shadows[:, :3] *= (np.minimum(room, colours) / np.maximum(colours, 1.0))[:, None]
    shadows[:, 3] = np.minimum(shadows[:, 3], max(most, 0))
    pixels[above] = shadows.astype(np.uint8)
    return Image.fromarray(pixels, "CMYK")


def check_resolution(
    pixels: tuple[int, int], size: tuple[float, float], press: PressSettings, place: Place, diagnostics: Diagnostics
) -> None:
    """Report an image with too few pixels for its size on the page (points); `place` is that of the figure."""
    ppi = effective_ppi(pixels, size)
    if ppi >= press.images.warn:
        return
    code, required = Code.IMAGE_RESOLUTION_LOW, press.images.warn
    if ppi < press.images.least:
        code, required = Code.IMAGE_RESOLUTION, press.images.least
    needed = " × ".join(str(-int(-side / 72 * press.images.warn // 1)) for side in size)
    message = f"The image has {int(ppi)} pixels per inch at this size; print needs {required:g} at least."
    diagnostics.add(code, message, place, f"Take one of {needed} pixels or more, or show it smaller.")


def effective_ppi(pixels: tuple[int, int], size: tuple[float, float]) -> float:
    """The effective resolution at a size in points: the lower one of both directions."""
    return min((count * 72 / side for count, side in zip(pixels, size, strict=True) if side > 0), default=0.0)


class PressRoom(Value):
    """The profile of the press, the inks of the palette, and the image converter."""

    profile: OutputProfile
    colours: PrintColours
    images: PressTarget


def prepare_press(style: HouseStyle, folder: Path, diagnostics: Diagnostics, design: str = "") -> PressRoom | None:
    """Prepare a style for print from its folder, and check all of it or, if named, one design; None without a profile.
    Other errors are reported: nothing may be written with them."""
    profile = read_profile(style, folder, diagnostics)
    if profile is None:
        return None
    colours = print_colours(style, profile, diagnostics)
    check_print(style, colours, diagnostics, design)
    return PressRoom(profile, colours, PressTarget(profile, style.print, colours.converter))


SMALL = 9.0
"""The size in points below which text is small: with 0.1 mm misregistration it is no longer legible."""

MOST_PLATES = 2
"""The most inks of small text."""

_COUNTS = {3: "three", 4: "four"}
_ROUNDING = 0.001  # points

_Path = tuple[str | int, ...]


class _Checks(Value):
    """The checks of a style with its inks."""

    style: HouseStyle
    colours: PrintColours
    diagnostics: Diagnostics

    def text(self, name: str, size: float, colour: str, places: tuple[Place, Place]) -> None:
        """Check text of a size and colour; `places` are those of the two settings."""
        least = self.style.print.smallest_text
        if size < least - _ROUNDING:
            message = f"{name} is {size:g}pt; in print, text is at least {least:g}pt."
            self.diagnostics.add(Code.PRINT_SMALL_TEXT, message, places[0], f"Give it a size of {least:g}pt or more.")
        plates = self.colours.plates(colour)
        if size < SMALL - _ROUNDING and len(plates) > MOST_PLATES:
            inks = f"{_COUNTS[len(plates)]} inks ({', '.join(plates)})"
            message = f"{name} of {size:g}pt is in “{colour}”, of {inks}; text below {SMALL:g}pt takes two at most."
            self.diagnostics.add(Code.PRINT_TEXT_INKS, message, places[1], self._hint_fewer_inks(colour))

    def line(self, name: str, width: float, place: Place) -> None:
        """Check the width of a line; a width of 0 is no line."""
        least = self.style.print.hairline
        if width < least - _ROUNDING:
            message = f"{name} is {width:g}pt wide; in print, a line is at least {least:g}pt."
            self.diagnostics.add(Code.PRINT_HAIRLINE, message, place, f"Give it a width of {least:g}pt or more.")

    def _hint_fewer_inks(self, colour: str) -> str:
        """A hint for a colour of too many inks: the nearest palette colour with fewer that is not paler."""
        palette = self.style.colours
        target = _channels(palette[colour].screen if colour in palette else colour)
        few = [
            name
            for name in palette
            if 0 < len(self.colours.plates(name)) <= MOST_PLATES and sum(_channels(palette[name].screen)) <= sum(target)
        ]
        if not few:
            return "Give it a colour of one or two inks."
        near = min(few, key=lambda name: (dist(_channels(palette[name].screen), target), name))
        return f"Give it a colour of one or two inks: the nearest in the palette is “{near}”."


def check_print(style: HouseStyle, colours: PrintColours, diagnostics: Diagnostics, design: str = "") -> None:
    """Check what a style or, if named, one design sets and draws; artwork only as far as it has been read."""
    checks, at = _Checks(style, colours, diagnostics), style.places.place
    for name, one in style.designs.items():
        if design not in ("", name):
            continue
        for path, form in _nested_forms(one, ("designs", name)):
            label = f"“{'.'.join(str(step) for step in path[2:])}”"
            if isinstance(form, TextStyle):
                checks.text(label, form.size, form.colour, (at(*path, "size"), at(*path, "colour")))
            elif isinstance(form, Rule) and form.width:
                checks.line(label, form.width, at(*path, "width"))
        lists: _Path = ("designs", name, "lists")
        checks.text("“lists”", one.text.body.size, one.lists.colour, (at(*lists), at(*lists, "colour")))
        _check_bleed(style, name, one, diagnostics)
    checks.line("“charts.line_width”", style.charts.line_width, at("charts", "line_width"))
    for file, path in _artwork(style, design).items():
        if file in style.pictures:
            check_picture(style, colours, style.pictures[file], f"“{file}”", at(*path), diagnostics)


def check_picture(
    style: HouseStyle, colours: PrintColours, picture: Picture, name: str, place: Place, diagnostics: Diagnostics
) -> None:
    """Check the lines, text and own colours of a picture for print, each kind of fault once."""
    own = Diagnostics()
    checks = _Checks(style, colours, own)
    lines = [item.line_width for item in picture.items if not isinstance(item, Label) and item.stroke is not None]
    if lines:
        checks.line(f"The thinnest line in {name}", min(lines), place)
    words = {(i.colour, i.size) for i in picture.items if isinstance(i, Label) and i.text.strip()}
    for colour, size in sorted(words):
        checks.text(f"A text in {name}", size, colour, (place, place))
    diagnostics.problems.extend(own.problems)
    for code in _own_colours(picture):
        if colours.coverage(code) > style.print.ink_limit:
            message = f"{code} in {name} takes {colours.coverage(code):g} % of ink; the paper takes "
            hint = "Give it a colour of the palette."
            diagnostics.add(Code.PRINT_INK, f"{message}{style.print.ink_limit:g} %.", place, hint)


def _own_colours(picture: Picture) -> list[str]:
    """The colours of a picture that are not in the palette."""
    paints = (
        paint for item in picture.items
        for paint in ((item.colour,) if isinstance(item, Label) else (item.fill, item.stroke))
    )  # fmt: skip
    return sorted({paint for paint in paints if paint is not None and paint.startswith("#")})


def _check_bleed(style: HouseStyle, name: str, design: Design, diagnostics: Diagnostics) -> None:
    """Check that artwork that reaches the edge of the page extends into the bleed as far as the printer requires."""
    required = style.print.bleed
    for part, artwork, bleed in (
        ("cover", design.cover.artwork, design.cover.bleed),
        ("opener", design.opener.artwork, design.opener.bleed),
    ):
        if artwork and bleed < required - _ROUNDING:
            message = f"“{artwork}” bleeds {_mm(bleed)}; the print edition bleeds {_mm(required)}."
            place = style.places.place("designs", name, part, "bleed")
            diagnostics.add(Code.PRINT_BLEED, message, place, "Draw it larger, or print with less bleed.")


def _artwork(style: HouseStyle, design: str) -> Mapping[str, _Path]:
    """The SVG files that a style names, with the paths of the settings."""
    files: dict[str, _Path] = {}
    for name, one in style.designs.items():
        if design in ("", name):
            files.setdefault(one.cover.artwork, ("designs", name, "cover", "artwork"))
            files.setdefault(one.opener.artwork, ("designs", name, "opener", "artwork"))
    for status, look in style.statuses.items():
        files.setdefault(look.symbol, ("statuses", status, "symbol"))
    return files


def _nested_forms(form: object, path: _Path) -> Iterator[tuple[_Path, Form]]:
    """A form and all forms nested in it, each with its path of keys."""
    if isinstance(form, Form):
        yield path, form
        for name in form.__struct_fields__:
            yield from _nested_forms(getattr(form, name), (*path, name))
    elif isinstance(form, tuple):
        for index, entry in enumerate(form):
            yield from _nested_forms(entry, (*path, index))


def _mm(length: float) -> str:
    return f"{length / 72 * 25.4:.4g} mm".replace(".", ",")


def _channels(code: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(code[1:]))
