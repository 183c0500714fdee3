"""Statuses: figures decide, then what is typed, then words, then the rest."""

from pathlib import Path

import pytest

from reportbuilder.data.csv_files import parse_csv
from reportbuilder.data.data_files import read_table
from reportbuilder.data.goals import check_goals, read_rules
from reportbuilder.diagnostics import Diagnostics

RULES = """\
statuses: {gerealiseerd: Gerealiseerd, niet-gerealiseerd: Niet gerealiseerd, deels: Loopt, geen-informatie: Onbekend}
figures: true
words:
  - {status: niet-gerealiseerd, pattern: "uitgesteld|niet gehaald"}
  - {status: deels, pattern: "loopt (nog )?door"}
otherwise: geen-informatie
"""
HEADINGS = "status;doel_waarde;vergelijking;resultaat_waarde;resultaat\n"


def rules_from(tmp_path: Path, text: str, diagnostics: Diagnostics):
    (tmp_path / "statusregels.yaml").write_text(text, encoding="utf-8")
    return read_rules(tmp_path / "statusregels.yaml", "data/statusregels.yaml", diagnostics)


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        ("deels;20;;10;", ("deels", False)),
        ("gerealiseerd;20;>=;20;", ("gerealiseerd", True)),
        ("Niet gerealiseerd;;;;", ("niet-gerealiseerd", False)),
        (";20;>=;20;uitgesteld", ("gerealiseerd", True)),
        (";20;<=;21;", ("niet-gerealiseerd", True)),
        (";20;;21;Het project LOOPT nog door.", ("deels", True)),
        (";;;;Is uitgesteld, maar loopt door", ("niet-gerealiseerd", True)),
        (";;;;Twaalf bijeenkomsten", ("geen-informatie", True)),
    ],
)
def test_the_order_of_the_rules(tmp_path: Path, row: str, answer: tuple[str, bool]) -> None:
    diagnostics = Diagnostics()
    rules = rules_from(tmp_path, RULES, diagnostics)
    table = parse_csv((HEADINGS + row).encode(), "data/m.csv", diagnostics)
    assert rules is not None
    assert table is not None
    assert rules.status(table.rows[0]) == answer
    assert len(diagnostics) == 0


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('pattern: "uitgesteld|niet gehaald"', 'pattern: "(open"', "rules-pattern", 4),
        ("status: deels", "status: deel", "rules-status", 5),
        ("otherwise: geen-informatie", "otherwise: onbekend", "rules-status", 6),
        ("figures: true", "figuren: true", "rules-key", 2),
        ("gerealiseerd: Gerealiseerd, ", "", "rules-status", 1),
    ],
)
def test_wrong_rules_have_their_line(tmp_path: Path, old: str, new: str, code: str, line: int) -> None:
    diagnostics = Diagnostics()
    assert rules_from(tmp_path, RULES.replace(old, new, 1), diagnostics) is None
    assert [(p.code, p.place.line) for p in diagnostics] == [(code, line)]


