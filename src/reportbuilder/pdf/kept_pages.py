"""Keeps the drawn pages of an edition, and the pictures on them, for later processes: all of them in one entry.

A page is taken again when all that it shows is the same, with the roles of its elements and the inline elements that go
on from the page before. Pages with objects of flowables of others, or with problems of plug-ins, are drawn every time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256

from reportbuilder.diagnostics.kept import KeptProblem, kept_problems, problems_kept
from reportbuilder.document.graphics import Picture
from reportbuilder.files.disk_cache import Codec, DiskCache, digest_of, digest_or_none
from reportbuilder.layout.page import Page
from reportbuilder.pdf.annotations import LinkArea
from reportbuilder.pdf.font_files import FontFile
from reportbuilder.pdf.fonts import Typefaces
from reportbuilder.pdf.glyph_codes import GlyphCode
from reportbuilder.pdf.marked_content import Box, PaintedContent
from reportbuilder.pdf.page_drawing import DrawnPage, DrawnPicture, FontUse, ResourceUse, Sheet
from reportbuilder.pdf.surface import OpenInline
from reportbuilder.structure.model import PartKey, Role
from reportbuilder.values import Value

Answers = tuple[tuple[Role | None, ...], tuple[OpenInline | None, ...]]
"""What drawing a page asks about the elements on it: their roles, and the inline elements that each ended in on the
page before (nothing where none did)."""


class _KeptFont(Value):
    """A face of the style, with the codes of it that are used anywhere."""

    face: str
    codes: tuple[GlyphCode, ...]


class _KeptResources(Value):
    """The resources of a page or picture: of each font the indices of its codes, and of each picture its index."""

    fonts: dict[str, tuple[int, ...]]
    pictures: dict[str, int]
    images: dict[str, str]
    separations: tuple[str, ...]
    states: str


class _KeptPicture(Value):
    """A picture, and what it was drawn as."""

    picture: Picture
    entries: str
    data: bytes
    resources: _KeptResources


class _KeptPage(Value):
    """A page, and the answers that it was drawn with."""

    answers: Answers
    data: bytes
    resources: _KeptResources
    areas: tuple[LinkArea, ...]
    destinations: dict[str, float]
    contents: dict[PartKey, PaintedContent]
    boxes: dict[PartKey, Box]
    marks: tuple[PartKey, ...]
    notes: tuple[str, ...]
    ends: tuple[tuple[PartKey, OpenInline, int], ...]
    continued: tuple[tuple[PartKey, int], ...]
    problems: tuple[KeptProblem, ...]


class _KeptPages(Value):
    """The fonts by the names of their resources, the pictures, and the pages by the digest of what they show."""

    fonts: dict[str, _KeptFont]
    pictures: tuple[_KeptPicture, ...]
    pages: dict[bytes, _KeptPage]


_PAGES = Codec[_KeptPages](_KeptPages)
_NONE = _KeptPages({}, (), {})


class KeptPages:
    """The pages of one edition of a report as an earlier process drew them, and as they are kept for later ones."""

    def __init__(self, cache: DiskCache, key: bytes, typefaces: Typefaces) -> None:
        """`key` is the digest of all that the pages depend on together; the `typefaces` are those of the style."""
        self._cache = cache
        self._typefaces = typefaces
        self._key = key
        data = cache.get("pages", key)
        self._kept = (_PAGES.decode(data) if data is not None else None) or _NONE
        self._pictures: list[tuple[Picture, DrawnPicture]] = []
        self._pages: dict[bytes, tuple[Answers, DrawnPage]] = {}
        self._is_new = False
        try:
            self._files = {name: self._file(name, font) for name, font in self._kept.fonts.items()}
            for one in self._kept.pictures:
                drawn = DrawnPicture(one.entries, one.data, self._resources(one.resources))
                self._pictures.append((one.picture, drawn))
        except (IndexError, KeyError):  # no entry that was written by `save`
            self._kept, self._pictures = _NONE, []
        self._drawn = {id(picture): drawn for picture, drawn in self._pictures}

    def page(self, page: Page, answer: Callable[[tuple[PartKey, ...]], Answers]) -> DrawnPage | None:
        """A page that was drawn when drawing it had the same answers; None when it has to be drawn."""
        name = digest_or_none(page) if self._kept.pages else None
        kept = self._kept.pages.get(name) if name is not None else None
        if kept is None or name is None or kept.answers != answer(kept.marks):
            return None
        problems = problems_kept(kept.problems)
        try:
            resources = self._resources(kept.resources)
        except (IndexError, KeyError):
            return None
        if problems is None:
            return None
        drawn = DrawnPage(
            kept.data,
            resources,
            kept.areas,
            kept.destinations,
            kept.contents,
            kept.boxes,
            kept.marks,
            kept.notes,
            kept.ends,
            kept.continued,
            problems,
        )
        self._pages[name] = kept.answers, drawn
        return drawn

    def picture(self, picture: Picture) -> DrawnPicture | None:
        """What a picture on a page that was kept was drawn as."""
        return self._drawn.get(id(picture))

    def put(self, page: Page, answers: Answers, drawn: DrawnPage) -> None:
        """Keep a page that was drawn now, when the pages are saved."""
        name = digest_or_none(page)
        if name is not None:
            self._pages[name] = answers, drawn
            self._is_new = True

    def save(self, pictures: Iterable[tuple[Picture, DrawnPicture]]) -> None:
        """Write the pages, with the pictures on them, if any is new."""
        if self._is_new:
            kept = _PageEncoder(self._typefaces).pages(self._pages, pictures)
            self._cache.put("pages", self._key, _PAGES.encode(kept))

    def _file(self, name: str, font: _KeptFont) -> FontFile:
        """The file of a face, whose resource has this name."""
        face = self._typefaces.face(font.face)
        if face.resource != name:
            raise KeyError(name)
        return face.file

    def _resources(self, kept: _KeptResources) -> ResourceUse:
        """The resources of a page or picture; raises IndexError or KeyError for one that is not in the entry."""
        fonts = {}
        for name, used in kept.fonts.items():
            codes = self._kept.fonts[name].codes
            fonts[name] = FontUse(self._files[name], frozenset([codes[index] for index in used]))
        pictures = {name: self._pictures[index][0] for name, index in kept.pictures.items()}
        return ResourceUse(fonts, pictures, kept.images, kept.separations, kept.states, None)


class _PageEncoder:
    """Makes an entry of pages. What has resources that cannot be kept is left out."""

    def __init__(self, typefaces: Typefaces) -> None:
        self._faces = typefaces.opened
        self._codes: dict[str, dict[tuple[int, int, str], tuple[int, GlyphCode]]] = {}
        self._indices: dict[int, int] = {}

    def pages(
        self, pages: Mapping[bytes, tuple[Answers, DrawnPage]], pictures: Iterable[tuple[Picture, DrawnPicture]]
    ) -> _KeptPages:
        """The entry of pages, by their names, and of the pictures on them; equal pictures are one."""
        kept_pictures: list[_KeptPicture] = []
        by_look: dict[bytes, int] = {}
        for picture, drawn in pictures:
            resources, look = self._resources(drawn.resources), digest_of(picture)
            if resources is not None:
                if look not in by_look:
                    by_look[look] = len(kept_pictures)
                    kept_pictures.append(_KeptPicture(picture, drawn.entries, drawn.data, resources))
                self._indices[id(picture)] = by_look[look]
        found = {name: self._page(*page) for name, page in pages.items()}
        kept_pages = {name: page for name, page in found.items() if page is not None}
        fonts = {
            name: _KeptFont(self._faces[name], tuple(code for _, code in codes.values()))
            for name, codes in self._codes.items()
        }
        return _KeptPages(fonts, tuple(kept_pictures), kept_pages)

    def _page(self, answers: Answers, drawn: DrawnPage) -> _KeptPage | None:
        resources, problems = self._resources(drawn.resources), kept_problems(drawn.problems)
        if resources is None or problems is None:
            return None
        return _KeptPage(
            answers,
            drawn.data,
            resources,
            drawn.areas,
            dict(drawn.destinations),
            dict(drawn.contents),
            dict(drawn.boxes),
            drawn.marks,
            drawn.notes,
            drawn.ends,
            drawn.continued,
            problems,
        )

    def _resources(self, use: ResourceUse) -> _KeptResources | None:
        """The resources in the form in which they are kept; None where others brought any."""
        known = self._faces.keys() >= use.fonts.keys()
        if not known or use.guests is not None or any(id(one) not in self._indices for one in use.pictures.values()):
            return None
        fonts = {
            name: tuple(sorted(self._index(name, code) for code in font.codes)) for name, font in use.fonts.items()
        }
        pictures = {name: self._indices[id(picture)] for name, picture in use.pictures.items()}
        return _KeptResources(fonts, pictures, dict(use.images), use.separations, use.states)

    def _index(self, name: str, code: GlyphCode) -> int:
        """The index of a code of a font."""
        codes = self._codes.setdefault(name, {})
        return codes.setdefault((code.number, code.gid, code.text), (len(codes), code))[0]


def open_pages(cache: DiskCache, name: object, sheet: Sheet, language: str) -> KeptPages | None:
    """The pages of an edition that are drawn with a sheet; `name` identifies the edition and its report. None where it
    cannot be told whether they are the same, as with a number of more than 64 bits in the style."""
    fonts, profile = sheet.kit.fonts, sheet.profile
    faces = {face: sha256(fonts.data(face)).digest() for face in sheet.style.fonts}
    press = None
    if profile is not None:  # the inks of colours that are converted follow from the profile and the style
        press = profile.colours.palette, profile.colours.names, profile.press, profile.boxes
    key = digest_or_none((name, language, sheet.style, faces, sheet.size, sheet.tagged, press))
    return KeptPages(cache, key, sheet.kit.typefaces) if key is not None else None
