"""Tables: where they split, what they repeat, how they divide their width."""

from collections.abc import Iterator
from typing import SupportsIndex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.document.model import Align, Cell, Column, NoteReference, Paragraph, Row, RowKind, Table, Text
from reportbuilder.layout.set_table import TableRoom, measure_figures, set_table
from reportbuilder.layout.tables import CellBox, RowBox, TableBox, column_widths
from reportbuilder.layout.typeset import TextBlock, Typesetter
from reportbuilder.structure.model import Artifact, Mark
from reportbuilder.values import replace

from ..structure.small_documents import with_tags

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
    return set_whole(setter, whole, TableRoom(300.0, 300.0, column_height))


def set_whole(setter: Typesetter, whole: Table, room: TableRoom) -> TableBox:
    """A table set in a room."""
    (block,), tags = with_tags(whole)
    return set_table(setter, block, tags, room, 4.0)


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
    (whole,), tags = with_tags(table(tuple(body(f"rij {n}") for n in range(40))))
    tag = tags.root.children[1]
    caption, head, rows = tag.children[0].children
    box = set_table(setter, whole, tags, TableRoom(300.0, 300.0, 300.0), 4.0)
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


def test_no_row_of_a_table_is_left_alone(setter: Typesetter) -> None:
    box = made(setter, tuple(body(f"rij {n}") for n in range(9)))
    for lines in range(1, 9):
        halves = box.cut(box.height - 0.1 - lines * box.rows[0].height, lambda labels: 0.0)
        if halves is not None:
            assert [len(half.rows) >= 2 for half in halves if isinstance(half, TableBox)] == [True, True]
    first = box.cut(box.height - 0.1, lambda labels: 0.0)
    assert first is not None
    assert isinstance(first[1], TableBox)
    assert len(first[1].rows) == 2
    assert box.cut(box.minimum - 0.1, lambda labels: 0.0) is None
    assert box.cut(box.minimum, lambda labels: 0.0) is not None


def test_a_small_table_is_not_split(setter: Typesetter) -> None:
    box = made(setter, tuple(body(f"rij {n}") for n in range(3)), column_height=700.0)
    assert box.cut(box.height - 5, lambda labels: 0.0) is None
    assert box.minimum == box.height


def set_lines(pieces: list[TableBox], column: int) -> list[str]:
    """The lines of a column, head and foot left out."""
    return [
        line.text
        for piece in pieces
        for row in piece.rows
        for part in row.cells[column].parts
        for line in part.flowable.lines  # type: ignore[attr-defined]
    ]


def test_a_row_taller_than_a_column_begins_where_there_is_room(setter: Typesetter) -> None:
    box = made(setter, (body("kort"), body("woorden die een lange cel vullen " * 60), body("kort")), 300.0)
    first = box.cut(160.0, lambda labels: 0.0)
    assert first is not None
    assert isinstance(head := first[0], TableBox)
    assert len(head.rows) == 2
    assert 130.0 < head.height <= 160.01
    assert set_lines(parts(box, 160.0), 0) == set_lines([box], 0)


def test_a_row_is_cut_rather_than_leave_much_of_a_column_empty(setter: Typesetter) -> None:
    box = made(setter, (body("woorden " * 60), body("kort")), column_height=200.0)
    assert box.cut(45.0, lambda labels: 0.0) is None, "it fits the next column, and little of this one stays empty"
    halves = box.cut(110.0, lambda labels: 0.0)
    assert halves is not None
    assert halves[0].height > 80.0


def test_every_cell_of_a_row_is_cut_where_the_column_ends(setter: Typesetter) -> None:
    columns = (Column("a", (Text("Vraag"),)), Column("b", (Text("Antwoord"),)))
    rows = (Row((cell("lange vraag " * 200), cell("kort"))), Row((cell("de eerste " * 90), cell("de tweede " * 240))))
    whole = Table("t", (Text("Een tabel"),), columns, rows, number="Tabel 1")
    box = set_whole(setter, whole, TableRoom(300.0, 300.0, 200.0))
    pieces = parts(box, 200.0)
    assert [set_lines(pieces, n) for n in range(2)] == [set_lines([box], n) for n in range(2)]
    assert all(100.0 < piece.height <= 200.01 for piece in pieces[:-1])


noted_column = (Column("a", (Text("Wijk"),), header=True), Column("b", (Text("2023"), NoteReference("n", 1))))


@pytest.mark.parametrize(("depth", "again"), [(20.0, True), (150.0, False)])
def test_a_footnote_of_a_header_is_repeated_with_it_or_its_mark_is_not(
    setter: Typesetter, depth: float, again: bool
) -> None:
    whole = Table("t", (Text("Een tabel"),), noted_column, tuple(body(f"rij {n}") for n in range(40)))
    box = set_whole(setter, whole, TableRoom(300.0, 300.0, 300.0, {"n": depth}))
    first, *others = parts(box, 200.0)
    assert first.header.notes == ("n",)
    assert words(first)[1].strip() == "20231"
    for piece in others:
        assert piece.header.notes == (("n",) if again else ())
        assert words(piece)[1].strip() == ("20231" if again else "2023")


