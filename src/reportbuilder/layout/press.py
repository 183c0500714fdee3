"""Pages for the press: the same pages as on the screen, moved for the binding and filled up with blank ones."""

from reportbuilder.layout.furniture import PageArt
from reportbuilder.layout.page import Layout, Master, Page, Placed, Side
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.layout.words import PAGE_WORDS
from reportbuilder.text.breaking import Line
from reportbuilder.values import replace

SLUG_SIZE = 6.0


def for_press(layout: Layout, binding: float, multiple: int) -> Layout:
    """The layout with everything `binding` points further from the spine, artwork excepted (it reaches the trim on all
    sides), and as many blank pages at the end as make their number a multiple of this one."""
    pages = tuple(_moved(page, binding) for page in layout.pages)
    missing = -len(pages) % multiple
    blanks = (_blank(len(pages) + index + 1) for index in range(missing))
    return replace(layout, pages=(*pages, *blanks))


def set_slugs(setter: Typesetter, layout: Layout, words: str, plates: str) -> tuple[Line, ...]:
    """The line outside the trim of each page: what it belongs to, its number, its inks."""
    style = replace(setter.design.text.folio, size=SLUG_SIZE, leading=SLUG_SIZE, colour=setter.design.text.body.colour)
    page_word = PAGE_WORDS[setter.language].page
    return tuple(setter.words(f"{words} · {page_word} {page.number} · {plates}", style) for page in layout.pages)


def _moved(page: Page, binding: float) -> Page:
    if not binding:
        return page
    away = binding if page.side is Side.RIGHT else -binding
    return replace(page, items=tuple(_shifted(placed, away) for placed in page.items))


def _shifted(placed: Placed, away: float) -> Placed:
    if isinstance(placed.flowable, PageArt):
        texts = tuple(replace(text, x=text.x + away) for text in placed.flowable.texts)
        return replace(placed, flowable=replace(placed.flowable, texts=texts))
    return replace(placed, frame=replace(placed.frame, x=placed.frame.x + away))


def _blank(number: int) -> Page:
    return Page(number, Side.RIGHT if number % 2 else Side.LEFT, Master.COVER, "", ())
