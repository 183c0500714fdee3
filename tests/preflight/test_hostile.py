"""Files that would do something by themselves, and files that are nested without end: told, and soon."""

import time
from contextlib import suppress

import pytest

from reportbuilder.preflight.reader import UnreadableError
from reportbuilder.preflight.verdict import FileVerdict, verify
from reportbuilder.standards.facts import Fact

from .small_pdf import OBJECTS, nested, write_tiny

CATALOGUE, PAGE = OBJECTS[1], OBJECTS[3]


def _with(number: int, entries: bytes) -> FileVerdict:
    """The verdict on the small file with more entries in an object."""
    return verify(write_tiny({**OBJECTS, number: OBJECTS[number].replace(b"<< ", b"<< " + entries + b" ", 1)}))


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (b"/S /Launch /F (calc.exe)", "Launch to “calc.exe”"),
        (b"/S /GoToR /F << /Type /Filespec /F (a) /UF (geheim.pdf) >> /D [0 /Fit]", "GoToR to “geheim.pdf”"),
        (b"/S /GoToE /F (other.pdf) /D [0 /Fit]", "GoToE to “other.pdf”"),
        (b"/S /URI /URI (file:///etc/passwd)", "URI to “file:///etc/passwd”"),
        (b"/S /URI /URI (https://example.org/)", "URI to “https://example.org/”"),
        (b"/S /JavaScript /JS (app.alert(1))", "JavaScript"),
        (b"/S /SubmitForm /F (https://example.org/)", "SubmitForm to “https://example.org/”"),
        (b"/S /ImportData /F (a.fdf)", "ImportData to “a.fdf”"),
        (b"/S /GoTo /D [3 0 R /Fit] /Next [<< /S /Named /N /NextPage >> << /S /Launch /F (b) >>]", "Launch to “b”"),
        (b"/S /SomethingNew", "SomethingNew"),
    ],
)
def test_what_would_happen_by_itself_is_told(action: bytes, words: str) -> None:
    for number, entry in ((1, b"/OpenAction << %s >>"), (1, b"/AA << /WC << %s >> >>"), (3, b"/AA << /O << %s >> >>")):
        verdict = _with(number, entry % action)
        assert [(one.fact, one.observation.detail) for one in verdict.violations] == [(Fact.ACTION_BY_ITSELF, words)]


def test_scripts_by_name_are_told() -> None:
    verdict = _with(1, b"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (app.alert(1)) >>] >> >>")
    assert [one.fact for one in verdict.warnings] == [Fact.HOLDS_SCRIPTS]


@pytest.mark.parametrize(
    ("annotation", "told"),
    [
        (b"/Subtype /Link /A << /S /URI /URI (https://example.org/) >>", False),
        (b"/Subtype /Link /A << /S /URI /URI (mailto:a@example.org) >>", False),
        (b"/Subtype /Link /A << /S /URI /URI (www.example.org) >>", False),
        (b"/Subtype /Link /A << /S /GoTo /D [3 0 R /Fit] >>", False),
        (b"/Subtype /Link /A << /S /URI /URI (javascript:alert\\(1\\)) >>", True),
        (b"/Subtype /Link /A << /S /URI /URI (../geheim.docx) >>", True),
        (b"/Subtype /Link /A << /S /URI /URI (\\\\\\\\server\\\\share) >>", True),
        (b"/Subtype /Link /A << /S /Launch /F (a.exe) >>", True),
        (b"/Subtype /Link /PA << /S /GoToR /F (a.pdf) >>", True),
        (b"/Subtype /RichMedia", True),
    ],
)
def test_a_click_that_leads_out_of_the_file_is_a_warning(annotation: bytes, told: bool) -> None:
    verdict = _with(3, b"/Annots [<< /Type /Annot /Rect [0 0 9 9] %s >>]" % annotation)
    assert verdict.violations == ()
    assert (Fact.ACTION_ON_CLICK in {one.fact for one in verdict.warnings}) == told


def test_a_bookmark_that_opens_a_program_is_a_warning() -> None:
    outline = b"<< /First 6 0 R /Last 6 0 R /Count 1 >>"
    entry = b"<< /Title (Meer) /A << /S /Launch /F (a.exe) >> >>"
    catalogue = CATALOGUE.replace(b"<< ", b"<< /Outlines 7 0 R ", 1)
    verdict = verify(write_tiny({**OBJECTS, 1: catalogue, 6: entry, 7: outline}))
    assert [one.observation.detail for one in verdict.warnings] == ["Launch to “a.exe”"]


def _content(data: bytes) -> bytes:
    return write_tiny({**OBJECTS, 4: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)})


def _tags(count: int) -> bytes:
    """Tags in tags."""
    objects = {**OBJECTS, 1: b"<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 6 0 R >>", 6: b"<< /K 7 0 R >>"}
    for number in range(7, 7 + count):
        objects[number] = b"<< /S /Div /P %d 0 R /K [%d 0 R] >>" % (number - 1, number + 1)
    objects[7 + count] = b"<< /S /P /P %d 0 R >>" % (6 + count)
    return write_tiny(objects)


def _forms(count: int) -> bytes:
    """Drawings, each of which draws the next twice: as many as two to the power of their number."""
    objects = {**OBJECTS, 3: PAGE.replace(b"/Resources << >>", b"/Resources << /XObject << /F 6 0 R >> >>")}
    for number in range(6, 6 + count):
        head = b"<< /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F %d 0 R >> >> /Length 11 >>" % (
            number + 1
        )
        objects[number] = head + b"\nstream\n/F Do /F Do\nendstream"
    objects[6 + count] = b"<< /Subtype /Form /BBox [0 0 9 9] /Length 1 >>\nstream\nn\nendstream"
    objects[4] = b"<< /Length 5 >>\nstream\n/F Do\nendstream"
    return write_tiny(objects)


NESTED = {
    "marks": _content(b"/P <</MCID 0>> BDC " * 10_000 + b"EMC " * 10_000),
    "marks never closed": _content(b"/P BMC " * 10_000),
    "replacement texts": _content(b"/Span <</ActualText (a)>> BDC " * 10_000 + b"EMC " * 10_000),
    "saved states": _content(b"q " * 30_000 + b"Q " * 30_000),
    "arrays in content": _content(nested(30_000, b"1") + b" TJ"),
    "arrays": write_tiny({**OBJECTS, 6: nested(30_000, b"1")}, b"/Root 1 0 R /Info 6 0 R"),
    "dictionaries": write_tiny(
        {**OBJECTS, 6: nested(30_000, b"/A 1", (b"<< /A ", b" >>"))}, b"/Root 1 0 R /Info 6 0 R"
    ),
    "tags": _tags(3000),
    "drawings": _forms(60),
}


@pytest.mark.parametrize("name", NESTED)
def test_nesting_takes_no_time_and_breaks_nothing(name: str) -> None:
    start = time.process_time()
    with suppress(UnreadableError):
        verify(NESTED[name])
    assert time.process_time() - start < 5


def test_what_is_too_deep_to_be_read_is_told_in_plain_words() -> None:
    with pytest.raises(UnreadableError, match="deeper than can be read"):
        verify(NESTED["arrays"])


def test_twice_the_marks_take_twice_the_time() -> None:
    def cost(count: int) -> float:
        data = _content(b"/P <</MCID 0>> BDC " * count + b"EMC " * count)
        start = time.process_time()
        verify(data)
        return time.process_time() - start

    cost(100)
    few, many = min(cost(1500) for _ in range(3)), cost(12_000)
    assert many < 24 * few, (few, many)