def test_what_is_taller_than_a_column_is_cut_anywhere(setter: Typesetter) -> None:
    """Caption, header, heading rows and source too, and every piece says something."""
    columns = (Column("a", (Text("een lang opschrift " * 30),)), Column("b", (Text("2022"),)))
    rows = (group("een lang tussenkopje " * 80), body("cel " * 200))
    whole = Table("t", (Text("bijschrift " * 150),), columns, rows, source=(Text("een lange bron " * 150),))
    box = set_whole(setter, whole, TableRoom(300.0, 300.0, 120.0))
    pieces: list[TableBox] = []
    rest: TableBox | None = box
    while rest is not None and rest.height > 120.0:
        halves = rest.cut(120.0, lambda labels: 0.0) or rest.force_cut(120.0)
        assert halves is not None
        assert isinstance(halves[0], TableBox)
        assert isinstance(halves[1], TableBox)
        pieces, rest = [*pieces, halves[0]], halves[1]
    assert rest is not None
    pieces.append(rest)
    assert all(0.0 < piece.height <= 120.01 for piece in pieces)
    assert set_lines(pieces, 0) == set_lines([box], 0)
    assert [line for piece in pieces for text in piece.tail for line in text.lines] == list(box.tail[0].lines)
    found = [line.text for piece in pieces for line in piece.caption.lines if "vervolg" not in line.text]
    assert found == [line.text for line in box.caption.lines]
    assert "".join(line for piece in pieces for line in words(piece)).count("opschrift") == 30


def test_the_rows_of_a_long_table_are_measured_once(setter: Typesetter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page asks only about its own rows, however many are left."""
    asked = 0
    row = made(setter, (body("rij"),)).rows[0]

    class Counted(tuple[RowBox, ...]):
        def __iter__(self) -> Iterator[RowBox]:
            nonlocal asked
            for each in tuple.__iter__(self):
                asked += 1
                yield each

        def __getitem__(self, index: SupportsIndex | slice) -> RowBox | tuple[RowBox, ...]:  # type: ignore[override]
            found = tuple.__getitem__(self, index)
            return Counted(found) if isinstance(index, slice) else found

    counts = []
    for count in (500, 1000):
        box = replace(made(setter, (body("rij"),)), rows=Counted([row] * count), rows_height=count * row.height)
        asked = 0
        parts(box, 300.0)
        counts.append(asked)
    assert counts[1] < 2.2 * counts[0]


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


def test_columns_beside_shares_are_as_wide_as_they_must() -> None:
    assert column_widths([10, 120, 30], [90, 120, 60], [1.0, None, None], 300.0) == [120.0, 120.0, 60.0]


def test_english_figures_stand_by_their_points(setter: Typesetter) -> None:
    english = replace(setter, language="en")
    cells = [Cell((Paragraph((Text(words),)),), value=1.0) for words in ("1,234.5 MW", "9.25 MW", "12 MW")]
    figures = measure_figures(english, setter.design.text.table, cells)
    for words, found in zip(("1,234", "9", "12"), figures.figures.values(), strict=True):
        assert found.unit == " MW"
        assert found.whole == pytest.approx(setter.natural_width((Text(words),), setter.design.text.table))


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("12,4 miljoen m³", "US$ 1.250,00", False),
        ("12 MW", "11,5 MW", True),
        ("1.234,5 CO₂", "3 CO₂", True),
        ("3,4 mln.", "12 mln.", True),
        ("−300,50", "1.250", True),
        ("8:30", "12:05", True),
    ],
)
def test_a_unit_may_have_any_letters_and_signs(setter: Typesetter, one: str, other: str, level: bool) -> None:
    style = setter.design.text.table
    cells = [Cell((Paragraph((Text(words),)),), value=1.0) for words in (one, other)]
    figures = measure_figures(setter, style, cells)
    first, second = (figures.figures[id(cell)] for cell in cells)
    assert (first.unit == second.unit) == level
    for words, figure in zip((one, other), (first, second), strict=True):
        comma = words.split(",")[0] if "," in words else words.removesuffix(figure.unit)
        assert figure.whole == pytest.approx(setter.natural_width((Text(comma),), style))


def test_headings_of_different_heights_can_be_cut_at_any_height(setter: Typesetter) -> None:
    """The space above a short heading that stands on the rule has no lines, and is asked for some like any text."""
    columns = (Column("a", (Text("een lang opschrift " * 20),)), Column("b", (Text("2022"),)))
    header = set_whole(setter, Table("t", (), columns, (body("rij"),)), TableRoom(120.0, 300.0, 300.0)).header
    texts = [part.flowable for cell in header.cells for part in cell.parts]
    assert any(isinstance(text, TextBlock) and not text.lines for text in texts)
    for text in texts:
        for available in (0.0, 10.0, text.height):
            halves = text.cut(available, lambda labels: 0.0) or text.force_cut(available)
            assert halves is None or sum(half.height for half in halves) == pytest.approx(text.height)
