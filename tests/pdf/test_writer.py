"""The file as a whole: it is valid, the same every time, and leads where it says."""

import hashlib
import subprocess
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from reportbuilder.document.graphics import Anchor, Label, Path, Picture, Segment, Verb
from reportbuilder.images.encode import as_jpeg, lossless
from reportbuilder.layout.page import OutlineEntry
from reportbuilder.layout.stack import ImageBox, PictureBox
from reportbuilder.pdf.annotations import LinkBook, link_words
from reportbuilder.preflight.verdict import verify
from reportbuilder.structure.model import Artifact
from reportbuilder.text.runs import Box, Run, RunStyle

from .conftest import FIGURE

BODY = RunStyle("text", 10)
FIELD = (Segment(Verb.MOVE, (0, 0)), Segment(Verb.LINE, (50, 0)), Segment(Verb.LINE, (50, 30)), Segment(Verb.CLOSE))
PICTURE = Picture(
    50,
    30,
    (
        Path(FIELD, fill="blue", stroke="#ff8000", line_width=2, dash=(3, 1)),
        Label("Totaal 1.234", 25, 10, "semibold", 6, "white", Anchor.MIDDLE, features=("tnum",)),
        Label("", 0, 0, "text", 6, "ink"),
    ),
)


def report(press) -> bytes:
    """Three pages with everything that a page can have."""
    style = RunStyle("text", 10, link="#drie")
    link = Run("zie tabel 1 over een heel lange tekst die over meer dan een regel loopt", style)
    away = Run("de site", RunStyle("text", 10, "blue-2", link="https://example.org/a?b=c"))
    text = press.block([Run("Lees ", BODY), link, Run(" en ", BODY), away, Run(".", BODY)])
    symbol = press.block([Run("deels", BODY, Box(9, 8, "deels")), Run(" op schema", RunStyle("italic", 9))])
    outline = [OutlineEntry(1, "Een", "een"), OutlineEntry(2, "Twee", "twee"), OutlineEntry(1, "Drie", "drie")]
    pages = [text, PictureBox(PICTURE, FIGURE)], [symbol, PictureBox(PICTURE, Artifact.LAYOUT, 0.5)], [text]
    return press.write(*pages, labels=("een", "twee", "drie"), outline=outline)


@pytest.fixture(scope="module")
def data(press) -> bytes:
    return report(press)


def test_the_same_input_gives_the_same_bytes(press, data):
    assert hashlib.sha256(report(press)).hexdigest() == hashlib.sha256(data).hexdigest()


def test_an_independent_reader_finds_nothing_wrong(data):
    verdict = verify(data)
    assert (verdict.violations, verdict.pages) == ((), 3)


def test_qpdf_finds_nothing_wrong(data, programme, tmp_path):
    (tmp_path / "a.pdf").write_bytes(data)
    done = subprocess.run([programme("qpdf"), "--check", str(tmp_path / "a.pdf")], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_font_is_an_embedded_subset(data, programme, tmp_path):
    (tmp_path / "a.pdf").write_bytes(data)
    listed = subprocess.run([programme("pdffonts"), str(tmp_path / "a.pdf")], capture_output=True, text=True).stdout
    rows = [line.split() for line in listed.splitlines()[2:]]
    assert {row[0].split("+")[1] for row in rows} == {"SourceSans3-Regular", "SourceSans3-It", "SourceSans3-Semibold"}
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)


def test_links_lead_to_addresses_and_labels(data):
    reader = PdfReader(BytesIO(data))
    links = [a.get_object() for a in reader.pages[0]["/Annots"]]
    inside = [link for link in links if link["/A"]["/S"] == "/GoTo"]
    (outside,) = (link for link in links if link["/A"]["/S"] == "/URI")
    assert outside["/A"]["/URI"] == "https://example.org/a?b=c"
    assert outside["/Contents"] == "de site"
    assert len(inside) > 1, "one area for every line"
    assert len({link["/Contents"] for link in inside}) == 1, "and all say the whole link"
    assert inside[0]["/Contents"] == "zie tabel 1 over een heel lange tekst die over meer dan een regel loopt"
    page, *where = inside[0]["/A"]["/D"]
    assert reader.get_page_number(page.get_object()) == 2
    assert where[:2] == ["/XYZ", 0]
    assert float(where[2]) == pytest.approx(float(reader.pages[2].mediabox.top) - 50, abs=0.01)


ADDRESSES = (
    "https://www.voorbeeldgemeente.nl/bestuur/jaarstukken_2024/overzicht.pdf?download=true&bron=verslag#pagina=12",
    "mailto:secretariaat.bestuur@voorbeeldgemeente-noord.nl",
    "het jaarplan 2024-2027 van de veiligheidsregio",
)


