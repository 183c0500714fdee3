"""What a page carries beside its text: the title of a chapter, and at the foot the folio and the style's words."""

import pytest

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Heading, Text
from reportbuilder.layout.furniture import HEAD_GAP, Imprint, set_furniture, set_opener, set_running_head
from reportbuilder.layout.page import Geometry, Master, Side
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.style.model import HouseStyle
from reportbuilder.values import replace

IMPRINT = Imprint("Jaarverslag", version="Versie RVO", number="0.9", date="6 april 2020")


@pytest.fixture
def foot(setter: Typesetter, house_style: HouseStyle) -> Typesetter:
    """A typesetter whose style puts the version at the foot."""
    heads = replace(setter.design.running_heads, foot="{number}, {version}, {date}")
    design = replace(setter.design, running_heads=heads)
    return Typesetter(house_style, design, setter.fonts, setter.breaker, "nl", lambda label: "7", Diagnostics())


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("master", [Master.OPENER, Master.TEXT])
@pytest.mark.parametrize("version", ["Versie RVO", "Versie " * 40])
def test_the_foot_stands_across_from_the_folio(foot: Typesetter, side: Side, master: Master, version: str) -> None:
    geometry = Geometry(foot.design.page, 1)
    running = set_running_head(foot, replace(IMPRINT, version=version), "Begin", geometry.area_width)
    furniture = set_furniture(foot, geometry, running, "12", side, master)
    assert furniture is not None
    (folio, folio_x, folio_y, _), (line, x, y, _) = furniture.lines[:2]
    assert folio.text.strip() == "12"
    assert line.text.startswith("0.9, Versie")
    assert y == folio_y
    first, last = sorted([(folio_x, folio.width), (x, line.width)])
    assert first[0] + first[1] + HEAD_GAP <= last[0] + 0.01
    assert geometry.left(side) - 0.01 <= first[0]
    assert last[0] + last[1] <= geometry.left(side) + geometry.area_width + 0.01


def test_nothing_stands_there_if_the_style_puts_nothing(setter: Typesetter) -> None:
    geometry = Geometry(setter.design.page, 1)
    running = set_running_head(setter, IMPRINT, "Begin", geometry.area_width)
    furniture = set_furniture(setter, geometry, running, "12", Side.LEFT, Master.OPENER)
    assert furniture is not None
    assert len(furniture.lines) == 1


@pytest.mark.parametrize("design", ["document", "magazine"])
@pytest.mark.parametrize("words", [2, 4, 7, 9, 13])
def test_the_title_of_a_chapter_stays_on_the_ground_where_it_begins(
    setter: Typesetter, house_style: HouseStyle, design: str, words: int
) -> None:
    look = house_style.designs[design]
    typesetter = Typesetter(house_style, look, setter.fonts, setter.breaker, "nl", lambda label: "7", Diagnostics())
    heading = Heading(1, (Text(("Verantwoording van beleid " * words)[: 9 * words]),), "een")
    artwork = house_style.pictures[look.opener.artwork]
    geometry = Geometry(look.page, look.page.columns)
    art = set_opener(typesetter, geometry, heading, 0, (artwork, look.opener.bleed), Side.RIGHT)
    title = art.texts[-1]
    band = 60 * 72 / 25.4  # the artwork of the magazine fills so much from the top of the page, the other's nothing
    assert list(typesetter.diagnostics) == []
    if design == "magazine":
        assert title.foot <= band
    else:
        assert title.size == look.text.h1.size
