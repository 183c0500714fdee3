"""What goes into a line: text in one style, and inline objects between it.

Some characters are instructions to the line breaker rather than text: U+00AD (a hyphen may be put here), U+200B (a
line may end here) and U+2060 (no line may end here). They are obeyed and do not come back in lines; `readable` is
the text without them. U+00A0 and U+202F are spaces at which no line ends; "\\n" ends a line.
"""

from reportbuilder.diagnostics import Place
from reportbuilder.values import Value

SOFT_HYPHEN = "\u00ad"
ZERO_WIDTH_SPACE = "\u200b"
WORD_JOINER = "\u2060"
NO_BREAK_SPACE = "\u00a0"
NARROW_NO_BREAK_SPACE = "\u202f"

INSTRUCTIONS = frozenset((SOFT_HYPHEN, ZERO_WIDTH_SPACE, WORD_JOINER))
_UNREAD = str.maketrans("", "", "".join(INSTRUCTIONS))


class RunStyle(Value):
    """How a run is set: face (a font of the style), size and rise in points, palette colour, OpenType features; and
    what its words are: a link, in another language, or those of a numbered change ("inserted", "deleted"). `level` is
    the embedding level (UAX #9): 1 is written from right to left, 2 is a number in such words."""

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
    """An inline object: its width and ascent in points, and a name that only the layout understands."""

    width: float
    ascent: float
    name: str


class Run(Value):
    """Text in one style. With a box, the text is what the box reads as ("" for nothing); "\\n" ends the line."""

    text: str
    style: RunStyle
    box: Box | None = None
    place: Place = Place()


def readable(text: str) -> str:
    """The text without the instructions to the line breaker: what is drawn, searched and read aloud."""
    return text if text.isascii() else text.translate(_UNREAD)
