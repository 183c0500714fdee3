"""Fonts: how strings are divided into codes, the text, width and glyph of each code, and whether it is embedded.

See ISO 32000-1, 9.5 to 9.10. Every glyph that is shown has to be in its font program, with the stated width and a
text.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from struct import unpack
from typing import Any

from reportbuilder.preflight.reader import (
    Piece,
    dictionary,
    get,
    integer,
    items,
    name,
    numbers,
    resolved,
    stream_data,
    text,
)
from reportbuilder.standards.facts import Fact, Observation

_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_WORD = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_CODESPACE = re.compile(rb"begincodespacerange(.*?)endcodespacerange", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_TYPE_1_CODE = re.compile(rb"dup\s+(\d{1,3})\s*/([^\s/]+)\s+put")
_COLLECTIONS = frozenset(("Adobe-GB1", "Adobe-CNS1", "Adobe-Japan1", "Adobe-Korea1"))
_IDENTITY = frozenset(("Identity-H", "Identity-V"))
_MAX_RANGE = 65536
_CODECS = {"WinAnsiEncoding": "cp1252", "MacRomanEncoding": "mac_roman", "StandardEncoding": "latin-1"}


class Font:
    """A font dictionary as content uses it, with the codes that were shown."""

    def __init__(self, raw: Any) -> None:
        self.dictionary = dictionary(raw)
        self.name = name(get(raw, "/BaseFont")) or name(get(raw, "/Name")) or "without a name"
        self.composite = get(raw, "/Subtype") == "/Type0"
        descendants = items(get(raw, "/DescendantFonts"))
        self.described = dictionary(descendants[0]) if self.composite and descendants else self.dictionary
        self.identity = name(get(raw, "/Encoding")) in _IDENTITY
        """Whether the codes of a composite font are CIDs."""
        self.map = get(raw, "/ToUnicode")
        self.unicode = to_unicode(stream_data(self.map)) if self.map is not None else self._encoded()
        self.collection = _collection(self.described) if self.composite else ""
        """The character collection (such as Adobe-Japan1) that defines the text of CIDs, if it is a known one."""
        self.code_lengths = _code_lengths(get(raw, "/Encoding"), self.map) if self.composite else ()
        self.codes: set[int] = set()
        self.private: dict[Piece | None, set[int]] = {}
        """The codes of private-use characters shown without a replacement text, by the piece of content with them."""
        self._private = frozenset(code for code, word in self.unicode.items() if any(map(is_private, word)))
        self.page = 0
        """The page where the font is first used."""

    def show(self, string: bytes, page: int, piece: Piece | None, replaced: bool) -> str:
        """Record a string shown in a piece of content, `replaced` by another text or not; returns its text, with U+FFFD
        for codes without one."""
        codes = self.split(string)
        self.codes.update(codes)
        if self._private and not replaced and (private := self._private.intersection(codes)):
            self.private.setdefault(piece, set()).update(private)
        self.page = self.page or page
        known = self.unicode
        return "".join([known.get(code, "\ufffd") for code in codes])

    def split(self, string: bytes) -> Sequence[int]:
        """The codes of a string; those of composite fonts have two bytes, unless the CMap defines other ranges."""
        if not self.composite:
            return string
        if self.code_lengths:
            return _split(string, self.code_lengths)
        return unpack(f">{len(string) // 2}H", string[: len(string) // 2 * 2])

    def width(self) -> "Widths":
        """The widths in the font dictionary."""
        if not self.composite:
            first = integer(get(self.dictionary, "/FirstChar")) or 0
            return Widths(dict(enumerate(numbers(get(self.dictionary, "/Widths")), first)), 0)
        default = get(self.described, "/DW")
        return Widths(_cid_widths(items(get(self.described, "/W"))), float(1000 if default is None else default))

    def _encoded(self) -> Mapping[int, str]:
        """The text of the codes of a simple font by its encoding, where there is no ToUnicode map."""
        encoding = get(self.dictionary, "/Encoding")
        base = name(encoding) or name(get(encoding, "/BaseEncoding"))
        if self.composite:
            return {}
        built_in = _built_in(get(self.dictionary, "/FontDescriptor")) if not base else {}
        if built_in:
            return {**built_in, **_differences(items(get(encoding, "/Differences")))}
        if not base and not isinstance(encoding, dict):
            return {}
        codec = _CODECS.get(base, "latin-1")
        known = {code: bytes([code]).decode(codec, "ignore") for code in range(32, 256)}
        known.update(_differences(items(get(encoding, "/Differences"))))
        return {code: word for code, word in known.items() if word}


class Widths:
    """Glyph widths by code in thousandths of an em, with the default for codes that are not listed."""

    def __init__(self, listed: Mapping[int, float], default: float) -> None:
        self.listed, self.default = listed, default

    def __getitem__(self, code: int) -> float:
        return self.listed.get(code, self.default)


def is_private(character: str) -> bool:
    """Whether a character is in a private use area of Unicode."""
    return 0xE000 <= (point := ord(character)) <= 0xF8FF or point >= 0xF0000


CodeLength = tuple[int, int, int]
"""A codespace range (ISO 32000-1, 9.7.6.2): the number of bytes, the first and the last code."""


def _collection(described: Any) -> str:
    """The character collection of a CIDFont if it is one of the predefined ones (ISO 32000-1, 9.10.2)."""
    system = get(described, "/CIDSystemInfo")
    collection = f"{text(get(system, '/Registry'))}-{text(get(system, '/Ordering'))}"
    return collection if collection in _COLLECTIONS else ""


def _code_lengths(encoding: Any, to_unicode_map: Any) -> tuple[CodeLength, ...]:
    """The codespace ranges of a composite font; empty where all codes have two bytes."""
    if name(encoding) in _IDENTITY:
        return ()
    data = stream_data(encoding) or stream_data(to_unicode_map)
    ranges: list[CodeLength] = []
    for body in _CODESPACE.findall(data):
        words = _HEX.findall(body)
        for first, last in zip(words[::2], words[1::2], strict=False):
            ranges.append((min(4, max(1, len(b"".join(last.split())) // 2)), _code(first), _code(last)))
    return tuple(ranges) if any(size != 2 for size, _, _ in ranges) else ()


def _split(string: bytes, lengths: Sequence[CodeLength]) -> list[int]:
    """The codes of a string by codespace ranges; bytes in no range are a code of the shortest length."""
    codes, offset, shortest = [], 0, min(size for size, _, _ in lengths)
    sizes = sorted({size for size, _, _ in lengths})
    while offset < len(string):
        for size in sizes:
            code = int.from_bytes(string[offset : offset + size], "big")
            if any(size == one and first <= code <= last for one, first, last in lengths):
                break
        else:
            size = shortest
            code = int.from_bytes(string[offset : offset + size], "big")
        codes.append(code)
        offset += size
    return codes


def _built_in(descriptor: Any) -> dict[int, str]:
    """The text of the codes of a Type 1 font, by the encoding in its program and its glyph names."""
    from fontTools.agl import toUnicode  # only fonts of others need it

    program, compact = stream_data(get(descriptor, "/FontFile")), stream_data(get(descriptor, "/FontFile3"))
    named: dict[int, str] = {}
    if program:
        named = {int(code): glyph.decode("latin-1") for code, glyph in _TYPE_1_CODE.findall(program)}
    elif compact[:4] != b"OTTO" and compact:
        from fontTools.cffLib import CFFFontSet

        with suppress(Exception):  # fontTools raises anything at all on a damaged font
            fonts = CFFFontSet()
            fonts.decompile(BytesIO(compact), None)
            encoding = fonts[0].Encoding
            named = {} if isinstance(encoding, str) else dict(enumerate(encoding))
    return {code: word for code, glyph in named.items() if glyph != ".notdef" and (word := toUnicode(glyph))}


def to_unicode(data: bytes) -> dict[int, str]:
    """Parse a ToUnicode CMap into texts by code (ISO 32000-1, 9.10.3)."""
    texts: dict[int, str] = {}
    for kind, body in _SECTION.findall(data):
        words = [(m[1], m[0]) for m in _WORD.finditer(body)]
        if kind == b"bfchar":
            codes = [raw for raw, _ in words]
            texts.update((_code(a), _utf16(b)) for a, b in zip(codes[::2], codes[1::2], strict=False))
        else:
            _add_ranges(words, texts)
    return texts


def _add_ranges(words: Sequence[tuple[bytes | None, bytes]], texts: dict[int, str]) -> None:
    at = 0
    while at + 2 < len(words):
        first, last = _code(words[at][0]), _code(words[at + 1][0])
        last = min(last, first + _MAX_RANGE)
        at += 2
        if words[at][1] == b"[":
            at += 1
            while at < len(words) and words[at][1] != b"]":
                texts[first] = _utf16(words[at][0])
                first, at = first + 1, at + 1
        else:
            start = _utf16(words[at][0])
            for step in range(last - first + 1 if start else 0):
                texts[first + step] = start[:-1] + chr(min(ord(start[-1]) + step, 0x10FFFF))
        at += 1


def _code(digits: bytes | None) -> int:
    return int(b"".join((digits or b"").split()) or b"0", 16)


def _utf16(digits: bytes | None) -> str:
    clean = b"".join((digits or b"").split())
    return bytes.fromhex((clean + b"0" * (len(clean) % 2)).decode()).decode("utf-16-be", "replace")


def _cid_widths(listed: Sequence[Any]) -> dict[int, float]:
    """The widths of a CIDFont, from its entry W (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, float] = {}
    at = 0
    while at + 1 < len(listed):
        first, second = integer(resolved(listed[at])) or 0, resolved(listed[at + 1])
        if isinstance(second, list):
            widths.update(enumerate(numbers(second), first))
            at += 2
        elif at + 2 < len(listed):
            last, width = integer(second) or 0, numbers([listed[at + 2]])
            widths.update(dict.fromkeys(range(first, min(last, first + _MAX_RANGE) + 1), width[0] if width else 0.0))
            at += 3
        else:
            break
    return widths


def _differences(listed: Iterable[Any]) -> dict[int, str]:
    from fontTools.agl import toUnicode  # only fonts of others need it

    texts, code = {}, 0
    for raw in listed:
        item = resolved(raw)
        number = integer(item)
        if number is not None:
            code = number
        else:
            texts[code] = toUnicode(name(text(item) or ""))
            code += 1
    return texts


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
