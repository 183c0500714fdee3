"""The print edition has the pages of the screen edition, line by line, where they were."""

from io import BytesIO

from pypdf import PdfReader

from reportbuilder.layout.stack import FigureBox, PictureBox
from tests.whole_reports import GOOD

from ..pdf.page_text import read_page
from .built_reports import Printed, build, built


def lines(data: bytes, number: int) -> list[tuple[float, float, str]]:
    """The lines of a page in order: where each begins, and what is drawn."""
    return [(line.x, line.y, line.text) for line in read_page(data, number)]


def test_every_page_has_the_same_lines_in_the_same_places(printed: Printed) -> None:
    screen, press = (PdfReader(BytesIO(data)) for data in (printed.screen, printed.press))
    assert len(press.pages) == len(screen.pages) == len(printed.layout.pages)
    for number in range(len(press.pages)):
        *on_paper, slug = lines(printed.press, number)
        assert on_paper == lines(printed.screen, number)
        assert slug[1] < 0, "outside the trim"
        assert all(y > 0 for _, y, _ in on_paper)


def test_another_reader_finds_the_same_words_in_charts_too(printed: Printed) -> None:
    screen, press = (PdfReader(BytesIO(data)) for data in (printed.screen, printed.press))
    pages = enumerate(printed.layout.pages)
    kinds = (PictureBox, FigureBox)
    numbers = [number for number, page in pages if any(isinstance(item.flowable, kinds) for item in page.items)]
    assert numbers
    for number in numbers:
        words, on_paper = (file.pages[number].extract_text().split() for file in (screen, press))
        slug = lines(printed.press, number)[-1][2].split()
        assert sorted((*words, *slug)) == sorted(on_paper)


def test_pages_have_the_same_numbers(printed: Printed) -> None:
    screen, press = (PdfReader(BytesIO(data)) for data in (printed.screen, printed.press))
    assert press.page_labels == screen.page_labels


def test_both_files_say_the_same_of_the_report(printed: Printed) -> None:
    screen, press = (dict(PdfReader(BytesIO(data)).metadata or {}) for data in (printed.screen, printed.press))
    assert press == {**screen, "/Trapped": "/False"}


def test_a_second_build_gives_the_same_bytes() -> None:
    first, second = built(GOOD), build(GOOD)
    assert (first.screen, first.press) == (second.screen, second.press)
