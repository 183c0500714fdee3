"""Figures against the report before: what was restated, what explains it, and the table made of it."""

import shutil
from pathlib import Path

import pytest

from reportbuilder.checks.restatements import check_restatements
from reportbuilder.diagnostics import Diagnostic, Diagnostics, Severity
from reportbuilder.document.bound_values import Origin
from reportbuilder.document.figure_inventory import figure_uses
from reportbuilder.document.model import Document, Float, Paragraph, Span, Table, Text
from reportbuilder.document.walk import blocks_in, plain
from reportbuilder.project.settings import open_report_folder
from reportbuilder.reader.read import read_document
from reportbuilder.reader.sources import Sources
from tests.whole_reports import build_report

DOCUMENTS = Path(__file__).parents[1] / "documents"
REPORT = """title: {title}
year: {year}
language: {language}
style: rvo
design: document
version: {{label: Concept, date: 2022-01-01}}
{more}
parts:
  body: [chapters/een.md]
"""
BEFORE = "id;indicator;eenheid;2020;2021;norm\na;Aan;aantal;10;20;>= 5\nb;Bij;procent;33,3;40,0;\nc;Cel;aantal;1;2;\n"


def write(folder: Path, data: dict[str, str], year: int = 2022, more: str = "", language: str = "nl") -> Path:
    """A report's folder with these data files; its only chapter asks for restated figures when it names a report."""
    (folder / "chapters").mkdir(parents=True)
    (folder / "data").mkdir()
    settings = REPORT.format(title=f"Jaarverslag {year}", year=year, more=more, language=language)
    (folder / "report.yaml").write_text(settings, encoding="utf-8")
    body = ":::{restated-figures} herzien\n:::\n" if more else ""
    (folder / "chapters" / "een.md").write_text(f"# Een\n\n{body}", encoding="utf-8")
    for name, text in data.items():
        (folder / "data" / name).write_text(text, encoding="utf-8")
    return folder


def look(folder: Path) -> tuple[Document, list[Diagnostic]]:
    """The document of a report, and what is wrong with its figures against those of the report before it."""
    diagnostics = Diagnostics()
    project = open_report_folder(folder, diagnostics)
    assert project is not None
    sources = Sources(project, diagnostics)
    document = read_document(project, diagnostics, sources)
    check_restatements(project, sources.tables(), diagnostics)
    return document, list(diagnostics)


def compare(root: Path, now: str, declared: str = "", before: str = BEFORE) -> list[tuple[str, int]]:
    """What is wrong with figures, against those before."""
    write(root / "oud", {"cijfers.csv": before}, 2021)
    files = {"cijfers.csv": now, **({"cijfers.yaml": declared} if declared else {})}
    _, problems = look(write(root / "nieuw", files, more="previous: oud"))
    assert all(p.place.file.endswith(("/cijfers.csv", "/cijfers.yaml", "/report.yaml")) for p in problems)
    return [(p.code, p.place.line) for p in problems]


def rows(a: str = "10;20;>= 5", b: str = "procent;33,3;40,0;", c: str = "c;Cel;aantal;1;2;") -> str:
    return f"id;indicator;eenheid;2020;2021;norm;2022\na;Aan;aantal;{a};7\nb;Bij;{b};7\n{c};7\n"


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (rows(), []),
        (rows(a="11;20;>= 5"), [("restated", 2)]),
        (rows(a="11;21;>= 6"), [("restated", 2)] * 3),  # two figures and the norm
        (rows(a="10;;"), []),  # what is missing has not been restated
        (rows(b="procent;33;40;"), []),  # nor what is rounded
        (rows(b="procent;33,4;40,04;"), [("restated", 3)]),
        (rows(b="procentpunt;99;98;"), [("restated", 3)]),  # another unit: told once, its figures cannot be compared
        (rows(c="d;Cel;aantal;1;2;"), [("restated-gone", 7)]),
        (rows(c="c;Andere;aantal;1;3;"), [("restated", 4)]),
    ],
)
def test_a_figure_that_differs_from_the_earlier_report_is_noted(
    tmp_path: Path, now: str, found: list[tuple[str, int]]
) -> None:
    assert compare(tmp_path, now) == found


