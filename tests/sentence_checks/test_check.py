"""Sentences about figures: right ones are left alone, wrong ones are found, with what contradicts them.

The sentences stand in `sentences/`, one on a line; the wrong ones with the code of their problem before them.
"""

import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from reportbuilder.diagnostics import Diagnostic, Severity
from tests.sentence_checks.small_report import NAMES, problems_of

FOLDER = Path(__file__).parent / "sentences"
FIRST = 3  # the line of the chapter on which the text begins


def sentences(name: str) -> list[str]:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()


RIGHT = sentences("right")
WRONG = [tuple(line.split(" | ", 1)) for line in sentences("wrong")]
DOUBTFUL = [tuple(line.split(" | ", 1)) for line in sentences("doubtful")]


@cache
def found(texts: Sequence[str]) -> dict[int, list[Diagnostic]]:
    """The problems of sentences, each a paragraph of its own, by their number."""
    by_number: dict[int, list[Diagnostic]] = {}
    for problem in problems_of("\n\n".join(texts)):
        by_number.setdefault((problem.place.line - FIRST) // 2, []).append(problem)
    return by_number


@pytest.mark.parametrize("number", range(len(RIGHT)), ids=RIGHT)
def test_a_right_sentence_is_left_alone(number: int) -> None:
    assert found(tuple(RIGHT)).get(number, []) == []


@pytest.mark.parametrize(("number", "code"), [(n, code) for n, (code, _) in enumerate(WRONG)], ids=sentences("wrong"))
def test_a_wrong_sentence_is_found_once(number: int, code: str) -> None:
    (problem,) = found(tuple(text for _, text in WRONG)).get(number, [])
    assert (problem.severity, problem.code) == (Severity.WARNING, code)


@pytest.mark.parametrize("number", range(len(DOUBTFUL)))
def test_a_doubtful_sentence_is_a_note(number: int) -> None:
    (problem,) = found(tuple(text for _, text in DOUBTFUL)).get(number, [])
    assert (problem.severity, problem.code) == (Severity.NOTE, "agree-roughly")


def test_a_problem_tells_both_values_and_both_places() -> None:
    (problem,) = problems_of("In Zuid is het rustig. Ten opzichte van 2021 *daalde* het aantal **overvallen** in 2022.")

    assert (problem.place.line, problem.place.column) == (3, 47)
    assert problem.message.startswith(
        "“daalde” does not agree with the data: “Aantal overvallen” was 117 in 2021 and 127"
    )
    assert problem.message.endswith("data/indicatoren.csv, row 3, columns “2021” and “2022”).")


def test_a_problem_stands_on_its_own_line_of_a_paragraph() -> None:
    (problem,) = problems_of("Een regel zonder cijfers.\nNog een. In 2022 waren er\n999 overvallen in de eenheid.")

    assert (problem.place.line, problem.place.column) == (5, 1)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (":::{callout} Minder overvallen in 2022\nNiets.\n:::", 3),
        (":::{quote}\nIn 2022 waren er 999 overvallen.\n:::", 4),
        ("- Een punt.\n- In 2022 waren er 999 overvallen.", 4),
        ("Tekst.[^noot]\n\n[^noot]: In 2022 waren er 999 overvallen.", 5),
        ("| Wat | Tekst |\n| --- | --- |\n| Overvallen | In 2022 waren er 999 overvallen. |", 5),
        ("## In 2022 minder overvallen dan in 2021", 3),
        (':::{key-figures} kern\n---\ntitle: Kern\nitems:\n  - {value: "999", label: overvallen}\n---\n:::', 7),
    ],
    ids=["callout", "quote", "item", "note", "cell", "heading", "key figure"],
)
def test_all_text_is_checked(text: str, line: int) -> None:
    problems = problems_of(text)

    assert [(problem.severity, problem.place.line) for problem in problems] == [(Severity.WARNING, line)]


def test_a_declared_name_stands_for_its_indicator() -> None:
    text = "Er zijn in 2022 10.000 berovingen geregistreerd."

    assert problems_of(text) == ()
    (problem,) = problems_of(text, names=f"{NAMES}  straatroven: [berovingen]\n")
    assert "“Aantal straatroven” was 451 in 2022" in problem.message


def test_a_text_in_english_is_left_alone() -> None:
    assert problems_of("In 2022 daalde het aantal overvallen met 99 %.", language="en") == ()


def test_without_indicators_nothing_is_checked() -> None:
    assert problems_of("In 2022 daalde het aantal overvallen.", data="soort;waarde\nx;1\n", names="") == ()


def test_a_text_without_end_takes_no_time() -> None:
    started = time.process_time()
    problems_of("In 2022 steeg het aantal overvallen met 9 % en " * 4000)
    problems_of("In 2021 " * 4000 + ". " + "(overvallen, straatroven " * 4000)

    assert time.process_time() - started < 5
