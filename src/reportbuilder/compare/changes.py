"""What a comparison finds: changes as people read them, each with the edits of the text form that it stands for."""

from __future__ import annotations

from enum import Enum

from reportbuilder.compare.normalized_text import LabelNames
from reportbuilder.compare.tree import TextLine, TextNode, TextRole
from reportbuilder.diagnostics import Code, Place
from reportbuilder.values import Value


class Action(Enum):
    """What was done to something."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    SPLIT = "split"
    JOINED = "joined"


class Subject(Enum):
    """What it was done to."""

    SETTING = "setting"
    PART = "part"
    CHAPTER = "chapter"
    PASSAGE = "passage"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    SENTENCE = "sentence"
    WORDS = "words"
    NUMBER = "number"
    PUNCTUATION = "punctuation"
    FORM = "form"
    LINK = "link"
    QUOTE = "quote"
    ATTRIBUTION = "attribution"
    CALLOUT = "callout"
    CALLOUT_TITLE = "callout-title"
    SIGNATURE = "signature"
    LEGEND = "legend"
    TABLE = "table"
    CAPTION = "caption"
    COLUMN = "column"
    ROW = "row"
    CELL = "cell"
    STATUS = "status"
    TABLE_NOTE = Code.TABLE_NOTE
    SOURCE = "source"
    CHART = "chart"
    CHART_DATA = "chart-data"
    TITLE = "title"
    ALT = "alt"
    FIGURE = "figure"
    IMAGE = "image"
    KEY_FIGURES = "key-figures"
    KEY_FIGURE = "key-figure"
    FOOTNOTE = "footnote"


class TextEdit(Value):
    """The old lines from `start` to `stop` (joined by line ends when there are several) with `old` at character `at`
    made `new`, which stands at `new_at` in the new lines from `new_line` on. Lines may be split or joined by it."""

    start: int
    stop: int
    at: int
    old: str
    new: str
    new_line: int
    new_at: int


class RoleEdit(Value):
    """An old line that is something else now: another role or level, with the same text."""

    line: int
    now: TextLine
    new_line: int


class DeleteEdit(Value):
    """Old lines that are gone. They would stand before the new line `before`, under the new line `under`; of a
    footnote, `mark` is the new line in which its mark stood, and at which character."""

    start: int
    stop: int
    before: int
    under: int
    mark: tuple[int, int] | None = None


class InsertEdit(Value):
    """New lines, the first of which becomes line `at`."""

    at: int
    lines: tuple[TextLine, ...]


class MoveEdit(Value):
    """Old lines that stand elsewhere: from line `at` to line `end` of the new text. `before` and `under` say where they
    would stand, as with `DeleteEdit`."""

    start: int
    stop: int
    at: int
    end: int
    before: int
    under: int


class StyleEdit(Value):
    """Words of a new line that are set otherwise, or lead elsewhere: nothing in the text form."""

    new_line: int
    start: int
    stop: int


Edit = TextEdit | RoleEdit | DeleteEdit | InsertEdit | MoveEdit | StyleEdit


class Location(Value):
    """Where in a report something stands: the titles of its chapter and of the heading that it stands under, of what it
    is a part (a table, a row and a column, each with its name), and its place in the files."""

    chapter: str = ""
    heading: str = ""
    parts: tuple[tuple[TextRole, str], ...] = ()
    place: Place = Place()


class Neighbour(Value):
    """What something that was moved stood after, or `before`: the first words of what stayed in its place."""

    words: str
    before: bool = False


class Context(Value):
    """The few words before and after others, with the spaces between."""

    before: str = ""
    after: str = ""

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.before or self.after)


class Change(Value):
    """One change, numbered from 1 in reading order: its words before and after (`old`, `new`), the words around these
    in either version, how they were and are set (`looks`), and, if it moved, what it stood beside.

    `now` is where it is met in the new version, what is gone too; `line` is that place in the new text form.
    """

    subject: Subject
    action: Action
    old: str = ""
    new: str = ""
    context_old: Context = Context()
    context_new: Context = Context()
    looks: tuple[str, str] | None = None
    beside: Neighbour | None = None
    was: Location = Location()
    now: Location = Location()
    edits: tuple[Edit, ...] = ()
    line: int = 0
    number: int = 0


class Comparison(Value, eq=False):
    """All changes between two versions, and the trees in which they were found."""

    changes: tuple[Change, ...]
    old: TextNode
    new: TextNode
    old_names: LabelNames
    new_names: LabelNames
