"""Anybody's flowables on our pages, and ours in anybody's Platypus document."""

import os
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image as Pixels
from pypdf import PdfReader
from reportlab.graphics.barcode.qr import QrCode
from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import CMYKColor, HexColor
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Image, Paragraph, SimpleDocTemplate, Table

from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.layout.platypus import PlatypusBox
from reportbuilder.layout.tables import TableBox
from reportbuilder.layout.typeset import TextBlock
from reportbuilder.pdf.fonts import register_face
from reportbuilder.pdf.page_boxes import PrintProfile, SheetBoxes
from reportbuilder.pdf.platypus import HouseFlowables
from reportbuilder.preflight.verdict import verify
from reportbuilder.press.prepare import prepare_press
from reportbuilder.structure.model import Artifact
from reportbuilder.text.runs import Run, RunStyle
from tests.whole_reports import GOOD

from .built_reports import built
from .conftest import FIGURE, ROOT
from .structure_tree import Meaning

BODY = RunStyle("text", 10)
SENTENCE = "De officier van justitie bestrijdt fietsendiefstallen en ondermijning met het veiligheidsoverleg. "
ROWS = [["Jaar", "Aangiften"], *([str(2000 + row), f"{row * 37} zaken"] for row in range(40))]


def drawing(font: str) -> Drawing:
    """A drawing with a shape and words, in colours of a screen and of a press."""
    made = Drawing(120, 40)
    made.add(Rect(0, 0, 120, 40, fillColor=CMYKColor(0.9, 0.2, 0, 0), strokeColor=HexColor("#ff8000")))
    made.add(String(10, 15, "Meer ruimte", fontName=font, fontSize=10, fillColor=HexColor("#102030")))
    return made


def guests(font: str) -> list[Flowable]:
    """A drawing, a QR code, a table, a paragraph with a link, and an image."""
    style = ParagraphStyle("a", fontName=font, fontSize=10, alignment=TA_JUSTIFY)
    words = f"{SENTENCE * 2}Lees <a href='https://example.org/lees'>het plan</a> {SENTENCE}"
    image = picture(Pixels.new("CMYK", (90, 90), (200, 30, 0, 0)))
    table = Table(ROWS[:4], style=[("FONT", (0, 0), (-1, -1), font, 9), ("GRID", (0, 0), (-1, -1), 0.5, "black")])
    return [drawing(font), QrCode("https://example.org"), table, Paragraph(words, style), image]


def picture(pixels: Pixels.Image) -> Image:
    """An image of some pixels, 20 points wide."""
    file = BytesIO()
    pixels.save(file, "TIFF")
    return Image(file, 20, 20)


@pytest.fixture
def judge(tmp_path: Path):
    """Asks veraPDF about a file, where it is on the machine."""

    def ask(data: bytes) -> None:
        program = os.environ.get("VERAPDF") or shutil.which("verapdf")
        if program is None:
            pytest.skip("veraPDF is not on this machine")
        (tmp_path / "a.pdf").write_bytes(data)
        for flavour in ("ua1", "2a"):
            said = subprocess.run([program, "-f", flavour, "--format", "text", tmp_path / "a.pdf"], capture_output=True)
            assert said.stdout.startswith(b"PASS"), said.stdout

    return ask


def test_guests_are_tagged_and_keep_to_the_standards(press, programme, tmp_path, judge) -> None:
    found, font = Diagnostics(), register_face(press.fonts, "text")
    box = PlatypusBox.of(guests(font), 300, FIGURE)
    below = press.block([Run(SENTENCE, BODY)])
    data = press.write([box, below], diagnostics=found)
    assert found.problems == []
    assert verify(data).violations == ()
    (tmp_path / "a.pdf").write_bytes(data)
    listed = subprocess.run([programme("pdffonts"), tmp_path / "a.pdf"], capture_output=True, text=True).stdout
    assert {row.split()[0].split("+")[1] for row in listed.splitlines()[2:]} == {"SourceSans3-Regular"}
    meaning = Meaning(data)
    (figure,) = meaning.nodes("Figure")
    assert figure.said("/Alt") == "Een vlak"
    (link,) = (node for node in figure.all() if node.role == "Link")
    assert str(link.object.K[1].Obj.A.URI) == "https://example.org/lees"
    text = PdfReader(BytesIO(data)).pages[0].extract_text()
    for words in ("Meer ruimte", "2002", "74 zaken", "Lees het plan", "fietsendiefstallen"):
        assert words in text
    judge(data)


def test_a_guest_may_be_decoration(press) -> None:
    box = PlatypusBox.of([drawing(register_face(press.fonts, "text"))], 300, Artifact.LAYOUT)
    data = press.write([box, press.block([Run("Tekst", BODY)])])
    assert verify(data).violations == ()
    assert Meaning(data).nodes("Figure") == []


