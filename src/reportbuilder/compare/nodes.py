"""A report as a tree of texts: what two versions are compared in.

Every node has a text (`said.said`), which may be empty, and nodes under it; walked from the top down they are the
lines of the report's text form, to which a list of changes can be applied (`applying.apply_changes`). Lists, quotes and
callouts are no nodes: their paragraphs stand in the chapter in order, each with its role.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

from reportbuilder.compare.inline_styles import Look
from reportbuilder.diagnostics import Code, Place
from reportbuilder.document.model import Document
from reportbuilder.values import Value, field


class Role(Enum):
    """What a text is in its report."""

    REPORT = "report"
    SETTING = "setting"
    MADE = "made"
    CHAPTER = "chapter"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
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
    TABLE_NOTE = Code.TABLE_NOTE
    SOURCE = "source"
    CHART = "chart"
    TITLE = "title"
    ALT = "alt"
    DATUM = "datum"
    FIGURE = "figure"
    IMAGE = "image"
    KEY_FIGURES = "key-figures"
    KEY_FIGURE = "key-figure"
    VALUE = "value"
    LABEL = "label"
    NOTE = "note"
    FOOTNOTE = "footnote"


PROSE = frozenset({Role.PARAGRAPH, Role.ITEM, Role.QUOTE, Role.CALLOUT, Role.FOOTNOTE, Role.TABLE_NOTE})
"""What is told by its words rather than as a whole."""
OBJECTS = frozenset({Role.TABLE, Role.CHART, Role.FIGURE, Role.KEY_FIGURES})
"""Blocks that consist of more than words."""


class Line(Value):
    """A line of the text form: what it is, at which level (of a heading, a list, a row's kind, a cell's columns, a
    chapter's matter), and its text. What only identifies it is no part of it."""

    role: Role
    text: str
    level: int = 0


class Node(Value, eq=False):
    """A line and what is under it. `name` is what it is known by among its like, `marker` what stands before an
    item of a list; `looks` say how its words are set, `notes` which footnotes are marked in it, and at which character;
    `index` is its line, and `stop` the line after all that is under it."""

    line: Line
    children: tuple[Node, ...] = ()
    place: Place = Place()
    name: str = ""
    marker: str = ""
    looks: tuple[Look, ...] = ()
    notes: tuple[tuple[str, int], ...] = ()
    index: int = 0
    stop: int = 1

    @property
    def role(self) -> Role:
        """What it is."""
        return self.line.role

    @property
    def text(self) -> str:
        """What it says itself."""
        return self.line.text

    def walk(self) -> Iterator[Node]:
        """This and all under it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def child(self, role: Role) -> Node:
        """The only one of a role under it."""
        return next(child for child in self.children if child.role is role)


class Copy(Value):
    """One of two versions that are compared: its document as it was read (before charts are drawn), what is said about
    the report as a whole, by name, the figures of its charts, in order, by their labels, and digests of its images by
    their paths. `root` is the folder from which it was read, as places have it."""

    document: Document
    settings: Mapping[str, str] = field(default_factory=dict)
    charts: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    images: Mapping[str, str] = field(default_factory=dict)
    root: str = ""


def lines_of(tree: Node) -> tuple[Line, ...]:
    """The text form."""
    return tuple(node.line for node in tree.walk())
