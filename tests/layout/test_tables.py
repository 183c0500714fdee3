"""Tables: where they split, what they repeat, how they divide their width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.content.model import Align, Cell, Column, Paragraph, Row, RowKind, Table, Text
from reportbuilder.layout.set_table import set_table
from reportbuilder.layout.tables import CellBox, TableBox, column_widths
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.tagging.model import Artifact, Mark

from ..tagging.trees import tags_of

COLUMNS = (Column("a", (Text("Onderwerp"),), header=True), Column("b", (Text("2022"),), Align.DECIMAL))


def cell(text: str, value: float | None = None, columns: int = 1) -> Cell:
    return Cell((Paragraph((Text(text),)),), columns, value)


def table(rows: tuple[Row, ...]) -> Table:
    return Table("t", (Text("Een tabel"),), COLUMNS, rows, number="Tabel 1", source=(Text("politie"),))


def body(name: str, figure: str = "12", value: float = 12.0) -> Row:
    return Row((cell(name), cell(figure, value)))


def group(name: str) -> Row:
    return Row((cell(name, columns=2),), RowKind.GROUP)


def made(setter: Typesetter, rows: tuple[Row, ...], column_height: float = 300.0) -> TableBox:
    whole = table(rows)
    return set_table(setter, whole, tags_of(whole)[0], 300.0, column_height, 4.0)


def parts(box: TableBox, available: float) -> list[TableBox]:
    result = [box]
    while (cut := result[-1].cut(available, lambda labels: 0.0)) is not None and result[-1].height > available:
        assert isinstance(cut[0], TableBox)
        assert isinstance(cut[1], TableBox)
        result[-1:] = [cut[0], cut[1]]
    return result


def test_a_split_table_keeps_every_row_and_says_so(setter: Typesetter) -> None:
    box = made(setter, tuple(body(f"rij {n}") for n in range(40)))
    pieces = parts(box, 200.0)
    assert len(pieces) > 2
    assert [row for piece in pieces for row in piece.rows] == list(box.rows)
    assert all(piece.height <= 200.01 for piece in pieces)
    assert "vervolg" not in pieces[0].caption.lines[0].text
    assert all("vervolg" in piece.caption.lines[0].text for piece in pieces[1:])
    assert all(words(piece) == words(box) for piece in pieces)
    assert [bool(piece.tail) for piece in pieces] == [False] * (len(pieces) - 1) + [True]


def words(box: TableBox) -> list[str]:
    """The words of the header."""
    return [line.text for cell in box.header.cells for part in cell.parts for line in part.flowable.lines]  # type: ignore[attr-defined]


def marks(cells: tuple[CellBox, ...]) -> list[Mark]:
    """What the words of cells belong to."""
    return [part.flowable.mark for cell in cells for part in cell.parts]  # type: ignore[attr-defined]


def test_what_a_split_table_repeats_is_not_read_again(setter: Typesetter) -> None:
    whole = table(tuple(body(f"rij {n}") for n in range(40)))
    (tag,) = tags_of(whole)
    caption, head, rows = tag.children[0].children
    box = set_table(setter, whole, tag, 300.0, 300.0, 4.0)
    first, *others = parts(box, 200.0)

    assert first.caption.mark == caption.key
    assert marks(first.header.cells) == [cell.key for cell in head.children[0].children]
    for piece in others:
        assert {piece.caption.mark, *marks(piece.header.cells)} == {Artifact.REPEATED}
    read = [marks(row.cells) for piece in (first, *others) for row in piece.rows]
    assert read == [[cell.key for cell in row.children] for row in rows.children]
    assert [text.mark for text in others[-1].tail] == [tag.children[1].key]


def test_a_group_heading_is_never_the_last_row_of_a_part(setter: Typesetter) -> None:
    rows = tuple(r for n in range(15) for r in (group(f"groep {n}"), body(f"rij {n}")))
    for available in range(120, 300, 7):
        for piece in parts(made(setter, rows), float(available)):
            assert not piece.rows[-1].leads


def test_a_small_table_is_not_split(setter: Typesetter) -> None:
    box = made(setter, tuple(body(f"rij {n}") for n in range(3)), column_height=700.0)
    assert box.cut(box.height - 5, lambda labels: 0.0) is None
    assert box.minimum == box.height


def test_a_row_is_cut_inside_only_when_it_is_taller_than_a_column(setter: Typesetter) -> None:
    long = body("woorden die een lange cel vullen " * 60)
    box = made(setter, (long, body("kort")), column_height=200.0)
    pieces = parts(box, 200.0)
    assert len(pieces) > 1
    texts = [
        line.text
        for piece in pieces
        for row in piece.rows
        for part in row.cells[0].parts
        for line in part.flowable.lines  # type: ignore[attr-defined]
    ]
    whole = [line.text for part in box.rows[0].cells[0].parts for line in part.flowable.lines]  # type: ignore[attr-defined]
    assert texts[: len(whole)] == whole
    short = made(setter, (body("woorden " * 40), body("kort")), column_height=600.0)
    assert short.cut(60.0, lambda labels: 0.0) is None


def test_figures_of_one_unit_have_their_commas_under_each_other(setter: Typesetter) -> None:
    rows = (body("a", "82,3\u00a0%", 82.3), body("b", "9,25\u00a0%", 9.25), body("c", "1.234", 1234.0))
    box = made(setter, rows)

    def comma(index: int, whole: str) -> float:
        part = box.rows[index].cells[1].parts[0]
        return part.x + setter.natural_width((Text(whole),), setter.design.text.table)

    assert comma(0, "82") == pytest.approx(comma(1, "9"), abs=0.01)
    end = box.rows[2].cells[1].parts[0]
    right = end.x + setter.natural_width((Text("1.234"),), setter.design.text.table)
    longest = box.rows[1].cells[1].parts[0]
    assert right == pytest.approx(
        longest.x + setter.natural_width((Text("9,25\u00a0%"),), setter.design.text.table), abs=0.01
    )


@given(
    st.lists(st.tuples(st.floats(5, 80), st.floats(0, 900)), min_size=1, max_size=7),
    st.floats(300, 600),
)
def test_columns_take_the_whole_width_and_no_word_is_squeezed(pairs: list[tuple[float, float]], width: float) -> None:
    least = [low for low, _ in pairs]
    natural = [low + more for low, more in pairs]
    widths = column_widths(least, natural, [None] * len(pairs), width)
    assert sum(widths) == pytest.approx(width)
    if sum(least) <= width:
        assert all(w >= low - 0.01 for w, low in zip(widths, least, strict=True))


def test_shares_divide_the_width() -> None:
    assert column_widths([10, 10], [50, 50], [1.0, 3.0], 400.0) == [100.0, 300.0]
