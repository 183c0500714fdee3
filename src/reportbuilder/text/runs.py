r"""The input of line breaking: text in one style, and inline objects between it.

Some characters are instructions for the line breaker: U+00AD (soft hyphen), U+200B (a line may end here) and U+2060 (no
line may end here). They are not part of the lines; `readable` removes them. U+00A0 and U+202F are spaces without a line
end; "\n" forces one.
"""

from reportbuilder.diagnostics import Place
from reportbuilder.document.graphics import Picture
from reportbuilder.values import Value

SOFT_HYPHEN = "\u00ad"
ZERO_WIDTH_SPACE = "\u200b"
WORD_JOINER = "\u2060"
NO_BREAK_SPACE = "\u00a0"
NARROW_NO_BREAK_SPACE = "\u202f"

INSTRUCTIONS = frozenset((SOFT_HYPHEN, ZERO_WIDTH_SPACE, WORD_JOINER))
_UNREAD = str.maketrans("", "", "".join(INSTRUCTIONS))


class RunStyle(Value):
    """The style of a run: face (a font of the style), size and rise in points, palette colour, OpenType features; and
    its meaning: a link, another language, or a numbered change ("inserted", "deleted").

    `level` is the embedding level (UAX #9): 1 is right-to-left text, 2 a number in it.
    """

    face: str
    size: float
    colour: str = "ink"
    features: tuple[str, ...] = ()
    rise: float = 0.0
    link: str = ""
    language: str = ""
    revision: str = ""
    change: int = 0
    level: int = 0


class Box(Value):
    """An inline object: its width and ascent in points, and its picture, or the name of a symbol of the house style."""

    width: float
    ascent: float
    name: str
    picture: Picture | None = None


class Run(Value):
    r"""Text in one style. With a box, the text is its reading ("" for none); "\n" ends the line."""

    text: str
    style: RunStyle
    box: Box | None = None
    place: Place = Place()


def readable(text: str) -> str:
    """The text without instructions for the line breaker: as drawn, searched and read aloud."""
    return text if text.isascii() else text.translate(_UNREAD)
