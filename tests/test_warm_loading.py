"""A report that is loaded again: only what an edit reaches is read, numbered and checked again, and the result is that
of a fresh load."""

import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from reportbuilder.api import open_project
from reportbuilder.checks.check import check_figures
from reportbuilder.data.data_files import read_table
from reportbuilder.diagnostics import Diagnostic, Diagnostics, ReportError, Severity
from reportbuilder.document.model import Document, Paragraph, Text
from reportbuilder.document.walk import all_chapters
from reportbuilder.loading import LoadedReport, load_report
from reportbuilder.memo import Memo
from reportbuilder.plugins import registry_with
from reportbuilder.project.project_folder import Resources
from reportbuilder.project.schema import Form
from reportbuilder.reader.blocks import BlockReader
from reportbuilder.reader.directive import Directive, ReadingContext
from reportbuilder.registry import Plugin
from reportbuilder.standards.document_checks import check_document
from reportbuilder.standards.standard import Standard

ROOT = Path(__file__).parents[1]
SETTINGS = """\
title: Klein verslag
year: 2022
style: rvo
design: document
version: {label: Proef, date: 2022-05-01}
numbering: chapters
parts:
  front: [cover, contents]
  body: [chapters/een.md, chapters/twee.md, chapters/drie.md]
"""
CHAPTERS = {
    "een": "# Eén\n\nEerste alinea, zie {ref}`twee` en {ref}`cijfers`.\n\nTweede alinea met noot[^n].\n\n"
    "[^n]: De noot.\n\n"
    "## Kop\n\nIn 2022 waren er {{ overvallen[2022] }} overvallen.\n",
    "twee": "(twee)=\n# Twee\n\nHet aantal overvallen daalde in 2022.\n\n:::{table} cijfers\n---\ncaption: Cijfers\n"
    "data: indicatoren.csv\ncolumns: [{key: indicator, header: true}, {key: '2022'}]\n---\n:::\n\nNa de tabel.\n",
    "drie": "# Drie\n\n:::{chart} staven\n:::\n\n- punt\n- punt\n\nSlot, zie {ref}`staven`.\n",
}
DATA = """\
id;indicator;eenheid;2021;2022;norm
overvallen;Aantal overvallen;aantal;117;127;<= 2021
roven;Aantal straatroven;aantal;40;30;
"""
OTHER = "naam;2022\nNoord;3\nZuid;4\n"
CHART = "kind: bar\ntitle: Andere cijfers\ndata: ander.csv\ncolumns: ['2022']\nalt: Twee staven.\n"


