"""Bad house styles: every kind of mistake is one problem, with its line and what to do."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib import get_data_path
from tests.styles import read_style

from reportbuilder.diagnostics import Diagnostic, Diagnostics, Severity
from reportbuilder.style.model import HouseStyle

ROOT = Path(__file__).parents[2]
SOURCE = (ROOT / "styles/rvo/style.yaml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the house style that may be spoilt."""
    shutil.copytree(ROOT / "styles/rvo/artwork", tmp_path / "rvo/artwork")
    return tmp_path / "rvo"


def spoil(folder: Path, old: str, new: str) -> tuple[HouseStyle | None, list[Diagnostic], int]:
    """Read the style with one piece of text changed; also gives the line on which the change stands."""
    assert old in SOURCE
    (folder / "style.yaml").write_text(SOURCE.replace(old, new, 1), encoding="utf-8")
    diagnostics = Diagnostics()
    style = read_style(folder, ROOT / "fonts", lambda p: p.name, diagnostics)
    return style, list(diagnostics), SOURCE[: SOURCE.index(old)].count("\n") + 1


MISTAKES = [
    ("after: 14pt, justify: true", "after: 14pt, justfy: true", "style-key", "justify"),
    ("size: 10pt, leading: 14pt, after", "size: 10, leading: 14pt, after", "style-value", "unit"),
    ("inside: 22mm", "inside: 22px", "style-value", "unit"),
    ("leading: 18pt, colour: blue, before", "leading: 18pt, colour: bleu, before", "style-colour", "“blue”"),
    ("series: [blue, amber", "series: [blue, ambr", "style-colour", "“amber”"),
    ("shades: [blue-3", "shades: [bleu-3", "style-colour", "“blue-3”"),
    ("row_rule: {width: 0.35pt, colour: grey-3", "row_rule: {width: 0.35pt, colour: gray-3", "style-colour", "grey-3"),
    ("body: {face: text", "body: {face: txt", "style-face", "“text”"),
    ("strong: semibold}", "strong: semi-bold}", "style-face", "“semibold”"),
    ("SourceSans3-Regular.ttf", "SourceSans3-Regulier.ttf", "style-font-missing", "SourceSans3-Regular.ttf"),
    ("cmyk: [0, 0, 0, 100]", "cmyk: [0, 0, 100]", "style-value", "percentages"),
    ("cmyk: [0, 0, 0, 100]", "cmyk: [0, 0, 0, 101]", "style-value", "0 to 100"),
    ("cmyk: [0, 0, 0, 100]", "cmyk: [90, 80, 70, 100]", "style-ink", "black"),
    ('screen: "#16222e"', "screen: ink", "style-value", "hexadecimal"),
    ("artwork/cover-document.svg", "artwork/cover-documents.svg", "artwork-missing", "cover-document.svg"),
    ("cover-document.svg\n      bleed: 3mm", "cover-document.svg\n      bleed: 5mm", "artwork-size", "bleed"),
    ("text_width: 115mm", "text_width: 180mm", "style-page", "margins"),
    ("gutter: 5mm\n      grid: 12pt", "gutter: 100mm\n      grid: 12pt", "style-page", "columns"),
    ("draft:\n", "missing: {x: geheim, onbekend: –}\ndraft:\n", "style-missing", "data/NAME.yaml"),
    ("draft:\n", "missing: {?: geheim}\ndraft:\n", "style-missing", "between quotation marks"),
    ("draft:\n", "missing: {x: '0,0 %'}\ndraft:\n", "style-missing", "Write words or a sign"),
    ("draft:\n", "missing: {x: ''}\ndraft:\n", "style-missing", "“empty”"),
    ("draft:\n", 'missing: {x: "a\\nb"}\ndraft:\n', "style-missing", "one line"),
    ("draft:\n", "missing: [x]\ndraft:\n", "style-value", "key: value"),
    ("top: 28mm", "top: 280mm", "style-page", "grid lines"),
]


