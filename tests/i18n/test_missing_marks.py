"""Missing figures are printed as the house style says, by the same words on pages, in their tags, in comparisons."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.cli.main import app
from reportbuilder.i18n.number_parsing import DASH, EMPTY, MARKS, printed_mark, reads_as_figure
from reportbuilder.pipeline import build_redline
from reportbuilder.versions.release import BuildHooks, ReleaseRequest, release
from tests.pdf.structure_tree import Meaning
from tests.versions.small_releases import archivable, make, no_problems
from tests.whole_reports import build_report, resources

PROJECT = Path(__file__).parents[2]
SETTINGS = """title: Verslag
year: 2021
style: rvo
design: {design}
version: {{label: Tweede, date: 2022-02-01, status: {status}}}
parts: {{body: [chapters/een.md]}}
"""
CHAPTER = """# Een

:::{table} cijfers
---
data: cijfers.csv
caption: Aantallen per wijk
---
:::

:::{status-matrix}
---
data: doelen.csv
layout: agenda
---
:::
"""
CELLS = ("12345", "x", ".", "-", "\u2014", "", "nb", "onbekend")
GOALS = "onderwerp;doel;resultaat;status\nInbraken;1200;;gerealiseerd\nOverlast;x;;deels\n"
LOOK = 'missing: {x: strikt, ".": "·", "-": nihil, empty: ""}'
SHOWN = ["12.345", "strikt", "·", "nihil", "nihil", "", "nb", "niet bekend"]


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report in a project with a house style of its own."""
    for shared in ("styles", "fonts"):
        shutil.copytree(PROJECT / shared, tmp_path / shared)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    folder = tmp_path / "content" / "klein"
    for inner in ("chapters", "data"):
        (folder / inner).mkdir(parents=True)
    (folder / "chapters/een.md").write_text(CHAPTER, encoding="utf-8")
    (folder / "data/cijfers.yaml").write_text("missing: {onbekend: niet bekend}\n", encoding="utf-8")
    (folder / "data/doelen.csv").write_text(GOALS, encoding="utf-8")
    write(folder, CELLS)
    settle(folder, "document")
    return folder


def settle(folder: Path, design: str, status: str = "final") -> None:
    (folder / "report.yaml").write_text(SETTINGS.format(design=design, status=status), encoding="utf-8")


def write(folder: Path, cells: tuple[str, ...]) -> None:
    lines = ["wijk;aantal", *(f"Wijk {'ABCDEFGHIJ'[i]};{cell}" for i, cell in enumerate(cells))]
    (folder / "data/cijfers.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def style(look: str) -> None:
    """Let the house style print missing figures so."""
    text = (PROJECT / "styles/rvo/style.yaml").read_text(encoding="utf-8")
    Path("styles/rvo/style.yaml").write_text(f"{text}\n{look}\n", encoding="utf-8")


def built(folder: Path, edition: str = "screen") -> Meaning:
    (path,) = (path for path in build_report(folder, (edition,), Path("output")).paths if path.suffix == ".pdf")
    return Meaning(path.read_bytes())


def cells(meaning: Meaning, table: int = 0) -> list[list[str]]:
    """The words of the cells of a table as a screen reader says them, row by row, without its headings."""
    rows = [node for node in meaning.nodes("Table")[table].all() if node.role == "TR"]
    return [["".join(map(meaning.text_of, cell.sequences())).strip() for cell in row.kids] for row in rows][1:]


@pytest.mark.parametrize("design", ["document", "magazine"])
def test_marks_are_printed_and_read_aloud_as_the_house_style_says(report: Path, design: str) -> None:
    settle(report, design)
    style(LOOK)
    meaning = built(report)
    assert [row[1] for row in cells(meaning)] == SHOWN
    assert [row[1] for row in cells(meaning, 1)] == ["1200", "strikt"]
    drawn = "".join(painted.drawn for page in meaning.painted for painted in page)
    assert (drawn.count("strikt"), drawn.count("nihil"), drawn.count("niet bekend")) == (2, 2, 1)


def test_a_style_that_says_nothing_prints_marks_as_typed(report: Path) -> None:
    meaning = built(report)
    assert [row[1] for row in cells(meaning)] == ["12.345", "x", ".", DASH, DASH, DASH, "nb", "niet bekend"]


def test_the_declaration_of_a_file_comes_before_the_style(report: Path) -> None:
    style(LOOK)
    (report / "data/cijfers.yaml").write_text("missing: {x: n.n.b., onbekend: x}\n", encoding="utf-8")
    assert [row[1] for row in cells(built(report))] == ["12.345", "n.n.b.", *SHOWN[2:7], "x"]


def released(folder: Path) -> None:
    """Release the report as it is, without its pages."""
    work = BuildHooks(no_problems, make, archivable)
    release(folder, ReleaseRequest("0.1", date=None), Path("output"), resources(), work, lambda step: None)


def test_a_mark_that_only_looks_otherwise_is_no_change(report: Path) -> None:
    settle(report, "document", "concept")
    released(report)
    style(LOOK)
    told = CliRunner().invoke(app, ["diff", "klein"])
    assert told.exit_code == 0
    assert "strikt" not in told.output
    concept = built(report, "concept")
    assert [row[1] for row in cells(concept)] == SHOWN
    (changes,) = Path("output").rglob("wijzigingen.csv")
    assert len(changes.read_text("utf-8").splitlines()) == 1  # its headings


def test_a_figure_that_went_missing_is_a_change_in_the_words_of_the_style(report: Path) -> None:
    released(report)
    style(LOOK)
    write(report, ("x", "98765", *CELLS[2:]))
    told = CliRunner().invoke(app, ["diff", "klein"]).output
    assert "strikt" in told
    assert "nihil" not in told
    pages = Meaning(build_redline(report, None, None, resources(), lambda step: None))
    changed = ["".join(row[1].split()) for row in cells(pages, -2)[:3]]
    assert [sorted(("12.345" in words, "strikt" in words)) for words in changed[:1]] == [[True, True]]
    assert "strikt" in changed[1]
    assert "98.765" in changed[1]
    assert changed[2] == "·"


@given(st.sampled_from(sorted(MARKS)), st.dictionaries(st.sampled_from(sorted(MARKS)), st.text("abc·", min_size=1)))
def test_what_a_style_says_of_a_mark_is_printed_for_it(mark: str, look: dict[str, str]) -> None:
    printed = printed_mark(mark, "", look)
    if mark in look:
        assert printed == look[mark]
    elif MARKS[mark] == DASH and any(MARKS[other] == DASH for other in look):
        assert printed in {words for other, words in look.items() if MARKS[other] == DASH}
    else:
        assert printed == MARKS[mark]
    assert printed_mark(mark, "zelf", look) == "zelf"
    assert printed_mark("", "", {**look, EMPTY: ""}) == ""


FIGURES = {
    "0": True,
    "1.250,0": True,
    "\u22123 %": True,
    "< 10": False,
    "n<10": False,
    DASH: False,
    "2e kwartaal": False,
}


@pytest.mark.parametrize(("words", "figure"), FIGURES.items())
def test_what_would_be_taken_for_a_figure_is_known(words: str, figure: bool) -> None:
    assert reads_as_figure(words) is figure
