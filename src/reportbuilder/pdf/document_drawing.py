"""Draws the pages of a document: those that are not remembered from another build."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from pathlib import Path

from reportbuilder.document.graphics import Picture
from reportbuilder.document.model import Revision
from reportbuilder.files.disk_cache import DiskCache
from reportbuilder.i18n.language import language_of
from reportbuilder.layout.page import Layout, Page
from reportbuilder.memo import Memo, Same, Trace
from reportbuilder.pdf.colour import Palette
from reportbuilder.pdf.fonts import Typefaces
from reportbuilder.pdf.glyph_codes import Moved, moved_codes
from reportbuilder.pdf.kept_pages import Answers, KeptPages, open_pages
from reportbuilder.pdf.page_boxes import PrintProfile
from reportbuilder.pdf.page_drawing import DrawnPage, DrawnPicture, FontUse, ResourceUse, Sheet, draw_page, draw_picture
from reportbuilder.pdf.resources import fonts_used
from reportbuilder.pdf.surface import CLOSED, DrawingKit, OpenInline
from reportbuilder.structure.model import PartKey, Role
from reportbuilder.style.model import HouseStyle
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Value

_TOGETHER = 16
"""Pages whose fonts are put together at once."""


class DrawnDocument(Value, eq=False):
    """The pages of a document, the pictures on them, in the order of their first use, and the fonts of both by the
    names of their resources."""

    pages: Sequence[DrawnPage]
    pictures: Sequence[tuple[Picture, DrawnPicture]]
    fonts: Mapping[str, FontUse]

    @property
    def uses(self) -> Iterator[ResourceUse]:
        """The resources that pages use."""
        return (page.resources for page in self.pages)


class PageStore(Value, eq=False):
    """Where drawn pages are kept for later processes; `name` identifies the edition and its report."""

    cache: DiskCache
    name: tuple[Path, str]


class DocumentDrawing(Value, eq=False):
    """What the pages of a document are drawn with; they are kept in the `store`, if there is one. `roles` are those of
    the elements of its structure tree by key; None if it has no tree."""

    memo: Memo
    layout: Layout
    roles: Mapping[PartKey, Role] | None
    style: HouseStyle
    fonts: FontBook
    language: str
    profile: PrintProfile | None
    store: PageStore | None = None

    def draw(self) -> DrawnDocument:
        """Draw all pages. If two glyphs have one code in the document, what has the one that gives way is drawn once
        more, with another code."""
        sheet = self._sheet({})
        kept = self._kept_pages(sheet)
        pages = self._pages([sheet] * len(self.layout.pages), kept)
        drawn = self._document(pages, self._pictures(pages, sheet, sheet, {}, kept))
        if kept is not None:
            kept.save(drawn.pictures)
        moved = {name: codes for name, font in drawn.fonts.items() if (codes := self._moved(font))}
        if not moved:
            return drawn
        again = self._sheet(moved)
        pages = self._pages([again if _gives_way(page.resources, moved) else sheet for page in pages])
        return self._document(pages, self._pictures(pages, sheet, again, moved))

    def _document(self, pages: Sequence[DrawnPage], pictures: Sequence[tuple[Picture, DrawnPicture]]) -> DrawnDocument:
        uses = [*(page.resources for page in pages), *(drawn.resources for _, drawn in pictures)]
        groups = (tuple(uses[start : start + _TOGETHER]) for start in range(0, len(uses), _TOGETHER))
        fonts = fonts_used(self._fonts_of(group) for group in groups)
        return DrawnDocument(pages, pictures, fonts)

    def _fonts_of(self, uses: Sequence[ResourceUse]) -> Mapping[str, FontUse]:
        """The fonts of some pages or pictures."""
        found = (use.fonts for use in uses)
        return self.memo.get("fonts of pages", tuple(map(Same, uses)), lambda: fonts_used(found))

    def _moved(self, font: FontUse) -> Moved:
        """The codes of a font that cannot be the preferred ones."""
        return self.memo.get("moved codes", (font.file.digest, font.codes), lambda: moved_codes(font.file, font.codes))

    def _sheet(self, moved: Mapping[str, Moved]) -> Sheet:
        """What pages are drawn with; the same as for the last document with the same style."""
        profile, size = self.profile, (self.layout.setup.width, self.layout.setup.height)
        press = None if profile is None else (Same(profile.colours), Same(profile.press), profile.boxes)
        codes = tuple((name, tuple(codes.items())) for name, codes in moved.items())
        key = (Same(self.style), Same(self.fonts), size, self.language, self.roles is not None, press, codes)
        return self.memo.get("drawing resources", key, lambda: self._new_sheet(size, moved))

    def _new_sheet(self, size: tuple[float, float], moved: Mapping[str, Moved]) -> Sheet:
        style, profile, tagged = self.style, self.profile, self.roles is not None
        palette = Palette.screen(style.colours) if profile is None else Palette.press(profile.colours)
        words = language_of(self.language).pages
        revisions = {Revision.INSERTED.value: words.inserted, Revision.DELETED.value: words.deleted}
        kit = DrawingKit.of(style, self._typefaces(moved), palette, revisions if tagged else {})
        return Sheet(size, style, kit, profile, tagged)

    def _typefaces(self, moved: Mapping[str, Moved]) -> Typefaces:
        """The opened fonts, which all editions share, with what was encoded in their codes."""
        key = Same(self.fonts), tuple((name, tuple(codes.items())) for name, codes in moved.items())
        return self.memo.get("typefaces", key, lambda: Typefaces(self.fonts, moved))

    def _kept_pages(self, sheet: Sheet) -> KeptPages | None:
        """The pages that an earlier process drew, when this process draws them for the first time; later on, only what
        changes is drawn."""
        store, first = self.store, list[KeptPages | None]()
        if store is not None:
            open_first = lambda: first.append(open_pages(store.cache, store.name, sheet, self.language))  # noqa: E731
            self.memo.get("kept pages", (store.name, Same(sheet)), open_first)
        return first[0] if first else None

    def _pages(self, sheets: Sequence[Sheet], kept: KeptPages | None = None) -> Sequence[DrawnPage]:
        """Draw the pages, each with a sheet."""
        ended: dict[PartKey, OpenInline] = {}
        roles = self.roles or {}

        def answer(marks: Hashable) -> Answers:
            """What drawing a page asks about the marks on it: their roles, and how they ended on the page before."""
            assert isinstance(marks, tuple)
            return tuple(map(roles.get, marks)), tuple(map(ended.get, marks)) if ended else ()

        def draw(page: Page, sheet: Sheet) -> DrawnPage:
            def compute(trace: Trace) -> DrawnPage:
                drawn = kept.page(page, answer) if kept is not None else None
                if drawn is None:
                    drawn = draw_page(page, sheet, roles.__getitem__, ended.get)
                    if kept is not None:
                        kept.put(page, answer(drawn.marks), drawn)
                trace.ask(drawn.marks)
                return drawn

            return self.memo.traced("pages drawn", (Same(page), Same(sheet)), answer, compute)

        pages = []
        for page, sheet in zip(self.layout.pages, sheets, strict=True):
            drawn = draw(page, sheet)
            pages.append(drawn)
            for mark, end, _ in drawn.ends:
                if end == CLOSED:
                    ended.pop(mark, None)
                else:
                    ended[mark] = end
        return pages

    def _pictures(
        self,
        pages: Sequence[DrawnPage],
        sheet: Sheet,
        again: Sheet,
        moved: Mapping[str, Moved],
        kept: KeptPages | None = None,
    ) -> Sequence[tuple[Picture, DrawnPicture]]:
        """Draw the pictures on pages, each once; those that have a code that gives way with the sheet `again`."""
        pictures = {id(picture): picture for page in pages for picture in page.resources.pictures.values()}
        found = []
        for picture in pictures.values():
            drawn = self._picture(picture, sheet, kept)
            if _gives_way(drawn.resources, moved):
                drawn = self._picture(picture, again)
            found.append((picture, drawn))
        return found

    def _picture(self, picture: Picture, sheet: Sheet, kept: KeptPages | None = None) -> DrawnPicture:
        def draw() -> DrawnPicture:
            found = kept.picture(picture) if kept is not None else None
            return found if found is not None else draw_picture(picture, sheet)

        return self.memo.get("pictures drawn", (Same(picture), Same(sheet)), draw)


def _gives_way(use: ResourceUse, moved: Mapping[str, Moved]) -> bool:
    """Whether any glyph has a code that gives way."""
    pairs = ((moved.get(name, {}), code) for name, font in use.fonts.items() for code in font.codes)
    return any((code.gid, code.text) in giving_way for giving_way, code in pairs)
