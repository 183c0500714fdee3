"""Right-to-left words in a paragraph from left to right, and characters that another font has."""

from itertools import pairwise
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.text.breaking import Breaker, Setting
from reportbuilder.text.hyphenation import Hyphenator
from reportbuilder.text.itemization import clusters, has_right_to_left, itemize, levels
from reportbuilder.text.runs import Run, RunStyle
from reportbuilder.text.shaping import FontBook

REGULAR = Path(__file__).parents[2] / "fonts" / "SourceSans3-Regular.ttf"
HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
STYLE = RunStyle("text", 10)


def hebrew_font(path: Path, letters: str = HEBREW) -> Path:
    """A font with a box for every Hebrew letter, each of another width, and spaces and digits."""
    characters = letters + " -()0123456789"
    names = [".notdef", *(f"u{ord(c):04X}" for c in characters)]
    builder = FontBuilder(1000)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(c): f"u{ord(c):04X}" for c in characters})
    glyphs, metrics = {}, {}
    for number, name in enumerate(names):
        pen, width = TTGlyphPen(None), 300 + 10 * number
        pen.moveTo((50, 0))
        pen.lineTo((50, 500))
        pen.lineTo((width - 50, 500))
        pen.closePath()
        glyphs[name] = pen.glyph()
        metrics[name] = (width, 50)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Hebrew", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
    return path


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> FontBook:
    path = hebrew_font(tmp_path_factory.mktemp("hebrew") / "hebrew.ttf")
    return FontBook({"text": REGULAR, "hebrew": path}, ("hebrew",))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("alleen Latijn", "0000000000000"),
        ("a אב ג d", "00111100"),
        ("אב, en", "110000"),
        ("אב 12 c", "1112200"),
        ("12 אב", "00011"),
        ("(אב)", "0110"),
        ("אב (גד) ה.", "1111111110"),
        ("א 12,5% ב", "112222211"),
        ("א\nb", "100"),
        ("(אב), גד", "01100011"),
    ],
)
def test_levels(text: str, wanted: str) -> None:
    assert "".join(map(str, levels(text))) == wanted


def test_what_goes_from_right_to_left() -> None:
    assert has_right_to_left("a ש")
    assert has_right_to_left("محمد")
    assert not has_right_to_left("Ελλάδα, Москва, 12 €")


def places(book: FontBook, text: str, measure: float = 1000.0) -> list[list[tuple[float, str]]]:
    """For every line the characters with the places of their glyphs, from the left."""
    breaker = Breaker(book, Hyphenator)
    found = []
    for line in breaker.break_lines(tuple(itemize([Run(text, STYLE)], book)), measure, Setting(), "nl").lines:
        row = []
        for piece in line.pieces:
            x = piece.x
            for glyph in piece.word.glyphs:
                row.append((round(x + glyph.dx * piece.style.size, 3), glyph.text))
                x += glyph.advance * piece.style.size
        found.append(sorted(row))
    return found


def seen(book: FontBook, text: str) -> str:
    (row,) = places(book, text)
    return "".join(text for _, text in row)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("van אבג naar", "vanגבאnaar"),
        ("van אבג דהו naar", "vanוהדגבאnaar"),
        ("van אבג, naar", "vanגבא,naar"),
        ("van אבג 12 דהו naar", "vanוהד12גבאnaar"),
        ("van א12ב naar", "vanב12אnaar"),
        ("van אבג (12) naar", "van)12(גבאnaar"),
        ("van אבג (דהו) naar", "van)והד(גבאnaar"),
        ("van (אבג) 12 naar", "van(גבא)12naar"),
        ("van אבג (12 jaar) naar", "vanגבא(12jaar)naar"),
    ],
)
def test_the_order_on_the_line(book: FontBook, text: str, wanted: str) -> None:
    assert seen(book, text) == wanted


def test_words_keep_their_reading_order_and_their_room(book: FontBook) -> None:
    line = (
        Breaker(book, Hyphenator)
        .break_lines(tuple(itemize([Run("van אבג דהו naar", STYLE)], book)), 1000, Setting(), "nl")
        .lines[0]
    )
    assert line.text == "van אבג דהו naar"
    assert [piece.word.text for piece in line.pieces] == ["van", "אבג", "דהו", "naar"]
    spans = sorted((p.x, p.x + p.word.width * p.style.size) for p in line.pieces)
    assert all(a[1] <= b[0] + 0.01 for a, b in pairwise(spans))


def test_over_a_line_end_the_first_words_come_first(book: FontBook) -> None:
    first, *others = places(book, "abc " + " ".join(["אבג"] * 3 + ["דהו"] * 6), 60)
    assert others
    assert not any("ד" in text for _, text in first)


def test_a_fallback_is_used_for_whole_letters(book: FontBook) -> None:
    runs = list(itemize([Run("van אבג naar", STYLE)], book))
    assert [(run.text, run.style.face) for run in runs if run.text.strip()] == [
        ("van ", "text"), ("אבג", "hebrew"), (" naar", "text")
    ]  # fmt: skip
    assert clusters("e\u0301a\u200dbc") == ["e\u0301", "a\u200db", "c"]
    assert [r.style.face for r in itemize([Run("漢", STYLE)], book)] == ["text"], "no font has it"


@given(st.text(alphabet=f"ab {HEBREW[:4]}12,.()", max_size=24))
def test_itemizing_loses_nothing(book: FontBook, text: str) -> None:
    runs = list(itemize([Run(text, STYLE)], book))
    assert "".join(run.text for run in runs) == text
    for run in runs:
        if run.style.level == 1:
            assert "a" not in run.text
            assert "1" not in run.text
