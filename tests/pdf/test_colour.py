"""Colours on their way to the page: inks of their own by any name, and what overprints."""

from io import BytesIO

import pikepdf
import pytest
from reportlab.lib.colors import CMYKColor, CMYKColorSep, Color
from reportlab.pdfgen.canvas import Canvas

from reportbuilder.pdf.colour import Palette, add_separations, overprints
from reportbuilder.press.inks import PrintColours, Separation

INKS = (0.84, 0.54, 0.0, 0.1)


def colours(plate: str) -> PrintColours:
    """A palette of black, a colour in process inks, and one in an ink of its own."""
    palette = {"ink": (0.0, 0.0, 0.0, 1.0), "blue": INKS, "own": Separation(plate, INKS)}
    return PrintColours(palette, {}, None)  # type: ignore[arg-type]


@pytest.mark.parametrize("plate", ["PANTONE 294 C", "Größe #1", "Blauw/Groen (mat)", "Ω €"])
def test_a_plate_has_the_name_that_the_printer_knows(plate: str) -> None:
    file = BytesIO()
    canvas, palette = Canvas(file), Palette.press(colours(plate))
    add_separations(canvas._doc, colours(plate))
    palette.fill(canvas, "own")
    canvas.rect(0, 0, 9, 9, fill=1)
    canvas.save()
    with pikepdf.open(file) as pdf:
        kind, name, alternate, tint = pdf.pages[0].Resources.ColorSpace.Spot1
        assert (kind, name, alternate) == ("/Separation", f"/{plate}", "/DeviceCMYK")
        assert [float(share) for share in tint.C1] == pytest.approx(INKS)
        content = pikepdf.parse_content_stream(pdf.pages[0])
        assert [str(operands[0]) for operands, operator in content if str(operator) == "cs"] == ["/Spot1"]


def test_black_alone_overprints() -> None:
    palette = Palette.press(colours("PANTONE 294 C"))
    assert [overprints(palette[name]) for name in ("ink", "blue", "own")] == [True, False, False]
    assert not overprints(CMYKColor(0, 0, 0, 0.5))
    assert not overprints(CMYKColorSep(0, 0, 0, 1, spotName="Zwart 2"))
    assert not overprints(Color(0, 0, 0))


def test_an_unknown_colour_is_an_error() -> None:
    with pytest.raises(KeyError):
        Palette.press(colours("PANTONE 294 C"))["groen"]
