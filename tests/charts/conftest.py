"""A small house style: the parts that charts use."""

from pathlib import Path

import pytest
from tests.styles import read_style

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.style.model import ChartLook, Colour, Design, HouseStyle, StatusLook, TextStyle
from reportbuilder.values import replace

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def style() -> HouseStyle:
    """The parts of a style that charts use."""
    codes = {"ink": "#101820", "white": "#ffffff", "blue": "#003366", "amber": "#a85a00", "sky": "#2b6ca8"}
    codes |= {"grey": "#556472", "pale": "#9ba8b4", "green": "#1b7f4b", "red": "#b3261e"}
    statuses = {"gerealiseerd": "green", "niet-gerealiseerd": "red", "deels": "amber", "geen-informatie": "grey"}
    shipped = read_style(ROOT / "styles/rvo", ROOT / "fonts", str, Diagnostics(), "document")
    assert shipped is not None
    return HouseStyle(
        name="small",
        fonts={},
        designs={},
        colours={name: Colour(screen=code) for name, code in codes.items()},
        statuses={key: StatusLook(symbol="s.svg", colour=colour) for key, colour in statuses.items()},
        charts=ChartLook(
            series=("blue", "amber", "sky", "grey"), muted="pale", axis="pale", norm="grey", line_width=1.5
        ),
        draft=shipped.draft,
    )


@pytest.fixture(scope="session")
def design() -> Design:
    """A design with the two text styles of charts."""
    shipped = read_style(ROOT / "styles/rvo", ROOT / "fonts", str, Diagnostics(), "document")
    assert shipped is not None
    plain, strong = (TextStyle(face=face, size=7.5, leading=9) for face in ("text", "semibold"))
    document = shipped.designs["document"]
    return replace(document, text=replace(document.text, chart=plain, chart_strong=strong))
