"""Evaluates expressions: `{{ change(straatroven, 2021, 2022) | percent }}` gives “−43 %” and the cells that it is from.

`parser.py` makes a tree of an expression, whose leaves are looked up in the data tables; functions, filters and
operators work on amounts. An expression is evaluated amount by amount rather than for a column at a time: each step
checks units and decimals and keeps its source cells, and what is wrong in one row is right in the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import assert_never

from reportbuilder.data.expressions.amounts import OPERATORS, Amount, ExpressionError, Indicator, amount_of, negative
from reportbuilder.data.expressions.functions import (
    FILTERS,
    FUNCTIONS,
    LANGUAGE_FILTERS,
    Phrase,
    as_phrase,
    check_filter,
    check_function,
)
from reportbuilder.data.expressions.parser import (
    HINT,
    CellReference,
    Constant,
    FilterCall,
    Formula,
    FunctionCall,
    IndicatorName,
    Operation,
    SignedOperand,
    operands_of,
    parse_formula,
)
from reportbuilder.diagnostics import Code
from reportbuilder.i18n.formats import in_language
from reportbuilder.i18n.language import language_of
from reportbuilder.values import replace

Lookup = Callable[[str], Indicator]
"""Gives the indicator of a name (`straatroven`, `doelen-2022.straatroven`), or raises ExpressionError."""


def evaluate(source: str, lookup: Lookup, language: str) -> Phrase:
    """The printed form of an expression in a language; ExpressionError for whatever is wrong with it, and when its
    figure comes from no data and nobody states it."""
    result = compute(source, lookup, language)
    phrase = as_phrase(result)
    if isinstance(result, Amount):
        phrase = replace(phrase, text=in_language(phrase.text, language))
    if phrase.figure and not phrase.cells and not phrase.stated:
        hint = 'Say who states it: “26 | as_stated("korpsleiding, december 2022")”; or write it without braces.'
        raise ExpressionError(Code.EXPRESSION_SOURCE, "This figure comes from no data.", hint)
    return phrase


def compute(source: str, lookup: Lookup, language: str) -> object:
    """The result of an expression, an amount or a phrase; ExpressionError for whatever is wrong with it."""
    formula, names = _parsed(source)
    return _Evaluator({name: lookup(name) for name in names}, language).result(formula)


def check_expression(source: str) -> None:
    """ExpressionError for whatever is wrong with an expression itself, whatever the data are."""
    _parsed(source)


@cache
def _parsed(source: str) -> tuple[Formula, tuple[str, ...]]:
    """The tree of an expression and the indicators that it names: the same in every row of a computed column."""
    formula = parse_formula(source)
    return formula, tuple(dict.fromkeys(_names_in(formula)))


class _Evaluator:
    """Evaluates a tree, with the indicators by name and the words of the report's language."""

    def __init__(self, indicators: Mapping[str, Indicator], language: str) -> None:
        self._indicators, self._language, self._wording = indicators, language, language_of(language).numbers

    def result(self, formula: Formula) -> object:
        """The value of a tree: an amount, a phrase, an indicator, or a constant as it is written."""
        match formula:  # the most common first
            case CellReference(indicator=indicator, column=column):
                return self._indicators[indicator.name].amount(str(column.value))
            case FilterCall(name=name, operand=operand, arguments=arguments):
                return self._filtered(name, self.result(operand), [self.result(one) for one in arguments])
            case FunctionCall(function=function, arguments=arguments):
                return FUNCTIONS[function](*map(self.result, arguments))
            case Constant(value=value):
                return value
            case IndicatorName(name=name):
                return self._indicators[name]
            case SignedOperand(minus=minus, operand=operand):
                amount = amount_of(self.result(operand))
                return negative(amount) if minus else amount
            case Operation(symbol=symbol, left=left, right=right):
                return OPERATORS[symbol](amount_of(self.result(left)), amount_of(self.result(right)))
            case _:
                assert_never(formula)

    def _filtered(self, name: str, value: object, arguments: list[object]) -> object:
        worded = LANGUAGE_FILTERS.get(name)
        try:
            result = worded(value, self._wording, *arguments) if worded else FILTERS[name](value, *arguments)
        except TypeError:  # too many or too few arguments
            message = "A function or filter has too much or too little between its brackets."
            raise ExpressionError(Code.EXPRESSION_TYPE, message, HINT) from None
        if isinstance(result, Phrase) and not isinstance(value, Phrase | str):  # an author's own words stay as they are
            return replace(result, text=in_language(result.text, self._language))
        return result


def _names_in(formula: Formula) -> Iterator[str]:
    """The indicators that a tree names; ExpressionError for an unknown function or filter, or a number out of range."""
    match formula:
        case IndicatorName(name=name):
            if name in FUNCTIONS:
                message = f"“{name}” is a function."
                raise ExpressionError(Code.EXPRESSION_TYPE, message, f"Write “{name}(…)”.", name)
            yield name
        case Constant(value=value):
            if not isinstance(value, str):
                amount_of(value)
        case FunctionCall(function=function):
            check_function(function)
        case FilterCall(name=name):
            check_filter(name)
        case CellReference() | SignedOperand() | Operation():  # their parts are looked at below
            pass
        case _:
            assert_never(formula)
    for part in operands_of(formula):
        yield from _names_in(part)