@pytest.mark.parametrize(("old", "new", "code", "hint"), MISTAKES, ids=[new for _, new, _, _ in MISTAKES])
def test_a_mistake_is_one_error_with_its_line_and_a_hint(
    old: str, new: str, code: str, hint: str, folder: Path
) -> None:
    style, problems, line = spoil(folder, old, new)
    assert style is None
    assert [(p.code, p.severity) for p in problems] == [(code, Severity.ERROR)]
    (problem,) = problems
    assert hint in problem.hint
    assert problem.place.file == "style.yaml"
    # Problems of a page as a whole stand at its first line.
    assert line - 8 <= problem.place.line <= line if code.endswith(("page", "size")) else problem.place.line == line


def test_artwork_in_a_foreign_colour_is_found_in_the_drawing(folder: Path) -> None:
    drawing = folder / "artwork/status-deels.svg"
    drawing.write_text(drawing.read_text().replace("#ab5c00", "#b56201"))
    style, (first, *_), _ = spoil(folder, "name: RVO", "name: RVO")
    assert style is None
    assert (first.code, first.place.file) == ("artwork-colour", "status-deels.svg")
    assert "#ab5c00 (“amber”)" in first.hint


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("foot: 90.52pt", "foot: 95pt", "90.52pt"),
        ("leading: 14pt, after: 14pt, justify", "leading: 15pt, after: 14pt, justify", "14pt"),
        ("before: 28pt", "before: 20pt", "14pt"),
    ],
)
def test_leaving_the_grid_is_a_warning(old: str, new: str, hint: str, folder: Path) -> None:
    style, problems, line = spoil(folder, old, new)
    assert style is not None
    assert [(p.code, p.severity, p.place.line) for p in problems] == [("style-grid", Severity.WARNING, line)]
    assert hint in problems[0].hint


def test_several_mistakes_come_together(folder: Path) -> None:
    text = SOURCE.replace("inside: 22mm", "inside: 22").replace("outside: 15mm", "outside: 15")
    (folder / "style.yaml").write_text(text, encoding="utf-8")
    diagnostics = Diagnostics()
    assert read_style(folder, ROOT / "fonts", lambda p: p.name, diagnostics) is None
    assert [p.code for p in diagnostics] == ["style-value", "style-value"]


def test_a_folder_without_a_style_is_a_problem(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    assert read_style(tmp_path, ROOT / "fonts", lambda p: p.name, diagnostics) is None
    assert [p.code for p in diagnostics] == ["style-file"]


def test_a_fonts_folder_that_is_not_there_misses_every_font(folder: Path) -> None:
    (folder / "style.yaml").write_text(SOURCE, encoding="utf-8")
    diagnostics = Diagnostics()
    assert read_style(folder, folder / "nowhere", lambda p: p.name, diagnostics) is None
    assert {p.code for p in diagnostics} == {"style-font-missing"}
    assert len(diagnostics) == len(re.findall(r"\.ttf", SOURCE))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    number=st.integers(0, SOURCE.count("\n") - 1),
    value=st.sampled_from(["", "x", "0", "-5mm", "[]", "{}", "null", "9" * 400 + "pt", "''"]),
)
def test_no_wrong_value_gives_a_traceback(folder: Path, number: int, value: str) -> None:
    lines = SOURCE.splitlines()
    lines[number] = f"{lines[number].partition(':')[0]}: {value}"
    (folder / "style.yaml").write_text("\n".join(lines), encoding="utf-8")
    diagnostics = Diagnostics()
    assert (read_style(folder, ROOT / "fonts", lambda p: p.name, diagnostics) is None) == diagnostics.failed


def test_capitals_and_figures_that_a_font_lacks_are_told(folder: Path) -> None:
    assert spoil(folder, "h3: {face: semibold,", "h3: {small_caps: all, figures: oldstyle, face: semibold,")[1] == []
    (folder / "fonts").mkdir()
    other = Path(get_data_path()) / "fonts/ttf/DejaVuSerif.ttf"  # which has neither
    shutil.copy(other, folder / "fonts/SourceSans3-Semibold.ttf")
    _, found, line = spoil(folder, "h3: {face: semibold,", "h3: {small_caps: all, figures: oldstyle, face: semibold,")
    told = [(p.place.line, p.code, p.message.partition("has no ")[2]) for p in found if p.place.line == line]
    assert told == [
        (line, "style-font-doubtful", "small capitals (OpenType: smcp, c2sc)."),
        (line, "style-font-doubtful", "old-style figures (OpenType: onum)."),
    ]