def test_a_restatement_is_told_with_both_values_and_both_places(tmp_path: Path) -> None:
    write(tmp_path / "oud", {"cijfers.csv": BEFORE}, 2021)
    _, (problem,) = look(write(tmp_path / "nieuw", {"cijfers.csv": rows(b="procent;33,3;41,0;")}, more="previous: oud"))
    assert problem.severity is Severity.NOTE
    assert (
        f"“Bij” in 2021 is 41,0 % here, and 40,0 % in oud (at {tmp_path}/oud/data/cijfers.csv:3:20)." in problem.message
    )
    assert str(problem.place) == f"{tmp_path}/nieuw/data/cijfers.csv:3:20"
    assert "{indicator: b, year: 2021, because: …}" in problem.hint


@pytest.mark.parametrize(
    ("declared", "found"),
    [
        ("[{indicator: a, year: 2020, because: Nageteld.}]", []),
        ("[{indicator: a, year: 2021, because: Nageteld.}]", [("restated", 2), ("restated-stale", 1)]),
        ("[{indicator: z, year: 2020, because: Nageteld.}]", [("restated", 2), ("restated-unknown", 1)]),
        ("[{indicator: a, year: 2019, because: Nageteld.}]", [("restated", 2), ("restated-unknown", 1)]),
        ("[{indicator: a, year: 2022, because: Nageteld.}]", [("restated", 2)]),  # not there before: nobody can say
    ],
)
def test_a_declared_reason_explains_the_figure_that_it_names(
    tmp_path: Path, declared: str, found: list[tuple[str, int]]
) -> None:
    assert compare(tmp_path, rows(a="12;20;>= 5"), f"restated: {declared}") == found


def test_a_norm_a_unit_and_an_indicator_that_is_gone_can_be_explained_too(tmp_path: Path) -> None:
    declared = """restated:
      - {indicator: a, year: norm, because: Nieuwe afspraak.}
      - {indicator: b, year: eenheid, because: Nu in punten.}
      - {indicator: c, year: vervallen, because: Wordt niet meer geteld.}
    """
    now = rows(a="10;20;>= 6", b="procentpunt;33,3;40,0;", c="d;Deel;aantal;1;2;")
    assert compare(tmp_path, now, declared) == []


@pytest.mark.parametrize(
    ("status", "why", "found"), [("herzien", "Nageteld.", 0), ("herzien", "", 1), ("", "Nageteld.", 1)]
)
def test_a_row_that_says_it_was_restated_and_why_is_explained(
    tmp_path: Path, status: str, why: str, found: int
) -> None:
    head = "id;indicator;eenheid;2020;2021;status;toelichting\n"
    now = f"{head}a;Aan;aantal;11;20;{status};{why}\nb;Bij;procent;33,3;40;;\n"
    assert len([code for code, _ in compare(tmp_path, now) if code == "restated"]) == found


def test_norms_of_editions_that_share_no_figure_are_for_other_years(tmp_path: Path) -> None:
    now = "id;indicator;eenheid;2022;norm\na;Aan;aantal;10;>= 9\nb;Bij;procent;3;\nc;Cel;aantal;3;\n"
    assert compare(tmp_path, now) == []


def test_a_table_of_other_figures_every_year_has_lost_none(tmp_path: Path) -> None:
    assert compare(tmp_path, "id;indicator;eenheid;2022\na;Aan;aantal;10\nx;Iks;aantal;3\n") == []


def test_one_id_in_other_files_is_the_same_indicator_only_under_the_same_name(tmp_path: Path) -> None:
    write(tmp_path / "oud", {"a.csv": "id;indicator;eenheid;2020\nt;Totaal;aantal;1\nu;Uur;aantal;1\n"}, 2021)
    now = "id;indicator;eenheid;2020\nt;Alles;aantal;2\nu;Uur;aantal;2\n"
    _, problems = look(write(tmp_path / "nieuw", {"b.csv": now}, more="previous: oud"))
    assert [(p.code, p.place.line) for p in problems] == [("restated", 3)]


