"""Palette colours as ReportLab's colour objects: RGB for the screen, the inks of a press for print.

Inks are computed by `press.inks.PrintColours`.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, Self

from reportlab.lib.colors import CMYKColor, CMYKColorSep, Color
from reportlab.pdfbase.pdfdoc import PDFDocument

from reportbuilder.pdf.fonts import WrittenObject
from reportbuilder.pdf.objects import name, numbers
from reportbuilder.style.model import Colour
from reportbuilder.values import Mutable, field

if TYPE_CHECKING:
    from reportbuilder.press.inks import Inks, PrintColours

_BLACK_ALONE = (0.0, 0.0, 0.0, 1.0)


class ColourSetter(Protocol):
    """An object with colours to set: ReportLab's canvas, or a text object."""

    def setFillColor(self, colour: Color) -> None: ...  # noqa: N802 - ReportLab's names
    def setStrokeColor(self, colour: Color) -> None: ...  # noqa: N802
    def setFillOverprint(self, overprint: bool) -> None: ...  # noqa: N802


class Palette(Mutable):
    """The ReportLab colour of each palette colour or `"#rrggbb"`; converted on first use.

    `overprinting`: black alone overprints, so that misregistration shows no white around letters; all other fills knock
    out (ISO 32000-1, 8.6.7).
    """

    convert: Callable[[str], Color]
    overprinting: bool = False
    known: dict[str, Color] = field(default_factory=dict)

    @classmethod
    def screen(cls, colours: Mapping[str, Colour]) -> Self:
        """The palette in RGB."""
        return cls(lambda name: rgb(name if name.startswith("#") else colours[name].screen))

    @classmethod
    def press(cls, colours: "PrintColours") -> Self:
        """The palette in the inks of a press; `add_separations` has to add its spot inks to the document."""
        resources = _resources(colours)

        def convert(name: str) -> Color:
            if name.startswith("#"):
                return process(colours.inks(name))
            inks = colours.of(name)
            if isinstance(inks, tuple):
                return process(inks)
            return CMYKColorSep(*inks.alternate, spotName=resources[inks.name])

        return cls(convert, overprinting=True)

    def __getitem__(self, name: str) -> Color:
        """The colour of a name; raises KeyError for an unknown one."""
        colour = self.known.get(name)
        if colour is None:
            colour = self.known[name] = self.convert(name)
        return colour

    def fill(self, target: "ColourSetter", name: str) -> None:
        """Set the fill colour of a canvas or a text object."""
        colour = self[name]
        if self.overprinting:
            target.setFillOverprint(overprints(colour))
        target.setFillColor(colour)

    def stroke(self, target: "ColourSetter", name: str) -> None:
        """Set the stroke colour of a canvas."""
        target.setStrokeColor(self[name])


def overprints(colour: Color) -> bool:
    """Whether a colour is black ink alone."""
    if not isinstance(colour, CMYKColor) or isinstance(colour, CMYKColorSep):
        return False
    return (colour.cyan, colour.magenta, colour.yellow, colour.black) == _BLACK_ALONE


def rgb(code: str) -> Color:
    """`"#rrggbb"` as an RGB colour."""
    return Color(*(int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)))


def process(inks: "Inks") -> CMYKColor:
    """Process inks as a colour, from shares of cyan, magenta, yellow and black (0 to 1)."""
    return CMYKColor(*(round(share, 4) for share in inks))


def add_separations(document: PDFDocument, colours: "PrintColours") -> None:
    """Make the Separation colour spaces of spot inks and of the separation All known to a document of ReportLab's.

    ReportLab would name the ink after the resource, and can only write some names; it keeps an existing colour space.
    """
    for resource, space in separations(colours).items():
        document.Reference(WrittenObject(space), resource)


def separations(colours: "PrintColours") -> Mapping[str, str]:
    """The Separation colour spaces (ISO 32000-1, 8.6.6.4) of the separation All and of the spot inks, by the names of
    their resources."""
    spaces = {"All": _separation("All", (1.0, 1.0, 1.0, 1.0))}
    for plate, resource in _resources(colours).items():
        spaces[resource] = _separation(plate, colours.alternate(plate))
    return spaces


def separation_names(colours: "PrintColours") -> tuple[str, ...]:
    """The names of the resources of `separations`."""
    return ("All", *_resources(colours).values())


def _separation(plate: str, alternate: "Inks") -> str:
    """A Separation colour space whose tint is an exponential function (7.10.3)."""
    full = numbers(round(share, 4) for share in alternate)
    tint = f"<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1{full}/N 1>>"
    return f"[/Separation{name(plate)}/DeviceCMYK{tint}]"


def _resources(colours: "PrintColours") -> Mapping[str, str]:
    """The resource name of each spot ink."""
    return {plate: f"Spot{number}" for number, plate in enumerate(colours.spots, 1)}
