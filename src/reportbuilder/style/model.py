"""The house style as frozen values. Lengths are points; colours are names of the palette.

`style.yaml` is read into `HouseStyle` (see `style.read`); a report picks one of its designs.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, PrivateAttr

from reportbuilder.forms import Form
from reportbuilder.graphics import Picture

_UNITS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0}
_LENGTH = re.compile(r"(-?\d{1,6}(?:[.,]\d+)?)\s*(pt|mm|cm|in)")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def parse_length(value: object) -> float:
    """Points from "12pt", "20 mm", "1.5cm" or 0; a bare number other than 0 is an error, for it has no unit."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value == 0:
        return 0.0
    match = _LENGTH.fullmatch(str(value).strip())
    if match is None:
        raise ValueError(f"“{value}” is not a length. Write a number with its unit: 12pt, 20mm, 1.5cm or 1in.")
    return float(match[1].replace(",", ".")) * _UNITS[match[2]]


def _parse_hex(value: object) -> str:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise ValueError(f'“{value}” is not a colour. Write six hexadecimal digits in quotes: "#003366".')
    return value.lower()


def _parse_cmyk(value: object) -> tuple[float, ...]:
    if not isinstance(value, list) or len(value) != 4 or not all(isinstance(v, int | float) for v in value):
        raise ValueError("CMYK is four inks. Write four percentages: [100, 70, 0, 40].")
    if not all(0 <= v <= 100 for v in value):
        raise ValueError("an ink is a percentage. Write four numbers from 0 to 100.")
    return tuple(float(v) for v in value)


Length = Annotated[float, BeforeValidator(parse_length)]
Hex = Annotated[str, BeforeValidator(_parse_hex)]
Cmyk = Annotated[tuple[float, float, float, float], BeforeValidator(_parse_cmyk)]


class Face(Form):
    """A font: its file in `fonts/`, and the faces that emphasis and strong words take beside it."""

    file: str
    emphasis: str = ""
    strong: str = ""


class Colour(Form):
    """A palette colour on the screen and, in percent, on paper."""

    screen: Hex
    cmyk: Cmyk | None = None


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
    lead: TextStyle
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
    it from the inner side (all of it if not said), wide tables take all."""

    width: Length
    height: Length
    inside: Length
    outside: Length
    top: Length
    foot: Length
    columns: int = Field(ge=1, le=6)
    gutter: Length
    grid: Length
    text_width: Length | None = None


class Rule(Form):
    """A line: its width and colour."""

    width: Length
    colour: str


class RunningHeads(Form):
    """The head of a page, in words with `{report}`, `{chapter}`, `{version}`; `y` is the baseline from the top trim
    edge, the rule stands `rule_gap` below it. `folio_y` is the folio's baseline from the foot."""

    left: str
    right: str
    y: Length
    rule: Rule
    rule_gap: Length
    folio_y: Length


class ChapterOpener(Form):
    """How a chapter begins: on which page, how far down its text starts, and what is drawn behind its head.

    `title_y` and `number_y` are baselines from the top trim edge; the text starts `drop` below the top margin. The
    artwork (an SVG file of the style, as wide as the page with its `bleed`) stands at the top of the page.
    """

    start: Literal["next", "right"] = "next"
    drop: Length
    title_y: Length
    number_y: Length
    artwork: str = ""
    bleed: Length = 0.0
    title_width: Length | None = None


class TableLook(Form):
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
    """A text on the cover: words with `{title}`, `{subtitle}`, `{unit}`, `{year}`, `{status}`, `{version}`, `{motto}`;
    its first baseline stands `y` below the top trim edge, `x` from the left one."""

    text: str
    style: TextStyle
    x: Length
    y: Length
    width: Length


class Cover(Form):
    """The cover: artwork (an SVG file of the style, as large as the page with its bleed) and the texts on it. A text
    that comes out empty is left out."""

    artwork: str
    bleed: Length = 0.0
    texts: tuple[CoverText, ...]


class ContentsLook(Form):
    """The contents page: how deep it goes, and its dotted leaders."""

    depth: int = Field(ge=1, le=4)
    leader: str = "."
    leader_colour: str
    indent: Length


class KeyFigureLook(Form):
    """The key figures: how many stand beside each other."""

    across: int = Field(ge=1, le=6)
    rule: Rule


class AsideLook(Form):
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
    table: TableLook
    matrix: TableLook
    cover: Cover
    contents: ContentsLook
    key_figures: KeyFigureLook
    quote: AsideLook
    callout: AsideLook
    lists: Bullets
    balance: bool = True


class StatusLook(Form):
    """A status symbol: an SVG file of the style, its colour, and its word."""

    symbol: str
    colour: str
    word: str


class ChartLook(Form):
    """The colours of charts, in the order in which series take them, and their lines."""

    series: tuple[str, ...] = Field(min_length=2, max_length=6)
    muted: str
    axis: str
    norm: str
    line_width: Length


class Hyphenation(Form):
    """Dutch hyphenation: the fewest letters before and after a break, and words that break otherwise."""

    before: int = Field(default=2, ge=1)
    after: int = Field(default=3, ge=1)
    exceptions: tuple[str, ...] = ()


class HouseStyle(Form):
    """A house style: fonts, palette, symbols and page designs."""

    name: str
    fonts: Mapping[str, Face]
    colours: Mapping[str, Colour]
    statuses: Mapping[Literal["gerealiseerd", "niet-gerealiseerd", "deels", "geen-informatie"], StatusLook]
    charts: ChartLook
    hyphenation: Hyphenation = Hyphenation()
    designs: Mapping[str, Design]
    _pictures: Mapping[str, Picture] = PrivateAttr(default_factory=dict)

    @property
    def pictures(self) -> Mapping[str, Picture]:
        """The artwork by the name that the style gives it (`artwork/cover.svg`); `style.read` reads it."""
        return self._pictures

    def with_pictures(self, pictures: Mapping[str, Picture]) -> Self:
        """The same style with its artwork."""
        style = self.model_copy()
        style._pictures = dict(pictures)
        return style