def test_a_figure_in_two_tables_is_told_once(tmp_path: Path) -> None:
    write(tmp_path / "oud", {"a.csv": "id;indicator;eenheid;2020\nt;Totaal;aantal;1\n"}, 2021)
    now = "id;indicator;eenheid;2020\nt;Totaal;aantal;2\n"
    _, problems = look(write(tmp_path / "nieuw", {"a.csv": now, "b.csv": now}, more="previous: oud"))
    assert [(p.code, Path(p.place.file).name) for p in problems] == [("restated", "a.csv")]


# The report before ---------------------------------------------------------------------------------------------


def codes(folder: Path) -> list[tuple[str, int]]:
    """What is wrong with the name of the earlier report."""
    return [(p.code, p.place.line) for p in look(folder)[1] if p.place.file.endswith("/report.yaml")]


def test_an_unknown_report_is_a_warning_that_proposes_the_nearest(tmp_path: Path) -> None:
    write(tmp_path / "verslag-2021", {"cijfers.csv": BEFORE}, 2021)
    _, (problem,) = look(write(tmp_path / "verslag-2022", {}, more="previous: verslag-2012"))
    assert (problem.code, problem.place.line, problem.hint) == ("previous-unknown", 7, "Did you mean “verslag-2021”?")
    assert problem.severity is Severity.WARNING


def test_the_report_before_can_be_named_by_its_path(tmp_path: Path) -> None:
    write(tmp_path / "archief" / "oud", {"cijfers.csv": BEFORE}, 2021)
    folder = write(tmp_path / "nieuw", {"cijfers.csv": rows(a="11;20;>= 5")}, more="previous: ../archief/oud")
    assert [p.code for p in look(folder)[1]] == ["restated"]


def test_a_report_does_not_come_before_itself(tmp_path: Path) -> None:
    assert codes(write(tmp_path / "nieuw", {}, more="previous: nieuw")) == [("previous-cycle", 7)]
    assert codes(write(tmp_path / "ander", {}, more="previous: .")) == [("previous-cycle", 7)]


def test_reports_that_come_before_each_other_are_an_error(tmp_path: Path) -> None:
    for one, other in (("een", "twee"), ("twee", "drie"), ("drie", "een")):
        write(tmp_path / one, {}, more=f"previous: {other}")
    write(tmp_path / "vier", {}, more="previous: een")
    assert codes(tmp_path / "een") == [("previous-cycle", 7)]
    assert codes(tmp_path / "vier") == []  # that is for the others to be told


def test_a_report_of_a_later_year_does_not_come_before(tmp_path: Path) -> None:
    write(tmp_path / "later", {}, 2023)
    assert codes(write(tmp_path / "nu", {}, more="previous: later")) == [("previous-later", 7)]


def test_what_is_wrong_with_the_report_before_is_one_note(tmp_path: Path) -> None:
    write(tmp_path / "oud", {"cijfers.csv": BEFORE, "kapot.csv": 'id;eenheid\na;"open\n'}, 2021)
    _, problems = look(write(tmp_path / "nieuw", {"cijfers.csv": rows(a="11;20;>= 5")}, more="previous: oud"))
    assert [(p.code, p.severity) for p in problems] == [
        ("restated", Severity.NOTE),  # the rest is compared
        ("previous-unread", Severity.NOTE),
    ]
    assert "kapot.csv:2" in problems[1].hint


def test_a_report_before_without_readable_settings_is_one_note(tmp_path: Path) -> None:
    (tmp_path / "oud").mkdir()
    (tmp_path / "oud" / "report.yaml").write_text("title: [\n")
    assert codes(write(tmp_path / "nieuw", {}, more="previous: oud")) == [("previous-unread", 7)]


