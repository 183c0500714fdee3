"""What is compared of a real report: its settings, the figures of its charts, its images."""

from pathlib import Path

from reportbuilder.charts.report_charts import charts_of, read_charts
from reportbuilder.compare.changes import Action
from reportbuilder.compare.comparable import comparable_report
from reportbuilder.compare.report_comparison import compare
from reportbuilder.compare.tree import TextRole
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.plugins import registry_with
from reportbuilder.project.settings import open_report_folder
from reportbuilder.reader.read import read_document
from reportbuilder.values import replace
from tests.compare.apply_changes import apply_changes, lines_of

REPORT = Path(__file__).parents[2] / "content" / "jaarverslag-2019"


def test_a_real_report_is_compared_with_its_charts_and_settings() -> None:
    diagnostics = Diagnostics()
    project = open_report_folder(REPORT, diagnostics, registry=registry_with(()))
    assert project is not None
    document = read_document(project, diagnostics)
    copy = comparable_report(project, document, read_charts(document, project, diagnostics))
    shown = dict(copy.charts["reactietijden"])

    assert not diagnostics.failed
    assert copy.settings["title"] == "Jaarverslag 2019"
    assert copy.settings["date"] == "6\u00a0april 2020"
    assert len(list(charts_of(document))) == len(copy.charts) == 3
    assert "82,3\u00a0%" in shown.values()
    assert compare(copy, copy).changes == ()

    name = next(name for name, value in shown.items() if value == "82,3\u00a0%")
    other = tuple((n, "83,3\u00a0%" if n == name else v) for n, v in copy.charts["reactietijden"])
    found = compare(copy, replace(copy, charts={**copy.charts, "reactietijden": other}))
    (change,) = found.changes
    assert (change.subject, change.action) == (TextRole.DATUM, Action.CHANGED)
    assert change.now.place.file.startswith("chapters/")
    assert (change.old, change.new) == (f"{name}: 82,3 %", f"{name}: 83,3 %")
    assert apply_changes(lines_of(found.old), found.changes) == lines_of(found.new)
