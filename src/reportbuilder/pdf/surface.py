"""The page of a PDF as a surface to draw on: ReportLab's canvas, with our own text, colours, links and marks."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from reportlab.pdfgen.canvas import Canvas

from reportbuilder.document.graphics import Picture
from reportbuilder.layout.flow import note_label
from reportbuilder.pdf.codes import ALONE, Turns
from reportbuilder.pdf.divided import Segment, SetLine, WordKeeper, phrases
from reportbuilder.pdf.images import ImagePlaces
from reportbuilder.pdf.lettering import Lettering, Pen
from reportbuilder.pdf.links import LinkBook
from reportbuilder.pdf.marking import Box, Content, Marking, Owner
from reportbuilder.pdf.numbers import number
from reportbuilder.pdf.pictures import PictureWriter, overhang
from reportbuilder.structure.model import Artifact, Mark, Role
from reportbuilder.text.breaking import Line, Piece
from reportbuilder.text.runs import RunStyle, readable
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Mutable, Value

_NOTE = f"#{note_label('')}"


class _Trail(Mutable):
    """What the last words of an element's last line belonged to: its next line may carry them on, be it on the next
    page."""

    change: tuple[int, str] = (0, "")
    revised: Content | None = None
    link: str = ""
    linked: Content | None = None
    language: str = ""
    foreign: Content | None = None


class Tools(Value):
    """What a surface draws with: fonts, and the symbols of statuses that boxes in lines name; and how it tells that
    words are new or gone, by revision."""

    fonts: FontBook
    statuses: Mapping[str, Picture]
    revisions: Mapping[str, str]


class CanvasSurface:
    """Implements `layout.surface.Surface`."""

    def __init__(
        self, canvas: Canvas, lettering: Lettering, tools: Tools, marker: Marking, turns: Turns = ALONE
    ) -> None:
        self.links = LinkBook(turns)
        self.images = ImagePlaces(canvas)
        self._canvas, self._lettering, self._marker = canvas, lettering, marker
        self._fonts, self._statuses = tools.fonts, tools.statuses
        self._revisions = tools.revisions
        self._words = WordKeeper()
        self._forms: dict[int, tuple[str, Picture]] = {}
        self._pen = Pen()
        self._page = 0
        self._trails: dict[Content, _Trail] = {}

    def begin_page(self, page: int) -> None:
        """What is drawn next stands on this page, counted from 0."""
        self._page = page
        self._marker.begin_page(page)

    def end_page(self) -> None:
        """Close the page."""
        self._flush()
        self._write(self._marker.end_page())
        self._canvas.showPage()
        self._pen = Pen()

    def text(self, line: Line, x: float, baseline: float, mark: Mark) -> None:
        """Draw a set line whose left edge is `x`; words, then their links."""
        pieces, owner = line.pieces, self._marker.owner(mark)
        if not pieces:
            return
        apart, boxed = _apart(pieces)
        if isinstance(owner, Content) and apart:
            segments = tuple(self._segments(pieces, owner, x, baseline))
        else:
            segments = (Segment(pieces, owner),)
            if isinstance(owner, Content):
                self._trails.pop(owner, None)
            if not (boxed or line.hyphenated or self._words.waits):  # as most lines
                self._words_of(pieces, owner, x, baseline)
                return
        for ready in self._words.add(SetLine(line, x, baseline, segments)):
            self._line(ready)

    def rect(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle."""
        self._enter(Artifact.LAYOUT)
        code = f"{number(x)} {number(y)} {number(width)} {number(height)} re f"
        if colour != self._pen.fill:
            self._pen.fill = colour
            code = f"{self._lettering.palette.fill(colour)} {code}"
        self._write(code)

    def rule(self, x0: float, y0: float, x1: float, y1: float, width: float, colour: str) -> None:
        """Draw a straight line."""
        self._enter(Artifact.LAYOUT)
        code = f"{number(x0)} {number(y0)} m {number(x1)} {number(y1)} l S"
        if width != self._pen.line_width:
            self._pen.line_width = width
            code = f"{number(width)} w {code}"
        if colour != self._pen.stroke:
            self._pen.stroke = colour
            code = f"{self._lettering.palette.stroke(colour)} {code}"
        self._write(code)

    def picture(self, picture: Picture, x: float, y: float, mark: Mark, scale: float = 1.0) -> None:
        """Draw a vector picture with its lower left corner at (x, y)."""
        box = (x, y, x + picture.width * scale, y + picture.height * scale)
        self._marker.box(mark, box)
        self._place(picture, x, y, scale, self._marker.owner(mark), box)

    def image(self, path: str, x: float, y: float, width: float, height: float, mark: Mark) -> None:
        """Place an image file."""
        self._marker.box(mark, (x, y, x + width, y + height))
        self._enter(self._marker.owner(mark))
        self.images.draw(path, x, y, width, height)

    def destination(self, label: str, top: float) -> None:
        """Make a label lead to this height of the page."""
        self.links.lead(label, self._page, top)

    def _write(self, code: str) -> None:
        if code:
            self._canvas.addLiteral(code)

    def _enter(self, owner: Owner, box: Box | None = None) -> None:
        """What is drawn next belongs to `owner`; lines that wait for the rest of a word go before it."""
        self._flush()
        self._write(self._marker.enter(owner, box))

    def _flush(self) -> None:
        for line in self._words.release():
            self._line(line)

    def _line(self, line: SetLine) -> None:
        """Draw a line whose words are known, segment by segment."""
        for segment in line.segments:
            first = line.first if segment is line.segments[0] else None
            last = line.last if segment is line.segments[-1] else None
            self._segment(segment, line, first, last)

    def _segment(self, segment: Segment, line: SetLine, first: str | None, last: str | None) -> None:
        """Draw words by words, symbols between them."""
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
        self, segment: Segment, pieces: Sequence[Piece], line: SetLine, said: tuple[str | None, str | None]
    ) -> None:
        """Draw words whose first and last may read as something else."""
        for words, instead in phrases(pieces, *said):
            self._words_of(words, segment.owner, line.x, line.baseline, instead)

    def _words_of(
        self, pieces: Sequence[Piece], owner: Owner, x: float, baseline: float, said: str | None = None
    ) -> None:
        """Draw words that belong to an owner, and read as they are or as something else."""
        self._write(self._marker.enter(owner, said=said))
        self._write(self._lettering.line(pieces, x, baseline, self._pen))

    def _place(self, picture: Picture, x: float, y: float, scale: float, owner: Owner, box: Box) -> None:
        """Draw a picture for an element, or as an artifact; only a background says where it stands."""
        name, canvas = self._form(picture), self._canvas
        self._enter(owner, box if owner is Artifact.BACKGROUND else None)
        canvas.saveState()
        canvas.transform(scale, 0, 0, scale, x, y)
        canvas.doForm(name)
        canvas.restoreState()

    def _form(self, picture: Picture) -> str:
        known = self._forms.get(id(picture))
        if known is not None:
            return known[0]
        name = f"picture{len(self._forms) + 1}"
        self._forms[id(picture)] = (name, picture)  # keeps the picture alive, so that no other gets its id
        margin = overhang(picture)
        self._canvas.beginForm(name, -margin, -margin, picture.width + margin, picture.height + margin)
        self._canvas.addLiteral(PictureWriter(self._lettering, self._fonts).code(picture))
        self._canvas.endForm()
        return name

    def _symbol(self, piece: Piece, x: float, baseline: float, owner: Owner) -> None:
        """A symbol on the baseline, which is read as its word and as nothing else."""
        assert piece.box is not None
        picture = self._statuses[piece.box.name]
        scale = piece.box.width / picture.width
        name, canvas = self._form(picture), self._canvas
        self._write(self._marker.enter(Artifact.LAYOUT))
        canvas.saveState()
        canvas.transform(scale, 0, 0, scale, x, baseline)
        canvas.doForm(name)
        canvas.restoreState()
        if piece.word.text or piece.space:
            self._write(self._marker.enter(owner))
            self._write(self._lettering.reading(piece, x, baseline, self._pen))

    def _segments(self, pieces: Sequence[Piece], owner: Content, x: float, baseline: float) -> Iterator[Segment]:
        """The words of a line by what they belong to: changes, in them links, foreign words, or the line's own element.
        What a line before began goes on in this one."""
        trail = self._trails.get(owner, _Trail())
        for (change, target, language), group in groupby(pieces, lambda piece: self._key(piece.style)):
            words = tuple(group)
            if change != trail.change:
                said = self._revisions.get(change[1], "")
                trail = _Trail(change, Content(Role.SPAN, owner, said=said) if said else None)
            outer = trail.revised or owner
            if trail.revised is not None:
                trail.revised.words.extend(readable(piece.word.text) + piece.space for piece in words)
            if target:
                link = trail.linked
                if link is None or target != trail.link:
                    link = _link_of(outer, target, self.links.begin())
                    trail = _Trail(change, trail.revised, target, link)
                self._area(words, target, x, baseline, link.link)
            elif trail.link or not language:
                trail = _Trail(change, trail.revised)
            inside = trail.linked or outer
            if language:
                if language != trail.language or trail.foreign is None:
                    trail.language, trail.foreign = language, Content(Role.SPAN, inside, language)
                inside = trail.foreign
            yield Segment(words, inside)
        self._trails[owner] = trail

    def _key(self, style: RunStyle) -> tuple[tuple[int, str], str, str]:
        """What the words of a line are divided by: the change that is told of them, their link, their language."""
        change = (style.change, style.revision) if style.revision in self._revisions else (0, "")
        return change, style.link, style.language

    def _area(self, linked: Sequence[Piece], target: str, x: float, baseline: float, order: int) -> None:
        """Add the area of linked words in a line to a link, as high as their letters reach."""
        style = linked[-1].style
        metrics = self._fonts.metrics(style.face)
        foot = baseline + style.rise + metrics.descent * style.size
        top = baseline + style.rise + metrics.ascent * style.size
        left = min(piece.x for piece in linked)
        right = max(piece.x + piece.word.width * piece.style.size for piece in linked)
        rect = (x + left, foot, x + right, top)
        words = "".join(piece.word.text + piece.space for piece in linked)
        self.links.add(self._page, rect, target, words, order)


def _apart(pieces: Sequence[Piece]) -> tuple[bool, bool]:
    """Whether words may be elements of their own in the line's element, and whether there are symbols between them."""
    style = None
    apart = boxed = False
    for piece in pieces:
        if piece.style is not style:  # neighbours share theirs
            style = piece.style
            apart = apart or bool(style.link or style.language or style.revision)
        if piece.box is not None:
            boxed = True
    return apart, boxed


def _link_of(owner: Content, target: str, order: int) -> Content:
    """A link's element; a reference to a note, and an entry of the contents, stand in a Reference."""
    note = target.removeprefix(_NOTE) if target.startswith(_NOTE) else ""
    if note or owner.role is Role.TOCI:
        owner = Content(Role.REFERENCE, owner, note=note)
    return Content(Role.LINK, owner, link=order)
