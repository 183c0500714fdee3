"""However many processes make the pages, the files are the same."""

from pathlib import Path

import pytest

from reportbuilder import hands
from reportbuilder.editions import Edition
from reportbuilder.pipeline import make_report
from reportbuilder.preparing import Workplace
from reportbuilder.publishing import Made

ROOT = Path(__file__).parents[1]
REPORTS = ("tests/documents/good-alles", "content/jaarverslag-2022")


def made(report: str, monkeypatch: pytest.MonkeyPatch, cache: Path, processes: int) -> Made:
    """A report, made by so many processes."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(hands, "can_fork", lambda: processes > 1)
    monkeypatch.setattr(hands, "WORTH_A_PROCESS", 0)
    editions = (Edition.SCREEN, Edition.PRINT)
    return make_report(Path(report), editions, Workplace(cache=cache), lambda step: None)


@pytest.mark.parametrize("report", REPORTS)
def test_one_process_and_two_make_the_same_files_and_find_the_same(
    report: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one, two = (made(report, monkeypatch, tmp_path, processes) for processes in (1, 2))
    assert one.files == two.files
    assert (one.pages, one.problems) == (two.pages, two.problems)
