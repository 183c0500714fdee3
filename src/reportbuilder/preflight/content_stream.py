"""Parses content streams into operators with their operands, and checks their syntax (ISO 32000-1, 7.8.2).

`operations` is lenient, and written for speed, because a page has thousands of operators: those that only construct
paths and move the text position are skipped unless they are asked for. `syntax_fault` is strict, and stops at the first
fault.
"""

import re
from collections.abc import Iterator
from typing import Any

from reportbuilder.preflight.objects import end_of_string, unescape

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
_HEX = re.compile(rb"<([^>]*)>")
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]")
_CODED = re.compile(r"#([0-9A-Fa-f]{2})")
_WORDS: dict[bytes, Any] = {b"true": True, b"false": False, b"null": None}

_REGULAR = rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]"
_OPERATORS = (
    "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q re "
    "RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \" true false null"
)
_WORD = (
    rb"(?:" + b"|".join(re.escape(word.encode()) for word in sorted(_OPERATORS.split(), key=len, reverse=True)) + rb")"
)
_RUN = re.compile(
    rb"(?:" + _SPACE + rb"++|%[^\r\n]*+"
    rb"|[+-]?+(?:\d++(?:\.\d*+)?|\.\d++)(?!" + _REGULAR + rb")"
    rb"|(?!ID(?!" + _REGULAR + rb"))" + _WORD + rb"(?!" + _REGULAR + rb")"
    rb"|/" + _REGULAR + rb"*+"
    rb"|<[0-9A-Fa-f\x00\t\n\x0c\r ]*+>"
    rb"|\((?:[^()\\]++|\\.)*+\))*+",
    re.DOTALL,
)
"""A run of tokens that need no counting of brackets."""
_IMAGE_DATA = re.compile(rb"ID(?!" + _REGULAR + rb")")
_END_OF_IMAGE = re.compile(_SPACE + rb"EI(?!" + _REGULAR + rb")")
_BRACKET = re.compile(rb"<<|>>|\[|\]")
_KEYWORD = re.compile(_REGULAR + rb"+")
_OPERATOR = re.compile(rb"[A-Za-z'\"][A-Za-z0-9*'\"]*")
"""Anything with the form of an operator; the interpreter reports unknown ones."""
_PAIRS = {b">>": b"<<", b"]": b"["}

INLINE_IMAGE = "BI"
"""The operator of an inline image, whose one operand is its dictionary."""


def operations(data: bytes, every: bool = False) -> Iterator[tuple[str, list[Any]]]:
    """The operators of a content stream, each with its operands.

    Those that paint nothing and set no colour or font, and the numbers between shown strings, are given only if `every`
    is true. Names are `str` with their slash, strings `bytes`, numbers `float`, arrays `list`, dictionaries `dict`.

    >>> list(operations(b"/F1 9 Tf (a) Tj"))
    [('Tf', ['/F1', 9.0]), ('Tj', [b'a'])]
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
            start, close = position, end_of_string(data, position, end)
            position = end if close < 0 else close
            stack[-1].append(unescape(data[start : position - (close >= 0)]))
        else:
            _operand(kind, token.group(), stack)


def _operand(kind: str | None, word: bytes, stack: list[list[Any]]) -> None:
    """Push an operand; brackets open and close arrays and dictionaries."""
    if kind == "number":
        stack[-1].append(_number(word))
    elif kind == "hex":
        stack[-1].append(_hex(word))
    elif kind == "string":
        stack[-1].append(unescape(word[1:-1]))
    elif kind == "name":
        value = word.decode("latin-1")
        stack[-1].append(_CODED.sub(lambda m: chr(int(m[1], 16)), value) if "#" in value else value)
    elif kind == "open":
        stack.append([])
    elif kind == "close" and len(stack) > 1:
        inner = stack.pop()
        stack[-1].append(inner if word == b"]" else _pairs(inner))


def _after_image(data: bytes, position: int) -> int:
    """The offset after the data of an inline image."""
    image = _END_OF_IMAGE.search(data, position)
    return image.end() if image else len(data)


def _parts(shown: bytes) -> list[bytes | float]:
    """The strings and numbers of the operand of TJ."""
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


def syntax_fault(data: bytes) -> str:
    """The first syntax fault of a content stream, in words; empty if there is none. Unknown operators are not syntax
    faults: the interpreter reports them."""
    at, end, open_ = 0, len(data), list[bytes]()
    while True:
        run = _RUN.match(data, at)
        at = run.end() if run else at
        if at >= end:
            return f"a “{open_[-1].decode()}” that is never closed" if open_ else ""
        bracket = _BRACKET.match(data, at)
        if bracket:
            mark, at = bracket.group(), bracket.end()
            if mark in _PAIRS and (not open_ or open_.pop() != _PAIRS[mark]):
                return f"a “{mark.decode()}” that closes nothing"
            if mark not in _PAIRS:
                open_.append(mark)
        elif data[at : at + 1] == b"(":
            at = end_of_string(data, at + 1, end)
            if at < 0:
                return "a text that does not end"
        elif _IMAGE_DATA.match(data, at):
            ending = _END_OF_IMAGE.search(data, at)
            if ending is None:
                return "an image that does not end"
            at = ending.end()
        else:
            word = _KEYWORD.match(data, at)
            if word is None or not _OPERATOR.fullmatch(word.group()):
                shown = word.group()[:20] if word else data[at : at + 1]
                return f"“{shown.decode('latin-1')}”, which is no instruction"
            at = word.end()
