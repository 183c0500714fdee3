"""Checks of finished pages: text that is cut off, overlaps other text or its frame, or has too little contrast.

They use only the bounding boxes of what is painted (lines, labels, pictures, images and grounds, in painting order),
and know nothing of how pages are composed.
"""

import math
from collections.abc import Callable, Iterator, Sequence

from reportbuilder.diagnostics import Code, Diagnostic, DiagnosticCode, Place
from reportbuilder.document.graphics import Anchor, Label, Path, Picture, Segment, Verb
from reportbuilder.layout.flow import PlatypusFlowable, Surface
from reportbuilder.layout.furniture import PageArt
from reportbuilder.layout.page import Page, Placed, Side
from reportbuilder.memo import Memo, Same
from reportbuilder.structure.model import Artifact, Mark
from reportbuilder.style.backdrop import PAPER, Backdrop, TextBox
from reportbuilder.style.contrast_pairs import LARGE, TEXT, contrast_ratio
from reportbuilder.style.model import HouseStyle, PageSetup
from reportbuilder.text.breaking import Line
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Mutable, Value, field, replace

ASCENT, DESCENT = 0.7, 0.2
"""How far the ink of text reaches above and below its baseline, in ems: capitals and descenders."""

WidthOf = Callable[[Label], float]
"""Measures the words of a label in a picture, in points."""


class BoundingBox(Value):
    """A rectangle in points from the lower left corner of the trim box."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "BoundingBox", least: float) -> bool:
        """Whether the two overlap by more than `least` points in both directions."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > least
            and min(self.top, other.top) - max(self.bottom, other.bottom) > least
        )

    def holds(self, other: "BoundingBox", give: float) -> bool:
        """Whether another box lies inside this one, or sticks out by at most `give` points."""
        return (
            other.left >= self.left - give
            and other.right <= self.right + give
            and other.bottom >= self.bottom - give
            and other.top <= self.top + give
        )


class TextRun(Value, eq=False):
    """A line, or a label in a picture: its box, baseline and size, its colours, what it is part of. `order` counts what
    is painted on the page."""

    words: str
    box: BoundingBox
    baseline: float
    size: float
    colours: tuple[str, ...]
    item: int
    order: int
    mark: Mark
    overfull: bool = False
    turned: bool = False
    label: bool = False


class Background(Value, eq=False):
    """A background of text: a rectangle or a picture (`scale` is the size at which it is drawn), or an image."""

    box: BoundingBox
    item: int
    order: int
    mark: Mark
    colour: str = ""
    picture: Picture | None = None
    scale: float = 1.0


class PageBoxes(Mutable):
    """Everything on a page: the frames of its items, with their places in the source, and what is painted in them."""

    frames: list[BoundingBox] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    texts: list[TextRun] = field(default_factory=list)
    grounds: list[Background] = field(default_factory=list)


def boxes_of(page: Page, height: float, width_of: WidthOf) -> PageBoxes:
    """The boxes of everything on a page of `height` points; `width_of` measures the labels in pictures."""
    boxes = PageBoxes()
    recorder = _BoxRecorder(boxes, width_of)
    for placed in page.items:
        for part in _split_art(placed):
            frame = part.frame
            foot = height - frame.top - frame.height
            boxes.frames.append(BoundingBox(frame.x, foot, frame.x + frame.width, foot + frame.height))
            boxes.places.append(part.place)
            part.flowable.drawOn(recorder, frame.x, foot)
    return boxes


def _split_art(placed: Placed) -> tuple[Placed, ...]:
    """Split an item of artwork and texts (a cover, the head of a chapter) into an item for each, with its own place;
    any other item as it is."""
    art = placed.flowable
    if not isinstance(art, PageArt) or not art.texts:
        return (placed,)
    alone = (Placed(PageArt(art.page_width, art.page_height, art.artwork, art.bleed, ()), placed.frame, placed.place),)
    return alone + tuple(
        Placed(
            PageArt(art.page_width, art.page_height, None, art.bleed, (text,)),
            placed.frame,
            text.place if text.place.file else placed.place,
        )
        for text in art.texts
    )


