"""Checks that a style is legible: the contrast of text with its grounds, and status symbols that differ in more than
colour (WCAG 2.1, 1.4)."""

from collections.abc import Callable, Iterable
from functools import cache
from math import floor
from pathlib import Path as FilePath

from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.document.graphics import Path, Picture
from reportbuilder.files.inputs import open_file
from reportbuilder.project.located_yaml import LocatedData
from reportbuilder.style.contrast_pairs import (
    LARGE,
    PAPER_CODE,
    TEXT,
    Pair,
    contrast_ratio,
    nearest_passing,
    pairs_of,
    screen_code,
)
from reportbuilder.style.model import HouseStyle
from reportbuilder.style.style_sheet import font_path
from reportbuilder.values import Value

_LARGE = 18.0  # points (WCAG 2.1, "large scale")
_LARGE_BOLD = 14.0
_BOLD = 700  # of the weights 100 to 900; semibold is 600


def check_contrast(
    style: HouseStyle, designs: Iterable[str], fonts_folder: FilePath, marked: LocatedData, diagnostics: Diagnostics
) -> None:
    """Report every pair of colours in these designs without the required contrast, each once."""
    failed: dict[tuple[object, ...], Failing] = {}
    weight_of = cache(lambda file: _weight(*font_path(file, style.folders, fonts_folder)))
    for design in designs:
        for pair in pairs_of(style, design):
            failing = _failing(style, pair, weight_of)
            if failing is not None:
                key = (pair.path, pair.colour, pair.ground)
                failed[key] = max(failed.get(key, failing), failing, key=lambda f: f.needed)
    for failing in failed.values():
        pair = failing.pair
        colour, ground = _colour_name(style, pair.colour), _colour_name(style, pair.ground)
        message = (
            f"{pair.where[0].upper()}{pair.where[1:]}: {colour} on {ground} is "
            f"{_rounded_down(failing.ratio)}; {_why(pair, failing.needed)} {failing.needed:g} : 1."
        )
        nearest = nearest_passing(screen_code(style, pair.colour), screen_code(style, pair.ground), failing.needed)
        hint = f"The nearest colour that passes is {nearest}."
        place = marked.place(*pair.path)
        if place.file != marked.start.file:  # said by the style that this one extends, of a colour that may be its own
            hint += "".join(
                f" “{name}” stands at {marked.place('colours', name)}."
                for name in (pair.colour, pair.ground)
                if name and marked.place("colours", name).file == marked.start.file
            )
        diagnostics.add(Code.STYLE_CONTRAST, message, place, hint)


class Failing(Value):
    """A pair of colours, with its contrast ratio and the required one."""

    pair: Pair
    ratio: float
    needed: float


def _failing(style: HouseStyle, pair: Pair, weight_of: Callable[[str], int]) -> Failing | None:
    colour, ground = screen_code(style, pair.colour), screen_code(style, pair.ground)
    ratio = contrast_ratio(colour, ground)
    if ratio >= TEXT:
        return None
    needed = _needed(style, pair, weight_of)
    return Failing(pair, ratio, needed) if ratio < needed else None


def _needed(style: HouseStyle, pair: Pair, weight_of: Callable[[str], int]) -> float:
    if not pair.face or pair.size >= _LARGE:
        return LARGE
    face = style.fonts.get(pair.face)
    bold = pair.size >= _LARGE_BOLD and face is not None and weight_of(face.file) >= _BOLD
    return LARGE if bold else TEXT


def _weight(path: FilePath, root: FilePath) -> int:
    """The weight of a font; 0 if it cannot be read. Read only where the result depends on it."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with open_file(path, root) as file, TTFont(file, lazy=True) as font:
            return int(font["OS/2"].usWeightClass)
    except (OSError, KeyError, TTLibError):
        return 0


def _colour_name(style: HouseStyle, name: str) -> str:
    """A colour with its name in the palette; the page has the name of the palette's white, if there is one."""
    code = screen_code(style, name)
    known = name or next((key for key, colour in style.colours.items() if colour.screen == PAPER_CODE), "paper")
    return f"“{known}” ({code})"


def _rounded_down(ratio: float) -> str:
    """A ratio rounded down, so that one that fails never looks as if it passed."""
    return f"{floor(ratio * 10) / 10:.1f} : 1"


def _why(pair: Pair, needed: float) -> str:
    if not pair.face:
        return "graphics need"
    return f"{'large text' if needed == LARGE else 'text'} of {pair.size:g}pt needs"


# Statuses ---------------------------------------------------------------------------------------------------------


def check_statuses(style: HouseStyle, marked: LocatedData, diagnostics: Diagnostics) -> None:
    """Report statuses without a symbol, or with the same shape as another: they would differ only in colour."""
    shapes: dict[object, str] = {}
    for name, look in style.statuses.items():
        place = marked.place("statuses", name, "symbol")
        if not look.symbol:
            hint = "Name an SVG file of the style: symbol: artwork/status-….svg."
            diagnostics.add(Code.STYLE_STATUS, f"“{name}” has no symbol: its colour alone would tell.", place, hint)
        else:
            other = shapes.setdefault(_shape(style, style.pictures[look.symbol]), name)
            if other != name:
                message = f"The symbols of “{other}” and “{name}” have the same shape: only their colours differ."
                hint = "Give each status a shape of its own, which survives a black-and-white copier."
                diagnostics.add(Code.STYLE_STATUS, message, place, hint)


def _shape(style: HouseStyle, picture: Picture) -> object:
    """A picture without its colours; only white parts are kept apart."""
    items = (item for item in picture.items if isinstance(item, Path))
    return tuple((item.segments, *(_tone(style, paint) for paint in (item.fill, item.stroke))) for item in items)


def _tone(style: HouseStyle, paint: str | None) -> str:
    return "" if paint is None else "white" if screen_code(style, paint) == PAPER_CODE else "dark"