# The table -----------------------------------------------------------------------------------------------------


def said(table: Table) -> list[list[str]]:
    """What a table says."""
    cells = [[cell.blocks for cell in row.cells] for row in table.rows]
    return [
        [
            " ".join(plain(b.children) for b in blocks if isinstance(b, Paragraph)).replace("\u00a0", " ")
            for blocks in row
        ]
        for row in cells
    ]


def test_the_table_lists_what_was_restated_with_its_cells(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    project = open_report_folder(DOCUMENTS / "good-herzien", diagnostics)
    assert project is not None
    document = read_document(project, diagnostics)
    blocks = [*blocks_in(document.chapters[0].blocks)]
    tables = [block for block in blocks if isinstance(block, Table)]

    assert list(diagnostics) == []
    assert [plain(column.label) for column in tables[1].columns] == [
        "Indicator", "Jaar", "Jaarverslag 2020", "Nu", "Verschil", "Toelichting",
    ]  # fmt: skip
    assert said(tables[1]) == [
        ["Meldingen", "2020", "11.820", "11.902", "+82", "Dubbele meldingen zijn eruit; nagekomen meldingen erbij."],
        ["Op tijd ter plaatse", "2020", "83,3 %", "83,0 %", "−0,3 procentpunt", "De tijd loopt nu vanaf het gesprek."],
        ["Kosten van de inhuur", "2020", "€ 398.000", "€ 401.500", "€ +3.500", "Twee rekeningen kwamen later binnen."],
        ["Klachten", "2020", "91", "90", "−1", "Eén klacht bleek geen klacht."],
    ]  # fmt: skip
    assert [row[0] for row in said(tables[2])] == ["Klachten"]
    assert (plain(tables[1].caption), tables[1].number, tables[1].label) == ("Herziene cijfers", "Tabel 2", "herzien")
    assert (tables[1].span, tables[1].float) == (Span.PAGE, Float.BOTTOM)

    figures = [n for n in figure_uses(document) if n.block == tables[1].place]
    assert {number.origin for number in figures} == {Origin.DATA}
    change = next(number for number in figures if number.text == "+82")
    assert [str(cell.place.file).rsplit("/", 3)[1:] for cell in change.cells] == [
        ["good-herzien", "data", "indicatoren.csv"],
        ["good-eerder", "data", "indicatoren.csv"],
    ]


def test_the_table_is_built_into_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DOCUMENTS.parents[1])
    built = build_report(DOCUMENTS / "good-herzien", ("screen",), tmp_path)
    assert [problem.code for problem in built.problems] == []
    assert built.paths[0].read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", "Er zijn geen herziene cijfers."), ("en", "There are no restated figures.")],
)
def test_without_restated_figures_the_table_is_a_sentence(tmp_path: Path, language: str, words: str) -> None:
    write(tmp_path / "oud", {"cijfers.csv": BEFORE}, 2021)
    document, problems = look(
        write(tmp_path / "nieuw", {"cijfers.csv": rows()}, more="previous: oud", language=language)
    )
    (block,) = document.chapters[0].blocks
    assert problems == []
    assert isinstance(block, Paragraph)
    assert [child.text for child in block.children if isinstance(child, Text)] == [words]


def test_a_report_that_names_none_before_it_has_no_restated_figures(tmp_path: Path) -> None:
    folder = write(tmp_path / "nieuw", {}, more="motto: zonder")
    assert [(p.code, p.place.line) for p in look(folder)[1]] == [("restated-previous", 3)]


def test_a_restated_figure_that_changes_is_told_at_once(tmp_path: Path) -> None:
    for name in ("good-eerder", "good-herzien"):
        shutil.copytree(DOCUMENTS / name, tmp_path / name)
    file = tmp_path / "good-eerder" / "data" / "indicatoren.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(";1600;", ";1590;"), encoding="utf-8")
    _, problems = look(tmp_path / "good-herzien")
    assert [(p.code, p.place.line) for p in problems] == [("restated", 4)]
