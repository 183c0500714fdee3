"""Checks everything that is painted against the limits of a press: inks, small text, thin lines, image resolution,
bleed and marks."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from reportbuilder.preflight.colour import ColourSpace, InkColour, shaded
from reportbuilder.preflight.geometry import Matrix, Shape, is_empty, meet
from reportbuilder.preflight.ink import Area, InkStack, PrintedImage, read_image, read_inline
from reportbuilder.preflight.placement import PaintStyle, PlacedText, StreamKind
from reportbuilder.preflight.press_file import MM, PressLimits, PrintedPage
from reportbuilder.preflight.reader import get, items, name, resolved
from reportbuilder.standards.facts import Box, Fact, Observation

_AT_EDGE = 0.5
"""Points within which an edge counts as being on the trim."""
_LENGTH = 0.005
_INK = 0.1
_PIXELS = 0.5
"""The tolerance for rounding, in points, percent or pixels per inch."""
_PLACES = 10
"""The most places on a page at which one kind of fault is reported."""
_ENOUGH = 400
"""The number of characters from which a file has running text."""
_SIDES = ("left", "lower", "right", "upper")
_SAMPLES = (0.1, 0.5, 0.9)


class PressChecks:
    """Checks the painted objects of a file against the limits of a press."""

    def __init__(self, limits: PressLimits) -> None:
        self.limits = limits
        self.observations: list[Observation] = []
        self._counts: Counter[tuple[Fact, int, str]] = Counter()
        self._running: dict[float, Counter[bool]] = {}
        self._coloured: dict[float, tuple[int, Box]] = {}
        self._page: PrintedPage | None = None
        self._stack = InkStack((0, 0, 0, 0))
        self._images: dict[int, PrintedImage] = {}
        self._drawn: set[tuple[int, int]] = set()
        self._around: list[tuple[Box | None, bool]] = []
        self._aside: Box | None = None
        """The box of the pattern, glyph or soft mask whose content is being interpreted."""
        self._mask = False
        """Whether that is a soft mask, whose colours are not printed."""

    def begin_page(self, page: Any, printed: PrintedPage) -> None:
        """Begin a page."""
        self._page, self._stack = printed, InkStack(printed.media)
        self._group(get(page, "/Group"), printed.media, mask=False)

    def begin_stream(self, stream: Any, kind: StreamKind, where: Box) -> bool:
        """Return whether to interpret a stream: forms always; patterns, glyphs and soft masks once a page."""
        mask = self._mask or kind is StreamKind.SOFT_MASK
        if kind in (StreamKind.FORM, StreamKind.SOFT_MASK):
            self._group(get(stream, "/Group"), where, mask)
        if kind is not StreamKind.FORM:
            key = id(stream), self._page.number if self._page else 0
            if key in self._drawn:
                return False
            self._drawn.add(key)
        self._around.append((self._aside, self._mask))
        if kind is not StreamKind.FORM:
            self._aside, self._mask = self._aside or where, mask
        return True

    def end_stream(self) -> None:
        """End a stream."""
        self._aside, self._mask = self._around.pop()

    def unfinished(self) -> None:
        """Report that the page was not checked to its end."""
        self.see(Fact.PAGE_UNFINISHED, "")

    def _group(self, group: Any, where: Box, mask: bool) -> None:
        """Check the blending space of a transparency group: the inks of the press, or grey for a soft mask."""
        space = get(group, "/CS")
        if space is None or get(group, "/S") != "/Transparency":
            return
        space_name = name(space) or name(resolved((items(space) or [None])[0]))
        if space_name not in ({"DeviceCMYK", "DeviceGray"} if mask else {"DeviceCMYK"}):
            self.see(Fact.BLENDING_SPACE_WRONG, space_name, where)

    def see(self, fact: Fact, detail: str, box: Box | None = None) -> None:
        """Record a fact about the current page."""
        page = self._page
        assert page is not None
        key = (fact, page.number, detail)
        self._counts[key] += 1
        if self._counts[key] <= _PLACES:
            where = self._aside or box
            self.observations.append(
                Observation(fact, detail, page.number, box=page.millimetres(meet(where, page.media)) if where else None)
            )

    def seen(self, box: Box) -> bool:
        """Whether a box is at least partly on the sheet."""
        return self._page is not None and not is_empty(meet(box, self._page.media))

    def fill(self, shape: Shape, paint: PaintStyle) -> None:
        """Check a filled area."""
        if self._check_all_paint(shape.box, paint):
            return
        self._check_bleed(shape, paint.colour, "an area")
        self._inks(shape, paint)
        if not self._aside:
            self._stack.put(_area(shape, paint))

    def stroke(self, shape: Shape, width: float, paint: PaintStyle) -> None:
        """Check a line."""
        if width < self.limits.hairline - _LENGTH and not self._mask:
            self.see(Fact.HAIRLINE, f"{width:.2f} pt, where {self.limits.hairline:g} pt is asked", shape.box)
        if not self._check_all_paint(shape.box, paint):
            self._inks(shape, paint)

    def text(self, text: PlacedText, paint: PaintStyle) -> None:
        """Check shown text."""
        if self._check_all_paint(text.shape.box, paint) or self._mask:
            return
        limits, box, colour = self.limits, text.shape.box, paint.colour
        if text.size < limits.smallest_text - _LENGTH:
            self.see(Fact.TEXT_TOO_SMALL, f"{text.size:.1f} pt, where {limits.smallest_text:g} pt is asked", box)
        if text.size < limits.small_text - _LENGTH and len(colour.plates) > limits.small_text_inks:
            inks = ", ".join(plate for plate, _ in colour.plates)
            self.see(Fact.SMALL_TEXT_INKS, f"{text.size:.1f} pt in {inks}", box)
        if text.size <= limits.running_text + _LENGTH:
            if colour.black and not paint.overprints:
                self.see(Fact.BLACK_KNOCKS_OUT, f"{text.size:.1f} pt", box)
            size = round(text.size, 1)
            self._running.setdefault(size, Counter())[colour.black] += text.count
            if not colour.black and self._page:
                self._coloured.setdefault(size, (self._page.number, self._page.millimetres(box)))
        self._inks(text.shape, paint)

    def image(self, shape: Shape, matrix: Matrix, image: Any, paint: PaintStyle) -> None:
        """Check an image XObject."""
        if id(image) not in self._images:
            self._images[id(image)] = read_image(image, self.limits)
        self._image(shape, matrix, self._images[id(image)], paint)

    def inline_image(
        self, shape: Shape, matrix: Matrix, entries: Any, resources: Mapping[str, Any], paint: PaintStyle
    ) -> None:
        """Check an inline image."""
        self._image(shape, matrix, read_inline(entries, resources), paint)

    def _image(self, shape: Shape, matrix: Matrix, image: PrintedImage, paint: PaintStyle) -> None:
        """Check an image; one without a colour space is a stencil mask, painted in the current colour."""
        box, mask = shape.box, image.space is None
        if not self.seen(box):
            return
        for fact, words in image.faults:
            self.see(fact, words, box)
        if image.space is not None:
            self._space(image.space, box)
        self._resolution(image, matrix, box)
        if mask:
            self._check_all_paint(box, paint)
        colour = paint.colour if mask else InkColour("image", known=False)
        self._check_bleed(shape, colour, "an image")
        if not self._aside:
            self._stack.put(Area(shape, InkColour("image", known=False), over=mask))

    def shading(self, shape: Shape, shading: Any) -> None:
        """Check an area filled with a shading."""
        space, most = shaded(shading)
        if not self.seen(shape.box):
            return
        self._space(space, shape.box)
        self._limit(most, shape.box, "a shading")
        self._check_bleed(shape, InkColour("shading", known=False), "a shading")
        if not self._aside:
            self._stack.put(Area(shape, InkColour("shading", known=False), over=False))

    def end(self) -> Iterator[Observation]:
        """Yield the observations about the whole file: the inks of its running text."""
        if not self._running:
            return
        size, inks = max(self._running.items(), key=lambda found: (sum(found[1].values()), found[0]))
        if sum(inks.values()) >= _ENOUGH and inks[False] > inks[True]:
            page, box = self._coloured[size]
            yield Observation(Fact.BODY_TEXT_COLOURED, f"text of {size:g} pt", page, box=box)

    def _check_all_paint(self, box: Box, paint: PaintStyle) -> bool:
        """Check the requirements for all paint; returns whether no others apply."""
        if not self.seen(box):
            return True
        self._space(paint.space, box)
        if self._mask or not self._page:
            return True
        if paint.colour.white and paint.overprint_requested:
            self.see(Fact.WHITE_OVERPRINTS, "", box)
        if paint.colour.on_all:
            self._mark(box, self._page)
        return paint.colour.on_all

    def _space(self, space: ColourSpace, box: Box) -> None:
        screen, other = space.faults()
        if screen:
            self.see(Fact.COLOUR_OF_SCREEN, "", box)
        elif other:
            self.see(Fact.COLOUR_CONVERTED, other, box)

    def _limit(self, total: float, box: Box, words: str) -> None:
        if total > self.limits.ink + _INK:
            self.see(Fact.INK_EXCEEDED, f"{words} with {total:.0f} %, where {self.limits.ink:g} % is the limit", box)

    def _inks(self, shape: Shape, paint: PaintStyle) -> None:
        """Check the total ink of a colour, including the inks below it where it overprints or is transparent."""
        colour, area = paint.colour, _area(shape, paint)
        self._limit(colour.total, shape.box, "a colour")
        if area.opaque or self._aside or not colour.known or colour.total > self.limits.ink:
            return
        left, foot, right, top = meet(shape.box, self._page.media) if self._page else shape.box
        y = (foot + top) / 2
        for share in _SAMPLES:
            total = self._stack.together(area, left + share * (right - left), y)
            if total is not None and total > self.limits.ink + _INK:
                self._limit(total, shape.box, "a colour over another, together")
                return

    def _resolution(self, image: PrintedImage, matrix: Matrix, box: Box) -> None:
        a, b, c, d, _, _ = matrix
        sides = ((image.width, (a * a + b * b) ** 0.5), (image.height, (c * c + d * d) ** 0.5))
        resolution = min((pixels * 72 / side for pixels, side in sides if side > 0), default=0.0)
        if self._mask or resolution >= self.limits.coarse - _PIXELS:
            return
        words = f"{int(resolution + _PIXELS)} pixels per inch, where {self.limits.coarse:g} is asked"
        fact = Fact.IMAGE_COARSE if resolution >= self.limits.too_coarse - _PIXELS else Fact.IMAGE_TOO_COARSE
        self.see(fact, words, box)

    def _mark(self, box: Box, page: PrintedPage) -> None:
        """Check the distance of a printer's mark from the trim."""
        if page.trim is None or self._aside:
            return
        trim, bleed = page.trim, page.bleed
        away = max(trim[0] - box[2], box[0] - trim[2], trim[1] - box[3], box[1] - trim[3]) / MM
        inner = (box[2] - bleed[0], bleed[2] - box[0], box[3] - bleed[1], bleed[3] - box[1])
        if min(inner) > 2 * _LENGTH:
            self.see(Fact.MARK_TOO_NEAR, "within the bleed", box)
        elif away < self.limits.marks - _LENGTH:
            self.see(Fact.MARK_TOO_NEAR, f"{away:.1f} mm from where it is cut", box)

    def _check_bleed(self, shape: Shape, colour: InkColour, what: str) -> None:
        """Check that an area that reaches the trim extends into the bleed."""
        trim = self._page.trim if self._page else None
        if trim is None or self._aside or self._mask or colour.white or not self._page:
            return
        box, bleed = shape.box, self._page.bleed
        if min(box[2] - trim[0], trim[2] - box[0], box[3] - trim[1], trim[3] - box[1]) <= _AT_EDGE:
            return
        for side, side_name in enumerate(_SIDES):
            beyond = (trim[side] - box[side]) * (1 if side < 2 else -1)
            required = abs(bleed[side] - trim[side])
            if abs(beyond) <= _AT_EDGE and shape.runs_along(side, trim[side], _AT_EDGE):
                self.see(Fact.EDGE_WITHOUT_BLEED, f"{what} at the {side_name} edge", box)
            elif _AT_EDGE < beyond < required - _AT_EDGE and shape.is_rectangle:
                words = f"{what} at the {side_name} edge goes on for {beyond / MM:.1f} mm of {required / MM:.1f} mm"
                self.see(Fact.EDGE_WITHOUT_BLEED, words, box)


def _area(shape: Shape, paint: PaintStyle) -> Area:
    """A shape painted in a style, for the ink stack."""
    return Area(shape, paint.colour, paint.overprints, paint.blend, paint.alpha)
