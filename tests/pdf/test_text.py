"""Text in the file: it says what the source says, and every word stands where its line has it."""

import re
import subprocess
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportbuilder.layout.stack import FramedStack, StackPart
from reportbuilder.pdf.font_files import FontFile
from reportbuilder.pdf.glyph_codes import FaceCodes, FontEncoder, spread
from reportbuilder.style.model import Rule
from reportbuilder.text.runs import Box, Run, RunStyle, readable
from reportbuilder.text.shaping import Glyph, ShapedWord

from .page_text import read_page

BODY = RunStyle("text", 10)
WORDS = (
    *("De", "officier", "(ontwikkel)doelstellingen", "geüniformeerd", "coöperatie", "veiligheidsoverleggen", "a"),
    *("€", "14.232.000", "17\u00a0%", "afficheren", "—", "‘offline’", "politie-eenheid", "wapen-\u00adbezit"),
    *("ondermijningsbestrijding", "fietsendiefstallen", "e\u0301\u0302n"),
)
STYLES = (
    *(BODY, RunStyle("semibold", 10, "blue")),
    *(RunStyle("italic", 9, features=("tnum",)), RunStyle("text", 7, rise=3)),
)
SENTENCE = "De officier van justitie bestrijdt fietsendiefstallen en ondermijning met het veiligheidsoverleg. "


def codes_of(press) -> FaceCodes:
    """Codes of the text face, none given out yet."""
    return FaceCodes(FontEncoder(FontFile(press.fonts.path("text"))), "T1")


sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12)
texts = st.lists(st.tuples(sentences, st.sampled_from(STYLES)), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None)
@given(texts, st.floats(60, 300), st.booleans())
def test_the_page_reads_as_its_source(press, runs, measure, justify):
    runs = [Run(" ".join(words) + " ", style) for words, style in runs]
    block = press.block(runs, measure, justify)
    reads = "".join(spoken.reads for spoken in read_page(press.write([block])))
    assert reads.replace("\u00ad", "").rstrip(" ") == readable("".join(run.text for run in runs)).rstrip(" ")


@settings(max_examples=25, deadline=None)
@given(texts, st.floats(60, 300))
def test_the_pen_ends_where_the_line_does(press, runs, measure):
    block = press.block([Run(" ".join(words) + " ", style) for words, style in runs], measure)
    for line, spoken in zip(block.lines, read_page(press.write([block])), strict=True):
        last = line.pieces[-1]
        space = press.fonts.shape(" ", last.style.face).width * last.style.size if last.space else 0.0
        assert spoken.x == pytest.approx(60 + line.pieces[0].x, abs=0.01)
        assert spoken.width == pytest.approx(line.width - line.pieces[0].x + space, abs=0.03)


@pytest.mark.parametrize("mode", [["-raw"], []])
def test_other_programs_find_whole_words(press, programme, tmp_path, mode):
    block = press.block([Run(SENTENCE * 5, BODY)], 110)
    assert sum(line.hyphenated for line in block.lines) > 3, "there is something to join"
    (tmp_path / "a.pdf").write_bytes(press.write([block]))
    command = [programme("pdftotext"), *mode, str(tmp_path / "a.pdf"), "-"]
    said = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    assert said.split() == (SENTENCE * 5).split()


def test_a_word_over_three_lines_is_one_word(press):
    block = press.block([Run("ondermijningsbestrijdingsoverleggen", BODY)], 62)
    assert len(block.lines) >= 3
    spoken = read_page(press.write([block]))
    assert [s.reads for s in spoken] == ["ondermijningsbestrijdingsoverleggen", *[""] * (len(spoken) - 1)]
    assert all(s.text.endswith("\u00ad") for s in spoken[:-1])


def test_a_hyphen_before_something_else_stays_a_soft_hyphen(press):
    """A word cut at the foot of a column is not joined with what happens to be drawn next."""
    lines = press.block([Run(SENTENCE * 3, BODY)], 110)
    cut = next(i for i, line in enumerate(lines.lines) if line.hyphenated)
    above, other = lines._part(0, cut + 1), press.block([Run("Iets anders.", RunStyle("text", 8))], 110)
    *_, last, below = read_page(press.write([above, other]))
    assert last.reads.endswith("\u00ad")
    assert below.reads == "Iets anders."


def test_a_ground_is_painted_before_the_words_on_it(press):
    block = press.block([Run(SENTENCE, BODY)], 110)
    framed = FramedStack((StackPart(block),), 120, Rule(width=1, colour="blue"), 5, "blue-3")
    joined = "".join(s.reads for s in read_page(press.write([block, framed, block])))
    assert joined == SENTENCE.strip() * 3 or joined.split() == (SENTENCE * 3).split()


