"""The syntax of content streams, strictly: operands, brackets and operators (ISO 32000-1, 7.8.2)."""

import re

_SPACE = rb"[\x00\t\n\x0c\r ]"
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
"""All that needs no counting, as far as it goes."""
_IMAGE = re.compile(rb"ID(?!" + _REGULAR + rb")")
_END_OF_IMAGE = re.compile(_SPACE + rb"EI(?!" + _REGULAR + rb")")
_BRACKET = re.compile(rb"<<|>>|\[|\]")
_PLAIN = re.compile(rb"[^()\\]*+")
_KEYWORD = re.compile(_REGULAR + rb"+")
_OPERATOR = re.compile(rb"[A-Za-z'\"][A-Za-z0-9*'\"]*")
"""What could be an operator, if an unknown one, which the walk over the content tells."""
_PAIRS = {b">>": b"<<", b"]": b"["}


def content_fault(data: bytes) -> str:
    """What is wrong with the syntax of a content stream, or nothing; that operators exist is looked at
    elsewhere."""
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
            at = _after_string(data, at)
            if at < 0:
                return "a text that does not end"
        elif _IMAGE.match(data, at):
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


def _after_string(data: bytes, at: int) -> int:
    """Where a string with brackets in it ends; -1 if nowhere."""
    at, depth = at + 1, 1
    while depth:
        plain = _PLAIN.match(data, at)
        at = plain.end() if plain else len(data)
        if at >= len(data):
            return -1
        mark = data[at : at + 1]
        at += 2 if mark == b"\\" else 1
        depth += {b"(": 1, b")": -1}.get(mark, 0)
    return at
