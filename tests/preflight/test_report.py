"""`reportbuilder verify`: what is said of a file, and the exit codes; and the judgement of veraPDF."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result

from reportbuilder.cli.main import app
from reportbuilder.diagnostics import ExitCode
from reportbuilder.preflight.report import Objection, ToolError, ask_verapdf, read_report

from .broken_content import a_bare_text
from .broken_file import a_claim_on_more
from .pdf_edits import paint

REPORT = """<report><jobs><job><item><name>a.pdf</name></item>
<validationReport profileName="x" isCompliant="false"><details passedRules="1" failedRules="1">
<rule specification="ISO 14289-1:2014" clause="7.3" testNumber="1" status="failed" failedChecks="2">
<description>Figure tags shall include
  an alternative</description></rule></details></validationReport></job></jobs></report>"""

Broken = Callable[[Callable[[pikepdf.Pdf], None]], bytes]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["verify", *arguments], env={"NO_COLOR": "1"})


def programme(folder: Path, says: str) -> Path:
    """A veraPDF that always says the same."""
    path = folder / "verapdf"
    (folder / "says.xml").write_text(says, encoding="utf-8")
    path.write_text(f"#!/bin/sh\ncat '{folder / 'says.xml'}'\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def good(good_pdf: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "good.pdf"
    path.write_bytes(good_pdf)
    return path


def test_a_good_file_passes(good: Path) -> None:
    result = run(str(good))
    assert result.exit_code == ExitCode.DONE
    first, ua, a, last = result.output.splitlines()
    assert first.startswith(f"No faults found in {good} (")
    assert first.endswith("Promised: PDF/UA-1 and PDF/A-2a.")
    assert re.fullmatch(r"    PDF/UA-1: holds \d+ clauses, by \d+ checks; cannot judge \d+ points, .*", ua)
    assert "PDF/A-2a: holds" in a
    assert last == "    --verbose lists what was not judged."


def test_what_was_not_judged_is_listed_when_asked(good: Path) -> None:
    lines = run("--verbose", str(good)).output.splitlines()
    listed = [line for line in lines if line.startswith("    not judged: ")]
    assert any("(PDF/UA-1, 7.3; for people to judge)" in line for line in listed)
    assert any("schema" in line and "(PDF/A-2a, 6.6.2.3)" in line for line in listed)
    points = sum(int(found[1]) for line in lines if (found := re.search(r"cannot judge (\d+) points", line)))
    assert len([line for line in listed if "ISO 32000-1" not in line]) == points


def test_a_broken_promise_has_its_page_and_its_law(broken: Broken, tmp_path: Path, good: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(broken(a_bare_text))
    result = run(str(bad), str(good))
    assert result.exit_code == ExitCode.STANDARD
    words = "Something is painted that is neither tagged nor marked as decoration: page 4, text."
    assert f"{bad}: error: {words} [unmarked-content]\n    Against PDF/UA-1 (ISO 14289-1, 7.1)." in result.output
    assert f"1 error in {bad}" in result.output
    assert f"No faults found in {good}" in result.output


def test_many_of_a_kind_are_counted(broken: Broken, tmp_path: Path) -> None:
    def bare_everywhere(pdf: pikepdf.Pdf) -> None:
        for at in range(len(pdf.pages)):
            paint(pdf, "0 0 5 5 re f", at)

    (tmp_path / "bad.pdf").write_bytes(broken(bare_everywhere))
    output = run(str(tmp_path / "bad.pdf")).output
    assert output.count("[unmarked-content]") == 1
    assert "page 5, a line or shape; and " in output


def test_a_promise_that_we_cannot_check_is_said(broken: Broken, tmp_path: Path) -> None:
    (tmp_path / "b.pdf").write_bytes(broken(a_claim_on_more))
    result = run(str(tmp_path / "b.pdf"))
    assert result.exit_code == ExitCode.UNJUDGED
    assert "The file promises PDF/A-4, and whether it keeps that was not judged" in result.output
    assert "1 warning in" in result.output
    assert "Promised: PDF/UA-1 and PDF/A-4 (not judged)." in result.output
    report = tmp_path / "preflight.json"
    assert run(str(tmp_path / "b.pdf"), "--report", str(report)).exit_code == ExitCode.UNJUDGED
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (told["result"], told["passed"], told["unchecked"]) == ("not judged", False, ["PDF/A-4"])
    page = tmp_path / "preflight.html"
    assert run(str(tmp_path / "b.pdf"), "--report", str(page)).exit_code == ExitCode.UNJUDGED
    assert "Not judged</strong>" in page.read_text(encoding="utf-8")


def test_the_hint_about_a_promise_that_we_cannot_check_works(
    broken: Broken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "b.pdf").write_bytes(broken(a_claim_on_more))
    assert "add --verapdf" in run(str(tmp_path / "b.pdf")).output
    happy = REPORT.replace('status="failed"', 'status="passed"')
    monkeypatch.setenv("VERAPDF", str(programme(tmp_path, happy)))
    result = run("--verapdf", str(tmp_path / "b.pdf"))
    assert result.exit_code == ExitCode.DONE
    assert "PDF/A-4 (judged by veraPDF)" in result.output


def test_what_could_not_be_judged_hides_nothing_that_is_wrong(broken: Broken, tmp_path: Path) -> None:
    (tmp_path / "b.pdf").write_bytes(broken(a_claim_on_more))
    (tmp_path / "bad.pdf").write_bytes(broken(a_bare_text))
    files = (str(tmp_path / "bad.pdf"), str(tmp_path / "b.pdf"))
    assert run(*files).exit_code == run(*reversed(files)).exit_code == ExitCode.STANDARD


def test_a_file_without_promises_is_no_pass(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(tmp_path / "plain.pdf")
    result = run(str(tmp_path / "plain.pdf"))
    assert result.exit_code == ExitCode.UNJUDGED
    assert "It promises no standard, so only the file itself was looked at." in result.output


@pytest.mark.parametrize(
    "claim", ["PDF/A-1b", "PDF/A-3u", "PDF/UA-2", "PDF/X-1a:2003", "PDF/X-6", "PDF/VT-1", "PDF/E-1"]
)
def test_every_promise_is_seen(claim: str, tmp_path: Path) -> None:
    kind, rest = claim.split("-", 1)
    names = {
        "PDF/A": f'xmlns:p="http://www.aiim.org/pdfa/ns/id/" p:part="{rest[0]}" p:conformance="{rest[1:].upper()}"',
        "PDF/UA": f'xmlns:p="http://www.aiim.org/pdfua/ns/id/" p:part="{rest}"',
        "PDF/X": f'xmlns:p="http://www.npes.org/pdfx/ns/id/" p:GTS_PDFXVersion="{claim}"',
        "PDF/VT": f'xmlns:p="http://www.npes.org/pdfvt/ns/id/" p:GTS_PDFVTVersion="{claim}"',
        "PDF/E": f'xmlns:p="http://www.aiim.org/pdfe/ns/id/" p:ISO_PDFEVersion="{claim}"',
    }
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    packet = f'<r:RDF xmlns:r="{rdf}"><r:Description r:about="" {names[kind]}/></r:RDF>'
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    pdf.save(tmp_path / "plain.pdf")
    result = run(str(tmp_path / "plain.pdf"))
    assert result.exit_code == ExitCode.UNJUDGED
    assert f"Promised: {claim} (not judged)" in result.output


def test_what_cannot_be_read_has_its_own_exit_code(tmp_path: Path, good: Path) -> None:
    (tmp_path / "text.pdf").write_text("geen PDF", encoding="utf-8")
    result = run(str(tmp_path / "text.pdf"), str(tmp_path / "nowhere.pdf"), str(tmp_path), str(good))
    assert result.exit_code == ExitCode.FILE
    assert "This is not a PDF. [file-unreadable]" in result.output
    assert "nowhere.pdf” cannot be read" in result.output
    assert f"No faults found in {good}" in result.output


def test_verapdf_is_asked(good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERAPDF", str(programme(tmp_path, REPORT)))
    result = run("--verapdf", str(good))
    assert result.exit_code == ExitCode.STANDARD
    assert "veraPDF: Figure tags shall include an alternative (2 times) [verapdf]" in result.output
    assert "Against PDF/UA-1 (ISO 14289-1:2014, 7.3)." in result.output


def test_it_is_said_that_verapdf_is_not_there(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERAPDF", "no-such-program")
    result = run("--verapdf", str(good))
    assert result.exit_code == ExitCode.MISSING_TOOL
    assert "VERAPDF names “no-such-program”, which is not a program." in result.output
    monkeypatch.delenv("VERAPDF")
    monkeypatch.setenv("PATH", "")
    assert "veraPDF is not installed, or not on the path." in run("--verapdf", str(good)).output


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ("", "no report"),
        ("<report><jobs><job/></jobs></report>", "gave no reason"),
        (
            "<report><jobs><job><taskException><exceptionMessage>broken</exceptionMessage></taskException></job></jobs>"
            "</report>",
            "broken",
        ),
    ],
)
def test_no_judgement_of_verapdf_is_not_a_pass(
    says: str, words: str, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERAPDF", str(programme(tmp_path, says)))
    with pytest.raises(ToolError, match=words):
        ask_verapdf(good, ("PDF/UA-1",))


def test_a_report_of_verapdf_is_read() -> None:
    assert list(read_report(REPORT.encode(), "PDF/UA-1")) == [
        Objection("PDF/UA-1", "ISO 14289-1:2014, 7.3", "Figure tags shall include an alternative", 2)
    ]


def test_what_is_wrong_with_the_file_as_a_whole_is_said_of_no_page(broken: Broken, tmp_path: Path) -> None:
    def not_tagged(pdf: pikepdf.Pdf) -> None:
        pdf.Root.MarkInfo.Marked = False

    path = tmp_path / "a.pdf"
    path.write_bytes(broken(not_tagged))
    told = " ".join(run(str(path)).output.split())
    assert "The file does not say that it is tagged. " in told
    assert "page 1" not in told
