"""Fonts: the codes and text of what they show, as their dictionaries tell it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from struct import unpack
from typing import Any

from reportbuilder.verify.reading import dictionary, get, items, name, numbers, resolved, stream_data, text, whole

_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_WORD = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_MAX_RANGE = 65536
_CODECS = {"WinAnsiEncoding": "cp1252", "MacRomanEncoding": "mac_roman", "StandardEncoding": "latin-1"}


class Font:
    """A font as it is used: how a string falls apart into codes, and what text a code is."""

    def __init__(self, raw: Any) -> None:
        self.dictionary = dictionary(raw)
        self.name = name(get(raw, "/BaseFont")) or name(get(raw, "/Name")) or "without a name"
        self.composite = get(raw, "/Subtype") == "/Type0"
        descendants = items(get(raw, "/DescendantFonts"))
        self.described = dictionary(descendants[0]) if self.composite and descendants else self.dictionary
        self.map = get(raw, "/ToUnicode")
        self.unicode = to_unicode(stream_data(self.map)) if self.map is not None else self._encoded()
        self.codes: set[int] = set()
        self.plain: set[int] = set()
        """The codes that are shown, and those that are shown where no replacement text stands."""
        self.page = 0
        """The page where it is first used."""

    def show(self, string: bytes, page: int, replaced: bool) -> str:
        """Note that a string is shown; gives its text, with U+FFFD for codes without one."""
        codes = self.fall_apart(string)
        self.codes.update(codes)
        if not replaced:
            self.plain.update(codes)
        self.page = self.page or page
        known = self.unicode
        return "".join([known.get(code, "\ufffd") for code in codes])

    def fall_apart(self, string: bytes) -> Sequence[int]:
        """The codes of a string; those of composite fonts are taken to be of two bytes, as in Identity-H."""
        if not self.composite:
            return string
        return unpack(f">{len(string) // 2}H", string[: len(string) // 2 * 2])

    def width(self) -> "Widths":
        """The widths of the font's dictionary."""
        if not self.composite:
            first = whole(get(self.dictionary, "/FirstChar")) or 0
            return Widths(dict(enumerate(numbers(get(self.dictionary, "/Widths")), first)), 0)
        default = get(self.described, "/DW")
        return Widths(_cid_widths(items(get(self.described, "/W"))), float(1000 if default is None else default))

    def _encoded(self) -> Mapping[int, str]:
        """The text of the codes of a simple font by its encoding, for want of a ToUnicode map."""
        encoding = get(self.dictionary, "/Encoding")
        base = name(encoding) or name(get(encoding, "/BaseEncoding"))
        if self.composite or (not base and not isinstance(encoding, dict)):
            return {}
        codec = _CODECS.get(base, "latin-1")
        known = {code: bytes([code]).decode(codec, "ignore") for code in range(32, 256)}
        known.update(_differences(items(get(encoding, "/Differences"))))
        return {code: word for code, word in known.items() if word}


class Widths:
    """Widths by code, in thousandths of an em, and the width of what is not listed."""

    def __init__(self, listed: Mapping[int, float], default: float) -> None:
        self.listed, self.default = listed, default

    def __getitem__(self, code: int) -> float:
        return self.listed.get(code, self.default)


def to_unicode(data: bytes) -> dict[int, str]:
    """A ToUnicode map (ISO 32000-1, 9.10.3)."""
    found: dict[int, str] = {}
    for kind, body in _SECTION.findall(data):
        words = [(m[1], m[0]) for m in _WORD.finditer(body)]
        if kind == b"bfchar":
            codes = [raw for raw, _ in words]
            found.update((_code(a), _utf16(b)) for a, b in zip(codes[::2], codes[1::2], strict=False))
        else:
            _add_ranges(words, found)
    return found


def _add_ranges(words: Sequence[tuple[bytes | None, bytes]], found: dict[int, str]) -> None:
    at = 0
    while at + 2 < len(words):
        first, last = _code(words[at][0]), _code(words[at + 1][0])
        last = min(last, first + _MAX_RANGE)
        at += 2
        if words[at][1] == b"[":
            at += 1
            while at < len(words) and words[at][1] != b"]":
                found[first] = _utf16(words[at][0])
                first, at = first + 1, at + 1
        else:
            start = _utf16(words[at][0])
            for step in range(last - first + 1 if start else 0):
                found[first + step] = start[:-1] + chr(min(ord(start[-1]) + step, 0x10FFFF))
        at += 1


def _code(digits: bytes | None) -> int:
    return int(b"".join((digits or b"").split()) or b"0", 16)


def _utf16(digits: bytes | None) -> str:
    clean = b"".join((digits or b"").split())
    return bytes.fromhex((clean + b"0" * (len(clean) % 2)).decode()).decode("utf-16-be", "replace")


def _cid_widths(listed: Sequence[Any]) -> dict[int, float]:
    """The widths of a composite font (ISO 32000-1, 9.7.4.3)."""
    found: dict[int, float] = {}
    at = 0
    while at + 1 < len(listed):
        first, second = whole(resolved(listed[at])) or 0, resolved(listed[at + 1])
        if isinstance(second, list):
            found.update(enumerate(numbers(second), first))
            at += 2
        elif at + 2 < len(listed):
            last, width = whole(second) or 0, numbers([listed[at + 2]])
            found.update(dict.fromkeys(range(first, min(last, first + _MAX_RANGE) + 1), width[0] if width else 0.0))
            at += 3
        else:
            break
    return found


def _differences(listed: Iterable[Any]) -> dict[int, str]:
    from fontTools.agl import toUnicode  # only fonts of others need it

    found, code = {}, 0
    for raw in listed:
        item = resolved(raw)
        number = whole(item)
        if number is not None:
            code = number
        else:
            found[code] = toUnicode(name(text(item) or ""))
            code += 1
    return found
