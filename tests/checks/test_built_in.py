"""Every check that comes with the program: its examples are reported as they say, and the documentation names it."""

import re
from pathlib import Path

import pytest

from reportbuilder.checks.check import Check, CheckedReport, CheckExample, check_figures
from reportbuilder.diagnostics import Code, DiagnosticCode, Diagnostics
from reportbuilder.plugins import registry_with
from reportbuilder.project.settings import open_report_folder
from reportbuilder.reader.read import read_document
from reportbuilder.reader.sources import Sources
from reportbuilder.registry import CheckKind, Plugin, registry_of
from reportbuilder.values import replace

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "checks.md"
REGISTRY = registry_with(())
CHECKS: list[type[Check]] = [kind.check for kind in REGISTRY.checks.values()]
REPORT = """title: Verslag
year: {year}
language: nl
style: rvo
design: document
version: {{label: Concept, date: 2023-01-01}}
{more}parts:
  body: [chapters/een.md]
"""


def codes_of(check: type[Check]) -> tuple[DiagnosticCode, ...]:
    """The codes of all diagnostics that a check may report."""
    return (check.code, *getattr(check, "other_codes", ()))


def write(folder: Path, files: dict[str, str], year: int, more: str = "") -> Path:
    """A report's folder with these files; those that are empty are left out."""
    for name, text in {"report.yaml": REPORT.format(year=year, more=more), **files}.items():
        if text:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    return folder


def load(folder: Path, example: CheckExample) -> CheckedReport:
    """The report of an example."""
    if example.previous:
        write(folder / "oud", {"data/indicatoren.csv": example.previous, "chapters/een.md": "# Een\n"}, 2021)
    files = {
        "chapters/een.md": f"# Een\n\n{example.text}\n",
        "data/indicatoren.csv": example.data,
        "data/indicatoren.yaml": example.declaration,
        "charts/grafiek.yaml": example.chart,
    }
    diagnostics = Diagnostics()
    root = write(folder / "nieuw", files, 2022, "previous: oud\n" if example.previous else "")
    report = open_report_folder(root, diagnostics)
    assert report is not None
    sources = Sources(report, diagnostics)
    document = read_document(report, diagnostics, sources)
    assert list(diagnostics) == []
    return CheckedReport(report, document, sources.tables())


EXAMPLES = [(check, example) for check in CHECKS for example in check.examples if isinstance(example, CheckExample)]


@pytest.mark.parametrize(("check", "example"), EXAMPLES, ids=[f"{c.__name__}-{'-'.join(e.codes)}" for c, e in EXAMPLES])
def test_an_example_is_reported_as_it_says(check: type[Check], example: CheckExample, tmp_path: Path) -> None:
    report = load(tmp_path, example)
    assert tuple(problem.code for problem in check().check(report)) == example.codes


@pytest.mark.parametrize("check", CHECKS, ids=[check.__name__ for check in CHECKS])
def test_every_code_of_a_check_has_an_example(check: type[Check]) -> None:
    shown = {code for owner, example in EXAMPLES if owner is check for code in example.codes}
    assert shown == set(codes_of(check))
    assert check.summary.endswith(".")
    assert check.reason.endswith(".")


def test_the_documentation_names_every_code_that_a_check_reports() -> None:
    told = set(re.findall(r"`([a-z]+(?:-[a-z]+)*)`", DOCUMENTATION.read_text(encoding="utf-8")))
    assert {str(code) for check in CHECKS for code in codes_of(check)} - told == set()


def test_what_two_checks_find_at_one_place_is_reported_once(tmp_path: Path) -> None:
    data = "id;indicator;eenheid;2021\na;A;aantal;410\nb;B;aantal;390\nt;Totaal;aantal;801\n"
    columns = "columns:\n  - {key: indicator, header: true}\n  - {key: '2021'}\n"
    text = f":::{{table}} teams\n---\ndata: indicatoren.csv\ncaption: Teams\n{columns}---\n:::"
    report = load(tmp_path, CheckExample((), text, data, "totals: [{total: t, of: [a, b]}]"))
    twice = [problem for kind in REGISTRY.checks.values() for problem in kind.check().check(report)]
    diagnostics = Diagnostics()
    check_figures(replace(report.folder, registry=REGISTRY), report.document, report.tables, diagnostics)
    assert [problem.code for problem in twice] == [Code.SUM_TOTAL] * 2
    assert [problem.code for problem in diagnostics] == [Code.SUM_TOTAL]


def test_a_check_is_found_by_its_first_code() -> None:
    assert {code: kind.check.code for code, kind in REGISTRY.checks.items()} == {c.code: c.code for c in CHECKS}
    assert all(isinstance(kind, CheckKind) for kind in REGISTRY.checks.values())


def test_the_check_in_the_documentation_finds_what_its_example_says(tmp_path: Path) -> None:
    (source,) = re.findall(r"```python\n(.*?)```", DOCUMENTATION.read_text(encoding="utf-8"), re.DOTALL)
    module: dict[str, object] = {"__name__": "house_rules"}
    exec(source, module)
    register = module["register"]
    assert isinstance(register, Plugin)
    (kind,) = registry_of(register).checks.values()
    (example,) = kind.check.examples
    (problem,) = kind.check().check(load(tmp_path, example))
    assert (problem.code, problem.place.line, problem.place.column) == (*example.codes, 3, 4)
