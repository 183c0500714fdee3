"""Vector pictures as operators. A picture is drawn once, as a form, however often it stands on the pages."""

import math

from reportbuilder.document.graphics import Anchor, Label, Path, Picture
from reportbuilder.pdf.lettering import Lettering, Pen
from reportbuilder.pdf.numbers import number
from reportbuilder.text.runs import RunStyle
from reportbuilder.text.shaping import FontBook

_PAINT = {
    (True, True, False): "B",
    (True, True, True): "B*",
    (True, False, False): "f",
    (True, False, True): "f*",
    (False, True, False): "S",
    (False, True, True): "S",
}
_ANCHORS = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}


class PictureWriter:
    """Writes the display list of one picture; lettering and fonts are the report's."""

    def __init__(self, lettering: Lettering, fonts: FontBook) -> None:
        self._lettering, self._fonts = lettering, fonts
        self._pen = Pen()
        self._line: tuple[tuple[float, ...], int, int] = ((), 0, 0)

    def code(self, picture: Picture) -> str:
        """The operators of a picture, in its own coordinates."""
        return "\n".join(self._path(item) if isinstance(item, Path) else self._label(item) for item in picture.items)

    def _path(self, path: Path) -> str:
        paint = _PAINT.get((path.fill is not None, path.stroke is not None, path.even_odd))
        if paint is None:
            return ""
        parts: list[str] = []
        pen, palette = self._pen, self._lettering.palette
        if path.fill is not None and path.fill != pen.fill:
            pen.fill = path.fill
            parts.append(palette.fill(path.fill))
        if path.stroke is not None:
            parts.extend(self._stroke(path, path.stroke))
        for segment in path.segments:
            parts.extend(map(number, segment.points))
            parts.append(segment.verb.value)
        parts.append(paint)
        return " ".join(parts)

    def _stroke(self, path: Path, colour: str) -> list[str]:
        parts: list[str] = []
        pen = self._pen
        if colour != pen.stroke:
            pen.stroke = colour
            parts.append(self._lettering.palette.stroke(colour))
        if path.line_width != pen.line_width:
            pen.line_width = path.line_width
            parts.append(f"{number(path.line_width)} w")
        line = (path.dash, path.cap, path.join)
        if line != self._line:
            self._line = line
            parts.append(f"[{' '.join(map(number, path.dash))}] 0 d {path.cap} J {path.join} j")
        return parts

    def _label(self, label: Label) -> str:
        if not label.text:
            return ""
        word = self._fonts.shape(label.text, label.face, label.features)
        cos, sin = math.cos(math.radians(label.angle)), math.sin(math.radians(label.angle))
        back = word.width * label.size * _ANCHORS[label.anchor]
        matrix = (cos, sin, -sin, cos, label.x - back * cos, label.y - back * sin)
        style = RunStyle(label.face, label.size, label.colour, label.features)
        return self._lettering.word(word, style, matrix, self._pen)


def overhang(picture: Picture) -> float:
    """How far a form must reach beyond its picture, so that caps of lines and letters at the edge are not clipped."""
    widths = [item.line_width for item in picture.items if isinstance(item, Path)]
    sizes = [item.size for item in picture.items if isinstance(item, Label)]
    return max((*widths, *sizes), default=0.0)
