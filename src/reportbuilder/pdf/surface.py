"""The page of a PDF as a surface to draw on: ReportLab's canvas, with our own text, colours and links."""

from collections.abc import Mapping
from itertools import groupby

from reportlab.pdfgen.canvas import Canvas

from reportbuilder.graphics import Picture
from reportbuilder.pdf.divided import SetLine, WordKeeper
from reportbuilder.pdf.images import ImageShelf
from reportbuilder.pdf.lettering import Lettering, Pen
from reportbuilder.pdf.links import LinkBook
from reportbuilder.pdf.numbers import number
from reportbuilder.pdf.pictures import PictureWriter, overhang
from reportbuilder.text.breaking import Line, Piece
from reportbuilder.text.shaping import FontBook


class CanvasSurface:
    """Implements `layout.surface.Surface`. `statuses` are the symbols that boxes in lines name."""

    def __init__(self, canvas: Canvas, lettering: Lettering, fonts: FontBook, statuses: Mapping[str, Picture]) -> None:
        self.links = LinkBook()
        self._canvas, self._lettering, self._fonts, self._statuses = canvas, lettering, fonts, statuses
        self._images = ImageShelf()
        self._words = WordKeeper()
        self._forms: dict[int, tuple[str, Picture]] = {}
        self._pen = Pen()
        self._page = 0
        self._open_link = ""  # what the last piece of the last line led to: the next line may carry it on

    def end_page(self) -> None:
        """Close the page; what is drawn next stands on a new one."""
        self._flush()
        self._canvas.showPage()
        self._pen = Pen()
        self._page += 1

    def text(self, line: Line, x: float, baseline: float) -> None:
        """Draw a set line whose left edge is `x`; words, then their links."""
        pieces = line.pieces
        if not pieces:
            return
        for ready in self._words.add(SetLine(line, x, baseline)):
            self._line(ready)
        if any(piece.style.link for piece in pieces):
            self._links_of(pieces, x, baseline)
        self._open_link = pieces[-1].style.link

    def rect(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle."""
        self._flush()
        code = f"{number(x)} {number(y)} {number(width)} {number(height)} re f"
        if colour != self._pen.fill:
            self._pen.fill = colour
            code = f"{self._lettering.palette.fill(colour)} {code}"
        self._canvas.addLiteral(code)

    def rule(self, x0: float, y0: float, x1: float, y1: float, width: float, colour: str) -> None:
        """Draw a straight line."""
        self._flush()
        code = f"{number(x0)} {number(y0)} m {number(x1)} {number(y1)} l S"
        if width != self._pen.line_width:
            self._pen.line_width = width
            code = f"{number(width)} w {code}"
        if colour != self._pen.stroke:
            self._pen.stroke = colour
            code = f"{self._lettering.palette.stroke(colour)} {code}"
        self._canvas.addLiteral(code)

    def picture(self, picture: Picture, x: float, y: float, scale: float = 1.0) -> None:
        """Draw a vector picture with its lower left corner at (x, y)."""
        self._flush()
        self._place(picture, x, y, scale)

    def image(self, path: str, x: float, y: float, width: float, height: float) -> None:
        """Place an image file."""
        self._flush()
        self._canvas.drawImage(self._images.open(path), x, y, width, height, mask="auto")

    def destination(self, label: str, top: float) -> None:
        """Make a label lead to this height of the page."""
        self.links.lead(label, self._page, top)

    def link(self, x: float, y: float, width: float, height: float, target: str) -> None:
        """Make an area lead to an address or to `#label`."""
        self.links.add(self._page, (x, y, x + width, y + height), target, "", False)

    def _flush(self) -> None:
        """Draw the lines that wait for the rest of a word: something else is drawn next."""
        for line in self._words.release():
            self._line(line)

    def _line(self, line: SetLine) -> None:
        """Draw a line whose words are known: words by words, symbols between them."""
        pieces, x, baseline, draw = line.line.pieces, line.x, line.baseline, self._lettering.line
        if not any(piece.box is not None for piece in pieces):
            self._canvas.drawText(draw(pieces, x, baseline, self._pen, line.first, line.last))
            return
        for boxed, group in groupby(pieces, lambda piece: piece.box is not None):
            words = tuple(group)
            if boxed:
                for piece in words:
                    self._symbol(piece, x + piece.x, baseline)
            else:
                first = line.first if words[0] is pieces[0] else None
                last = line.last if words[-1] is pieces[-1] else None
                self._canvas.drawText(draw(words, x, baseline, self._pen, first, last))

    def _place(self, picture: Picture, x: float, y: float, scale: float) -> None:
        canvas = self._canvas
        name = self._form(picture)
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

    def _symbol(self, piece: Piece, x: float, baseline: float) -> None:
        """A symbol on the baseline, and what it reads as."""
        assert piece.box is not None
        picture = self._statuses[piece.box.name]
        self._place(picture, x, baseline, piece.box.width / picture.width)
        if piece.word.text or piece.space:
            self._canvas.drawText(self._lettering.reading(piece, x, baseline, self._pen))

    def _links_of(self, pieces: tuple[Piece, ...], x: float, baseline: float) -> None:
        """The areas of linked words in a line, as high as their letters reach."""
        for target, group in groupby(pieces, lambda piece: piece.style.link):
            if not target:
                continue
            linked = tuple(group)
            first, last = linked[0], linked[-1]
            style = last.style
            metrics = self._fonts.metrics(style.face)
            foot = baseline + style.rise + metrics.descent * style.size
            top = baseline + style.rise + metrics.ascent * style.size
            rect = (x + first.x, foot, x + last.x + last.word.width * style.size, top)
            goes_on = first is pieces[0] and target == self._open_link
            words = "".join(piece.word.text + piece.space for piece in linked)
            self.links.add(self._page, rect, target, words, goes_on)
