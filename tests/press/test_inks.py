"""The palette in inks: what is noted, and what the press cannot hold."""

import pytest

from reportbuilder.diagnostics import Diagnostics, Place, Severity
from reportbuilder.document.graphics import Label, Path, Picture, Segment, Verb
from reportbuilder.press.inks import PrintColours, Separation, print_colours
from reportbuilder.press.prepare import check_picture
from reportbuilder.press.profile import OutputProfile
from reportbuilder.style.model import Colour, HouseStyle
from reportbuilder.values import replace

from .conftest import SOURCE, Spoil

BLUE = 'blue: {screen: "#003366", cmyk: [100, 75, 0, 38]}'
DOCUMENT = SOURCE.index("  document:\n")
PLACE = Place("chapter.md", 3, 1)


@pytest.fixture(scope="session")
def colours(style: HouseStyle, profile: OutputProfile) -> PrintColours:
    return print_colours(style, profile, Diagnostics())


def test_the_palette_has_its_own_inks(colours: PrintColours, style: HouseStyle) -> None:
    assert set(colours.palette) == set(style.colours)
    assert colours.of("blue") == (1, 0.75, 0, 0.38)
    assert colours.of("ink") == (0, 0, 0, 1)
    assert colours.plates("blue") == ("cyan", "magenta", "black")
    assert colours.coverage("blue") == 213


def test_a_picture_gets_the_palette_where_it_is_the_same_and_else_what_is_converted(colours: PrintColours) -> None:
    assert colours.of("#003366") == colours.of("#003366".upper()) == colours.of("blue")
    assert colours.of("#ffffff") == (0, 0, 0, 0)
    assert colours.of("#003367") == pytest.approx((0.97, 0.69, 0.02, 0.49), abs=0.03)
    with pytest.raises(KeyError):
        colours.of("bleu")


def test_a_colour_without_inks_is_converted_and_noted(spoil: Spoil) -> None:
    (problem,), line = spoil(BLUE, 'blue: {screen: "#003366"}')
    assert (problem.code, problem.severity, problem.place.line) == ("print-converted", Severity.NOTE, line)
    assert "“blue” has no inks of its own: #003366 is printed as [97, 69, 2, 49]." in problem.message
    assert "cmyk: [97, 69, 2, 49]" in problem.hint


