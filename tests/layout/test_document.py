"""Page references: passes until they are right, a cap that says what did not settle, and nothing broken twice."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

import reportbuilder.layout.document as document_module
from reportbuilder.project.project_folder import Resources
from reportbuilder.text.breaking import Breaker, Composed
from reportbuilder.text.runs import Run
from tests.whole_reports import read_layout, resources

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "content" / "jaarverslag-2022"


@pytest.fixture
def workplace(tmp_path: Path) -> Resources:
    """The project's styles and fonts, and a cache of its own."""
    return resources(ROOT / "styles", ROOT / "fonts", tmp_path / "cache")


def test_what_does_not_settle_is_named(workplace: Resources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_module, "MAX_PASSES", 1)
    _, _, diagnostics = read_layout(REPORT, workplace)
    (problem,) = [p for p in diagnostics if p.code == "layout-unsettled"]
    assert "jaarverslag-2022" in problem.message
    assert problem.hint


def test_references_settle_well_within_the_cap(workplace: Resources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_module, "MAX_PASSES", 3)
    _, layout, diagnostics = read_layout(REPORT, workplace)
    assert not [p for p in diagnostics if p.code == "layout-unsettled"]
    assert layout.pages_by_label["jaarverslag-2022"] > 1


def test_a_paragraph_without_page_references_is_broken_once(
    workplace: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Counter[str] = Counter()
    original = Breaker.compose

    def counted(self: Breaker, runs: Sequence[Run], language: str) -> Composed:
        text = "".join(run.text for run in runs)
        asked[text] += len(text) > 150
        return original(self, runs, language)

    monkeypatch.setattr(Breaker, "compose", counted)
    read_layout(REPORT, workplace)
    long = [count for count in asked.values() if count]
    assert len(long) > 100
    assert set(long) == {1}
