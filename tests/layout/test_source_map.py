"""Every word on the pages is in the source map where the finished PDF has it, and leads to its place in a file."""

import html
import pickle
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pypdf
import pytest

from reportbuilder.diagnostics import Place
from reportbuilder.document.model import Chapter, Document, KeyFigures, Quote, Text
from reportbuilder.document.walk import blocks_in, inlines_in
from reportbuilder.layout.page_words import Rectangle
from reportbuilder.layout.source_map import MappedWord, SourceMap
from tests.whole_reports import EDITIONS, REPORTS, ROOT, BuiltReport, built

WORD = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
SLACK = 0.5
"""Points by which rectangles may differ."""
PAGES = {"cover", "contents", "lists"}
MADE = {"label", "caption", "source", "figure", "value", "note", "column", "repeated", "status", "entry"}
"""The parts of blocks that have words of the program's own: numbers, “Bron:”, symbols, axes."""


class PdfWord(NamedTuple):
    """A word that poppler reads from a PDF, with its rectangle from the top left corner of the trim box."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


def read_back(pdf: bytes, folder: Path) -> list[list[PdfWord]]:
    """The words of every page of a PDF."""
    (folder / "a.pdf").write_bytes(pdf)
    reader = shutil.which("pdftotext")
    assert reader, "poppler is there (.ci/run)"
    command = [reader, "-bbox", str(folder / "a.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    page = pypdf.PdfReader(BytesIO(pdf)).pages[0]
    left, top = float(page.trimbox.left - page.mediabox.left), float(page.mediabox.top - page.trimbox.top)
    return [
        [
            PdfWord(float(x0) - left, float(y0) - top, float(x1) - left, float(y1) - top, html.unescape(word))
            for x0, y0, x1, y1, word in WORD.findall(page)
        ]
        for page in text.split("<page ")[1:]
    ]


def squashed(text: str) -> str:
    """A text without spaces and hyphens that are drawn at the ends of lines."""
    return re.sub(r"[\s\u00ad]", "", text)


def folded(text: str) -> str:
    """A text as it may be written in a file or printed: both have the same form."""
    text = unicodedata.normalize("NFC", html.unescape(text))
    for printed, written in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), ("–", "-"), ("−", "-"), ("…", "...")):
        text = text.replace(printed, written)
    text = re.sub(r"\{sup\}|\{sub\}|[\s\u00ad\u200b\u2060\\*`_>~^]", "", text)
    return text.replace('""', '"').replace("''", "'")


def overlaps(word: PdfWord, box: Rectangle) -> bool:
    across = box.left < word.right - SLACK and box.right > word.left + SLACK
    return across and box.top < word.bottom - 1 and box.bottom > word.top + 1


def found(word: PdfWord, page: tuple[MappedWord, ...]) -> bool:
    """Whether the map has a word of the PDF there; poppler joins the halves of a word that is divided at the end of a
    line, and divides words where their size changes."""
    over = [index for index, mapped in enumerate(page) if overlaps(word, mapped.rectangle)]
    for index in over:
        rest = [mapped.text for mapped in page[index : max(over) + 3]]
        if squashed(word.text) in squashed("".join(rest)):
            return True
    return False


@pytest.fixture(scope="module", params=REPORTS, ids=lambda path: path.name)
def report(request: pytest.FixtureRequest) -> BuiltReport:
    return built(request.param)


def all_words(source_map: SourceMap) -> Iterator[MappedWord]:
    return (word for page in range(source_map.page_count) for word in source_map.on_page(page + 1))


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_word_of_the_pdf_is_in_the_map_at_its_place(report: BuiltReport, edition: str, tmp_path: Path) -> None:
    source_map = report.maps[edition]
    pages = read_back(report.files[edition], tmp_path)
    assert len(pages) == source_map.page_count
    missing = [
        (number, word)
        for number, page in enumerate(pages, 1)
        for mapped in [source_map.on_page(number)]
        for word in page
        if not found(word, mapped)
    ]
    assert missing == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_word_of_the_map_is_on_the_page(report: BuiltReport, edition: str, tmp_path: Path) -> None:
    source_map = report.maps[edition]
    missing = []
    for number, page in enumerate(read_back(report.files[edition], tmp_path), 1):
        drawn = squashed("".join(word.text for word in page))
        missing += [
            (number, word.text)
            for word in source_map.on_page(number)
            if squashed(word.text) not in drawn and not any(overlaps(other, word.rectangle) for other in page)
        ]
    assert missing == []


def lines_of(place: Place, files: dict[str, list[str]]) -> list[str]:
    if place.file not in files:
        files[place.file] = (ROOT / place.file).read_text("utf-8").split("\n")
    return files[place.file]


def test_exact_places_lead_to_the_word_in_the_file(report: BuiltReport) -> None:
    files: dict[str, list[str]] = {}
    wrong = []
    for word in all_words(report.maps["screen"]):
        if word.exact and not word.cells:
            here = lines_of(word.place, files)[word.place.line - 1 :]
            rest = "".join((here[0][word.place.column - 1 :], *here[1:2]))
            begins = folded(rest).startswith(folded(word.text)[:2])
            figure = rest.startswith(("{{", "({{", "({ref}", word.text.replace(".", "")))  # 4.400 is 4400
            if not begins and not figure:
                wrong.append((word.text, str(word.place), rest[:40]))
    assert wrong == []


def test_figures_of_the_data_lead_to_their_cells(report: BuiltReport) -> None:
    files: dict[str, list[str]] = {}
    figures = [word for word in all_words(report.maps["screen"]) if word.cells]
    assert figures
    for word in figures:
        for cell in word.cells:
            line = lines_of(cell.place, files)[cell.place.line - 1]
            assert line[cell.place.column - 1 :].strip()[:1] not in ("", ";"), word


def test_words_of_the_program_are_of_kinds_that_it_makes(report: BuiltReport) -> None:
    """What an author wrote in a paragraph is found to the letter."""
    loose = [
        word
        for word in all_words(report.maps["screen"])
        if not word.exact and word.key[0] == word.block and word.block not in PAGES
        if not MADE.intersection(map(str, word.key[1:]))
    ]
    own = re.compile(
        r"\W*(?:\d+|[ivx]+|tabel|figuur|bijlage|hoofdstuk|bladzijde|doel|niet|gehaald|\W)\W*", re.IGNORECASE
    )
    assert [word for word in loose if not own.fullmatch(word.text) and not _in_role(word)] == []


def _in_role(word: MappedWord) -> bool:
    """Whether a word stands where a role or a reference is written, which puts words into the text."""
    line = (ROOT / word.place.file).read_text("utf-8").split("\n")[word.place.line - 1]
    return "{" in line[word.place.column - 1 :] or word.place.file.endswith(".csv")


def texts_of(document: Document) -> Iterator[tuple[str, str]]:
    """The id of every block of the chapters and its texts, found without the map."""
    for part in document.parts:
        if isinstance(part.content, Chapter):
            for block in blocks_in((part.content.heading, *part.content.blocks)):
                for inline in inlines_in((block,)):
                    if isinstance(inline, Text):
                        yield block.id, inline.text
                if isinstance(block, KeyFigures):
                    yield from ((block.id, words) for item in block.items for words in (item.value, item.label))
                if isinstance(block, Quote):
                    yield block.id, block.attribution


def test_every_text_of_the_document_is_in_the_map(report: BuiltReport) -> None:
    by_key: dict[object, list[str]] = {}
    for word in all_words(report.maps["screen"]):
        by_key.setdefault(word.key, []).append(word.text)
    everything = "\n".join(squashed("".join(words)) for words in by_key.values())
    texts = list(texts_of(report.composed.document))
    assert texts
    assert [(id, text) for id, text in texts if squashed(text) not in everything] == []


def test_a_word_is_found_by_its_point_and_by_its_place(report: BuiltReport) -> None:
    source_map = report.maps["screen"]
    words = [word for index, word in enumerate(all_words(source_map)) if index % 7 == 0]
    for word in words:
        box = word.rectangle
        here = source_map.at(word.page, (box.left + box.right) / 2, (box.top + box.bottom) / 2)
        assert here is not None
        assert word in source_map.within(word.page, box)
        if word.exact and word.place.file.endswith(".md"):
            again = source_map.places(word.place.file, word.place.line, word.place.column)
            assert word in again
            assert word in source_map.places(word.place.file, word.place.line)
            after = Place(word.place.file, word.place.line, word.place.column + 1)
            assert word in source_map.words_between(word.place, after)
            assert source_map.page_of(word.place) == min(other.page for other in again)
        if word.block:
            assert word in source_map.block(word.block) or word.key[0] != word.block


def test_a_cell_of_the_data_leads_to_the_figures_that_come_from_it(report: BuiltReport) -> None:
    source_map = report.maps["screen"]
    for word in [word for word in all_words(source_map) if word.cells][::5]:
        place = word.cells[0].place
        assert word in source_map.places(place.file, place.line, place.column)


def test_a_title_is_found_in_the_contents_and_the_running_heads(report: BuiltReport) -> None:
    source_map, document = report.maps["screen"], report.composed.document
    kinds = set()
    for chapter in document.chapters:
        title = next(word for word in source_map.block(chapter.heading.id) if word.exact)
        again = source_map.places(title.place.file, title.place.line, title.place.column)
        kinds |= {word.key[0] for word in again if word.key[0] != word.block}
        assert {word.text for word in again} == {title.text}
    assert "contents" in kinds


def test_a_map_is_the_same_after_pickling(report: BuiltReport) -> None:
    source_map = report.maps["concept"]
    again = pickle.loads(pickle.dumps(source_map))
    assert list(all_words(again)) == list(all_words(source_map))
    word = next(word for word in all_words(source_map) if word.exact)
    assert again.places(word.place.file, word.place.line) == source_map.places(word.place.file, word.place.line)


def test_there_is_nothing_where_nothing_is(report: BuiltReport) -> None:
    source_map = report.maps["screen"]
    assert source_map.at(source_map.page_count, 1.0, 1.0) is None
    assert source_map.places("nowhere.md", 1, 1) == ()
    assert source_map.block("nowhere.md#1") == ()
    assert source_map.page_of(Place("nowhere.md", 1)) == 0
    with pytest.raises(IndexError):
        source_map.on_page(source_map.page_count + 1)
