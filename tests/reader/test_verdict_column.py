"""A column of verdicts: symbol, word and norm; and cells that are shown once."""

from pathlib import Path

from reportbuilder.document.model import StatusMark, Table
from reportbuilder.document.walk import plain, within
from tests.blocks.test_status_bar import laid

DATA = """id;thema;indicator;eenheid;2021;2022;norm;norm 2022
meer;Water;Metingen;aantal;40;52;>= 60;>= 50
minder;Water;Klachten;aantal;9;8;<= 10;
geen;Lucht;Bomen;aantal;3;4;;
"""
TABLE = """
:::{table} tabel-oordelen
---
data: oordelen.csv
columns:
  - {key: thema, once: true}
  - {key: indicator, header: true}
  - {key: "2022"}
  - {key: oordeel, label: Oordeel, verdict: "2022"}
---
:::
"""


def cells(tmp_path: Path, rows: str = DATA) -> list[tuple[str, str]]:
    """The words of the first and the last cell of each row."""
    data = tmp_path / "oordelen.csv"
    data.write_text(rows, "utf-8")
    _, blocks = laid(tmp_path, added=TABLE, data=(data,))
    (table,) = [block for block in blocks if isinstance(block, Table) and block.label == "tabel-oordelen"]
    return [(_said(row.cells[0].blocks), _said(row.cells[-1].blocks)) for row in table.rows]


def _said(blocks: tuple[object, ...]) -> str:
    children = [inline for block in blocks for inline in within(getattr(block, "children", ()))]
    words = (f"[{one.status.value}] " if isinstance(one, StatusMark) else "" for one in children)
    return "".join(words) + "".join(plain(getattr(block, "children", ())) for block in blocks)


def test_a_verdict_has_symbol_word_and_norm(tmp_path: Path) -> None:
    (_, first), (_, second), (_, third) = cells(tmp_path)
    assert second == "[gerealiseerd] doel gehaald (≤\u00a010)"
    assert third == "–"
    assert first.startswith("[niet-gerealiseerd] [gerealiseerd] doel niet gehaald (≥\u00a060)")


def test_another_verdict_by_another_norm_is_said(tmp_path: Path) -> None:
    (_, first), *_ = cells(tmp_path)
    assert first.endswith("; norm 2022: doel gehaald (≥\u00a050)")


def test_what_is_shown_once_is_left_out_below_the_same(tmp_path: Path) -> None:
    assert [theme for theme, _ in cells(tmp_path)] == ["Water", "", "Lucht"]
