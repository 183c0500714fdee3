"""Page furniture: covers, chapter openers, running heads and folios."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from string import Formatter

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.document.graphics import Path, Picture, mirrored
from reportbuilder.document.model import Heading, MadePage, Text
from reportbuilder.layout.flow import Flowable, Surface
from reportbuilder.layout.page import Geometry, Master, Side
from reportbuilder.layout.typeset import TextBlock, Typesetter, in_sizes
from reportbuilder.structure.model import Artifact, PartKey, PartTags
from reportbuilder.style.model import Cover, CoverText, PageSetup, Rule
from reportbuilder.text.breaking import Line
from reportbuilder.values import Value, field, replace

CAPITALS, DESCENDERS = 0.7, 0.25
"""How far letters reach above and below their baseline, in ems."""
TEXT_GAP = 0.4
"""The least space between two texts of a cover, in ems of the smaller one; lines of one text have about as much."""
HEAD_GAP = 14.0
"""The least space between the two running heads of a page."""


class Imprint(Value):
    """The words of the report as a whole that covers and running heads use; `version` is the version's label, `number`
    its number and `date` its date in words."""

    title: str
    subtitle: str = ""
    unit: str = ""
    year: str = ""
    status: str = ""
    version: str = ""
    motto: str = ""
    places: Mapping[str, Place] = field(default_factory=dict)
    number: str = ""
    date: str = ""

    def place(self, template: str) -> Place:
        """Where the first of the words that a template uses is written; the title's place when it uses none."""
        names = (name for _, name, _, _ in Formatter().parse(template) if name)
        return next((self.places[name] for name in names if name in self.places), self.places.get("title", Place()))

    def fill(self, template: str, **more: str) -> str:
        """A template with its `{names}` filled in; what is empty leaves nothing behind."""
        words = {name: getattr(self, name) for name in self.__struct_fields__} | more
        return template.format_map(words).strip()


class PositionedText(Value):
    """A text block at a place on the page: its left edge and the baseline of its first line from the top."""

    block: TextBlock
    x: float
    y: float
    place: Place = Place()

    @property
    def last(self) -> float:
        """The baseline of its last line from the top."""
        return self.y + (len(self.block.lines) - 1) * self.block.leading

    @property
    def right(self) -> float:
        """The right edge of its widest line."""
        return self.x + max((line.width for line in self.block.lines), default=0.0)

    @property
    def size(self) -> float:
        """The size of its largest letters."""
        return max((piece.style.size for line in self.block.lines for piece in line.pieces), default=0.0)

    @property
    def top(self) -> float:
        """The top of its capitals."""
        return self.y - CAPITALS * self.size

    @property
    def foot(self) -> float:
        """The foot of its descenders."""
        return self.last + DESCENDERS * self.size

    def meets(self, other: "PositionedText") -> bool:
        """Whether the two run into each other, or stand so near that they read as one text."""
        beside = self.right <= other.x or other.right <= self.x
        apart = TEXT_GAP * min(self.size, other.size)
        return not beside and self.top < other.foot + apart and other.top < self.foot + apart


class PageSized(Flowable):
    """A flowable of the size of a page."""

    page_width: float
    page_height: float

    @property
    def width(self) -> float:
        """The page's width."""
        return self.page_width

    @property
    def height(self) -> float:
        """The page's height."""
        return self.page_height


class PageArt(PageSized):
    """A page's artwork and the texts on it, page-sized."""

    artwork: Picture | None
    bleed: float
    texts: tuple[PositionedText, ...]

    @property
    def title_overhang(self) -> float:
        """The height of the last text below its first line, in points."""
        block = self.texts[-1].block
        return (len(block.lines) - 1) * block.leading

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw the artwork from the top of the page, then the texts."""
        if self.artwork is not None:
            foot = y + self.page_height + self.bleed - self.artwork.height
            surface.picture(self.artwork, x - self.bleed, foot, Artifact.BACKGROUND)
        for text in self.texts:
            block = text.block
            bottom = y + self.page_height - text.y - block.drop - (len(block.lines) - 1) * block.leading
            block.drawOn(surface, x + text.x, bottom)


class Furniture(PageSized):
    """Running head with its rule, and folio, page-sized: lines, each with its left edge and baseline."""

    lines: tuple[tuple[Line, float, float, Artifact], ...]
    rule: Rule | None = None
    rule_y: float = 0.0
    rule_x: tuple[float, float] = (0.0, 0.0)

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw the lines at their baselines and the rule."""
        for line, left, baseline, kind in self.lines:
            surface.text(line, x + left, y + baseline, kind)
        if self.rule is not None and self.rule.width:
            surface.rule(
                x + self.rule_x[0],
                y + self.rule_y,
                x + self.rule_x[1],
                y + self.rule_y,
                self.rule.width,
                self.rule.colour,
            )


