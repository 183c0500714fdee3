"""The sections `print` and `screen` of `style.yaml`: the press, its marks and boxes, and the resolution of images."""

from collections.abc import Mapping
from typing import Annotated

from reportbuilder.diagnostics import Code, Diagnostics, nearest
from reportbuilder.project.located_yaml import LocatedData
from reportbuilder.project.scalars import FieldError
from reportbuilder.project.schema import After, Form, Limits, Words
from reportbuilder.project.units import Length
from reportbuilder.values import field

_PROCESS = frozenset({"all", "none", "cyan", "magenta", "yellow", "black", ""})  # ISO 32000-1, 8.6.6.4


def _spot_name(name: str) -> str:
    if name.strip().lower() in _PROCESS:
        raise FieldError(f"cannot be “{name}”", "Write the name of an ink as the printer knows it: PANTONE 286 C.")
    return name.strip()


SpotName = Annotated[Words, After(_spot_name)]


class ImageResolution(Form, kw_only=True):
    """The resolution to which larger images are reduced, in pixels per inch at their size on the page: for photographs,
    and for line art (drawings, screenshots, scanned text)."""

    photographs: Annotated[float, Limits(30, 2400)] = 150.0
    line_art: Annotated[float, Limits(30, 2400)] = field(name="line-art", default=300.0)

    def of(self, photograph: bool) -> float:
        """The resolution for photographs, or for line art."""
        return self.photographs if photograph else self.line_art


class PrintImages(ImageResolution, kw_only=True):
    """The resolution of images in print; effective resolutions below `warn` are a warning, below `least` an error."""

    photographs: Annotated[float, Limits(30, 2400)] = 300.0
    line_art: Annotated[float, Limits(30, 2400)] = field(name="line-art", default=600.0)
    warn: Annotated[float, Limits(above=0)] = 250.0
    least: Annotated[float, Limits(above=0)] = 150.0


class ScreenSettings(Form):
    """The section `screen` of `style.yaml`, for the screen and concept editions."""

    images: ImageResolution = ImageResolution()


class PressSettings(Form, kw_only=True):
    """The section `print` of `style.yaml`: the requirements of the press.

    `profile` is the ICC profile of the press and its paper, a file in the style's folder `icc/`; `condition` is the
    name of the output condition in its registry (by default, as the profile says). The media box extends `slug` beyond
    the trim, or further if the marks need it. `spots` maps palette colours to the names of spot inks.
    """

    profile: str = ""
    condition: Words = ""
    registry: Words = "http://www.color.org"
    ink_limit: Annotated[float, Limits(above=0, most=400)] = field(name="ink-limit", default=300.0)
    bleed: Annotated[Length, Limits(0)] = 3 * 72 / 25.4
    slug: Annotated[Length, Limits(0)] = 12 * 72 / 25.4
    marks: bool = True
    rich_black: tuple[str, ...] = field(name="rich-black", default=())
    spots: Mapping[str, SpotName] = field(default_factory=dict)
    hairline: Annotated[Length, Limits(0)] = 0.25
    images: PrintImages = PrintImages()
    smallest_text: Annotated[Length, Limits(0)] = field(name="smallest-text", default=5.0)


def check_press(
    press: PressSettings, colours: Mapping[str, object], marked: LocatedData, diagnostics: Diagnostics
) -> None:
    """Report unknown colour names, and settings that contradict each other."""
    named: list[tuple[tuple[str | int, ...], str]] = []
    named += [(("print", "rich-black", index), name) for index, name in enumerate(press.rich_black)]
    named += [(("print", "spots", name), name) for name in press.spots]
    for path, name in named:
        if name not in colours:
            message = f"The style has no colour “{name}”."
            diagnostics.add(Code.STYLE_COLOUR, message, marked.place(*path), nearest(name, colours))
    if press.slug < press.bleed:
        message = "The slug is smaller than the bleed: both are measured from the trim."
        diagnostics.add(
            Code.STYLE_PRINT, message, marked.place("print", "slug"), "With marks, 12mm leaves room for them."
        )
    if press.images.photographs < press.images.warn:
        message = "Photographs would get fewer pixels per inch than the printer wants."
        hint = "Give “photographs” more than “warn”, or as many."
        diagnostics.add(Code.STYLE_PRINT, message, marked.place("print", "images"), hint)
    if press.images.warn < press.images.least:
        message = "Images would be an error before they are a warning."
        hint = "Give “warn” the larger of both numbers."
        diagnostics.add(Code.STYLE_PRINT, message, marked.place("print", "images"), hint)
