"""Damaged files: whatever was cut out of a file, changed in it or points elsewhere is told, and a whole file is not."""

import random
import re
import time
import zlib
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from reportbuilder.preflight.file_structure import check_file_structure
from reportbuilder.preflight.objects import DamageError, FilterError, IndirectReference, PdfName, decode, read_object
from reportbuilder.preflight.reader import UnreadableError
from reportbuilder.preflight.verdict import verify
from reportbuilder.standards.facts import Fact, Observation

from .small_pdf import OBJECTS, nested, update, write_tiny

GOOD = write_tiny()


def damage(data: bytes) -> list[str]:
    """What is told to be damaged."""
    seen = list(check_file_structure(data))
    assert all(isinstance(one, Observation) and one.fact in (Fact.FILE_DAMAGED, Fact.FILE_ODD) for one in seen)
    return [one.detail for one in seen if one.fact is Fact.FILE_DAMAGED]


def saved(**options: object) -> bytes:
    """The small file as pikepdf saves it."""
    out = BytesIO()
    with pikepdf.open(BytesIO(GOOD)) as pdf:
        pdf.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


WHOLE = {
    "as written": GOOD,
    "updated": update(GOOD, 5, b"13"),
    "after something else": b"from a mail\n" + GOOD,
    "with object streams": saved(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "linearised": saved(linearize=True),
    "linearised, with object streams": saved(linearize=True, object_stream_mode=pikepdf.ObjectStreamMode.generate),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file_is_whole(name: str) -> None:
    assert damage(WHOLE[name]) == []


def test_our_own_files_are_whole(good_pdf: bytes, print_pdf: bytes) -> None:
    assert list(check_file_structure(good_pdf)) == list(check_file_structure(print_pdf)) == []


def _moved(data: bytes) -> bytes:
    """The offset of an object is that of its neighbour."""
    first, second = re.findall(rb"\d{10} 00000 n", data)[:2]
    return data.replace(second, first)


def _cut(data: bytes) -> bytes:
    cut = data.replace(b"/Parent 2 0 R ", b"")
    return re.sub(rb"startxref\n\d+", b"startxref\n%d" % cut.rindex(b"xref\n0"), cut)


BROKEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "bytes cut out": (lambda data: data.replace(b"/Parent 2 0 R ", b""), "neither a table"),
    "bytes cut out, with the end set right": (_cut, "no object begins there"),
    "a page without a size": (lambda data: data.replace(b"/MediaBox", b"/MadiaBox"), "no size"),
    "a reference to nothing": (lambda data: data.replace(b"/Parent 2", b"/Parent 0"), "cannot be"),
    "a reference to another generation": (lambda data: data.replace(b"/Root 1 0", b"/Root 1 1"), "catalogue"),
    "a wrong startxref": (lambda data: re.sub(rb"startxref\n\d+", b"startxref\n7", data), "neither a table"),
    "no startxref": (lambda data: data.replace(b"startxref", b"startxxxx"), "startxref"),
    "no end": (lambda data: data.replace(b"%%EOF", b""), "%%EOF"),
    "cut off": (lambda data: data[:300], "startxref"),
    "an offset of another object": (_moved, "object 1 0 is where it should be"),
    "an entry that is none": (lambda data: data.replace(b" 00000 n", b" 0000 n", 1), "entry of object 1"),
    "no trailer": (lambda data: data.replace(b"trailer", b"trailxx"), "no trailer"),
    "too small a size": (lambda data: data.replace(b"/Size 6", b"/Size 4"), "4 objects"),
    "a catalogue that is none": (lambda data: data.replace(b"/Root 1 0 R", b"/Root 5 0 R"), "catalogue"),
    "no pages": (lambda data: data.replace(b"/Pages 2 0 R", b"/Pages 9 0 R"), "pages"),
    "a page that is none": (lambda data: data.replace(b"[3 0 R]", b"[5 0 R]"), "no page"),
    "pages in a circle": (lambda data: data.replace(b"[3 0 R]", b"[2 0 R]"), "twice"),
    "too short a length": (lambda data: data.replace(b"13\nendobj", b"11\nendobj"), "not of the length"),
    "no length": (lambda data: data.replace(b"/Length 5 0 R", b"/Langth 5 0 R"), "how long"),
    "a length in a circle": (lambda data: data.replace(b"/Length 5 0 R", b"/Length 4 0 R"), "how long"),
    "no end of an object": (lambda data: data.replace(b"endobj\n5 0", b"endobx\n5 0"), "does not end"),
    "a bracket too many": (lambda data: data.replace(b"[0 0 200 200]", b"[0 0 20] 200]"), "closes nothing"),
    "a word that is none": (lambda data: data.replace(b"/Count 1", b"/Count x"), "no value"),
    "a key twice": (lambda data: data.replace(b"/Count 1 ", b"/Kids 1  "), "twice"),
    "a stray sign in content": (lambda data: data.replace(b"9 9 l S", b"9 9 ) S"), "content of page 1"),
    "half a text in content": (lambda data: data.replace(b"9 9 l S", b"9 9 ( S"), "does not end"),
    "an identifier that is none": (lambda data: write_tiny(trailer=b"/Root 1 0 R /ID [(a)]"), "ID"),
    "an earlier table elsewhere": (lambda data: update(data, 5, b"13").replace(b"/Prev ", b"/Prev 9"), "earlier"),
    "earlier tables in a circle": (
        lambda data: (at := data.rindex(b"xref\n0")) and data.replace(b"/Root", b"/Prev %d /Root" % at), "circle"
    ),
    "a stream after a carriage return": (lambda data: data.replace(b"stream\n0", b"stream\r0"), "carriage return"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_damaged_file_is_damaged(name: str) -> None:
    change, words = BROKEN[name]
    assert words in "; ".join(damage(change(GOOD)))


def test_damage_is_told_whatever_is_promised() -> None:
    verdict = verify(GOOD.replace(b"13\nendobj", b"11\nendobj"))
    assert [(one.fact, one.clauses) for one in verdict.violations] == [
        (Fact.FILE_DAMAGED, ("ISO 32000-1, 7.3 to 7.8",))
    ]


def test_what_readers_cope_with_is_a_warning() -> None:
    verdict = verify(GOOD.replace(b"/Size 6", b"/Size 9"))
    assert verdict.violations == ()
    assert [one.fact for one in verdict.warnings] == [Fact.FILE_ODD]


def test_a_stream_must_be_decoded_to_its_end() -> None:
    packed = zlib.compress(b"0 0 m 9 9 l S" * 99)
    for body, words in ((packed, ""), (packed[:-9], "too early"), (b"\0" + packed[1:], "damaged"), (b"", "")):
        head = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(body)
        found = damage(write_tiny({**OBJECTS, 4: head + body + b"\nendstream"}))
        assert bool(found) == bool(words)
        assert words in "; ".join(found)


def test_many_damaged_places_are_counted() -> None:
    objects = {**OBJECTS, **dict.fromkeys(range(6, 90), b"<< /A >>")}
    found = damage(write_tiny(objects))
    assert len(found) == 21
    assert found[-1] == "and 64 more places"


@pytest.mark.parametrize(
    ("name", "data", "decoded"),
    [
        ("ASCIIHexDecode", b"48 65 6C6c 6F>", b"Hello"),
        ("ASCII85Decode", b"87cURDZ~>", b"Hello"),
        ("RunLengthDecode", b"\x04Hello\xfe!\x80", b"Hello!!!"),
        ("LZWDecode", bytes.fromhex("800b6050220c0c8501"), bytes([45, 45, 45, 45, 45, 65, 45, 45, 45, 66])),
    ],
)
def test_filters_decode(name: str, data: bytes, decoded: bytes) -> None:
    assert decode(data, [PdfName(name)], []) == decoded


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ASCIIHexDecode", b"4x>"),
        ("ASCII85Decode", b"87cURDZ"),
        ("ASCII85Decode", b"87c\x80~>"),
        ("RunLengthDecode", b"\x04Hel"),
        ("LZWDecode", b"\x80\x0b\x60"),
        ("DCTDecode", b"\xff\xd8\xff\xe0 and no more"),
        ("JPXDecode", b"no image"),
        ("NoSuchDecode", b""),
    ],
)
def test_filters_refuse_what_they_cannot_decode(name: str, data: bytes) -> None:
    with pytest.raises(FilterError):
        decode(data, [PdfName(name)], [])


def test_objects_are_read() -> None:
    data = (
        rb"<< /A#20B [1 -2.5 true null 3 0 R] /C (a\)b(c)\101\
) /D <4 1> % remark"
        + b"\n/E << >> >> rest"
    )
    value, end = read_object(data, 0)
    assert value == {"A B": [1, -2.5, True, None, IndirectReference(3, 0)], "C": b"a)b(c)A", "D": b"A", "E": {}}
    assert data[end:] == b" rest"


@pytest.mark.parametrize(
    "data", [b"<< /A", b"]", b"<< /A ]", b"<</A 1 /B>>", b"<< 1 2 >>", b"(a", b"<4x>", b"1x", b"", b"9" * 99]
)
def test_what_is_no_object_is_refused(data: bytes) -> None:
    with pytest.raises(DamageError):
        read_object(data, 0)


def _mutated(data: bytes, chance: random.Random) -> bytes:
    """The file with something cut out, put in, changed or moved."""
    at, kind = chance.randrange(len(data)), chance.randrange(7)
    if kind == 0:
        return data[:at] + data[at + chance.randint(1, 60) :]
    if kind == 1:
        return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
    if kind == 2:
        return data[:at] + bytes(chance.randrange(256) for _ in range(5)) + data[at:]
    if kind == 3:
        return data[:at]
    if kind == 4:
        word = chance.choice([b"endobj", b"endstream", b"obj", b">>", b"<<", b"/Length", b"/Type", b" R", b"/Kids"])
        return data.replace(word, b"x" * len(word), 1)
    if kind == 5:
        places = [found.start() for found in re.finditer(rb"\d", data)]
        digit = chance.choice(places)
        return data[:digit] + b"%d" % chance.randrange(10) + data[digit + 1 :]
    return data[:at] + bytes(40) + data[at + 40 :]


@pytest.mark.parametrize("name", WHOLE)
def test_whatever_is_done_to_a_file_it_is_judged_and_damage_is_told(name: str) -> None:
    """Against qpdf (by pikepdf): a file that it calls damaged is never without a problem."""
    chance = random.Random(f"{name}, seeded")
    start = time.perf_counter()
    for _ in range(60):
        data = _mutated(WHOLE[name], chance)
        try:
            verdict = verify(data)
            told = bool(verdict.violations or verdict.warnings)
        except UnreadableError:
            told = True
        assert told or not _complaints(data), data
    assert time.perf_counter() - start < 20


def _complaints(data: bytes) -> list[str]:
    """What qpdf has against a file."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return [str(one) for one in (*pdf.check_pdf_syntax(), *pdf.get_warnings())]
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        return [str(error)]


def test_a_larger_file_is_judged_whatever_is_done_to_it(good_pdf: bytes) -> None:
    chance = random.Random("a larger file")
    for _ in range(4):
        data = _mutated(good_pdf, chance)
        try:
            verdict = verify(data)
        except UnreadableError:
            continue
        assert verdict.violations or not _complaints(data)


@pytest.mark.parametrize("depth", [30_000])
def test_depth_costs_no_recursion(depth: int) -> None:
    objects = {**OBJECTS, 5: b"13", 6: nested(depth, b"1"), 7: nested(depth, b"/A 1", (b"<< /A ", b" >>"))}
    start = time.perf_counter()
    damage(write_tiny(objects))
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("edition", ["good_pdf", "print_pdf"])
def test_the_metadata_stand_where_archives_look_for_them(edition: str, request: pytest.FixtureRequest) -> None:
    """Programs that identify files read their beginning, often no more than 64 kB."""
    data: bytes = request.getfixturevalue(edition)
    assert 0 < data.index(b"<?xpacket begin") < 4096
