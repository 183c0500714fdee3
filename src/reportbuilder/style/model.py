"""The house style as frozen values. Lengths are in points; colours are names of palette entries.

`style.loader` reads `style.yaml` into a `HouseStyle`; a report uses one of its designs. The sections `print` and
`screen` are for the editions: the press, its marks and boxes, and the resolution of images.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.document.graphics import Picture
from reportbuilder.project.located_yaml import LocatedData
from reportbuilder.project.scalars import FieldError
from reportbuilder.project.schema import After, Cmyk, Computed, Form, Hex, Length, Limits, Words
from reportbuilder.values import field

_PROCESS = frozenset({"all", "none", "cyan", "magenta", "yellow", "black", ""})  # ISO 32000-1, 8.6.6.4


def _spot_name(name: str) -> str:
    if name.strip().lower() in _PROCESS:
        raise FieldError(f"cannot be “{name}”", "Write the name of an ink as the printer knows it: PANTONE 286 C.")
    return name.strip()


SpotName = Annotated[Words, After(_spot_name)]


class ImageResolution(Form, kw_only=True):
    """The resolution to which larger images are reduced, in pixels per inch at their size on the page: for photographs,
    and for line art (drawings, screenshots, scanned text)."""

    photographs: Annotated[float, Limits(30, 2400)] = 150.0
    line_art: Annotated[float, Limits(30, 2400)] = field(name="line-art", default=300.0)

    def of(self, photograph: bool) -> float:
        """The resolution for photographs, or for line art."""
        return self.photographs if photograph else self.line_art


class PrintImages(ImageResolution, kw_only=True):
    """The resolution of images in print; effective resolutions below `warn` are a warning, below `least` an error."""

    photographs: Annotated[float, Limits(30, 2400)] = 300.0
    line_art: Annotated[float, Limits(30, 2400)] = field(name="line-art", default=600.0)
    warn: Annotated[float, Limits(above=0)] = 250.0
    least: Annotated[float, Limits(above=0)] = 150.0


class ScreenSettings(Form):
    """The section `screen` of `style.yaml`, for the screen and concept editions."""

    images: ImageResolution = ImageResolution()


class PressSettings(Form, kw_only=True):
    """The section `print` of `style.yaml`: the requirements of the press.

    `profile` is the ICC profile of the press and its paper, a file in the style's folder `icc/`; `condition` is the
    name of the output condition in its registry (by default, as the profile says). The media box extends `slug` beyond
    the trim, or further if the marks need it. `spots` maps palette colours to the names of spot inks.
    """

    profile: str = ""
    condition: Words = ""
    registry: Words = "http://www.color.org"
    ink_limit: Annotated[float, Limits(above=0, most=400)] = field(name="ink-limit", default=300.0)
    bleed: Annotated[Length, Limits(0)] = 3 * 72 / 25.4
    slug: Annotated[Length, Limits(0)] = 12 * 72 / 25.4
    marks: bool = True
    rich_black: tuple[str, ...] = field(name="rich-black", default=())
    spots: Mapping[str, SpotName] = field(default_factory=dict)
    hairline: Annotated[Length, Limits(0)] = 0.25
    images: PrintImages = PrintImages()
    smallest_text: Annotated[Length, Limits(0)] = field(name="smallest-text", default=5.0)


def check_press(
    press: PressSettings, colours: Mapping[str, object], marked: LocatedData, diagnostics: Diagnostics
) -> None:
    """Report unknown colour names, and settings that contradict each other."""
    named: list[tuple[tuple[str | int, ...], str]] = []
    named += [(("print", "rich-black", index), name) for index, name in enumerate(press.rich_black)]
    named += [(("print", "spots", name), name) for name in press.spots]
    for path, name in named:
        if name not in colours:
            message = f"The style has no colour “{name}”."
            diagnostics.add(Code.STYLE_COLOUR, message, marked.place(*path), nearest(name, colours))
    if press.slug < press.bleed:
        message = "The slug is smaller than the bleed: both are measured from the trim."
        diagnostics.add(
            Code.STYLE_PRINT, message, marked.place("print", "slug"), "With marks, 12mm leaves room for them."
        )
    if press.images.photographs < press.images.warn:
        message = "Photographs would get fewer pixels per inch than the printer wants."
        hint = "Give “photographs” more than “warn”, or as many."
        diagnostics.add(Code.STYLE_PRINT, message, marked.place("print", "images"), hint)
    if press.images.warn < press.images.least:
        message = "Images would be an error before they are a warning."
        hint = "Give “warn” the larger of both numbers."
        diagnostics.add(Code.STYLE_PRINT, message, marked.place("print", "images"), hint)


class Face(Form):
    """A font: its file in `fonts/` of the style or the project, and the faces for emphasised and strong words."""

    file: str
    emphasis: str = ""
    strong: str = ""


class Colour(Form):
    """A palette colour on screen and, in percent of ink, in print; `spot` is a spot ink, and the percentages are its
    alternate."""

    screen: Hex
    cmyk: Cmyk | None = None
    spot: SpotName = ""


class TextStyle(Form):
    """The typography of one kind of text. `before` and `after` are the space around it, in whole grid lines where
    possible.

    `tracking` is the space after each letter in thousandths of an em. `small_caps` sets small letters as small
    capitals, or all; `figures` may be old-style, as far as the font has them.
    """

    face: str
    size: Length
    leading: Length
    colour: str = "ink"
    before: Length = 0.0
    after: Length = 0.0
    justify: bool = False
    hyphenate: bool = True
    tabular: bool = False
    indent: Length = 0.0
    tracking: Annotated[float, Limits(-100, 500)] = 0.0
    small_caps: Literal["", "lower", "all"] = ""
    figures: Literal["", "oldstyle"] = ""

    @property
    def font_features(self) -> tuple[str, ...]:
        """The OpenType features that the font must have for these capitals and figures."""
        figures = ("onum",) if self.figures == "oldstyle" else ()
        capitals = {"": (), "lower": ("smcp",), "all": ("smcp", "c2sc")}[self.small_caps]
        return (*figures, *capitals)


class TextStyles(Form):
    """The text styles of a design, by role."""

    body: TextStyle
    h1: TextStyle
    h2: TextStyle
    h3: TextStyle
    h4: TextStyle
    h5: TextStyle
    h6: TextStyle
    opener_number: TextStyle
    caption: TextStyle
    source: TextStyle
    table: TextStyle
    table_header: TextStyle
    table_group: TextStyle
    table_span: TextStyle
    note: TextStyle
    quote: TextStyle
    attribution: TextStyle
    callout_title: TextStyle
    callout: TextStyle
    signature: TextStyle
    key_value: TextStyle
    key_label: TextStyle
    key_note: TextStyle
    running_head: TextStyle
    folio: TextStyle
    contents_1: TextStyle
    contents_2: TextStyle
    contents_3: TextStyle
    colophon: TextStyle
    chart: TextStyle
    chart_strong: TextStyle


class Rule(Form):
    """A line: its width and colour."""

    width: Length
    colour: str


class PageSetup(Form):
    """Trim size, margins and columns. The type area is inside the margins; running text is `text_width` wide from the
    inner margin (by default all of it), wide tables use the whole width. The `column_rule` stands in the gutters."""

    width: Length
    height: Length
    inside: Length
    outside: Length
    top: Length
    foot: Length
    columns: Annotated[int, Limits(1, 6)]
    gutter: Length
    grid: Length
    text_width: Length | None = None
    column_rule: Rule | None = None


class RunningHeads(Form):
    """The running head and foot, with text templates like the cover's and the fields `{report}` and `{chapter}`; `y` is
    the baseline from the top trim edge, the rule is `rule_gap` below it. `folio_y` is the baseline of the folio and
    `foot` from the bottom."""

    left: str
    right: str
    y: Length
    rule: Rule
    rule_gap: Length
    folio_y: Length
    foot: str = ""


class ChapterOpener(Form, kw_only=True):
    """The beginning of a chapter: on which page it starts, where its text starts, and the artwork behind its head.

    `title_y` and `number_y` are baselines from the top trim edge; the text starts `drop` below the top margin. A title
    that has more than so many `lines` (0: than there is room for) is set in the next of the `smaller` sizes. The
    artwork (an SVG file of the style, as wide as the page with its `bleed`) is at the top of the page; with `mirror`
    left and right are exchanged on left pages. With `contents`, a chapter with at least so many sections lists them in
    the outer margin, if the design has one.
    """

    start: Literal["next", "right"] = "next"
    drop: Length
    title_y: Length
    number_y: Length
    artwork: str = ""
    bleed: Length = 0.0
    title_width: Length | None = None
    smaller: tuple[Length, ...] = ()
    lines: Annotated[int, Limits(0, 6)] = 0
    mirror: bool = False
    contents: Annotated[int, Limits(0, 40)] = 0


class TableStyle(Form):
    """The style of a table: rules, cell padding, and grounds. Tables with as many columns as `columns` has widths share
    that grid, in proportion to their own width, where what is in them fits."""

    head_rule: Rule
    row_rule: Rule
    end_rule: Rule
    pad_x: Length
    pad_y: Length
    zebra: str = ""
    group_ground: str = ""
    span_ground: str = ""
    head_ground: str = ""
    columns: tuple[Length, ...] = ()


class CoverText(Form):
    """A text on the cover, a template with the `{fields}` of `furniture.Imprint`.

    Its first baseline is `y` below the top trim edge, its left edge `x` from the left one. It is set in the next of the
    `smaller` sizes if it does not fit, or has more than `lines` lines (0: as many as there is room for). If it grows
    `up`, its last baseline is at `y`, and further lines are above it.
    """

    text: str
    style: TextStyle
    x: Length
    y: Length
    width: Length
    smaller: tuple[Length, ...] = ()
    lines: Annotated[int, Limits(0, 40)] = 0
    grow: Literal["down", "up"] = "down"


class WrapNumbers(Form, kw_only=True):
    """The first key figures of the report on the back of a wrap cover, below each other: `y` is the baseline of the
    first value, and `step` the distance to the next."""

    value: TextStyle
    label: TextStyle
    x: Length
    y: Length
    step: Length
    width: Length
    most: Annotated[int, Limits(1, 6)] = 3


class WrapCode(Form):
    """The QR code of the report's address: its upper left corner and its size, with the quiet zone around it."""

    x: Length
    y: Length
    size: Length
    colour: str = "ink"
    ground: str = "white"