def set_opener(
    setter: Typesetter,
    geometry: Geometry,
    heading: Heading,
    mark: PartKey,
    art: tuple[Picture | None, float],
    side: Side,
) -> PageArt:
    """The head of a chapter on a page of this side; `art` is its artwork and the artwork's bleed."""
    look, text, setup = setter.design.opener, setter.design.text, geometry.setup
    x = geometry.column_x(side, 0)
    measure = look.title_width or geometry.text_width
    ground = _ground(*art, x, look.title_y)
    foot = min(setup.height / 2, setup.height if ground is None else ground)
    title = _title(setter, heading, mark, measure, foot)
    texts = [PositionedText(title, x, look.title_y)]
    if heading.number:
        number = setter.block((Text(f"{heading.number} "),), text.opener_number, measure, mark, whole=True)
        texts.insert(0, PositionedText(number, x, look.number_y))
    return PageArt(setup.width, setup.height, *art, tuple(texts))


def _title(setter: Typesetter, heading: Heading, mark: PartKey, measure: float, foot: float) -> TextBlock:
    """The title of a chapter in the largest size in which no word is too wide, it has no more lines than the style
    says, and its last line ends above `foot`, in points from the top of the page."""
    look, silent = setter.design.opener, replace(setter, diagnostics=Diagnostics())
    style = setter.design.text.h1
    for style in in_sizes(setter.design.text.h1, look.smaller):
        title = silent.block(heading.children, style, measure, mark, place=heading.place, whole=True)
        end = look.title_y + (len(title.lines) - 1) * title.leading + DESCENDERS * style.size
        short = not look.lines or len(title.lines) <= look.lines
        if end <= foot and short and not any(line.overfull for line in title.lines):
            return title
    return setter.block(heading.children, style, measure, mark, place=heading.place, whole=True)


def _ground(artwork: Picture | None, bleed: float, x: float, y: float) -> float | None:
    """The lower edge of the filled shape of the artwork at a point of the page; None where no shape is filled there.

    Points from the top left corner of the page; a shape counts as its bounding rectangle.
    """
    for item in reversed(artwork.items if artwork is not None else ()):
        if artwork is not None and isinstance(item, Path) and item.fill is not None:
            numbers = [number for segment in item.segments for number in segment.points]
            across = [number - bleed for number in numbers[::2]]
            down = [artwork.height - bleed - number for number in numbers[1::2]]
            if numbers and min(across) <= x <= max(across) and min(down) <= y <= max(down):
                return max(down)
    return None


class RunningHead(Value):
    """The running heads of a section, set: the report's and the chapter's own; and the words of its foot."""

    report: Line
    own: Line
    foot: str = ""


def set_running_head(setter: Typesetter, imprint: Imprint, chapter: str, width: float) -> RunningHead:
    """The running heads of a chapter in a width; one that would say the same twice says it once."""
    look = setter.design.running_heads
    report, own, foot = (
        imprint.fill(text, chapter=chapter, report=imprint.title) for text in (look.left, look.right, look.foot)
    )
    return replace(_beside(setter, report, own if own != report else "", width), foot=foot)


def set_furniture(
    setter: Typesetter, geometry: Geometry, running: RunningHead, words: str, side: Side, master: Master
) -> Furniture | None:
    """The running heads, foot and folio (`words`) of a page; an opener has no running heads, a cover has none of these
    (None)."""
    if master is Master.COVER:
        return None
    look, text, setup = setter.design.running_heads, setter.design.text, geometry.setup
    left, right = geometry.left(side), geometry.left(side) + geometry.area_width
    folio = setter.words(words, text.folio)
    folio_x = right - folio.width if side is Side.RIGHT else left
    lines = [(folio, folio_x, look.folio_y, Artifact.PAGE_NUMBER)]
    if running.foot:
        foot = _shortened(setter, running.foot, right - left - folio.width - HEAD_GAP)
        lines.append((foot, left if side is Side.RIGHT else right - foot.width, look.folio_y, Artifact.PAGE_NUMBER))
    if master is Master.OPENER:
        return Furniture(setup.width, setup.height, tuple(lines))
    first, last = (running.report, running.own) if side is Side.RIGHT else (running.own, running.report)
    baseline = setup.height - look.y
    lines += [(first, left, baseline, Artifact.HEADER), (last, right - last.width, baseline, Artifact.HEADER)]
    return Furniture(setup.width, setup.height, tuple(lines), look.rule, baseline - look.rule_gap, (left, right))


