"""Takes bound into one file: their pages in order, with the fonts that they share."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from reportbuilder.pdf.codes import Code
from reportbuilder.pdf.drawn import Drawn
from reportbuilder.pdf.fonts import embed_fonts
from reportbuilder.text.shaping import FontBook


@contextmanager
def bound(takes: Sequence[Drawn], fonts: FontBook) -> Iterator[Pdf]:
    """All pages in one file, in order, with their fonts."""
    with ExitStack() as stack:
        files = [stack.enter_context(pikepdf.open(BytesIO(take.data))) for take in takes]
        for file in files:
            _name_filters(file)
        whole = files[0]
        fonts_used = embed_fonts(whole, fonts, _codes(takes))
        for at, file_of, index in sorted(_places(takes)):
            if file_of:
                whole.pages.insert(at, files[file_of].pages[index])
        for take in takes:
            _exchange_fonts(whole.pages[take.places[0]].obj.Resources.Font, fonts_used)
        for page in whole.pages:
            del page.obj.Trans  # ReportLab writes an empty one
        yield whole


def _name_filters(file: Pdf) -> None:
    """ReportLab gives the one filter of a stream in an array; qpdf packs such streams again when it saves them."""
    for found in file.objects:
        if isinstance(found, Stream) and found.get("/Filter") == Array([Name.FlateDecode]):
            found.Filter = Name.FlateDecode


def _places(takes: Sequence[Drawn]) -> Iterator[tuple[int, int, int]]:
    """The place of each page, its file, and its index there."""
    for file, take in enumerate(takes):
        for index, place in enumerate(take.places):
            yield place, file, index


def _exchange_fonts(shared: Object, ours: Dictionary) -> None:
    """Every page and form of a file that ReportLab writes refers to one and the same dictionary of fonts: ours go into
    it."""
    assert shared.is_indirect, "ReportLab no longer shares one font dictionary"
    for key in list(shared.keys()):
        del shared[key]
    for key, font in ours.items():
        shared[key] = font


def _codes(takes: Sequence[Drawn]) -> Mapping[str, Sequence[Code]]:
    codes: dict[str, list[Code]] = {}
    for take in takes:
        for face, found in take.codes.items():
            codes.setdefault(face, []).extend(found)
    return codes
