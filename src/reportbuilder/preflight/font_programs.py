"""Checks font programs: every glyph that is shown is embedded, with the stated width and a text; and measures
glyphs."""

from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any

from reportbuilder.preflight.fonts import Font
from reportbuilder.preflight.reader import Piece, get, stream_data
from reportbuilder.standards.facts import Fact, Observation

_UNUSABLE = frozenset("\x00\ufeff\ufffe")
_WHITE_SPACE = frozenset(" \u00a0\u00ad\u2009\u200b\u202f\t\r\n")
_MANY = 5


def check_fonts(fonts: Iterable[Font], replaced: Container[Piece | None]) -> Iterator[Observation]:
    """Observe the fonts that are used; `replaced` are the pieces whose tags have a replacement text.

    Of simple (one-byte) fonts only the embedding and the text are checked: which glyph a code of theirs is depends
    on the viewer.
    """
    for font in fonts:
        yield from _text(font, replaced)
        if get(font.dictionary, "/Subtype") == "/Type3":
            continue
        program = _program(font)
        if not program:
            yield Observation(Fact.FONT_NOT_EMBEDDED, font.name, font.page)
        elif font.composite and font.identity:
            yield from _glyphs(font, program)


def _text(font: Font, replaced: Container[Piece | None]) -> Iterator[Observation]:
    if font.map is None and font.collection:
        return  # its text is known to whoever has the tables of the collection
    if font.map is None and not font.unicode:
        yield Observation(Fact.FONT_WITHOUT_UNICODE, font.name, font.page)
        return
    known = font.unicode
    yield from _by_code(Fact.CODE_WITHOUT_UNICODE, font, [c for c in font.codes if not known.get(c)])
    yield from _by_code(Fact.UNICODE_UNUSABLE, font, [c for c in font.codes if _UNUSABLE & set(known.get(c, ""))])
    private = {code for piece, codes in font.private.items() if piece not in replaced for code in codes}
    yield from _by_code(Fact.PRIVATE_UNICODE, font, private)


def _by_code(fact: Fact, font: Font, codes: Iterable[int]) -> Iterator[Observation]:
    """One observation for all codes of a font for which a fact holds."""
    listed = sorted(codes)
    if listed:
        more = f" and {len(listed) - _MANY} more" if len(listed) > _MANY else ""
        words = ", ".join(f"{code:04X}" for code in listed[:_MANY])
        yield Observation(fact, f"{font.name}, code {words}{more}", font.page)


def _program(font: Font) -> bytes:
    descriptor = get(font.described, "/FontDescriptor")
    return next(
        (data for key in ("/FontFile2", "/FontFile3", "/FontFile") if (data := stream_data(get(descriptor, key)))), b""
    )


def _glyphs(font: Font, program: bytes) -> Iterator[Observation]:
    """Check the glyphs that are shown against the embedded font program."""
    order = get(font.described, "/CIDToGIDMap")
    true_type = get(font.described, "/Subtype") == "/CIDFontType2"
    if true_type and order is None:
        yield Observation(Fact.FONT_WITHOUT_MAP, font.name, font.page)
        return
    try:
        advances = _advances(program, font.codes, stream_data(order) if true_type else b"")
    except Exception as error:  # fontTools raises anything at all on a damaged font
        yield Observation(Fact.FONT_BROKEN, f"{font.name}: {error}", font.page)
        return
    widths = font.width()
    yield from _by_code(Fact.GLYPH_MISSING, font, [c for c, (glyph, width) in advances.items() if width is None])
    yield from _by_code(Fact.NOTDEF_USED, font, [c for c, (glyph, _) in advances.items() if glyph == 0])
    mismatched = [c for c, (_, width) in advances.items() if width is not None and abs(width - widths[c]) > 1]
    yield from _by_code(Fact.WIDTH_WRONG, font, mismatched)


def _advances(program: bytes, codes: Iterable[int], order: bytes) -> dict[int, tuple[int, float | None]]:
    """The glyph of every code, and its width in thousandths of an em; None if the program has no such glyph."""
    if program[:4] in (b"\x00\x01\x00\x00", b"true", b"OTTO"):
        return _true_type(program, codes, order)
    return _compact(program, codes)


