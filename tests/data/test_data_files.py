"""The data files of a folder are read by name; declarations that belong to none of them are reported."""

from decimal import Decimal
from pathlib import Path

import pytest

from reportbuilder import open_project
from reportbuilder.data.data_files import read_tables, stray_declarations
from reportbuilder.diagnostics import Diagnostics, ReportError


@pytest.mark.parametrize(
    ("name", "text", "hint"),
    [
        ("indicatorn.yaml", "names: {a: [b]}\n", "Did you mean “indicatoren.csv”?"),
        ("indicatoren.yml", "names: {a: [b]}\n", "Rename it to indicatoren.yaml."),
        ("indicatorn.yaml", "", "Did you mean “indicatoren.csv”?"),
        ("indicatorn.yaml", "[half", "Did you mean “indicatoren.csv”?"),
    ],
)
def test_a_declaration_that_holds_for_no_file_is_told(name: str, text: str, hint: str, tmp_path: Path) -> None:
    (tmp_path / "indicatoren.csv").write_text("id\n")
    (tmp_path / name).write_text(text)
    assert list(stray_declarations(tmp_path)) == [(tmp_path / name, hint)]


def test_declarations_that_hold_for_a_file_are_not_told(tmp_path: Path) -> None:
    assert list(stray_declarations(tmp_path / "data")) == []
    (tmp_path / "indicatoren.csv").write_text("id\n")
    (tmp_path / "indicatoren.yaml").write_text("names: {}\n")
    (tmp_path / "kern.yaml").write_text("file: indicatoren.csv\n")
    (tmp_path / "statusregels.yaml").write_text("{}\n")
    assert list(stray_declarations(tmp_path)) == []


def test_the_tables_of_a_folder_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id;2022\nx;1,5\n")
    (tmp_path / "b.csv").write_text("id;2022\ny;2\n")
    (tmp_path / "b.yaml").write_text("file: b.csv\n")
    (tmp_path / "c.csv").write_text("")
    diagnostics = Diagnostics()
    tables = read_tables(tmp_path, diagnostics, tmp_path)
    assert {name: [row.text("id") for row in table.rows] for name, table in tables.items()} == {"a": ["x"], "b": ["y"]}
    assert [(problem.code, Path(problem.place.file).name) for problem in diagnostics] == [("file-empty", "c.csv")]


def test_files_of_one_name_are_told_apart_by_their_extension(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id;2022\nx;1,5\n")
    (tmp_path / "a.CSV").write_text("id;2022\ny;1,5\n")
    tables = read_tables(tmp_path, Diagnostics(), tmp_path)
    assert {name: table.rows[0].text("id") for name, table in tables.items()} == {"a.CSV": "y", "a.csv": "x"}


def test_a_report_of_the_api_has_tables_with_data_frames() -> None:
    report = open_project(Path(__file__).parents[2]).report("jaarverslag-2022")
    table = report.tables()["indicatoren"]
    frame, rows = table.frame, table.rows
    assert list(frame["id"]) == [row.text("id") for row in rows]
    assert all(isinstance(figure, Decimal) for figure in frame["2022"])
    assert sum(frame["2022"].dropna()) == sum(row.value("2022") or 0 for row in rows)


def test_a_report_whose_tables_cannot_be_read_raises_what_is_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "r"
    for name in ("data", "../../styles"):
        (folder / name).mkdir(parents=True)
    (folder / "report.yaml").write_text("title: T\n")
    (folder / "data" / "a.csv").write_text("")
    with pytest.raises(ReportError) as raised:
        open_project(tmp_path).report("r").tables()
    assert [problem.code for problem in raised.value.problems] == ["file-empty"]
