"""A page of a PDF as a drawing surface: ReportLab's canvas with shaped text, palette colours, links and marked
content."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Protocol, Self

from reportlab.pdfgen.canvas import Canvas

from reportbuilder.document.graphics import Picture
from reportbuilder.layout.flow import PlatypusFlowable, note_label
from reportbuilder.pdf.annotations import LinkBook, Rect
from reportbuilder.pdf.canvas import PageCanvas
from reportbuilder.pdf.colour import Palette
from reportbuilder.pdf.fonts import DocumentFonts, Typefaces
from reportbuilder.pdf.graphics import Images, PictureDrawing, image_xobject, picture_box
from reportbuilder.pdf.marked_content import (
    Box,
    HyphenJoiner,
    LineSegment,
    Marking,
    Owner,
    PaintedContent,
    SetLine,
    phrases,
)
from reportbuilder.pdf.text import GraphicsState, Lettering, ShapedText
from reportbuilder.structure.model import Artifact, Mark, PartKey, Role
from reportbuilder.style.model import HouseStyle
from reportbuilder.text.breaking import Line, Piece
from reportbuilder.text.runs import RunStyle, readable
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Mutable, Value

_NOTE = f"#{note_label('')}"


class OpenInline(Value):
    """The inline elements in which an element ends on a page, and which it may continue on the next: its change, the
    target of its link, and the language of its words; empty for those that it does not end in."""

    change: tuple[int, str] = (0, "")
    link: str = ""
    language: str = ""


CLOSED = OpenInline()
"""No inline elements."""


class _OpenElements(Mutable):
    """The inline elements at the end of an element's last line, which its next line may continue."""

    change: tuple[int, str] = (0, "")
    revised: PaintedContent | None = None
    link: str = ""
    linked: PaintedContent | None = None
    language: str = ""
    foreign: PaintedContent | None = None


class DrawingKit(Value, eq=False):
    """The resources of a surface: fonts, the colours of the edition, symbols by the name of their boxes, and the words
    that introduce a change, by revision ("inserted": "toegevoegd")."""

    typefaces: Typefaces
    palette: Palette
    symbols: Mapping[str, Picture]
    revisions: Mapping[str, str]

    @classmethod
    def of(cls, style: HouseStyle, typefaces: Typefaces, palette: Palette, revisions: Mapping[str, str]) -> Self:
        """The resources of a house style; the symbols are those of the statuses of goals."""
        pictures, looks = style.pictures, style.statuses.items()
        symbols: dict[str, Picture] = {
            status: pictures[look.symbol] for status, look in looks if look.symbol in pictures
        }
        return cls(typefaces, palette, symbols, revisions)

    @property
    def fonts(self) -> FontBook:
        """The fonts of the style."""
        return self.typefaces.fonts


class XObjects(Protocol):
    """The external objects of a canvas: gives the names by which they are painted (`Canvas.doForm`)."""

    def picture(self, picture: Picture) -> str:
        """The name of a vector picture."""

    def image(self, path: str) -> str:
        """The name of an image file."""


class DocumentXObjects:
    """The external objects of a document of ReportLab's: each is added to it when it is first used."""

    def __init__(self, canvas: Canvas, kit: DrawingKit, images: Images) -> None:
        self._canvas, self._kit, self._images = canvas, kit, images
        self._lettering = Lettering(DocumentFonts(kit.typefaces, canvas._doc), kit.palette)
        self._pictures: dict[int, tuple[str, Picture]] = {}
        self._names: dict[str, str] = {}

    def picture(self, picture: Picture) -> str:
        """The name of a vector picture."""
        known = self._pictures.get(id(picture))
        if known is not None:
            return known[0]
        name = f"picture{len(self._pictures) + 1}"
        self._pictures[id(picture)] = (name, picture)  # keeps the picture alive, so that no other gets its id
        left, foot, right, top = picture_box(picture)
        self._canvas.beginForm(name, left, foot, right, top)
        PictureDrawing(self._canvas, self._lettering, self._kit.fonts).draw(picture)
        self._canvas.endForm()
        return name

    def image(self, path: str) -> str:
        """The name of an image file."""
        name = self._names.get(path)
        if name is None:
            name = self._names[path] = f"image{len(self._names) + 1}"
            # drawImage would decode and encode the image again
            self._canvas._doc.addForm(name, image_xobject(self._images[path]))
        return name


