"""The colours of the palette as ReportLab's colour objects: RGB for readers, the inks of a press for the printer.

One colour is a `style.model.Colour`; what it is in ink is worked out once, by `press.inks.PrintColours`, and read here.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, Self

from reportlab.lib.colors import CMYKColor, CMYKColorSep, Color
from reportlab.pdfbase.pdfdoc import PDFArrayCompact, PDFDocument, PDFExponentialFunction, PDFName

from reportbuilder.style.model import Colour
from reportbuilder.values import Mutable, field

if TYPE_CHECKING:
    from reportbuilder.press.inks import Inks, PrintColours

_BLACK_ALONE = (0.0, 0.0, 0.0, 1.0)


class ColourSetter(Protocol):
    """What colours are set on: ReportLab's canvas, or a text object."""

    def setFillColor(self, colour: Color) -> None: ...  # noqa: N802 - ReportLab's names
    def setStrokeColor(self, colour: Color) -> None: ...  # noqa: N802
    def setFillOverprint(self, overprint: bool) -> None: ...  # noqa: N802


class Palette(Mutable):
    """What each colour is on the page, by its name in the palette or as `"#rrggbb"`; worked out when first used.

    `overprinting`: black alone is printed over the inks below it, so that a press out of register shows no white
    around letters; all other fills take the inks below them away (ISO 32000-1, 8.6.7).
    """

    convert: Callable[[str], Color]
    overprinting: bool = False
    known: dict[str, Color] = field(default_factory=dict)

    @classmethod
    def screen(cls, colours: Mapping[str, Colour]) -> Self:
        """The palette in the RGB of the screen."""
        return cls(lambda name: rgb(name if name.startswith("#") else colours[name].screen))

    @classmethod
    def press(cls, colours: "PrintColours") -> Self:
        """The palette in the inks of a press; `add_separations` has to add those of their own to the document."""
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
        """A colour; an unknown name is a KeyError."""
        colour = self.known.get(name)
        if colour is None:
            colour = self.known[name] = self.convert(name)
        return colour

    def fill(self, target: "ColourSetter", name: str) -> None:
        """Make this the colour of fills and text on a canvas or in a text object."""
        colour = self[name]
        if self.overprinting:
            target.setFillOverprint(overprints(colour))
        target.setFillColor(colour)

    def stroke(self, target: "ColourSetter", name: str) -> None:
        """Make this the colour of lines on a canvas."""
        target.setStrokeColor(self[name])


def overprints(colour: Color) -> bool:
    """Whether a colour is black ink alone."""
    if not isinstance(colour, CMYKColor) or isinstance(colour, CMYKColorSep):
        return False
    return (colour.cyan, colour.magenta, colour.yellow, colour.black) == _BLACK_ALONE


def rgb(code: str) -> Color:
    """`"#rrggbb"` as a colour of the screen."""
    return Color(*(int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)))


def process(inks: "Inks") -> CMYKColor:
    """Shares of cyan, magenta, yellow and black, from 0 to 1."""
    return CMYKColor(*(round(share, 4) for share in inks))


def add_separations(document: PDFDocument, colours: "PrintColours") -> None:
    """Add the colour spaces of inks of their own, and that of all inks (ISO 32000-1, 8.6.6.4).

    ReportLab would name a plate after the resource, and can write only some names; it leaves a space that is there.
    """
    _add_separation(document, "All", "All", (1.0, 1.0, 1.0, 1.0))
    for plate, resource in _resources(colours).items():
        _add_separation(document, resource, plate, colours.alternate(plate))


def _add_separation(document: PDFDocument, resource: str, plate: str, alternate: "Inks") -> None:
    tint = PDFExponentialFunction((0, 0, 0, 0), [round(share, 4) for share in alternate], 1)
    space = PDFArrayCompact([PDFName("Separation"), _name(plate), PDFName("DeviceCMYK"), tint])
    document.Reference(space, resource)


def _resources(colours: "PrintColours") -> Mapping[str, str]:
    """The name on pages of each ink of its own."""
    return {plate: f"Spot{number}" for number, plate in enumerate(colours.spots, 1)}


def _name(text: str) -> str:
    """A name in UTF-8 (ISO 32000-1, 7.3.5); ReportLab's `PDFName` does not escape solidi and other alphabets."""
    plain = (33 <= byte <= 126 and byte not in b"#/%()<>[]{}" for byte in text.encode())
    return "/" + "".join(chr(b) if ok else f"#{b:02x}" for b, ok in zip(text.encode(), plain, strict=True))
