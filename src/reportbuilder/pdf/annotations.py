"""Collects links and their destinations while pages are drawn, and writes them as annotations (ISO 32000-1, 12.5)."""

from collections.abc import Mapping, Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf

from reportbuilder.i18n.language import language_of
from reportbuilder.text.runs import readable
from reportbuilder.values import Mutable, Value, field

Rect = tuple[float, float, float, float]
_SAME_LINE = 0.01  # points: closer than this, two areas stand on one line
_PRINT = 1 << 2  # of the annotation's flags (ISO 32000-1, table 165)


class LinkArea(Value):
    """A rectangle (left, foot, right, top) of a page in points that links to an address or `#label`.

    Areas with the same `link` belong to one link over several lines. `words` is the text of the link in this area, with
    the space at its line end, if there is one.
    """

    page: int
    rect: Rect
    target: str
    words: str
    link: int


class Destination(Value):
    """A page (from 0) and a height on it, in points from its foot."""

    page: int
    top: float


class LinkBook(Mutable):
    """The links and destinations of a report, collected while it is drawn."""

    areas: list[LinkArea] = field(default_factory=list)
    destinations: dict[str, Destination] = field(default_factory=dict)
    _links: int = 0

    def add_destination(self, label: str, page: int, top: float) -> None:
        """Add a destination for a label; only the first one for a label counts."""
        self.destinations.setdefault(label, Destination(page, top))

    def new_link(self) -> int:
        """Begin a link; returns its number, from 1."""
        self._links += 1
        return self._links

    def add(self, page: int, rect: Rect, target: str, words: str, link: int) -> None:
        """Add an area to a link. If it is on the same line as the last one (an entry of the contents and its page
        number), they are merged into one area."""
        last = self.areas[-1] if self.areas else None
        if last and last.link == link and last.page == page and abs(last.rect[1] - rect[1]) < _SAME_LINE:
            whole = (min(last.rect[0], rect[0]), last.rect[1], max(last.rect[2], rect[2]), max(last.rect[3], rect[3]))
            self.areas[-1] = LinkArea(page, whole, target, last.words + words, link)
        else:
            self.areas.append(LinkArea(page, rect, target, words, link))

    def words(self) -> dict[int, str]:
        """The text of each link over all its lines, by its number."""
        texts: dict[int, str] = {}
        for area in self.areas:
            texts[area.link] = texts.get(area.link, "") + area.words
        return {link: readable(words).strip() for link, words in texts.items()}


def add_links(pdf: Pdf, book: LinkBook, titles: Mapping[str, str], language: str) -> Sequence[Object]:
    """Add an annotation for every area; returns them in the order of the areas. `titles` are the titles of headings by
    label."""
    pages = [page.obj for page in pdf.pages]
    spoken = book.words()
    annotations = []
    on_page: dict[int, list[Object]] = {}
    for area in book.areas:
        words = spoken[area.link] or _described(area, book, titles, language)
        annotation = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([round(edge, 2) for edge in area.rect]),
                Border=Array([0, 0, 0]),
                F=_PRINT,
                Contents=words,
                A=_action(area, book, pages),
            )
        )
        annotations.append(annotation)
        on_page.setdefault(area.page, []).append(annotation)
    for number, links in on_page.items():
        pages[number].Annots = Array(links)
    return annotations


def _action(area: LinkArea, book: LinkBook, pages: Sequence[Object]) -> Dictionary:
    if not area.target.startswith("#"):
        return Dictionary(S=Name.URI, URI=area.target)
    spot = _destination(area, book)
    return Dictionary(S=Name.GoTo, D=Array([pages[spot.page], Name.XYZ, 0, round(spot.top, 2), None]))


def _destination(area: LinkArea, book: LinkBook) -> Destination:
    label = area.target[1:]
    assert label in book.destinations, f"nothing on the pages carries the label {label!r}"
    return book.destinations[label]


def _described(area: LinkArea, book: LinkBook, titles: Mapping[str, str], language: str) -> str:
    """The description of a link without text of its own."""
    if not area.target.startswith("#"):
        return area.target.removeprefix("mailto:")
    words = language_of(language).report
    where = f"{words.page} {_destination(area, book).page + 1}"
    title = titles.get(area.target[1:])
    return f"{title}, {where}" if title is not None else where
