"""A style in which something cannot be read: each is an error at the key that says so, with what would do."""

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from tests.styles import read_style

from reportbuilder.diagnostics import Diagnostic, Diagnostics, Severity
from reportbuilder.project.schema import Form
from reportbuilder.style.contrast_pairs import contrast_ratio, pairs_of
from reportbuilder.style.model import HouseStyle, Rule

ROOT = Path(__file__).parents[2]
SOURCE = (ROOT / "styles/rvo/style.yaml").read_text(encoding="utf-8")
DOCUMENT, MAGAZINE = SOURCE.index("  document:\n"), SOURCE.index("  magazine:\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the house style that may be spoilt."""
    shutil.copytree(ROOT / "styles/rvo", tmp_path / "rvo")
    return tmp_path / "rvo"


def read(folder: Path, text: str = SOURCE, design: str = "") -> tuple[HouseStyle | None, list[Diagnostic]]:
    (folder / "style.yaml").write_text(text, encoding="utf-8")
    diagnostics = Diagnostics()
    style = read_style(folder, ROOT / "fonts", lambda p: p.name, diagnostics, design)
    return style, list(diagnostics)


def spoilt(old: str, new: str, start: int = 0) -> tuple[str, tuple[int, int]]:
    """The source with one piece changed, and the place of the last key in the new piece that says a colour."""
    at = SOURCE.index(old, start)
    text = SOURCE[:at] + new + SOURCE[at + len(old) :]
    keys = list(re.finditer(r"(colour|muted|norm|axis|symbol|body): ", new))
    end = at + keys[-1].start() if keys else at
    return text, (text[:end].count("\n") + 1, end - text.rfind("\n", 0, end))


# What is changed, and what the error says: the thing and its ground, the colours by name, the ratio, what is needed.
FAILURES = [
    ("h3: {face: semibold, size: 12pt, leading: 14pt, colour: blue", "h3: {face: semibold, size: 12pt, leading: 14pt, "
     "colour: sky", DOCUMENT, "“h3” on the page: “sky” (#9cc3e0) on “white” (#ffffff) is 1.8 : 1; text of 12pt needs"),
    ("running_head: {face: text, size: 7.5pt, leading: 10pt, colour: grey-1",
     "running_head: {face: text, size: 7.5pt, leading: 10pt, colour: grey-2", DOCUMENT, "“running_head” on the page"),
    ("folio: {face: semibold, size: 8.8pt, leading: 10pt, colour: blue-text",
     "folio: {face: semibold, size: 8.8pt, leading: 10pt, colour: grey-2", DOCUMENT, "“folio” on the page"),
    ("colour: grey-1, before: 4pt", "colour: accent, before: 4pt", DOCUMENT, "“source” on the page: “accent”"),
    ("table_group: {face: semibold, size: 8.8pt, leading: 11.5pt, colour: blue-text",
     "table_group: {face: semibold, size: 8.8pt, leading: 11.5pt, colour: white", DOCUMENT, "“table_group” on"),
    ("callout: {face: text, size: 10pt, leading: 14pt", "callout: {face: text, size: 10pt, leading: 14pt, "
     "colour: slate", DOCUMENT, "“callout” on callout.ground: “slate” (#677889) on “blue-3” (#e4edf5) is 3.8 : 1"),
    ("quote: {face: light, size: 15pt, leading: 21pt, colour: blue",
     "quote: {face: light, size: 15pt, leading: 21pt, colour: grey-2", DOCUMENT, "“quote” on the page"),
    ("indent: 14pt\n      colour: blue-2", "indent: 14pt\n      colour: grey-2", DOCUMENT, "“lists” on the page"),
    ("leading: 24pt, colour: sky", "leading: 24pt, colour: blue-2", DOCUMENT,
     "“{subtitle}” on the cover: “blue-2” (#2b6ca8) on “blue” (#003366) is 2.2 : 1; large text of 20pt needs 3 : 1."),
    ("colour: blue, hyphenate: false}\n          x: 28mm", "colour: sky, hyphenate: false}\n          x: 28mm",
     DOCUMENT, "“{status}” on the cover"),
    ("opener_number: {face: light, size: 44pt, leading: 44pt, colour: blue-2",
     "opener_number: {face: light, size: 44pt, leading: 44pt, colour: grey-2", MAGAZINE,
     "“opener_number” at the head of a chapter: “grey-2” (#8796a5) on “blue-3” (#e4edf5) is 2.5 : 1; large text"),
    ("muted: slate", "muted: grey-2", 0, "Words in charts.muted on the page"),
    ("norm: grey-1", "norm: sky", 0, "Words in charts.norm on the page"),
    ("axis: grey-2", "axis: grey-3", 0, "Axes of charts on the page: “grey-3” (#d0d9e1) on “white” (#ffffff) is 1.4"),
    ("deels.svg, colour: amber", "deels.svg, colour: accent", 0, "Bars of “deels” on the page: “accent”"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "start", "said"), FAILURES, ids=[said[:34] for *_, said in FAILURES])
def test_a_colour_that_cannot_be_read_is_an_error_at_its_key(
    old: str, new: str, start: int, said: str, folder: Path
) -> None:
    text, place = spoilt(old, new, start)
    style, problems = read(folder, text)
    assert style is None
    assert {(p.code, p.severity) for p in problems} == {("style-contrast", Severity.ERROR)}
    assert {(p.place.line, p.place.column) for p in problems} == {place}
    assert any(said in p.message for p in problems), [p.message for p in problems]


@pytest.mark.parametrize(("old", "new", "start", "said"), FAILURES, ids=[said[:34] for *_, said in FAILURES])
def test_the_colour_in_the_hint_passes(old: str, new: str, start: int, said: str, folder: Path) -> None:
    for problem in read(folder, spoilt(old, new, start)[0])[1]:
        found = re.search(r"\((#\w{6})\) is ([\d.]+) : 1; .* needs? ([\d.]+) : 1\.", problem.message)
        assert found is not None
        better = re.fullmatch(r"The nearest colour that passes is (#\w{6})\.", problem.hint)
        assert better is not None
        assert float(found[2]) < float(found[3]) <= contrast_ratio(better[1], found[1])


GROUNDS = [
    ("zebra", "“table” on table.zebra"),
    ("head_ground", "“table_header” on table.head_ground"),
    ("group_ground", "“table_group” on table.group_ground"),
    ("span_ground", "“table_span” on table.span_ground"),
]


@pytest.mark.parametrize(("key", "said"), GROUNDS, ids=[key for key, _ in GROUNDS])
def test_a_dark_ground_fails_for_the_text_and_the_symbols_on_it(key: str, said: str, folder: Path) -> None:
    text, _ = spoilt("      group_ground: grey-4", f"      {key}: blue", DOCUMENT)
    _, problems = read(folder, text)
    assert any(p.message.startswith(said) for p in problems)
    symbols = [p for p in problems if p.message.startswith("Symbol of")]
    assert {p.place.line for p in symbols} <= {
        SOURCE[: SOURCE.index(f"{status}:")].count("\n") + 1 for status in ("gerealiseerd", "niet-gerealiseerd")
    }


def test_light_text_on_a_dark_ground_of_its_own_is_good(folder: Path) -> None:
    header = "table_header: {face: semibold, size: 8.8pt, leading: 11.5pt, colour: "
    text = SOURCE.replace(f"{header}blue-text", f"{header}white")
    text = text.replace("table:\n      head_rule", "table:\n      head_ground: blue\n      head_rule", 1)
    text = text.replace("matrix:\n      head_rule", "matrix:\n      head_ground: blue\n      head_rule", 1)
    _, problems = read(folder, text, "document")
    assert not [p for p in problems if "table_header" in p.message]


@pytest.mark.parametrize(
    ("size", "face", "passes"),
    [("18pt", "text", True), ("17.9pt", "text", False), ("14pt", "bold", True), ("13.9pt", "bold", False),
     ("14pt", "semibold", False)],
)  # fmt: skip
def test_large_text_needs_less(size: str, face: str, passes: bool, folder: Path) -> None:
    text, _ = spoilt("h2: {face: semibold, size: 15pt, leading: 18pt, colour: blue",
                     f"h2: {{face: {face}, size: {size}, leading: 18pt, colour: slate", DOCUMENT)  # fmt: skip
    _, problems = read(folder, text)
    assert (not problems) == passes


def test_the_weight_of_a_font_is_read_from_its_file_every_time(folder: Path, tmp_path: Path) -> None:
    fonts = shutil.copytree(ROOT / "fonts", tmp_path / "fonts")
    text, _ = spoilt("h2: {face: semibold, size: 15pt, leading: 18pt, colour: blue",
                     "h2: {face: bold, size: 14pt, leading: 18pt, colour: slate", DOCUMENT)  # fmt: skip
    (folder / "style.yaml").write_text(text, encoding="utf-8")
    for name, passes in (("Bold", True), ("Semibold", False)):
        shutil.copyfile(ROOT / "fonts" / f"SourceSans3-{name}.ttf", fonts / "SourceSans3-Bold.ttf")
        diagnostics = Diagnostics()
        read_style(folder, fonts, lambda p: p.name, diagnostics)
        assert (not list(diagnostics)) == passes


def test_only_the_design_in_use_is_looked_at(folder: Path) -> None:
    text, _ = spoilt(*FAILURES[0][:3])
    assert read(folder, text, "document")[1]
    assert read(folder, text, "magazine")[1] == []


def test_a_mark_in_a_symbol_must_be_seen_on_it(folder: Path) -> None:
    drawing = folder / "artwork/status-gerealiseerd.svg"
    drawing.write_text(drawing.read_text().replace('stroke="#ffffff"', 'stroke="#2b6ca8"'))
    _, problems = read(folder)
    assert [p.code for p in problems] == ["style-contrast"]
    assert "Mark in the symbol of “gerealiseerd”: “blue-2” (#2b6ca8) on “green” (#1b7f4b)" in problems[0].message
    assert problems[0].place.line == SOURCE[: SOURCE.index("gerealiseerd:")].count("\n") + 1


def test_a_status_without_a_symbol_is_an_error(folder: Path) -> None:
    text, place = spoilt("symbol: artwork/status-deels.svg", 'symbol: ""')
    style, problems = read(folder, text)
    assert style is None
    assert [(p.code, (p.place.line, p.place.column)) for p in problems] == [("style-status", place)]


def test_statuses_that_differ_in_colour_alone_are_an_error(folder: Path) -> None:
    drawing = (folder / "artwork/status-gerealiseerd.svg").read_text().replace("#1b7f4b", "#b3261e")
    (folder / "artwork/status-niet-gerealiseerd.svg").write_text(drawing)
    _, problems = read(folder)
    assert [p.code for p in problems] == ["style-status"]
    assert "“gerealiseerd” and “niet-gerealiseerd”" in problems[0].message


@pytest.mark.parametrize("design", ["document", "magazine"])
def test_no_colour_of_a_design_is_left_out(folder: Path, design: str) -> None:
    style, _ = read(folder, design=design)
    assert style is not None
    pairs = list(pairs_of(style, design))
    asked = {pair.path for pair in pairs}
    seen = set(_colours(style.designs[design], ("designs", design)))
    seen |= set(_colours(style.charts, ("charts",))) | set(_colours(style.statuses, ("statuses",)))
    assert len(seen) > 40
    assert seen <= asked
    grounds = {pair.ground for pair in pairs}
    assert {"", "blue-3", "grey-4"} <= grounds


def _colours(data: object, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """Where a style says the colour of something that is read: not of rules and leaders."""
    if isinstance(data, str):
        if path[-1] in ("colour", "muted", "axis", "norm") or path[-2] == "series":
            yield path
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from _colours(value, (*path, key))
    elif isinstance(data, Form) and not isinstance(data, Rule):
        for key in data.__struct_fields__:
            yield from _colours(getattr(data, key), (*path, key))
    elif isinstance(data, tuple):
        for index, value in enumerate(data):
            yield from _colours(value, (*path, index))


@pytest.mark.parametrize(("lines", "passes"), [("lines: 1", True), ("lines: 2", False)])
def test_a_text_of_the_cover_has_behind_it_what_its_lines_reach(lines: str, passes: bool, folder: Path) -> None:
    drawing = folder / "artwork/cover-document.svg"
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="216mm" height="303mm" viewBox="-3 -3 216 303">'
    drawing.write_text(f'{head}<path fill="#003366" d="M-3 -3H213V91H-3z"/></svg>', encoding="utf-8")
    unit = 'text: "{unit}"\n          style: {face: light, size: 20pt, leading: 24pt, colour: white, hyphenate: false}'
    text = SOURCE.replace(f"{unit}\n", f"{unit}\n          {lines}\n", 1)
    assert text != SOURCE
    _, found = read(folder, text, "document")
    assert (not [p for p in found if "“{unit}”" in p.message]) is passes
