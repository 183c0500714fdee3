"""The contrast of every colour of a page design with each ground behind it (WCAG 2.1, 1.4.3 and 1.4.11).

The artwork behind the texts of the cover is among the grounds. Decorative elements are left out: rules, dotted leaders,
and artwork itself. Links, bold and italic words and the numbers of footnotes have the colour of the text around
them.
"""

from collections.abc import Iterator
from colorsys import hls_to_rgb, rgb_to_hls
from functools import cache

from reportbuilder.document.graphics import Path, Picture, mirrored
from reportbuilder.style.backdrop import PAPER, Backdrop, TextBox
from reportbuilder.style.model import AsideLook, CoverText, Design, HouseStyle, PageSetup, TextStyle, TextStyles
from reportbuilder.values import Value, replace

TEXT = 4.5
"""The contrast ratio required of text."""
LARGE = 3.0
"""The contrast ratio required of large text and of graphics: symbols, and the lines and bars of charts."""

_STEPS = 1024  # of lightness from the colour to black or white: finer than the 256 levels of a channel


@cache
def contrast_ratio(hex_a: str, hex_b: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, from 1 (equal) to 21 (black and white)."""
    lighter, darker = sorted((relative_luminance(hex_a), relative_luminance(hex_b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@cache
def relative_luminance(colour: str) -> float:
    """The luminance of a `#rrggbb` colour, 0 for black and 1 for white (WCAG 2.1, "relative luminance")."""
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def nearest_passing(colour: str, ground: str, ratio: float) -> str:
    """The colour nearest in lightness, with the same hue and saturation, that has a contrast ratio with a ground.

    If there is none (ratios up to 4.58 are always possible), the result is black or white, whichever has more contrast.
    """
    if contrast_ratio(colour, ground) >= ratio:
        return colour
    hue, lightness, saturation = rgb_to_hls(*_channels(colour))
    passing: list[tuple[float, str]] = []
    for end in (0.0, 1.0):
        shades = [lightness + (end - lightness) * step / _STEPS for step in range(_STEPS + 1)]
        if contrast_ratio(_code(*hls_to_rgb(hue, end, saturation)), ground) >= ratio:
            shade = shades[_first_passing(shades, hue, saturation, ground, ratio)]
            passing.append((abs(shade - lightness), _code(*hls_to_rgb(hue, shade, saturation))))
    return min(passing)[1] if passing else max(("#000000", "#ffffff"), key=lambda code: contrast_ratio(code, ground))


def _first_passing(shades: list[float], hue: float, saturation: float, ground: str, ratio: float) -> int:
    """The index of the first shade with enough contrast: luminance rises with lightness, so that beyond the ground the
    contrast only increases."""
    low, high = 0, len(shades) - 1
    while low < high:
        middle = (low + high) // 2
        if contrast_ratio(_code(*hls_to_rgb(hue, shades[middle], saturation)), ground) >= ratio:
            high = middle
        else:
            low = middle + 1
    return low


def _channels(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def _code(*channels: float) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.03928 else float(((channel + 0.055) / 1.055) ** 2.4)


_TITLE_LINES = 3  # of a chapter's title, where the style does not say
_COVER_LINES = 2  # of a text on the cover, where there is room for them
_FOLIO_WIDTH = 30.0  # points: four figures
_DESCENT = 0.25  # of the size


class _Spot(Value):
    """The position of a text on a page, in points: its left edge, its first baseline from the top, its width and its
    most lines."""

    text: TextStyle
    x: float
    y: float
    width: float
    lines: int = 1
    up: bool = False

    def grounds(self, art: "_Art", page: PageSetup) -> tuple[str, ...]:
        """The colours behind the text on a page."""
        step = -self.text.leading if self.up else self.text.leading
        baselines = tuple(art.top - (self.y + number * step) for number in range(self.lines))
        right = min(self.x + self.width, page.width)
        return art.backdrop.colours(TextBox(self.x + art.bleed, right + art.bleed, baselines, self.text.size))


class _Art(Value):
    """The artwork of a page, and the position of the page's left and top edges in it."""

    backdrop: Backdrop
    bleed: float
    top: float


def cover_grounds(style: HouseStyle, design: Design) -> Iterator[tuple[int, str]]:
    """Each colour behind each text of the cover, with the index of the text."""
    art = _art(style, design.cover.artwork, design.cover.bleed)
    for number, text in enumerate(design.cover.texts):
        up = text.grow == "up"
        lines = min(_COVER_LINES if up else _line_capacity(text, design), text.lines or _COVER_LINES)
        spot = _Spot(text.style, text.x, text.y, text.width, lines, up)
        for ground in spot.grounds(art, design.page):
            yield number, ground


def opener_grounds(style: HouseStyle, design: Design) -> Iterator[tuple[str, str]]:
    """Each colour behind the texts on the first page of a chapter, left or right, with the role of the text."""
    right = left = _art(style, design.opener.artwork, design.opener.bleed)
    if design.opener.mirror and design.opener.artwork:
        picture = mirrored(style.pictures[design.opener.artwork])
        left = replace(right, backdrop=Backdrop.of(picture.items))
    seen: dict[tuple[str, str], None] = {}
    for role, spot, is_left in _opener_spots(design):
        for ground in spot.grounds(left if is_left else right, design.page):
            seen[role, ground] = None
    yield from seen


def _art(style: HouseStyle, artwork: str, bleed: float) -> _Art:
    """The artwork of this name; an empty picture if a design has none."""
    if not artwork:
        return _Art(Backdrop([]), 0.0, 0.0)
    picture = style.pictures[artwork]
    return _Art(Backdrop.of(picture.items), bleed, picture.height - bleed)


def _opener_spots(design: Design) -> Iterator[tuple[str, _Spot, bool]]:
    """The positions of the chapter's number and title, the first line of its text, and the folio; and whether they are
    those on a left page."""
    opener, page, text = design.opener, design.page, design.text
    measure = page.text_width or page.width - page.inside - page.outside
    first = page.top + opener.drop + text.body.leading
    # The text stands at the inner side.
    for x, is_left in ((page.inside, False), (page.width - page.inside - measure, True)):
        yield "opener_number", _Spot(text.opener_number, x, opener.number_y, 2 * text.opener_number.size), is_left
        lines = opener.lines or _TITLE_LINES
        yield "h1", _Spot(text.h1, x, opener.title_y, opener.title_width or measure, lines), is_left
        yield "body", _Spot(text.body, x, first, measure), is_left
    for x, is_left in ((page.outside, True), (page.width - page.outside - _FOLIO_WIDTH, False)):
        spot = _Spot(text.folio, x, page.height - design.running_heads.folio_y, _FOLIO_WIDTH)
        yield "folio", spot, is_left


def _line_capacity(text: CoverText, design: Design) -> int:
    """The number of lines for which a text of the cover has room before the next text or the edge of the page."""
    below = [
        other.y for other in design.cover.texts
        if other.y > text.y and other.x < text.x + text.width and text.x < other.x + other.width
    ]  # fmt: skip
    end = min([design.page.height, *below]) - _DESCENT * text.style.size
    return max(1, sum(text.y + number * text.style.leading < end for number in range(_COVER_LINES)))


PAPER_CODE = "#ffffff"

# These stand on grounds of their own, or on the artwork at the head of a chapter; all others on the bare page.
_ON_GROUNDS = frozenset({
    "h1", "opener_number", "table", "table_header", "table_group", "table_span", "quote", "attribution",
    "callout_title", "callout",
})  # fmt: skip
# Charts keep the paper behind them in a concept too.
_ON_PAPER = frozenset({"chart", "chart_strong"})
_SOLID_STATUS = "gerealiseerd"  # the one status whose bars have a figure on the bare colour (see `charts.look`)

_KeyPath = tuple[str | int, ...]


class Pair(Value):
    """A colour and its ground, by their names in the palette (`PAPER` is the page itself).

    `where` describes them, `path` leads to the key of the colour in `style.yaml`. `size` and `face` are those of text;
    graphics have none.
    """

    where: str
    path: _KeyPath
    colour: str
    ground: str
    size: float = 0.0
    face: str = ""


def screen_code(style: HouseStyle, name: str) -> str:
    """The screen colour `#rrggbb` of a palette colour or of the page."""
    return style.colours[name].screen if name != PAPER else PAPER_CODE


def pairs_of(style: HouseStyle, name: str) -> Iterator[Pair]:
    """All pairs of a design, with its charts, status symbols and concept edition; the watermark of a concept is behind
    all text on the page, except that of charts."""
    watermark = style.draft.watermark.colour
    for pair in _plain_pairs(style, name):
        yield pair
        if pair.ground == PAPER and pair.size and pair.path[0] == "designs" and pair.path[3] not in _ON_PAPER:
            yield replace(pair, ground=watermark, where=pair.where.replace(" on the page", " on the watermark"))
    yield from _draft(style, style.designs[name])


def _plain_pairs(style: HouseStyle, name: str) -> Iterator[Pair]:
    """The pairs of the published pages."""
    design = style.designs[name]
    base: _KeyPath = ("designs", name, "text")
    for role in TextStyles.__struct_fields__:
        if role not in _ON_GROUNDS:
            yield _text(role, (*base, role), getattr(design.text, role), PAPER, "on the page")
    marker = replace(design.text.body, colour=design.lists.colour)
    yield _text("lists", ("designs", name, "lists"), marker, PAPER, "on the page")
    for key in ("head", "note", "value", "label") if design.margin is not None else ():
        yield _text(key, ("designs", name, "margin", key), getattr(design.margin, key), PAPER, "on the page")
    yield from _asides(design, base)
    for ground, on in _table_grounds(design).items():
        yield from _tables(design, base, ground, on)
    for number, ground in cover_grounds(style, design):
        text = design.cover.texts[number]
        yield _text(text.text, ("designs", name, "cover", "texts", number, "style"), text.style, ground, "on the cover")
    yield from _wrap(style, name)
    for role, ground in opener_grounds(style, design):
        yield _text(role, (*base, role), getattr(design.text, role), ground, "at the head of a chapter")
    yield from _charts(style, design)
    for status, look in style.statuses.items():
        if look.symbol:
            yield from _symbol(style, style.pictures[look.symbol], ("statuses", status, "symbol"), _grounds(design))


def _text(role: str, path: _KeyPath, text: TextStyle, ground: str, on: str) -> Pair:
    return Pair(f"“{role}” {on}", (*path, "colour"), text.colour, ground, text.size, text.face)


def _wrap(style: HouseStyle, name: str) -> Iterator[Pair]:
    """The pairs of the back and the spine of a wrap cover."""
    design = style.designs[name]
    look, base = design.cover.wrap, ("designs", name, "cover", "wrap")
    if look is None:
        return
    art = _art(style, look.artwork, design.cover.bleed)
    placed: list[tuple[_KeyPath, _Spot]] = [
        ((*base, "texts", index, "style"), _Spot(text.style, text.x, text.y, text.width))
        for index, text in enumerate(look.texts)
    ]
    if look.numbers is not None:
        numbers = look.numbers
        for y in (numbers.y + index * numbers.step for index in range(numbers.most)):
            below = y + numbers.label.leading
            placed += [
                ((*base, "numbers", "value"), _Spot(numbers.value, numbers.x, y, numbers.width)),
                ((*base, "numbers", "label"), _Spot(numbers.label, numbers.x, below, numbers.width)),
            ]
    for path, spot in placed:
        for ground in spot.grounds(art, design.page):
            yield _text(str(path[-1]), path, spot.text, ground or look.ground, "on the back")
    if look.spine is not None:
        yield _text("spine", (*base, "spine"), look.spine, look.ground, "on the spine")
    if look.code is not None:
        yield Pair("the code on the back", (*base, "code", "colour"), look.code.colour, look.code.ground)


def _asides(design: Design, base: _KeyPath) -> Iterator[Pair]:
    """The pairs of quotes and callouts."""
    asides: tuple[tuple[str, AsideLook, tuple[str, ...]], ...] = (
        ("quote", design.quote, ("quote", "attribution")),
        ("callout", design.callout, ("callout_title", "callout")),
    )
    for name, look, roles in asides:
        on = f"on {name}.ground" if look.ground else "on the page"
        for role in roles:
            yield _text(role, (*base, role), getattr(design.text, role), look.ground or PAPER, on)


def _draft(style: HouseStyle, design: Design) -> Iterator[Pair]:
    """The pairs of the concept edition: inserted and deleted words on every ground, stamp and line numbers on the
    page."""
    draft, body = style.draft, design.text.body
    watermark = draft.watermark.colour
    for ground, on in (_grounds(design) | {watermark: "on the watermark"}).items():
        for key, rule in (("inserted", draft.inserted), ("deleted", draft.deleted)):
            yield _text(key, ("draft", key), replace(body, colour=rule.colour), ground, on)
    for key, text in (("numbers", draft.numbers.style), ("stamp", draft.stamp.style)):
        for ground, on in ((PAPER, "on the page"), (watermark, "on the watermark")):
            yield _text(key, ("draft", key, "style"), text, ground, on)


def _table_grounds(design: Design) -> dict[str, str]:
    """The grounds behind a table without a ground of its own: the page, or the quote or callout around it."""
    grounds = {PAPER: "on the page"}
    for name, look in (("quote", design.quote), ("callout", design.callout)):
        if look.ground:
            grounds.setdefault(look.ground, f"on {name}.ground")
    return grounds


def _tables(design: Design, base: _KeyPath, behind: str, on: str) -> Iterator[Pair]:
    """The pairs of both kinds of tables, on their own grounds or on those behind them."""
    for key, look in (("table", design.table), ("matrix", design.matrix)):
        grounds = (
            ("table", "", ""),
            ("table", "zebra", look.zebra),
            ("table_header", "head_ground", look.head_ground),
            ("table_group", "group_ground", look.group_ground),
            ("table_span", "span_ground", look.span_ground),
        )
        for role, kind, ground in grounds:
            if ground:
                yield _text(role, (*base, role), getattr(design.text, role), ground, f"on {key}.{kind}")
            elif kind != "zebra":
                yield _text(role, (*base, role), getattr(design.text, role), behind, on)
    for role in ("caption", "source") if behind != PAPER else ():
        yield _text(role, (*base, role), getattr(design.text, role), behind, on)


def _grounds(design: Design) -> dict[str, str]:
    """Every ground of text and of status symbols."""
    grounds = _table_grounds(design)
    for key, look in (("table", design.table), ("matrix", design.matrix)):
        for kind in ("zebra", "head_ground", "group_ground", "span_ground"):
            if ground := getattr(look, kind):
                grounds.setdefault(ground, f"on {key}.{kind}")
    return grounds


def _charts(style: HouseStyle, design: Design) -> Iterator[Pair]:
    """The pairs of charts and key figures: bars, lines and dots, words in their colours, and figures on bars."""
    charts, words = style.charts, min(design.text.chart, design.text.chart_strong, key=lambda text: text.size)
    keys: list[tuple[_KeyPath, str]] = [(("charts", "series", i), name) for i, name in enumerate(charts.series)]
    keys += [(("charts", key), getattr(charts, key)) for key in ("muted", "norm")]
    for path, name in keys:
        what = ".".join(str(step) for step in path[:2])
        yield Pair(f"lines and bars in {what} on the page", path, name, PAPER)
        yield Pair(f"words in {what} on the page", path, name, PAPER, words.size, words.face)
    yield Pair("axes of charts on the page", ("charts", "axis"), charts.axis, PAPER)
    for status, look in style.statuses.items():
        yield Pair(f"bars of “{status}” on the page", ("statuses", status, "colour"), look.colour, PAPER)
        keys += [(("statuses", status, "colour"), look.colour)] if status == _SOLID_STATUS else []
    for path, name in keys:
        label = _label_on(style, name, design.text.chart.colour)
        strong = design.text.chart_strong
        yield Pair("bars with figures on them", path, name, label, strong.size, strong.face)


def _label_on(style: HouseStyle, bar: str, ink: str) -> str:
    """The colour of a figure on a bar: that of the page or of chart text, as `charts.style` chooses it."""
    code = screen_code(style, bar)
    return max((PAPER, ink), key=lambda name: contrast_ratio(code, screen_code(style, name)))


def _symbol(style: HouseStyle, picture: Picture, path: _KeyPath, grounds: dict[str, str]) -> Iterator[Pair]:
    """The pairs of a status symbol: its shape on every ground, by the paint with the most contrast, and the marks on
    the shape."""
    paths = [item for item in picture.items if isinstance(item, Path)]
    paints = list(dict.fromkeys(paint for item in paths for paint in (item.stroke, item.fill) if paint is not None))
    name = path[1]
    for ground, on in grounds.items():
        code = screen_code(style, ground)
        if paints:
            best = max(paints, key=lambda paint: contrast_ratio(screen_code(style, paint), code))
            yield Pair(f"symbol of “{name}” {on}", path, best, ground)
    for index, item in enumerate(paths[1:], start=1):
        mark, under = item.stroke or item.fill or PAPER, _colour_under(Backdrop.of(paths[:index]), item)
        if under not in (mark, PAPER):
            yield Pair(f"mark in the symbol of “{name}”", path, mark, under)


def _colour_under(below: Backdrop, item: Path) -> str:
    """The colour under the middle of a mark."""
    xs = [x for segment in item.segments for x in segment.points[::2]]
    ys = [y for segment in item.segments for y in segment.points[1::2]]
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return below.colours(TextBox(x - 1, x + 1, (y,), 0.0))[0]
