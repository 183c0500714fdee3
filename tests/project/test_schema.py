"""YAML read into forms: places of every key, and problems instead of exceptions."""

import datetime
import pickle
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.diagnostics.codes import CHART_SETTINGS, STYLE_SETTINGS
from reportbuilder.files.characters import normalised, refused
from reportbuilder.project.located_yaml import LocatedData, as_yaml, read_yaml
from reportbuilder.project.scalars import as_words
from reportbuilder.project.schema import Before, Computed, Form, Limits, Words, parse_settings

START = Place("report.yaml", 1, 1)


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Wheel(Form):
    size: int
    colour: Colour = Colour.RED


class Horn(Form):
    sound: str = ""
    loud: bool = False


class Cart(Form):
    name: str
    made: datetime.date | None = None
    wheels: tuple[Wheel, ...] = ()
    horn: Horn = Horn()


def problems(text: str) -> list[tuple[str, str, str]]:
    """Place, code and hint of everything that is wrong with a cart."""
    diagnostics = Diagnostics()
    marked = read_yaml(text, START, diagnostics)
    cart = parse_settings(Cart, marked, diagnostics, STYLE_SETTINGS) if marked else None
    assert cart is not None or diagnostics.failed
    return [(str(p.place), p.code, p.hint) for p in diagnostics]


def test_a_form_that_fits_is_filled_in() -> None:
    diagnostics = Diagnostics()
    marked = read_yaml("name: kar\nmade: 2020-04-06\nwheels:\n  - {size: 3, colour: blue}\n", START, diagnostics)
    assert marked is not None
    cart = parse_settings(Cart, marked, diagnostics, STYLE_SETTINGS)

    assert cart == Cart(name="kar", made=datetime.date(2020, 4, 6), wheels=(Wheel(size=3, colour=Colour.BLUE),))
    assert len(diagnostics) == 0
    assert marked.place("wheels", 0, "colour") == Place("report.yaml", 4, 15)
    assert marked.place("wheels", 0, "spokes") == Place("report.yaml", 4, 5)


def test_places_count_from_where_the_text_stands_in_its_file() -> None:
    diagnostics = Diagnostics()
    marked = read_yaml("a: 1\nb: 2\n", Place("tekst.md", 10, 1), diagnostics)
    assert marked is not None
    assert marked.place("b") == Place("tekst.md", 11, 1)


def test_an_unknown_key_stands_at_its_own_line_with_the_nearest() -> None:
    assert problems("name: kar\nwheels:\n  - size: 3\n    color: red\n") == [
        ("report.yaml:4:5", "style-key", "Did you mean “colour”?")
    ]


def test_an_unknown_value_of_an_enum_proposes_the_nearest() -> None:
    assert problems("name: kar\nwheels: [{size: 3, colour: bleu}]\n") == [
        ("report.yaml:2:20", "style-value", "Did you mean “blue”?")
    ]


def test_all_misfits_are_found_at_once() -> None:
    assert [
        (place, code) for place, code, _ in problems("made: lang geleden\nwheels: [{size: groot}]\nnames: kar\n")
    ] == [
        ("report.yaml:1:1", "style-value"),
        ("report.yaml:2:11", "style-value"),
        ("report.yaml:3:1", "style-key"),
    ]


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("nmae: kar\n", "report.yaml:1:1", "Did you mean “name”?"),
        ("Name: kar\n", "report.yaml:1:1", "Did you mean “name”?"),
        ("name: kar\nwheels:\n  - {size:3}\n", "report.yaml:3:6", "Write “size: …”."),
        (
            "name: kar\nhorn:\nsound: toet\nloud: true\n",
            "report.yaml:2:1",
            "Write two spaces before “sound”, “loud” on the lines below it.",
        ),
    ],
)
def test_one_mistake_in_a_key_is_one_problem(text: str, place: str, hint: str) -> None:
    assert [(place, hint) for place, _, hint in problems(text)] == [(place, hint)]


