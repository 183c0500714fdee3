"""Long reports: the work of a build grows as they do, in one column and in several."""

from pathlib import Path

import pytest

from reportbuilder.api import project_of
from reportbuilder.layout.stack import FramedStack
from reportbuilder.project.project_folder import ProjectFolder
from tests.long_reports import write_report
from tests.whole_reports import ROOT, read_layout
from tests.work import count_calls, growth

SIZES = {"table_from_data": 40, "typed_table": 40, "footnotes": 40, "headings": 40, "paragraph": 700}


@pytest.mark.parametrize(("kind", "design"), [(kind, "document") for kind in SIZES] + [("footnotes", "magazine")])
def test_the_work_of_a_build_grows_as_the_report_does(kind: str, design: str, tmp_path: Path) -> None:
    def work(size: int) -> int:
        folder = write_report(tmp_path / f"{kind}-{size}", kind, size, design)
        report = project_of(ProjectFolder(ROOT), output=tmp_path / "output").report(folder)
        return count_calls(lambda: report.build("screen"))

    work(SIZES[kind])  # what is imported and done once
    assert growth(work, SIZES[kind]) < 2.2


def test_a_chapter_of_more_sections_than_its_margin_holds_has_no_contents_there(tmp_path: Path) -> None:
    def margins(size: int) -> int:
        """How often contents of a chapter stand in its margin; raises ReportError where they leave the page."""
        folder = write_report(tmp_path / f"headings-{size}", "headings", size, "document")
        project_of(ProjectFolder(ROOT), output=tmp_path / "output").report(folder).build("screen")
        _, layout, _ = read_layout(folder)
        return sum(
            placed.beside and isinstance(placed.flowable, FramedStack) for p in layout.pages for placed in p.items
        )

    assert margins(30) == 1
    assert margins(240) == 0
