"""The expressions between `{{` and `}}`: a figure of an indicator, computed with, and written the Dutch way.

They are read and run by Jinja's sandbox, of which hardly anything is left: names, years between brackets, functions,
filters and the four operations. Nothing has attributes, nothing repeats, so nothing runs long. Arithmetic, lookups and
formats are ours, on decimal figures that know their cells.

A hyphen without spaces belongs to a name (`verdachten-cybercrime[2022]`), one with spaces subtracts; a point without
spaces stands between a data file and a name (`doelen-2022.misdrijven[2022]`). Jinja knows neither, so both are read as
other characters of a name, and the columns stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from reportbuilder.data.amounts import OPERATORS, ExpressionError, amount_of, negative
from reportbuilder.data.functions import FUNCTIONS, check_function
from reportbuilder.data.phrases import FILTERS, WORDED, Phrase, check_filter, spoken
from reportbuilder.data.series import Series
from reportbuilder.data.wording import WORDINGS

LONGEST = 300
"""Characters of an expression at most; so many already are a puzzle for whoever reads them."""
DEEPEST = 8
"""Brackets within brackets at most."""
MOST_STEPS = 60
"""Operations, signs and filters on top of each other at most; Python itself compiles a few times as many."""
_HYPHEN, _POINT = "·", "‿"  # characters that names may hold in Python, and hence in Jinja
_BACK = str.maketrans({_HYPHEN: "-", _POINT: "."})
_NAME = re.compile(r"""("[^"]*"|'[^']*')|(?<![\w.])[^\W\d]\w*(?:[-.]\w+)+""")
_ALLOWED = (
    nodes.Name, nodes.Const, nodes.Getitem, nodes.Call, nodes.Filter, nodes.Neg, nodes.Pos,
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div,
)  # fmt: skip
_FORBIDDEN: Mapping[type[nodes.Node], str] = {
    nodes.Getattr: "Nothing here has attributes.",
    nodes.Pow: "“**” is not for figures.",
    nodes.Tuple: "A comma stands between two things here.",
    nodes.Compare: "Figures are not compared here.",
    nodes.CondExpr: "Nothing is decided here: no “if”.",
    nodes.Test: "Nothing is tested here: no “is”.",
}
_HINT = "Write an indicator and a year, a function or a filter, with + - * / and brackets; decimals after a point: 2.5."
_DIVIDE = "Divide it, or add a row to the data."

Lookup = Callable[[str], Series]
"""Gives the indicator of a name (`straatroven`, `doelen-2022.straatroven`), or raises ExpressionError."""


def evaluate(source: str, lookup: Lookup, language: str) -> Phrase:
    """What an expression prints; raises ExpressionError for all that is wrong with it."""
    phrase = spoken(compute(source, lookup, language))
    if phrase.figure and not phrase.cells and not phrase.stated:
        hint = 'Say who states it: “26 | as_stated("korpsleiding, december 2022")”; or write it without braces.'
        raise ExpressionError("expression-source", "This figure comes from no data.", hint)
    return phrase


def compute(source: str, lookup: Lookup, language: str) -> object:
    """What an expression gives, an amount or a phrase; raises ExpressionError for all that is wrong with it."""
    names, run = _compiled(source, language)
    series = {name: lookup(name.translate(_BACK)) for name in names}
    try:
        return run(**series)
    except TemplateError as error:
        raise ExpressionError("expression-syntax", _reason(error), _HINT) from None
    except (RecursionError, ValueError):  # what Python itself cannot read or write out
        raise ExpressionError("expression-long", "This expression is too much at once.", _DIVIDE) from None
    except TypeError:  # a function or filter with too many or too few things between its brackets
        message = "A function or filter has too much or too little between its brackets."
        raise ExpressionError("expression-type", message, _HINT) from None


def check_expression(source: str, language: str) -> None:
    """Raises ExpressionError for whatever is wrong with an expression, whichever figures there are."""
    _compiled(source, language)


@cache
def _compiled(source: str, language: str) -> tuple[tuple[str, ...], Callable[..., object]]:
    """The names in an expression, as Jinja has them, and what runs it; the same in every row of a column."""
    _check_size(source)
    written = _NAME.sub(lambda match: match[0] if match[1] else _as_name(match[0]), source)
    environment = _environment(language)
    try:
        tree = _parse(written, environment)
        names = tuple(dict.fromkeys(_checked_names(tree)))
        return names, environment.compile_expression(written, undefined_to_none=False)
    except TemplateError as error:
        raise ExpressionError("expression-syntax", _reason(error), _HINT) from None
    except (RecursionError, SyntaxError, ValueError):  # what Python itself cannot read or write out
        raise ExpressionError("expression-long", "This expression is too much at once.", _DIVIDE) from None


