"""The file that ReportLab's canvas wrote, taken apart: its pages, and the streams of what is on them.

Its objects stand one after another: `1 0 obj`, a dictionary, a stream if it has one, `endobj`. All pages and forms
share the dictionary of fonts, which is the first. The numbers of objects are known only when all takes are drawn: so
the dictionaries are templates, with `%d` for each.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from reportbuilder.values import Value

FONTS = -1
"""What stands for the number of the dictionary of fonts."""
_FIRST_IMAGE = -2
"""What stands for the number of the first image; for the next, one less."""

_OBJECT = re.compile(rb"(\d+) 0 obj\n<<(.*?)>>\s*?\n(stream\r?\n|endobj\n)", re.DOTALL)
_LENGTH = re.compile(r"/Length (\d+)")
_STREAM_END = re.compile(rb"\s*endstream\s+endobj\n")
_OURS = re.compile(r"/Length \d+|/Parent \d+ 0 R|/Type /Page\b|/Trans <<\s*>>")
"""What the skeleton says itself, and a transition between pages that is none."""
_REFERENCE = re.compile(r"\b(\d+) 0 R\b")


class Entries(Value):
    """The entries of a dictionary, and the numbers in them: those of streams, counted from 0, `FONTS`, or those of
    images, counted down from `_FIRST_IMAGE`."""

    template: str
    numbers: Sequence[int]

    def filled(self, fonts: int, images: Sequence[int], first: int) -> str:
        """The entries with the numbers of objects in a file: the fonts', the images' and that of the first stream."""

        def number(n: int) -> int:
            return first + n if n >= 0 else fonts if n == FONTS else images[_FIRST_IMAGE - n]

        return self.template % tuple([number(n) for n in self.numbers])


class Written(Value):
    """The entries of a file's pages, those of its streams with where their data begins and ends, and the paths of its
    images."""

    pages: Sequence[Entries]
    streams: Sequence[tuple[Entries, int, int]]
    images: Sequence[str] = ()


def take_apart(data: bytes, images: Mapping[str, str] = MappingProxyType({})) -> Written:
    """Take apart a file as ReportLab writes it; another is a fault of ours. `images` has the paths of images by the
    names of the forms that hold their places: those forms are left out."""
    pages: list[str] = []
    streams: list[tuple[str, int, int]] = []
    paths = list(images.values())
    numbers = {1: FONTS} | _held(data, images)
    at = data.index(b"1 0 obj")
    while found := _OBJECT.match(data, at):
        text, at = found[2].decode("ascii"), found.end()
        if found[3].startswith(b"stream"):
            length = _LENGTH.search(text)
            assert length, "a stream without a length"
            end = at + int(length[1])
            if int(found[1]) not in numbers:
                numbers[int(found[1])] = len(streams)
                streams.append((text, at, end))
            after = _STREAM_END.match(data, end)
            assert after, "a stream that does not end where it should"
            at = after.end()
        elif "/Type /Page\n" in text:
            pages.append(text)
    assert data.startswith(b"xref", at), "something that is not an object"
    return Written(
        [_entries(page, numbers) for page in pages],
        [(_entries(text, numbers), begin, end) for text, begin, end in streams],
        paths,
    )


def _held(data: bytes, images: Mapping[str, str]) -> dict[int, int]:
    """What stands for the images, by the numbers of the forms that hold their places."""
    found: dict[int, int] = {}
    for index, name in enumerate(images):
        used = re.search(re.escape(name).encode("ascii") + rb" (\d+) 0 R", data)
        assert used, "an image that is on no page"
        found[int(used[1])] = _FIRST_IMAGE - index
    return found


def _entries(text: str, numbers: dict[int, int]) -> Entries:
    """Entries with only what is on a page or in a stream. ReportLab gives the one filter of a stream in an array; qpdf
    packs such streams again when it saves them, for the press."""
    text = _OURS.sub("", text).replace("%", "%%").replace("/Filter [ /FlateDecode ]", "/Filter /FlateDecode")
    parts = _REFERENCE.split(text)
    return Entries("%d 0 R".join(parts[::2]), [numbers[int(number)] for number in parts[1::2]])
