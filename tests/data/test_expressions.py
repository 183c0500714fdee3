"""Expressions read into trees: what binds to what, what has a limit, and what is no expression."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.data.expressions.amounts import ExpressionError, Indicator, amount_of
from reportbuilder.data.expressions.evaluation import compute, evaluate
from reportbuilder.data.expressions.parser import (
    DEEPEST,
    LONGEST,
    MOST_STEPS,
    CellReference,
    Constant,
    FilterCall,
    Formula,
    FunctionCall,
    IndicatorName,
    Operation,
    SignedOperand,
    parse_formula,
)

NAMES = st.from_regex(r"[a-zé]{1,5}([-.][a-z0-9]{1,3}){0,2}", fullmatch=True).filter(lambda name: name != "not")
CONSTANTS = st.builds(
    Constant,
    st.integers(0, 9999) | st.decimals(0, 99, places=3) | st.text("ab \"'\\)(|-+ë", max_size=6),
)
CELLS = st.builds(CellReference, st.builds(IndicatorName, NAMES), CONSTANTS)
FORMULAS = st.recursive(
    CONSTANTS | CELLS | st.builds(IndicatorName, NAMES),
    lambda inner: (
        st.builds(FunctionCall, NAMES, st.lists(inner, max_size=3).map(tuple))
        | st.builds(FilterCall, NAMES, inner, st.lists(inner, max_size=2).map(tuple))
        | st.builds(SignedOperand, st.booleans(), inner)
        | st.builds(Operation, st.sampled_from("+-*/"), inner, inner)
    ),
    max_leaves=5,
)


def written(formula: Formula) -> str:
    """A formula with brackets around all that could bind otherwise."""
    match formula:
        case Constant(value=str(words)):
            return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case Constant(value=value):
            return str(value)
        case IndicatorName(name=name):
            return name
        case CellReference(indicator=indicator, column=column):
            return f"{written(indicator)}[{written(column)}]"
        case FunctionCall(function=name, arguments=arguments):
            return f"{name}({', '.join(map(written, arguments))})"
        case FilterCall(name=name, operand=operand, arguments=arguments):
            return f"({written(operand)}) | {name}({', '.join(map(written, arguments))})"
        case SignedOperand(minus=minus, operand=operand):
            return f"{'-' if minus else '+'}({written(operand)})"
        case Operation(symbol=symbol, left=left, right=right):
            return f"({written(left)}) {symbol} ({written(right)})"


def no_series(name: str) -> Indicator:
    raise AssertionError(name)


@given(FORMULAS)
def test_what_is_written_is_read(formula: Formula) -> None:
    source = written(formula)
    try:
        assert parse_formula(source) == formula
    except ExpressionError as error:
        assert error.code == "expression-long"  # noqa: PT017 (longer than expressions may be)


@given(st.lists(st.integers(1, 99).map(str) | st.sampled_from("+-*/"), min_size=1, max_size=12).map(" ".join))
def test_arithmetic_is_that_of_everyone(source: str) -> None:
    """Python reads bare arithmetic of spaced numbers as we do; only what neither takes for a sum is left out."""
    try:
        with localcontext(prec=60):
            wanted = eval(" ".join(f"Decimal({part})" if part.isdigit() else part for part in source.split()))
    except (SyntaxError, ArithmeticError):
        return
    if "* *" in source or "/ /" in source:
        return
    got = amount_of(compute(source, no_series, "nl")).value
    assert abs(got - wanted) <= abs(wanted) * Decimal("1e-50")


@pytest.mark.parametrize(
    ("source", "same"),
    [
        ("a - b - c", "(a - b) - c"),
        ("a - b * c", "a - (b * c)"),
        ("a + b | round", "a + (b | round)"),
        ("-a | abs", "(-a) | abs"),
        ("- -a[2022]", "-(-(a[2022]))"),
        ("a | round(1) | percent", "(a | round(1)) | percent"),
        ("share(a, b,)", "share(a,b)"),
        ("a-b.c-2[2022]", "a-b.c-2 [ 2022 ]"),
        ("2-a", "2 - a"),
        ("(a)[2022]", "a[2022]"),
        ("""'a"b'""", r'''"a\"b"'''),
    ],
)
def test_what_binds_to_what(source: str, same: str) -> None:
    assert parse_formula(source) == parse_formula(same)


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        ("", "expression-empty", "nothing"),
        ("a[2022", "expression-syntax", "not finished"),
        ("a |", "expression-syntax", "not finished"),
        ("(a", "expression-syntax", "not finished"),
        ("a b", "expression-syntax", "“b”"),
        ("1,5", "expression-syntax", "“,”"),
        ("a | 'x'", "expression-syntax", "“'x'”"),
        ("'x", "expression-syntax", "“'”"),
        ("not a", "expression-forbidden", "“not”"),
        ("a[2022].b", "expression-forbidden", "attributes"),
        ("(a, b)", "expression-forbidden", "comma"),
        ("[a]", "expression-forbidden", "list"),
        ("a[1:2]", "expression-forbidden", "year"),
        ("a[b]", "expression-forbidden", "year"),
        ("a[1][2]", "expression-forbidden", "year"),
        ("a[1](2)", "expression-forbidden", "Only a function"),
        ("a ** b", "expression-forbidden", "“**”"),
        ("a % b", "expression-forbidden", "“%”"),
        ("a <= b", "expression-forbidden", "compared"),
        ("a if b else c", "expression-forbidden", "decided"),
        ("a is b", "expression-forbidden", "tested"),
        ("f(a=1)", "expression-forbidden", "“=”"),
        ("1 +" * (LONGEST // 3) + "1", "expression-long", "characters"),
        ("(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1), "expression-long", "brackets"),
        ("-" * MOST_STEPS + "1", "expression-long", "steps"),
    ],
)
def test_what_is_no_expression_is_told(source: str, code: str, words: str) -> None:
    with pytest.raises(ExpressionError) as raised:
        parse_formula(source)
    assert (raised.value.code, words in raised.value.message) == (code, True)


@pytest.mark.parametrize("source", ["10E999999", "-10E999999", "1E999999 * 2", "1E999999999"])
def test_a_number_with_an_exponent_beyond_all_is_told(source: str) -> None:
    with pytest.raises(ExpressionError) as raised:
        evaluate(source, lambda name: pytest.fail(f"there is no {name}"), "nl")
    assert "larger than any figure" in raised.value.message


@given(st.text(max_size=60) | st.text("()[]|+-*/.,'\"a1 ", max_size=60))
def test_any_text_is_read_or_told(source: str) -> None:
    try:
        parse_formula(source)
    except ExpressionError as error:
        assert error.message  # noqa: PT017 (either is right)