class _Sandbox(SandboxedEnvironment):
    """Jinja's sandbox, in which every operation is one of ours."""

    intercepted_binops = frozenset(OPERATORS)
    intercepted_unops = frozenset("+-")

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """One of the four operations."""
        return OPERATORS[operator](amount_of(left), amount_of(right))

    def call_unop(self, context: Context, operator: str, arg: Any) -> Any:
        """A sign."""
        return negative(amount_of(arg)) if operator == "-" else amount_of(arg)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An indicator's figure in a year."""
        if isinstance(obj, Series):
            return obj.amount(str(argument))
        raise ExpressionError("expression-forbidden", "Only an indicator has years.", _HINT)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Nothing."""
        raise ExpressionError("expression-forbidden", _FORBIDDEN[nodes.Getattr], _HINT, attribute)

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether something is one of our functions."""
        return obj in FUNCTIONS.values()


@cache
def _environment(language: str) -> _Sandbox:
    environment = _Sandbox(undefined=StrictUndefined, optimized=False, cache_size=0)
    wording = WORDINGS[language]
    worded = {name: lambda value, work=work: work(value, wording) for name, work in WORDED.items()}
    environment.globals = dict(FUNCTIONS)
    environment.filters = {**FILTERS, **worded}
    environment.tests = {}
    return environment


def _as_name(written: str) -> str:
    return written.replace("-", _HYPHEN).replace(".", _POINT)


def _check_size(source: str) -> None:
    if not source.strip():
        raise ExpressionError("expression-empty", "There is nothing between the braces.", _HINT)
    if len(source) > LONGEST:
        message = f"This expression has {len(source)} characters; {LONGEST} is the most."
        raise ExpressionError("expression-long", message, _DIVIDE)
    deepest = depth = 0
    for character in source:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        message = f"There are {deepest} brackets within each other; {DEEPEST} is the most."
        raise ExpressionError("expression-long", message, _DIVIDE)


def _parse(written: str, environment: _Sandbox) -> nodes.Expr:
    parser = Parser(environment, written, state="variable")
    tree = parser.parse_expression()
    if not parser.stream.eos:
        message = f"“{str(parser.stream.current.value).translate(_BACK)}” is not expected here."
        raise ExpressionError("expression-syntax", message, _HINT)
    return tree


def _checked_names(node: nodes.Node, depth: int = 1) -> Iterator[str]:
    """The indicators that a tree names; an error for whatever it may not hold."""
    if depth > MOST_STEPS:
        raise ExpressionError("expression-long", f"This expression has more than {MOST_STEPS} steps.", _DIVIDE)
    if not isinstance(node, _ALLOWED):
        message = _FORBIDDEN.get(type(node), f"“{type(node).__name__.lower()}” is not for figures.")
        raise ExpressionError("expression-forbidden", message, _HINT)
    match node:
        case nodes.Name(name=name):
            if name in FUNCTIONS:
                message = f"“{name}” is a function."
                raise ExpressionError("expression-type", message, f"Write “{name}(…)”.", name)
            yield name
        case nodes.Const(value=value) if not isinstance(value, str):
            amount_of(value)
        case nodes.Getitem(node=inner, arg=argument):
            if not isinstance(inner, nodes.Name) or not isinstance(argument, nodes.Const):
                message = "Only an indicator has a year between square brackets."
                raise ExpressionError("expression-forbidden", message, _HINT)
            yield from _checked_names(inner, depth + 1)
        case nodes.Call(node=function):
            _check_function(function)
            yield from _names_in(node, depth)
        case nodes.Filter(name=name):
            check_filter(name)
            if node.node is None:
                raise ExpressionError("expression-syntax", "A filter has nothing before it.", _HINT)
            yield from _checked_names(node.node, depth + 1)
            yield from _names_in(node, depth)
        case nodes.BinExpr(left=left, right=right):
            yield from _checked_names(left, depth + 1)
            yield from _checked_names(right, depth + 1)
        case nodes.UnaryExpr(node=inner):
            yield from _checked_names(inner, depth + 1)


def _check_function(function: nodes.Node) -> None:
    if not isinstance(function, nodes.Name):
        raise ExpressionError("expression-forbidden", "Only a function is followed by brackets.", _HINT)
    check_function(function.name.translate(_BACK))


def _names_in(call: nodes.Call | nodes.Filter, depth: int) -> Iterator[str]:
    """The indicators between the brackets of a function or filter."""
    if call.dyn_args is not None or call.dyn_kwargs is not None or call.kwargs:
        raise ExpressionError("expression-forbidden", "“*” and “=” are not for figures.", _HINT)
    for argument in call.args:
        yield from _checked_names(argument, depth + 1)


def _reason(error: TemplateError) -> str:
    """What Jinja says of an expression, in our words."""
    said = (error.message or "").translate(_BACK)
    if "unexpected" in said and "end of" in said:
        return "This expression is not finished."
    return "This is not an expression that can be computed."
