"""The ledger: every figure of a report on its page, with its source."""

import csv
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportbuilder.cli.main import app
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.bound_values import Origin
from reportbuilder.figure_report import FigureEntry, coverage, list_figures, to_csv
from reportbuilder.pipeline import compose_report
from tests.whole_reports import resources

PROJECT = Path(__file__).parent.parent
GOOD = PROJECT / "tests" / "documents" / "good-alles"


def figures_of(folder: Path, cache: Path) -> tuple[FigureEntry, ...]:
    shared = resources(PROJECT / "styles", PROJECT / "fonts", cache)
    return list_figures(compose_report(folder, shared, Diagnostics()))


def test_every_figure_is_on_a_page_at_its_place(tmp_path: Path) -> None:
    entries = figures_of(GOOD, tmp_path)
    assert all(entry.page for entry in entries)
    for entry in entries:
        place = entry.use.place
        line = Path(place.file).read_text(encoding="utf-8").split("\n")[place.line - 1]
        typed = entry.use.origin is Origin.TYPED and place.file.endswith("cijfers.md") and "value" not in line
        if typed or (place.file.endswith(".md") and entry.use.expression and "indicator:" not in line):
            wanted = "{{" if entry.use.expression else entry.use.text.replace("\u00a0", " ")
            assert wanted in (line[place.column - 1 :][: len(wanted)], "{{")


def test_a_changed_cell_changes_every_place_at_once(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(GOOD, tmp_path / "report"))
    before = figures_of(folder, tmp_path)
    data = folder / "data" / "indicatoren.csv"
    data.write_text(data.read_text(encoding="utf-8").replace(";9900;", ";9800;"), encoding="utf-8")
    changed = [(a.use.text, b.use.text) for a, b in zip(before, figures_of(folder, tmp_path), strict=True) if a != b]
    figures = [pair for pair in changed if pair[0] != pair[1]]
    assert sorted(figures) == [("10\u00a0%", "11\u00a0%")] * 2 + [("9.900", "9.800")] * 3


def test_coverage_counts_by_chapter(tmp_path: Path) -> None:
    first, *_, whole = coverage(figures_of(GOOD, tmp_path))
    assert (first.chapter, first.stated, first.typed) == ("De cijfers van 2021", 1, 3)
    assert first.share == (first.data + first.stated) * 100 // (first.data + first.stated + first.typed)
    assert whole.chapter == ""


def test_the_list_is_csv_that_can_be_read_back(tmp_path: Path) -> None:
    entries = figures_of(GOOD, tmp_path)
    rows = list(csv.DictReader(to_csv(entries).splitlines(), delimiter=";"))
    assert len(rows) == len(entries)
    stated = next(row for row in rows if row["origin"] == "stated")
    assert (stated["figure"], stated["source"]) == ("26", "de directie")


def test_the_command_lists_and_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)
    result = CliRunner().invoke(app, ["figures", "tests/documents/good-alles"])
    assert result.exit_code == 0
    assert 'page 6  26  stated {{ 26 | as_stated("de directie") }} (de directie)' in result.stdout
    assert result.stdout.splitlines()[-1].startswith("all chapters")
    file = tmp_path / "cijfers.csv"
    assert CliRunner().invoke(app, ["figures", "tests/documents/good-alles", "--csv", str(file)]).exit_code == 0
    assert file.read_text(encoding="utf-8-sig").startswith("page;chapter;figure;")
    assert CliRunner().invoke(app, ["figures", "tests/documents/bad-expressions"]).exit_code == 1
    assert CliRunner().invoke(app, ["figures", "nergens"]).exit_code == 2
