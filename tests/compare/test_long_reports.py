"""Comparison of long versions: the work grows as they do, where little changed and where much did here and there."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from reportbuilder.compare.align import in_order
from reportbuilder.compare.comparable import ComparableReport, comparable_report
from reportbuilder.compare.report_comparison import compare
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.loading import load_report
from tests.long_reports import sentence, write_report
from tests.whole_reports import ROOT, resources
from tests.work import count_instructions, growth

SIZES = {"table_from_data": 40, "footnotes": 40, "headings": 40, "paragraph": 400}


def _version(folder: Path, kind: str, size: int, change: Callable[[list[str]], None]) -> ComparableReport:
    """A long report with changed lines."""
    changed = write_report(folder, kind, size) / ("data/alles.csv" if kind == "table_from_data" else "chapters/lang.md")
    lines = changed.read_text(encoding="utf-8").split("\n")
    change(lines)
    changed.write_text("\n".join(lines), encoding="utf-8")
    report = load_report(folder, resources(ROOT / "styles", ROOT / "fonts", folder / "cache"), Diagnostics())
    return comparable_report(report.folder, report.document, report.charts, "")


def _one(lines: list[str]) -> None:
    """Change a word in the middle."""
    at = next(at for at in range(len(lines) // 2, len(lines)) if lines[at].count(" ") > 2)
    lines[at] = lines[at].replace(" ", " veranderd ", 1)


def _many(lines: list[str]) -> None:
    """Change a word in one of eight lines with words."""
    for at in [at for at in range(5, len(lines)) if lines[at].count(" ") > 2][::8]:
        lines[at] = lines[at].replace(" ", " veranderd ", 1)


@pytest.mark.parametrize(
    ("kind", "change"), [("table_from_data", _one), ("headings", _one), ("footnotes", _many), ("paragraph", _many)]
)
def test_the_work_grows_as_the_versions_do(kind: str, change: Callable[[list[str]], None], tmp_path: Path) -> None:
    def work(size: int) -> int:
        versions = [
            _version(tmp_path / f"{size}-{changed.__name__}", kind, size, changed) for changed in (_unchanged, change)
        ]
        found = []
        instructions = count_instructions(lambda: found.append(compare(*versions)))
        assert found[0].changes
        return instructions

    assert growth(work, SIZES[kind]) < 2.2


def _unchanged(_lines: Sequence[str]) -> None:
    """Change nothing."""


def test_an_inserted_sentence_of_a_long_paragraph_is_told_as_a_sentence(tmp_path: Path) -> None:
    def insert(lines: list[str]) -> None:
        lines[10:10] = [sentence(-1), sentence(-2)]

    old, new = (_version(tmp_path / "old", "paragraph", 400, _unchanged), _version(tmp_path, "paragraph", 400, insert))
    assert [(change.subject.name, change.action.name) for change in compare(old, new).changes] == [
        ("SENTENCE", "ADDED"),
    ]


def _quadratic(values: Sequence[int]) -> set[int]:
    """As `in_order`, by its definition: of the subsequences that could go on, the first of the longest."""
    lengths, before = [1] * len(values), [-1] * len(values)
    for i, value in enumerate(values):
        for j in range(i):
            if values[j] < value and lengths[j] + 1 > lengths[i]:
                lengths[i], before[i] = lengths[j] + 1, j
    at = max(range(len(values)), key=lengths.__getitem__) if values else -1
    positions = set()
    while at >= 0:
        positions.add(at)
        at = before[at]
    return positions


def test_the_longest_increasing_subsequence_is_the_first_of_the_longest() -> None:
    source = random.Random(16)
    for _ in range(2000):
        values = [source.randrange(12) for _ in range(source.randrange(12))]
        assert in_order(values) == _quadratic(values)
