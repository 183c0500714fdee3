"""The concept edition and the redline, as files: what they promise, what they say, and what they leave as it was."""

from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from reportbuilder.cli.main import app
from reportbuilder.diagnostics import ExitCode
from reportbuilder.pipeline import build_redline, check_report
from reportbuilder.preflight.verdict import verify
from reportbuilder.versions.release import BuildHooks, ReleaseRequest, release
from tests.versions.small_releases import archivable, make
from tests.whole_reports import build_report, resources

PROJECT = Path(__file__).parents[2]
SETTINGS = """title: Verslag
year: 2021
style: rvo
design: {design}
version: {{label: Tweede, date: 2022-02-01, status: {status}}}
parts: {{front: [cover, contents], body: [chapters/een.md]}}
"""
PADDING = "De eenheid werkte in dat jaar aan veel verschillende onderwerpen en schreef daar regelmatig over. " * 40
OLD = f"# Een\n\nEr waren 12 inbraken in de stad.\n\n## Twee\n\n{PADDING}\n\nDit staat er niet lang meer.\n"
NEW = f"# Een\n\nEr waren 15 inbraken in de stad.\n\n## Twee\n\n{PADDING}\n\nDit is er later bij gekomen.\n"


@pytest.fixture(params=["document", "magazine"])
def report(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report of which 0.1 was released before its text was changed."""
    for shared in ("styles", "fonts"):
        (tmp_path / shared).symlink_to(PROJECT / shared)
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "content" / "klein"
    (folder / "chapters").mkdir(parents=True)
    (folder / "report.yaml").write_text(SETTINGS.format(design=request.param, status="concept"), encoding="utf-8")
    (folder / "chapters" / "een.md").write_text(OLD, encoding="utf-8")
    work = BuildHooks(check_report, make, archivable)
    release(folder, ReleaseRequest("0.1", date=None), Path("output"), resources(), work, lambda step: None)
    (folder / "chapters" / "een.md").write_text(NEW, encoding="utf-8")
    return folder


def built(folder: Path, *editions: str) -> dict[str, bytes]:
    paths = build_report(folder, editions, Path("output")).paths
    return {path.name.removeprefix("klein-"): path.read_bytes() for path in paths}


def pages(pdf: bytes) -> dict[str, str]:
    """The words of each page by its label, without the spaces between them."""
    reader = PdfReader(BytesIO(pdf))
    texts = ("".join(page.extract_text().split()) for page in reader.pages)
    return dict(zip(reader.page_labels, texts, strict=True))


def test_a_concept_keeps_its_promises_and_tells_all_changes(report: Path) -> None:
    files = built(report)
    assert list(files) == ["concept.pdf", "screen.pdf", "print.pdf", "wijzigingen.md", "wijzigingen.csv"]
    assert verify(files["concept.pdf"]).violations == ()
    found = pages(files["concept.pdf"])
    assert {"1", "i", "2", "3"} <= set(found)
    assert "Wijzigingensindsversie0.1" in found["i"]
    assert "bladzijde3,regel1" in found["i"]
    assert "Tweede" in found["3"]
    assert all("CONCEPT" not in text for text in found.values())  # it is drawn, not written
    listed = files["wijzigingen.md"].decode()
    assert "bladzijde 3, regel 1" in listed
    assert all(words in listed for words in ("12", "15", "niet lang meer", "later bij gekomen"))


def test_what_did_not_change_stands_on_the_page_where_it_stood(report: Path) -> None:
    (report / "chapters" / "een.md").write_text(OLD, encoding="utf-8")
    files = built(report, "concept", "screen")
    concept, screen = pages(files["concept.pdf"]), pages(files["screen.pdf"])
    assert "Erisnietsgewijzigd." in concept.pop("i")
    assert list(concept) == list(screen)
    assert all(concept[label].startswith(text[:200]) for label, text in screen.items() if label not in ("1",))


def test_a_redline_with_bars_alone_has_the_new_words_only(report: Path) -> None:
    whole, bars = (
        build_redline(report, "0.1", None, resources(), lambda step: None, bars=only) for only in (False, True)
    )
    for redline in (whole, bars):
        assert verify(redline).violations == ()
    own = {name: [text for label, text in pages(pdf).items() if label != "i"] for name, pdf in
           (("whole", whole), ("bars", bars))}  # fmt: skip
    assert any("nietlangmeer" in text for text in own["whole"])
    assert not any("nietlangmeer" in text for text in own["bars"])
    assert any("laterbijgekomen" in text for text in own["bars"])


def test_the_words_of_a_change_can_be_heard(report: Path) -> None:
    redline = build_redline(report, None, None, resources(), lambda step: None)
    tree = PdfReader(BytesIO(redline)).root_object["/StructTreeRoot"]
    told: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, list):
            for kid in node:
                walk(kid.get_object() if hasattr(kid, "get_object") else kid)
        elif isinstance(node, dict):
            if node.get("/S") == "/Span" and "/Alt" in node:
                told.append(str(node["/Alt"]))
            if "/K" in node:
                kids = node["/K"]
                walk(kids.get_object() if hasattr(kids, "get_object") else kids)

    walk(tree)
    assert {"toegevoegd: 15", "verwijderd: 12"} <= set(told)


def test_what_is_final_has_no_concept(report: Path) -> None:
    settings = (report / "report.yaml").read_text(encoding="utf-8").replace("status: concept", "status: final")
    (report / "report.yaml").write_text(settings, encoding="utf-8")
    assert list(built(report)) == ["screen.pdf", "print.pdf"]


def test_a_redline_as_pdf_says_where_it_goes(report: Path) -> None:
    result = CliRunner().invoke(app, ["diff", "klein", "--format", "pdf"])
    assert result.exit_code == ExitCode.USAGE
    assert "--output" in result.output
    assert CliRunner().invoke(app, ["diff", "klein", "--format", "pdf", "--output", "rood.pdf"]).exit_code == 0
    assert Path("rood.pdf").read_bytes().startswith(b"%PDF-")
