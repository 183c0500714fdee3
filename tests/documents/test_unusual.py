"""A whole report of what is rare: words from right to left, fonts with CFF outlines, a fallback, images of every kind,
long titles, notes and rows, lists of many kinds, units of its own. In both designs and all editions."""

import os
import re
from collections.abc import Iterator
from contextlib import chdir
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from pikepdf import Name, Pdf

from tests.whole_reports import build_report
from tests.whole_reports import EDITIONS
from reportbuilder.diagnostics import Diagnostic, Severity
from reportbuilder.preflight.verdict import verify
from tests.documents.unusual import make_project
from tests.pdf.structure_tree import Meaning, Node

LEFT_OUT = dict.fromkeys(map(ord, "\u00ad\u200b\u2060"))


class Built(NamedTuple):
    """The files of the three editions, and what was said of the report."""

    design: str
    files: dict[str, bytes]
    problems: tuple[Diagnostic, ...]


@pytest.fixture(scope="module", params=["document", "magazine"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("ongewoon")
    report = make_project(folder, request.param)
    with chdir(folder):
        made = build_report(report, EDITIONS, folder / "output")
        files = {path.stem.rpartition("-")[2]: path.read_bytes() for path in made.paths if path.suffix == ".pdf"}
    if kept := os.environ.get("REPORTBUILDER_TEST_PDFS"):  # for the reference validators
        for edition in ("screen", "concept"):
            (Path(kept) / f"ongewoon-{request.param}-{edition}.pdf").write_bytes(files[edition])
    return Built(request.param, files, made.problems)


def words(node: Node, meaning: Meaning) -> Iterator[str]:
    """What a reader of the structure tree hears, piece by piece."""
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from words(kid, meaning)
            yield " "
        elif isinstance(kid, tuple):
            yield meaning.text_of(kid)


def text_of(node: Node, meaning: Meaning) -> str:
    """The words of an element, every space one space."""
    return " ".join("".join(words(node, meaning)).translate(LEFT_OUT).split())


def test_nothing_is_wrong_and_all_files_keep_their_promises(built: Built) -> None:
    assert [(p.code, p.message) for p in built.problems if p.severity is not Severity.NOTE] == []
    assert sorted(built.files) == ["concept", "print", "screen"]
    for data in built.files.values():
        verdict = verify(data)
        assert (verdict.violations, verdict.warnings, verdict.complete) == ((), (), True)


@pytest.mark.parametrize("edition", ["screen", "concept"])
def test_words_stand_in_the_tree_in_the_order_in_which_they_are_read(built: Built, edition: str) -> None:
    meaning = Meaning(built.files[edition])
    said = text_of(meaning.root, meaning)
    where = [
        said.index(piece)
        for piece in (
            "De heer שלום כהן (1948) en mevrouw רות לוי schreven samen drie rapporten",
            "דו״ח על המים",
            "H2O en m2 staan",
            "דוד בן-גוריון",
            "Directeur Waterkwaliteit en Klimaatadaptatie",
            "a. De eerste mogelijkheid",
            "iv. het vierde.",
            "100. Het honderdste punt",
            "11,3 miljoen m³",
            "1 dag",
            "1.234.567.890,50",
            "De tweede alinea van de noot",
            "Een foto in inkten",
            "US$ 1.250,00",
            "US$ −300,50",
            "De sluis bij het dorp herstellen, deel 4.",
            "In week 1 is gemeten",
            "In week 100 is gemeten",
            "De laatste cel.",
            "voor de polders.",
            "Uiterwaarden",
        )
    ]
    assert where == sorted(where)
    weeks = re.findall(r"In week (\d+) is", said)
    assert weeks == [str(number) for number in range(1, 101)]
    rows = [text_of(row, meaning) for row in meaning.nodes("TR")]
    assert [int(match[1]) for row in rows if (match := re.match(r"(\d+) .* deel \1\b", row))] == list(range(1, 61))


def test_notes_on_a_heading_are_said_once_and_drawn_with_every_repetition(built: Built) -> None:
    meaning = Meaning(built.files["screen"])
    note = "Zoals vastgesteld in de vergadering van maart"
    assert text_of(meaning.root, meaning).count(note) == 1
    drawn = [
        "".join(painted.drawn for painted in page).translate(LEFT_OUT).replace(" ", "").count(note.replace(" ", ""))
        for page in meaning.painted
    ]
    headings = ["".join(painted.drawn for painted in page).count("Maatregel") for page in meaning.painted]
    assert sum(drawn) > 2
    for notes, tables in zip(drawn, headings, strict=True):
        assert notes == 0 or tables >= notes


def test_every_image_is_described_and_drawn_in_the_right_colours(built: Built) -> None:
    meaning = Meaning(built.files["screen"])
    described = [node.said("/Alt") for node in meaning.nodes("Figure")]
    assert [alt for alt in described if "verloop" in alt or "ring" in alt or "vlakken" in alt or "banen" in alt] == [
        "Een kleurverloop met een grijze streep onderaan",
        "Een kleurverloop in vier inkten",
        "Drie vlakken en een lijn",
        "Een verloop van zwart naar wit",
        "Een ring die naar buiten toe doorzichtig wordt",
        "Vier gekleurde banen",
    ]
    shapes = {}
    for edition in ("screen", "print"):
        with Pdf.open(BytesIO(built.files[edition])) as pdf:
            images = [o for o in pdf.objects if getattr(o, "get", None) and o.get("/Subtype") == Name.Image]
            shapes[edition] = sorted((int(i.Width) > int(i.Height), str(i.ColorSpace)[:11]) for i in images)
            spaces = {str(i.ColorSpace) for i in images}
            assert not spaces & ({"/DeviceRGB"} if edition == "print" else {"/DeviceCMYK"})
    assert [wide for wide, _ in shapes["screen"]].count(False) == 1  # the photograph that was turned
    assert len(shapes["screen"]) == len(shapes["print"]) == 6


def test_letters_come_from_fonts_of_each_kind(built: Built) -> None:
    for data in built.files.values():
        with Pdf.open(BytesIO(data)) as pdf:
            descriptors = [o for o in pdf.objects if getattr(o, "get", None) and o.get("/Type") == Name.FontDescriptor]
            kinds = {key for descriptor in descriptors for key in ("/FontFile2", "/FontFile3") if key in descriptor}
        assert kinds == {"/FontFile2", "/FontFile3"}