class CanvasSurface:
    """Implements `layout.surface.Surface` on a ReportLab canvas, ours or any other.

    `ended` gives the inline elements that the element of a mark ended in on the page before.
    """

    def __init__(
        self,
        canvas: Canvas,
        kit: DrawingKit,
        marker: Marking,
        xobjects: XObjects,
        ended: Callable[[PartKey], OpenInline | None] = lambda mark: None,
    ) -> None:
        self.links = LinkBook()
        self._canvas, self._kit, self._marker, self._xobjects, self._ended = canvas, kit, marker, xobjects, ended
        self._lettering = Lettering(DocumentFonts(kit.typefaces, canvas._doc), kit.palette)
        self._hyphens = HyphenJoiner()
        self._state = GraphicsState()
        self._open: dict[PartKey, _OpenElements] = {}

    def begin_page(self) -> None:
        """Begin to draw on a page, or on a canvas in an unknown graphics state."""
        self._state = GraphicsState()
        if self._kit.palette.overprinting:
            self._canvas.setOverprintMask(True)

    def end_page(self) -> None:
        """Draw the lines that are held back, and end the marked content of the page."""
        self._flush()
        self._mark(self._marker.end_page())

    @property
    def marks(self) -> Iterable[PartKey]:
        """The keys of the elements that lines were drawn for."""
        return self._open

    def ends(self) -> Iterator[tuple[PartKey, OpenInline, int]]:
        """The inline elements that elements with lines on this page end in, and the number of the link among them;
        those that end in none only if they did on the page before."""
        for mark, open_ in self._open.items():
            language = open_.language if open_.foreign is not None else ""
            link = open_.linked.link if open_.linked is not None else 0
            end = OpenInline(open_.change, open_.link, language)
            if end != CLOSED or self._ended(mark) is not None:
                yield mark, end, link

    def text(self, line: Line, x: float, baseline: float, mark: Mark) -> None:
        """Draw a set line whose left edge is `x`; words, then their links."""
        pieces, owner = line.pieces, self._marker.owner(mark)
        if not pieces:
            return
        divided, boxed = _has_elements_and_symbols(pieces)
        if isinstance(owner, PaintedContent) and not isinstance(mark, Artifact):
            if divided:
                segments = tuple(self._segments(pieces, owner, mark, x, baseline))
            else:
                segments = (LineSegment(pieces, owner),)
                self._open[mark] = _OpenElements()
        else:
            segments = (LineSegment(pieces, owner),)
            if not (boxed or line.hyphenated or self._hyphens.waiting):  # as most lines
                self._words(pieces, owner, x, baseline)
                return
        for ready in self._hyphens.add(SetLine(line, x, baseline, segments)):
            self._line(ready)

    def rect(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle."""
        self._enter(Artifact.LAYOUT)
        if colour != self._state.fill:
            self._state.fill = colour
            self._kit.palette.fill(self._canvas, colour)
        self._canvas.rect(round(x, 2), round(y, 2), round(width, 2), round(height, 2), stroke=0, fill=1)

    def rule(self, x0: float, y0: float, x1: float, y1: float, width: float, colour: str) -> None:
        """Draw a straight line."""
        self._enter(Artifact.LAYOUT)
        if colour != self._state.stroke:
            self._state.stroke = colour
            self._kit.palette.stroke(self._canvas, colour)
        if width != self._state.line_width:
            self._state.line_width = width
            self._canvas.setLineWidth(round(width, 2))
        self._canvas.line(round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))

    def picture(self, picture: Picture, x: float, y: float, mark: Mark, scale: float = 1.0) -> None:
        """Draw a vector picture with its lower left corner at (x, y)."""
        box = (x, y, x + picture.width * scale, y + picture.height * scale)
        self._marker.box(mark, box)
        owner = self._marker.owner(mark)
        self._enter(owner, box if owner is Artifact.BACKGROUND else None)
        self._place(picture, x, y, scale)

    def image(self, path: str, x: float, y: float, width: float, height: float, mark: Mark) -> None:
        """Place an image file."""
        self._marker.box(mark, (x, y, x + width, y + height))
        self._enter(self._marker.owner(mark))
        name, canvas = self._xobjects.image(path), self._canvas
        canvas.saveState()
        canvas.transform(width, 0, 0, height, x, y)
        canvas.doForm(name)
        canvas.restoreState()

    def platypus(self, flowable: PlatypusFlowable, x: float, y: float, width: float, height: float, mark: Mark) -> None:
        """Draw a ReportLab flowable with its lower left corner at (x, y), at the width and height for which it was
        wrapped."""
        self._marker.box(mark, (x, y, x + width, y + height))
        owner = self._marker.owner(mark)
        self._enter(owner)
        if self._state.rise:
            upright = ShapedText(self._canvas, self._lettering, self._state, x, y)
            upright.set_rise(0.0)
            self._canvas.drawText(upright)
        used, _ = flowable.wrapOn(self._canvas, width, height)
        spare = max(width - used, 0.0)  # what it may align itself in
        if not isinstance(self._canvas, PageCanvas):
            flowable.drawOn(self._canvas, x, y, spare)
            return
        with self._canvas.guest(lambda address, rect: self._guest_link(owner, address, rect)):
            flowable.drawOn(self._canvas, x, y, spare)

    def destination(self, label: str, top: float) -> None:
        """Add a destination for a label at this height of the page."""
        self.links.add_destination(label, top)

    def _mark(self, code: str) -> None:
        """Write marked-content operators, which ReportLab's canvas has no methods for."""
        if code:
            self._canvas.addLiteral(code)

    def _enter(self, owner: Owner, box: Box | None = None) -> None:
        """Begin to draw for an owner, after the lines that are held back."""
        self._flush()
        self._mark(self._marker.enter(owner, box))

    def _flush(self) -> None:
        for line in self._hyphens.release():
            self._line(line)

    def _line(self, line: SetLine) -> None:
        """Draw a complete line, segment by segment."""
        for segment in line.segments:
            first = line.first if segment is line.segments[0] else None
            last = line.last if segment is line.segments[-1] else None
            self._segment(segment, line, first, last)

    def _segment(self, segment: LineSegment, line: SetLine, first: str | None, last: str | None) -> None:
        """Draw text with the symbols in it."""
        pieces, x, baseline = segment.pieces, line.x, line.baseline
        if not any(piece.box is not None for piece in pieces):
            self._phrases(segment, pieces, line, (first, last))
            return
        for boxed, group in groupby(pieces, lambda piece: piece.box is not None):
            words = tuple(group)
            if boxed:
                for piece in words:
                    self._symbol(piece, x + piece.x, baseline, segment.owner)
            else:
                before = first if words[0] is pieces[0] else None
                after = last if words[-1] is pieces[-1] else None
                self._phrases(segment, words, line, (before, after))

    def _phrases(
        self, segment: LineSegment, pieces: Sequence[Piece], line: SetLine, replaced: tuple[str | None, str | None]
    ) -> None:
        """Draw text whose first and last words may have replacement texts."""
        for words, actual_text in phrases(pieces, *replaced):
            self._words(words, segment.owner, line.x, line.baseline, actual_text)

    def _words(
        self, pieces: Sequence[Piece], owner: Owner, x: float, baseline: float, actual_text: str | None = None
    ) -> None:
        """Draw words (at least one) of an owner."""
        self._mark(self._marker.enter(owner, actual_text=actual_text))
        text = ShapedText(self._canvas, self._lettering, self._state, x + pieces[0].x, baseline)
        text.show_pieces(pieces)
        self._canvas.drawText(text)

    def _place(self, picture: Picture, x: float, y: float, scale: float) -> None:
        """Draw a picture, as a form XObject that the file has once."""
        name, canvas = self._xobjects.picture(picture), self._canvas
        canvas.saveState()
        if self._kit.palette.overprinting:
            canvas.setFillOverprint(False)  # a form begins in the state of the page
        canvas.transform(scale, 0, 0, scale, x, y)
        canvas.doForm(name)
        canvas.restoreState()

    def _symbol(self, piece: Piece, x: float, baseline: float, owner: Owner) -> None:
        """Draw a symbol on the baseline, with its word as the only text."""
        assert piece.box is not None
        picture = piece.box.picture or self._kit.symbols[piece.box.name]
        self._mark(self._marker.enter(Artifact.LAYOUT))
        self._place(picture, x, baseline, piece.box.width / picture.width)
        if piece.word.text or piece.space:
            self._mark(self._marker.enter(owner))
            text = ShapedText(self._canvas, self._lettering, self._state, x, baseline)
            text.show_reading(piece)
            self._canvas.drawText(text)

    def _segments(
        self, pieces: Sequence[Piece], owner: PaintedContent, mark: PartKey, x: float, baseline: float
    ) -> Iterator[LineSegment]:
        """Divide the pieces of a line by their elements: changes, in them links, text in other languages, or the line's
        own element. Elements of the line before are continued."""
        known = self._open.get(mark)
        open_ = self._continued(owner, mark) if known is None else known
        for (change, target, language), group in groupby(pieces, lambda piece: self._key(piece.style)):
            words = tuple(group)
            if change != open_.change:
                announced = self._kit.revisions.get(change[1], "")
                revised = PaintedContent(Role.SPAN, owner, announced=announced) if announced else None
                open_ = _OpenElements(change, revised)
            outer = open_.revised or owner
            if open_.revised is not None:
                open_.revised.words.extend(readable(piece.word.text) + piece.space for piece in words)
            if target:
                link = open_.linked
                if link is None or target != open_.link:
                    link = _link_in(outer, target, self.links.new_link())
                    open_ = _OpenElements(change, open_.revised, target, link)
                self._area(words, target, x, baseline, link.link)
            elif open_.link or not language:
                open_ = _OpenElements(change, open_.revised)
            inside = open_.linked or outer
            if language:
                if language != open_.language or open_.foreign is None:
                    open_.language, open_.foreign = language, PaintedContent(Role.SPAN, inside, language)
                inside = open_.foreign
            yield LineSegment(words, inside)
        self._open[mark] = open_

    def _continued(self, owner: PaintedContent, mark: PartKey) -> _OpenElements:
        """The inline elements that an element ended in on the page before, to be continued on this one."""
        ended = self._ended(mark)
        if ended is None or ended == CLOSED:
            return _OpenElements()
        announced = self._kit.revisions.get(ended.change[1], "")
        open_ = _OpenElements(ended.change, link=ended.link, language=ended.language)
        if announced:
            open_.revised = PaintedContent(Role.SPAN, owner, announced=announced, continues=True)
        outer = open_.revised or owner
        if ended.link:
            open_.linked = _link_in(outer, ended.link, self.links.new_link(), continues=True)
        if ended.language:
            open_.foreign = PaintedContent(Role.SPAN, open_.linked or outer, ended.language, continues=True)
        return open_

    def _key(self, style: RunStyle) -> tuple[tuple[int, str], str, str]:
        """The key by which the pieces of a line are divided: change, link and language."""
        change = (style.change, style.revision) if style.revision in self._kit.revisions else (0, "")
        return change, style.link, style.language

    def _area(self, linked: Sequence[Piece], target: str, x: float, baseline: float, link: int) -> None:
        """Add the area of linked words in a line to a link, at the height of their letters."""
        style = linked[-1].style
        metrics = self._kit.fonts.metrics(style.face)
        foot = baseline + style.rise + metrics.descent * style.size
        top = baseline + style.rise + metrics.ascent * style.size
        left = min(piece.x for piece in linked)
        right = max(piece.x + piece.width for piece in linked)
        rect = (x + left, foot, x + right, top)
        words = "".join(piece.word.text + piece.space for piece in linked)
        self.links.add(rect, target, words, link)

    def _guest_link(self, owner: Owner, address: str, rect: Rect) -> None:
        """Add a link of a third-party flowable, as an element of its own in that of the flowable. Its text is unknown,
        as it is painted with other text: its content is an empty path with the address as replacement text."""
        if isinstance(owner, PaintedContent):
            link = PaintedContent(Role.LINK, owner, link=self.links.new_link())
            words = address.removeprefix("mailto:")
            self._mark(self._marker.enter(link, actual_text=words))
            self._canvas.rect(0, 0, 0, 0, stroke=0, fill=0)
            self._mark(self._marker.enter(owner))
            self.links.add(rect, address, words, link.link)


def _has_elements_and_symbols(pieces: Sequence[Piece]) -> tuple[bool, bool]:
    """Whether pieces may have elements of their own in the line's element, and whether there are symbols between
    them."""
    style = None
    divided = boxed = False
    for piece in pieces:
        if piece.style is not style:  # neighbours share theirs
            style = piece.style
            divided = divided or bool(style.link or style.language or style.revision)
        if piece.box is not None:
            boxed = True
    return divided, boxed


def _link_in(owner: PaintedContent, target: str, link: int, continues: bool = False) -> PaintedContent:
    """The element of a link; references to notes and entries of the contents are in a Reference."""
    note = target.removeprefix(_NOTE) if target.startswith(_NOTE) else ""
    if note or owner.role is Role.TOCI:
        owner = PaintedContent(Role.REFERENCE, owner, note=note, continues=continues)
    return PaintedContent(Role.LINK, owner, link=link, continues=continues)
