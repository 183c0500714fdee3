"""Plain flowables to compose pages of: blocks that split between lines, and blocks that do not."""

from typing import Any

from reportbuilder.layout.flow import Flowable, NoteCost
from reportbuilder.style.model import PageSetup
from reportbuilder.values import replace

GRID = 10.0


def page_setup(columns: int = 3, lines: int = 20) -> PageSetup:
    """A small page: columns of 100 points, so many lines of 10."""
    width = columns * 100 + (columns - 1) * 10 + 40
    return PageSetup(
        width=width,
        height=lines * GRID + 60,
        inside=25,
        outside=15,
        top=30,
        foot=30,
        columns=columns,
        gutter=10,
        grid=10,
    )


class Lines(Flowable):
    """A named run of numbered lines that splits like a paragraph; some refer to notes."""

    name: str
    numbers: tuple[int, ...]
    refers: tuple[tuple[int, str], ...] = ()

    @property
    def width(self) -> float:
        return 100.0

    @property
    def height(self) -> float:
        return len(self.numbers) * GRID

    @property
    def minimum(self) -> float:
        return self.height if len(self.numbers) < 4 else 2 * GRID

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(label for number, label in self.refers if number in self.numbers)

    def cut(self, available: float, note_cost: NoteCost) -> tuple[Flowable, Flowable] | None:
        count = min(int((available + 0.01) // GRID), len(self.numbers) - 2)
        while count >= 2:
            head = replace(self, numbers=self.numbers[:count])
            if head.height + note_cost(head.notes) <= available + 0.01:
                return head, replace(self, numbers=self.numbers[count:])
            count -= 1
        return None

    def force_cut(self, available: float) -> tuple[Flowable, Flowable] | None:
        count = int((available + 0.01) // GRID)
        if not 0 < count < len(self.numbers):
            return None
        return replace(self, numbers=self.numbers[:count]), replace(self, numbers=self.numbers[count:])

    def drawOn(self, surface: Any, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        raise AssertionError("nothing is drawn here")


class Solid(Flowable):
    """A named block that does not split; it can be scaled."""

    name: str
    depth: float
    across: float = 100.0

    @property
    def width(self) -> float:
        return self.across

    @property
    def height(self) -> float:
        return self.depth

    def shrink(self, available: float) -> Flowable | None:
        return replace(self, depth=available)

    def drawOn(self, surface: Any, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        raise AssertionError("nothing is drawn here")