ERRORS = [
    (BLUE, 'blue: {screen: "#000005"}', BLUE, "“blue” takes 3", "print-ink", "cmyk"),
    (BLUE, 'blue: {screen: "#003366", cmyk: [60, 40, 0, 100]}', BLUE, "[60, 40, 0, 100]", "print-rich-black", "rich-"),
    ("caption: {face: semibold, size: 8.8pt, leading: 12pt, colour: blue-text",
     "caption: {face: semibold, size: 8.8pt, leading: 12pt, colour: blue", "caption: {", "three inks (cyan, magenta, "
     "black); text below 9pt takes two", "print-text-inks", "“blue-text”"),
    ("note: {face: text, size: 7.5pt", "note: {face: text, size: 4.9pt", "note: {", "“text.note” is 4.9pt",
     "print-small-text", "5pt"),
    ("row_rule: {width: 0.35pt", "row_rule: {width: 0.2pt", "row_rule: {", "“table.row_rule” is 0.2pt wide",
     "print-hairline", "0.25pt"),
    ("line_width: 1.5pt", "line_width: 0.2pt", "line_width: 1.5pt", "“charts.line_width”", "print-hairline", ""),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at", "says", "code", "hint"), ERRORS, ids=[new for _, new, *_ in ERRORS])
def test_what_the_press_cannot_hold_is_an_error(
    old: str, new: str, at: str, says: str, code: str, hint: str, spoil: Spoil
) -> None:
    problems, _ = spoil(old, new)
    (problem,) = (p for p in problems if p.severity is Severity.ERROR)
    assert problem.code == code
    assert says in problem.message
    assert hint in problem.hint
    assert problem.place.line == SOURCE[: SOURCE.index(at)].count("\n") + 1


def test_a_listed_rich_black_is_allowed(style: HouseStyle, profile: OutputProfile) -> None:
    rich = {**style.colours, "blue": Colour("#003366", (60, 40, 0, 100))}
    for allowed, count in (((), 1), (("blue",), 0)):
        diagnostics = Diagnostics()
        changed = replace(style, colours=rich, print=replace(style.print, rich_black=allowed))
        print_colours(changed, profile, diagnostics)
        assert len(diagnostics) == count


def test_a_spot_colour_is_a_separation_and_one_ink(style: HouseStyle, profile: OutputProfile) -> None:
    blue = Colour("#003366", (100, 75, 0, 38), "PANTONE 294 C")
    for changed in (
        replace(style, colours={**style.colours, "blue": blue}),
        replace(style, print=replace(style.print, spots={"blue": "PANTONE 294 C"})),
    ):
        diagnostics = Diagnostics()
        colours = print_colours(changed, profile, diagnostics)
        assert not list(diagnostics)
        assert colours.of("#003366") == Separation("PANTONE 294 C", (1, 0.75, 0, 0.38))
        assert colours.inks("blue") == (1, 0.75, 0, 0.38)
        assert colours.plates("blue") == ("PANTONE 294 C",)
        assert checked(changed, colours, Label("a", 0, 0, "text", 7.5, "blue")) == []


def test_an_ink_with_two_alternates_is_an_error(spoil: Spoil) -> None:
    (problem,), _ = spoil("spots: {}", "spots: {blue: PANTONE 294 C, sky: PANTONE 294 C}")
    assert problem.code == "print-spot"
    assert "“sky” and “blue” are both “PANTONE 294 C”" in problem.message


def test_a_colour_with_two_names_for_its_ink_is_an_error(style: HouseStyle, profile: OutputProfile) -> None:
    blue = Colour("#003366", (100, 75, 0, 38), "PANTONE 288 C")
    both = replace(style.print, spots={"blue": "PANTONE 294 C"})
    diagnostics = Diagnostics()
    print_colours(replace(style, colours={**style.colours, "blue": blue}, print=both), profile, diagnostics)
    (problem,) = diagnostics
    assert problem.message == "“blue” is “PANTONE 288 C” here, and “PANTONE 294 C” in print.spots."


def test_bleed_that_is_not_drawn_is_an_error(spoil: Spoil) -> None:
    problems, _ = spoil("bleed: 3mm\n  slug", "bleed: 5mm\n  slug")
    assert {p.code for p in problems} == {"print-bleed"}
    assert len(problems) == 4  # cover and opener of both designs
    assert "bleeds 3 mm; the print edition bleeds 5 mm" in problems[0].message


def line(width: float, colour: str = "blue") -> Path:
    return Path((Segment(Verb.MOVE, (0, 0)), Segment(Verb.LINE, (9, 9))), stroke=colour, line_width=width)


def checked(style: HouseStyle, colours: PrintColours, *items: Path | Label) -> list[tuple[str, str]]:
    diagnostics = Diagnostics()
    check_picture(style, colours, Picture(10, 10, items), "the chart", PLACE, diagnostics)
    assert all(p.place == PLACE for p in diagnostics)
    return [(p.code, p.severity.value) for p in diagnostics]


def test_a_good_picture_has_no_problems(style: HouseStyle, colours: PrintColours) -> None:
    fill = Path(line(1).segments, fill="#ffffff")
    assert checked(style, colours, line(0.25), fill, Label("a", 0, 0, "text", 7.5, "ink")) == []


def test_a_picture_has_each_mistake_once(style: HouseStyle, colours: PrintColours) -> None:
    assert checked(style, colours, line(0.1), line(0.2)) == [("print-hairline", "error")]
    assert checked(style, colours, line(1, "#000005")) == [("print-ink", "error")]
    words = [Label(text, 0, 0, "text", 7.5, "amber") for text in ("a", "b")]
    assert checked(style, colours, *words) == [("print-text-inks", "error")]
    assert checked(style, colours, Label("a", 0, 0, "text", 4, "ink")) == [("print-small-text", "error")]
    assert checked(style, colours, Label("a", 0, 0, "text", 8, "#123456")) == [("print-text-inks", "error")]
