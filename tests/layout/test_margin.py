"""The outer margin: heads beside their text, mirrored on left and right pages, and nothing over anything else."""

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Document, Heading
from reportbuilder.document.walk import plain
from reportbuilder.layout.columns import ItemPosition
from reportbuilder.layout.flow import Item
from reportbuilder.layout.margin import margin_positions, with_room
from reportbuilder.layout.page import Geometry, Layout, Placed, Side
from reportbuilder.layout.page_lines import texts_of
from reportbuilder.layout.stack import FramedStack
from reportbuilder.style.model import HouseStyle, Rule
from reportbuilder.values import replace


def block(height: float, width: float = 100.0) -> FramedStack:
    """Something of a height."""
    return FramedStack((), width, Rule(1.0, "blue"), height / 2, beside=False)


def words(placed: Placed, layout: Layout) -> str:
    """The words of an item."""
    return " ".join(text.line.text.strip() for text in texts_of(placed, layout.setup.height))


def test_side_heads_stand_in_the_outer_margin_and_level_with_their_text(
    laid_out: tuple[Document, Layout, Diagnostics],
) -> None:
    document, layout, _ = laid_out
    geometry, found = Geometry(layout.setup, layout.setup.columns), []
    for page in layout.pages:
        for item, following in zip(page.items, page.items[1:], strict=False):
            if item.beside:
                found.append(words(item, layout))
                outer = item.frame.x + item.frame.width
                if page.side is Side.LEFT:
                    assert outer < geometry.column_x(page.side, 0)
                else:
                    assert item.frame.x > geometry.column_x(page.side, 0) + geometry.text_width
                assert outer <= geometry.left(page.side) + geometry.area_width + 0.01
                assert following.beside or item.frame.top >= following.frame.top - 28
    heads = [b for chapter in document.chapters for b in chapter.blocks if isinstance(b, Heading) and b.level == 3]
    if layout.setup.columns == 1:
        assert {plain(head.children).replace(" ", "")[:12] for head in heads} <= {
            w.replace(" ", "")[:12] for w in found
        }
    else:
        assert not found


def test_what_is_in_the_margin_pushes_down_what_follows_it_there(house_style: HouseStyle) -> None:
    geometry = Geometry(house_style.designs["document"].page, 1)
    grid = geometry.setup.grid
    items = [Item(block(grid), margin=(block(5 * grid),)), Item(block(grid), margin=(block(grid),))]
    (_, first), (_, second) = margin_positions(
        [ItemPosition(items[0], 0, 0), ItemPosition(items[1], 0, grid)], geometry
    )
    assert first[0][1] == 0
    assert second[0][1] == 6 * grid


def test_a_wide_block_waits_until_the_margin_is_free(house_style: HouseStyle) -> None:
    geometry = Geometry(house_style.designs["document"].page, 1)
    grid = geometry.setup.grid
    text, wide = Item(block(grid), margin=(block(5 * grid),)), Item(block(grid, geometry.area_width))
    opened = with_room([text, wide], geometry)
    assert opened[0].after == 4 * grid
    assert with_room([replace(text, margin=()), wide], geometry)[0].after == 0
