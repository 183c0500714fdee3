"""The expressions between `{{` and `}}` read into a tree: names, years, functions, filters and arithmetic.

    sum        = product *(("+" / "-") product)
    product    = filtered *(("*" / "/") filtered)
    filtered   = signed *("|" name [given])
    signed     = *("+" / "-") subscripted
    subscripted = (number / words / name [given] / "(" sum ")") *("[" sum "]")
    given      = "(" [sum *("," sum) [","]] ")"

So a filter holds for what stands right before it. A hyphen or point without spaces around it belongs to a name
(`doelen-2022.verdachten-cybercrime`), a hyphen with spaces subtracts. Nothing has attributes, nothing is compared and
nothing repeats, so that an expression never runs long; how deep it goes is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import assert_never

from reportbuilder.data.expressions.amounts import ExpressionError
from reportbuilder.diagnostics import Code
from reportbuilder.values import Value

LONGEST = 300
"""Characters of an expression at most; so many already are a puzzle for whoever reads them."""
DEEPEST = 8
"""Brackets within brackets at most."""
MOST_STEPS = 60
"""Operations, signs and filters on top of each other at most; Python itself calls a few times as many functions."""
HINT = "Write an indicator and a year, a function or a filter, with + - * / and brackets; decimals after a point: 2.5."
_DIVIDE = "Divide it, or add a row to the data."
_TOKEN = re.compile(
    r"""\s*(?: (?P<name>   [^\W\d]\w*(?:[-.]\w+)* )
             | (?P<number> [0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)? )
             | (?P<words>  "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' )
             | (?P<sign>   \*\*|//|[=!<>]=|\S ) )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_COMPARED = "Figures are not compared here."
_FORBIDDEN: Mapping[str, str] = {
    ".": "Nothing here has attributes.",
    **dict.fromkeys(("==", "!=", "<", ">", "<=", ">=", "in"), _COMPARED),
    "if": "Nothing is decided here: no “if”.",
    "is": "Nothing is tested here: no “is”.",
    **{sign: f"“{sign}” is not for figures." for sign in ("**", "//", "%", "~", ":", "=", "{", "and", "or", "not")},
}
"""What stands in the expressions of other languages and not in ours; the words may be names."""


class Constant(Value):
    """A number or words, as they are written."""

    value: int | Decimal | str


class IndicatorName(Value):
    """An indicator, by the name that it has in the data."""

    name: str


class CellReference(Value):
    """An indicator's figure in a year, or in another column."""

    indicator: IndicatorName
    column: Constant


class FunctionCall(Value):
    """A function and what is between its brackets."""

    function: str
    given: tuple[Formula, ...]


class FilterCall(Value):
    """What is done to what stands before it, with what is between its brackets."""

    name: str
    to: Formula
    given: tuple[Formula, ...]


class SignedOperand(Value):
    """A sign before something."""

    minus: bool
    of: Formula


class Operation(Value):
    """One of the four operations."""

    symbol: str
    left: Formula
    right: Formula


Formula = Constant | IndicatorName | CellReference | FunctionCall | FilterCall | SignedOperand | Operation


def parse_formula(source: str) -> Formula:
    """An expression as a tree; raises ExpressionError for what is no expression, or too much of one."""
    _check_size(source)
    formula = _Reader(source).whole()
    _check_steps(formula)
    return formula


def operands_of(formula: Formula) -> tuple[Formula, ...]:
    """What a formula is made of, from left to right."""
    match formula:
        case CellReference(indicator=indicator):
            return (indicator,)
        case FunctionCall(given=given):
            return given
        case FilterCall(to=to, given=given):
            return (to, *given)
        case SignedOperand(of=of):
            return (of,)
        case Operation(left=left, right=right):
            return (left, right)
        case IndicatorName() | Constant():
            return ()
        case _:
            assert_never(formula)


class _Reader:
    """Reads by recursive descent: a method for each rule of the grammar, and the token that is next."""

    def __init__(self, source: str) -> None:
        self._tokens = [(match.lastgroup or "", match[match.lastgroup or 0]) for match in _TOKEN.finditer(source)]
        self._tokens.append(("end", ""))
        self._at = 0

    def whole(self) -> Formula:
        """All that there is."""
        formula = self._sum()
        if self._tokens[self._at][0] != "end":
            raise self._unexpected()
        return formula

    def _sum(self) -> Formula:
        left = self._product()
        while symbol := self._took("+", "-"):
            left = Operation(symbol, left, self._product())
        return left

    def _product(self) -> Formula:
        left = self._filtered()
        while symbol := self._took("*", "/"):
            left = Operation(symbol, left, self._filtered())
        return left

    def _filtered(self) -> Formula:
        formula = self._signed()
        while self._took("|"):
            kind, name = self._tokens[self._at]
            if kind != "name":
                raise self._unexpected()
            self._at += 1
            formula = FilterCall(name, formula, self._given() if self._took("(") else ())
        return formula

    def _signed(self) -> Formula:
        if symbol := self._took("+", "-"):
            return SignedOperand(symbol == "-", self._signed())
        formula = self._first()
        while self._took("["):
            formula = self._cell(formula)
        if self._took("("):
            raise ExpressionError(Code.EXPRESSION_FORBIDDEN, "Only a function is followed by brackets.", HINT)
        return formula

    def _first(self) -> Formula:
        if self._took("("):
            formula = self._sum()
            if self._took(","):
                raise ExpressionError(Code.EXPRESSION_FORBIDDEN, "A comma stands between two things here.", HINT)
            self._expect(")")
            return formula
        if self._took("["):
            raise ExpressionError(Code.EXPRESSION_FORBIDDEN, "A list is not for figures.", HINT)
        kind, text = self._tokens[self._at]
        if kind not in ("name", "number", "words") or text == "not":
            raise self._unexpected()
        self._at += 1
        if kind == "name":
            return FunctionCall(text, self._given()) if self._took("(") else IndicatorName(text)
        if kind == "words":
            return Constant(_ESCAPED.sub(r"\1", text[1:-1]))
        return Constant(int(text) if text.isdecimal() else Decimal(text))

    def _cell(self, indicator: Formula) -> Formula:
        column = self._sum()
        if not isinstance(indicator, IndicatorName) or not isinstance(column, Constant) or self._took(",", ":"):
            message = "Only an indicator has a year between square brackets."
            raise ExpressionError(Code.EXPRESSION_FORBIDDEN, message, HINT)
        self._expect("]")
        return CellReference(indicator, column)

    def _given(self) -> tuple[Formula, ...]:
        given: list[Formula] = []
        while not self._took(")"):
            given.append(self._sum())
            if not self._took(","):
                self._expect(")")
                break
        return tuple(given)

    def _took(self, *signs: str) -> str:
        """The sign that is next when it is one of these, and it is read then; else nothing."""
        kind, text = self._tokens[self._at]
        if kind != "sign" or text not in signs:
            return ""
        self._at += 1
        return text

    def _expect(self, sign: str) -> None:
        if not self._took(sign):
            raise self._unexpected()

    def _unexpected(self) -> ExpressionError:
        """What is wrong with the token that is next."""
        kind, text = self._tokens[self._at]
        if kind == "end":
            return ExpressionError(Code.EXPRESSION_SYNTAX, "This expression is not finished.", HINT)
        if kind != "words" and text in _FORBIDDEN:
            return ExpressionError(Code.EXPRESSION_FORBIDDEN, _FORBIDDEN[text], HINT)
        return ExpressionError(Code.EXPRESSION_SYNTAX, f"“{text}” is not expected here.", HINT)


def _check_size(source: str) -> None:
    if not source.strip():
        raise ExpressionError(Code.EXPRESSION_EMPTY, "There is nothing between the braces.", HINT)
    if len(source) > LONGEST:
        message = f"This expression has {len(source)} characters; {LONGEST} is the most."
        raise ExpressionError(Code.EXPRESSION_LONG, message, _DIVIDE)
    deepest = depth = 0
    for character in source:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        message = f"There are {deepest} brackets within each other; {DEEPEST} is the most."
        raise ExpressionError(Code.EXPRESSION_LONG, message, _DIVIDE)


def _check_steps(formula: Formula, depth: int = 1) -> None:
    if depth > MOST_STEPS:
        raise ExpressionError(Code.EXPRESSION_LONG, f"This expression has more than {MOST_STEPS} steps.", _DIVIDE)
    for part in operands_of(formula):
        _check_steps(part, depth + 1)
