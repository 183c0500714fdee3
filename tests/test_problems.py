"""Problems: places as they are read, order, and the word that was meant."""

import pickle

from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.problems import ExitCode, Findings, Place, Problem, ReportError, Severity, in_order, nearest

places = st.builds(Place, st.sampled_from(["", "a.md", "b.md"]), st.integers(0, 3), st.integers(0, 3))
problems = st.builds(
    Problem,
    st.sampled_from(Severity),
    st.sampled_from(["c-1", "c-2"]),
    st.sampled_from(["x", "y"]),
    st.just(""),
    places,
)


def test_a_place_reads_as_editors_expect_it() -> None:
    assert str(Place("a.md", 12, 5)) == "a.md:12:5"
    assert str(Place("a.md", 12)) == "a.md:12"
    assert str(Place("a.md")) == "a.md"


def test_lines_are_in_order_as_numbers() -> None:
    late, early = (Problem(Severity.ERROR, "c", "m", place=Place("a.md", line, 1)) for line in (10, 9))
    assert in_order([late, early]) == (early, late)


@given(st.lists(problems))
def test_order_does_not_depend_on_who_found_what_first(found: list[Problem]) -> None:
    ordered = in_order(found)
    assert set(ordered) == set(found)
    assert len(ordered) == len(set(found))
    assert [p.place for p in ordered] == sorted(p.place for p in ordered)
    assert [(p.place, p.code, p.message) for p in in_order(reversed(found))] == [
        (p.place, p.code, p.message) for p in ordered
    ]


def test_only_errors_fail() -> None:
    findings = Findings()
    findings.note("n", "loose line", Place("a.md", 2))
    findings.warning("w", "low contrast", Place("a.md", 1))
    assert not findings.failed
    findings.error("e", "no such label", Place("a.md", 3), "Did you mean “b”?")
    assert findings.failed
    assert [p.code for p in findings] == ["w", "n", "e"]
    assert len(findings) == 3


def test_an_error_carries_its_problems_in_order() -> None:
    findings = Findings()
    findings.error("b", "second", Place("b.md", 1))
    findings.error("a", "first", Place("a.md", 1))
    error = ReportError(findings, ExitCode.PROJECT)
    assert [p.code for p in error.problems] == ["a", "b"]
    assert error.exit_code is ExitCode.PROJECT
    assert str(error) == "first; second"


def test_the_word_that_was_meant() -> None:
    assert nearest("capton", ["caption", "source"]) == "Did you mean “caption”?"
    assert nearest("zzz", ["source", "caption"]) == "Known are: caption, source."
    assert nearest("zzz", []) == ""
    many = [f"kop-{number}" for number in range(150)]
    assert nearest("zzz", many) == "None of the 150 known names is like it."


@given(st.text(), st.lists(st.text(min_size=1)))
def test_a_known_word_is_its_own_nearest(word: str, others: list[str]) -> None:
    assert nearest(word, [*others, word]) == f"Did you mean “{word}”?"


@given(st.lists(problems), st.sampled_from(ExitCode))
def test_another_process_is_told_all_of_it(found: list[Problem], code: ExitCode) -> None:
    told = ReportError(found, code)
    heard = pickle.loads(pickle.dumps(told))
    assert (heard.problems, heard.exit_code, str(heard)) == (told.problems, told.exit_code, str(told))
