"""Texts that stand on artwork, at the places where a design puts them: on the cover and at the head of a chapter."""

from collections.abc import Iterator

from reportbuilder.style.backdrop import Backdrop, TextBox
from reportbuilder.style.model import CoverText, Design, HouseStyle, PageSetup, TextStyle
from reportbuilder.values import Value

_TITLE_LINES = 3  # of a chapter's title: more would be a very long one
_COVER_LINES = 2  # of a text on the cover, where there is room for them
_FOLIO_WIDTH = 30.0  # points: four figures
_DESCENT = 0.25  # of the size


class _Spot(Value):
    """A text at a place on the page: its left edge, its first baseline from the top, its width and most lines."""

    text: TextStyle
    x: float
    y: float
    width: float
    lines: int = 1
    up: bool = False

    def grounds(self, art: "_Art", page: PageSetup) -> tuple[str, ...]:
        """The colours behind it on a page."""
        step = -self.text.leading if self.up else self.text.leading
        baselines = tuple(art.top - (self.y + number * step) for number in range(self.lines))
        right = min(self.x + self.width, page.width)
        return art.backdrop.colours(TextBox(self.x + art.bleed, right + art.bleed, baselines, self.text.size))


class _Art(Value):
    """The artwork of a page, and how far the page's left and top edges stand in it."""

    backdrop: Backdrop
    bleed: float
    top: float


def cover_grounds(style: HouseStyle, design: Design) -> Iterator[tuple[int, str]]:
    """Every colour behind each text of the cover, with the text's number."""
    art = _art(style, design.cover.artwork, design.cover.bleed)
    for number, text in enumerate(design.cover.texts):
        up = text.grow == "up"
        lines = _COVER_LINES if up else _room(text, design)
        spot = _Spot(text.style, text.x, text.y, text.width, lines, up)
        for ground in spot.grounds(art, design.page):
            yield number, ground


def opener_grounds(style: HouseStyle, design: Design) -> Iterator[tuple[str, str]]:
    """Every colour behind the texts on the first page of a chapter, left or right, with the text's role."""
    art = _art(style, design.opener.artwork, design.opener.bleed)
    seen: dict[tuple[str, str], None] = {}
    for role, spot in _opener_spots(design):
        for ground in spot.grounds(art, design.page):
            seen[role, ground] = None
    yield from seen


def _art(style: HouseStyle, artwork: str, bleed: float) -> _Art:
    """The artwork of this name, or an empty one where a design has none."""
    if not artwork:
        return _Art(Backdrop([]), 0.0, 0.0)
    picture = style.pictures[artwork]
    return _Art(Backdrop.of(picture.items), bleed, picture.height - bleed)


def _opener_spots(design: Design) -> Iterator[tuple[str, _Spot]]:
    """The chapter's number and title, the first line of its text, and the folio."""
    opener, page, text = design.opener, design.page, design.text
    measure = page.text_width or page.width - page.inside - page.outside
    first = page.top + opener.drop + text.body.leading
    for x in (page.inside, page.width - page.inside - measure):  # the text stands at the inner side
        yield "opener_number", _Spot(text.opener_number, x, opener.number_y, 2 * text.opener_number.size)
        yield "h1", _Spot(text.h1, x, opener.title_y, opener.title_width or measure, _TITLE_LINES)
        yield "body", _Spot(text.body, x, first, measure)
    for x in (page.outside, page.width - page.outside - _FOLIO_WIDTH):
        yield "folio", _Spot(text.folio, x, page.height - design.running_heads.folio_y, _FOLIO_WIDTH)


def _room(text: CoverText, design: Design) -> int:
    """How many lines a text of the cover can have before it runs into another or off the page."""
    below = [
        other.y for other in design.cover.texts
        if other.y > text.y and other.x < text.x + text.width and text.x < other.x + other.width
    ]  # fmt: skip
    end = min([design.page.height, *below]) - _DESCENT * text.style.size
    return max(1, sum(text.y + number * text.style.leading < end for number in range(_COVER_LINES)))
