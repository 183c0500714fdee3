"""What a comparison finds: changes as people read them, each with the edits of the text form that it stands for."""

from __future__ import annotations

from enum import Enum

from reportbuilder.compare.normalized_text import LabelNames
from reportbuilder.compare.tree import TextLine, TextNode, TextRole
from reportbuilder.diagnostics import Place
from reportbuilder.values import Value


class Action(Enum):
    """What was done to something."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    SPLIT = "split"
    JOINED = "joined"


class Aspect(Enum):
    """What changed of a text where that is less than the whole, or (a passage) more than one."""

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
    """What a change of a whole text is about: the parts of a key figure are changed as that."""
    return TextRole.KEY_FIGURE if role in (TextRole.LABEL, TextRole.VALUE, TextRole.NOTE) else role


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
    in either version, how they were and are set (`styles`), and, if it moved, what it stood beside.

    `now` is where it is met in the new version, what is gone too; `line` is that place in the new text form.
    """

    subject: ChangeSubject
    action: Action
    old: str = ""
    new: str = ""
    context_old: Context = Context()
    context_new: Context = Context()
    styles: tuple[str, str] | None = None
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
