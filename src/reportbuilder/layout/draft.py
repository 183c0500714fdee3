"""The marks of the concept edition: watermark, stamp, line numbers, change bars, and the lines below and through words.

They are added to the pages that are there, all of them artifacts: no word of the report moves. The watermark is made of
shapes, so that it is neither selected nor read aloud.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import groupby

from reportbuilder.document.graphics import Path, Picture, Segment, Verb
from reportbuilder.document.model import Revision
from reportbuilder.layout.flow import Surface
from reportbuilder.layout.furniture import PageArt, PageSized
from reportbuilder.layout.page import Frame, Layer, Layout, Master, Page, Placed, Side
from reportbuilder.layout.page_lines import NumberedLine, PlacedLine, changes_in, content_of, numbered_lines, texts_of
from reportbuilder.layout.stack import FigureBox, WithRemarks
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.structure.model import Artifact
from reportbuilder.style.model import PageSetup, Rule
from reportbuilder.text.breaking import Line
from reportbuilder.values import Value, replace

_SHARE, _COVER_SHARE = 0.72, 0.58
"""The word's share of the page's diagonal: on a cover it leaves the texts alone."""


def watermark(setter: Typesetter, word: str, width: float, height: float, *, cover: bool) -> Picture:
    """A word along the diagonal of a page of this size (points), filled; on a cover only its outline."""
    look, fonts = setter.style.draft.watermark, setter.fonts
    shaped = fonts.shape(word, look.face)
    size = (_COVER_SHARE if cover else _SHARE) * math.hypot(width, height) / max(shaped.width, 1.0)
    angle = math.atan2(height, width)
    cos, sin = math.cos(angle), math.sin(angle)
    left, foot = -shaped.width / 2, -fonts.metrics(look.face).cap_height / 2

    def placed(x: float, y: float) -> tuple[float, float]:
        across, up = (x + left) * size, (y + foot) * size
        return width / 2 + across * cos - up * sin, height / 2 + across * sin + up * cos

    segments = tuple(
        Segment(Verb(verb), tuple(v for x, y in zip(points[::2], points[1::2], strict=True) for v in placed(x, y)))
        for verb, points in fonts.outline(shaped, look.face)
    )
    if cover:
        return Picture(width, height, (Path(segments, stroke=look.outline.colour, line_width=look.outline.width),))
    return Picture(width, height, (Path(segments, fill=look.colour),))


_LEVELS = {Revision.INSERTED.value: -0.16, Revision.DELETED.value: 0.27}
"""The height of the line that marks changed words, in ems above the baseline: under inserted, through deleted words."""
_ABOVE, _BELOW = 0.75, 0.25
"""How far a change bar reaches above and below a baseline, in lines of the body."""
_PAPER = "white"


class DraftMarks(PageSized):
    """Marks over or under a page, page-sized: a picture with its lower left corner, grounds (left, foot,
    width, height, colour), rules from a point to another, and lines with their left edge and baseline."""

    picture: Picture | None = None
    at: tuple[float, float] = (0.0, 0.0)
    grounds: tuple[tuple[float, float, float, float, str], ...] = ()
    rules: tuple[tuple[float, float, float, float, Rule], ...] = ()
    lines: tuple[tuple[Line, float, float], ...] = ()

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw the picture, then grounds, rules and lines over it."""
        if self.picture is not None:
            surface.picture(self.picture, x + self.at[0], y + self.at[1], Artifact.BACKGROUND)
        for left, foot, width, height, colour in self.grounds:
            surface.rect(x + left, y + foot, width, height, colour)
        for x0, y0, x1, y1, rule in self.rules:
            surface.rule(x + x0, y + y0, x + x1, y + y1, rule.width, rule.colour)
        for line, left, baseline in self.lines:
            surface.text(line, x + left, y + baseline, Artifact.REPEATED)


def mark_draft(setter: Typesetter, layout: Layout, word: str, stamp: str) -> Layout:
    """The layout with the marks of a concept on every page: `word` behind its text, `stamp` at its foot."""
    return _DraftMarker(setter, layout.setup, setter.words(stamp, setter.style.draft.stamp.style)).layout(layout, word)