class WrapLook(Form, kw_only=True):
    """The back and spine of a wrap cover: their ground, the artwork of the back (as large as the page with its bleed),
    and texts like those of the front. `spine_text` begins `spine_top` below the upper edge."""

    ground: str
    artwork: str = ""
    texts: tuple[CoverText, ...] = ()
    spine: TextStyle | None = None
    spine_text: str = "{title}"
    spine_top: Length = 15 * 72 / 25.4
    numbers: WrapNumbers | None = None
    code: WrapCode | None = None


class Cover(Form, kw_only=True):
    """The cover: artwork (an SVG file of the style, as large as the page with its bleed) and texts. Texts that are
    empty are left out. `wrap` is its back and spine, for reports that are bound."""

    artwork: str
    bleed: Length = 0.0
    texts: tuple[CoverText, ...]
    wrap: WrapLook | None = None


class ContentsLook(Form, kw_only=True):
    """The contents page: its number of heading levels, and its dotted leaders."""

    depth: Annotated[int, Limits(1, 4)]
    leader_colour: str
    indent: Length


class KeyFigureLook(Form):
    """Key figures: how many are beside each other, and the sizes that are tried for all of them if one is too wide."""

    across: Annotated[int, Limits(1, 6)]
    rule: Rule
    smaller: tuple[Length, ...] = ()