def _true_type(program: bytes, codes: Iterable[int], order: bytes) -> dict[int, tuple[int, float | None]]:
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(program), lazy=True)
    names, em = font.getGlyphOrder(), font["head"].unitsPerEm
    metrics = font["hmtx"].metrics
    glyphs: dict[int, tuple[int, float | None]] = {}
    for code in codes:
        glyph = int.from_bytes(order[2 * code : 2 * code + 2], "big") if order else code
        glyphs[code] = glyph, metrics[names[glyph]][0] * 1000 / em if glyph < len(names) else None
    return glyphs


class GlyphMetrics:
    """The widths of the glyphs of a font, and which of its codes are blank; cached, for text placement."""

    def __init__(self, font: Font) -> None:
        self.font = font
        self.drawn = False
        """Whether the glyph procedures of a Type 3 font were interpreted."""
        self._widths = font.width()
        self._blank: dict[int, bool] = {}
        self._glyph_map = stream_data(get(font.described, "/CIDToGIDMap"))
        self._offsets = _glyph_offsets(_program(font)) if font.composite else []

    def advance(self, codes: Iterable[int]) -> float:
        """The total width of codes in ems."""
        widths, default = self._widths.listed, self._widths.default
        return sum([widths.get(code, default) for code in codes]) / 1000

    def visible(self, codes: Iterable[int]) -> int:
        """The number of codes whose glyphs are not blank."""
        blank, count = self._blank, 0
        for code in codes:
            shows_nothing = blank.get(code)
            if shows_nothing is None:
                shows_nothing = blank[code] = self._is_blank(code)
            count += not shows_nothing
        return count

    def _is_blank(self, code: int) -> bool:
        """Whether a code is white space, or its glyph exists and has no outline."""
        text = self.font.unicode.get(code)
        if text and _WHITE_SPACE.issuperset(text):
            return True
        glyph = int.from_bytes(self._glyph_map[2 * code : 2 * code + 2], "big") if self._glyph_map else code
        return glyph + 1 < len(self._offsets) and self._offsets[glyph] == self._offsets[glyph + 1]


def _glyph_offsets(program: bytes) -> list[int]:
    """The offsets of the outlines of a TrueType program, by glyph; empty for other programs, whose glyphs are all taken
    to have outlines."""
    if program[:4] in (b"\x00\x01\x00\x00", b"true"):
        from fontTools.ttLib import TTFont

        with suppress(Exception):  # fontTools raises anything at all on a damaged font
            return list(TTFont(BytesIO(program), lazy=True)["loca"].locations)
    return []


def _compact(program: bytes, codes: Iterable[int]) -> dict[int, tuple[int, float | None]]:
    """The same as `_true_type`, for a CFF program; in a CID-keyed one, codes are looked up in the charset."""
    from fontTools.cffLib import CFFFontSet

    fonts = CFFFontSet()
    fonts.decompile(BytesIO(program), None)
    top = fonts[0]
    by_id = hasattr(top, "ROS")
    places = {glyph: at for at, glyph in enumerate(top.charset)}
    glyphs: dict[int, tuple[int, float | None]] = {}
    for code in codes:
        glyph_name = f"cid{code:05d}" if by_id else top.charset[code] if code < len(top.charset) else ""
        glyph_name = ".notdef" if by_id and code == 0 else glyph_name
        glyph = places.get(glyph_name)
        glyphs[code] = (-1, None) if glyph is None else (glyph, _cff_width(top, fonts, glyph_name))
    return glyphs


def _cff_width(top: Any, fonts: Any, glyph: str) -> float:
    from fontTools.misc.psCharStrings import T2WidthExtractor

    string = top.CharStrings[glyph]
    private = string.private
    reader = T2WidthExtractor(
        getattr(private, "Subrs", []), fonts.GlobalSubrs, private.nominalWidthX, private.defaultWidthX
    )
    reader.execute(string)
    return float(reader.width * top.FontMatrix[0] * 1000)
