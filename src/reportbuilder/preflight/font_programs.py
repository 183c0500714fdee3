"""Font programs: whether every glyph that is used is embedded, with its width and its text, and what it measures."""

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
    """One observation for all codes of a font that share a fact."""
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
    """The glyphs that are used, in the font's own program."""
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
    wrong = [c for c, (_, width) in advances.items() if width is not None and abs(width - widths[c]) > 1]
    yield from _by_code(Fact.WIDTH_WRONG, font, wrong)


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
    found: dict[int, tuple[int, float | None]] = {}
    for code in codes:
        glyph = int.from_bytes(order[2 * code : 2 * code + 2], "big") if order else code
        found[code] = glyph, metrics[names[glyph]][0] * 1000 / em if glyph < len(names) else None
    return found


class GlyphMetrics:
    """The widths of a font's glyphs, and which of its codes show nothing; looked up for every text that is placed."""

    def __init__(self, font: Font) -> None:
        self.font = font
        self.drawn = False
        """Whether the glyphs of a Type 3 font were interpreted."""
        self._widths = font.width()
        self._blank: dict[int, bool] = {}
        self._glyph_map = stream_data(get(font.described, "/CIDToGIDMap"))
        self._offsets = _glyph_offsets(_program(font)) if font.composite else []

    def advance(self, codes: Iterable[int]) -> float:
        """The widths of codes together, in ems."""
        widths, default = self._widths.listed, self._widths.default
        return sum([widths.get(code, default) for code in codes]) / 1000

    def visible(self, codes: Iterable[int]) -> int:
        """How many of these codes show something."""
        blank, count = self._blank, 0
        for code in codes:
            shows_nothing = blank.get(code)
            if shows_nothing is None:
                shows_nothing = blank[code] = self._is_blank(code)
            count += not shows_nothing
        return count

    def _is_blank(self, code: int) -> bool:
        """Whether the text of a code is white space, or its glyph is there and has no outline."""
        text = self.font.unicode.get(code)
        if text and _WHITE_SPACE.issuperset(text):
            return True
        glyph = int.from_bytes(self._glyph_map[2 * code : 2 * code + 2], "big") if self._glyph_map else code
        return glyph + 1 < len(self._offsets) and self._offsets[glyph] == self._offsets[glyph + 1]


def _glyph_offsets(program: bytes) -> list[int]:
    """Where the outlines of a TrueType program begin, glyph by glyph; of other programs none, so that all glyphs are
    taken to have one."""
    if program[:4] in (b"\x00\x01\x00\x00", b"true"):
        from fontTools.ttLib import TTFont

        with suppress(Exception):  # fontTools raises anything at all on a damaged font
            return list(TTFont(BytesIO(program), lazy=True)["loca"].locations)
    return []


def _compact(program: bytes, codes: Iterable[int]) -> dict[int, tuple[int, float | None]]:
    """The same of a CFF program; in one made for composite fonts, codes are looked up in its charset."""
    from fontTools.cffLib import CFFFontSet

    fonts = CFFFontSet()
    fonts.decompile(BytesIO(program), None)
    top = fonts[0]
    by_id = hasattr(top, "ROS")
    places = {glyph: at for at, glyph in enumerate(top.charset)}
    found: dict[int, tuple[int, float | None]] = {}
    for code in codes:
        called = f"cid{code:05d}" if by_id else top.charset[code] if code < len(top.charset) else ""
        called = ".notdef" if by_id and code == 0 else called
        glyph = places.get(called)
        found[code] = (-1, None) if glyph is None else (glyph, _cff_width(top, fonts, called))
    return found


def _cff_width(top: Any, fonts: Any, glyph: str) -> float:
    from fontTools.misc.psCharStrings import T2WidthExtractor

    string = top.CharStrings[glyph]
    private = string.private
    reader = T2WidthExtractor(
        getattr(private, "Subrs", []), fonts.GlobalSubrs, private.nominalWidthX, private.defaultWidthX
    )
    reader.execute(string)
    return float(reader.width * top.FontMatrix[0] * 1000)