@settings(max_examples=30)
@given(st.sampled_from(ADDRESSES), st.integers(30, 200))
def test_a_link_says_its_words_whole_wherever_its_lines_end(press, words, measure):
    runs = [Run("Zie ", BODY), Run(words, RunStyle("text", 10, link="https://example.org")), Run(".", BODY)]
    block = press.block(runs, measure)
    links = [a.get_object() for a in PdfReader(BytesIO(press.write([block]))).pages[0]["/Annots"]]
    assert {link["/Contents"] for link in links} == {words}


def test_link_areas_are_as_wide_as_their_words(data):
    *_, outside = (a.get_object() for a in PdfReader(BytesIO(data)).pages[0]["/Annots"])
    left, foot, right, top = (float(edge) for edge in outside["/Rect"])
    assert 25 < right - left < 40
    assert 10 < top - foot < 15


def test_an_entry_and_its_page_on_one_line_are_one_area():
    book = LinkBook()
    one = book.new_link()
    book.add((10, 50, 30, 60), "#een", "Een ", one)
    book.add((90, 50, 95, 60), "#een", "7 ", one)
    book.add((10, 30, 30, 40), "#een", "ver\u00ad", one)
    book.add((10, 20, 30, 30), "#een", "der", one)
    two = book.new_link()
    book.add((10, 70, 30, 80), "#twee", "Twee", two)
    assert [area.rect for area in book.areas][:2] == [(10, 50, 95, 60), (10, 30, 30, 40)]
    assert [area.link for area in book.areas] == [one, one, one, two]
    assert link_words(book.areas) == {one: "Een 7 ver\u00adder", two: "Twee"}


def test_a_label_that_nothing_carries_is_a_fault_of_ours(press):
    block = press.block([Run("nergens heen", RunStyle("text", 10, link="#weg"))])
    with pytest.raises(AssertionError, match="weg"):
        press.write([block])


def test_bookmarks_are_nested_and_folded(data):
    reader = PdfReader(BytesIO(data))
    one, inside, three = reader.outline
    assert (one.title, [entry.title for entry in inside], three.title) == ("Een", ["Twee"], "Drie")
    assert reader.get_destination_page_number(three) == 2
    root = reader.trailer["/Root"]["/Outlines"]
    assert root["/Count"] == 2
    assert root["/First"]["/Count"] == -1


def test_the_file_says_what_it_is(data):
    reader = PdfReader(BytesIO(data))
    root, xmp = reader.trailer["/Root"], reader.xmp_metadata
    assert reader.pdf_header == "%PDF-1.7"
    assert root["/Lang"] == "nl"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.page_labels == ["1", "2", "3"]
    assert reader.metadata.title == xmp.dc_title["x-default"] == "Jaarverslag <2019> & meer"
    assert [reader.metadata.author] == xmp.dc_creator
    assert reader.metadata.subject == xmp.dc_description["x-default"]
    assert xmp.dc_subject == ["politie", "RVO"]
    assert reader.metadata.creation_date.isoformat() == "2020-04-06T12:30:00+00:00"
    assert reader.metadata.producer == xmp.pdf_producer


def test_a_picture_is_drawn_once(data):
    forms = set()
    for page in PdfReader(BytesIO(data)).pages[:2]:
        for form in page["/Resources"]["/XObject"].values():
            forms.add(form.get_object().get_data())
    assert sum(b"0 0 m 50 0 l 50 30 l h\nB" in form for form in forms) == 1


def test_labels_of_pictures_can_be_read(data):
    assert "Totaal 1.234" in PdfReader(BytesIO(data)).pages[0].extract_text()


def test_images_do_not_depend_on_their_folder(press, tmp_path):
    written = []
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
        path = tmp_path / name / "a.png"
        image = lossless(Image.new("RGB", (4, 3), (200, 30, 30)))
        written.append(press.write([ImageBox(str(path), 40, 30, FIGURE)], images={str(path): image}))
    assert written[0] == written[1]
    (image,) = PdfReader(BytesIO(written[0])).pages[0].images
    assert image.image.size == (4, 3)
    assert image.image.getpixel((3, 2)) == (200, 30, 30)


def test_an_image_on_several_pages_is_in_the_file_once(press):
    noise = Image.effect_noise((30, 20), 50)
    pages = [[ImageBox(path, 30, 20, FIGURE)] for path in ("a.png", "b.png", "a.png")]
    written = press.write(*pages, images={"a.png": lossless(noise), "b.png": as_jpeg(noise)})
    named = [page["/Resources"]["/XObject"] for page in PdfReader(BytesIO(written)).pages]
    found = [names.raw_get(name) for names in named for name in names]
    assert found[0] == found[2] != found[1]
    assert [reference.get_object()["/Filter"] for reference in found[:2]] == ["/FlateDecode", "/DCTDecode"]
