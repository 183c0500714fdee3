"""Labels of list items: how wide their column is, and where a label stands that has no text beside it."""

from reportbuilder.document.model import Inline, List, ListItem, Strong, Text
from reportbuilder.layout.text import TextBlock
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.structure.model import Artifact, Mark
from reportbuilder.style.model import TextStyle
from reportbuilder.text.breaking import Line
from reportbuilder.values import Value, replace

GAP = 0.35
"""The least space between a label and its text, in ems."""
BULLETS = ("•", "-")


class LabelColumn(Value):
    """The column of a list's labels: its width, and the style and the bullet that the labels are set with."""

    setter: Typesetter
    style: TextStyle
    width: float
    strong: bool
    bullet: str

    def label(self, item: ListItem) -> Line:
        """An item's label on one line."""
        return self.setter.line(_words(item, self.bullet, self.strong), self.style)

    def mark(self, text: TextBlock, item: ListItem, x: float, mark: Mark) -> TextBlock:
        """The first text of an item, with the label before it at `x`."""
        return replace(text, marker=self.label(item), marker_x=x, marker_mark=mark)

    def alone(self, item: ListItem, x: float, mark: Mark, like: TextBlock | None = None) -> TextBlock:
        """A line with the label alone, for an item that is empty or begins with something that is no text."""
        empty = Line((), 0.0, 0.0, False, False, "")
        drop = self.setter.drop(self.style) if like is None else like.drop
        grid = 0.0 if like is None else like.grid
        line = TextBlock((empty,), self.style.leading, drop, self.width, Artifact.LAYOUT, grid=grid, whole=True)
        return self.mark(line, item, x, mark)


def label_column(
    setter: Typesetter, block: List, style: TextStyle, least: float, strong: bool = False, bullet: str = "•"
) -> LabelColumn:
    """The column for the labels of a list: as wide as its widest label and the gap after it, and `least` at least."""
    labels = {item.marker: item for item in block.items}
    widths = (setter.line(_words(item, bullet, strong), style).width for item in labels.values())
    width = max(least, max(widths, default=0.0) + GAP * style.size)
    return LabelColumn(setter, style, width, strong, bullet)


def _words(item: ListItem, bullet: str, strong: bool) -> tuple[Inline, ...]:
    text = Text(bullet if item.marker in BULLETS else item.marker)
    return (Strong((text,)),) if strong else (text,)
