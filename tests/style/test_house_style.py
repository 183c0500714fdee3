"""The house style that ships: complete, readable, printable."""

from collections.abc import Iterator
from pathlib import Path as FilePath

import pytest
from PIL import Image, ImageDraw
from tests.styles import read_style

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.graphics import Path, Picture, Verb
from reportbuilder.style.contrast_pairs import contrast_ratio
from reportbuilder.style.model import CoverText, Design, HouseStyle, TextStyles

ROOT = FilePath(__file__).parents[2]
DESIGNS = ["document", "magazine"]


@pytest.fixture(scope="module")
def style() -> HouseStyle:
    diagnostics = Diagnostics()
    found = read_style(ROOT / "styles/rvo", ROOT / "fonts", lambda p: p.name, diagnostics)
    assert not list(diagnostics)
    assert found is not None
    return found


def test_it_has_both_designs_all_statuses_and_all_its_pictures(style: HouseStyle) -> None:
    assert set(style.designs) == set(DESIGNS)
    assert set(style.statuses) == {"gerealiseerd", "niet-gerealiseerd", "deels", "geen-informatie"}
    assert len(style.pictures) == 8
    assert all(picture.items for picture in style.pictures.values())


def test_every_colour_is_known_on_paper(style: HouseStyle) -> None:
    assert all(colour.cmyk is not None for colour in style.colours.values())


def test_text_prints_in_black_alone_and_the_blues_in_three_inks(style: HouseStyle) -> None:
    assert style.colours["ink"].cmyk == (0, 0, 0, 100)
    for name in ("blue", "blue-2", "blue-3", "blue-night", "sky"):
        cmyk = style.colours[name].cmyk
        assert cmyk is not None
        assert sum(ink > 0 for ink in cmyk) <= 3


@pytest.mark.parametrize("name", DESIGNS)
def test_text_is_readable_on_its_ground(style: HouseStyle, name: str) -> None:
    design = style.designs[name]
    for role in TextStyles.__struct_fields__:
        text = getattr(design.text, role)
        for ground in _grounds(design, role):
            ratio = contrast_ratio(style.colours[text.colour].screen, style.colours[ground].screen)
            assert ratio >= 4.5, f"{role}: {text.colour} on {ground} is {ratio:.2f}"


def _grounds(design: Design, role: str) -> Iterator[str]:
    """What may lie behind a text: paper, and the grounds of its table, callout or quote."""
    yield "white"
    tables = (design.table, design.matrix)
    grounds = {
        "table": [ground for table in tables for ground in (table.zebra, table.span_ground)],
        "table_header": [table.head_ground for table in tables],
        "table_group": [table.group_ground for table in tables],
        "table_span": [table.span_ground for table in tables],
        "callout": [design.callout.ground],
        "callout_title": [design.callout.ground],
        "quote": [design.quote.ground],
        "attribution": [design.quote.ground],
    }
    if role == "h1" or role == "opener_number":
        yield "blue-3"  # the band of the magazine's openers
    yield from (ground for ground in grounds.get(role, ()) if ground)


def test_symbols_and_chart_lines_stand_out(style: HouseStyle) -> None:
    colours = [look.colour for look in style.statuses.values()] + [*style.charts.series, style.charts.norm]
    for name in colours:
        for ground in ("white", "grey-4", "blue-3"):
            assert contrast_ratio(style.colours[name].screen, style.colours[ground].screen) >= 3


def test_status_symbols_differ_in_shape(style: HouseStyle) -> None:
    outlines = {
        tuple(path.segments for path in style.pictures[look.symbol].items if isinstance(path, Path))
        for look in style.statuses.values()
    }
    assert len(outlines) == 4


@pytest.mark.parametrize("name", DESIGNS)
def test_cover_texts_are_readable_on_whatever_is_drawn_behind_them(style: HouseStyle, name: str) -> None:
    cover, page = style.designs[name].cover, style.designs[name].page
    image = _painted(style.pictures[cover.artwork], style)
    for text in cover.texts:
        for ground in _behind(image, text, cover.bleed, page.width):
            ratio = contrast_ratio(style.colours[text.style.colour].screen, ground)
            assert ratio >= 4.5, f"{text.text} on {ground} is {ratio:.2f}"


def _behind(image: Image.Image, text: CoverText, bleed: float, page_width: float) -> set[str]:
    """The colours behind the first line of a text, from its ascenders to its descenders (a point is a pixel)."""
    left, top = text.x + bleed, text.y + bleed - text.style.size * 0.75
    right = min(text.x + text.width, page_width) + bleed
    part = image.crop((int(left), int(top), int(right), int(top + text.style.size)))
    data = part.tobytes()
    return {"#" + data[i : i + 3].hex() for i in range(0, len(data), 3)}


def _painted(picture: Picture, style: HouseStyle) -> Image.Image:
    """A picture in pixels, straight lines only: enough to know what lies behind a text."""
    image = Image.new("RGB", (round(picture.width), round(picture.height)), "#ffffff")
    pen = ImageDraw.Draw(image)
    for path in picture.items:
        assert isinstance(path, Path)
        for corners in _corners(path, picture.height):
            if path.fill and len(corners) > 2:
                pen.polygon(corners, fill=style.colours[path.fill].screen)
            if path.stroke:
                pen.line(corners, fill=style.colours[path.stroke].screen, width=max(1, round(path.line_width)))
    return image


def _corners(path: Path, height: float) -> Iterator[list[tuple[float, float]]]:
    corners: list[tuple[float, float]] = []
    for segment in path.segments:
        if segment.verb is Verb.MOVE and corners:
            yield corners
            corners = []
        if segment.points:
            corners.append((segment.points[-2], height - segment.points[-1]))
    yield corners


@pytest.mark.parametrize("name", DESIGNS)
def test_the_warm_accent_covers_less_than_a_twentieth_of_the_cover(style: HouseStyle, name: str) -> None:
    image = _painted(style.pictures[style.designs[name].cover.artwork], style)
    accent = tuple(bytes.fromhex(style.colours["accent"].screen[1:]))
    counted = image.getcolors(image.width * image.height)
    assert counted is not None
    count = next((number for number, colour in counted if colour == accent), 0)
    assert 0 < count < image.width * image.height / 20


@pytest.mark.parametrize(("name", "lines", "measure"), [("document", 48, 115), ("magazine", 59, 55)])
def test_pages_hold_whole_lines_and_the_measure_is_as_meant(
    style: HouseStyle, name: str, lines: int, measure: float
) -> None:
    page = style.designs[name].page
    assert (page.height - page.top - page.foot) / page.grid == pytest.approx(lines, abs=0.001)
    text = page.text_width or page.width - page.inside - page.outside
    column = (text - (page.columns - 1) * page.gutter) / page.columns
    assert column / 72 * 25.4 == pytest.approx(measure)


def test_drawings_stay_small_enough_to_read() -> None:
    sizes = {path.name: path.stat().st_size for path in (ROOT / "styles/rvo/artwork").glob("*.svg")}
    assert max(sizes.values()) < 20_000