def test_ligatures_and_dropped_tremas_give_back_their_letters(press):
    codes = codes_of(press)
    word = press.fonts.shape("officier", "text")
    assert len(word.glyphs) < len("officier"), "the font has a ligature here"
    codes.fragment(word)
    codes.fragment(press.fonts.shape_part("üniformeerd", "text", (), "nl", first="u"))
    said = {code.text for code in codes}
    assert "ff" in said
    assert {"u", "ü"} & said == {"ü"}


def test_a_hyphen_has_two_codes_with_one_glyph(press):
    codes = codes_of(press)
    codes.fragment(press.fonts.shape("-", "text"))
    codes.fragment(press.fonts.shape_part("ver", "text", (), "nl", hyphen=True))
    hyphens = [code for code in codes if code.text in ("-", "\u00ad")]
    assert len(hyphens) == 2
    assert len({code.gid for code in hyphens}) == 1


@given(st.lists(st.tuples(st.text("abc", max_size=4), st.integers(0, 9)), max_size=8))
def test_spreading_text_over_glyphs_keeps_it(parts):
    glyphs = [Glyph(gid, 0.5, 0.0, 0.0, text) for text, gid in parts]
    if glyphs and not glyphs[0].text:
        glyphs[0] = Glyph(1, 0.5, 0.0, 0.0, "x")
    assert "".join(spread(glyphs)) == "".join(glyph.text for glyph in glyphs)


def test_shifted_glyphs_are_put_back(press):
    face = codes_of(press)
    a, accent = press.fonts.shape("a", "text").glyphs[0], press.fonts.shape("^", "text").glyphs[0]
    raised = Glyph(accent.gid, 0.0, -0.4, 0.25, "\u0302")
    word = ShapedWord("â", "text", (a, raised), a.advance)
    fragment = face.fragment(word)
    assert [height for height, _ in fragment.rises] == [0.0, 0.25]
    assert fragment.width == pytest.approx(a.advance * 1000, abs=0.1)


kerned = st.lists(st.text("AVTLawo.,-f’iü", min_size=1, max_size=9), min_size=1, max_size=6)


def placed(face: FaceCodes, word: ShapedWord) -> Iterator[tuple[int, str, float]]:
    """The glyphs of a word's fragment, their texts, and where the pen draws each, in thousandths of an em."""
    written = re.findall(r"([0-9a-f]{4})|>(-?[\d.]+)<", face.fragment(word).code)
    codes, pen = {code.hex: code for code in face}, 0.0
    for code, move in written:
        if move:
            pen -= float(move)
        else:
            yield codes[code].gid, codes[code].text, pen
            pen += codes[code].width


@settings(max_examples=40, deadline=None)
@given(kerned)
def test_a_word_is_drawn_the_same_whatever_was_drawn_before(press, texts):
    used, words = codes_of(press), [press.fonts.shape(text, "text") for text in texts]
    drawn = [list(placed(used, word)) for word in words]
    assert drawn == [list(placed(codes_of(press), word)) for word in words]


@settings(max_examples=60, deadline=None)
@given(kerned)
def test_every_glyph_is_drawn_where_shaping_put_it(press, texts):
    face = codes_of(press)
    for text in texts:
        word, x = press.fonts.shape(text, "text"), 0.0
        if any(glyph.dy for glyph in word.glyphs):
            continue
        for glyph, (gid, _, pen) in zip(word.glyphs, placed(face, word), strict=True):
            assert gid == glyph.gid
            assert pen == pytest.approx((x + glyph.dx) * 1000, abs=0.1)
            x += glyph.advance
        assert face.fragment(word).width == pytest.approx(word.width * 1000, abs=0.1)


def test_a_symbol_reads_as_its_word(press, programme, tmp_path):
    symbol = Run("gerealiseerd", BODY, Box(9.2, 8.4, "gerealiseerd"))
    silent = Run("", BODY, Box(9.2, 8.4, "deels"))
    runs = [Run("Doel 1 is ", BODY), symbol, Run(" en doel 2 ", BODY), silent, Run("\u00a0deels gerealiseerd.", BODY)]
    data = press.write([press.block(runs, 300)])
    said = "Doel 1 is gerealiseerd en doel 2 \u00a0deels gerealiseerd."
    assert "".join(s.reads for s in read_page(data)) == said
    (tmp_path / "a.pdf").write_bytes(data)
    command = [programme("pdftotext"), str(tmp_path / "a.pdf"), "-"]
    assert subprocess.run(command, capture_output=True, check=True).stdout.decode().split() == said.split()