class Project:
    """A small project on disk, which is loaded with a memo, or afresh."""

    def __init__(self, root: Path) -> None:
        self.root, self.report, self.memo = root, root / "content" / "klein", Memo()
        for shared in ("styles", "fonts"):
            shutil.copytree(ROOT / shared, root / shared)
        self.write("report.yaml", SETTINGS)
        for name, text in CHAPTERS.items():
            self.write(f"chapters/{name}.md", text)
        self.write("data/indicatoren.csv", DATA)
        self.write("data/ander.csv", OTHER)
        self.write("charts/staven.yaml", CHART)

    def write(self, name: str, text: str) -> None:
        (self.report / name).parent.mkdir(parents=True, exist_ok=True)
        (self.report / name).write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.report / name).read_text(encoding="utf-8")

    def load(self, memo: Memo | None = None) -> tuple[LoadedReport | None, tuple[Diagnostic, ...]]:
        diagnostics, memo = Diagnostics(), memo or self.memo
        resources = Resources.of(self.root, registry=registry_with(()), memo=memo)
        report = None
        with suppress(ReportError), memo.operation("load"):
            report = load_report(self.report, resources, diagnostics)
            place = report.folder.places.place
            check_document(report.document, report.folder.settings.title, list(Standard), place, diagnostics, memo)
        return report, tuple(diagnostics)

    def document(self) -> Document:
        report, _ = self.load()
        assert report is not None
        return report.document


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[int, int]]:
    """How many texts were parsed and tables read since the last time that it was called."""
    done = [0, 0]
    read = BlockReader.read

    def parse(self: BlockReader, text: str, first_line: int) -> object:
        done[0] += 1
        return read(self, text, first_line)

    def table(*arguments: object) -> object:
        done[1] += 1
        return read_table(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(BlockReader, "read", parse)
    monkeypatch.setattr("reportbuilder.reader.sources.read_table", table)

    def counted() -> tuple[int, int]:
        counts = done[0], done[1]
        done[:] = 0, 0
        return counts

    return counted


def test_nothing_is_read_again_when_nothing_changed(project: Project, count: Callable[[], tuple[int, int]]) -> None:
    first, problems = project.load()
    count()
    again, problems_again = project.load()
    assert count() == (0, 0)
    assert first is not None
    assert again is not None
    assert (again.document, again.style, again.folder) == (first.document, first.style, first.folder)
    assert again.document is first.document
    assert again.style is first.style
    assert again.folder is first.folder
    assert all(again.charts[name] is chart for name, chart in first.charts.items())
    assert problems_again == problems


def test_a_project_with_plugins_remembers_too(project: Project, count: Callable[[], tuple[int, int]]) -> None:
    plugin = Plugin("own")

    @plugin.directive("own", settings=Form)
    def read(directive: Directive, settings: Form, reading: ReadingContext) -> tuple[Paragraph, ...]:
        return (Paragraph((Text(directive.argument, directive.place),), directive.place),)

    project.write("chapters/drie.md", CHAPTERS["drie"] + "\n:::{own} Woorden\n:::\n")
    report = open_project(project.root, plugins=[plugin]).report("klein")
    report.check()
    assert count()[0] > 10
    problems = report.check()
    assert count() == (1, 0)  # the part with the directive of the plug-in, which may look at anything
    assert not any(problem.severity is Severity.ERROR for problem in problems)


BLOCKS = """
:::{lead}
Er waren {{ overvallen[2022] }} overvallen.
:::

:::{margin-figure} {{ overvallen[2022] }}
overvallen
:::

:::{margin-note}
Een kanttekening.
:::

:::{status-bar}
:data: doelen.csv
:theme: Wonen
:::

:::{status-overview}
:data: doelen.csv
:::

## Werk

:::{activities}
:data: werk.csv
:::

Slot.
"""
GOALS = "thema;ambitie;onderwerp;doelstelling;doel;resultaat;status\nWonen;A;B;C;Meer;Meer;gerealiseerd\n"
WORK = "activiteit;omschrijving;opgave\nEen;Wat er gebeurde.;Rust\n"


def with_blocks(project: Project) -> None:
    """Write every kind of block that comes with the program, and what they count."""
    project.write("chapters/drie.md", CHAPTERS["drie"] + BLOCKS)
    project.write("data/doelen.csv", GOALS)
    project.write("data/werk.csv", WORK)


def test_blocks_of_the_program_are_read_again_only_when_their_data_change(
    project: Project, count: Callable[[], tuple[int, int]]
) -> None:
    with_blocks(project)
    report, problems = project.load()
    assert report is not None
    assert not [problem for problem in problems if problem.severity is Severity.ERROR]
    count()
    assert project.document() is report.document
    assert count() == (0, 0)
    project.write("data/doelen.csv", GOALS.replace("gerealiseerd", "deels"))
    changed = project.document()
    assert count() == (2, 1), "the bar and the overview"
    assert changed == project.load(Memo())[0].document  # type: ignore[union-attr]


def test_an_edit_of_a_word_reads_one_paragraph(project: Project, count: Callable[[], tuple[int, int]]) -> None:
    before = project.document()
    count()
    project.write("chapters/een.md", CHAPTERS["een"].replace("Tweede alinea", "Andere alinea"))
    after = project.document()
    assert count() == (1, 0)
    old, new = before.chapters[0], after.chapters[0]
    assert [one is other for one, other in zip(old.blocks, new.blocks, strict=True)] == [True, False, True, True]
    assert new.heading is old.heading
    assert all(one is other for one, other in zip(before.chapters[1:], after.chapters[1:], strict=True))


def test_an_edit_of_a_figure_reads_what_uses_its_file(project: Project, count: Callable[[], tuple[int, int]]) -> None:
    before = project.document()
    count()
    project.write("data/indicatoren.csv", DATA.replace("127", "128"))
    after = project.document()
    assert count() == (2, 1)
    assert after.chapters[2] is before.chapters[2]
    paragraph = after.chapters[0].blocks[3]
    assert isinstance(paragraph, Paragraph)
    assert paragraph != before.chapters[0].blocks[3]
    assert after.chapters[0].blocks[0] is before.chapters[0].blocks[0]


def test_another_title_leaves_the_chapters_the_same_objects(project: Project) -> None:
    before = project.document()
    project.write("report.yaml", SETTINGS.replace("Klein verslag", "Kort verslag"))
    after = project.document()
    assert all(one is other for one, other in zip(before.chapters, after.chapters, strict=True))


def test_a_number_that_changes_reaches_only_who_shows_it(project: Project) -> None:
    before = project.document()
    project.write("chapters/een.md", CHAPTERS["een"] + "\n:::{table}\n:caption: Nieuw\n\n| A |\n| - |\n| 1 |\n:::\n")
    after = project.document()
    assert after.chapters[1] != before.chapters[1]  # its table has another number
    assert after.chapters[1].blocks[0] is before.chapters[1].blocks[0]
    assert after.chapters[2] is before.chapters[2]


def test_checks_run_again_only_when_something_changed(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    report, _ = project.load()
    assert report is not None
    runs = []
    checks = report.folder.registry.checks
    kind = next(iter(checks.values()))
    original = kind.check.check
    monkeypatch.setattr(kind.check, "check", lambda self, given: runs.append(1) or original(self, given))
    memo = Memo()
    for _ in range(2):
        check_figures(report.folder, report.document, (), Diagnostics(), memo)
    assert len(runs) == 1


WORDS = (
    "alinea",
    "overvallen",
    "2022",
    "[^n]",
    "{ref}`twee`",
    "# ",
    "daalde",
    "steeg",
    "\n\n",
    "- ",
    "127",
    "117",
    ":::",
    "",
)


def edit(project: Project, chance: random.Random) -> None:
    """Change something in the project: words, lines, figures, files."""
    files = sorted(path for path in project.report.rglob("*") if path.is_file())
    file = chance.choice(files)
    text = file.read_text(encoding="utf-8")
    what = chance.random()
    if what < 0.08:
        file.unlink()
    elif what < 0.2 and file.suffix == ".md":
        lines = text.split("\n")
        lines.insert(
            chance.randrange(len(lines) + 1), chance.choice(("", "Nieuwe regel.", "## Kop", "(twee)=", "[^n]: Noot."))
        )
        file.write_text("\n".join(lines), encoding="utf-8")
    elif what < 0.3:
        project.write(
            chance.choice(("data/indicatoren.yaml", "data/nieuw.csv", "charts/staven.yaml")),
            chance.choice((CHART, DATA, "units: [stuks]\n")),
        )
    else:
        at = chance.randrange(len(text) + 1)
        old = chance.choice(WORDS)
        found = text.find(old, at)
        at = found if found >= 0 and chance.random() < 0.7 else at
        file.write_text(text[:at] + chance.choice(WORDS) + text[at + len(old) :], encoding="utf-8")


@pytest.mark.parametrize("seed", range(3))
def test_a_report_that_is_loaded_again_is_that_of_a_fresh_load(project: Project, seed: int) -> None:
    chance = random.Random(seed)
    with_blocks(project)
    originals = {path: path.read_bytes() for path in project.report.rglob("*") if path.is_file()}
    for _ in range(12):
        if chance.random() < 0.25:  # what was there before is there again
            shutil.rmtree(project.report)
            for path, content in originals.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        edit(project, chance)
        (warm, warm_problems), (cold, cold_problems) = project.load(), project.load(Memo())
        assert warm_problems == cold_problems
        assert (warm is None) == (cold is None)
        if warm is not None and cold is not None:
            assert warm.document == cold.document
            assert [list(one.notes) for one in all_chapters(warm.document)] == [
                list(o.notes) for o in all_chapters(cold.document)
            ]
            assert warm.charts == cold.charts


def test_a_style_is_made_again_when_the_one_that_it_extends_changes(project: Project) -> None:
    parent = project.root / "styles/rvo/style.yaml"
    child = project.root / "styles/klein/style.yaml"
    child.parent.mkdir()
    child.write_text("name: Klein\nextends: rvo\n", encoding="utf-8")
    project.write("report.yaml", SETTINGS.replace("style: rvo", "style: klein"))
    first, _ = project.load()
    again, _ = project.load()
    assert first is not None
    assert again is not None
    assert again.style is first.style

    parent.write_text(parent.read_text(encoding="utf-8").replace("pad: 14pt", "pad: 28pt", 1), encoding="utf-8")
    changed, _ = project.load()
    fresh, _ = project.load(Memo())
    assert changed is not None
    assert fresh is not None
    assert changed.style.designs == fresh.style.designs != first.style.designs

    child.write_text("name: Klein\nextends: moeder\n", encoding="utf-8")
    assert "style-extends" in {problem.code for problem in project.load()[1]}
    shutil.copytree(project.root / "styles/rvo", project.root / "styles/moeder")
    found, problems = project.load()
    assert found is not None
    assert [p for p in problems if p.code == "style-extends"] == []
