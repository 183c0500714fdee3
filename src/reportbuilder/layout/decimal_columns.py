"""Alignment of table columns by the decimal comma, with status symbols after the figures."""

import re
from collections.abc import Iterable, Mapping

from reportbuilder.document.model import Cell, Inline, Paragraph, StatusMark, Text
from reportbuilder.document.walk import repeatable, within
from reportbuilder.i18n.language import language_of
from reportbuilder.i18n.number_parsing import Notation
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.style.model import TextStyle
from reportbuilder.values import Value

_PROVISIONAL = "*"  # stands outside the figures, as the symbols do
_NUMBER = re.compile(r"(\D*\d(?:[.:\u202f\u00a0 ]?\d)*)(?:,\d+)?")
_ENGLISH_NUMBER = re.compile(r"(\D*\d(?:[,:\u202f\u00a0 ]?\d)*)(?:\.\d+)?")
"""A figure with what stands before it (`US$ -`); what follows is its unit, which may end in a sign such as ³."""


class AlignedFigure(Value):
    """A figure in a cell, measured: its unit, the widths before and from its decimal comma, and of its symbol."""

    unit: str
    whole: float
    fraction: float
    symbol: float


class FigureColumn(Value):
    """A column of figures, by the identity of their cells: per unit the widest parts, so that commas stand under each
    other and all end level."""

    figures: Mapping[int, AlignedFigure]
    whole: Mapping[str, float]
    fraction: Mapping[str, float]
    symbol: float

    @property
    def width(self) -> float:
        """The width of the figures with their symbols, in points."""
        return max((self.whole[unit] + self.fraction[unit] for unit in self.whole), default=0.0) + self.symbol


def measure_figures(setter: Typesetter, style: TextStyle, cells: Iterable[Cell]) -> FigureColumn:
    """Measure the figures among the cells of a column."""
    whole: dict[str, float] = {}
    fraction: dict[str, float] = {}
    figures: dict[int, AlignedFigure] = {}
    symbol = 0.0
    for cell in cells:
        figure = _measure(setter, style, cell)
        if figure is not None:
            figures[id(cell)] = figure
            whole[figure.unit] = max(whole.get(figure.unit, 0.0), figure.whole)
            fraction[figure.unit] = max(fraction.get(figure.unit, 0.0), figure.fraction)
            symbol = max(symbol, figure.symbol)
    return FigureColumn(figures, whole, fraction, symbol)


def _measure(setter: Typesetter, style: TextStyle, cell: Cell) -> AlignedFigure | None:
    inlines = only_inlines(cell)
    if inlines is None or cell.value is None:
        return None
    shown = repeatable(inlines) or inlines
    shown_text = "".join(i.text for i in shown if isinstance(i, Text)).strip()
    words = shown_text.rstrip(_PROVISIONAL)
    match = (_ENGLISH_NUMBER if language_of(setter.language).notation is Notation.POINT else _NUMBER).match(words)
    before = setter.natural_width((Text(match[1]),), style) if match else 0.0
    figure, all_shown = setter.natural_width((Text(words),), style), setter.natural_width(shown, style)
    symbol = all_shown - figure if has_status(cell) or words != shown_text else 0.0
    struck = setter.natural_width(inlines, style) - all_shown  # deleted words stand before the others
    return AlignedFigure(words[match.end() if match else 0 :], struck + before, figure - before, symbol)


def only_inlines(cell: Cell) -> tuple[Inline, ...] | None:
    """The content of a cell that is one paragraph."""
    if len(cell.blocks) == 1 and isinstance(cell.blocks[0], Paragraph):
        return cell.blocks[0].children
    return None


def has_status(cell: Cell) -> bool:
    """Whether a cell shows a status."""
    inlines = only_inlines(cell)
    return inlines is not None and any(isinstance(i, StatusMark) for i in within(inlines))
