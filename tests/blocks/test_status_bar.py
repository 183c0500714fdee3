"""Bars of statuses, and notes and figures in the margin: counted from data, and beside the text they belong to."""

import shutil
from pathlib import Path

import pytest

from reportbuilder.blocks.margin_notes import MarginFigure, MarginNote
from reportbuilder.blocks.status_bar import StatusBar, StatusBarBox
from reportbuilder.document.walk import plain
from reportbuilder.layout.page import Layout, Placed
from reportbuilder.layout.page_lines import texts_of
from tests.whole_reports import GOOD, ROOT, read_layout, resources

ADDED = """
:::{status-bar}
:data: matrix.csv
:theme: Water
:::

:::{margin-figure} {{ 1250 | as_stated("een voorbeeld") }}
keren *gemeten*
:::

:::{margin-note}
Een korte noot.
:::

Hier staat de tekst waar beide naast staan.
"""


def laid(
    tmp_path: Path, design: str = "document", added: str = ADDED, data: tuple[Path, ...] = ()
) -> tuple[Layout, list[object]]:
    """The pages of the test report with these blocks, and the blocks of its last chapter."""
    folder = tmp_path / "report"
    shutil.copytree(GOOD, folder)
    for file in data:
        shutil.copy(file, folder / "data")
    chapter = folder / "chapters" / "bijlage.md"
    chapter.write_text(chapter.read_text("utf-8") + added, "utf-8")
    settings = folder / "report.yaml"
    settings.write_text(settings.read_text("utf-8").replace("design: document", f"design: {design}"), "utf-8")
    shared = resources(ROOT / "styles", ROOT / "fonts", tmp_path / "cache")
    document, layout, diagnostics = read_layout(folder, shared)
    assert not diagnostics.failed
    return layout, [block for chapter in document.chapters for block in chapter.blocks]


def said(placed: Placed, layout: Layout) -> str:
    """The words of an item."""
    return " ".join(text.line.text.strip() for text in texts_of(placed, layout.setup.height))


def test_a_bar_counts_the_statuses_of_its_theme(tmp_path: Path) -> None:
    layout, blocks = laid(tmp_path)
    (bar,) = [block for block in blocks if isinstance(block, StatusBar)]
    assert plain(bar.total) == "4"
    assert [counted.count for counted in bar.counts] == [1, 1, 1, 1]
    (box,) = [p.flowable for page in layout.pages for p in page.items if isinstance(p.flowable, StatusBarBox)]
    assert len({round(width, 6) for width, _ in box.parts}) == 1
    assert len({colour for _, colour in box.parts}) == 4


def test_figures_and_notes_stand_in_the_margin_beside_the_next_paragraph(tmp_path: Path) -> None:
    layout, blocks = laid(tmp_path)
    assert [type(block) for block in blocks if isinstance(block, MarginFigure | MarginNote)] == [
        MarginFigure,
        MarginNote,
    ]
    items = [(page, item) for page in layout.pages for item in page.items]
    at = next(index for index, (_, item) in enumerate(items) if said(item, layout).startswith("Hier staat"))
    (_, figure), (_, note), (_, text) = items[at - 2 : at + 1]
    assert figure.beside
    assert note.beside
    assert said(figure, layout) == "1.250 keren gemeten"
    assert figure.frame.top == pytest.approx(text.frame.top)
    assert note.frame.top >= figure.frame.top + figure.frame.height
    assert figure.frame.x + figure.frame.width < text.frame.x or figure.frame.x > text.frame.x + text.frame.width


def test_a_design_without_a_margin_sets_them_in_the_column(tmp_path: Path) -> None:
    layout, _ = laid(tmp_path, "magazine")
    items = [item for page in layout.pages for item in page.items]
    assert not any(item.beside for item in items)
    words = [said(item, layout) for item in items]
    assert words.index("1.250 keren gemeten") < words.index("Een korte noot.")


def test_what_has_no_text_after_it_is_not_lost(tmp_path: Path) -> None:
    layout, _ = laid(tmp_path, added="\n:::{margin-note}\nEen noot aan het slot.\n:::\n")
    words = [said(item, layout) for page in layout.pages for item in page.items]
    assert "Een noot aan het slot." in words