def roman(number: int) -> str:
    """A folio in small Roman figures, below 40."""
    return "x" * (number // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]


def _beside(setter: Typesetter, report: str, own: str, width: float) -> RunningHead:
    """Two running heads on one line; what is too long for that ends in an ellipsis."""
    style = setter.design.text.running_head
    room = width - HEAD_GAP
    first = _shortened(setter, report, max(room / 2, room - setter.words(own, style).width))
    return RunningHead(first, _shortened(setter, own, room - first.width))


def _shortened(setter: Typesetter, words: str, room: float) -> Line:
    """Words on one line of at most `room` points, cut with an ellipsis when they are longer."""
    style = setter.design.text.running_head
    whole = setter.words(words, style)
    if whole.width <= room:
        return whole
    lengths = range(len(words))
    count = bisect_right(lengths, room, key=lambda n: setter.words(f"{words[:n].rstrip()}…", style).width) - 1
    kept = words[: max(count, 0)]
    at_word = kept.rsplit(" ", 1)[0] if " " in kept and not words[count].isspace() else kept
    return setter.words(f"{at_word.rstrip()}…", style)


def chapter_heads(
    setter: Typesetter, geometry: Geometry, heading: Heading, mark: PartKey, artwork: Picture | None, bleed: float
) -> Mapping[Side, PageArt]:
    """The head of a chapter for a left and for a right page."""
    turned = mirrored(artwork) if artwork is not None and setter.design.opener.mirror else artwork
    art = {Side.LEFT: turned, Side.RIGHT: artwork}
    return {side: set_opener(setter, geometry, heading, mark, (art[side], bleed), side) for side in Side}


MARGIN = 20.0
"""No text of a cover stands nearer to the head or the foot of the page."""


def set_cover(
    setter: Typesetter, cover: Cover, artwork: Picture | None, imprint: Imprint, setup: PageSetup, tags: PartTags
) -> PageArt:
    """Set the cover. A text that overlaps others or runs off the page takes the next size of its `smaller`; one that
    does not fit in any size is an error."""
    marks = [tags.mark(MadePage.COVER.value, index) for index in range(len(cover.texts))]
    texts = set_cover_texts(setter, cover.texts, imprint, setup, marks)
    return PageArt(setup.width, setup.height, artwork, cover.bleed, texts)


def set_cover_texts(
    setter: Typesetter, texts: Sequence[CoverText], imprint: Imprint, setup: PageSetup, marks: Sequence[PartKey]
) -> tuple[PositionedText, ...]:
    """Set the texts of a cover, each for the element of its mark, in the largest sizes in which they fit."""
    shown = [(text, mark) for text, mark in zip(texts, marks, strict=True) if imprint.fill(text.text)]
    silent = replace(setter, diagnostics=Diagnostics())
    placed = [next(_sizes(silent, text, imprint, mark)) for text, mark in shown]
    failed: set[int] = set()
    for index, (text, mark) in enumerate(shown):
        others = [other for at, other in enumerate(placed) if at != index and at not in failed]
        for candidate in _sizes(silent, text, imprint, mark):
            placed[index] = candidate
            if _fits(candidate, others, setup) and (not text.lines or len(candidate.block.lines) <= text.lines):
                break
        else:
            failed.add(index)
            _report(setter, placed[index], text)
    return tuple(placed)


def _sizes(setter: Typesetter, text: CoverText, imprint: Imprint, mark: PartKey) -> Iterator[PositionedText]:
    """A text of the cover in its own size, then in each smaller one."""
    words, place = (Text(imprint.fill(text.text)),), imprint.place(text.text)
    for style in in_sizes(text.style, text.smaller):
        block = setter.block(words, style, text.width, mark, place=place, whole=True)
        above = (len(block.lines) - 1) * block.leading if text.grow == "up" else 0.0
        yield PositionedText(block, text.x, text.y - above, place)


def _fits(text: PositionedText, others: Sequence[PositionedText], setup: PageSetup) -> bool:
    """Whether a text stands on the page, in its width, and apart from the others."""
    on_page = text.top >= MARGIN and text.foot <= setup.height - MARGIN and text.right <= setup.width
    return on_page and not any(line.overfull for line in text.block.lines) and not any(map(text.meets, others))


def _report(setter: Typesetter, text: PositionedText, setting: CoverText) -> None:
    count = len(text.block.lines)
    lines = "1 line" if count == 1 else f"{count} lines"
    size = f"{text.size:g}pt" + (", their smallest size" if setting.smaller else "")
    setter.diagnostics.add(
        Code.COVER_CROWDED,
        f"There is no room for these words on the cover: they take {lines} of {size}.",
        text.place,
        "Make them shorter, or let the style set them smaller: `smaller` of this text under `cover`.",
    )
