"""A strict parser of PDF objects (ISO 32000-1, 7.2 and 7.3), independent of pypdf, which repairs damage silently.

It uses a stack of its own, so that nesting costs no recursion. Names are `PdfName`, strings `bytes`, references
`IndirectReference`; arrays and dictionaries are lists and dicts, with names without their slash as keys.
"""

import re
from typing import Any, NamedTuple

_SPACE = rb"[\x00\t\n\x0c\r ]"
_REGULAR = rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]"
_TOKEN = re.compile(
    rb"(?P<space>(?:" + _SPACE + rb"+|%[^\r\n]*)+)"
    rb"|(?P<reference>\d{1,10}" + _SPACE + rb"+\d{1,5}" + _SPACE + rb"+R(?!" + _REGULAR + rb"))"
    rb"|(?P<whole>[+-]?\d+(?!" + _REGULAR + rb"))"
    rb"|(?P<real>[+-]?(?:\d+\.\d*|\.\d+)(?!" + _REGULAR + rb"))"
    rb"|(?P<name>/" + _REGULAR + rb"*)"
    rb"|(?P<open><<|\[)|(?P<close>>>|\])"
    rb"|<(?P<hex>[0-9A-Fa-f\x00\t\n\x0c\r ]*)>"
    rb"|(?P<string>\((?:[^()\\]++|\\.)*+\))"
    rb"|(?P<bracketed>\()"
    rb"|(?P<keyword>" + _REGULAR + rb"+)",
    re.DOTALL,
)
_GAP = re.compile(rb"(?:" + _SPACE + rb"+|%[^\r\n]*)*")
_PLAIN = re.compile(rb"[^()\\]*+")
_CODED = re.compile(rb"#([0-9A-Fa-f]{2})")
_WORDS = {b"true": True, b"false": False, b"null": None}
_HEADER = re.compile(rb"(\d{1,10})" + _SPACE + rb"+(\d{1,5})" + _SPACE + rb"+obj(?!" + _REGULAR + rb")")
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_LARGEST_GENERATION = 65535
_DIGITS = 30
"""The most digits of a number that readers accept."""


class DamageError(Exception):
    """Bytes that are not a PDF object; the message says what is wrong, `at` is the offset."""

    def __init__(self, words: str, offset: int) -> None:
        super().__init__(words)
        self.at = offset


class IndirectReference(NamedTuple):
    """A reference to an object, by its number and generation."""

    number: int
    generation: int


class PdfName(str):
    """A name without its slash."""

    __slots__ = ()


def skip(data: bytes, offset: int) -> int:
    """The offset of the next token, after white space and comments."""
    gap = _GAP.match(data, offset)
    return gap.end() if gap else offset


def read_header(data: bytes, offset: int) -> tuple[IndirectReference, int] | None:
    """Parse the header of an indirect object (`12 0 obj`): its reference, and the offset of its value; None if there is
    no header at the offset."""
    header = _HEADER.match(data, offset)
    return (IndirectReference(int(header[1]), int(header[2])), header.end()) if header else None


def read_object(data: bytes, offset: int, end: int | None = None) -> tuple[Any, int]:
    """Parse the object at an offset; returns it and the offset after it. Raises DamageError.

    >>> read_object(b"[1 /A (b) 2 0 R]", 0)
    ([1, 'A', b'b', IndirectReference(number=2, generation=0)], 16)
    """
    end = len(data) if end is None else end
    stack: list[tuple[bytes, int, list[Any]]] = []
    while True:
        token = _TOKEN.match(data, offset, end)
        if token is None:
            raise DamageError("the file ends within an object" if offset >= end else _stray(data, offset), offset)
        kind, start, offset = token.lastgroup, offset, token.end()
        if kind == "space":
            continue
        if kind == "open":
            stack.append((token.group(), start, []))
            continue
        if kind == "close":
            if not stack or (token.group() == b"]") != (stack[-1][0] == b"["):
                raise DamageError(f"a “{token.group().decode()}” that closes nothing", start)
            bracket, beginning, contents = stack.pop()
            value: Any = contents if bracket == b"[" else _dictionary(contents, beginning)
        elif kind == "bracketed":
            offset = end_of_string(data, offset, end)
            if offset < 0:
                raise DamageError("a text that does not end", start + 1)
            value = unescape(data[start + 1 : offset - 1])
        else:
            value = _simple(kind, token, start)
        if not stack:
            return value, offset
        stack[-1][2].append(value)


def _stray(data: bytes, offset: int) -> str:
    return f"a stray “{data[offset : offset + 1].decode('latin-1')}”"


def _simple(kind: str | None, token: re.Match[bytes], offset: int) -> Any:
    """The value of a token that is not a bracket."""
    word = token.group()
    if kind == "whole":
        if len(word) > _DIGITS:
            raise DamageError("a number of too many digits", offset)
        return int(word)
    if kind == "name":
        return read_name(word[1:])
    if kind == "reference":
        number, generation, _ = word.split()
        if int(number) == 0 or int(generation) > _LARGEST_GENERATION:
            raise DamageError("a reference to an object that cannot be", offset)
        return IndirectReference(int(number), int(generation))
    if kind == "real":
        return float(word)
    if kind == "hex":
        digits = token["hex"].translate(None, b"\x00\t\n\x0c\r ")
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    if kind == "string":
        return unescape(word[1:-1])
    if word in _WORDS:
        return _WORDS[word]
    raise DamageError(f"“{word[:20].decode('latin-1')}”, which is no value", offset)


def read_name(raw: bytes) -> PdfName:
    """Decode a name from its bytes after the slash."""
    if b"#" in raw:
        raw = _CODED.sub(lambda found: bytes([int(found[1], 16)]), raw)
    return PdfName(raw.decode("latin-1"))


def _dictionary(flat: list[Any], offset: int) -> dict[str, Any]:
    """Build a dictionary from alternating keys and values."""
    if len(flat) % 2:
        raise DamageError("a dictionary with a key or a value too many", offset)
    keys = flat[::2]
    if not all(isinstance(key, PdfName) for key in keys):
        raise DamageError("a dictionary with a key that is no name", offset)
    entries = dict(zip(keys, flat[1::2], strict=True))
    if len(entries) != len(keys):
        raise DamageError("a dictionary that has a key twice", offset)
    return entries


def unescape(raw: bytes) -> bytes:
    r"""The bytes of a literal string, by what stands between its brackets.

    >>> unescape(rb"\(a\051")
    b'(a)'
    """
    return _ESCAPED.sub(_unescape_one, raw) if b"\\" in raw else raw


def _unescape_one(escape: re.Match[bytes]) -> bytes:
    """Decode one escape sequence; an escaped line end is removed."""
    mark = escape[1]
    if mark[:1] in b"01234567":
        return bytes([int(mark, 8) & 255])
    return b"" if mark[:1] in b"\r\n" else _ESCAPES.get(mark, mark)


def end_of_string(data: bytes, offset: int, end: int) -> int:
    """The offset after the closing parenthesis of a literal string that begins before `offset`; -1 if there is none.

    Parentheses in it are balanced (ISO 32000-1, 7.3.4.2).
    """
    depth = 1
    while depth:
        plain = _PLAIN.match(data, offset, end)
        offset = plain.end() if plain else end
        if offset >= end:
            return -1
        mark = data[offset : offset + 1]
        offset += 2 if mark == b"\\" else 1
        depth += {b"(": 1, b")": -1}.get(mark, 0)
    return offset
