"""Checks of finished pages: text that is cut off, overlaps other text or its frame, or has too little contrast.

They use only what is painted where (`boxes`), and know nothing of how pages are composed.
"""

from collections.abc import Iterator, Sequence

from reportbuilder.diagnostics import Code, Diagnostic, DiagnosticCode, Place
from reportbuilder.document.graphics import Label, Picture
from reportbuilder.layout.boxes import Background, BoundingBox, PageBoxes, TextRun, boxes_of, rectangle
from reportbuilder.layout.page import Page, Side
from reportbuilder.structure.model import Artifact
from reportbuilder.style.backdrop import PAPER, Backdrop, TextBox
from reportbuilder.style.contrast import LARGE, TEXT, contrast_ratio
from reportbuilder.style.model import HouseStyle, PageSetup
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import replace

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

    def __init__(self, style: HouseStyle, setup: PageSetup, fonts: FontBook, binding: float = 0.0) -> None:
        self._style, self._setup, self._fonts, self._binding = style, setup, fonts, binding
        self._backdrops: dict[int, tuple[Picture, Backdrop]] = {}

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
        return self._backdrop(ground.picture).colours(TextBox(left, right, (baseline,), text.size / scale))

    def _backdrop(self, picture: Picture) -> Backdrop:
        kept = self._backdrops.get(id(picture))
        if kept is None or kept[0] is not picture:
            kept = self._backdrops[id(picture)] = (picture, Backdrop.of(picture.items))
        return kept[1]

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
