"""The edits of a report that is kept open: the same ones in the report and in its Typst source."""

from pathlib import Path

from benchmarks.contest import copy_project
from benchmarks.subject import load_subject
from benchmarks.to_typst import export_typst
from benchmarks.warm_edits import SHARES, choose_edits, exchange_word

from reportbuilder import open_project
from reportbuilder.diagnostics import Severity
from reportbuilder.project.project_folder import Resources

ROOT = Path(__file__).parents[2]


def test_every_edit_changes_the_report_and_its_typst_source_alike(tmp_path: Path) -> None:
    report = copy_project(ROOT / "content" / "jaarverslag-2019", tmp_path / "project")
    style = report.parents[1] / "styles" / "rvo" / "style.yaml"
    (tmp_path / "typst").mkdir()
    main = export_typst(load_subject(report, Resources.of(report.parents[1])), tmp_path / "typst")
    edits = choose_edits(report, style, main, 30)
    assert {edit.kind for edit in edits} == SHARES.keys()
    assert len(edits) > 20
    for edit in edits:
        before = main.read_text(encoding="utf-8")
        for change in (*edit.ours, *edit.typst):
            change.make()
        assert main.read_text(encoding="utf-8") != before
    exchange_word(report, 3)

    (tmp_path / "again").mkdir()
    again = export_typst(load_subject(report, Resources.of(report.parents[1])), tmp_path / "again")
    exported = again.read_text(encoding="utf-8")
    for edit in edits:
        assert all(change.new in exported for change in edit.typst if change.path == main), edit
    problems = open_project(report).report(report).check()
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