class AsideLook(Form, kw_only=True):
    """Quotes and callouts: the rule beside or above, the ground, and the padding."""

    rule: Rule
    ground: str = ""
    pad: Length


class MarginLook(Form, kw_only=True):
    """The outer margin beside a single column of text: the space between the two, the levels of the headings that stand
    there instead of above their text, and the styles of these, of side notes, and of figures with their labels."""

    gap: Length
    headings: tuple[Annotated[int, Limits(2, 6)], ...] = ()
    head: TextStyle
    note: TextStyle
    value: TextStyle
    label: TextStyle
    rule: Rule


class Bullets(Form):
    """Lists: the bullets by depth, and the indent of the text."""

    marks: tuple[str, ...]
    indent: Length
    colour: str
    gap: Length = 0.0


class Design(Form):
    """A page design: all settings that determine how the pages of a report look."""

    page: PageSetup
    text: TextStyles
    running_heads: RunningHeads
    opener: ChapterOpener
    table: TableStyle
    matrix: TableStyle
    cover: Cover
    contents: ContentsLook
    key_figures: KeyFigureLook
    quote: AsideLook
    callout: AsideLook
    lists: Bullets
    balance: bool = True
    margin: MarginLook | None = None


class StatusLook(Form):
    """A status symbol: an SVG file of the style and its colour; its text depends on the language."""

    symbol: str
    colour: str


class ChartLook(Form):
    """The colours of charts, in the order of the series, and their lines; `shades` are those of maps, from
    light to dark; `textures` are drawn over areas that are told
    apart by colour, for a press with one ink."""

    series: Annotated[tuple[str, ...], Limits(2, 6)]
    muted: str
    axis: str
    norm: str
    line_width: Length
    textures: bool = False
    shades: Annotated[tuple[str, ...], Limits(2, 7)] | None = None


class LineNumbers(Form, kw_only=True):
    """Line numbers beside the text: their interval, their distance `gap` from the left edge of the text, and whether
    they restart on each page."""

    style: TextStyle
    gap: Length
    every: Annotated[int, Limits(1, 20)] = 5
    restart: Literal["page", "report"] = "page"


