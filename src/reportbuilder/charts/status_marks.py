"""The marks of statuses in charts: a check, a half disc, a cross and a dash, so that they survive a black-and-white
copier. Positions and sizes are points of the picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.transforms import Transform

_LINES = {
    "gerealiseerd": (((-0.5, -0.04), (-0.14, -0.4), (0.52, 0.34)),),
    "niet-gerealiseerd": (((-0.4, -0.4), (0.4, 0.4)), ((-0.4, 0.4), (0.4, -0.4))),
    "deels": (
        tuple((0.44 * math.cos(math.tau * step / 24), 0.44 * math.sin(math.tau * step / 24)) for step in range(25)),
    ),
    "geen-informatie": (((-0.38, 0.0), (0.38, 0.0)),),
}
"""The lines of each mark in a square from -0.5 to 0.5."""
_LINE_SHARE = 0.17


def status_mark(
    status: str, x: float, y: float, size: float, colour: str, transform: Transform | None = None
) -> Iterator[Artist]:
    """The mark of a status in a square of `size` around (x, y); none for a status that is not one of the four."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Polygon
    from matplotlib.transforms import IdentityTransform

    transform = transform or IdentityTransform()
    for points in _LINES.get(status, ()):
        across, up = ([centre + size * point[axis] for point in points] for axis, centre in ((0, x), (1, y)))
        width = size * _LINE_SHARE
        yield Line2D(across, up, color=colour, linewidth=width, transform=transform, solid_capstyle="round", zorder=3)
    if status == "deels":
        (circle,) = _LINES[status]
        half = [(x + size * px, y + size * py) for px, py in circle if px >= -1e-9]
        half.sort(key=lambda point: math.atan2(point[1] - y, point[0] - x))
        yield Polygon(half, closed=True, facecolor=colour, linewidth=0.0, transform=transform, zorder=3)
