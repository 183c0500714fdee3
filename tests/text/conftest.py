"""The house fonts, and a breaker that uses them."""

from pathlib import Path

import pytest

from reportbuilder.text.breaking import Breaker
from reportbuilder.text.hyphenation import Hyphenator
from reportbuilder.text.shaping import FontBook

FONTS = Path(__file__).parents[2] / "fonts"


@pytest.fixture(scope="session")
def fonts() -> FontBook:
    return FontBook({"regular": FONTS / "SourceSans3-Regular.ttf", "strong": FONTS / "SourceSans3-Semibold.ttf"})


@pytest.fixture(scope="session")
def breaker(fonts: FontBook) -> Breaker:
    return Breaker(fonts, Hyphenator)
