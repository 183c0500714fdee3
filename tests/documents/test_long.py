"""Long reports: the work of a build grows as they do, in one column and in several."""

from pathlib import Path

import pytest

from reportbuilder.layout import page_search
from reportbuilder.api import project_of
from reportbuilder.project.project_folder import ProjectFolder
from tests.long_reports import write_report
from tests.whole_reports import ROOT
from tests.work import count_calls, growth

SIZES = {"table_from_data": 40, "typed_table": 40, "footnotes": 40, "headings": 25, "paragraph": 700}


@pytest.mark.parametrize(("kind", "design"), [(kind, "document") for kind in SIZES] + [("footnotes", "magazine")])
def test_the_work_of_a_build_grows_as_the_report_does(
    kind: str, design: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_search, "LOOK_BACK", -1)  # how much is searched depends on faults; tests of it bound it

    def work(size: int) -> int:
        folder = write_report(tmp_path / f"{kind}-{size}", kind, size, design)
        report = project_of(ProjectFolder(ROOT), output=tmp_path / "output").report(folder)
        return count_calls(lambda: report.build("screen"))

    work(SIZES[kind])  # what is imported and done once
    assert growth(work, SIZES[kind]) < 2.2
