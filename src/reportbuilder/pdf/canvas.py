"""ReportLab's canvas adapted so that any flowable gives content that conforms to the standards.

What other flowables draw is converted where possible (fonts that would not be embedded, colours of another device), and
reported where not.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab import rl_config
from reportlab.lib.colors import CMYKColor, Color, cmyk2rgb, toColor
from reportlab.lib.rl_accel import fp_str
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import pdfdocEnc
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject, _PDFColorSetter

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.pdf.colour import overprints, process
from reportbuilder.pdf.fonts import ENCODER_OF, CompositeFont, Typefaces
from reportbuilder.style.model import HouseStyle

if TYPE_CHECKING:
    from reportbuilder.pdf.page_boxes import PrintProfile

Rect = tuple[float, float, float, float]
Link = Callable[[str, Rect], None]
"""Records a rectangle of the page as a link to an address."""

_SPACES = " \u00a0"


class _InkSetter(_PDFColorSetter):  # type: ignore[misc]
    """Sets fill colours for print: black alone overprints, other inks knock out."""

    overprinting = False

    def setFillColor(self, aColor: object, alpha: float | None = None) -> None:  # noqa: N802, N803 - ReportLab's names
        """Set the colour of fills and text."""
        super().setFillColor(aColor, alpha)
        if self.overprinting:
            self.setFillOverprint(overprints(self._fillColorObj))

    def setFillGray(self, gray: float, alpha: float | None = None) -> None:  # noqa: N802 - ReportLab's name
        """Set the colour of fills and text: a grey from 0 (black) to 1."""
        self.setFillColor(Color(gray, gray, gray), alpha)

    def setStrokeGray(self, gray: float, alpha: float | None = None) -> None:  # noqa: N802 - ReportLab's name
        """Set the colour of lines: a grey from 0 (black) to 1."""
        self.setStrokeColor(Color(gray, gray, gray), alpha)


class PageCanvas(_InkSetter, Canvas):  # type: ignore[misc]
    """A canvas whose pages begin empty, while those of ReportLab begin with a line of Helvetica.

    `place` is the place of the text that is drawn, for messages; `replaced` is the font that a flowable has set, while
    a font of the house style is used in its stead.
    """

    STATE_ATTRIBUTES = (*Canvas.STATE_ATTRIBUTES, "replaced")
    replaced = ""

    def __init__(
        self,
        size: tuple[float, float],
        style: HouseStyle,
        typefaces: Typefaces,
        diagnostics: Diagnostics,
        profile: "PrintProfile | None",
    ) -> None:
        self.place = Place()
        self._stream = BytesIO()
        self._style, self._typefaces = style, typefaces
        self._diagnostics, self._profile = diagnostics, profile
        self._reported: set[tuple[Place, str]] = set()
        self._link: Link | None = None
        self.overprinting = profile is not None
        super().__init__(
            self._stream,
            pagesize=size,
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            enforceColorSpace=_screen_colour if profile is None else _press_colour(profile),
            initialFontName=typefaces.face(self._substitute("")).fontName,
        )
        setattr(self._doc, ENCODER_OF, typefaces.encoder)

    def operators(self) -> bytes:
        """What was drawn so far, as the operators of a content stream."""
        code = "\n".join([*self._psCommandsBeforePage, *self._code, *self._psCommandsAfterPage, ""])
        if code.isascii():
            return code.encode("ascii")
        encoded: bytes = pdfdocEnc(code)
        return encoded

    def file(self) -> bytes:
        """The page as a file, as ReportLab writes it: with fonts, images and all that others drew on it."""
        with _binary_streams():
            self.save()
        return self._stream.getvalue()

    @contextmanager
    def guest(self, link: Link) -> Iterator[None]:
        """Context for drawing a third-party flowable: starts with the initial state of ReportLab's canvas and restores
        ours afterwards. `link` receives its links."""
        self.saveState()
        self.setFillColor(Color(0, 0, 0))
        self.setStrokeColor(Color(0, 0, 0))
        self.setLineWidth(1)
        self._link = link
        try:
            yield
        finally:
            self._link = None
            self.restoreState()

    def _make_preamble(self) -> None:
        self._preamble = ""

    # text: only fonts that are embedded

    def embedded(self, name: str) -> tuple[str, str]:
        """The name of the font that is used for a font, and the name of the font that it replaces, or "".

        ReportLab's standard fonts are not embedded, which no standard allows (ISO 19005-2, 6.2.11.4; ISO 14289-1,
        7.21.4).
        """
        if pdfmetrics.getFont(name)._dynamicFont:
            return name, ""
        return self._typefaces.face(self._substitute(name)).fontName, name

    def setFont(  # noqa: N802 - ReportLab's name
        self, psfontname: str, size: float, leading: float | None = None
    ) -> None:
        """Set the font, or its replacement."""
        name, self.replaced = self.embedded(psfontname)
        super().setFont(name, size, leading)

    def report_replaced(self, name: str) -> None:
        """Report that the font of this name was replaced."""
        face = self._substitute(name)
        message = f"A flowable uses the font {name}, which is not embedded; its text is shown in the face “{face}”."
        hint = "Give it a font of the house style: fontName=register_face(fonts, “…”)."
        self._report(Code.FLOWABLE_FONT, name, message, hint)

    def init_graphics_state(self) -> None:
        """Reset the graphics state, with a font of the house style."""
        super().init_graphics_state()
        self.replaced = ""

    def beginText(  # noqa: N802 - ReportLab's name
        self, x: float = 0, y: float = 0, direction: str | None = None
    ) -> "EmbeddedText":
        """A text object that uses only embedded fonts."""
        return EmbeddedText(self, x, y, direction=direction)

    def _substitute(self, name: str) -> str:
        """The face of the style that is closest to a standard font."""
        face = next(iter(self._style.designs.values())).text.body.face
        strong, slanted = "Bold" in name, "Oblique" in name or "Italic" in name
        if strong:
            face = self._style.fonts[face].strong or face
        if slanted:
            face = self._style.fonts[face].emphasis or face
        return face

    # colours and images: only those of the device that the file is meant for

    def linearGradient(  # noqa: N802 - ReportLab's name
        self, x0: float, y0: float, x1: float, y1: float, colors: Sequence[object], *others: Any, **more: Any
    ) -> None:
        """Paint a gradient, with colours of the device."""
        super().linearGradient(x0, y0, x1, y1, list(map(self._enforceColorSpace, colors)), *others, **more)

    def radialGradient(  # noqa: N802 - ReportLab's name
        self, x: float, y: float, radius: float, colors: Sequence[object], *others: Any, **more: Any
    ) -> None:
        """Paint a gradient, with colours of the device."""
        super().radialGradient(x, y, radius, list(map(self._enforceColorSpace, colors)), *others, **more)

    def drawImage(  # noqa: N802 - ReportLab's name
        self, image: object, x: float, y: float, *others: Any, **more: Any
    ) -> tuple[float, float]:
        """Draw an image, with colours of the device."""
        reader = image if isinstance(image, ImageReader) else ImageReader(image)
        drawn: tuple[float, float] = super().drawImage(self._converted(reader), x, y, *others, **more)
        return drawn

    def drawInlineImage(  # noqa: N802 - ReportLab's name
        self, image: object, x: float, y: float, *others: Any, **more: Any
    ) -> tuple[float, float]:
        """Draw an image as an XObject."""
        return self.drawImage(image, x, y, *others, **more)

    def _converted(self, reader: ImageReader) -> ImageReader:
        """Convert an image to colours of the device."""
        pixels = reader._image
        if self._profile is None:
            return ImageReader(pixels.convert("RGB")) if pixels.mode == "CMYK" else reader
        if pixels.mode in ("L", "1", "CMYK"):
            return reader
        from reportbuilder.images.profiles import apply, srgb, transform  # only guests bring such images

        how = transform(srgb(), "RGB", self._profile.press.data, "CMYK")
        return ImageReader(apply(pixels.convert("RGB"), how))

    # links: ours, so that the structure tree has them; nothing else that is no content of the page

    def linkURL(  # noqa: N802 - ReportLab's name
        self, url: str, rect: Rect, relative: int = 0, *others: Any, **more: Any
    ) -> None:
        """Make a rectangle a link to an address."""
        del others, more
        if self._link is not None:
            self._link(url, tuple(self._absRect(rect, relative)))

    def _addAnnotation(  # noqa: N802 - ReportLab's name
        self, annotation: object, name: str | None = None, addtopage: int = 1
    ) -> None:
        del annotation, name, addtopage
        self._left_out("an annotation, a form field or a link inside the document")

    def addOutlineEntry(self, title: str, *others: Any, **more: Any) -> None:  # noqa: N802 - ReportLab's name
        """Ignore the bookmark: bookmarks are made from the headings of the report."""
        del others, more
        self._left_out(f"the bookmark “{title}”")

    def _left_out(self, what: str) -> None:
        message = f"A flowable brings {what}: that is left out."
        self._report(Code.FLOWABLE_LEFT_OUT, what, message, "Say it in the text of the report.")

    def _report(self, code: Code, subject: str, message: str, hint: str) -> None:
        if (self.place, subject) not in self._reported:
            self._reported.add((self.place, subject))
            self._diagnostics.add(code, message, self.place, hint)


class EmbeddedText(_InkSetter, PDFTextObject):  # type: ignore[misc]
    """ReportLab's text object with the fonts of `PageCanvas`, and with word spacing in composite fonts too."""

    def __init__(self, canvas: PageCanvas, x: float = 0, y: float = 0, direction: str | None = None) -> None:
        super().__init__(canvas, x, y, direction=direction)
        self._replaced, self.overprinting = canvas.replaced, canvas.overprinting

    def setFont(  # noqa: N802 - ReportLab's name
        self, psfontname: str, size: float, leading: float | None = None
    ) -> None:
        """Set the font, or its replacement."""
        name, self._replaced = self._canvas.embedded(psfontname)
        super().setFont(name, size, leading)

    def _setFont(self, psfontname: str, size: float) -> None:  # noqa: N802 - ReportLab's name
        name, self._replaced = self._canvas.embedded(psfontname)
        super()._setFont(name, size)

    def _formatText(self, text: str | bytes) -> str:  # noqa: N802 - ReportLab's name
        """Text as operators. PDF's word spacing only applies to one-byte codes (ISO 32000-1, 9.3.3)."""
        if self._replaced and text.strip():
            self._canvas.report_replaced(self._replaced)
        font, gap = pdfmetrics.getFont(self._fontname), getattr(self, "_wordSpace", 0)
        if not gap or not isinstance(font, CompositeFont):
            shown: str = super()._formatText(text)
            return shown
        words = text.decode() if isinstance(text, bytes) else text
        codes = font.codes(self._canvas._doc)
        moved = f">{fp_str(-1000 * gap / self._fontsize)}<"
        strings = "".join(codes.character(c).hex + (moved if c in _SPACES else "") for c in words)
        size = f"/{codes.resource} {fp_str(self._fontsize)} Tf {fp_str(self._leading)} TL"
        self._curSubset = 0
        return f"{size} [<{strings}>] TJ"


def _screen_colour(value: object) -> Color:
    """Convert a colour to RGB."""
    colour = toColor(value)
    if not isinstance(colour, CMYKColor):
        return colour
    return Color(*cmyk2rgb(colour.cmyk(), colour.density), alpha=colour.alpha)


def _press_colour(profile: "PrintProfile") -> Callable[[object], Color]:
    """A function that converts colours to the inks of a press; inks are left unchanged."""

    def convert(value: object) -> Color:
        colour = toColor(value)
        if isinstance(colour, CMYKColor):
            return colour
        inks = process(profile.colours.inks(f"#{colour.hexval()[2:]}"))
        inks.alpha = colour.alpha
        return inks

    return convert


@contextmanager
def _binary_streams() -> Iterator[None]:
    """Make ReportLab write binary streams in this context, where its global configuration may ask for base 85."""
    setting = rl_config.useA85
    rl_config.useA85 = 0
    try:
        yield
    finally:
        rl_config.useA85 = setting