def test_a_key_that_stands_twice_is_a_problem_at_the_second() -> None:
    assert [(place, code) for place, code, _ in problems("name: a\nname: b\n")] == [
        ("report.yaml:2:1", "yaml-duplicate")
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("name: a\nmade: 2020-13-45\n", "report.yaml:2:7"),
        ("name: !!int x\n", "report.yaml:1:7"),
        ("name: !!bool x\n", "report.yaml:1:7"),
        ("name: !!timestamp x\n", "report.yaml:1:7"),
        ("name: !unknown x\n", "report.yaml:1:7"),
        ("? [a]\n: b\n", "report.yaml:1:3"),
        ("name: &a [*a]\n", "report.yaml:1:11"),
        ("name: *a\n", "report.yaml:1:7"),
        ("name: a\n<<: {made: b}\n", "report.yaml:2:1"),
        ("name: a\n---\nname: b\n", "report.yaml:2:1"),
        ("name: !!python/object/apply:os.system [ls]\n", "report.yaml:1:7"),
        ("name: !!set {a, b}\n", "report.yaml:1:7"),
        ("made: 2020-04-06\nname: a\0b\n", "report.yaml:2:8"),
        ("made: " + "9" * 5000 + "\n", "report.yaml:1:7"),
        ("name: a\nmade: [1,\n\nwheels: b\n", "report.yaml:2:7"),
        ('name: a\nmade: "open\n\n\n', "report.yaml:2:7"),
        ("name: a: b\n", "report.yaml:1:8"),
        ("name: a\nmade 2020\nwheels: b\n", "report.yaml:2:1"),
        ("name: a\n\u00a0made: b\n", "report.yaml:2:1"),
    ],
)
def test_broken_yaml_is_one_problem_where_it_begins(text: str, place: str) -> None:
    diagnostics = Diagnostics()
    assert read_yaml(text, START, diagnostics) is None
    assert [(str(p.place), p.code) for p in diagnostics] == [(place, "yaml-syntax")]


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n", "12\n"])
def test_settings_that_are_no_keys_and_values_are_a_problem(text: str) -> None:
    assert [code for _, code, _ in problems(text)] == ["style-syntax"]


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
        ("name: kar\nmade 2020\nwheels: []\n", "a colon is missing, or the space after it"),
        ("name: kar\nmade:2020\nwheels: []\n", "a colon is missing, or the space after it"),
        ("name: 'de foto's van de kar'\n", "a quotation mark ends the words, and more words follow it"),
        ("name: {a: b c: d}\n", "a comma is missing in this list between brackets, or the bracket that ends it"),
        ("name: & kar\n", "a value begins with a character that cannot begin one"),
        ("name: kar\nwheels:\n\u00a0\u00a0size: 1\n", "a no-break space stands where only spaces can"),
        ("name: %kar\n", "a value begins with a character that cannot begin one"),
        ("made: 2020-13-01\n", "“2020-13-01” looks like a date or a number and is none"),
    ],
)
def test_broken_yaml_is_told_without_the_words_of_a_parser(text: str, message: str) -> None:
    told, hint = only_problem(text)
    assert told.startswith(f"This is not valid YAML: {message}")
    assert hint


def bomb(levels: int) -> str:
    """Lists of which each has the one before it nine times."""
    first = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    return first + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, levels))


@pytest.mark.parametrize(
    ("text", "says", "place"),
    [
        (bomb(9), "its aliases (names with “*”) repeat more than 10000 values", "report.yaml:1:"),
        (
            "name: a\nmade: " + "[" * 30_000,
            "lists and settings stand more than 50 deep in each other",
            "report.yaml:2:5",
        ),
        ("name: a\nmade: " + "{a: " * 30_000, "lists and settings stand more than 50 deep", "report.yaml:2:"),
        ("made: [" + "- " * 3 + "x]", "", "report.yaml:1:"),
        ("made:\n" + "- " * 30_000, "lists and settings stand more than 50 deep", "report.yaml:2:"),
        ("made: [" + "[], " * 300_000 + "]", "it has more than 500000 values", "report.yaml:1:"),
        (
            "made: '" + "x" * 17_000_000 + "'",
            "it has 17 million characters, and 16 million is the most",
            "report.yaml:1:1",
        ),
    ],
    ids=["aliases", "brackets", "braces", "dashes-in-brackets", "dashes", "values", "characters"],
)
def test_yaml_has_limits(text: str, says: str, place: str) -> None:
    diagnostics = Diagnostics()
    assert read_yaml(text, START, diagnostics) is None
    (problem,) = diagnostics
    assert (problem.code, str(problem.place).startswith(place)) == ("yaml-syntax", True)
    assert says in problem.message
    assert problem.hint


def test_aliases_repeat_what_they_name_with_the_place_of_the_original() -> None:
    text = "first: &a {size: 3}\nagain: *a\nlist: [&b twee, *b]\n"
    diagnostics = Diagnostics()
    marked = read_yaml(text, START, diagnostics)
    assert marked is not None
    assert marked.data == {"first": {"size": 3}, "again": {"size": 3}, "list": ["twee", "twee"]}
    assert (str(marked.place("again", "size")), len(diagnostics)) == ("report.yaml:1:12", 0)


