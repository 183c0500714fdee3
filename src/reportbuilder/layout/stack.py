"""Flowables made of others: a stack in a frame with a ground and a rule (quotes, callouts), and figures."""

from reportbuilder.document.graphics import Picture
from reportbuilder.layout.flow import Flowable, NoteCost, Surface
from reportbuilder.layout.typeset import TextBlock
from reportbuilder.structure.model import Mark
from reportbuilder.style.model import Rule
from reportbuilder.values import Value, replace


class StackPart(Value):
    """A flowable in a stack, with the space above it and how far it stands in."""

    flowable: Flowable
    before: float = 0.0
    x: float = 0.0


def stack_height(parts: tuple[StackPart, ...]) -> float:
    """The height of parts under each other; the space above the first is left out."""
    return sum(p.flowable.height + (p.before if i else 0.0) for i, p in enumerate(parts))


def stack_notes(parts: tuple[StackPart, ...]) -> tuple[str, ...]:
    """The footnotes of all parts."""
    return tuple(label for part in parts for label in part.flowable.notes)


def draw_stack(parts: tuple[StackPart, ...], surface: Surface, x: float, top: float) -> None:
    """Draw parts under each other from a top edge."""
    for index, part in enumerate(parts):
        top -= part.flowable.height + (part.before if index else 0.0)
        part.flowable.drawOn(surface, x + part.x, top)


def cut_stack(
    parts: tuple[StackPart, ...], available: float, note_cost: NoteCost
) -> tuple[tuple[StackPart, ...], tuple[StackPart, ...]] | None:
    """Cut a stack between or inside its parts, where they fit a height with their footnotes."""
    y = 0.0
    labels: tuple[str, ...] = ()
    for index, part in enumerate(parts):
        start = y + (part.before if index else 0.0)
        before, labels = labels, labels + part.flowable.notes
        if start + part.flowable.height + (note_cost(labels) if labels else 0.0) > available + 0.01:
            taken = note_cost(before) if before else 0.0
            halves = part.flowable.cut(available - start - taken, _added_cost(note_cost, before, taken))
            if halves is not None:
                head, rest = replace(part, flowable=halves[0]), replace(part, flowable=halves[1])
                return (*parts[:index], head), (rest, *parts[index + 1 :])
            return (parts[:index], parts[index:]) if index else None
        y = start + part.flowable.height
    return None


def _added_cost(note_cost: NoteCost, before: tuple[str, ...], taken: float) -> NoteCost:
    """The cost function of footnotes that are added to others that were counted already."""
    return lambda labels: note_cost(before + labels) - taken if labels else 0.0


def force_stack(
    parts: tuple[StackPart, ...], available: float
) -> tuple[tuple[StackPart, ...], tuple[StackPart, ...]] | None:
    """Cut the first part of a stack anywhere, for one that is taller than the height and may not be cut."""
    if not parts or (halves := parts[0].flowable.force_cut(available)) is None:
        return None
    head, rest = (replace(parts[0], flowable=half) for half in halves)
    return (head,), (rest, *parts[1:])


class WithRemarks(Flowable):
    """A float with the remarks of a comparison above it."""

    remarks: tuple[StackPart, ...]
    body: Flowable
    gap: float

    @property
    def width(self) -> float:
        """The flowable's."""
        return self.body.width

    @property
    def height(self) -> float:
        """Remarks and flowable."""
        return stack_height(self.remarks) + self.gap + self.body.height

    @property
    def notes(self) -> tuple[str, ...]:
        """The flowable's footnotes."""
        return self.body.notes

    @property
    def images(self) -> tuple[Flowable, ...]:
        """The flowable's images."""
        return self.body.images

    def shrink(self, available: float) -> "WithRemarks | None":
        """The flowable scaled, the remarks not."""
        smaller = self.body.shrink(available - stack_height(self.remarks) - self.gap)
        return replace(self, body=smaller) if smaller is not None else None

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw the remarks, then the flowable below them."""
        draw_stack(self.remarks, surface, x, y + self.height)
        self.body.drawOn(surface, x, y)


KEPT_WHOLE = 0.5
"""A frame of at most this share of a column goes to the next one rather than being cut."""


class FramedStack(Flowable):
    """A stack on a ground with a rule at its left edge (`beside`) or above it. One that takes most of a column, whose
    height is `column_height`, begins where there is room and goes on in the next."""

    parts: tuple[StackPart, ...]
    measure: float
    rule: Rule
    pad: float
    ground: str = ""
    beside: bool = True
    column_height: float = 0.0

    @property
    def width(self) -> float:
        """The whole width."""
        return self.measure

    @property
    def height(self) -> float:
        """The stack and the space around it."""
        return stack_height(self.parts) + 2 * self._pad_y

    @property
    def _pad_y(self) -> float:
        return self.pad if self.ground or not self.beside else 0.0

    @property
    def notes(self) -> tuple[str, ...]:
        """The footnotes inside."""
        return stack_notes(self.parts)

    @property
    def images(self) -> tuple[Flowable, ...]:
        """The images inside."""
        return tuple(image for part in self.parts for image in part.flowable.images)

    @property
    def minimum(self) -> float:
        """All of it if it is kept whole, or else a title and the first lines after it."""
        if self._kept:
            return self.height
        height = 2 * self._pad_y
        for index, part in enumerate(self.parts):
            height += part.flowable.minimum + (part.before if index else 0.0)
            if not _is_title(part):
                break
        return height

    @property
    def _kept(self) -> bool:
        return self.height <= KEPT_WHOLE * self.column_height

    def cut(self, available: float, note_cost: NoteCost) -> tuple[Flowable, Flowable] | None:
        """Cut between or inside its parts where they fit; a title stays with what follows it."""
        halves = None if self._kept else cut_stack(self.parts, available - 2 * self._pad_y, note_cost)
        if halves is None or all(_is_title(part) for part in halves[0]):
            return None
        return replace(self, parts=halves[0]), replace(self, parts=halves[1])

    def force_cut(self, available: float) -> tuple[Flowable, Flowable] | None:
        """Cut between or inside its parts, for what is taller than a column."""
        room = available - 2 * self._pad_y
        halves = cut_stack(self.parts, room, lambda labels: 0.0) or force_stack(self.parts, room)
        return (replace(self, parts=halves[0]), replace(self, parts=halves[1])) if halves else None

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw the ground, the rule, the stack."""
        if self.ground:
            surface.rect(x, y, self.measure, self.height, self.ground)
        half = self.rule.width / 2
        if self.beside:
            surface.rule(x + half, y, x + half, y + self.height, self.rule.width, self.rule.colour)
        else:
            top = y + self.height - half
            surface.rule(x, top, x + self.measure, top, self.rule.width, self.rule.colour)
        draw_stack(
            self.parts, surface, x + (self.pad if self.beside or self.ground else 0.0), y + self.height - self._pad_y
        )