class Watermark(Form):
    """The watermark of a concept: its face, its colour on the page, and the colour of its outline on the cover's
    artwork."""

    face: str
    colour: str
    outline: Rule


class Stamp(Form):
    """The version and date on every page of a concept; `y` is the baseline from the foot."""

    style: TextStyle
    y: Length


class DraftLook(Form, kw_only=True):
    """The style of the concept edition: the underline of inserted and the strike-through of deleted words, the change
    bar (`bar_gap` from the right edge of the lines), line numbers, watermark and stamp."""

    inserted: Rule
    deleted: Rule
    bar: Rule
    bar_gap: Length
    numbers: LineNumbers
    watermark: Watermark
    stamp: Stamp


class Hyphenation(Form):
    """Hyphenation: the fewest letters before and after a break, and exceptions."""

    before: Annotated[int, Limits(1)] = 2
    after: Annotated[int, Limits(1)] = 3
    exceptions: tuple[str, ...] = ()


HANGING = MappingProxyType(
    {"-": 0.7, "\u2010": 0.7, ".": 0.7, ",": 0.7, ":": 0.5, ";": 0.5, "–": 0.3, "—": 0.2}
    | dict.fromkeys("‘’“”„‚'\"", 0.6)
)
"""How far marks stand outside the measure where a style does not say it."""


class LineBreaking(Form):
    """How paragraphs are broken into lines: prices of line ends inside words, and limits.

    `hyphen` is the price of a hyphen; `weak` comes on top when it leaves two letters before it or three or fewer
    after, `name` in a word with a capital, `compound` in a word that has a hyphen already; `hard_hyphen` and `dash`
    are the prices of a line end at a word's own hyphen and dash, `abbreviation` of one in an abbreviation with a
    hyphen or a range of numbers. At most `hyphens_in_row` lines in a row end in a hyphen. `tolerance` is the
    stretch of a space at which a justified line is still good, as a share of the space; `plain_tolerance` the same
    for a paragraph without hyphens; `shrink` is the most that a space may become narrower. `ragged_prices` is the
    weight of the prices in ragged lines. `expansion` is the most that glyphs become wider or narrower, `hanging`
    how far marks stand outside the measure at the ends of justified lines, as a share of their width.
    """

    hyphen: Annotated[float, Limits(0)] = 260.0
    weak: Annotated[float, Limits(0)] = 150.0
    name: Annotated[float, Limits(0)] = 600.0
    compound: Annotated[float, Limits(0)] = 50.0
    hard_hyphen: Annotated[float, Limits(0)] = 40.0
    dash: Annotated[float, Limits(0)] = 10.0
    abbreviation: Annotated[float, Limits(0)] = 1_000.0
    hyphens_in_row: Annotated[int, Limits(1)] = 2
    tolerance: Annotated[float, Limits(0)] = 0.7
    plain_tolerance: Annotated[float, Limits(0)] = 0.65
    shrink: Annotated[float, Limits(0)] = 0.2
    ragged_prices: Annotated[float, Limits(0)] = 0.08
    expansion: Annotated[float, Limits(0, 0.05)] = 0.02
    hanging: Mapping[str, Annotated[float, Limits(0, 1)]] = field(default_factory=lambda: dict(HANGING))


class HouseStyle(Form, kw_only=True):
    """A house style: fonts, palette, symbols, page designs, and print settings.

    `missing` is what tables print for the marks of missing figures and for empty cells. `pictures` is the artwork, by
    its name in the style (`artwork/cover.svg`); `places` are the places of all settings in `style.yaml`; `folders` are
    those of the style and of the styles that it extends, its own first.
    """

    name: str
    extends: str = ""
    fonts: Mapping[str, Face]
    fallback: tuple[str, ...] = ()
    colours: Mapping[str, Colour]
    statuses: Mapping[Literal["gerealiseerd", "niet-gerealiseerd", "deels", "geen-informatie"], StatusLook]
    charts: ChartLook
    draft: DraftLook
    hyphenation: Hyphenation = Hyphenation()
    lines: LineBreaking = LineBreaking()
    missing: Mapping[str, Words] = field(default_factory=dict)
    designs: Mapping[str, Design]
    print: PressSettings = PressSettings()
    screen: ScreenSettings = ScreenSettings()
    pictures: Annotated[Mapping[str, Picture], Computed()] = field(default_factory=dict)
    places: Annotated[LocatedData, Computed()] = LocatedData({}, {}, Place())
    folders: Annotated[tuple[Path, ...], Computed()] = ()
