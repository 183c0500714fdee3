"""Files that are no good files at all: one clear sentence, and never a traceback."""

import struct
from contextlib import suppress
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from reportbuilder.preflight.content_stream import operations
from reportbuilder.preflight.fonts import to_unicode
from reportbuilder.preflight.reader import UnreadableError
from reportbuilder.preflight.verdict import read_pdf, verify
from reportbuilder.standards.standard import Standard


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<html></html>", "not a PDF"),
        (b"%PDF-1.7\n", "damaged"),
        (b"%PDF-1.7\n%%EOF\n", "damaged"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words) as caught:
        verify(data)
    assert str(caught.value).endswith(".")


def test_a_file_that_is_cut_off_is_damaged(good_pdf: bytes) -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        verify(good_pdf[: len(good_pdf) // 2])


def test_pypdf_keeps_its_thoughts_to_itself(good_pdf: bytes, caplog: pytest.LogCaptureFixture) -> None:
    verify(good_pdf.replace(b"startxref\n", b"startxref\n9"))
    assert caplog.records == []


def test_a_locked_file_cannot_be_checked(good_pdf: bytes) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(good_pdf)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(UnreadableError, match="locked"):
        verify(out.getvalue())


def test_a_file_that_promises_nothing_breaks_nothing() -> None:
    out = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(out)
    verdict = verify(out.getvalue())
    assert (verdict.standards, verdict.violations, verdict.pages) == ((), (), 1)
    assert verify(out.getvalue(), (Standard.UA1,)).violations


def test_a_file_that_draws_itself_ends(good_pdf: bytes) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(good_pdf)) as pdf:
        drawn = pdf.make_stream(b"/Self Do /Self Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        drawn.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Self=drawn))
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary(Self=drawn)
        pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"/Self Do"))
        pdf.save(out)
    verify(out.getvalue())


def test_tags_in_tags_are_read_however_deep(good_pdf: bytes) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(good_pdf)) as pdf:
        parent = pdf.Root.StructTreeRoot.K[0] if isinstance(pdf.Root.StructTreeRoot.K, pikepdf.Array) else (
            pdf.Root.StructTreeRoot.K
        )  # fmt: skip
        for _ in range(5000):
            kid = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Div, P=parent))
            parent.K = kid
            parent = kid
        pdf.save(out)
    reading = read_pdf(out.getvalue())
    assert sum(node.tag == "Div" for node in reading.tree.nodes) >= 5000
    assert reading.text == ""  # the content has lost its tags


@settings(max_examples=40, deadline=None)
@given(cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=6)), min_size=1, max_size=8))
def test_no_damage_gives_a_traceback(good_pdf: bytes, cuts: list[tuple[float, bytes]]) -> None:
    data = bytearray(good_pdf)
    for place, junk in cuts:
        at = int(place * (len(data) - 1))
        data[at : at + len(junk)] = junk
    with suppress(UnreadableError):
        verify(bytes(data), tuple(Standard))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_no_content_breaks_the_reader_of_operations(data: bytes) -> None:
    list(operations(data))


def test_operations_have_their_operands() -> None:
    data = rb"""q 1 0 0 1 5 5 cm 0 0 m 9 9 l S % remark
    /Span <</MCID 3 /ActualText <FEFF0041>/Lang(nl)>> BDC BT /F1 9.5 Tf [(a\)b(c)\101\
) -20 <4 1>] TJ [<0041> -3.5 <0042>] TJ (x) ' ET EMC /A#20B gs
    BI /W 1 /CS /G ID a EIx EI Q"""
    assert list(operations(data)) == [
        ("q", []),
        ("S", []),
        ("BDC", ["/Span", {"/MCID": 3.0, "/ActualText": b"\xfe\xff\x00A", "/Lang": b"nl"}]),
        ("BT", []),
        ("Tf", ["/F1", 9.5]),
        ("TJ", [[b"a)b(c)A", -20.0, b"A"]]),
        ("TJ", [[b"\0A\0B"]]),
        ("'", [b"x"]),
        ("ET", []),
        ("EMC", []),
        ("gs", ["/A B"]),
        ("BI", [{"/W": 1.0, "/CS": "/G"}]),
        ("Q", []),
    ]


def test_a_map_to_unicode_has_single_codes_and_ranges() -> None:
    data = b"""2 beginbfchar <0001> <0041> <0002> <00660069> endbfchar
    2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0078> <D83DDE00>] endbfrange"""
    assert to_unicode(data) == {1: "A", 2: "fi", 16: "a", 17: "b", 18: "c", 32: "x", 33: "\U0001f600"}


def test_the_text_of_a_code_is_found_in_a_font(good_pdf: bytes) -> None:
    font = next(iter(read_pdf(good_pdf).content.fonts))
    code, word = next((code, word) for code, word in font.unicode.items() if word.isalpha())
    assert font.show(struct.pack(">H", code), 1, None, False) == word
    assert font.show(b"\xff\xfe", 1, None, False) == "\ufffd"
