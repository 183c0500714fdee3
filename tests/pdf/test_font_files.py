"""Fonts with CFF outlines: in the file they are keyed by the codes of the page, and look as they did."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import RecordingPen

from reportbuilder.pdf.font_files import FontFile, keyed_by_code
from reportbuilder.text.font_check import font_problems
from reportbuilder.text.shaping import FontBook
from tests.text.cff_fonts import with_compact_outlines

REGULAR = Path(__file__).parents[2] / "fonts" / "SourceSans3-Regular.ttf"


@pytest.fixture(scope="module")
def compact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The letters of a few words, with CFF outlines."""
    path = tmp_path_factory.mktemp("compact") / "met spatie é.otf"
    shaped = FontBook({"text": REGULAR}).shape("Aa Bé-1", "text")
    assert shaped.glyphs
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(REGULAR)
    subsetter = Subsetter(Options(glyph_names=True))
    subsetter.populate(text="ABCabcdé -01")
    subsetter.subset(font)
    file = BytesIO()
    font.save(file)
    path.write_bytes(with_compact_outlines(file.getvalue()))
    return path


def outline(program: bytes, name: str) -> list[Any]:
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(program), None)
    pen = RecordingPen()
    fonts[0].CharStrings[name].draw(pen)
    return pen.value


def test_every_code_has_its_glyph(compact: Path) -> None:
    assert font_problems(compact.read_bytes()) == ()
    file = FontFile(compact)
    assert file.compact
    gids = [glyph.gid for glyph in FontBook({"f": compact}).shape("Aé-A", "f").glyphs]
    subset = file.subset(set(gids))
    program = subset.table("CFF ")
    codes = {3 * place + 2: subset.glyphs[gid] for place, gid in enumerate(gids)}
    keyed = keyed_by_code(program, codes)
    names = CFFFontSet()
    names.decompile(BytesIO(program), None)
    for code, glyph in codes.items():
        assert outline(keyed, f"cid{code:05d}") == outline(program, names[0].charset[glyph]) != []
    again = keyed_by_code(keyed, {7: 1, 9: 2})  # a font that is keyed by CID already
    assert outline(again, "cid00007") == outline(keyed, "cid00002")
    assert outline(again, "cid00009") == outline(keyed, "cid00005")
    assert keyed_by_code(program, codes) == keyed


def test_the_advances_are_those_of_the_font(compact: Path) -> None:
    file, book = FontFile(compact), FontBook({"f": compact, "true": REGULAR})
    for plain, true in zip(book.shape("A", "f").glyphs, book.shape("A", "true").glyphs, strict=True):
        assert file.advance(plain.gid) == pytest.approx(true.advance * 1000)
