"""Pages as data: what the composer gives and the writer draws."""

from collections.abc import Mapping
from enum import Enum

from reportbuilder.diagnostics import Place
from reportbuilder.layout.flow import Flowable
from reportbuilder.style.model import PageSetup
from reportbuilder.values import Value, field


class Side(Enum):
    """Which side of a spread a page is."""

    LEFT = "left"
    RIGHT = "right"


class Master(Enum):
    """What kind of page it is."""

    COVER = "cover"
    OPENER = "opener"
    TEXT = "text"


class Layer(Enum):
    """What an item is: the report's content, or what the page repeats and decorates (an artifact)."""

    CONTENT = "content"
    FURNITURE = "furniture"


class Frame(Value):
    """A rectangle on the page: left and top edge (from the top trim edge, downwards), width and height."""

    x: float
    top: float
    width: float
    height: float


class Placed(Value):
    """A flowable on a page: where it stands, which part of the source it comes from, and the labels at its top."""

    flowable: Flowable
    frame: Frame
    place: Place = Place()
    labels: tuple[str, ...] = ()
    layer: Layer = Layer.CONTENT


class Page(Value):
    """One page: its items in reading order. `number` counts from 1 and is the folio; pages that are no part of the
    report have the number 0 and a `folio` of their own."""

    number: int
    side: Side
    master: Master
    chapter: str
    items: tuple[Placed, ...]
    folio: str = ""


class OutlineEntry(Value):
    """A bookmark: its level (1 is a chapter), words, and the label that it leads to."""

    level: int
    title: str
    label: str


class Layout(Value):
    """All pages of a report, its bookmarks, the page on which each label stands, and the line on that page of those
    that stand in a line (the changes of a concept)."""

    setup: PageSetup
    pages: tuple[Page, ...]
    outline: tuple[OutlineEntry, ...]
    pages_by_label: Mapping[str, int]
    lines_by_label: Mapping[str, int] = field(default_factory=dict)
