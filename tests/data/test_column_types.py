"""The other cells of a column decide what a number, a mark or a code is; what is ambiguous is told with its cell."""

from pathlib import Path

import pytest

from reportbuilder.data.data_files import read_table
from reportbuilder.data.indicators import check_indicators
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.i18n.number_parsing import printed_mark


def read(folder: Path, text: str | bytes, declared: str = "") -> tuple[DataTable | None, Diagnostics]:
    (folder / "t.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    if declared:
        (folder / "t.yaml").write_text(declared)
    diagnostics = Diagnostics()
    return read_table(folder / "t.csv", "data/t.csv", diagnostics), diagnostics


def column(folder: Path, cells: list[str], name: str = "waarde", declared: str = "") -> tuple[list[str], list[str]]:
    """What a column of a plain table is read as, and the codes and cells of its problems."""
    lines = [f"naam;{name}", *(f"rij {number};{cell}" for number, cell in enumerate(cells))]
    table, diagnostics = read(folder, "\n".join(lines), declared)
    assert table is not None
    found = (row.cells[name] for row in table.rows)
    told = [
        (c.text and printed_mark(c.text, c.shown, {})) if c.missing else "text" if c.value is None else str(c.value)
        for c in found
    ]
    assert all(
        p.place.file == "data/t.csv" and p.place.column == len(f"rij {p.place.line - 2};") + 1 for p in diagnostics
    )
    return told, [f"{p.code} {cells[p.place.line - 2]}" for p in diagnostics]


@pytest.mark.parametrize(
    ("cells", "values", "problems"),
    [
        (["12345", "1.234", "1,5"], ["12345", "1234", "1.5"], []),
        (["0.125", "0.345", "12.5"], ["0.125", "0.345", "12.5"], []),
        (["0.500", "1.250"], ["0.500", "1.250"], ["number-ambiguous 1.250"]),
        (["34.5", "1.234"], ["text", "text"], ["number-ambiguous 1.234"]),
        (["0.5", "1,234"], ["0.5", "1234"], ["number-ambiguous 1,234"]),
        (["1,234.50", "1,234,567", "3"], ["1234.50", "1234567", "3"], []),
        (["1,5", "2.5", "3,5"], ["1.5", "2.5", "3.5"], ["number-notation 2.5"]),
        (["1.1", "1.2", "2.0"], ["text", "text", "text"], []),  # sections, or versions
        (["1.9", "1.10", "1.10", "2"], ["text", "text", "text", "text"], []),
        (["2.0", "1.1", "1.0"], ["text", "text", "text"], []),
        (["12O4", "1.250", "circa 12", "Io"], ["text", "1250", "text", "text"], ["data-letter 12O4"]),
        (["12.5", "3.2", "14.0"], ["text", "text", "text"], ["data-decimal-point 12.5"]),
        (["12.5%", "3.2%", "14.0%"], ["12.5", "3.2", "14.0"], []),
        (["€ 12.50", "€ 3.20"], ["12.50", "3.20"], []),
        ([".50", "-.25", "1.5"], ["0.50", "-0.25", "1.5"], []),  # as SPSS writes them
        ([",50", "-,25", "1,5"], ["0.50", "-0.25", "1.5"], []),
        ([".500", "1.250"], ["0.500", "1.250"], ["number-ambiguous 1.250"]),
        (["12345", "x", "."], ["12345", "x", "."], []),
        (["34,5", "-", "\u2013"], ["34.5", "\u2013", "\u2013"], []),
        (["x", "", "x"], ["text", "", "text"], []),  # ticks
        (["12", "x", "zie de noot"], ["12", "text", "text"], []),
        (["1.000", "(250)", "300,00-"], ["1000", "-250", "-300.00"], []),
        (["(1)", "(2)"], ["text", "text"], []),  # labels
        (["007", "1200", "13"], ["text", "text", "text"], []),
        (["12345", "1.234.5"], ["12345", "text"], ["data-not-a-number 1.234.5"]),
        (["12.34.567", "5"], ["text", "5"], ["data-not-a-number 12.34.567"]),
        (["1e5", "5"], ["text", "5"], ["data-not-a-number 1e5"]),
        (["1,2e3", "5"], ["text", "5"], ["data-not-a-number 1,2e3"]),
        (["NaN", "5"], ["text", "5"], ["data-not-a-number NaN"]),
        (["inf", "5"], ["text", "5"], ["data-not-a-number inf"]),
        (["1" * 29, "5"], ["text", "5"], [f"data-not-a-number {'1' * 29}"]),
        (["1" * 29, "2" * 32], ["text", "text"], []),  # codes
        (["=SOM(A1)", "5"], ["text", "5"], ["data-formula =SOM(A1)"]),
        (["=A1+B2", "=1+2"], ["text", "text"], ["data-formula =A1+B2", "data-formula =1+2"]),
        (["#DEEL/0!", "#N/A"], ["text", "text"], ["data-error #DEEL/0!", "data-error #N/A"]),
    ],
)
def test_a_column_is_read_as_a_whole(tmp_path: Path, cells: list[str], values: list[str], problems: list[str]) -> None:
    assert column(tmp_path, cells) == (values, problems)


@pytest.mark.parametrize(
    ("cells", "values", "problems"),
    [
        (["34.5", "12.5"], ["34.5", "12.5"], []),
        (["34.5", "1.234"], ["34.5", "1.234"], ["number-ambiguous 1.234"]),
        (["12", "x", "in bewerking"], ["12", "x", "text"], []),
        (["0123", "1200"], ["text", "text"], []),
    ],
)
def test_a_year_holds_figures(tmp_path: Path, cells: list[str], values: list[str], problems: list[str]) -> None:
    assert column(tmp_path, cells, "2022") == (values, problems)


@pytest.mark.parametrize(
    ("cells", "declared", "values", "problems"),
    [
        (["0.500", "1.250"], "decimal: point", ["0.500", "1.250"], []),
        (["1.250", "3"], "decimal: point", ["1.250", "3"], []),
        (["0,5", "3"], "decimal: point", ["text", "3"], ["data-not-a-number 0,5"]),
        (["0.5", "3"], "decimal: comma", ["text", "3"], ["data-not-a-number 0.5"]),
        (["1.234.5", "3"], "text: [waarde]", ["text", "text"], []),
        (["12", "onbekend"], "missing: [onbekend]", ["12", "onbekend"], []),
        (["12", "x", "."], "missing: {x: geheim, '.': \u2013}", ["12", "geheim", "\u2013"], []),
        (["12", "9999"], "missing: {9999: \u2013}", ["12", "\u2013"], []),
    ],
)
def test_what_is_declared_holds(
    tmp_path: Path, cells: list[str], declared: str, values: list[str], problems: list[str]
) -> None:
    assert column(tmp_path, cells, declared=declared) == (values, problems)


def test_the_years_of_indicators_have_one_notation(tmp_path: Path) -> None:
    table, diagnostics = read(tmp_path, "id;eenheid;2022;2023\na;aantal;0.125;0.500\nb;procent;0.345;1.250\n")
    (problem,) = diagnostics
    assert (problem.code, problem.place.line, problem.place.column) == ("number-ambiguous", 3, 17)
    assert "1250" in problem.message
    assert "1,250" in problem.message
    declared, diagnostics = read(
        tmp_path, "id;eenheid;2022;2023\na;aantal;0.125;0.500\nb;procent;0.345;1.250\n", "decimal: point"
    )
    assert not list(diagnostics)
    assert table is not None
    assert declared is not None
    assert [str(row.value("2023")) for row in declared.rows] == ["0.500", "1.250"]


def test_a_column_that_is_not_there_is_told(tmp_path: Path) -> None:
    _, diagnostics = read(tmp_path, "a;b\n1;2\n", "text: [c]")
    assert [(p.code, str(p.place)) for p in diagnostics] == [("column-unknown", "data/t.yaml:1:8")]


@pytest.mark.parametrize(
    ("norm", "figure", "told"),
    [
        (">= 1.250", "0.5", ["number-ambiguous data/t.csv:2:14"]),
        ("minimaal 1.250", "0.5", ["number-ambiguous data/t.csv:2:14"]),
        (">= 1250", "0.5", []),
        (">= 1,25", "0.5", []),
        (">= 0.25", "0.5", []),
        (">= 1.250", "0,5", []),
    ],
)
def test_a_norm_beside_decimal_points_can_be_read_in_one_way(
    tmp_path: Path, norm: str, figure: str, told: list[str]
) -> None:
    table, diagnostics = read(tmp_path, f"id;eenheid;2022;norm\na;aantal;{figure};{norm}\n")
    assert table is not None
    check_indicators(table, diagnostics)
    assert [f"{p.code} {p.place}" for p in diagnostics] == told


@pytest.mark.parametrize(
    ("text", "declared", "values"),
    [
        ('naam,n\na,"1,234"\nb,"12,345"\n', "", None),
        ("naam,n\na,1.250\nb,14.125\n", "", None),
        ('naam;n;w\na;1,234;"1,234.50"\nb;12,345;3\n', "", None),
        ("naam;n;w\na;1.250;0.5\nb;14.125;3\n", "", None),
        ('naam,n\na,"1,234"\nb,"12,345"\n', "decimal: point", ["1234", "12345"]),
        ('naam,n\na,"1,234"\nb,"12,345"\n', "decimal: comma", ["1.234", "12.345"]),
        ("naam,n\na,1.250\nb,14.125\n", "decimal: comma", ["1250", "14125"]),
        ("naam,n\na,1.250\nb,14.125\n", "decimal: point", ["1.250", "14.125"]),
        ('naam,n,w\na,1.250,"0,5"\nb,14.125,3\n', "", ["1250", "14125"]),
        ("naam,n\na,1250\nb,14.125.000\n", "", ["1250", "14125000"]),
        ("naam,n\na,1250\nb,3.5\n", "", ["text", "text"]),
        ("naam;n\na;1.250\nb;14.125\n", "", ["1250", "14125"]),
        ("naam;n;versie\na;1.250;1.1\nb;14.125;1.2\n", "", ["1250", "14125"]),
        ("naam;n;w\na;1.250;0.5\nb;14.125;3\n", "text: [w]", ["1250", "14125"]),
    ],
)
def test_the_rest_of_a_file_tells_how_a_column_is_read_that_could_be_two(
    tmp_path: Path, text: str, declared: str, values: list[str] | None
) -> None:
    table, diagnostics = read(tmp_path, text, declared)
    assert table is not None
    codes = [p.code for p in diagnostics if p.code != "data-decimal-point"]
    assert codes == (["number-ambiguous"] if values is None else [])
    if values is not None:
        assert [str(row.cells["n"].value or "text") for row in table.rows] == values


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Postcode", None),
        ("PC4", None),
        ("KvK-nummer", None),
        ("wijk_id", None),
        ("Aantal", "3011"),
        ("Aantal per postcode", "3011"),
        ("Gemiddeld nummer", "3011"),
        ("Personen", "3011"),
    ],
)
def test_codes_by_their_name_get_no_points_between_thousands(tmp_path: Path, name: str, value: str | None) -> None:
    table, diagnostics = read(tmp_path, f"naam;{name}\na;3011\nb;12\n")
    assert table is not None
    assert list(diagnostics) == []
    assert table.rows[0].cells[name].value == (None if value is None else int(value))
