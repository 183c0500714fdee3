"""The house style as frozen values. Lengths are points; colours are names of the palette.

`style.yaml` is read into `HouseStyle` (see `style.read`); a report picks one of its designs.
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
    """A font: its file in `fonts/`, and the faces that emphasis and strong words take beside it."""

    file: str
    emphasis: str = ""
    strong: str = ""


class Colour(Form):
    """A palette colour on the screen and, in percent, on paper; `spot` is an ink of its own, for which the percentages
    stand where it is not on the press."""

    screen: Hex
    cmyk: Cmyk | None = None
    spot: SpotName = ""


class TextStyle(Form):
    """How one kind of text is set. `before` and `after` are the space around it, in whole grid lines if it can be."""

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
    """Trim size, margins and columns. The type area is what the margins leave; running text takes `text_width` of
    it from the inner side (all of it by default), wide tables take all."""

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
    """The head of a page, in words like a cover's and `{report}`, `{chapter}`; `y` is the baseline from the top trim
    edge, the rule stands `rule_gap` below it. `folio_y` is the baseline of folio and `foot` from the page's foot."""

    left: str
    right: str
    y: Length
    rule: Rule
    rule_gap: Length
    folio_y: Length
    foot: str = ""


class ChapterOpener(Form, kw_only=True):
    """How a chapter begins: on which page, how far down its text starts, and what is drawn behind its head.

    `title_y` and `number_y` are baselines from the top trim edge; the text starts `drop` below the top margin. A title
    that is too long takes the `smaller` sizes in turn. The artwork (an SVG file of the style, as wide as the page with
    its `bleed`) stands at the top of the page.
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
    """The looks of a table: rules, the space in its cells, and grounds."""

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
    """A text on the cover: words with the `{names}` of `furniture.Imprint`; its first baseline stands `y` below the top
    trim edge, `x` from the left one. It takes the `smaller` sizes in turn when it does not fit, or has more than
    so many `lines` (0: as many as there is room for). One that grows `up` has its last baseline at `y`, and more lines
    stand above it."""

    text: str
    style: TextStyle
    x: Length
    y: Length
    width: Length
    smaller: tuple[Length, ...] = ()
    lines: Annotated[int, Limits(0, 40)] = 0
    grow: Literal["down", "up"] = "down"


class Cover(Form, kw_only=True):
    """The cover: artwork (an SVG file of the style, as large as the page with its bleed) and the texts on it. A text
    that comes out empty is left out."""

    artwork: str
    bleed: Length = 0.0
    texts: tuple[CoverText, ...]


class ContentsLook(Form, kw_only=True):
    """The contents page: how deep it goes, and its dotted leaders."""

    depth: Annotated[int, Limits(1, 4)]
    leader_colour: str
    indent: Length


class KeyFigureLook(Form):
    """The key figures: how many stand beside each other, and the sizes that all take in turn when one is too wide."""

    across: Annotated[int, Limits(1, 6)]
    rule: Rule
    smaller: tuple[Length, ...] = ()


class AsideLook(Form, kw_only=True):
    """Quotes and callouts: the rule beside or above, the ground behind, and the space inside."""

    rule: Rule
    ground: str = ""
    pad: Length


class Bullets(Form):
    """Lists: the bullets by depth, and how far the text stands in."""

    marks: tuple[str, ...]
    indent: Length
    colour: str
    gap: Length = 0.0


class Design(Form):
    """A page design: everything that decides how the pages of a report look."""

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
    """A status symbol: an SVG file of the style and its colour; its word is the language's."""

    symbol: str
    colour: str


class ChartLook(Form):
    """The colours of charts, in the order in which series take them, and their lines."""

    series: Annotated[tuple[str, ...], Limits(2, 6)]
    muted: str
    axis: str
    norm: str
    line_width: Length


class LineNumbers(Form, kw_only=True):
    """The numbers of lines beside the text: every so many, `gap` from its left edge, from 1 on each page or on."""

    style: TextStyle
    gap: Length
    every: Annotated[int, Limits(1, 20)] = 5
    restart: Literal["page", "report"] = "page"


class Watermark(Form):
    """The word behind the text of a concept: its face, its colour on the page, and the colour of its outline on the
    cover's artwork."""

    face: str
    colour: str
    outline: Rule


class Stamp(Form):
    """The version and date on every page of a concept; `y` is the baseline from the foot."""

    style: TextStyle
    y: Length


class DraftLook(Form, kw_only=True):
    """The looks of the concept edition: the line below words that are new and through words that are gone, the bar
    beside lines that changed (`bar_gap` from their right edge), line numbers, watermark and stamp."""

    inserted: Rule
    deleted: Rule
    bar: Rule
    bar_gap: Length
    numbers: LineNumbers
    watermark: Watermark
    stamp: Stamp


class Hyphenation(Form):
    """Dutch hyphenation: the fewest letters before and after a break, and words that break otherwise."""

    before: Annotated[int, Limits(1)] = 2
    after: Annotated[int, Limits(1)] = 3
    exceptions: tuple[str, ...] = ()


class HouseStyle(Form, kw_only=True):
    """A house style: fonts, palette, symbols and page designs, and how it is printed. `missing` is what tables print
    for marks of missing figures, and for cells that are empty. `pictures` is the artwork that `style.read` has read, by
    the name that the style gives it (`artwork/cover.svg`); `places`, where everything stands in `style.yaml`."""

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
