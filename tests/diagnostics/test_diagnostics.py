"""Problems: places as they are read, order, and the word that was meant."""

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.diagnostics import (
    Code,
    Diagnostic,
    DiagnosticCode,
    Diagnostics,
    ExitCode,
    Place,
    ReportError,
    SettingsCodes,
    Severity,
    codes,
    exit_code_of,
    in_order,
    nearest,
)
from reportbuilder.standards.facts import Fact
from tests.diagnostics.whole_file_codes import WHOLE

SOURCE = Path(__file__).parents[2] / "src" / "reportbuilder"


class Sample(DiagnosticCode):
    """Codes of an imagined plug-in."""

    ERROR = "sample-error"
    OTHER = "sample-other", Severity.ERROR, ExitCode.PROJECT
    WARNING = "sample-warning", Severity.WARNING
    NOTE = "sample-note", Severity.NOTE


places = st.builds(Place, st.sampled_from(["", "a.md", "b.md"]), st.integers(0, 3), st.integers(0, 3))
problems = st.builds(
    Diagnostic,
    st.sampled_from(Sample),
    st.sampled_from(["x", "y"]),
    st.just(""),
    places,
)


def test_a_place_reads_as_editors_expect_it() -> None:
    assert str(Place("a.md", 12, 5)) == "a.md:12:5"
    assert str(Place("a.md", 12)) == "a.md:12"
    assert str(Place("a.md")) == "a.md"


def test_lines_are_in_order_as_numbers() -> None:
    late, early = (Diagnostic(Sample.ERROR, "m", place=Place("a.md", line, 1)) for line in (10, 9))
    assert in_order([late, early]) == (early, late)


@given(st.lists(problems))
def test_order_does_not_depend_on_who_found_what_first(found: list[Diagnostic]) -> None:
    ordered = in_order(found)
    assert set(ordered) == set(found)
    assert len(ordered) == len(set(found))
    assert [p.place for p in ordered] == sorted(p.place for p in ordered)
    assert [(p.place, p.code, p.message) for p in in_order(reversed(found))] == [
        (p.place, p.code, p.message) for p in ordered
    ]


def test_only_errors_fail() -> None:
    diagnostics = Diagnostics()
    diagnostics.add(Sample.NOTE, "loose line", Place("a.md", 2))
    diagnostics.add(Sample.WARNING, "low contrast", Place("a.md", 1))
    assert not diagnostics.failed
    diagnostics.add(Sample.ERROR, "no such label", Place("a.md", 3), "Did you mean “b”?")
    assert diagnostics.failed
    assert [p.code for p in diagnostics] == ["sample-warning", "sample-note", "sample-error"]
    assert len(diagnostics) == 3


def test_an_error_carries_its_problems_in_order() -> None:
    diagnostics = Diagnostics()
    diagnostics.add(Sample.OTHER, "second", Place("b.md", 1))
    diagnostics.add(Sample.ERROR, "first", Place("a.md", 1))
    error = ReportError(diagnostics)
    assert [p.code for p in error.problems] == [Sample.ERROR, Sample.OTHER]
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
def test_another_process_is_told_all_of_it(found: list[Diagnostic], code: ExitCode) -> None:
    told = ReportError(found, code)
    heard = pickle.loads(pickle.dumps(told))
    assert (heard.problems, heard.exit_code, str(heard)) == (told.problems, told.exit_code, str(told))


def made_problems() -> Iterator[tuple[str, ast.Call]]:
    """Every call in the program that makes a problem, with where it stands."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _called(node.func) in ("add", "Diagnostic") and _codes(node):
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", node


def _called(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _codes(call: ast.Call) -> list[str]:
    """The codes that a call names."""
    return [a.attr for a in call.args if isinstance(a, ast.Attribute) and getattr(a.value, "id", "") == "Code"]


def _places(call: ast.Call) -> list[ast.Call]:
    """The places that are made on the spot for a problem."""
    given = (*call.args, *(keyword.value for keyword in call.keywords))
    return [one for one in given if isinstance(one, ast.Call) and _called(one.func) == "Place"]


def test_every_problem_is_given_a_place() -> None:
    calls = list(made_problems())
    assert len(calls) > 300
    for where, call in calls:
        most = 4 if _called(call.func) == "Diagnostic" else 3
        named = {keyword.arg for keyword in call.keywords}
        assert len(call.args) >= most or "place" in named, f"{where}: a problem without a place"
        assert all(place.args for place in _places(call)), f"{where}: a problem with an empty place"


def test_what_names_a_file_without_a_line_is_about_the_whole_file() -> None:
    for where, call in made_problems():
        for code in _codes(call):
            if any(len(place.args) == 1 for place in _places(call)):
                assert Code[code] in WHOLE, f"{where}: {code} could name a line"


def test_a_standard_is_the_exit_code_only_where_nothing_else_is_wrong() -> None:
    def leads_to(*codes: DiagnosticCode) -> ExitCode:
        return exit_code_of(Diagnostic(code, "m") for code in codes)

    assert leads_to() is leads_to(Sample.WARNING, Sample.NOTE) is ExitCode.DONE
    assert leads_to(Code.HEADING_SKIPPED) is ExitCode.STANDARD
    assert leads_to(Code.HEADING_SKIPPED, Sample.ERROR) is ExitCode.CONTENT
    assert leads_to(Code.HEADING_SKIPPED, Sample.OTHER, Sample.ERROR) is ExitCode.PROJECT
    assert leads_to(Code.FILE_UNREADABLE, Sample.OTHER) is ExitCode.FILE


def test_a_code_of_a_plug_in_is_as_good_as_ours() -> None:
    assert (Sample.NOTE.severity, Sample.NOTE.exit_code) == (Severity.NOTE, ExitCode.CONTENT)
    assert str(Sample.OTHER) == f"{Sample.OTHER}" == "sample-other" == Sample.OTHER
    assert pickle.loads(pickle.dumps(Sample.OTHER)) is Sample.OTHER


def test_what_breaks_no_promise_is_advice() -> None:
    assert Diagnostic(Sample.ERROR, "m", advice=True).severity is Severity.WARNING
    assert Diagnostic(Sample.NOTE, "m", advice=True).severity is Severity.NOTE


def test_every_code_is_used() -> None:
    named = {
        m
        for path in SOURCE.rglob("*.py")
        if path.name != "codes.py"
        for m in re.findall(r"\bCode\.([A-Z0-9_]+)", path.read_text("utf-8"))
    }
    facts = {fact.name for fact in Fact}
    settings = {code.name for group in vars(codes).values() if isinstance(group, SettingsCodes) for code in group}
    assert {code.name for code in Code} == named | facts | settings
