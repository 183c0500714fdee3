"""A wrap cover: back, spine and front side by side on one page, for a book that is glued.

Lengths are in points from the left edge of the back.
"""

from collections.abc import Iterator, Sequence

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.graphics import Label, Path, Picture, Segment, Verb
from reportbuilder.document.model import KeyFigure, Text
from reportbuilder.layout.flow import Flowable, Surface
from reportbuilder.layout.furniture import Imprint, PageArt, PositionedText, set_cover_texts
from reportbuilder.layout.page import Frame, Layer, Master, Page, Placed, Side
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.structure.model import Artifact, PartKey
from reportbuilder.style.model import PageSetup, WrapLook, WrapNumbers
from reportbuilder.values import Value, replace

LEAST_SPINE = 1.6
"""A spine that is less wide than its letters are high by this factor has no words: they could turn over the edge."""
_CAPITALS = 0.66  # of the size, for centring words on the spine


class Spine(Value):
    """The spine of a book in points: of its pages, two on each sheet of `paper`, between two covers of `cover`."""

    pages: int
    paper: float
    cover: float

    @property
    def width(self) -> float:
        """How thick the book is, in whole tenths of a millimetre."""
        tenth = 7.2 / 25.4
        return round(((self.pages + 1) // 2 * self.paper + 2 * self.cover) / tenth) * tenth


class PlacedPicture(Flowable):
    """A vector picture that is no content."""

    picture: Picture

    @property
    def width(self) -> float:
        """The picture's width."""
        return self.picture.width

    @property
    def height(self) -> float:
        """The picture's height."""
        return self.picture.height

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw the picture."""
        surface.picture(self.picture, x, y, Artifact.BACKGROUND)


class WrapContent(Value):
    """What a wrap cover shows: the front as it is on the report's first page, the spine, key figures, and a picture of
    a code for the back (None: there is none)."""

    front: PageArt
    spine: Spine
    imprint: Imprint
    figures: tuple[KeyFigure, ...] = ()
    artwork: Picture | None = None
    code: Picture | None = None


def wrap_page(setter: Typesetter, look: WrapLook, setup: PageSetup, bleed: float, content: WrapContent) -> Page:
    """The page of a wrap cover, as wide as back, spine and front together. What does not fit on the back is an error in
    the setter's diagnostics."""
    width, height, spine = setup.width, setup.height, content.spine.width
    marks: list[PartKey] = [("wrap", index) for index in range(len(look.texts))]
    texts = set_cover_texts(setter, look.texts, content.imprint, setup, marks)
    texts += tuple(_numbers(setter, look.numbers, content.figures)) if look.numbers is not None else ()
    back = PageArt(width, height, content.artwork, bleed, texts)
    items = [
        Placed(content.front, Frame(width + spine, 0.0, width, height)),
        _picture(_filled(width + bleed, height + 2 * bleed, look.ground), -bleed, -bleed),
        Placed(back, Frame(0.0, 0.0, width, height)),
        _picture(_spine(setter, look, height, bleed, content), width, -bleed),  # over the bleed of both sides
    ]
    if look.code is not None and content.code is not None:
        items.append(_picture(content.code, look.code.x, look.code.y))
    return Page(1, Side.RIGHT, Master.COVER, "", tuple(items))


def _picture(picture: Picture, x: float, top: float) -> Placed:
    return Placed(PlacedPicture(picture), Frame(x, top, picture.width, picture.height), layer=Layer.FURNITURE)


def _numbers(setter: Typesetter, look: WrapNumbers, figures: Sequence[KeyFigure]) -> Iterator[PositionedText]:
    """Key figures below each other: the value, and what it is of below that."""
    silent = replace(setter, diagnostics=Diagnostics())
    for index, figure in enumerate(figures[: look.most]):
        y = look.y + index * look.step
        value = silent.block((Text(figure.value),), look.value, look.width, ("wrap", "value", index), whole=True)
        label = silent.block((Text(figure.label),), look.label, look.width, ("wrap", "label", index), whole=True)
        yield PositionedText(value, look.x, y, figure.place)
        yield PositionedText(label, look.x, y + look.label.leading, figure.place)


def _spine(setter: Typesetter, look: WrapLook, height: float, bleed: float, content: WrapContent) -> Picture:
    """The ground of the spine over its whole height and the bleed, with its words from the top downwards."""
    width, items = content.spine.width, list[Path | Label]()
    items += _filled(width, height + 2 * bleed, look.ground).items
    words, style = content.imprint.fill(look.spine_text), look.spine
    if style is not None and words and width >= LEAST_SPINE * style.size:
        baseline = width / 2 - _CAPITALS / 2 * style.size
        top = height + bleed - look.spine_top
        items.append(Label(words, baseline, top, style.face, style.size, style.colour, angle=-90.0))
    return Picture(width, height + 2 * bleed, tuple(items))


def _filled(width: float, height: float, colour: str) -> Picture:
    corners = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
    steps = [Segment(Verb.LINE if index else Verb.MOVE, corner) for index, corner in enumerate(corners)]
    return Picture(width, height, (Path((*steps, Segment(Verb.CLOSE)), fill=colour),))
