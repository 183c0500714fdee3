"""Short texts beside each other in columns of one width, as the symbols of a legend with their words."""

from collections.abc import Sequence

from reportbuilder.diagnostics import Place
from reportbuilder.document.model import Inline
from reportbuilder.layout.flow import Flowable, Surface
from reportbuilder.layout.typeset import TextBlock, Typesetter
from reportbuilder.structure.model import Mark
from reportbuilder.style.model import TextStyle
from reportbuilder.values import replace

GAP = 14.0
"""The least space between two columns, in points."""


class LegendBox(Flowable):
    """Texts in rows of so many columns."""

    texts: tuple[TextBlock, ...]
    columns: int
    measure: float

    @property
    def width(self) -> float:
        """The whole width."""
        return self.measure

    @property
    def height(self) -> float:
        """All rows."""
        return sum(self._heights)

    @property
    def _heights(self) -> list[float]:
        rows = [self.texts[at : at + self.columns] for at in range(0, len(self.texts), self.columns)]
        return [max(text.height for text in row) for row in rows]

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw row by row from the top."""
        top = y + self.height
        for row, height in enumerate(self._heights):
            for column, text in enumerate(self.texts[row * self.columns : (row + 1) * self.columns]):
                left = x + column * (self.measure + GAP) / self.columns
                text.drawOn(surface, left, top - text.height)
            top -= height


def set_legend(
    setter: Typesetter,
    texts: Sequence[tuple[tuple[Inline, ...], Mark]],
    style: TextStyle,
    width: float,
    place: Place,
) -> LegendBox:
    """Set texts with their elements in a width, as many beside each other as fit on one line each."""
    ragged = replace(style, justify=False)
    widest = max(setter.natural_width(words, ragged) for words, _ in texts)
    columns = max(1, min(len(texts), int((width + GAP) // (widest + GAP))))
    columns = -(-len(texts) // -(-len(texts) // columns))  # even rows
    measure = (width + GAP) / columns - GAP
    blocks = (setter.block(words, ragged, measure, mark, place=place, whole=True) for words, mark in texts)
    return LegendBox(tuple(blocks), columns, width)
