"""YAML read into forms: places of every key, and problems instead of exceptions."""

import datetime
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.forms import Before, Form, Limits, Marked, Unwritten, Words, fill_in, read_marked
from reportbuilder.problems import Findings, Place

START = Place("report.yaml", 1, 1)


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Wheel(Form):
    size: int
    colour: Colour = Colour.RED


class Cart(Form):
    name: str
    made: datetime.date | None = None
    wheels: tuple[Wheel, ...] = ()


def problems(text: str) -> list[tuple[str, str, str]]:
    """Place, code and hint of everything that is wrong with a cart."""
    findings = Findings()
    marked = read_marked(text, START, findings)
    cart = fill_in(Cart, marked, findings, "cart") if marked else None
    assert cart is not None or findings.failed
    return [(str(p.place), p.code, p.hint) for p in findings]


def test_a_form_that_fits_is_filled_in() -> None:
    findings = Findings()
    marked = read_marked("name: kar\nmade: 2020-04-06\nwheels:\n  - {size: 3, colour: blue}\n", START, findings)
    assert marked is not None
    cart = fill_in(Cart, marked, findings, "cart")

    assert cart == Cart(name="kar", made=datetime.date(2020, 4, 6), wheels=(Wheel(size=3, colour=Colour.BLUE),))
    assert len(findings) == 0
    assert marked.place("wheels", 0, "colour") == Place("report.yaml", 4, 15)
    assert marked.place("wheels", 0, "spokes") == Place("report.yaml", 4, 5)


def test_places_count_from_where_the_text_stands_in_its_file() -> None:
    findings = Findings()
    marked = read_marked("a: 1\nb: 2\n", Place("tekst.md", 10, 1), findings)
    assert marked is not None
    assert marked.place("b") == Place("tekst.md", 11, 1)


def test_an_unknown_key_stands_at_its_own_line_with_the_nearest() -> None:
    assert problems("name: kar\nwheels:\n  - size: 3\n    color: red\n") == [
        ("report.yaml:4:5", "cart-key", "Did you mean “colour”?")
    ]


def test_an_unknown_value_of_an_enum_proposes_the_nearest() -> None:
    assert problems("name: kar\nwheels: [{size: 3, colour: bleu}]\n") == [
        ("report.yaml:2:20", "cart-value", "Did you mean “blue”?")
    ]


def test_all_misfits_are_found_at_once() -> None:
    assert [
        (place, code) for place, code, _ in problems("made: lang geleden\nwheels: [{size: groot}]\nnames: kar\n")
    ] == [
        ("report.yaml:1:1", "cart-missing"),
        ("report.yaml:1:1", "cart-value"),
        ("report.yaml:2:11", "cart-value"),
        ("report.yaml:3:1", "cart-key"),
    ]


def test_a_key_that_stands_twice_is_a_problem_at_the_second() -> None:
    assert [(place, code) for place, code, _ in problems("name: a\nname: b\n")] == [
        ("report.yaml:2:1", "yaml-duplicate")
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("name: a\nmade: 2020-13-45\n", "report.yaml:2:7"),
        ("name: 0x_\n", "report.yaml:1:7"),
        ("name: !!int x\n", "report.yaml:1:7"),
        ("name: !!bool x\n", "report.yaml:1:7"),
        ("name: !!timestamp x\n", "report.yaml:1:7"),
        ("name: !unknown x\n", "report.yaml:1:7"),
        ("? [a]\n: b\n", "report.yaml:1:3"),
        ("name: &a [*a]\n", "report.yaml:1:1"),
        ("name: a\nmade: [1,\n\nwheels: b\n", "report.yaml:2:7"),
        ('name: a\nmade: "open\n\n\n', "report.yaml:2:7"),
        ("name: a: b\n", "report.yaml:1:8"),
    ],
)
def test_broken_yaml_is_one_problem_where_it_begins(text: str, place: str) -> None:
    findings = Findings()
    assert read_marked(text, START, findings) is None
    assert [(str(p.place), p.code) for p in findings] == [(place, "yaml-syntax")]


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n", "12\n"])
def test_settings_that_are_no_keys_and_values_are_a_problem(text: str) -> None:
    assert [code for _, code, _ in problems(text)] == ["cart-syntax"]


