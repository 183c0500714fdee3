"""What says at once that a text holds nothing of a kind: it never does so of one that holds it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportbuilder.data.csv_files import parse_csv
from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.document.bound_values import BoundValue
from reportbuilder.document.figure_inventory import numbers_in
from reportbuilder.document.model import Text
from reportbuilder.document.text_spans import TextSpan
from reportbuilder.sentence_checks import dutch
from reportbuilder.sentence_checks.check import may_hold_period
from reportbuilder.sentence_checks.goal_claims import may_tell_goal, names_goal
from reportbuilder.sentence_checks.lexicon import IndicatorLexicon, make_lexicon, may_group
from reportbuilder.sentence_checks.mentions import has_typed
from reportbuilder.sentence_checks.sentences import Passage, sentences_in
from tests.sentence_checks.small_report import DATA

PLACE = Place("een.md", 3, 1)
SENTENCES = Path(__file__).parent / "sentences"
LOW = " ".join(path.read_text(encoding="utf-8").lower() for path in sorted(SENTENCES.glob("*.txt")))
WORDS = sorted({*re.findall(r"\S+", LOW), *dutch.HEDGES, *dutch.COUNTS})
PHRASES = sorted({*re.findall(r"(?=((?:\S+ ){4}))", LOW)})
TYPED = [
    "2022",
    "1999",
    "2022-2023",
    "2019 –",
    "€",
    "€ ",
    "-",
    "+",
    "%",
    "procent",
    "kg",
    "117",
    "1.234",
    ",5",
    ".",
    ",",
]
FILLS = ["", "127", "12,5 %", "€ 5", "procent", "-3"]
GLUE = st.sampled_from([" ", " ", " ", "\u00a0", "", ". ", ", ", "; ", " (", ") ", "-", "’", "“", "\n", "é", "É"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    pieces = draw(st.lists(st.sampled_from([*WORDS, *PHRASES, *TYPED]), min_size=1, max_size=12))
    return "".join(piece + draw(GLUE) for piece in pieces)


def _lexicon() -> IndicatorLexicon:
    table = parse_csv(DATA.encode(), "indicatoren.csv", Diagnostics())
    assert table is not None
    return make_lexicon((table,))


LEXICON = _lexicon()


def finds(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda low: pattern.search(low) is not None


@pytest.mark.parametrize(
    ("hint", "finds"),
    [
        (dutch.may_multiply, finds(dutch.multiples())),
        (dutch.may_name_goal, finds(re.compile(dutch.GOAL))),
        (may_tell_goal, names_goal),
        (dutch.may_record, finds(dutch.records())),
        (dutch.may_name_norm, finds(dutch.before_norm())),
        (dutch.may_name_norm, finds(dutch.after_norm())),
        (lambda low: dutch.hedge_before(low) is not None, finds(dutch.hedge())),
        (lambda low: dutch.holds(low, dutch.COUNTS), finds(dutch.counts())),
    ],
)
def test_a_hint_is_there_wherever_its_pattern_is(hint: Callable[[str], bool], finds: Callable[[str], bool]) -> None:
    found = [text for text in (*PHRASES, *(word + " " for word in WORDS)) if finds(text)]
    assert found
    assert [text for text in found if not hint(text)] == []


@given(texts(), st.sampled_from(FILLS), texts())
@example("€ ", "127", " in 2022")
@example("in 2022", " procent", "")
@example("in 2022.", "127", "")
@example("12", "2022", "")
def test_what_has_nothing_typed_has_no_figures_but_those_filled_in(before: str, fill: str, after: str) -> None:
    filled = (BoundValue(fill, "{{ x }}", at=len(before)),) if fill else ()
    text = before + fill + after
    for sentence in sentences_in(TextSpan(text, ((0, Text(text, PLACE, filled)),), PLACE)):
        if not has_typed(sentence):
            assert [at for at, _ in numbers_in(sentence.text) if sentence.around(at) is None] == []


def test_a_year_alone_is_nothing_typed() -> None:
    (sentence,) = sentences_in(TextSpan("In 2022 daalde het, na 2019.", (), PLACE))
    assert not has_typed(sentence)


@given(texts(), texts())
def test_what_a_sentence_may_hold_its_passage_may_hold(before: str, after: str) -> None:
    passage = Passage(TextSpan(f"{before}. {after}".title() + before, (), PLACE))
    for sentence in passage.sentences:
        for hint in (LEXICON.may_name, LEXICON.names_theme, may_group, may_hold_period, names_goal):
            assert hint(passage.low) or not hint(sentence.low)


@pytest.mark.parametrize("around", ["{}", "({})", "“{}”", "3 {}.", "niet-{}", "{}/dag", "é {}", "{}\u2026"])
@pytest.mark.parametrize("name", ["overvallen", "straatroof", "misdrijven cybercrime", "totaal aantal misdrijven"])
def test_names_are_seen_whatever_stands_around_them(name: str, around: str) -> None:
    low = around.format(name)
    assert LEXICON.may_name(low)
    if not around.startswith("niet-"):
        assert LEXICON.names_any(low)


def test_a_name_of_two_words_is_not_expected_where_the_second_is_not() -> None:
    assert LEXICON.may_name("verdachten van cybercrime")
    assert not LEXICON.may_name("verdachten van niets")
