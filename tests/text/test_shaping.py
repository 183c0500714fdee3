"""Glyphs, and the text they stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.diagnostics import Place
from reportbuilder.text.runs import Box, Run, RunStyle, readable
from reportbuilder.text.shaping import FontBook, missing_glyphs, tracking

REGULAR = RunStyle("regular", 10.0)


def test_kerning_and_ligatures(fonts: FontBook) -> None:
    pair = fonts.shape("To", "regular").width
    assert pair < fonts.shape("T", "regular").width + fonts.shape("o", "regular").width
    assert [g.text for g in fonts.shape("affiche", "regular").glyphs] == ["a", "ff", "i", "c", "h", "e"]
    assert [g.text for g in fonts.shape("affiche", "regular", ("-liga",)).glyphs] == list("affiche")


def test_tabular_and_proportional_figures(fonts: FontBook) -> None:
    def width(digits: str, feature: str) -> float:
        return fonts.shape(digits, "regular", (feature,)).width

    assert width("111", "tnum") == pytest.approx(width("888", "tnum"))
    assert width("111", "pnum") < width("888", "pnum") - 0.1


def test_a_word_is_shaped_once(fonts: FontBook) -> None:
    assert fonts.shape("politie", "regular") is fonts.shape("politie", "regular")
    assert fonts.shape("politie", "regular") is not fonts.shape("politie", "strong")
    assert fonts.shape_part("poli", "regular", (), "nl", hyphen=True) is fonts.shape_part(
        "poli", "regular", (), "nl", hyphen=True
    )


def test_parts_of_words(fonts: FontBook) -> None:
    part = fonts.shape_part("üni", "regular", (), "nl", first="u", hyphen=True)
    assert [g.text for g in part.glyphs] == ["ü", "n", "i", "\u00ad"]
    assert part.glyphs[0].gid == fonts.shape("u", "regular").glyphs[0].gid
    assert part.glyphs[-1].gid == fonts.shape("-", "regular").glyphs[0].gid
    decomposed = fonts.shape_part("u\u0308ni", "regular", (), "nl", first="u")
    assert [g.text for g in decomposed.glyphs] == ["u\u0308", "n", "i"]


def test_metrics(fonts: FontBook) -> None:
    metrics = fonts.metrics("regular")
    assert metrics.descent < 0 < metrics.x_height < metrics.cap_height < metrics.ascent
    assert fonts.path("regular").name == "SourceSans3-Regular.ttf"


@given(text=st.text(max_size=30))
def test_glyphs_give_back_the_text(fonts: FontBook, text: str) -> None:
    word = fonts.shape(text, "regular")
    assert "".join(g.text for g in word.glyphs) == readable(text) == word.text
    assert word.width == pytest.approx(sum(g.advance for g in word.glyphs))


def test_missing_glyphs_have_their_word_and_place(fonts: FontBook) -> None:
    place = Place("chapters/a.md", 3, 1)
    runs = [
        Run("geüniformeerd u\u0308 \u00ad\u2011\u202f\u200b→", REGULAR, place=place),
        Run("drie 漢字\n en 漢", REGULAR, place=place),
        Run("漢", REGULAR, Box(5.0, 5.0, "mark")),
    ]
    assert missing_glyphs(fonts, runs) == [("漢", "漢字", place), ("字", "漢字", place), ("漢", "漢", place)]
    assert fonts.missing("漢a", "regular") == {"漢"}


def test_tracked_text_has_space_after_each_letter_and_no_ligatures(fonts: FontBook) -> None:
    plain, tracked = fonts.shape("office", "regular", ("-liga",)), fonts.shape("office", "regular", (tracking(50),))
    assert [glyph.gid for glyph in tracked.glyphs] == [glyph.gid for glyph in plain.glyphs]
    assert tracked.width == pytest.approx(plain.width + 6 * 0.05, abs=0.001)
    assert tracked.text == "office"
    accented = fonts.shape("q\u0301", "regular", (tracking(50),))
    assert accented.width == pytest.approx(fonts.shape("q\u0301", "regular").width + 0.05, abs=0.001)
