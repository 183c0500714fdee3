"""Both reports laid out once for all tests, and the house style."""

from pathlib import Path

import pytest

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Document
from reportbuilder.files.inputs import shown
from reportbuilder.layout.page import Layout
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.style.model import HouseStyle
from reportbuilder.text.breaking import Breaker
from reportbuilder.text.hyphenation import Hyphenator
from reportbuilder.text.shaping import FontBook
from tests.styles import read_style
from tests.whole_reports import built

ROOT = Path(__file__).parents[2]
REPORTS = ("jaarverslag-2019", "jaarverslag-2022")


@pytest.fixture(scope="session", params=REPORTS)
def laid_out(request: pytest.FixtureRequest) -> tuple[Document, Layout, Diagnostics]:
    """A real report, composed."""
    report = built(ROOT / "content" / request.param)
    return report.composed.document, report.composed.layout, report.diagnostics


@pytest.fixture(scope="session")
def house_style() -> HouseStyle:
    """The house style as it ships."""
    style = read_style(ROOT / "styles" / "rvo", ROOT / "fonts", shown, Diagnostics())
    assert style is not None
    return style


@pytest.fixture
def setter(house_style: HouseStyle) -> Typesetter:
    """A typesetter in the document design, every page reference on page 7."""
    fonts = FontBook({key: ROOT / "fonts" / face.file for key, face in house_style.fonts.items()})
    breaker = Breaker(fonts, Hyphenator)
    return Typesetter(
        house_style, house_style.designs["document"], fonts, breaker, "nl", lambda label: "7", Diagnostics()
    )
