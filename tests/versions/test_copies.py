"""What is compared of a real report: its settings, the figures of its charts, its images."""

from pathlib import Path

from reportbuilder.charts.sources import chart_sources, charts_in
from reportbuilder.content.read import read_document
from reportbuilder.problems import Findings
from reportbuilder.project import open_project
from reportbuilder.values import replace
from reportbuilder.versions.applying import apply_changes
from reportbuilder.versions.changes import Action, Subject
from reportbuilder.versions.compare import compare
from reportbuilder.versions.copies import copy_of
from reportbuilder.versions.nodes import lines_of

REPORT = Path(__file__).parents[2] / "content" / "jaarverslag-2019"


def test_a_real_report_is_compared_with_its_charts_and_settings() -> None:
    findings = Findings()
    project = open_project(REPORT, findings)
    assert project is not None
    document = read_document(project, findings)
    copy = copy_of(project, document, findings)
    shown = dict(copy.charts["reactietijden"])

    assert not findings.failed
    assert copy.settings["title"] == "Jaarverslag 2019"
    assert copy.settings["date"] == "6\u00a0april 2020"
    assert len(list(charts_in(document, chart_sources(project, findings, document.language)))) == len(copy.charts) == 3
    assert "82,3\u00a0%" in shown.values()
    assert compare(copy, copy).changes == ()

    name = next(name for name, value in shown.items() if value == "82,3\u00a0%")
    other = tuple((n, "83,3\u00a0%" if n == name else v) for n, v in copy.charts["reactietijden"])
    found = compare(copy, replace(copy, charts={**copy.charts, "reactietijden": other}))
    (change,) = found.changes
    assert (change.subject, change.action) == (Subject.CHART_DATA, Action.CHANGED)
    assert change.now.place.file.startswith("chapters/")
    assert (change.old, change.new) == (f"{name}: 82,3 %", f"{name}: 83,3 %")
    assert apply_changes(lines_of(found.old), found.changes) == lines_of(found.new)