class _BoxRecorder(Surface):
    """A surface that records the boxes of what is drawn on it; rules are too thin to be a background of text."""

    def __init__(self, boxes: PageBoxes, width_of: WidthOf) -> None:
        self.boxes, self.width_of = boxes, width_of
        self.order = 0

    def text(self, line: Line, x: float, baseline: float, mark: Mark) -> None:
        """Keep a line: the box of its ink, whichever sizes it has, without marks that hang outside its measure."""
        if not line.pieces:
            return
        size = max(piece.style.size for piece in line.pieces)
        colours = tuple(dict.fromkeys(piece.style.colour for piece in line.pieces if piece.box is None))
        left = x + line.pieces[0].x + line.hang_left
        right = x + line.width - line.hang_right
        box = BoundingBox(left, baseline - DESCENT * size, right, baseline + ASCENT * size)
        self._keep(TextRun(line.text, box, baseline, size, colours, self._item, self._next(), mark, line.overfull))

    def rect(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Keep a ground."""
        box = BoundingBox(x, y, x + width, y + height)
        self.boxes.grounds.append(Background(box, self._item, self._next(), Artifact.LAYOUT, colour))

    def picture(self, picture: Picture, x: float, y: float, mark: Mark, scale: float = 1.0) -> None:
        """Keep a picture, and the labels in it."""
        box = BoundingBox(x, y, x + picture.width * scale, y + picture.height * scale)
        self.boxes.grounds.append(Background(box, self._item, self._next(), mark, picture=picture, scale=scale))
        for label in picture.items:
            if isinstance(label, Label) and label.text.strip():
                self._label(label, x, y, scale, mark)

    def image(self, path: str, x: float, y: float, width: float, height: float, mark: Mark) -> None:
        """Keep the area of an image."""
        del path
        self.boxes.grounds.append(Background(BoundingBox(x, y, x + width, y + height), self._item, self._next(), mark))

    def platypus(self, flowable: PlatypusFlowable, x: float, y: float, width: float, height: float, mark: Mark) -> None:
        """Keep the area of a flowable of ReportLab's."""
        del flowable
        self.boxes.grounds.append(Background(BoundingBox(x, y, x + width, y + height), self._item, self._next(), mark))

    @property
    def _item(self) -> int:
        return len(self.boxes.frames) - 1

    def _next(self) -> int:
        self.order += 1
        return self.order

    def _keep(self, text: TextRun) -> None:
        self.boxes.texts.append(text)

    def _label(self, label: Label, x: float, y: float, scale: float, mark: Mark) -> None:
        width, size = self.width_of(label) * scale, label.size * scale
        start = {Anchor.START: 0.0, Anchor.MIDDLE: -width / 2, Anchor.END: -width}[label.anchor]
        sine, cosine = math.sin(math.radians(label.angle)), math.cos(math.radians(label.angle))
        corners = [
            (x + label.x * scale + across * cosine - up * sine, y + label.y * scale + across * sine + up * cosine)
            for across in (start, start + width)
            for up in (-DESCENT * size, ASCENT * size)
        ]
        xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
        box = BoundingBox(min(xs), min(ys), max(xs), max(ys))
        self._keep(
            TextRun(
                label.text,
                box,
                y + label.y * scale,
                size,
                (label.colour,),
                self._item,
                self._next(),
                mark,
                turned=bool(label.angle % 90),
                label=True,
            )
        )


def rectangle(box: BoundingBox, colour: str) -> Path:
    """A filled rectangle as a path."""
    corners = ((box.left, box.bottom), (box.right, box.bottom), (box.right, box.top), (box.left, box.top))
    steps = (Segment(Verb.MOVE if index == 0 else Verb.LINE, corner) for index, corner in enumerate(corners))
    return Path((*steps, Segment(Verb.CLOSE)), fill=colour)


EDGE = 0.5
"""Points by which ink may reach over the trim: an overshoot, not a letter."""
OVERLAP = 0.75
"""Points in both directions by which two texts may overlap: kerning and accents do, words that are read do not."""
X_HEIGHT = 0.45
"""The height of small letters in ems: text of which this part is covered cannot be read."""
OUTSIDE = 2.0
"""Points by which text may stand out of its frame: less than the space around it."""
LARGE_SIZE = 14.0
"""Text from this size in points needs the contrast of large text (WCAG 2.1, if it is bold)."""
PAPER_COLOUR = "#ffffff"
SHOWN = 40
"""Of longer texts so many characters are shown."""


class Inspector:
    """Inspects the pages of a report in a house style. In print the pages stand `binding` points further from the
    spine."""

    def __init__(
        self, style: HouseStyle, setup: PageSetup, fonts: FontBook, binding: float = 0.0, memo: Memo | None = None
    ) -> None:
        self._style, self._setup, self._fonts, self._binding = style, setup, fonts, binding
        self._memo = Memo() if memo is None else memo

    def inspect(self, page: Page) -> tuple[Diagnostic, ...]:
        """What is wrong with a page, at most once for each place in the source and kind of problem."""
        if not page.items:
            return ()
        boxes = boxes_of(page, self._setup.height, self._width_of)
        named = f"page {page.folio or page.number}"
        problems: dict[tuple[str, Place], Diagnostic] = {}
        for problem in self._off_page(boxes, page.side, named):
            problems.setdefault((problem.code, problem.place), problem)
        for check in (self._outside, self._overlapping, self._covered, self._unreadable):
            for problem in check(boxes, named):
                problems.setdefault((problem.code, problem.place), problem)
        return tuple(problems.values())

    def _width_of(self, label: Label) -> float:
        return self._fonts.shape(label.text, label.face, label.features).width * label.size

    def _off_page(self, boxes: PageBoxes, side: Side, named: str) -> Iterator[Diagnostic]:
        """Text, and pictures that say something, that the edge of the page cuts."""
        sheet = BoundingBox(0.0, 0.0, self._setup.width, self._setup.height)
        away = (0.0, self._binding) if side is Side.RIGHT else (self._binding, 0.0)
        bound = replace(sheet, left=sheet.left + away[0], right=sheet.right - away[1])
        for text in boxes.texts:
            if not sheet.holds(text.box, EDGE):
                yield _problem(
                    Code.TEXT_OFF_PAGE,
                    f"“{_shown(text)}” is cut off by the edge of {named}.",
                    _place(boxes, text.item),
                    "Make the words shorter, or give them more room in the style.",
                )
            elif not bound.holds(text.box, EDGE):
                yield _problem(
                    Code.TEXT_OFF_PAGE,
                    f"“{_shown(text)}” is cut off by the edge of {named} in print, where the page stands further "
                    "from the spine.",
                    _place(boxes, text.item),
                    "Make the words shorter, or set a smaller `binding` under `print` in report.yaml.",
                )
        for ground in boxes.grounds:
            if not isinstance(ground.mark, Artifact) and not sheet.holds(ground.box, EDGE):
                yield _problem(
                    Code.PICTURE_OFF_PAGE,
                    f"The edge of {named} cuts off a picture.",
                    _place(boxes, ground.item),
                    "Make it smaller.",
                )

    def _outside(self, boxes: PageBoxes, named: str) -> Iterator[Diagnostic]:
        """Text that is painted outside the frame of its block; lines too long for their column are reported when
        set."""
        for text in boxes.texts:
            frame = boxes.frames[text.item]
            if not (text.overfull or frame.holds(text.box, OUTSIDE) or frame.right - frame.left == self._setup.width):
                what = "The label" if text.label else "The text"
                yield _problem(
                    Code.TEXT_OUTSIDE_FRAME,
                    f"{what} “{_shown(text)}” on {named} stands out of the place that its block has there.",
                    _place(boxes, text.item),
                    "Make it shorter, or give its block more room.",
                )

    def _overlapping(self, boxes: PageBoxes, named: str) -> Iterator[Diagnostic]:
        """Texts over each other."""
        level = [(text, _core(text)) for text in boxes.texts if not text.turned]
        for (one, _), (other, _) in _meeting(level):
            first, second = sorted((one, other), key=lambda text: text.order)
            inside = first.item == second.item
            what = "labels of a picture" if first.label and second.label and inside else "texts"
            yield _problem(
                Code.TEXT_OVERLAP,
                f"“{_shown(first)}” and “{_shown(second)}” stand over each other on {named}: two {what} that do not "
                "fit beside each other.",
                _place(boxes, second.item),
                "Show fewer labels, make them shorter, or give the picture `span: page`."
                if what != "texts"
                else "Make the words shorter, or give them more room.",
            )

    def _covered(self, boxes: PageBoxes, named: str) -> Iterator[Diagnostic]:
        """Text that an image or a picture of another block covers."""
        over = [ground for ground in boxes.grounds if not isinstance(ground.mark, Artifact)]
        for ground in over:
            for text in boxes.texts:
                if text.item != ground.item and ground.box.meets(_core(text), OVERLAP):
                    yield _problem(
                        Code.TEXT_OVERLAP,
                        f"“{_shown(text)}” and a picture stand over each other on {named}.",
                        _place(boxes, text.item),
                        "Make one of them smaller, or move one.",
                    )

    def _unreadable(self, boxes: PageBoxes, named: str) -> Iterator[Diagnostic]:
        """Text with too little contrast to the colours behind it."""
        for text in boxes.texts:
            if text.label and text.turned:
                continue
            needed = LARGE if text.size >= LARGE_SIZE else TEXT
            for ground in self._behind(text, boxes.grounds):
                for colour in text.colours:
                    ratio = contrast_ratio(self._code(colour), self._code(ground))
                    if ratio < needed:
                        known = "the paper" if ground == PAPER else f"“{ground}”"
                        yield _problem(
                            Code.TEXT_CONTRAST,
                            f"“{_shown(text)}” on {named} is “{colour}” on {known}: a contrast of {ratio:.1f} : 1, "
                            f"where {needed:g} : 1 is needed.",
                            _place(boxes, text.item),
                            "Make the words shorter, so that they stay on their ground, or change the colours in the "
                            "style.",
                        )

    def _behind(self, text: TextRun, grounds: Sequence[Background]) -> tuple[str, ...]:
        """The colours behind a text; none where an image is, whose colours are not known."""
        box = replace(text.box, left=max(text.box.left, 0.0), right=min(text.box.right, self._setup.width))
        text = replace(text, box=box)
        under = [ground for ground in grounds if ground.order < text.order and ground.box.meets(text.box, 0.0)]
        if not under:
            return (PAPER,)
        colours_behind: dict[str, None] = {}
        for ground in reversed(under):
            if ground.picture is None and not ground.colour:
                return tuple(colours_behind)
            colours = self._colours(ground, text)
            colours_behind |= dict.fromkeys(colour for colour in colours if colour != PAPER)
            if PAPER not in colours:
                return tuple(colours_behind)
        return (*colours_behind, PAPER)

    def _colours(self, ground: Background, text: TextRun) -> tuple[str, ...]:
        """The colours of one ground behind a text, `PAPER` where it shows through."""
        if ground.picture is None:
            if ground.box.holds(_core(text), 0.0):
                return (ground.colour,)
            box = TextBox(text.box.left, text.box.right, (text.baseline,), text.size)
            return Backdrop.of((rectangle(ground.box, ground.colour),)).colours(box)
        scale = ground.scale
        if text.label and ground.item == text.item:  # lines of a chart may touch the letters that they belong to
            text = replace(text, size=text.size * X_HEIGHT)
        left, right = ((x - ground.box.left) / scale for x in (text.box.left, text.box.right))
        baseline = (text.baseline - ground.box.bottom) / scale
        return self._in_picture(ground.picture, TextBox(left, right, (baseline,), text.size / scale))

    def _in_picture(self, picture: Picture, box: TextBox) -> tuple[str, ...]:
        """The colours of a picture behind a text in it."""
        memo, key = self._memo, Same(picture)
        backdrop = memo.get("backdrops", key, lambda: Backdrop.of(picture.items))
        return memo.get("colours in pictures", (key, box), lambda: backdrop.colours(box))

    def _code(self, name: str) -> str:
        if name == PAPER:
            return PAPER_COLOUR
        return name if name.startswith("#") else self._style.colours[name].screen


def _meeting(
    texts: Sequence[tuple[TextRun, BoundingBox]],
) -> Iterator[tuple[tuple[TextRun, BoundingBox], tuple[TextRun, BoundingBox]]]:
    """The pairs whose boxes overlap: a sweep from the foot of the page, which looks only at what is at one height."""
    open_: list[tuple[TextRun, BoundingBox]] = []
    for one in sorted(texts, key=lambda pair: pair[1].bottom):
        open_ = [other for other in open_ if other[1].top - one[1].bottom > OVERLAP]
        yield from ((other, one) for other in open_ if other[1].meets(one[1], OVERLAP))
        open_.append(one)


def _core(text: TextRun) -> BoundingBox:
    """The part of a text that must be free for it to be read: its small letters."""
    if text.turned or text.box.top - text.box.bottom > text.size:  # a label that stands upright
        return text.box
    return replace(text.box, bottom=text.baseline, top=text.baseline + X_HEIGHT * text.size)


def _shown(text: TextRun) -> str:
    words = " ".join(text.words.split())
    return words if len(words) <= SHOWN else f"{words[:SHOWN].rstrip()}…"


def _place(boxes: PageBoxes, item: int) -> Place:
    """The place of an item in the source; of furniture, that of the first item of its page that has one."""
    place = boxes.places[item]
    return place if place.file else next((other for other in boxes.places if other.file), place)


def _problem(code: DiagnosticCode, message: str, place: Place, hint: str) -> Diagnostic:
    return Diagnostic(code, message, hint, place)
