"""The result of a comparison: changes for readers, each with the edits of the text form that it consists of.

All edits together make the lines of the new tree out of those of the old one.
"""

from __future__ import annotations

from enum import Enum

from reportbuilder.compare.normalized_text import LabelNames
from reportbuilder.compare.tree import TextLine, TextNode, TextRole
from reportbuilder.diagnostics import Place
from reportbuilder.values import Value


class Action(Enum):
    """The kind of a change: what was done to its subject."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    SPLIT = "split"
    JOINED = "joined"


class Aspect(Enum):
    """The subject of a change that is less than a whole text, or (a passage) more than one."""

    PASSAGE = "passage"
    SENTENCE = "sentence"
    WORDS = "words"
    NUMBER = "number"
    PUNCTUATION = "punctuation"
    FORM = "form"
    LINK = "link"
    STATUS = "status"


ChangeSubject = TextRole | Aspect
"""What a change is about: a text as a whole, by its role, or an aspect of it."""


def subject_of(role: TextRole) -> TextRole:
    """The subject of a change of a whole text: that of a part of a key figure is the key figure."""
    return TextRole.KEY_FIGURE if role in (TextRole.LABEL, TextRole.VALUE, TextRole.NOTE) else role


class TextEdit(Value):
    """Replaces words: in the old lines from `start` to `stop` (joined by line ends when there are several), the words
    `old` at character `at` become `new`, which stand at character `new_at` of the new lines from `new_line` on. Words
    with a line end split or join lines."""

    start: int
    stop: int
    at: int
    old: str
    new: str
    new_line: int
    new_at: int


class RoleEdit(Value):
    """Gives an old line another role or level; its text stays."""

    line: int
    now: TextLine
    new_line: int


class DeleteEdit(Value):
    """Deletes the old lines from `start` to `stop`. They would stand before the new line `before`, below the new line
    `under`; of a footnote, `mark` is the new line and the character where its mark stood."""

    start: int
    stop: int
    before: int
    under: int
    mark: tuple[int, int] | None = None


class InsertEdit(Value):
    """Inserts lines, the first of which becomes line `at`."""

    at: int
    lines: tuple[TextLine, ...]


class MoveEdit(Value):
    """Moves the old lines from `start` to `stop` to the new lines from `at` to `end`; `before` and `under` are their
    former place, as of a `DeleteEdit`."""

    start: int
    stop: int
    at: int
    end: int
    before: int
    under: int


class StyleEdit(Value):
    """Sets the characters from `start` to `stop` of a new line in another style, or with another link target; the text
    form stays as it is."""

    new_line: int
    start: int
    stop: int


Edit = TextEdit | RoleEdit | DeleteEdit | InsertEdit | MoveEdit | StyleEdit


class Location(Value):
    """A place in a report: the titles of its chapter and section, the objects that it is in (a table, a row and a
    column, each with its name), and its place in the source files."""

    chapter: str = ""
    heading: str = ""
    parts: tuple[tuple[TextRole, str], ...] = ()
    place: Place = Place()


class Neighbour(Value):
    """What something stood after (or `before`) until it moved: the first words of a node that kept its place."""

    words: str
    before: bool = False


class SurroundingWords(Value):
    """A few words before and after others, with the spaces between."""

    before: str = ""
    after: str = ""

    def __bool__(self) -> bool:
        """True when there are any words."""
        return bool(self.before or self.after)


class Change(Value):
    """One change, numbered from 1 in reading order.

    `old` and `new` are its words before and after, `context_old` and `context_new` the words around them, `styles` how
    they were and are set, `beside` the neighbour from which it moved. `was` and `now` are its locations in the old and
    the new version (of something deleted, where it would stand); `line` is the line of `now` in the new tree.
    """

    subject: ChangeSubject
    action: Action
    old: str = ""
    new: str = ""
    context_old: SurroundingWords = SurroundingWords()
    context_new: SurroundingWords = SurroundingWords()
    styles: tuple[str, str] | None = None
    beside: Neighbour | None = None
    was: Location = Location()
    now: Location = Location()
    edits: tuple[Edit, ...] = ()
    line: int = 0
    number: int = 0


class Comparison(Value, eq=False):
    """All changes between two versions, and the trees between which they were found."""

    changes: tuple[Change, ...]
    old: TextNode
    new: TextNode
    old_names: LabelNames
    new_names: LabelNames
