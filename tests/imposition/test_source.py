"""What an imposed file says of itself: what is still true, and nothing else."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from reportbuilder.diagnostics import ExitCode, ReportError
from reportbuilder.imposition.impose import Imposition, booklet, impose, spreads
from reportbuilder.imposition.source import unclaimed

from .sources import WIDTH, finished


def read(data: bytes) -> Pdf:
    return pikepdf.open(BytesIO(data))


@pytest.mark.parametrize("imposition", Imposition)
def test_claims_are_gone_and_the_rest_is_kept(imposition: Imposition) -> None:
    pdf = read(impose(finished(3), imposition))
    xmp = pdf.Root.Metadata.read_bytes().decode()
    assert "Één &amp; ander" in xmp
    assert 'pdf:Trapped="False"' in xmp
    assert not any(claim in xmp for claim in ("PDFX", "pdfxid", "pdfaid", "pdfuaid", "DocumentID"))
    info = dict(pdf.docinfo.items())
    assert info == {"/Title": "Één & ander", "/Trapped": Name.False_, "/CreationDate": "D:20221231000000Z"}
    assert pdf.Root.OutputIntents[0].OutputConditionIdentifier == "FOGRA51"
    assert pdf.Root.Lang == "nl"


@pytest.mark.parametrize("imposition", Imposition)
def test_tags_and_links_are_gone_and_the_file_says_so(imposition: Imposition) -> None:
    pdf = read(impose(finished(3), imposition))
    assert "/StructTreeRoot" not in pdf.Root
    assert pdf.Root.MarkInfo == Dictionary(Marked=False)
    assert not any("/Annots" in page or "/StructParents" in page for page in pdf.pages)
    assert not any(isinstance(one, Dictionary) and one.get("/Type") == Name.Annot for one in pdf.objects)


def test_colours_are_mixed_as_they_were() -> None:
    pdf = read(booklet(finished(4)))
    page = pdf.pages[0].obj
    assert page.Group == Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
    assert page.Resources.XObject["/Page1"].Group.I is True


def test_identity_follows_source_and_settings() -> None:
    source, other = finished(4), finished(5)
    files = [booklet(source), booklet(source, 0.3), booklet(other), spreads(source)]
    identities = [tuple(bytes(part) for part in read(data).trailer.ID) for data in files]
    assert len(set(identities)) == len(files)
    assert all(first == second for first, second in identities)


def test_spreads_are_called_after_their_pages() -> None:
    assert [page.label for page in read(spreads(finished(6))).pages] == ["i", "ii–1", "2–3", "4"]


def test_bookmarks_lead_to_the_same_place() -> None:
    pdf = read(spreads(finished(4, at=(30, 40))))
    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Page 1", "Page 2", "Page 3", "Page 4"]
        assert [child.title for item in outline.root for child in item.children] == ["Nowhere"] * 4
        assert [item.is_closed for item in outline.root] == [True, False, True, False]
        goals = [item.destination for item in outline.root]
    pages = [page.obj for page in pdf.pages]
    assert all(isinstance(goal, Array) for goal in goals)
    assert [pages.index(goal[0]) for goal in goals] == [0, 1, 1, 2]
    assert [float(goal[2]) for goal in goals] == [WIDTH + 20, 20, WIDTH + 20, 20]
    assert {float(goal[3]) for goal in goals} == {60}
    assert pdf.Root.Outlines.Count == 6


@pytest.mark.parametrize("packet", [b"", b"<x", b"<!DOCTYPE x []><x/>", b"\xff\xfe\x00"])
def test_a_packet_that_cannot_be_read_is_not_passed_on(packet: bytes) -> None:
    assert unclaimed(packet) is None


def changed(**entries: object) -> bytes:
    """A finished PDF whose third page has other entries."""
    pdf = read(finished(4))
    for key, value in entries.items():
        pdf.pages[2].obj[f"/{key}"] = value
    stream = BytesIO()
    pdf.save(stream)
    return stream.getvalue()


def locked() -> bytes:
    stream = BytesIO()
    read(finished(2)).save(stream, encryption=pikepdf.Encryption(owner="a", user="b"))
    return stream.getvalue()


def without_pages() -> bytes:
    stream = BytesIO()
    Pdf.new().save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "cannot be read"),
        (b"no PDF at all", "cannot be read"),
        (locked(), "locked"),
        (without_pages(), "no pages"),
        (changed(Rotate=90), "Page 3 of the PDF is turned"),
        (changed(UserUnit=2), "Page 3 of the PDF is turned"),
    ],
)
@pytest.mark.parametrize("imposition", Imposition)
def test_what_cannot_be_imposed_is_refused(data: bytes, words: str, imposition: Imposition) -> None:
    with pytest.raises(ReportError, match=words) as refused:
        impose(data, imposition)
    assert refused.value.exit_code is ExitCode.FILE


def test_pages_of_several_sizes_do_not_fold() -> None:
    with pytest.raises(ReportError, match="Page 3 has another size"):
        booklet(changed(TrimBox=Array([0, 0, 100, 100])))


@pytest.mark.parametrize("thickness", [-0.1, 200.0, float("inf"), float("nan")])
def test_paper_that_cannot_be_folded_is_refused(thickness: float) -> None:
    with pytest.raises(ReportError, match="cannot be folded") as refused:
        booklet(finished(9), thickness)
    assert refused.value.exit_code is ExitCode.USAGE
