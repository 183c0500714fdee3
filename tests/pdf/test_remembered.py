"""What is remembered of a document: the same bytes as without it, and no page drawn that did not change."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.graphics import Picture
from reportbuilder.images.encode import lossless
from reportbuilder.layout.flow import Flowable
from reportbuilder.layout.page import Layout, OutlineEntry
from reportbuilder.layout.platypus import PlatypusBox
from reportbuilder.layout.stack import ImageBox, PictureBox
from reportbuilder.memo import Memo
from reportbuilder.pdf.font_files import FontFile
from reportbuilder.pdf.writer import write_document
from reportbuilder.preflight.verdict import verify
from reportbuilder.structure.model import Element, Role, TagTree
from reportbuilder.text.runs import Run, RunStyle
from reportbuilder.values import replace

from .conftest import ABOUT, FIGURE, FIRST, SECOND, TAGS, Press
from .structure_tree import Meaning
from .test_platypus import drawing
from .test_writer import PICTURE

BODY = RunStyle("text", 10)
LINK = RunStyle("text", 10, link="#drie")
IMAGES = {"a.png": lossless(Image.new("RGB", (4, 3), (200, 30, 30)))}
OUTLINE = (OutlineEntry(1, "Een", "een"), OutlineEntry(2, "Drie", "drie"))


@pytest.fixture
def blocks(press: Press) -> list[list[Flowable]]:
    """Three pages with text, a link that goes on from the first page to the second, a picture and an image."""
    text = press.block([Run("Lees ook ", BODY), Run("wat er op bladzijde drie staat, en meer", LINK)], 60)
    upper, lower = text._part(0, 2), text._part(2, len(text.lines))
    after = press.block([Run("Slot van het verhaal.", BODY)], mark=SECOND)
    return [[upper], [lower, PictureBox(PICTURE, FIGURE)], [after, ImageBox("a.png", 40, 30, FIGURE)]]


class Edited:
    """A document that is written again and again, after edits, beside a memo that it is written with."""

    def __init__(self, press: Press, blocks: list[list[Flowable]]) -> None:
        self.press, self.memo = press, Memo()
        self.layout = press.layout(*blocks, labels=("een", "twee", "drie"), outline=OUTLINE)

    def write(self, layout: Layout | None = None, tags: TagTree = TAGS, memo: Memo | None = None) -> bytes:
        """Write the document, by default with what is remembered."""
        style, fonts = self.press.style, self.press.fonts
        kept = self.memo if memo is None else memo
        return write_document(layout or self.layout, tags, style, fonts, IMAGES, ABOUT, Diagnostics(), None, kept)

    def with_page(self, index: int, blocks: list[Flowable]) -> Layout:
        """The document with another page."""
        labels = ("een", "twee", "drie")[index : index + 1]
        (other,) = self.press.layout(blocks, labels=labels).pages
        pages = list(self.layout.pages)
        pages[index] = replace(other, number=index + 1)
        return replace(self.layout, pages=tuple(pages))

    def drawn(self) -> tuple[int, int]:
        """How many pages were drawn, and how many were known, since this was asked."""
        rate = self.memo.hit_rates()["pages drawn"]
        return rate.misses, rate.hits


@pytest.fixture
def edited(press: Press, blocks: list[list[Flowable]]) -> Edited:
    return Edited(press, blocks)


def layouts(edited: Edited, press: Press) -> Iterator[Layout]:
    """Edits: another word, letters that no page has yet, a link less, a page more, and all as it was."""
    yield edited.with_page(2, [press.block([Run("Begin van het verhaal.", BODY)], mark=SECOND)])
    yield edited.with_page(2, [press.block([Run("ÆØÐ ſt 3½ — “quiz”", BODY)], mark=SECOND)])
    yield edited.with_page(0, [press.block([Run("Geen verwijzing meer.", BODY)])])
    extra = replace(edited.layout.pages[2], items=(), number=4)
    yield replace(edited.layout, pages=(*edited.layout.pages, extra))
    yield edited.layout


def test_bytes_after_edits_are_those_of_a_document_of_which_nothing_is_remembered(edited: Edited, press: Press) -> None:
    first = edited.write()
    for layout in layouts(edited, press):
        warm = edited.write(layout)
        assert warm == edited.write(layout, memo=Memo())
        assert verify(warm).violations == ()
    assert warm == first


def test_equal_pictures_are_one_whether_they_are_the_same_object_or_not(edited: Edited) -> None:
    def shown(picture: Picture) -> Layout:
        return edited.with_page(2, [PictureBox(picture, FIGURE), PictureBox(PICTURE, FIGURE)])

    edited.write()
    other = replace(PICTURE, width=PICTURE.width)
    assert other is not PICTURE
    warm = edited.write(shown(other))
    assert warm == edited.write(shown(PICTURE), memo=Memo())


def test_only_pages_that_changed_are_drawn(edited: Edited, press: Press) -> None:
    edited.write()
    assert edited.drawn() == (3, 0)
    edited.write()
    assert edited.drawn() == (0, 3)
    edited.write(edited.with_page(2, [press.block([Run("Iets anders.", BODY)], mark=SECOND)]))
    assert edited.drawn() == (1, 2)


def test_a_page_is_drawn_again_when_what_it_continues_changed(edited: Edited, press: Press) -> None:
    edited.write()
    edited.drawn()
    without_link = edited.with_page(0, [press.block([Run("Geen verwijzing meer.", BODY)])])
    edited.write(without_link)
    assert edited.drawn() == (2, 1)


def test_a_page_is_drawn_again_when_the_role_of_an_element_on_it_changed(edited: Edited) -> None:
    edited.write()
    edited.drawn()
    quote = replace(TAGS, root=replace(TAGS.root, children=(*TAGS.root.children[:2], Element(Role.H1, SECOND))))
    warm = edited.write(tags=quote)
    assert edited.drawn() == (1, 2)
    assert warm == edited.write(tags=quote, memo=Memo())
    assert [node.role for node in Meaning(warm).nodes("H1")] == ["H1"]


def test_a_link_over_two_pages_is_one_element_whose_areas_say_all_its_words(edited: Edited) -> None:
    meaning = Meaning(edited.write())
    (link,) = meaning.nodes("Link")
    said = [str(a.Contents) for page in meaning.pdf.pages for a in page.obj.get("/Annots", ())]
    assert len(said) > 2
    assert set(said) == {"wat er op bladzijde drie staat, en meer"}
    assert {page for page, _ in link.sequences()} == {0, 1}


def test_problems_of_a_page_that_is_not_drawn_again_are_reported_again(press: Press) -> None:
    box = PlatypusBox.of([drawing("Helvetica")], 300, FIGURE)
    layout, memo = press.layout([box]), Memo()
    found = []
    for _ in range(2):
        diagnostics = Diagnostics()
        write_document(layout, TAGS, press.style, press.fonts, {}, ABOUT, diagnostics, None, memo)
        found.append([problem.code for problem in diagnostics.problems])
    assert found[0] == found[1] != []


def test_two_glyphs_with_one_code_are_told_apart(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes of glyphs with another text than their own character are checksums: here, all have the same."""
    monkeypatch.setattr(FontFile, "further_codes", property(lambda file: range(60_000, 60_050)))
    monkeypatch.setattr("reportbuilder.pdf.font_files.zlib.crc32", lambda data: 0)
    texts = ("De officier\u00a0van dienst", "1\u202f234 coöperatief")
    pages = [[press.block([Run(text, RunStyle("text", 10, features=("tnum",)))], mark=FIRST)] for text in texts]
    layout, memo = press.layout(*pages), Memo()
    data = write_document(layout, TAGS, press.style, press.fonts, {}, ABOUT, Diagnostics(), None, memo)
    assert verify(data).violations == ()
    read = [page.extract_text() for page in PdfReader(BytesIO(data)).pages]
    assert [text.replace("\u202f", " ").replace("\u00a0", " ") for text in read] == [
        "De officier van dienst",
        "1 234 coöperatief",
    ]
    assert data == write_document(layout, TAGS, press.style, press.fonts, {}, ABOUT, Diagnostics(), None, memo)


def test_pages_have_the_same_operators_whatever_else_is_in_the_document(press: Press) -> None:
    text = press.block([Run("De officier 1.234", RunStyle("text", 10, features=("tnum",)))])
    other = press.block([Run("Quizvragen: 98765 ÆØ", RunStyle("text", 10, features=("tnum",)))], mark=SECOND)

    def operators(data: bytes) -> bytes:
        with pikepdf.open(BytesIO(data)) as pdf:
            return bytes(pdf.pages[-1].Contents.read_bytes())

    assert operators(press.write([text])) == operators(press.write([other], [text]))
