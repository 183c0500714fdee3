"""Declarations that hold for no data file are told: a norm or a name that is not read is missed by nobody."""

from pathlib import Path

import pytest

from reportbuilder.data.data_files import stray_declarations


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
