"""Content streams read as operations: an operator with its operands (ISO 32000-1, 7.8.2).

Written for speed, because a page has thousands of them: those that paint nothing and change nothing that is looked at
(laying out a path, moving, widths of lines and spaces) are skipped, unless somebody asks for them.
"""

import re
from collections.abc import Iterator
from typing import Any

from reportbuilder.preflight.strings import unescape

_SPACE = rb"[\x00\t\n\x0c\r ]"
_IDLE = rb"(?:[mlcvyhwJjMin]|re|cm|W\*?|Td|TD|Tm|T\*|Tc|Tw|Tz|TL|Ts|Tr)(?![A-Za-z0-9*'\"])"
_PLAIN_ONES = rb"(?:[kKgGfFsSbBqQ]|[fbB]\*|rg|RG|BT|ET|EMC|sc|SC|scn|SCN)(?![A-Za-z0-9*'\"])"


def _pattern(first: bytes) -> re.Pattern[bytes]:
    return re.compile(
        first + rb"|(?P<shown>\[[<>0-9A-Fa-f\s.+-]*\]" + _SPACE + rb"*TJ(?![A-Za-z0-9*'\"]))"
        rb"|(?P<space>" + _SPACE + rb"+|%[^\r\n]*)"
        rb"|(?P<number>[-+.\d]+)"
        rb"|(?P<operator>[A-Za-z'\"][A-Za-z0-9*'\"]*)"
        rb"|(?P<name>/[^\x00\t\n\x0c\r ()<>\[\]{}/%]*)"
        rb"|(?P<open>\[|<<)|(?P<close>\]|>>)"
        rb"|(?P<hex><[^>]*>)"
        rb"|(?P<string>\((?:[^()\\]++|\\.)*+\))"
        rb"|(?P<bracketed>\()"
        rb"|(?P<other>.)",
        re.DOTALL,
    )


_NUMBERS = rb"(?:[-+.\d]+" + _SPACE + rb"+){0,6}"
_TOKEN = _pattern(rb"(?P<idle>" + _NUMBERS + _IDLE + rb")")
_EVERY_TOKEN = _pattern(rb"(?P<plain>" + _NUMBERS + rb"(?:" + _IDLE + rb"|" + _PLAIN_ONES + rb"))")
_PART = re.compile(rb"<([^>]*)>|([-+.\d]+)")
_END_OF_IMAGE = re.compile(_SPACE + rb"EI(?=" + _SPACE + rb"|/|$)")
_PLAIN = re.compile(rb"[^()\\]*")
_HEX = re.compile(rb"<([^>]*)>")
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]")
_CODED = re.compile(r"#([0-9A-Fa-f]{2})")
_WORDS: dict[bytes, Any] = {b"true": True, b"false": False, b"null": None}

INLINE_IMAGE = "BI"
"""The operator of an inline image; its one operand is its dictionary."""


def operations(data: bytes, every: bool = False) -> Iterator[tuple[str, list[Any]]]:
    """The operations of a content stream; the idle ones, and the numbers between shown strings, only if `every` one is
    asked for.

    Names are text with their slash, strings bytes, numbers floats, arrays lists, dictionaries dictionaries.
    """
    stack: list[list[Any]] = [[]]
    position, end, match = 0, len(data), (_EVERY_TOKEN if every else _TOKEN).match
    while position < end:
        token = match(data, position)
        if token is None:
            return
        kind, position = token.lastgroup, token.end()
        if kind in ("space", "idle"):
            continue
        if kind == "plain":
            *numbers, word = token.group().split()
            yield word.decode(), [*stack[0], *map(_number, numbers)]
            stack = [[]]
        elif kind == "shown":
            yield "TJ", [_parts(token.group()) if every else [_hex(b"".join(_HEX.findall(token.group())))]]
            stack = [[]]
        elif kind == "operator":
            word = token.group()
            if word in _WORDS:
                stack[-1].append(_WORDS[word])
            elif word == INLINE_IMAGE.encode():
                stack = [[]]
            else:
                if word == b"ID":
                    word, position, stack = INLINE_IMAGE.encode(), _after_image(data, position), [[_pairs(stack[0])]]
                yield word.decode("latin-1"), stack[0]
                stack = [[]]
        elif kind == "bracketed":
            value, position = _bracketed(data, position)
            stack[-1].append(value)
        else:
            _operand(kind, token.group(), stack)


def _operand(kind: str | None, word: bytes, stack: list[list[Any]]) -> None:
    """Put an operand with those before it; brackets open and close lists."""
    if kind == "number":
        stack[-1].append(_number(word))
    elif kind == "hex":
        stack[-1].append(_hex(word))
    elif kind == "string":
        stack[-1].append(unescape(word[1:-1]))
    elif kind == "name":
        found = word.decode("latin-1")
        stack[-1].append(_CODED.sub(lambda m: chr(int(m[1], 16)), found) if "#" in found else found)
    elif kind == "open":
        stack.append([])
    elif kind == "close" and len(stack) > 1:
        inner = stack.pop()
        stack[-1].append(inner if word == b"]" else _pairs(inner))


def _after_image(data: bytes, position: int) -> int:
    """Where the pixels of an inline image end."""
    image = _END_OF_IMAGE.search(data, position)
    return image.end() if image else len(data)


def _parts(shown: bytes) -> list[bytes | float]:
    """The strings of an array, and the numbers between them."""
    return [_number(found[2]) if found[2] else _hex(found[1]) for found in _PART.finditer(shown)]


def _hex(word: bytes) -> bytes:
    digits = _NOT_HEX.sub(b"", word)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _number(word: bytes) -> float:
    try:
        return float(word)
    except ValueError:
        return 0.0


def _pairs(flat: list[Any]) -> dict[str, Any]:
    return {key: value for key, value in zip(flat[::2], flat[1::2], strict=False) if isinstance(key, str)}


def _bracketed(data: bytes, position: int) -> tuple[bytes, int]:
    """A string with brackets in it, which come in pairs: from after its opening bracket, and where it ends."""
    start, depth = position, 1
    while depth and position < len(data):
        plain = _PLAIN.match(data, position)
        assert plain is not None
        mark = data[plain.end() : plain.end() + 1]
        position = plain.end() + (2 if mark == b"\\" else 1)
        depth += {b"(": 1, b")": -1}.get(mark, 0)
    return unescape(data[start : position - 1]), position
