"""Vector pictures as data: the form of charts, artwork and symbols until they are drawn on a page.

A picture is a display list in points, origin at the lower left. Colours are names of the house palette
(`"blue"`) or, where a picture brings its own, `"#rrggbb"`; an edition decides what they become on the page.
"""

from enum import Enum

from reportbuilder.values import Value, replace


class Verb(Enum):
    """The segments of a path; a curve carries two control points and an end point (x1, y1, x2, y2, x, y)."""

    MOVE = "m"
    LINE = "l"
    CURVE = "c"
    CLOSE = "h"


class Anchor(Enum):
    """The point of a text that is at its position: its start, middle or end."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Segment(Value):
    """One step of a path: its verb and its coordinates."""

    verb: Verb
    points: tuple[float, ...] = ()


class Clip(Value):
    """The area that a clipped shape is seen in."""

    segments: tuple[Segment, ...]
    even_odd: bool = False


class Path(Value):
    """A shape, filled, stroked or both. `dash` is on, off, … in points; the caps and joins are PDF's numbers.

    Opacities are from 0 (invisible) to 1; a shape is seen where all its `clips` overlap.
    """

    segments: tuple[Segment, ...]
    fill: str | None = None
    stroke: str | None = None
    line_width: float = 0.0
    dash: tuple[float, ...] = ()
    cap: int = 0
    join: int = 0
    even_odd: bool = False
    fill_opacity: float = 1.0
    stroke_opacity: float = 1.0
    clips: tuple[Clip, ...] = ()

    @property
    def is_opaque(self) -> bool:
        """Whether nothing behind it is seen within its outline."""
        return self.fill_opacity == self.stroke_opacity == 1.0 and not self.clips


class Label(Value):
    """A piece of text on one line; `face` is a font of the style, `angle` turns it counter-clockwise in degrees."""

    text: str
    x: float
    y: float
    face: str
    size: float
    colour: str
    anchor: Anchor = Anchor.START
    angle: float = 0.0
    features: tuple[str, ...] = ()


class Picture(Value):
    """A drawing of a given size, in painting order."""

    width: float
    height: float
    items: tuple[Path | Label, ...]


def mirrored(picture: Picture) -> Picture:
    """A drawing with left and right exchanged; words in it stay readable, and are placed from their other end."""
    ends = {Anchor.START: Anchor.END, Anchor.END: Anchor.START, Anchor.MIDDLE: Anchor.MIDDLE}
    items: list[Path | Label] = []
    for item in picture.items:
        if isinstance(item, Label):
            items.append(replace(item, x=picture.width - item.x, anchor=ends[item.anchor], angle=-item.angle))
        else:
            items.append(replace(item, segments=tuple(_mirrored(one, picture.width) for one in item.segments)))
    return replace(picture, items=tuple(items))


def _mirrored(segment: Segment, width: float) -> Segment:
    points = (width - number if index % 2 == 0 else number for index, number in enumerate(segment.points))
    return replace(segment, points=tuple(points))


def colours_of(picture: Picture) -> tuple[str, ...]:
    """The colours of a picture, each once."""
    found: dict[str | None, None] = {}
    for item in picture.items:
        found |= dict.fromkeys((item.colour,) if isinstance(item, Label) else (item.fill, item.stroke))
    return tuple(colour for colour in found if colour)
