"""Figures of every kind in one report: both editions keep their promises, and show the same."""

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from reportbuilder.diagnostics import ReportError
from reportbuilder.preflight.verdict import verify

from .built_reports import Desk

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="200px" height="100px" viewBox="0 0 200 100">
<style>.vlak{fill:#00786e} .golf{fill:none;stroke:#003366;stroke-width:4px}</style>
<rect class="vlak" width="200" height="100"/><path class="golf" d="M0 50c30-20 60-20 90 0s60 20 90 0"/></svg>
"""


def test_figures_of_every_kind_keep_the_promises_of_both_editions(desk: Desk) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    photograph = Image.effect_noise((1000, 1600), 60).convert("RGB")
    photograph.paste((255, 0, 0), (0, 0, 1000, 200))  # above as stored, on the right as seen
    desk.image("telefoon.jpg", photograph, exif=exif)
    desk.image("inkten.jpg", Image.merge("CMYK", [Image.effect_noise((1600, 400), 90)] * 4))
    desk.image("scan.png", Image.new("I;16", (1600, 200), 30_000))
    desk.image("logo.png", Image.new("RGBA", (1600, 200), (0, 51, 102, 120)))
    (desk.report / "images" / "tekening.svg").write_text(DRAWING, encoding="utf-8")
    desk.figures("telefoon.jpg", "inkten.jpg", "scan.png", "logo.png", "tekening.svg")
    built = desk.build()
    assert {problem.severity.value for problem in built.problems} <= {"note"}
    for data in (built.screen, built.press):
        verdict = verify(data)
        assert (verdict.violations, verdict.warnings) == ((), ())
    images = [image for page in PdfReader(BytesIO(built.screen)).pages for image in page.images]
    assert len(images) == 4, "the drawing is no image"
    first = images[0].image
    assert first is not None
    red, other, _ = first.getpixel((first.width - 3, first.height // 2))  # type: ignore[misc]
    assert first.width > first.height
    assert red > 200 > 100 > other


def test_what_an_svg_figure_cannot_have_is_an_error_at_its_line(desk: Desk) -> None:
    (desk.report / "images" / "tekst.svg").write_text(
        DRAWING.replace("<rect", "<text>a</text>\n<rect"), encoding="utf-8"
    )
    desk.figures("tekst.svg")
    with pytest.raises(ReportError) as stopped:
        desk.build()
    (problem,) = stopped.value.problems
    assert (problem.code, problem.place.line) == ("artwork-element", 3)
    assert problem.place.file.endswith("images/tekst.svg")
