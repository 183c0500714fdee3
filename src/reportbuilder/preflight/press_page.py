"""The boxes of a page as it goes to the press (ISO 32000-1, 14.11.2)."""

from collections.abc import Iterator
from typing import Any

from reportbuilder.preflight.press_limits import MM, Limits
from reportbuilder.preflight.press_shapes import grown, meet
from reportbuilder.preflight.reading import get, numbers
from reportbuilder.preflight.walk import get_inherited
from reportbuilder.standards.facts import Box, Fact, Observation
from reportbuilder.values import Value

_ROUNDING = 0.05
"""Points that boxes may be off by; files round to a thousandth, or to a tenth of a millimetre at worst."""
_NAMES = ("media", "crop", "bleed", "trim", "art")


class Leaf(Value, eq=False):
    """A page: its number, its boxes in points as the file has them, and those that count."""

    number: int
    boxes: dict[str, Box]
    media: Box
    trim: Box | None
    bleed: Box

    def millimetres(self, box: Box) -> Box:
        """A box in millimetres from the lower left corner of the trim, or of the medium if there is none."""
        x, y, _, _ = self.trim or self.media
        left, foot, right, top = (
            round(value / MM, 1) + 0.0 for value in (box[0] - x, box[1] - y, box[2] - x, box[3] - y)
        )
        return left, foot, right, top


def read_leaf(page: Any, number: int, limits: Limits) -> Leaf:
    """The boxes of a page. Without a bleed box, the bleed is taken to be what it should be."""
    found = {called: box for called in _NAMES if (box := _box(page, called)) is not None}
    media = found.get("media", (0.0, 0.0, 612.0, 792.0))
    trim = found.get("trim", found.get("art"))
    bleed = found.get("bleed") or (meet(grown(trim, limits.bleed * MM), media) if trim else media)
    return Leaf(number, found, media, trim, bleed)


def _box(page: Any, called: str) -> Box | None:
    key = f"/{called.capitalize()}Box"
    edges = numbers(get_inherited(page, key) if called in ("media", "crop") else get(page, key))
    if len(edges) != 4:
        return None
    return min(edges[::2]), min(edges[1::2]), max(edges[::2]), max(edges[1::2])


def check_boxes(leaf: Leaf, limits: Limits) -> Iterator[Observation]:
    """What there is to see in the boxes of a page."""
    page, boxes = leaf.number, leaf.boxes
    if leaf.trim is None:
        yield Observation(Fact.TRIM_BOX_MISSING, "", page)
    if "trim" in boxes and "art" in boxes:
        yield Observation(Fact.TRIM_BOX_TWICE, "", page)
    for inner, outer in (("trim", "bleed"), ("art", "bleed"), ("bleed", "media"), ("trim", "media"), ("art", "media")):
        if inner in boxes and outer in boxes and not _within(boxes[inner], boxes[outer]):
            words = f"the {inner} box reaches beyond the {outer} box"
            yield Observation(Fact.BOXES_NOT_NESTED, words, page, box=leaf.millimetres(boxes[inner]))
            return
    if leaf.trim is not None:
        yield from _bleed(leaf, leaf.trim, limits)


def _bleed(leaf: Leaf, trim: Box, limits: Limits) -> Iterator[Observation]:
    if "bleed" not in leaf.boxes:
        yield Observation(Fact.BLEED_TOO_SMALL, "there is no BleedBox", leaf.number, box=leaf.millimetres(trim))
        return
    bleed = leaf.bleed
    least = min(trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
    if least < limits.bleed * MM - _ROUNDING:
        words = f"{max(0.0, least / MM):.1f} mm, where {limits.bleed:g} mm is asked"
        yield Observation(Fact.BLEED_TOO_SMALL, words, leaf.number, box=leaf.millimetres(bleed))


def _within(inner: Box, outer: Box) -> bool:
    return meet(inner, grown(outer, _ROUNDING)) == inner
