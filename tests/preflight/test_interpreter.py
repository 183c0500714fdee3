"""The interpreter of content streams: what its two observers are told."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from reportbuilder.preflight.content import ContentReader
from reportbuilder.preflight.geometry import Matrix, Shape
from reportbuilder.preflight.interpreter import ContentObserver, Interpreter
from reportbuilder.preflight.placement import PaintStyle, PlacedText, StreamKind
from reportbuilder.preflight.press_file import DEFAULT_LIMITS, PrintedPage, read_page
from reportbuilder.preflight.reader import File, open_file
from reportbuilder.standards.facts import Box, Fact


class Recorder(ContentObserver):
    """Writes down what content is told to be, and reads every stream."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def begin_stream(self, stream: Any, kind: StreamKind) -> bool:
        self.heard.append(f"begin {kind.value}")
        return True

    def end_stream(self, stream: Any, kind: StreamKind) -> None:
        self.heard.append(f"end {kind.value}")

    def open_mark(self, tag: str, properties: Mapping[str, Any], in_text: bool) -> None:
        self.heard.append(f"open {tag}")

    def close_mark(self, in_text: bool) -> None:
        self.heard.append("close")

    def paint(self, what: str) -> None:
        self.heard.append(what)

    def fault(self, fact: Fact, detail: str = "") -> None:
        self.heard.append(f"{fact.value}: {detail}")


class Places:
    """Writes down the rectangles that are painted, in whole points."""

    def __init__(self) -> None:
        self.painted: list[tuple[str, tuple[int, ...]]] = []
        self.finished = True

    def _note(self, kind: str, shape: Shape) -> None:
        self.painted.append((kind, tuple(round(edge) for edge in shape.box)))

    def begin_page(self, page: Any, printed: PrintedPage) -> None:
        """Nothing to note."""

    def begin_stream(self, stream: Any, kind: StreamKind, where: Box) -> bool:
        return True

    def end_stream(self) -> None:
        """Nothing to note."""

    def fill(self, shape: Shape, paint: PaintStyle) -> None:
        self._note(f"fill {paint.colour.kind}", shape)

    def stroke(self, shape: Shape, width: float, paint: PaintStyle) -> None:
        self._note(f"stroke {width:g}", shape)

    def text(self, text: PlacedText, paint: PaintStyle) -> None:
        self._note(f"text {text.size:g}", text.shape)

    def image(self, shape: Shape, matrix: Matrix, image: Any, paint: PaintStyle) -> None:
        self._note("image", shape)

    def inline_image(
        self, shape: Shape, matrix: Matrix, entries: Any, resources: Mapping[str, Any], paint: PaintStyle
    ) -> None:
        self._note("inline image", shape)

    def shading(self, shape: Shape, shading: Any) -> None:
        self._note("shading", shape)

    def unfinished(self) -> None:
        self.finished = False


def page_of(content: str, form: str = "", **entries: Any) -> File:
    """A file of one page of 200 by 200 points, with a form /Form of this content and the font /F."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    font.FirstChar, font.Widths = 97, Array([500] * 26)
    drawing = pdf.make_stream(form.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 50, 50], **entries)
    pdf.pages[0].Resources = Dictionary(
        Font=Dictionary(F=font), XObject=Dictionary(Form=drawing), ExtGState=Dictionary(G=Dictionary(Font=[font, 20]))
    )
    pdf.pages[0].Contents = pdf.make_stream(content.encode())
    out = BytesIO()
    pdf.save(out)
    return open_file(out.getvalue())


def heard(file: File) -> list[str]:
    recorder = Recorder()
    Interpreter(recorder).page(file.pages[0], 1)
    return recorder.heard


def painted(file: File) -> list[tuple[str, tuple[int, ...]]]:
    places = Places()
    page = file.pages[0]
    Interpreter(ContentObserver(), places).page(page, 1, read_page(page, 1, DEFAULT_LIMITS))
    return places.painted


def test_content_is_told_in_its_order() -> None:
    file = page_of("/P BMC BT /F 9 Tf (a) Tj ET EMC 0 0 9 9 re f /Form Do", "0 0 1 1 re S", Resources={})
    assert heard(file) == [
        "open /P", "text", "close", "a line or shape", "begin form", "a line or shape", "end form", "end page",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("/Nowhere Do", "resource-missing: XObject Nowhere"),
        ("(a) Tj", "resource-missing: the font of a text"),
        ("0 0 m oops", "operator-unknown: “oops”"),
        ("BX oops EX", "operator-skipped: “oops”"),
        ("/P /Nothing BDC EMC", "properties-unknown: /Nothing"),
    ],
)
def test_what_cannot_be_interpreted_is_a_fault(content: str, fault: str) -> None:
    assert fault in heard(page_of(content))


def test_a_form_without_resources_has_those_of_its_page_and_a_fault() -> None:
    told = heard(page_of("/Form Do", "BT /F 9 Tf (a) Tj ET"))
    assert told == ["begin form", "resource-missing: Font F", "text", "end form", "end page"]


def test_a_graphics_state_may_name_a_font() -> None:
    file = page_of("/G gs BT 1 0 0 1 10 10 Tm (ab) Tj ET")
    assert heard(file) == ["text", "end page"]
    assert painted(file) == [("text 20", (10, 6, 30, 24))]


def test_places_are_those_on_the_page_after_matrices_and_clips() -> None:
    file = page_of(
        "2 0 0 2 10 10 cm 0 0 0 1 k 0 0 20 20 re f q 0 0 5 5 re W n 0 0 20 20 re f Q 0 0 20 20 re f 1 w 0 0 m 9 0 l S"
    )
    assert painted(file) == [
        ("fill DeviceCMYK", (10, 10, 50, 50)),
        ("fill DeviceCMYK", (10, 10, 20, 20)),
        ("fill DeviceCMYK", (10, 10, 50, 50)),
        ("stroke 2", (9, 9, 29, 11)),
    ]


def test_a_form_is_placed_where_it_is_drawn_and_clipped_to_its_box() -> None:
    file = page_of("q 1 0 0 1 100 0 cm /Form Do Q /Form Do", "0 0 90 9 re f", Matrix=[1, 0, 0, 1, 0, 20], Resources={})
    assert painted(file) == [("fill DeviceGray", (100, 20, 150, 29)), ("fill DeviceGray", (0, 20, 50, 29))]


def test_operators_with_impossible_operands_are_passed_over() -> None:
    assert painted(page_of("cm (a) w 0 0 re f /F Tf 0 0 9 9 re f")) == [("fill DeviceGray", (0, 0, 9, 9))]


def test_states_that_are_saved_too_deep_come_back_in_order() -> None:
    deep = "q " * 600 + "2 0 0 2 0 0 cm " + "Q " * 600
    assert painted(page_of(f"{deep} 0 0 9 9 re f")) == [("fill DeviceGray", (0, 0, 9, 9))]


def test_a_form_is_read_once_for_its_text_however_often_it_is_drawn() -> None:
    reader = ContentReader()
    file = page_of("/P <</MCID 0>> BDC /Form Do /Form Do EMC", "BT /F 9 Tf (ab) Tj ET")
    Interpreter(reader).page(file.pages[0], 1)
    assert ["".join(words) for words in reader.marks.pieces.values()] == ["abab"]
    assert [font.name for font in reader.fonts] == ["Helvetica"]
