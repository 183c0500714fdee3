"""A style on top of another: what is merged, where each value stands, and where files are looked for."""

import shutil
from pathlib import Path

import pytest
from tests.styles import read_style

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.style.model import HouseStyle
from reportbuilder.style.style_sheet import font_path, read_sheet

ROOT = Path(__file__).parents[2]


@pytest.fixture
def styles(tmp_path: Path) -> Path:
    """A folder with the house style, and room for others."""
    shutil.copytree(ROOT / "styles/rvo", tmp_path / "styles/rvo")
    return tmp_path / "styles"


def write(styles: Path, name: str, text: str) -> Path:
    (styles / name).mkdir(exist_ok=True)
    (styles / name / "style.yaml").write_text(text, encoding="utf-8")
    return styles / name


def read(folder: Path) -> tuple[HouseStyle | None, list[tuple[str, str, str]]]:
    """The style in a folder, with the places, codes and hints of its problems."""
    diagnostics = Diagnostics()
    style = read_style(folder, ROOT / "fonts", lambda p: p.relative_to(folder.parent).as_posix(), diagnostics)
    found = [(f"{p.place.file}:{p.place.line}:{p.place.column}", str(p.code), p.hint) for p in diagnostics]
    return style, found


def test_a_style_says_only_what_differs(styles: Path) -> None:
    text = "name: Water\nextends: rvo\ndesigns:\n  document:\n    text:\n      h2: {size: 14pt}\n"
    style, found = read(write(styles, "water", text))
    parent, _ = read(styles / "rvo")
    assert style is not None
    assert parent is not None
    assert found == []
    assert (style.name, style.designs["document"].text.h2.size) == ("Water", 14)
    assert style.designs["document"].text.h2.leading == parent.designs["document"].text.h2.leading
    assert style.designs["document"].text.body == parent.designs["document"].text.body
    assert style.designs["magazine"] == parent.designs["magazine"]


def test_each_value_has_its_place_in_the_file_where_it_stands(styles: Path) -> None:
    text = "name: Water\nextends: rvo\ndesigns:\n  document:\n    text:\n      h2: {colour: bleu, size: 14pt}\n"
    _, found = read(write(styles, "water", text))
    assert found == [("water/style.yaml:6:12", "style-colour", "Did you mean “blue”?")]

    source = (styles / "rvo/style.yaml").read_text(encoding="utf-8")
    (styles / "rvo/style.yaml").write_text(source.replace("gutter: 5mm", "gutter: 5", 1), encoding="utf-8")
    _, found = read(write(styles, "water", "name: Water\nextends: rvo\n"))
    line = source[: source.index("gutter: 5mm")].count("\n") + 1
    assert [(place, code) for place, code, _ in found] == [(f"rvo/style.yaml:{line}:7", "style-value")]


def test_a_list_and_a_colour_replace_those_of_the_parent(styles: Path) -> None:
    text = 'name: Water\nextends: rvo\ncolours:\n  accent: {screen: "#f2b234"}\ncharts:\n  series: [blue, amber]\n'
    style, found = read(write(styles, "water", text))
    assert style is not None
    assert found == []
    assert style.charts.series == ("blue", "amber")
    assert style.colours["accent"].cmyk is None  # not the inks of the parent's colour
    assert style.colours["blue"].cmyk is not None


def test_artwork_of_the_parent_takes_the_colours_of_the_style(styles: Path) -> None:
    text = 'name: Water\nextends: rvo\ncolours:\n  green: {screen: "#00664a"}\n'
    style, found = read(write(styles, "water", text))
    parent, _ = read(styles / "rvo")
    assert style is not None
    assert parent is not None
    assert found == []
    assert style.pictures == parent.pictures


def test_a_file_of_the_style_comes_before_that_of_its_parent(styles: Path) -> None:
    folder = write(styles, "water", "name: Water\nextends: rvo\n")
    (folder / "artwork").mkdir()
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><circle cx="5" cy="5" r="4"{}/></svg>'
    (folder / "artwork/status-deels.svg").write_text(drawing.format(' fill="#ab5c00"'), encoding="utf-8")
    style, found = read(folder)
    assert style is not None
    assert found == []
    assert style.pictures["artwork/status-deels.svg"].width == 7.5

    (folder / "fonts").mkdir()
    shutil.copy(ROOT / "fonts/SourceSans3-Bold.ttf", folder / "fonts")
    own = folder / "fonts"
    assert font_path("SourceSans3-Bold.ttf", style.folders, ROOT / "fonts") == (own / "SourceSans3-Bold.ttf", own)
    assert font_path("SourceSans3-It.ttf", style.folders, ROOT / "fonts")[1] == ROOT / "fonts"


def test_a_design_extends_another_of_its_style(styles: Path) -> None:
    design = "klein:\n    extends: document\n    balance: true\n    page: {top: 42pt}\n"
    text = f"name: Water\nextends: rvo\ndesigns:\n  {design}"
    style, found = read(write(styles, "water", text))
    assert style is not None
    assert [code for _, code, _ in found] == ["style-grid"]  # the height of the type area, at the parent's foot
    assert found[0][0].startswith("rvo/style.yaml:")
    assert style.designs["klein"].balance
    assert not style.designs["document"].balance
    assert style.designs["klein"].page.top == 42
    assert style.designs["klein"].text == style.designs["document"].text


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("name: Water\nextends: rov\n", "water/style.yaml:2:1", "Did you mean “rvo”?"),
        ("name: Water\nextends: ../rvo\n", "water/style.yaml:2:1", "extends: rvo"),
        ("name: Water\nextends: [rvo]\n", "water/style.yaml:2:1", "extends: rvo"),
        ("name: Water\nextends: water\n", "water/style.yaml:2:1", "Take “extends” out of one"),
        (
            "name: Water\nextends: rvo\ndesigns:\n  klein: {extends: documnt}\n",
            "water/style.yaml:4:11",
            "Did you mean “document”?",
        ),
        (
            "name: Water\nextends: rvo\ndesigns:\n  document: {extends: magazine}\n  magazine: {extends: document}\n",
            "water/style.yaml:5:14",
            "Take “extends” out of one",
        ),
    ],
)
def test_a_parent_that_cannot_be_is_told_where_it_is_named(styles: Path, text: str, place: str, hint: str) -> None:
    _, found = read(write(styles, "water", text))
    assert any(p == place and code == "style-extends" and hint in h for p, code, h in found), found


def test_styles_that_extend_each_other_are_told_with_their_names(styles: Path) -> None:
    write(styles, "een", "name: Een\nextends: twee\n")
    sheet = read_sheet(write(styles, "twee", "name: Twee\nextends: een\n"), lambda p: p.parent.name)
    assert [p.message for p in sheet.problems] == [
        "These styles extend each other without end: “twee” → “een” → “twee”."
    ]


def test_a_colour_of_the_style_that_fails_where_the_parent_uses_it_is_told_with_both_places(styles: Path) -> None:
    text = 'name: Water\nextends: rvo\ncolours:\n  blue-2: {screen: "#9cc3e0"}\n'
    _, found = read(write(styles, "water", text))
    hints = [hint for place, code, hint in found if code == "style-contrast" and place.startswith("rvo/")]
    assert hints
    assert all("“blue-2” stands at water/style.yaml:4:3." in hint for hint in hints)
