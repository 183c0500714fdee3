"""What lies behind a text in a picture."""

import pytest

from reportbuilder.document.graphics import Clip, Label, Path, Segment, Verb
from reportbuilder.style.backdrop import PAPER, Backdrop, TextBox

M, L, C, Z = Verb.MOVE, Verb.LINE, Verb.CURVE, Verb.CLOSE


def rect(left: float, bottom: float, right: float, top: float) -> tuple[Segment, ...]:
    corners = ((left, bottom), (right, bottom), (right, top), (left, top))
    return (*(Segment(L if i else M, corner) for i, corner in enumerate(corners)), Segment(Z))


FIELD = Path(rect(0, 0, 100, 100), fill="field")
DISC = Path(
    (
        Segment(M, (90, 50)),
        Segment(C, (90, 72, 72, 90, 50, 90)),
        Segment(C, (28, 90, 10, 72, 10, 50)),
        Segment(C, (10, 28, 28, 10, 50, 10)),
        Segment(C, (72, 10, 90, 28, 90, 50)),
    ),
    fill="disc",
)
FRAME = Path((*rect(0, 0, 100, 100), *rect(20, 20, 80, 80)), fill="frame", even_odd=True)


@pytest.mark.parametrize(
    ("items", "box", "colours"),
    [
        ((), (10, 40, 50, 10), {PAPER}),
        ((FIELD,), (10, 40, 50, 10), {"field"}),
        ((FIELD,), (80, 140, 50, 10), {"field", PAPER}),
        ((FIELD, Path(rect(0, 0, 100, 100), fill="top")), (10, 40, 50, 10), {"top"}),
        ((FIELD, Path(rect(20, 0, 30, 100), fill="bar")), (10, 40, 50, 10), {"field", "bar"}),
        ((DISC,), (30, 70, 45, 10), {"disc"}),
        ((DISC,), (11, 20, 80, 5), {PAPER}),
        ((FRAME,), (30, 70, 45, 10), {PAPER}),
        ((FRAME,), (2, 15, 45, 10), {"frame"}),
        ((FIELD, FRAME), (10, 70, 45, 10), {"frame", "field"}),
        ((Path(rect(0, 0, 100, 100)[:-1], stroke="line", line_width=30),), (20, 80, 4, 10), {"line"}),
        ((FIELD, Path(rect(0, 0, 100, 100), fill="veil", fill_opacity=0.5)), (10, 40, 50, 10), {"veil", "field"}),
        (
            (FIELD, Path(rect(0, 0, 100, 100), fill="cut", clips=(Clip(rect(0, 0, 1, 1)),))),
            (10, 40, 50, 10),
            {"cut", "field"},
        ),
        ((Label("words", 20, 50, "text", 10, "ink"),), (10, 40, 50, 10), {PAPER}),
    ],
)
def test_the_topmost_of_what_is_drawn(
    items: tuple[Path | Label, ...], box: tuple[float, float, float, float], colours: set[str]
) -> None:
    left, right, baseline, size = box
    assert set(Backdrop.of(items).colours(TextBox(left, right, (baseline,), size))) == colours


@pytest.mark.parametrize(("width", "seen"), [(2.0, True), (0.5, False)])
def test_a_line_counts_when_it_is_as_broad_as_the_strokes_of_letters(width: float, seen: bool) -> None:
    line = Path((Segment(M, (0, 52.5)), Segment(L, (100, 52.5))), stroke="line", line_width=width)
    assert ("line" in Backdrop.of((FIELD, line)).colours(TextBox(10, 40, (50.0,), 10))) == seen


def test_a_second_line_of_text_is_looked_behind_too() -> None:
    box = TextBox(10, 40, (5.0, -10.0), 10)
    assert Backdrop.of((FIELD,)).colours(box) == ("field", PAPER)
