"""The word behind the text of a concept: shapes, not text, so that nobody selects it and nothing reads it aloud."""

import math

from reportbuilder.document.graphics import Path, Picture, Segment, Verb
from reportbuilder.layout.typeset import Typesetter

_SHARE, _COVER_SHARE = 0.72, 0.58
"""The word's share of the page's diagonal: on a cover it leaves the texts alone."""


def watermark(setter: Typesetter, word: str, width: float, height: float, *, cover: bool) -> Picture:
    """A word along the diagonal of a page of this size (points), filled; on a cover only its outline."""
    look, fonts = setter.style.draft.watermark, setter.fonts
    shaped = fonts.shape(word, look.face)
    size = (_COVER_SHARE if cover else _SHARE) * math.hypot(width, height) / max(shaped.width, 1.0)
    angle = math.atan2(height, width)
    cos, sin = math.cos(angle), math.sin(angle)
    left, foot = -shaped.width / 2, -fonts.metrics(look.face).cap_height / 2

    def placed(x: float, y: float) -> tuple[float, float]:
        across, up = (x + left) * size, (y + foot) * size
        return width / 2 + across * cos - up * sin, height / 2 + across * sin + up * cos

    segments = tuple(
        Segment(Verb(verb), tuple(v for x, y in zip(at[::2], at[1::2], strict=True) for v in placed(x, y)))
        for verb, at in fonts.outline(shaped, look.face)
    )
    if cover:
        return Picture(width, height, (Path(segments, stroke=look.outline.colour, line_width=look.outline.width),))
    return Picture(width, height, (Path(segments, fill=look.colour),))
