"""The overview of statuses: every goal once, in order, each a link to its row."""

from pathlib import Path

import pytest

from reportbuilder.blocks.status_overview import OverviewBox, StatusOverview
from reportbuilder.diagnostics import ReportError
from reportbuilder.document.model import StatusMark
from reportbuilder.layout.page import Placed
from reportbuilder.layout.page_lines import LinkTarget
from tests.blocks.test_status_bar import laid
from tests.whole_reports import GOOD, build_whole

ADDED = "\n:::{status-overview}\n:data: matrix.csv\n:theme: Water\n:::\n"


def links(placed: Placed) -> list[str]:
    """The targets of the symbols of an overview."""
    box = placed.flowable
    assert isinstance(box, OverviewBox)
    pieces = (piece for row in box.rows for line in row.goals.lines for piece in line.pieces)
    return [piece.style.link.removeprefix("#") for piece in pieces if piece.style.link]


def test_every_goal_is_a_symbol_under_its_ambition(tmp_path: Path) -> None:
    _, blocks = laid(tmp_path, added=ADDED)
    (overview,) = [block for block in blocks if isinstance(block, StatusOverview)]
    (theme,) = overview.themes
    found = [[m.status.value for m in one.marks if isinstance(m, StatusMark)] for one in theme.ambitions]
    assert found == [["gerealiseerd", "niet-gerealiseerd", "deels"], ["geen-informatie"]]


def test_each_symbol_leads_to_the_row_of_its_goal(tmp_path: Path) -> None:
    layout, _ = laid(tmp_path, added=ADDED)
    items = [item for page in layout.pages for item in page.items]
    targets = {label for item in items if isinstance(item.flowable, LinkTarget) for label in item.labels}
    (wanted,) = [links(item) for item in items if isinstance(item.flowable, OverviewBox)]
    assert len(wanted) == len(set(wanted)) == 4
    assert set(wanted) <= targets


def test_without_a_margin_the_theme_stands_above_its_ambitions(tmp_path: Path) -> None:
    layout, _ = laid(tmp_path, "magazine", ADDED)
    (box,) = [item for page in layout.pages for item in page.items if isinstance(item.flowable, OverviewBox)]
    assert len(links(box)) == 4


@pytest.mark.parametrize("column", ["thema", "ambitie"])
def test_what_it_is_sorted_by_has_to_be_in_the_data(tmp_path: Path, column: str) -> None:
    matrix = tmp_path / "ander.csv"
    text = (GOOD / "data" / "matrix.csv").read_text("utf-8")
    matrix.write_text(text.replace(column, "elders", 1), "utf-8")
    with pytest.raises(ReportError, match=f"no column “{column}”"):
        laid(tmp_path, added="\n:::{status-overview}\n:data: ander.csv\n:::\n", data=(matrix,))


def test_goals_that_no_table_shows_are_symbols_without_a_link(tmp_path: Path) -> None:
    matrix = tmp_path / "ander.csv"
    matrix.write_text((GOOD / "data" / "matrix.csv").read_text("utf-8"), "utf-8")
    layout, _ = laid(tmp_path, added="\n:::{status-overview}\n:data: ander.csv\n:::\n", data=(matrix,))
    boxes = [item for page in layout.pages for item in page.items if isinstance(item.flowable, OverviewBox)]
    assert boxes
    assert [links(box) for box in boxes] == [[] for _ in boxes]
    build_whole(tmp_path / "report", editions=("screen",))
