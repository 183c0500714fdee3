"""The fuzzer, a short while: the same cases every time."""

import time
from pathlib import Path

import pytest

from reportbuilder import pipeline
from tests.fuzz import cases
from tests.fuzz.cases import Fuzzer
from tests.fuzz.project import make_project

SEED, CASES, SECONDS = 14, 60, 20.0


def test_no_damage_ends_in_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    fuzzer = Fuzzer(tmp_path / "fuzz", SEED)
    fuzzer.prepare()
    end, wrong = time.monotonic() + SECONDS, []
    for number in range(CASES):
        outcome = fuzzer.case(number)
        if outcome.wrong:
            wrong.append(f"case {number}: {outcome.command} ({'; '.join(outcome.damage)}): {'; '.join(outcome.wrong)}")
        if time.monotonic() > end and number >= 5:
            break
    assert wrong == []


def test_the_fuzzer_sees_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that breaks off, writes where it may not, and tells a problem without its place."""
    fuzzer = Fuzzer(tmp_path / "fuzz", SEED)
    make_project(tmp_path / "fuzz/base")
    (tmp_path / "fuzz/outside").mkdir()

    def work(folder: Path, *_: object) -> object:
        (folder / "report.yaml").write_text("")
        (folder.parents[1] / "../outside/new").write_text("")
        print("error: Nowhere.")
        raise RuntimeError

    monkeypatch.setattr(pipeline, "check_report", work)
    monkeypatch.setattr(cases, "COMMANDS", {"check basis": 1})
    outcome = fuzzer.case(1)
    assert outcome.wrong == [
        "it ended with exit code 70",
        "a problem has no place: error: Nowhere.",
        "content/basis/report.yaml was changed",
        "something outside of the project was changed",
    ]