@pytest.mark.parametrize(
    "text",
    ["0.10", "1.0", "010", "0x1F", "1_000", "12:30", "+5", "-0", "1.50", "2022-1-5", "1e3", "007", "0b11", ".inf", "1.",
     "2022-04-06", "12", "3.5", "0o17", "2022-01-05 10:00:00"],
)  # fmt: skip
def test_words_that_look_like_numbers_stay_as_they_are_written(text: str) -> None:
    diagnostics = Diagnostics()
    marked = read_yaml(f"name: {text}\n{text}: x\n", START, diagnostics)
    assert marked is not None
    assert as_words(marked.data["name"]) == text
    assert as_words(pickle.loads(pickle.dumps(marked.data["name"]))) == text
    assert text in marked.data


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.10", 0.1), ("1_000", "1_000"), ("yes", True), ("Off", False), ("~", None), ("", None), ("010", "010"),
     ("'5'", "5"), ("!!str 5", "5"), ("!!int 5", 5), ("! 5", "5"), ("2022-04-06", date(2022, 4, 6))],
)  # fmt: skip
def test_a_value_is_what_it_looks_like(text: str, value: object) -> None:
    marked = read_yaml(f"name: {text}\n", START, Diagnostics())
    assert marked is not None
    assert marked.data["name"] == value
    assert isinstance(marked.data["name"], type(value))


LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]).filter(lambda letter: not [*refused(letter)])
LINE = st.text(LETTERS, max_size=12).map(normalised)
PLAIN = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.dates(date(1000, 1, 1)) | LINE


@given(
    st.dictionaries(
        LINE.filter(lambda key: key != "<<" and not key.startswith(("\u00a0", "\u202f"))),
        PLAIN | st.lists(PLAIN, max_size=4),
        max_size=4,
    )
)
def test_what_is_written_as_yaml_reads_back_as_the_same(data: dict[str, object]) -> None:
    diagnostics = Diagnostics()
    marked = read_yaml(as_yaml(data), START, diagnostics)
    assert marked is not None, list(diagnostics)
    assert marked.data == data


def only_problem(text: str) -> tuple[str, str]:
    """Message and hint of the one thing that is wrong with a cart."""
    diagnostics = Diagnostics()
    marked = read_yaml(text, START, diagnostics)
    if marked:
        parse_settings(Cart, marked, diagnostics, STYLE_SETTINGS)
    (problem,) = diagnostics
    return problem.message, problem.hint


class Load(Form):
    weight: Annotated[float, Limits(above=0)] | None = None
    bags: Annotated[tuple[Words, ...], Limits(1, 2), Before(lambda v: [v] if isinstance(v, str) else v)] = ()
    doors: Mapping[Literal["left", "right"], bool] = {}
    axles: Literal[1, 2] = 1
    driver: Annotated[str, Computed()] = "nobody"


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
    diagnostics = Diagnostics()
    marked = read_yaml(text, START, diagnostics)
    assert marked is not None
    assert parse_settings(Load, marked, diagnostics, CHART_SETTINGS) == load
    assert not len(diagnostics)


def test_limits_names_and_unwritten_fields_are_held_to() -> None:
    diagnostics = Diagnostics()
    text = "weight: 0\nbags: [a, b, c]\ndoors: {lift: true}\ndriver: ik\naxles: 3\n"
    marked = read_yaml(text, START, diagnostics)
    assert marked is not None
    assert parse_settings(Load, marked, diagnostics, CHART_SETTINGS) is None
    assert [(p.place.line, p.code, p.message) for p in diagnostics] == [
        (1, "chart-value", "“weight” must be more than 0, not 0."),
        (2, "chart-value", "“bags” must have 1 to 2 entries, not 3."),
        (3, "chart-key", "Unknown key “lift”."),
        (4, "chart-key", "Unknown key “driver”."),
        (5, "chart-value", "“axles” cannot be “3”."),
    ]


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)),
       st.sampled_from(["weight", "bags", "doors", "axles"]))  # fmt: skip
def test_no_value_gives_a_traceback(value: object, key: str) -> None:
    diagnostics = Diagnostics()
    assert (
        parse_settings(Load, LocatedData({key: value}, {}, START), diagnostics, CHART_SETTINGS) is None
    ) == diagnostics.failed