def test_fonts_that_would_not_be_embedded_are_replaced_and_reported(press) -> None:
    found = Diagnostics()
    box = PlatypusBox.of(guests("Helvetica-Bold"), 300, FIGURE)
    data = press.write([press.block([Run("Tekst", BODY)])], [box], diagnostics=found)
    assert verify(data).violations == ()
    assert [(problem.code, problem.place.line) for problem in found.problems] == [(Code.FLOWABLE_FONT, 2)]
    assert "Helvetica-Bold" in found.problems[0].message
    fonts = PdfReader(BytesIO(data)).pages[1]["/Resources"]["/Font"].values()
    assert {font.get_object()["/BaseFont"].split("+")[1] for font in fonts} == {"SourceSans3-Semibold"}


class Annotating(Flowable):
    """A flowable that brings what no page of ours has."""

    def draw(self) -> None:
        self.canv.textAnnotation("een noot", Rect=(0, 0, 9, 9))
        self.canv.addOutlineEntry("Erbij", "erbij")


def test_what_has_no_place_in_the_file_is_left_out_and_reported(press) -> None:
    found = Diagnostics()
    data = press.write([PlatypusBox.of([Annotating(), drawing("Helvetica")], 300, FIGURE)], diagnostics=found)
    codes = [problem.code for problem in found.problems]
    assert codes == [Code.FLOWABLE_LEFT_OUT, Code.FLOWABLE_LEFT_OUT, Code.FLOWABLE_FONT]
    with pikepdf.open(BytesIO(data)) as pdf:
        assert "/Annots" not in pdf.pages[0].obj
        assert "/Outlines" not in pdf.Root


def test_a_table_goes_on_in_the_next_column(press) -> None:
    box = PlatypusBox.of([Table(ROWS, repeatRows=1)], 300, FIGURE)
    halves = box.cut(200, lambda labels: 0.0)
    assert halves is not None
    first, rest = halves
    assert first.height <= 200
    assert first.height + rest.height > box.height, "the heading is repeated"
    pages = [page.extract_text() for page in PdfReader(BytesIO(press.write([first], [rest]))).pages]
    found = [row[0] for row in ROWS[1:] if sum(row[0] in page for page in pages) == 1]
    assert len(found) == len(ROWS) - 1
    assert all("Aangiften" in page for page in pages)
    assert box.cut(1, lambda labels: 0.0) is None


def test_guests_are_printed_in_ink(press) -> None:
    found, setup = Diagnostics(), press.style.designs["document"].page
    room = prepare_press(press.style, ROOT / "styles" / "rvo", Diagnostics())
    assert room is not None
    profile = PrintProfile(room.profile, room.colours, SheetBoxes(setup.width, setup.height, 9, 34))
    box = PlatypusBox.of(guests(register_face(press.fonts, "text")), 300, FIGURE)
    photograph = picture(Pixels.new("RGB", (90, 90), (200, 30, 0)))
    data = press.write([box, PlatypusBox.of([photograph], 300, FIGURE)], diagnostics=found, profile=profile)
    assert found.problems == []
    with pikepdf.open(BytesIO(data)) as pdf:
        operators = {str(operator) for _, operator in pikepdf.parse_content_stream(pdf.pages[0])}
        assert not operators & {"rg", "RG"}
        images = [found for found in pdf.pages[0].Resources.XObject.values() if found.Subtype == "/Image"]
        assert {str(image.ColorSpace) for image in images} == {"/DeviceCMYK"}
    assert verify(data).violations == ()


def test_our_flowables_stand_in_a_document_of_platypus(press) -> None:
    house, file = HouseFlowables(press.style, press.fonts), BytesIO()
    linked = RunStyle("text", 10, "blue-2", link="https://example.org")
    block = press.block([Run(SENTENCE * 30, BODY), Run("de site", linked)], 300, justify=False)
    tables = [item.flowable for page in built(GOOD).layout.pages for item in page.items]
    table = next(flowable for flowable in tables if isinstance(flowable, TableBox))
    story = [Paragraph("Vooraf", ParagraphStyle("a")), house.flowable(block, 12, 12), house.flowable(table)]
    SimpleDocTemplate(file, pagesize=A5, invariant=1, leftMargin=20, rightMargin=20).build(story)
    reader = PdfReader(BytesIO(file.getvalue()))
    assert len(reader.pages) > 1, "the text is divided"
    text = " ".join("\n".join(page.extract_text() for page in reader.pages).replace("\u00ad\n", "").split())
    assert text.count(SENTENCE.strip()) == 30
    assert "Kosten € 1.200" in text
    (link,) = (a.get_object() for page in reader.pages for a in page.get("/Annots", ()))
    assert link["/A"]["/URI"] == "https://example.org"
    fonts = {font.get_object()["/BaseFont"] for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert any("SourceSans3-Regular" in font for font in fonts)


def test_a_block_is_wrapped_and_split_as_reportlab_asks(press) -> None:
    block = press.block([Run(SENTENCE * 5, BODY)], 150)
    ours = HouseFlowables(press.style, press.fonts).flowable(block, 6, 4)
    assert ours.wrap(500, 500) == (block.width, block.height)
    first, rest = ours.split(500, 60)
    assert isinstance(first.ours, TextBlock)
    assert [*first.ours.lines, *rest.ours.lines] == list(block.lines)
    assert (first.getSpaceBefore(), first.getSpaceAfter()) == (6, 0)
    assert (rest.getSpaceBefore(), rest.getSpaceAfter()) == (0, 4)
    assert ours.split(500, 10) == []
