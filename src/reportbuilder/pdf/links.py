"""What leads somewhere: areas of a page, and the heights that labels stand at."""

from reportbuilder.pdf.codes import Turns
from reportbuilder.text.runs import readable
from reportbuilder.values import Mutable, Value, field

Rect = tuple[float, float, float, float]
AreaKey = tuple[int, int]
"""A take, and the place of an area in its book."""
_LEVEL = 0.01  # points: closer than this, two areas stand on one line


class LinkArea(Value):
    """A rectangle (left, foot, right, top) of a page that leads to an address or `#label`.

    Areas with the same `order` belong to one link that runs over several lines. `words` is what the link says, with
    the space at which its line ends, if it ends at one: an address that is broken inside has none.
    """

    page: int
    rect: Rect
    target: str
    words: str
    order: int


class Spot(Value):
    """A page (counted from 0) and a height on it."""

    page: int
    top: float


class LinkBook(Mutable):
    """The links and destinations of a report, gathered while it is drawn; links are numbered in turns."""

    turns: Turns = field(default_factory=Turns)
    areas: list[LinkArea] = field(default_factory=list)
    spots: dict[str, Spot] = field(default_factory=dict)
    _links: int = 0

    def lead(self, label: str, page: int, top: float) -> None:
        """Make a label lead to a height; the first place of a label counts."""
        self.spots.setdefault(label, Spot(page, top))

    def begin(self) -> int:
        """The order of a new link."""
        self._links += 1
        return self.turns.number(self._links - 1)

    def add(self, page: int, rect: Rect, target: str, words: str, order: int) -> None:
        """Add an area to a link. When it stands on one line with the last one (an entry of the contents and its page)
        they become one area with what is between them."""
        last = self.areas[-1] if self.areas else None
        if last and last.order == order and last.page == page and abs(last.rect[1] - rect[1]) < _LEVEL:
            whole = (min(last.rect[0], rect[0]), last.rect[1], max(last.rect[2], rect[2]), max(last.rect[3], rect[3]))
            self.areas[-1] = LinkArea(page, whole, target, last.words + words, order)
        else:
            self.areas.append(LinkArea(page, rect, target, words, order))

    def words(self) -> dict[int, str]:
        """What each link says, over all its lines, by its order."""
        said: dict[int, str] = {}
        for area in self.areas:
            said[area.order] = said.get(area.order, "") + area.words
        return {order: readable(words).strip() for order, words in said.items()}
