"""What leads somewhere: areas of a page, and the heights that labels stand at."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LinkArea:
    """A rectangle (left, foot, right, top) of a page that leads to an address or `#label`.

    Areas with the same `order` belong to one link that runs over several lines. `words` is what the link says.
    """

    page: int
    rect: tuple[float, float, float, float]
    target: str
    words: str
    order: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A page (counted from 0) and a height on it."""

    page: int
    top: float


@dataclass(slots=True)
class LinkBook:
    """The links and destinations of a report, gathered while it is drawn."""

    areas: list[LinkArea] = field(default_factory=list)
    spots: dict[str, Spot] = field(default_factory=dict)

    def lead(self, label: str, page: int, top: float) -> None:
        """Make a label lead to a height; the first place of a label counts."""
        self.spots.setdefault(label, Spot(page, top))

    def add(self, page: int, rect: tuple[float, float, float, float], target: str, words: str, goes_on: bool) -> None:
        """Add an area; with `goes_on` it belongs to the same link as the last one."""
        order = self.areas[-1].order + (not goes_on) if self.areas else 0
        self.areas.append(LinkArea(page, rect, target, words, order))
