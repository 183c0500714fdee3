"""What is written as text is what qpdf reads; and what ReportLab wrote is taken apart as it stands."""

from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Object
from reportlab.pdfgen.canvas import Canvas

from reportbuilder.pdf.skeleton import Skeleton
from reportbuilder.pdf.syntax import name, reference, text_string
from reportbuilder.pdf.written import FONTS, take_apart


@given(st.text())
def test_a_text_string_says_what_it_should(text: str) -> None:
    written = text_string(text)
    assert str(Object.parse(written.encode("ascii"))) == text
    assert "%" not in written, "it would stand for a number in a template"


@given(st.text("aÀ-é+_0", min_size=1))
def test_a_name_is_the_one_that_pikepdf_makes(text: str) -> None:
    assert Object.parse(name(text).encode("ascii")) == pikepdf.Name(f"/{text}")


def test_a_file_has_its_pages_in_order_and_all_objects() -> None:
    skeleton = Skeleton()
    later = skeleton.hold()
    for place in (1, 0, 2):
        skeleton.add_page(place)
        skeleton.drawn[place] = f"/MediaBox[0 0 {place + 1} 9]/Resources<<>>"
    stream = skeleton.stream("/Word(deelnemers)", b"endobj stream \xff\n")
    skeleton.catalogue["Later"] = reference(later)
    skeleton.write(later, f"[{reference(stream)} {reference(skeleton.page(2))} {reference(skeleton.add('(slot)'))}]")
    with pikepdf.open(BytesIO(skeleton.file())) as pdf:
        assert [int(page.MediaBox[2]) for page in pdf.pages] == [1, 2, 3]
        found, page, last = pdf.Root.Later
        assert (found.read_bytes(), str(found.Word)) == (b"endobj stream \xff\n", "deelnemers")
        assert (page.objgen, str(last)) == (pdf.pages[2].obj.objgen, "slot")
        assert pdf.trailer.ID[0] == pdf.trailer.ID[1]
        assert pdf.get_warnings() == []


def test_a_file_of_reportlab_is_taken_apart() -> None:
    file = BytesIO()
    canvas = Canvas(file, pageCompression=0, invariant=1)
    for words in ("endstream endobj", "100%"):
        canvas.addLiteral(f"% {words}")
        canvas.showPage()
    canvas.save()
    data = file.getvalue()
    written = take_apart(data)
    assert len(written.pages) == 2
    for page, words in zip(written.pages, ("endstream endobj", "100%"), strict=True):
        assert page.numbers.count(FONTS) == 1
        (stream,) = (number for number in page.numbers if number != FONTS)
        entries, begin, end = written.streams[stream]
        assert f"% {words}".encode() in data[begin:end]
        assert "/Length" not in entries.template
        assert "/Trans" not in page.template


@pytest.mark.parametrize("data", [b"", b"1 0 obj\n[]\nendobj\n", b"1 0 obj\n<<>>\nstream\n"])
def test_another_file_is_a_fault_of_ours(data: bytes) -> None:
    with pytest.raises((AssertionError, ValueError)):
        take_apart(data)


@given(st.integers(0, 250))
def test_every_object_is_found_in_its_stream(count: int) -> None:
    skeleton = Skeleton()
    numbers = [skeleton.stream("", b"%d" % n) if n % 7 == 3 else skeleton.add(f"({n})") for n in range(count)]
    skeleton.catalogue["All"] = f"[{' '.join(map(reference, numbers))}]"
    file = skeleton.file()
    with pikepdf.open(BytesIO(file)) as pdf:
        found = [one.read_bytes() if isinstance(one, pikepdf.Stream) else bytes(one) for one in pdf.Root.All]
        assert found == [b"%d" % n for n in range(count)]
        assert pdf.get_warnings() == []
    skeleton.info["Title"] = "(anders)"
    assert ids(skeleton.file()) != ids(file)


def ids(file: bytes) -> list[bytes]:
    with pikepdf.open(BytesIO(file)) as pdf:
        return [bytes(part) for part in pdf.trailer.ID]
