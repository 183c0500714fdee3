"""The bounding boxes of what is on a page: lines, labels, pictures, images and grounds, in painting order."""

import math
from collections.abc import Callable

from reportbuilder.diagnostics import Place
from reportbuilder.document.graphics import Anchor, Label, Path, Picture, Segment, Verb
from reportbuilder.layout.furniture import PageArt
from reportbuilder.layout.page import Page, Placed
from reportbuilder.layout.platypus import PlatypusFlowable
from reportbuilder.layout.surface import Surface
from reportbuilder.structure.model import Artifact, Mark
from reportbuilder.text.breaking import Line
from reportbuilder.values import Mutable, Value, field

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
        """Keep a line: the box of its ink, whichever sizes it has."""
        if not line.pieces:
            return
        size = max(piece.style.size for piece in line.pieces)
        colours = tuple(dict.fromkeys(piece.style.colour for piece in line.pieces if piece.box is None))
        left = x + line.pieces[0].x
        box = BoundingBox(left, baseline - DESCENT * size, x + line.width, baseline + ASCENT * size)
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
