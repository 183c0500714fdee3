"""The resources of pages (ISO 32000-1, 7.8.3): fonts, pictures and images that pages share, and resource dictionaries
with the numbers of their objects."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from reportbuilder.document.graphics import Picture
from reportbuilder.memo import Memo, Same
from reportbuilder.pdf.colour import separations
from reportbuilder.pdf.fonts import FONT_OBJECTS, font_objects
from reportbuilder.pdf.glyph_codes import GlyphCode
from reportbuilder.pdf.graphics import Images, image_entries
from reportbuilder.pdf.guest_objects import join
from reportbuilder.pdf.object_file import ObjectSection, next_section, section
from reportbuilder.pdf.objects import stream
from reportbuilder.pdf.page_boxes import PrintProfile
from reportbuilder.pdf.page_drawing import DrawnPicture, FontUse, ResourceUse

if TYPE_CHECKING:
    from reportbuilder.images.encode import EncodedImage


def fonts_used(uses: Iterable[Mapping[str, FontUse]]) -> dict[str, FontUse]:
    """The codes of each font in any of these uses of fonts, by the name of its resource."""
    codes: dict[str, set[GlyphCode]] = {}
    files = {}
    for use in uses:
        for name, font in use.items():
            if name in codes:
                codes[name] |= font.codes
            else:
                codes[name], files[name] = set(font.codes), font.file
    return {name: FontUse(files[name], frozenset(codes[name])) for name in sorted(codes)}


class SharedResources:
    """The objects of the resources of a document, in sections, and their numbers."""

    def __init__(self, memo: Memo, first: int) -> None:
        self._memo = memo
        self.after = first
        self.sections: list[ObjectSection] = []
        self._fonts: dict[str, str] = {}
        self._pictures: dict[int, int] = {}
        self._images: dict[str, int] = {}
        self._separations: dict[str, int] = {}
        self._guests: dict[int, int] = {}

    def add_fonts(self, fonts: Mapping[str, FontUse]) -> None:
        """Embed fonts."""
        for name, font in fonts.items():
            self._fonts[name] = f"/{name} {self._add_font(font)} 0 R"
        self._round()

    def add_separations(self, profile: PrintProfile) -> None:
        """Add the colour spaces of inks."""
        spaces = separations(profile.colours)
        first = self._add("separations", tuple(spaces.values()), lambda first: tuple(spaces.values()))
        self._separations = {name: first + index for index, name in enumerate(spaces)}
        self._round()

    def add_images(self, uses: Iterable[ResourceUse], images: Images) -> None:
        """Add the image files that are used, each once."""
        for path in dict.fromkeys(path for use in uses for path in use.images.values()):
            self._images[path] = self._add_image(images[path])
        self._round()

    def add_guests(self, uses: Iterable[ResourceUse]) -> None:
        """Add the objects that flowables of others brought; pages that bring the same share them."""
        known: dict[Hashable, int] = {}
        for guests in (use.guests for use in uses if use.guests is not None):
            first = known.get(guests.objects)
            if first is None:
                first = known[guests.objects] = self._add("guest objects", guests.objects, guests.numbered)
                self._round()
            self._guests[id(guests)] = first

    def add_pictures(self, pictures: Iterable[tuple[Picture, DrawnPicture]]) -> None:
        """Add vector pictures as form XObjects, each once: those that are drawn alike are one, though they may be of
        different builds."""
        known: dict[Hashable, int] = {}
        for picture, drawn in pictures:
            entries = f"{drawn.entries}/Resources{self.dictionary(drawn.resources)}"
            number = known.get((entries, drawn.data))
            if number is None:
                number = known[entries, drawn.data] = self._add_picture(drawn, entries)
            self._pictures[id(picture)] = number
        self._round()

    def dictionary(self, use: ResourceUse) -> str:
        """The resource dictionary for what is used."""
        entries: dict[str, str] = {}
        if use.fonts:
            entries["/Font"] = "".join([self._fonts[name] for name in use.fonts])
        if use.pictures or use.images:
            pictures = ((name, self._pictures[id(picture)]) for name, picture in use.pictures.items())
            images = ((name, self._images[path]) for name, path in use.images.items())
            entries["/XObject"] = "".join(f"/{name} {number} 0 R" for name, number in (*pictures, *images))
        if use.states:
            entries["/ExtGState"] = use.states
        if use.separations:
            entries["/ColorSpace"] = "".join(f"/{name} {self._separations[name]} 0 R" for name in use.separations)
        if use.guests is not None:
            for kind, written in use.guests.entries.items():
                entries[kind] = entries.get(kind, "") + join(written, self._guests[id(use.guests)])
        return f"<<{''.join(f'{kind}<<{found}>>' for kind, found in entries.items())}>>"

    def _add_font(self, font: FontUse) -> int:
        key = font.file.digest, frozenset((code.number, code.gid, code.text) for code in font.codes)
        first = self._add("fonts", key, lambda first: font_objects(font.file, font.codes, first))
        self.after = first + FONT_OBJECTS + 2  # whatever its kind, so that the next fonts keep their numbers
        return first

    def _add_image(self, image: "EncodedImage") -> int:
        made = lambda first: (stream(image.data, image_entries(image), compress=False),)  # noqa: E731
        return self._add("image objects", Same(image), made)

    def _add_picture(self, drawn: DrawnPicture, entries: str) -> int:
        made = lambda first: (stream(drawn.data, entries, compress=False),)  # noqa: E731
        return self._add("picture objects", (drawn.data, entries), made)

    def _add(self, stage: str, key: Hashable, objects: Callable[[int], Sequence[str | bytes]]) -> int:
        """Add objects with the next numbers; the first number."""
        first = self.after
        made = self._memo.get(stage, (key, first), lambda: section(first, objects(first)))
        self.sections.append(made)
        self.after = made.after
        return first

    def _round(self) -> None:
        self.after = next_section(self.after)
