"""Reads what a page for the press paints, as a press would: every paint with its inks and its state of overprinting.

Made with pikepdf and nothing of ours, so that what wrote the file does not say whether it is right.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO

from pikepdf import Object, Page, Pdf, Stream, parse_content_stream

INVISIBLE = 3
FILLS = {"f", "F", "f*", "B", "B*", "b", "b*"}
STROKES = {"S", "s", "B", "B*", "b", "b*"}
SHOWS = {"Tj", "TJ", "'", '"'}
OTHER_SPACES = {"g", "G", "rg", "RG", "sh", "ri", "sc", "SC", "INLINE IMAGE"}

Inks = tuple[float, ...] | str
Point = tuple[float, float]


@dataclass(frozen=True)
class Paint:
    """One paint: what kind it is, its inks (or the plate of its own), and whether it leaves other inks as they are."""

    kind: str
    inks: Inks
    overprint: bool


@dataclass(frozen=True)
class Mark:
    """A path outside the page: its painting operator, its points, its inks (or the plate of its own)."""

    operator: str
    points: tuple[Point, ...]
    inks: Inks


@dataclass(frozen=True)
class State:
    """The graphics state as far as it matters here. Nothing may be painted before a colour is set."""

    fill: Inks = "unset"
    stroke: Inks = "unset"
    overprint: bool = False
    opm: int = 0
    mode: int = 0


def read(data: bytes) -> Pdf:
    """A file as pikepdf sees it."""
    return Pdf.open(BytesIO(data))


def streams(page: Page) -> tuple[bytes, bytes]:
    """The operators of a page, and those of the marks around it, which are last and begin with the colour of all
    plates."""
    content = page.obj.Contents.read_bytes()
    own, colour, marks = content.rpartition(b"q\n/All CS")
    return (own, colour + marks) if colour else (content, b"")


def painted(pdf: Pdf, page: Page) -> list[Paint]:
    """All that a page paints in order, its forms included, and the marks of its sheet not."""
    return list(_painted(Stream(pdf, streams(page)[0]), page.obj.Resources, State()))


def marks_of(pdf: Pdf, page: Page) -> list[Mark]:
    """The paths outside the page."""
    found: list[Mark] = []
    points: list[Point] = []
    inks: dict[str, Inks] = {"S": "unset", "f": "unset"}
    for operands, operator in parse_content_stream(Stream(pdf, streams(page)[1])):
        sign = str(operator)
        match sign:
            case "m" | "l" | "c":
                values = _numbers(operands)
                points += zip(values[::2], values[1::2], strict=True)
            case "re":
                x, y, width, height = _numbers(operands)
                points += [(x, y), (x + width, y + height)]
            case "S" | "f*":
                found.append(Mark(sign[0], tuple(points), inks[sign[0]]))
                points = []
            case "k":
                inks["f"] = _numbers(operands)
            case "CS":
                inks["S"] = _plate(page.obj.Resources, operands[0])
            case _:
                assert sign in ("q", "Q", "SCN", "w", "n", "d", "gs"), sign
    return found


def _painted(code: Object, resources: Object, state: State) -> Iterator[Paint]:
    stack: list[State] = []
    for operands, operator in parse_content_stream(code):
        sign = str(operator)
        assert sign not in OTHER_SPACES, f"{sign} is not for the press"
        match sign:
            case "q":
                stack.append(state)
            case "Q":
                state = stack.pop()
            case "k":
                state = replace(state, fill=_numbers(operands))
            case "K":
                state = replace(state, stroke=_numbers(operands))
            case "cs":
                state = replace(state, fill=_plate(resources, operands[0]))
            case "CS":
                state = replace(state, stroke=_plate(resources, operands[0]))
            case "scn" | "SCN":
                assert _numbers(operands) == (1,)
            case "gs":
                state = _with(state, resources.ExtGState[operands[0]])
            case "Tr":
                state = replace(state, mode=int(operands[0]))
            case "Do":
                inner = resources.XObject[operands[0]]
                if inner.Subtype == "/Form":
                    yield from _painted(inner, inner.Resources, state)
                else:
                    yield Paint("image", str(inner.ColorSpace)[1:], state.overprint)
        if sign in FILLS:
            yield Paint("fill", state.fill, state.overprint)
        if sign in STROKES:
            yield Paint("stroke", state.stroke, state.overprint)
        if sign in SHOWS and state.mode != INVISIBLE:
            yield Paint("text", state.fill, state.overprint)
    assert not stack


def _numbers(operands: object) -> tuple[float, ...]:
    return tuple(float(value) for value in operands)  # type: ignore[attr-defined]


def _plate(resources: Object, name: Object) -> str:
    """The plate of a colour space, which must be a separation that CMYK stands in for."""
    kind, plate, alternate, _ = resources.ColorSpace[name]
    assert (kind, alternate) == ("/Separation", "/DeviceCMYK")
    return str(plate)[1:]


def _with(state: State, change: Object) -> State:
    """A state after one of graphics, which may only let fills overprint, and no ink of zero take another away."""
    assert set(change.keys()) <= {"/Type", "/op", "/OPM"}
    after = replace(state, overprint=bool(change.get("/op", state.overprint)), opm=int(change.get("/OPM", state.opm)))
    assert not after.overprint or after.opm == 1
    return after