@given(st.text() | st.lists(st.sampled_from(list("ab:-[]{}&*!?'\"#|>%@, \n\t019_")), max_size=30).map("".join))
def test_any_text_is_read_or_reported(text: str) -> None:
    problems(text)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("name: kar\nmade: 6 april 2020\n", "“made” is not a date.", "Write year-month-day: 2020-04-06."),
        ("name: kar\nwheels: [{size: }]\n", "“wheels.size” is empty.", "Write digits only: 2022."),
        ("name: kar\nwheels: [{size: twee}]\n", "“wheels.size” is not a whole number.", "Write digits only: 2022."),
        ("name: kar\nwheels: a\n", "“wheels” is not a list.", "Write a list between square brackets: [a, b]."),
        ("name: kar\nwheels: [a]\n", "“wheels” has no settings.", "Write its settings on the lines below it"),
        ("name:\n", "“name” is empty.", "Write words; "),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_without_the_words_of_a_programmer(
    text: str, message: str, hint: str
) -> None:
    assert only_problem(text)[0] == message
    assert only_problem(text)[1].startswith(hint)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name:\n\tkar\n", "a tab stands where only spaces can"),
        ("wheels:\n  - size: 1\n\tcolour: red\n", "a tab stands where only spaces can"),
        ("name: een: kar\n", "a colon stands where none can, or this line does not begin in the column of its neighb"),
        ('name: "kar\n', "a quotation mark is opened here and never closed"),
        ("name: [kar\n", "a bracket is opened here and never closed"),
        ("name: %kar\n", "a value begins with a character that cannot begin one"),
        ("made: 2020-13-01\n", "“2020-13-01” looks like a date or a number and is none"),
    ],
)
def test_broken_yaml_is_told_without_the_words_of_a_parser(text: str, message: str) -> None:
    told, hint = only_problem(text)
    assert told.startswith(f"This is not valid YAML: {message}")
    assert hint


def only_problem(text: str) -> tuple[str, str]:
    """Message and hint of the one thing that is wrong with a cart."""
    findings = Findings()
    marked = read_marked(text, START, findings)
    if marked:
        fill_in(Cart, marked, findings, "cart")
    (problem,) = findings
    return problem.message, problem.hint


class Load(Form):
    weight: Annotated[float, Limits(above=0)] | None = None
    bags: Annotated[tuple[Words, ...], Limits(1, 2), Before(lambda v: [v] if isinstance(v, str) else v)] = ()
    doors: Mapping[Literal["left", "right"], bool] = {}
    axles: Literal[1, 2] = 1
    driver: Annotated[str, Unwritten()] = "nobody"


@pytest.mark.parametrize(
    ("text", "load"),
    [
        ("{}", Load()),
        ("axles: 2", Load(axles=2)),
        ('axles: "2"', Load(axles=2)),
        ("weight: null", Load(weight=None)),
        ('weight: "1.5"', Load(weight=1.5)),
        ("bags: hooi", Load(bags=("hooi",))),
        ("bags: [2021, 2021-03-04]", Load(bags=("2021", "2021-03-04"))),
        ('doors: {left: yes, right: "false"}', Load(doors={"left": True, "right": False})),
    ],
)
def test_fields_are_read_as_they_are_annotated(text: str, load: Load) -> None:
    findings = Findings()
    marked = read_marked(text, START, findings)
    assert marked is not None
    assert fill_in(Load, marked, findings, "load") == load
    assert not len(findings)


def test_limits_names_and_unwritten_fields_are_held_to() -> None:
    findings = Findings()
    text = "weight: 0\nbags: [a, b, c]\ndoors: {lift: true}\ndriver: ik\naxles: 3\n"
    marked = read_marked(text, START, findings)
    assert marked is not None
    assert fill_in(Load, marked, findings, "load") is None
    assert [(p.place.line, p.code, p.message) for p in findings] == [
        (1, "load-value", "“weight” must be more than 0, not 0."),
        (2, "load-value", "“bags” must have 1 to 2 entries, not 3."),
        (3, "load-key", "Unknown key “lift”."),
        (4, "load-key", "Unknown key “driver”."),
        (5, "load-value", "“axles” cannot be “3”."),
    ]


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)),
       st.sampled_from(["weight", "bags", "doors", "axles"]))  # fmt: skip
def test_no_value_gives_a_traceback(value: object, key: str) -> None:
    findings = Findings()
    assert (fill_in(Load, Marked({key: value}, {}, START), findings, "load") is None) == findings.failed
