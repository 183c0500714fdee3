"""Parses expressions into trees: names, years, functions, filters and arithmetic. The grammar:

    sum        = product *(("+" / "-") product)
    product    = filtered *(("*" / "/") filtered)
    filtered   = signed *("|" name [arguments])
    signed     = *("+" / "-") subscripted
    subscripted = (number / words / name [arguments] / "(" sum ")") *("[" sum "]")
    arguments      = "(" [sum *("," sum) [","]] ")"

So a filter binds more closely than an operator. A hyphen or point without spaces around it belongs to a name
(`doelen-2022.verdachten-cybercrime`); a hyphen with spaces subtracts. There are no attributes, comparisons or loops, so
that evaluating an expression takes a bounded time; its length and depth are bounded here.
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
"""The most characters of an expression: longer ones cannot be read by people either."""
DEEPEST = 8
"""The most brackets within brackets."""
MOST_STEPS = 60
"""The most levels of a tree: Python itself needs a few calls for each, and has a limit too."""
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
"""Symbols and keywords of other languages' expressions, with why they are an error here; the words may be names."""


class Constant(Value):
    """A number or a string, as it is written."""

    value: int | Decimal | str


class IndicatorName(Value):
    """The name of an indicator, as it is written."""

    name: str


class CellReference(Value):
    """An indicator's figure in a year, or in another column: `straatroven[2022]`."""

    indicator: IndicatorName
    column: Constant


class FunctionCall(Value):
    """A function and its arguments."""

    function: str
    arguments: tuple[Formula, ...]


class FilterCall(Value):
    """A filter, what it is applied to, and its arguments: `x | round(1)`."""

    name: str
    operand: Formula
    arguments: tuple[Formula, ...]


class SignedOperand(Value):
    """A plus or minus sign and its operand."""

    minus: bool
    operand: Formula


class Operation(Value):
    """One of the four arithmetic operations."""

    symbol: str
    left: Formula
    right: Formula


Formula = Constant | IndicatorName | CellReference | FunctionCall | FilterCall | SignedOperand | Operation


def parse_formula(source: str) -> Formula:
    """The tree of an expression; ExpressionError for a syntax error, or where it is too long or too deep."""
    _check_size(source)
    formula = _Parser(source).whole()
    _check_steps(formula)
    return formula


def operands_of(formula: Formula) -> tuple[Formula, ...]:
    """The operands of a tree, from left to right."""
    match formula:
        case CellReference(indicator=indicator):
            return (indicator,)
        case FunctionCall(arguments=arguments):
            return arguments
        case FilterCall(operand=operand, arguments=arguments):
            return (operand, *arguments)
        case SignedOperand(operand=operand):
            return (operand,)
        case Operation(left=left, right=right):
            return (left, right)
        case IndicatorName() | Constant():
            return ()
        case _:
            assert_never(formula)


class _Parser:
    """A recursive-descent parser: a method for each rule of the grammar, and the position of the next token."""

    def __init__(self, source: str) -> None:
        self._tokens = [(match.lastgroup or "", match[match.lastgroup or 0]) for match in _TOKEN.finditer(source)]
        self._tokens.append(("end", ""))
        self._position = 0

    def whole(self) -> Formula:
        """The tree of the whole source."""
        formula = self._sum()
        if self._tokens[self._position][0] != "end":
            raise self._unexpected()
        return formula

    def _sum(self) -> Formula:
        left = self._product()
        while symbol := self._accept("+", "-"):
            left = Operation(symbol, left, self._product())
        return left

    def _product(self) -> Formula:
        left = self._filtered()
        while symbol := self._accept("*", "/"):
            left = Operation(symbol, left, self._filtered())
        return left

    def _filtered(self) -> Formula:
        formula = self._signed()
        while self._accept("|"):
            kind, name = self._tokens[self._position]
            if kind != "name":
                raise self._unexpected()
            self._position += 1
            formula = FilterCall(name, formula, self._arguments() if self._accept("(") else ())
        return formula

    def _signed(self) -> Formula:
        if symbol := self._accept("+", "-"):
            return SignedOperand(symbol == "-", self._signed())
        formula = self._first()
        while self._accept("["):
            formula = self._cell(formula)
        if self._accept("("):
            raise ExpressionError(Code.EXPRESSION_FORBIDDEN, "Only a function is followed by brackets.", HINT)
        return formula

    def _first(self) -> Formula:
        if self._accept("("):
            formula = self._sum()
            if self._accept(","):
                raise ExpressionError(Code.EXPRESSION_FORBIDDEN, "A comma stands between two things here.", HINT)
            self._expect(")")
            return formula
        if self._accept("["):
            raise ExpressionError(Code.EXPRESSION_FORBIDDEN, "A list is not for figures.", HINT)
        kind, text = self._tokens[self._position]
        if kind not in ("name", "number", "words") or text == "not":
            raise self._unexpected()
        self._position += 1
        if kind == "name":
            return FunctionCall(text, self._arguments()) if self._accept("(") else IndicatorName(text)
        if kind == "words":
            return Constant(_ESCAPED.sub(r"\1", text[1:-1]))
        return Constant(int(text) if text.isdecimal() else Decimal(text))

    def _cell(self, indicator: Formula) -> Formula:
        column = self._sum()
        if not isinstance(indicator, IndicatorName) or not isinstance(column, Constant) or self._accept(",", ":"):
            message = "Only an indicator has a year between square brackets."
            raise ExpressionError(Code.EXPRESSION_FORBIDDEN, message, HINT)
        self._expect("]")
        return CellReference(indicator, column)

    def _arguments(self) -> tuple[Formula, ...]:
        arguments: list[Formula] = []
        while not self._accept(")"):
            arguments.append(self._sum())
            if not self._accept(","):
                self._expect(")")
                break
        return tuple(arguments)

    def _accept(self, *signs: str) -> str:
        """Consume the next token if it is one of these signs, and give it; else give an empty text."""
        kind, text = self._tokens[self._position]
        if kind != "sign" or text not in signs:
            return ""
        self._position += 1
        return text

    def _expect(self, sign: str) -> None:
        if not self._accept(sign):
            raise self._unexpected()

    def _unexpected(self) -> ExpressionError:
        """The error for the next token."""
        kind, text = self._tokens[self._position]
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
