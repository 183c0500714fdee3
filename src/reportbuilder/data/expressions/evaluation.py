"""The expressions between `{{` and `}}`: a figure of an indicator, computed with, and written the Dutch way.

`formulas.py` reads them, `functions.py` and `phrases.py` say what can be done, and here it is done: on decimal figures
that know their cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import assert_never

from reportbuilder.data.expressions.amounts import OPERATORS, Amount, ExpressionError, Indicator, amount_of, negative
from reportbuilder.data.expressions.filters import FILTERS, WORDED, Phrase, check_filter, spoken
from reportbuilder.data.expressions.functions import FUNCTIONS, check_function
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
from reportbuilder.i18n.number_format import in_language
from reportbuilder.i18n.number_words import WORDINGS
from reportbuilder.values import replace

Lookup = Callable[[str], Indicator]
"""Gives the indicator of a name (`straatroven`, `doelen-2022.straatroven`), or raises ExpressionError."""


def evaluate(source: str, lookup: Lookup, language: str) -> Phrase:
    """What an expression prints; raises ExpressionError for all that is wrong with it."""
    found = compute(source, lookup, language)
    phrase = spoken(found)
    if isinstance(found, Amount):
        phrase = replace(phrase, text=in_language(phrase.text, language))
    if phrase.figure and not phrase.cells and not phrase.stated:
        hint = 'Say who states it: “26 | as_stated("korpsleiding, december 2022")”; or write it without braces.'
        raise ExpressionError(Code.EXPRESSION_SOURCE, "This figure comes from no data.", hint)
    return phrase


def compute(source: str, lookup: Lookup, language: str) -> object:
    """What an expression gives, an amount or a phrase; raises ExpressionError for all that is wrong with it."""
    formula, names = _checked(source)
    return _Computing({name: lookup(name) for name in names}, language).result(formula)


def check_expression(source: str) -> None:
    """Raises ExpressionError for whatever is wrong with an expression, whichever figures there are."""
    _checked(source)


@cache
def _checked(source: str) -> tuple[Formula, tuple[str, ...]]:
    """An expression read, and the indicators in it; the same in every row of a column."""
    formula = parse_formula(source)
    return formula, tuple(dict.fromkeys(_checked_names(formula)))


class _Computing:
    """Works a formula out, with the indicators that it names and the words of the report's language."""

    def __init__(self, series: Mapping[str, Indicator], language: str) -> None:
        self._series, self._language, self._wording = series, language, WORDINGS[language]

    def result(self, formula: Formula) -> object:
        """What a formula gives: an amount or a phrase, or else what is written in it."""
        match formula:  # the most common first
            case CellReference(indicator=indicator, column=column):
                return self._series[indicator.name].amount(str(column.value))
            case FilterCall(name=name, to=to, given=given):
                return self._filtered(name, self.result(to), [self.result(one) for one in given])
            case FunctionCall(function=function, given=given):
                return FUNCTIONS[function](*map(self.result, given))
            case Constant(value=value):
                return value
            case IndicatorName(name=name):
                return self._series[name]
            case SignedOperand(minus=minus, of=of):
                amount = amount_of(self.result(of))
                return negative(amount) if minus else amount
            case Operation(symbol=symbol, left=left, right=right):
                return OPERATORS[symbol](amount_of(self.result(left)), amount_of(self.result(right)))
            case _:
                assert_never(formula)

    def _filtered(self, name: str, value: object, given: list[object]) -> object:
        worded = WORDED.get(name)
        try:
            found = worded(value, self._wording, *given) if worded else FILTERS[name](value, *given)
        except TypeError:  # too many or too few things between its brackets
            message = "A function or filter has too much or too little between its brackets."
            raise ExpressionError(Code.EXPRESSION_TYPE, message, HINT) from None
        if isinstance(found, Phrase) and not isinstance(value, Phrase | str):  # and not in an author’s words
            return replace(found, text=in_language(found.text, self._language))
        return found


def _checked_names(formula: Formula) -> Iterator[str]:
    """The indicators that a formula names; an error for a function, filter or number that there is not."""
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
        yield from _checked_names(part)
