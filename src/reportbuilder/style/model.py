"""The house style as frozen values. Lengths are in points; colours are names of palette entries.

`style.loader` reads `style.yaml` into a `HouseStyle`; a report uses one of its designs.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from reportbuilder.diagnostics import Place
from reportbuilder.document.graphics import Picture
from reportbuilder.project.located_yaml import LocatedData
from reportbuilder.project.schema import Computed, Form, Limits, Words
from reportbuilder.project.units import Cmyk, Hex, Length
from reportbuilder.style.print_settings import PressSettings, ScreenSettings, SpotName
from reportbuilder.values import field


class Face(Form):
    """A font: its file in `fonts/`, and the faces for emphasised and strong words."""

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
    possible."""

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


class PageSetup(Form):
    """Trim size, margins and columns. The type area is inside the margins; running text is `text_width` wide from the
    inner margin (by default all of it), wide tables use the whole width."""

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


class Rule(Form):
    """A line: its width and colour."""

    width: Length
    colour: str


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
    that is too long is set in the next of the `smaller` sizes. The artwork (an SVG file of the style, as wide as the
    page with its `bleed`) is at the top of the page.
    """

    start: Literal["next", "right"] = "next"
    drop: Length
    title_y: Length
    number_y: Length
    artwork: str = ""
    bleed: Length = 0.0
    title_width: Length | None = None
    smaller: tuple[Length, ...] = ()


class TableStyle(Form):
    """The style of a table: rules, cell padding, and grounds."""

    head_rule: Rule
    row_rule: Rule
    end_rule: Rule
    pad_x: Length
    pad_y: Length
    zebra: str = ""
    group_ground: str = ""
    span_ground: str = ""
    head_ground: str = ""


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


class Cover(Form, kw_only=True):
    """The cover: artwork (an SVG file of the style, as large as the page with its bleed) and texts. Texts that are
    empty are left out."""

    artwork: str
    bleed: Length = 0.0
    texts: tuple[CoverText, ...]


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


class StatusLook(Form):
    """A status symbol: an SVG file of the style and its colour; its text depends on the language."""

    symbol: str
    colour: str


class ChartLook(Form):
    """The colours of charts, in the order of the series, and their lines."""

    series: Annotated[tuple[str, ...], Limits(2, 6)]
    muted: str
    axis: str
    norm: str
    line_width: Length


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


class HouseStyle(Form, kw_only=True):
    """A house style: fonts, palette, symbols, page designs, and print settings.

    `missing` is what tables print for the marks of missing figures and for empty cells. `pictures` is the artwork, by
    its name in the style (`artwork/cover.svg`); `places` are the places of all settings in `style.yaml`.
    """

    name: str
    fonts: Mapping[str, Face]
    fallback: tuple[str, ...] = ()
    colours: Mapping[str, Colour]
    statuses: Mapping[Literal["gerealiseerd", "niet-gerealiseerd", "deels", "geen-informatie"], StatusLook]
    charts: ChartLook
    draft: DraftLook
    hyphenation: Hyphenation = Hyphenation()
    missing: Mapping[str, Words] = field(default_factory=dict)
    designs: Mapping[str, Design]
    print: PressSettings = PressSettings()
    screen: ScreenSettings = ScreenSettings()
    pictures: Annotated[Mapping[str, Picture], Computed()] = field(default_factory=dict)
    places: Annotated[LocatedData, Computed()] = LocatedData({}, {}, Place())
