"""The overview of statuses: every goal once, in order, each a link to its row."""

from pathlib import Path

from reportbuilder.blocks.status_overview import OverviewBox, StatusOverview
from reportbuilder.document.model import StatusMark
from reportbuilder.layout.page import Placed
from reportbuilder.layout.page_lines import LinkTarget
from tests.blocks.test_status_bar import laid

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