def _is_title(part: StackPart) -> bool:
    return isinstance(part.flowable, TextBlock) and part.flowable.whole


class PictureBox(Flowable):
    """A vector picture at a scale."""

    picture: Picture
    mark: Mark
    scale: float = 1.0

    @property
    def width(self) -> float:
        """The picture's width as drawn."""
        return self.picture.width * self.scale

    @property
    def height(self) -> float:
        """The picture's height as drawn."""
        return self.picture.height * self.scale

    def shrink(self, available: float) -> Flowable | None:
        """Scaled down."""
        return replace(self, scale=self.scale * available / self.height) if 0 < available < self.height else self

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw the picture."""
        surface.picture(self.picture, x, y, self.mark, self.scale)


class ImageBox(Flowable):
    """An image file at a size; `pixels` is how many the file has, across and down."""

    path: str
    measure: float
    depth: float
    mark: Mark
    pixels: tuple[int, int] = (0, 0)

    @property
    def width(self) -> float:
        """The width as placed."""
        return self.measure

    @property
    def height(self) -> float:
        """The height as placed."""
        return self.depth

    @property
    def images(self) -> tuple[Flowable, ...]:
        """This image itself."""
        return (self,)

    def shrink(self, available: float) -> Flowable | None:
        """Scaled down in both directions."""
        return replace(self, measure=self.measure * available / self.depth, depth=available)

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Place the image."""
        surface.image(self.path, x, y, self.measure, self.depth, self.mark)


class FigureBox(Flowable):
    """A chart or image with its caption above and its source below; kept together, scaled when it is too tall."""

    caption: TextBlock | None
    body: PictureBox | ImageBox
    source: TextBlock | None
    measure: float
    rule: Rule
    gap: float

    @property
    def width(self) -> float:
        """The width of the columns that it takes."""
        return self.measure

    @property
    def height(self) -> float:
        """Caption, figure, source, and the gaps between them."""
        return self._around + self.body.height

    @property
    def notes(self) -> tuple[str, ...]:
        """The footnotes of caption and source."""
        return tuple(label for text in (self.caption, self.source) if text is not None for label in text.notes)

    @property
    def images(self) -> tuple[Flowable, ...]:
        """The image, if it is not a vector picture."""
        return self.body.images

    @property
    def _around(self) -> float:
        texts = [t.height + self.gap for t in (self.caption, self.source) if t is not None]
        return sum(texts) + self.gap

    def shrink(self, available: float) -> "FigureBox | None":
        """The figure scaled, the words not."""
        smaller = self.body.shrink(available - self._around)
        return replace(self, body=smaller) if isinstance(smaller, PictureBox | ImageBox) else None

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw from the top: rule, caption, figure, source."""
        top = y + self.height
        surface.rule(
            x, top - self.rule.width / 2, x + self.measure, top - self.rule.width / 2, self.rule.width, self.rule.colour
        )
        top -= self.gap
        if self.caption is not None:
            self.caption.drawOn(surface, x, top - self.caption.height)
            top -= self.caption.height + self.gap
        self.body.drawOn(surface, x, top - self.body.height)
        if self.source is not None:
            self.source.drawOn(surface, x, y)
