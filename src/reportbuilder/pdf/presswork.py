"""What pages for the press have besides: states of overprinting, plates of their own, boxes and marks."""

from collections.abc import Iterator, Sequence
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from reportbuilder.pdf.colour import KNOCKOUT, OVERPRINT, Inks, Spot
from reportbuilder.pdf.sheet import ALL_INKS, Box, Sheet


def for_press(data: bytes, spots: Sequence[Spot], sheet: Sheet) -> bytes:
    """The file that the press gets of one with all else that it needs: PDF 1.6, as PDF/X-4 is (ISO 15930-7)."""
    finished = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        _add_resources(pdf, spots)
        _add_sheets(pdf, sheet)
        pdf.save(
            finished,
            force_version="1.6",
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return finished.getvalue()


def _add_resources(pdf: Pdf, spots: Sequence[Spot]) -> None:
    """Graphics states and colour spaces, for every page and form."""
    states = pdf.make_indirect(
        Dictionary(
            {
                f"/{OVERPRINT}": Dictionary(Type=Name.ExtGState, op=True, OPM=1),
                f"/{KNOCKOUT}": Dictionary(Type=Name.ExtGState, op=False),
            }
        )
    )
    plates = {f"/{spot.resource}": _separation(pdf, spot.plate, spot.alternate) for spot in spots}
    plates[f"/{ALL_INKS}"] = _separation(pdf, "All", (1.0, 1.0, 1.0, 1.0))
    spaces = pdf.make_indirect(Dictionary(plates))
    for resources in _resources(pdf):
        resources.ExtGState = states
        resources.ColorSpace = spaces


def _add_sheets(pdf: Pdf, sheet: Sheet) -> None:
    """The boxes of every page, and the marks around it."""
    marks = pdf.make_stream(sheet.mark_code().encode("ascii")) if sheet.marks else None
    for page in pdf.pages:
        page.obj.MediaBox = _box(sheet.media)
        page.obj.BleedBox = _box(sheet.bleed_box)
        page.obj.TrimBox = _box(sheet.trim)
        if marks is not None:
            page.contents_add(marks)


def _resources(pdf: Pdf) -> Iterator[Object]:
    for page in pdf.pages:
        yield page.obj.Resources
    for found in pdf.objects:
        if isinstance(found, Object) and found.get("/Subtype") == "/Form" and "/Resources" in found:
            yield found.Resources


def _separation(pdf: Pdf, plate: str, alternate: Inks) -> Object:
    """A plate, and the process inks that stand in for it on a screen (ISO 32000-1, 8.6.6.4)."""
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[round(ink, 4) for ink in alternate], N=1)
    name = Name("/" + plate)
    return pdf.make_indirect(Array([Name.Separation, name, Name.DeviceCMYK, tint]))


def _box(edges: Box) -> Array:
    return Array([round(edge, 3) for edge in edges])
