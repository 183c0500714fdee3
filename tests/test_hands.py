"""However many processes read a report and make its pages, the files and the problems are the same."""

from pathlib import Path

import pytest

from reportbuilder import hands
from reportbuilder import parallel_reader as reader
from reportbuilder.building import make_report
from reportbuilder.diagnostics import ReportError
from reportbuilder.files.publishing import Made
from reportbuilder.layout import takes
from reportbuilder.project.resources import ResourcePaths
from reportbuilder.standards.editions import Edition

ROOT = Path(__file__).parents[1]
REPORTS = ("tests/documents/good-alles", "content/jaarverslag-2022")


def made(report: str, monkeypatch: pytest.MonkeyPatch, cache: Path, processes: int) -> Made:
    """A report, made by so many processes."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(reader, "can_fork", lambda: processes > 1)
    monkeypatch.setattr(hands, "cores", lambda: processes)
    monkeypatch.setattr(hands, "WORTH_A_PROCESS", 0)
    editions = (Edition.SCREEN, Edition.PRINT)
    return make_report(Path(report), editions, ResourcePaths(cache=cache), lambda step: None)


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("long", [False, True])
def test_one_process_and_more_make_the_same_files_and_find_the_same(
    report: str, long: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if long:
        monkeypatch.setattr(takes, "LONG", 0)
    one, more = (made(report, monkeypatch, tmp_path, processes) for processes in (1, 3 if long else 2))
    assert one.files == more.files
    assert (one.pages, one.problems) == (more.pages, more.problems)


@pytest.mark.parametrize("report", ["bad-at-once", "bad-report-yaml", "bad-encoding", "bad-standards", "bad-title"])
def test_one_process_and_two_stop_at_the_same_problems(
    report: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ends = []
    for processes in (1, 2):
        with pytest.raises(ReportError) as raised:
            made(f"tests/documents/{report}", monkeypatch, tmp_path, processes)
        ends.append((raised.value.problems, raised.value.exit_code))
    assert ends[0] == ends[1]
