"""The result of a comparison: changes for readers, each with its location and the edits that it consists of.

All edits together make the lines of the new tree out of those of the old one. A location is given in words for
readers: chapter, section, and objects such as a table's row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from os.path import relpath
from pathlib import PurePath

from reportbuilder.compare.normalized_text import LabelNames
from reportbuilder.compare.tree import OBJECTS, TextLine, TextNode, TextRole
from reportbuilder.compare.word_diff import tokens
from reportbuilder.diagnostics import Place
from reportbuilder.values import Value, replace


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


class VersionIndex(Value, eq=False):
    """One of two versions with what is looked up in it: the names of its labels, and by line its `nodes`, their
    `locations` and the lines of their `parents`. `marks` gives for the line of a footnote the line and the character of
    its mark."""

    tree: TextNode
    names: LabelNames
    locations: tuple[Location, ...]
    parents: tuple[int, ...]
    marks: Mapping[int, tuple[int, int]]
    nodes: tuple[TextNode, ...]

    def readable(self, text: str) -> str:
        """A normalized text as people read it."""
        return self.names.readable(text)

    def location(self, node: TextNode) -> Location:
        """The location of a node."""
        return self.locations[node.index]


Versions = tuple[VersionIndex, VersionIndex]
"""The old version and the new one."""


def index_version(tree: TextNode, names: LabelNames, root: str = "") -> VersionIndex:
    """The index of a version. Places are relative to `root`, its report's folder, so that they are the same wherever it
    was read."""
    inside = cache(lambda file: _inside(file, root))
    nodes, parents, places = list[TextNode](), list[int](), list[Place]()
    for child, parent in _with_parents(tree, 0):
        nodes.append(child)
        parents.append(parent)
        at = child.place
        places.append(Place(inside(at.file), at.line, at.column))
    locations = [Location(place=places[tree.index])]
    marks: dict[int, tuple[int, int]] = {}
    for chapter in tree.children:
        if chapter.role in (TextRole.SETTING, TextRole.MADE_PAGE):
            locations.append(Location(parts=((chapter.role, chapter.name),), place=places[chapter.index]))
            continue
        marks_there = _marks(chapter)
        title, heading = names.readable(chapter.text) if chapter.role is TextRole.CHAPTER else "", ""
        for unit in chapter.walk():
            if unit.role is TextRole.HEADING:
                heading = names.readable(unit.text)
            met = locations[marks_there[unit.index][0]].heading if unit.index in marks_there else heading
            locations.append(Location(title, met, (), places[unit.index]))
        for unit in chapter.children:
            for node, parts in _parts(unit, names):
                locations[node.index] = replace(locations[node.index], parts=parts)
        marks |= marks_there
    return VersionIndex(tree, names, tuple(locations), tuple(parents), marks, tuple(nodes))


def _inside(file: str, root: str) -> str:
    """The path of a file relative to a report's folder."""
    if not file or not root or PurePath(file).drive != PurePath(root).drive:
        return file
    return PurePath(relpath(file, root)).as_posix()


def _marks(chapter: TextNode) -> dict[int, tuple[int, int]]:
    """The line and the character of each footnote's mark in a chapter, by the line of the footnote."""
    notes = {node.name: node.index for node in chapter.children if node.role is TextRole.FOOTNOTE}
    marks: dict[int, tuple[int, int]] = {}
    for node in chapter.walk() if notes else ():
        for label, at in node.notes:
            if label in notes and node.role is not TextRole.FOOTNOTE:
                marks.setdefault(notes[label], (node.index, at))
    return marks


Parts = tuple[tuple[TextRole, str], ...]


def _parts(unit: TextNode, names: LabelNames) -> Iterator[tuple[TextNode, Parts]]:
    """The nodes of an object, each with the parts that it is in."""
    if unit.container:
        yield unit, ((TextRole.CUSTOM, unit.container),)
    if unit.role not in OBJECTS:
        return
    own = (unit.role, _name(unit, names))
    yield unit, (own,)
    columns = [names.readable(child.text) for child in unit.children if child.role is TextRole.COLUMN]
    for child in unit.children:
        yield child, (own,)
        if child.role is TextRole.KEY_FIGURE:
            label = names.readable(child.child(TextRole.LABEL).text)
            yield from ((node, (own, (TextRole.KEY_FIGURE, label))) for node in child.walk())
        elif child.role is TextRole.ROW:
            row = (TextRole.ROW, names.readable(child.name or next((cell.text for cell in child.children), "")))
            yield child, (own, row)
            at = 0
            for cell in child.children:
                column = columns[at] if at < len(columns) and cell.line.level == 1 else ""
                yield cell, (own, row, (TextRole.COLUMN, column)) if column else (own, row)
                at += cell.line.level


def _name(unit: TextNode, names: LabelNames) -> str:
    """The name of an object: its number, or else its caption or title."""
    label = names.words.get(unit.name, ())
    if label and any(character.isdigit() for character in label[0]):
        return label[0]
    titles = (child.text for child in unit.children if child.role in (TextRole.CAPTION, TextRole.TITLE))
    return names.readable(next(titles, ""))


def _with_parents(node: TextNode, parent: int) -> Iterator[tuple[TextNode, int]]:
    yield node, parent
    for child in node.children:
        yield from _with_parents(child, node.index)


# What stands around something ----------------------------------------------------------------------------------------

_AROUND = 5  # words given before and after a change
_FAR = 300  # characters among which these are looked for


def context(text: str, start: int, stop: int, side: VersionIndex) -> SurroundingWords:
    """A few words before and after a stretch of a text, with the spaces between."""
    first = max(0, start - _FAR)
    before_it = tokens(text[first:start])
    near = before_it[-_AROUND:]
    more = "… " if len(before_it) > len(near) else ""
    before = more + side.readable(text[first + near[0].start : start]) if near else ""
    return SurroundingWords(before, side.readable(words_after(text, stop)))


def words_after(text: str, stop: int) -> str:
    """A few words from a character on."""
    following = tokens(text[stop : stop + _FAR])
    near = following[:_AROUND]
    if not near:
        return ""
    return text[stop : stop + near[-1].stop] + (" …" if len(following) > len(near) else "")