class _DraftMarker(Value):
    """Adds the marks of a concept to the pages of one layout."""

    setter: Typesetter
    setup: PageSetup
    stamp: Line

    def layout(self, layout: Layout, word: str) -> Layout:
        look, (width, height) = self.setter.style.draft, (self.setup.width, self.setup.height)
        plain, outlined = (watermark(self.setter, word, width, height, cover=cover) for cover in (False, True))
        pages: list[Page] = []
        before = 0
        for page in layout.pages:
            lines = list(numbered_lines(page, height)) if page.number else []
            numbers = tuple(self._numbers(lines, before, page.side))
            over = DraftMarks(width, height, rules=tuple(self._rules(page)), lines=numbers)
            pages.append(self._covered(page, outlined) if _has_artwork(page) else self._plain(page, plain, over))
            before += len(lines) if look.numbers.restart == "report" else 0
        return replace(layout, pages=tuple(pages))

    def _plain(self, page: Page, behind: Picture, over: DraftMarks) -> Page:
        """A page with the word under all that it has; figures keep the paper behind them."""
        grounds = tuple(self._grounds(page))
        under = DraftMarks(self.setup.width, self.setup.height, behind, grounds=grounds)
        stamped = replace(over, lines=(*over.lines, self._stamp()))
        return replace(page, items=(self._whole(under), *page.items, self._whole(stamped)))

    def _covered(self, page: Page, behind: Picture) -> Page:
        """A cover: the word between its artwork and its texts, the stamp on paper of its own."""
        items: list[Placed] = []
        for placed in page.items:
            art = placed.flowable
            if isinstance(art, PageArt):
                items.append(replace(placed, flowable=replace(art, texts=()), labels=()))
                items.append(self._whole(DraftMarks(self.setup.width, self.setup.height, behind)))
                items.append(replace(placed, flowable=replace(art, artwork=None)))
            else:
                items.append(placed)
        line, left, baseline = self._stamp()
        leading = self.setter.style.draft.stamp.style.leading
        ground = (left - leading / 2, baseline - leading * 0.4, line.width + leading, leading * 1.3, _PAPER)
        stamp = DraftMarks(self.setup.width, self.setup.height, grounds=(ground,), lines=((line, left, baseline),))
        return replace(page, items=(*items, self._whole(stamp)))

    def _whole(self, marks: DraftMarks) -> Placed:
        return Placed(marks, Frame(0.0, 0.0, self.setup.width, self.setup.height), layer=Layer.FURNITURE)

    def _stamp(self) -> tuple[Line, float, float]:
        return self.stamp, (self.setup.width - self.stamp.width) / 2, self.setter.style.draft.stamp.y

    def _grounds(self, page: Page) -> Iterator[tuple[float, float, float, float, str]]:
        for placed in page.items:
            box = placed.flowable.body if isinstance(placed.flowable, WithRemarks) else placed.flowable
            if isinstance(box, FigureBox):
                frame = placed.frame
                yield frame.x, self.setup.height - frame.top - frame.height, frame.width, box.height, _PAPER

    def _numbers(self, lines: Sequence[NumberedLine], before: int, side: Side) -> Iterator[tuple[Line, float, float]]:
        """The numbers of lines: at the outer side of a single column of text, beyond the bars; at the inner side of
        each of several columns, where the outer one has no room for both."""
        draft = self.setter.style.draft
        look, outer = draft.numbers, self.setup.columns == 1
        gap = look.gap + (draft.bar_gap + draft.bar.width if outer else 0.0)
        for line in lines:
            if (before + line.number) % look.every == 0:
                number = self.setter.words(str(before + line.number), look.style)
                left = (side is Side.LEFT) is outer
                yield number, line.left - gap - number.width if left else line.right + gap, line.baseline

    def _rules(self, page: Page) -> Iterator[tuple[float, float, float, float, Rule]]:
        """The lines at words of changes, and a bar at the outer side of each line that has any."""
        look, leading = self.setter.style.draft, self.setter.design.text.body.leading
        for placed in content_of(page) if page.number else ():
            left, right = placed.frame.x, placed.frame.x + placed.frame.width
            if isinstance(placed.flowable, PageArt):
                left, right = self.setup.outside, self.setup.width - self.setup.outside
            x = right + look.bar_gap if page.side is Side.RIGHT else left - look.bar_gap
            for text in texts_of(placed, self.setup.height):
                if changes_in(text):
                    yield x, text.baseline - _BELOW * leading, x, text.baseline + _ABOVE * leading, look.bar
                    yield from self._strokes(text)

    def _strokes(self, text: PlacedLine) -> Iterator[tuple[float, float, float, float, Rule]]:
        looks = {
            Revision.INSERTED.value: self.setter.style.draft.inserted,
            Revision.DELETED.value: self.setter.style.draft.deleted,
        }
        for (_, revision), group in groupby(text.line.pieces, lambda p: (p.style.change, p.style.revision)):
            if revision in looks:
                pieces = tuple(group)
                first = pieces[0]
                size = max(piece.style.size for piece in pieces)
                y = text.baseline + first.style.rise + _LEVELS[revision] * size
                left = min(piece.x for piece in pieces)
                end = max(piece.x + piece.width for piece in pieces)
                yield text.x + left, y, text.x + end, y, looks[revision]


def _has_artwork(page: Page) -> bool:
    """Whether a page is a cover with artwork all over it."""
    return page.master is Master.COVER and any(isinstance(placed.flowable, PageArt) for placed in page.items)
