"""Literal strings of PDF, in files and in content streams alike (ISO 32000-1, 7.3.4.2)."""

import re

_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def unescape(raw: bytes) -> bytes:
    r"""The bytes of a literal string, by what stands between its brackets.

    >>> unescape(rb"\(a\051")
    b'(a)'
    """
    return _ESCAPED.sub(_unescape_one, raw) if b"\\" in raw else raw


def _unescape_one(escape: re.Match[bytes]) -> bytes:
    """One escape sequence; a line end after a backslash stands for nothing."""
    mark = escape[1]
    if mark[:1] in b"01234567":
        return bytes([int(mark, 8) & 255])
    return b"" if mark[:1] in b"\r\n" else _ESCAPES.get(mark, mark)
