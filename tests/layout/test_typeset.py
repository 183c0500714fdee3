"""Running text as a flowable: cut without widows or orphans, headings with their last line on the grid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.document.graphics import Path
from reportbuilder.document.model import NoteReference, PageReference, Sparkline, Status, StatusMark, Text
from reportbuilder.layout.typeset import TextBlock, Typesetter
from reportbuilder.text.breaking import Line
from reportbuilder.values import replace


def lines(count: int) -> tuple[Line, ...]:
    return tuple(Line((), 50.0, 0.0, False, False, f"regel {n}") for n in range(count))


def block(count: int, **more: object) -> TextBlock:
    return TextBlock(lines(count), 14.0, 4.0, 100.0, 1, **more)  # type: ignore[arg-type]


@given(st.integers(1, 40), st.floats(0, 700))
def test_a_cut_keeps_all_lines_and_leaves_two_on_either_side(count: int, available: float) -> None:
    text = block(count)
    parts = text.cut(available, lambda labels: 0.0)
    if parts is None:
        assert count < 4 or available < 28
        return
    head, rest = parts
    assert isinstance(head, TextBlock)
    assert isinstance(rest, TextBlock)
    assert head.lines + rest.lines == text.lines
    assert min(len(head.lines), len(rest.lines)) >= 2
    assert head.height <= available + 0.01


@given(st.integers(1, 6), st.sampled_from([12.0, 14.0, 18.0, 24.0]))
def test_a_heading_takes_whole_grid_lines(count: int, leading: float) -> None:
    text = TextBlock(lines(count), leading, 4.0, 100.0, 1, grid=12.0)
    assert text.height % 12.0 == pytest.approx(0.0)
    assert text.height - count * min(leading, 12.0) >= 0 if leading < 24 else text.height == count * 24


def test_the_footnotes_of_a_line_count_when_it_is_cut() -> None:
    text = block(10, notes_by_line=tuple(("n",) if n == 5 else () for n in range(10)))
    with_room = text.cut(6 * 14.0 + 20, lambda labels: 20.0 if labels else 0.0)
    without = text.cut(6 * 14.0, lambda labels: 20.0 if labels else 0.0)
    assert with_room is not None
    assert without is not None
    assert (len(with_room[0].lines), len(without[0].lines)) == (6, 5)  # type: ignore[attr-defined]


def test_a_note_mark_is_found_in_its_line(setter: Typesetter) -> None:
    words = (Text("woorden " * 30), NoteReference("bron", 1), Text(" en nog meer woorden"))
    text = setter.block(words, setter.design.text.body, 200.0, 1)
    marked = [n for n, labels in enumerate(text.notes_by_line) if labels == ("bron",)]
    assert marked == [n for n, line in enumerate(text.lines) if "1" in line.text]
    assert len(marked) == 1


def test_a_status_is_a_symbol_and_its_word(setter: Typesetter) -> None:
    line = setter.line((StatusMark(Status.DONE, "gerealiseerd"),), setter.design.text.body)
    assert [p.box.name for p in line.pieces if p.box] == ["gerealiseerd"]
    assert line.text.strip() == "gerealiseerd"
    silent = setter.line((StatusMark(Status.DONE, "doel gehaald", show_word=False),), setter.design.text.body)
    assert silent.text.strip() == "doel gehaald", "read aloud, not drawn"


def test_a_sparkline_is_a_picture_that_is_read_as_words(setter: Typesetter) -> None:
    line = setter.line((Sparkline((3.0, None, 1.0, 2.0), "van 3 naar 2", norm=2.5),), setter.design.text.body)
    (picture,) = (piece.box.picture for piece in line.pieces if piece.box)
    assert picture is not None
    assert line.text.strip() == "van 3 naar 2"
    assert line.width == picture.width
    paths = [item for item in picture.items if isinstance(item, Path)]
    dots, stretches = ([path for path in paths if bool(path.fill) is filled] for filled in (True, False))
    assert len(dots) == 1, "the last value"
    assert len(stretches) == 3, "before and after the value that is not known, and the ring of the norm"
    points = [xy for path in stretches for s in path.segments for xy in zip(s.points[::2], s.points[1::2], strict=True)]
    assert all(0 <= x <= picture.width and 0 <= y <= picture.height for x, y in points)


def test_a_page_reference_is_set_with_its_page(setter: Typesetter) -> None:
    line = setter.line((PageReference("x", "bladzijde"),), setter.design.text.body)
    assert line.text.replace("\u00a0", " ").strip() == "bladzijde 7"


def test_small_capitals_old_style_figures_and_tracking_are_features_of_the_words(setter: Typesetter) -> None:
    plain = setter.design.text.body
    other = replace(plain, small_caps="all", figures="oldstyle", tracking=40.0)
    words, changed = setter.words("RVOin2019", plain), setter.words("RVOin2019", other)
    glyphs = [[g.gid for piece in line.pieces for g in piece.word.glyphs] for line in (words, changed)]
    assert len(glyphs[0]) == len(glyphs[1])
    assert all(a != b for a, b in zip(*glyphs, strict=True))
    assert words.text == changed.text
