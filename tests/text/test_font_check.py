"""Font files that cannot be used are told from those that can, whatever their bytes."""

import random
import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

from reportbuilder.pdf.font_files import FontFile
from reportbuilder.text.font_check import font_problems
from reportbuilder.text.shaping import FontBook

FONTS = Path(__file__).parents[2] / "fonts"
REGULAR = FONTS / "SourceSans3-Regular.ttf"


@pytest.fixture(scope="module")
def small() -> bytes:
    """The regular font with the letters of a few words."""
    font = TTFont(REGULAR)
    options = Options(glyph_names=True, notdef_outline=True, layout_features=["*"])
    subsetter = Subsetter(options)
    subsetter.populate(text="ABC abcdefij-0123.")
    subsetter.subset(font)
    return saved(font)


def saved(font: TTFont) -> bytes:
    file = BytesIO()
    font.save(file)
    return file.getvalue()


def changed(data: bytes, change: Callable[[TTFont], None]) -> bytes:
    """The font with a change made in it, and all checksums right."""
    font = TTFont(BytesIO(data))
    change(font)
    return saved(font)


def messages(data: bytes, fallback: bool = False) -> str:
    return " / ".join(problem.message for problem in font_problems(data, fallback))


def test_good_fonts_have_no_problems(small: bytes) -> None:
    assert font_problems(small) == ()
    for path in sorted(FONTS.glob("*.ttf")):
        assert font_problems(path.read_bytes()) == ()


def test_every_changed_byte_of_a_table_is_found(small: bytes) -> None:
    tables = TTFont(BytesIO(small)).reader.tables
    for tag, entry in tables.items():
        place = entry.offset + entry.length // 2
        spoilt = small[:place] + bytes([small[place] ^ 0x5A]) + small[place + 1 :]
        if tag == "head" and 8 <= place - entry.offset < 12:
            continue
        assert f"“{tag.strip()}”" in messages(spoilt)


def without(tag: str) -> Callable[[TTFont], None]:
    def change(font: TTFont) -> None:
        del font[tag]

    return change


def rights(value: int) -> Callable[[TTFont], None]:
    def change(font: TTFont) -> None:
        font["OS/2"].fsType = value

    return change


def unmapped(*codes: int) -> Callable[[TTFont], None]:
    def change(font: TTFont) -> None:
        for table in font["cmap"].tables:
            for code in codes:
                table.cmap.pop(code, None)

    return change


def symbols(font: TTFont) -> None:
    font["cmap"].tables = font["cmap"].tables[:1]
    for table in font["cmap"].tables:
        table.cmap = {0xF000 + code: glyph for code, glyph in table.cmap.items()}
        table.platformID, table.platEncID = 3, 0


def colours(font: TTFont) -> None:
    font["SVG "] = newTable("SVG ")
    font["SVG "].docList = []


CHANGES = [
    (without("cmap"), "no table cmap"),
    (without("OS/2"), "no table OS/2"),
    (without("post"), "no table post"),
    (without("name"), "no table name"),
    (without("hmtx"), "no table hmtx"),
    (rights(0x2), "may not be embedded"),
    (rights(0x100), "may not be embedded in part"),
    (rights(0x200), "may not be embedded in part"),
    (rights(0x8), ""),
    (rights(0x6), ""),
    (unmapped(0x20), "no space"),
    (unmapped(0x2D), "no hyphen"),
    (symbols, "symbols"),
    (colours, "coloured"),
]


@pytest.mark.parametrize(("change", "message"), CHANGES, ids=[m or "allowed" for _, m in CHANGES])
def test_what_a_whole_font_lacks(small: bytes, change: Callable[[TTFont], None], message: str) -> None:
    found = messages(changed(small, change))
    assert (message in found) if message else not found


def test_a_fallback_needs_no_hyphen(small: bytes) -> None:
    assert messages(changed(small, unmapped(0x2D)), fallback=True) == ""
    assert "space" in messages(changed(small, unmapped(0x20)), fallback=True)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is no font"),
        (b"\0\1\0\0", "is no font"),
        (b"%PDF-1.7", "is no font"),
        (b"ttcf\0\2\0\0", "collection"),
        (b"wOFF\0\1\0\0", "web pages"),
        (b"wOF2\0\1\0\0", "web pages"),
        (b"%!PS-AdobeFont-1.0: Test", "Type 1"),
        (b"\x80\x01\0\0", "Type 1"),
        (b"\0\1\0\0\xff\xff" + bytes(6), "cut off"),
        (b"\0\1\0\0\0\0" + bytes(6), "not whole"),
    ],
)
def test_other_formats(data: bytes, message: str) -> None:
    assert message in messages(data)


def test_a_variable_font_is_told() -> None:
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "space", "hyphen", "A"])
    builder.setupCharacterMap({0x20: "space", 0x2D: "hyphen", 0x41: "A"})
    builder.setupGlyf({name: TTGlyphPen(None).glyph() for name in (".notdef", "space", "hyphen", "A")})
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", "space", "hyphen", "A"), (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Test", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    assert messages(saved(builder.font)) == ""
    builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
    assert "variable" in messages(saved(builder.font))


def test_a_font_of_bitmaps_has_no_outlines(small: bytes) -> None:
    def change(font: TTFont) -> None:
        colours(font)
        del font["glyf"]
        del font["loca"]

    assert "pictures" in messages(changed(small, change))


def test_damaged_fonts_are_only_ever_a_problem(small: bytes, tmp_path: Path) -> None:
    """Bytes that changed, with the checksums left wrong and with them put right: a problem, or a font that works."""
    chance = random.Random(14)
    usable = 0
    for number in range(300):
        data = bytearray(small)
        for _ in range(chance.choice((1, 1, 3, 20))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.2:
            del data[chance.randrange(len(data)) :]
        if number % 3:
            put_checksums_right(data)
        if any(problem.grave for problem in font_problems(bytes(data))):
            continue
        usable += 1
        path = tmp_path / f"{number}.ttf"
        path.write_bytes(data)
        book, file = FontBook({"face": path}), FontFile(path)
        word = book.shape("Abba 012 - cd", "face")
        assert book.metrics("face").upem > 0
        assert file.metrics.name
        assert file.subset({glyph.gid for glyph in word.glyphs}).data
        book.outline(word, "face")
    assert usable > 20


def put_checksums_right(data: bytearray) -> None:
    """Write into the table directory what the tables have become."""
    count = struct.unpack_from(">H", data, 4)[0]
    for number in range(count):
        entry = 12 + 16 * number
        if entry + 16 > len(data):
            return
        tag, _, offset, length = struct.unpack_from(">4sIII", data, entry)
        table = bytes(data[offset : offset + length])
        if tag == b"head":
            table = table[:8] + bytes(4) + table[12:]
        table += bytes(-len(table) % 4)
        total = sum(struct.unpack(f">{len(table) // 4}I", table)) & 0xFFFFFFFF
        struct.pack_into(">I", data, entry + 4, total)
