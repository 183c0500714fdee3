"""What stands at the foot of a page: the folio, and across from it the words that the style puts there."""

import pytest

from reportbuilder.layout.furniture import HEAD_GAP, Imprint, set_furniture, set_running_head
from reportbuilder.layout.geometry import Geometry
from reportbuilder.layout.page import Master, Side
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.problems import Findings
from reportbuilder.style.model import HouseStyle
from reportbuilder.values import replace

IMPRINT = Imprint("Jaarverslag", version="Versie RVO", number="0.9", date="6 april 2020")


@pytest.fixture
def foot(setter: Typesetter, house_style: HouseStyle) -> Typesetter:
    """A typesetter whose style puts the version at the foot."""
    heads = replace(setter.design.running_heads, foot="{number}, {version}, {date}")
    design = replace(setter.design, running_heads=heads)
    return Typesetter(house_style, design, setter.fonts, setter.breaker, "nl", lambda label: "7", Findings())


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
