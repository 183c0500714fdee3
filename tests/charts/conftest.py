"""A small house style: the parts that charts use."""

import pytest

from reportbuilder.style.model import ChartLook, Colour, Design, HouseStyle, StatusLook, TextStyle, TextStyles


@pytest.fixture(scope="session")
def style() -> HouseStyle:
    """The parts of a style that charts use."""
    codes = {"ink": "#101820", "white": "#ffffff", "blue": "#003366", "amber": "#a85a00", "sky": "#2b6ca8"}
    codes |= {"grey": "#556472", "pale": "#9ba8b4", "green": "#1b7f4b", "red": "#b3261e"}
    statuses = {"gerealiseerd": "green", "niet-gerealiseerd": "red", "deels": "amber", "geen-informatie": "grey"}
    return HouseStyle.model_construct(
        colours={name: Colour(screen=code) for name, code in codes.items()},
        statuses={key: StatusLook(symbol="s.svg", colour=colour, word=key) for key, colour in statuses.items()},
        charts=ChartLook(
            series=("blue", "amber", "sky", "grey"), muted="pale", axis="pale", norm="grey", line_width="1.5pt"
        ),
    )


@pytest.fixture(scope="session")
def design() -> Design:
    """The two text styles of charts."""
    plain = TextStyle(face="text", size="7.5pt", leading="9pt")
    strong = TextStyle(face="semibold", size="7.5pt", leading="9pt")
    return Design.model_construct(text=TextStyles.model_construct(chart=plain, chart_strong=strong))
