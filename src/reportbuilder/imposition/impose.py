"""Imposes a finished PDF: takes its bytes, and returns those of a PDF with its pages on sheets.

Pages are drawn unchanged. Annotations (links included), tags, attachments and form fields are dropped, and the file is
not marked as tagged. The output intent is kept; the metadata are those of the source without its claims to PDF/X, PDF/A
or PDF/UA. Equal sources give equal bytes.
"""

from hashlib import sha256
from typing import assert_never

from reportbuilder.diagnostics import Code, ExitCode
from reportbuilder.imposition.geometry import Imposition, Leaf, SheetSize, booklet_sides, proof_sides, spread_sides
from reportbuilder.imposition.source import UNNAMED, read_source, refusal
from reportbuilder.imposition.write import ViewingOptions, write_sheets

__all__ = ["Imposition", "SheetSize", "booklet", "impose", "spreads", "two_up"]

_SAME_SIZE = 0.5
"""The difference in points within which pages count as being of one size: the precision of a guillotine."""


def impose(
    data: bytes, imposition: Imposition, thickness: float = 0.0, sheet: SheetSize = SheetSize.A4, name: str = UNNAMED
) -> bytes:
    """Impose a PDF, called `name` in messages. `thickness` of the paper, in points, applies to booklets, `sheet` to
    proofs. Raises ReportError."""
    match imposition:
        case Imposition.BOOKLET:
            return booklet(data, thickness, name)
        case Imposition.TWO_UP:
            return two_up(data, sheet, name)
        case Imposition.SPREADS:
            return spreads(data, name)
        case _:
            assert_never(imposition)


def booklet(data: bytes, thickness: float = 0.0, name: str = UNNAMED) -> bytes:
    """Make printer's spreads for saddle stitching, outermost sheet first, front and back in turn.

    Sheets are printed on both sides and turned over the short edge; TrimBox and BleedBox are set. With the `thickness`
    of one sheet of paper in points (0.1 mm is 0.28), pages are shifted against creep: see `geometry.creep`. Raises
    ReportError for pages of several sizes, and for paper that is too thick.
    """
    source = read_source(data, name)
    _check_sizes(source.leaves, name)
    width = source.leaves[0].trim.width
    sheets = -(-len(source.leaves) // 4)
    if not (thickness >= 0 and thickness * max(1, sheets - 1) < width / 2):
        message = f"Paper of {thickness:g} points cannot be folded into a booklet of {sheets} sheets."
        hint = "The thickness of the paper is that of one sheet: mostly between 0.2 and 0.5 points."
        raise refusal(Code.IMPOSITION_THICKNESS, message, name, hint, ExitCode.USAGE)
    identity = _identity(data, Imposition.BOOKLET, f"{thickness:.5f}")
    return write_sheets(source, booklet_sides(source.leaves, thickness), ViewingOptions(duplex=True), identity)


def two_up(data: bytes, sheet: SheetSize = SheetSize.A4, name: str = UNNAMED) -> bytes:
    """Make proofs for an office printer: the pages in order, two on a landscape sheet, reduced to fit, never
    enlarged."""
    source = read_source(data, name)
    identity = _identity(data, Imposition.TWO_UP, sheet.value)
    return write_sheets(source, proof_sides(source.leaves, sheet), ViewingOptions(labels=True), identity)


def spreads(data: bytes, name: str = UNNAMED) -> bytes:
    """Make reader's spreads for the screen: the cover alone on the right, then left and right pages side by side.

    Sheets are labelled with their pages (“2–3”), and bookmarks lead to their positions on them. Links and tags are
    dropped: the source file has them.
    """
    source = read_source(data, name)
    identity = _identity(data, Imposition.SPREADS)
    return write_sheets(source, spread_sides(source.leaves), ViewingOptions(labels=True, bookmarks=True), identity)


def _check_sizes(leaves: tuple[Leaf, ...], name: str) -> None:
    first = leaves[0].trim
    for number, leaf in enumerate(leaves, 1):
        if max(abs(leaf.trim.width - first.width), abs(leaf.trim.height - first.height)) > _SAME_SIZE:
            message = f"Page {number} has another size than page 1, so the pages do not fold into a booklet."
            raise refusal(Code.IMPOSITION_SIZES, message, name)


def _identity(data: bytes, imposition: Imposition, *settings: str) -> bytes:
    """The ID of the file, derived from its source and the imposition, so that it does not depend on time or chance."""
    return sha256(b"\0".join([data, imposition.value.encode(), *(word.encode() for word in settings)])).digest()[:16]
