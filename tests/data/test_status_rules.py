"""Statuses: what is typed wins, then figures, then words, then the rest."""

from pathlib import Path

import pytest

from reportbuilder.data.csv_files import parse_csv
from reportbuilder.data.statuses import read_rules
from reportbuilder.problems import Findings

RULES = """\
statuses: {gerealiseerd: Gerealiseerd, niet-gerealiseerd: Niet gerealiseerd, deels: Loopt, geen-informatie: Onbekend}
figures: true
words:
  - {status: niet-gerealiseerd, pattern: "uitgesteld|niet gehaald"}
  - {status: deels, pattern: "loopt (nog )?door"}
otherwise: geen-informatie
"""
HEADINGS = "status;doel_waarde;vergelijking;resultaat_waarde;resultaat\n"


def rules_from(tmp_path: Path, text: str, findings: Findings):
    (tmp_path / "statusregels.yaml").write_text(text, encoding="utf-8")
    return read_rules(tmp_path / "statusregels.yaml", "data/statusregels.yaml", findings)


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        ("deels;20;>=;10;", ("deels", False)),
        ("Niet gerealiseerd;;;;", ("niet-gerealiseerd", False)),
        (";20;>=;20;uitgesteld", ("gerealiseerd", True)),
        (";20;<=;21;", ("niet-gerealiseerd", True)),
        (";20;;21;Het project LOOPT nog door.", ("deels", True)),
        (";;;;Is uitgesteld, maar loopt door", ("niet-gerealiseerd", True)),
        (";;;;Twaalf bijeenkomsten", ("geen-informatie", True)),
    ],
)
def test_the_order_of_the_rules(tmp_path: Path, row: str, answer: tuple[str, bool]) -> None:
    findings = Findings()
    rules = rules_from(tmp_path, RULES, findings)
    table = parse_csv((HEADINGS + row).encode(), "data/m.csv", findings)
    assert rules is not None
    assert table is not None
    assert rules.status(table.rows[0]) == answer
    assert len(findings) == 0


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
    findings = Findings()
    assert rules_from(tmp_path, RULES.replace(old, new, 1), findings) is None
    assert [(p.code, p.place.line) for p in findings] == [(code, line)]


def test_a_typed_status_that_is_none_is_a_problem(tmp_path: Path) -> None:
    findings = Findings()
    rules = rules_from(tmp_path, RULES, findings)
    table = parse_csv((HEADINGS + "gerealizeerd;;;;\n").encode(), "data/m.csv", findings)
    assert rules is not None
    assert table is not None
    rules.check(table, findings)
    (problem,) = findings
    assert (problem.code, problem.place.line) == ("data-status", 2)
    assert "“gerealiseerd”" in problem.hint
