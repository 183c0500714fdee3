"""One style and its fonts for all tests of the room, and a way to put blocks on pages."""

import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import pytest

from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.layout.flow import Flowable
from reportbuilder.layout.page import Frame, Layout, Master, OutlineEntry, Page, Placed, Side
from reportbuilder.layout.typeset import TextBlock
from reportbuilder.pdf.graphics import Images
from reportbuilder.pdf.metadata import DocumentInfo, Metadata
from reportbuilder.pdf.page_boxes import PrintProfile
from reportbuilder.pdf.writer import write_document
from reportbuilder.structure.model import Element, Mark, Role, TagTree
from reportbuilder.style.model import HouseStyle
from reportbuilder.text.breaking import Breaker, Setting
from reportbuilder.text.hyphenation import Hyphenator
from reportbuilder.text.runs import Run
from reportbuilder.text.shaping import FontBook
from tests.styles import read_style

ROOT = Path(__file__).parents[2]
METADATA = Metadata("Jaarverslag <2019> & meer", "Eenheid Rotterdam", "Wat er gebeurde", ("politie", "RVO"), "nl")
ABOUT = DocumentInfo(METADATA, datetime(2020, 4, 6, 12, 30, tzinfo=UTC))
FIGURE, FIRST, SECOND = ("a.md#1", "figure"), ("a.md#2",), ("a.md#3",)
"""What blocks can belong to: a figure, and two paragraphs after it."""
TAGS = TagTree(
    Element(
        Role.DOCUMENT,
        (),
        (Element(Role.FIGURE, FIGURE, alt="Een vlak"), Element(Role.P, FIRST), Element(Role.P, SECOND)),
    )
)


class Press:
    """Breaks runs into blocks and writes blocks as a PDF."""

    def __init__(self, style: HouseStyle) -> None:
        self.style = style
        self.fonts = FontBook({name: ROOT / "fonts" / face.file for name, face in style.fonts.items()})
        dutch = Hyphenator("nl")
        self._breaker = Breaker(self.fonts, lambda language: dutch)
        self._setup = style.designs["document"].page

    def block(
        self,
        runs: Sequence[Run],
        measure: float = 150,
        justify: bool = True,
        leading: float = 13,
        mark: Mark = FIRST,
    ) -> TextBlock:
        """Runs set in a measure."""
        lines = self._breaker.break_lines(runs, measure, Setting(justify=justify), "nl").lines
        return TextBlock(lines, leading, 3.5, measure, mark)

    def layout(
        self,
        *pages: Sequence[Flowable],
        labels: Sequence[str] = (),
        outline: Sequence[OutlineEntry] = (),
        gap: float = 20,
    ) -> Layout:
        """Pages of blocks under each other; every page's first block carries the label of that page."""
        made = []
        for number, blocks in enumerate(pages, 1):
            top, items = 50.0, []
            for block in blocks:
                carried = tuple(labels[number - 1 : number]) if not items else ()
                frame = Frame(60, top, block.width, block.height)
                items.append(Placed(block, frame, Place("a.md", number), labels=carried))
                top += block.height + gap
            made.append(Page(number, Side.RIGHT, Master.TEXT, "", tuple(items)))
        return Layout(self._setup, tuple(made), tuple(outline), {})

    def write(
        self,
        *pages: Sequence[Flowable],
        labels: Sequence[str] = (),
        outline: Sequence[OutlineEntry] = (),
        gap: float = 20,
        images: Images = MappingProxyType({}),
        diagnostics: Diagnostics | None = None,
        profile: PrintProfile | None = None,
    ) -> bytes:
        """The PDF of a layout."""
        found = Diagnostics() if diagnostics is None else diagnostics
        layout = self.layout(*pages, labels=labels, outline=outline, gap=gap)
        return write_document(layout, TAGS, self.style, self.fonts, images, ABOUT, found, profile)


@pytest.fixture(scope="session")
def press() -> Press:
    diagnostics = Diagnostics()
    style = read_style(ROOT / "styles" / "rvo", ROOT / "fonts", str, diagnostics)
    assert style is not None
    return Press(style)


@pytest.fixture(scope="session")
def programme() -> Callable[[str], str]:
    """The path of a program, or the test is skipped: not every machine has poppler and qpdf."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            pytest.skip(f"{name} is not on this machine")
        return path

    return find
