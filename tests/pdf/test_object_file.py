"""The file as objects: every reader finds them, whatever numbers they have."""

import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
from hypothesis import given, settings
from hypothesis import strategies as st

from reportbuilder.pdf.object_file import assemble, next_section, section
from reportbuilder.pdf.objects import number, stream, text_string

CATALOGUE = section(1, ("<</Type/Catalog/Pages 64 0 R>>", "<</Title(a)>>"), packed=False)
PAGES = section(
    64,
    (
        "<</Type/Pages/Count 1/Kids[65 0 R]>>",
        "<</Type/Page/Parent 64 0 R/MediaBox[0 0 9 9]/Resources<<>>/Contents 66 0 R>>",
        stream(b"0 0 9 9 re f"),
    ),
)


def test_objects_are_found_by_their_numbers(programme: Callable[[str], str], tmp_path: Path) -> None:
    many = section(128, [f"[{index}]" for index in range(600)])
    data = assemble([CATALOGUE, many, PAGES], 1, 2, "1.7")
    with pikepdf.open(BytesIO(data)) as pdf:
        assert [int(pdf.get_object(128 + index, 0)[0]) for index in (0, 249, 250, 599)] == [0, 249, 250, 599]
        assert pdf.pages[0].Contents.read_bytes() == b"0 0 9 9 re f"
        assert str(pdf.docinfo.Title) == "a"
    (tmp_path / "a.pdf").write_bytes(data)
    done = subprocess.run([programme("qpdf"), "--check", str(tmp_path / "a.pdf")], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_id_follows_from_all_objects() -> None:
    one, same, other = (
        assemble([CATALOGUE, PAGES, section(128, (text,))], 1, 2, "1.7") for text in ("[1]", "[1]", "[2]")
    )
    assert one == same
    ids = [pikepdf.open(BytesIO(data)).trailer.ID[0] for data in (one, other)]
    assert bytes(ids[0]) != bytes(ids[1])


@given(st.integers(1, 10_000))
def test_a_section_begins_after_all_others_with_some_to_spare(number: int) -> None:
    assert next_section(number) >= number + 8
    assert next_section(number) % 64 == 0


@given(st.text())
@settings(max_examples=200)
def test_texts_are_read_as_they_were_written(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    written = section(128, (f"<</T{text_string(text)}>>",))
    with pikepdf.open(BytesIO(assemble([CATALOGUE, PAGES, written], 1, 2, "1.7"))) as pdf:
        assert str(pdf.get_object(128, 0).T) == text


@given(st.floats(-1e6, 1e6))
def test_numbers_are_within_half_of_their_last_decimal(value: float) -> None:
    assert abs(float(number(value)) - value) <= 0.00006
    assert "e" not in number(value)