def test_a_typed_status_that_is_none_is_a_problem(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    rules = rules_from(tmp_path, RULES, diagnostics)
    table = parse_csv((HEADINGS + "gerealizeerd;;;;\n").encode(), "data/m.csv", diagnostics)
    assert rules is not None
    assert table is not None
    rules.check(table, diagnostics)
    (problem,) = diagnostics
    assert (problem.code, problem.place.line) == ("data-status", 2)
    assert "“gerealiseerd”" in problem.hint


def test_a_status_typed_against_the_figures_is_a_problem_that_shows_both(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    rules = rules_from(tmp_path, RULES, diagnostics)
    text = "Gerealiseerd;20;>=;10;\ndeels;20;<=;20,5;\nniet-gerealiseerd;20;>;20;\ngerealiseerd;1.000;=;1000;\n"
    table = parse_csv((HEADINGS + text).encode(), "data/m.csv", diagnostics)
    assert rules is not None
    assert table is not None
    rules.check(table, diagnostics)
    assert [(p.code, p.place.line, p.place.column) for p in diagnostics] == [
        ("status-figures", 2, 1),
        ("status-figures", 3, 1),
    ]
    first, _ = diagnostics
    assert "“Niet gerealiseerd”: the result is 10, the goal >= 20" in first.message


def test_rules_may_leave_the_figures_alone(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    rules = rules_from(tmp_path, RULES.replace("figures: true", "figures: false"), diagnostics)
    table = parse_csv((HEADINGS + "deels;20;>=;10;\n").encode(), "data/m.csv", diagnostics)
    assert rules is not None
    assert table is not None
    rules.check(table, diagnostics)
    assert rules.status(table.rows[0]) == ("deels", False)
    assert len(diagnostics) == 0


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        (";twintig;>=;10;", [("data-not-a-number", 2)]),
        (";20;minstens;10;", [("data-comparison", 5)]),
        (";20;;10;", [("data-comparison", 5)]),
        (";n.v.t.;;;", []),
        (";20;>=;;", []),
    ],
)
def test_goals_in_figures_are_checked(row: str, problems: list[tuple[str, int]]) -> None:
    diagnostics = Diagnostics()
    table = parse_csv((HEADINGS + row).encode(), "data/m.csv", diagnostics)
    assert table is not None
    check_goals(table, diagnostics)
    assert [(p.code, p.place.column) for p in diagnostics] == problems


INDICATORS = """id;eenheid;2018;2019;norm;norm 2019
dagen;aantal;4;3;>= 5;
zaken;aantal;10;12;<= 2018;>= 12
leeg;aantal;;;>= 1;
los;aantal;;1;;
"""


@pytest.mark.parametrize(
    ("goal", "sign", "result", "status", "code"),
    [
        ("dagen['norm']", "", "dagen[2019]", "niet-gerealiseerd", ""),
        ("kern.dagen['norm']", "", "kern.dagen[2019]", "niet-gerealiseerd", ""),
        ("zaken['norm 2019']", "", "zaken[2019]", "gerealiseerd", ""),
        ("zaken['norm']", "", "zaken[2019]", "niet-gerealiseerd", ""),
        ("zaken['norm']", ">=", "zaken[2019]", "gerealiseerd", ""),
        ("zaken[2018]", ">", "zaken[2019] + dagen[2019]", "gerealiseerd", ""),
        ("zaken[2018]", ">", "share(zaken[2019], zaken[2018]) | round", "gerealiseerd", "expression-type"),
        ("leeg['norm']", "", "leeg[2019]", "geen-informatie", ""),
        ("los['norm']", "", "los[2019]", "geen-informatie", "expression-missing"),
        ("dag['norm']", "", "dagen[2019]", "geen-informatie", "expression-name"),
        ("dagen['norm']", "", "dagen[2017]", "geen-informatie", "expression-year"),
        ("dagen['norm']", "", "kerm.dagen[2019]", "geen-informatie", "expression-file"),
        ("dagen['norm']", "", "share(dagen[2019], zaken[2019])", "geen-informatie", "expression-type"),
        ("dagen['norm']", "", "dagen[2019] | words", "geen-informatie", "expression-type"),
    ],
)
def test_goal_and_result_may_be_figures_of_indicators(
    tmp_path: Path, goal: str, sign: str, result: str, status: str, code: str
) -> None:
    diagnostics = Diagnostics()
    rules = rules_from(tmp_path, RULES, diagnostics)
    for name in ("indicatoren.csv", "kern.csv"):
        (tmp_path / name).write_text(INDICATORS)
    row = f"a;;{{{{ {goal} }}}};{sign};{{{{ {result} }}}}"
    (tmp_path / "m.csv").write_text(f"onderwerp;resultaat;doel_waarde;vergelijking;resultaat_waarde\n{row}\n")
    table = read_table(tmp_path / "m.csv", "data/m.csv", diagnostics)
    assert rules is not None
    assert table is not None
    assert rules.status(table.rows[0])[0] == status
    assert [(p.code, p.place.line) for p in diagnostics] == ([(code, 2)] if code else [])
