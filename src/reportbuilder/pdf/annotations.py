"""Links and their destinations: collected while a page is drawn, and written as annotations (ISO 32000-1, 12.5)."""

from collections.abc import Iterable, Mapping

from reportbuilder.i18n.language import language_of
from reportbuilder.pdf.objects import number, numbers, reference, text_string
from reportbuilder.text.runs import readable
from reportbuilder.values import Mutable, Value, field

Rect = tuple[float, float, float, float]
_SAME_LINE = 0.01  # points: closer than this, two areas stand on one line
_PRINT = 1 << 2  # of the annotation's flags (ISO 32000-1, table 165)


class LinkArea(Value):
    """A rectangle (left, foot, right, top) of a page in points that links to an address or `#label`.

    Areas of a page with the same `link` belong to one link over several lines. `words` is the text of the link in this
    area, with the space at its line end, if there is one.
    """

    rect: Rect
    target: str
    words: str
    link: int


class Destination(Value):
    """A page (from 0) and a height on it, in points from its foot."""

    page: int
    top: float


class LinkBook(Mutable):
    """The links of a page and the heights of the labels on it, collected while it is drawn."""

    areas: list[LinkArea] = field(default_factory=list)
    destinations: dict[str, float] = field(default_factory=dict)
    _links: int = 0

    def add_destination(self, label: str, top: float) -> None:
        """Add a destination for a label; only the first one for a label counts."""
        self.destinations.setdefault(label, top)

    def new_link(self) -> int:
        """Begin a link; returns its number, from 1."""
        self._links += 1
        return self._links

    def add(self, rect: Rect, target: str, words: str, link: int) -> None:
        """Add an area to a link. If it is on the same line as the last one (an entry of the contents and its page
        number), they are merged into one area."""
        last = self.areas[-1] if self.areas else None
        if last and last.link == link and abs(last.rect[1] - rect[1]) < _SAME_LINE:
            whole = (min(last.rect[0], rect[0]), last.rect[1], max(last.rect[2], rect[2]), max(last.rect[3], rect[3]))
            self.areas[-1] = LinkArea(whole, target, last.words + words, link)
        else:
            self.areas.append(LinkArea(rect, target, words, link))


def link_words(areas: Iterable[LinkArea]) -> dict[int, str]:
    """The text of each link over all its lines, by its number, as it stands in the source."""
    texts: dict[int, str] = {}
    for area in areas:
        texts[area.link] = texts.get(area.link, "") + area.words
    return texts


class Target(Value):
    """Where the label of a link leads to: the number of the page's object, the height on it, and what it is called."""

    page: int
    top: float
    title: str


def annotation(area: LinkArea, words: str, target: Target | None, parent: int | None) -> str:
    """The annotation of an area of a link with these words; `target` is that of a label, `parent` the key of the
    annotation in the parent tree."""
    said = readable(words).strip() or (area.target.removeprefix("mailto:") if target is None else target.title)
    uri = f"/S/URI/URI{text_string(area.target)}"
    action = uri if target is None else f"/S/GoTo/D{place(target.page, target.top)}"
    tagged = "" if parent is None else f"/StructParent {parent}"
    rect = numbers(round(edge, 2) for edge in area.rect)
    return (
        f"<</Type/Annot/Subtype/Link/Rect{rect}/Border[0 0 0]/F {_PRINT}/Contents{text_string(said)}"
        f"/A<<{action}>>{tagged}>>"
    )


def place(page: int, top: float) -> str:
    """An explicit destination (ISO 32000-1, 12.3.2.2): the page with this object number, a height on it, the zoom as it
    is."""
    return f"[{reference(page)}/XYZ 0 {number(round(top, 2))} null]"


def described(label: str, page: int, titles: Mapping[str, str], language: str) -> str:
    """The description of a link without text of its own to a label on a page (from 0); `titles` are the titles of
    headings by label."""
    words = language_of(language).report
    where = f"{words.page} {page + 1}"
    title = titles.get(label)
    return f"{title}, {where}" if title is not None else where


def found(label: str, destinations: Mapping[str, Destination]) -> Destination:
    """The destination of a label, which is on some page."""
    assert label in destinations, f"nothing on the pages carries the label {label!r}"
    return destinations[label]
