"""`reportbuilder verify` on files for the press: what is said, and what is written down with `--report`."""

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pytest

from reportbuilder.diagnostics import ExitCode

from .broken_press_paint import an_image_of_200_pixels, an_image_of_much_ink
from .pdf_edits import paint
from .test_report import run

Broken = Callable[[Callable[[pikepdf.Pdf], None]], bytes]


def on_disk(folder: Path, data: bytes, name: str = "print.pdf") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_good_file_passes(print_pdf: bytes, tmp_path: Path) -> None:
    result = run(str(on_disk(tmp_path, print_pdf)))
    assert result.exit_code == ExitCode.DONE
    assert "Promised: PDF/X-4.\n    PDF/X-4: holds clause 6, by " in result.output


def test_a_warning_is_told_and_fails_nothing(broken_print: Broken, tmp_path: Path) -> None:
    result = run(str(on_disk(tmp_path, broken_print(an_image_of_200_pixels))))
    assert result.exit_code == ExitCode.DONE
    words = "An image has few pixels for its size: page 4, 200 pixels per inch, where 250 is asked, at "
    assert f"warning: {words}" in result.output
    assert "[image-coarse]\n    No standard forbids it; the press minds." in result.output
    assert "1 warning in" in result.output


def test_what_is_wrong_has_its_place(broken_print: Broken, tmp_path: Path) -> None:
    result = run(str(on_disk(tmp_path, broken_print(an_image_of_much_ink))))
    assert result.exit_code == ExitCode.STANDARD
    assert "up to 341 %, more than 300 % in 10 % of it, at 71 mm from the left, 141 mm from the foot" in result.output


def test_the_ink_limit_may_be_given(print_pdf: bytes, tmp_path: Path) -> None:
    assert run(str(on_disk(tmp_path, print_pdf)), "--ink-limit", "150").exit_code == ExitCode.STANDARD


def test_the_report_is_json_in_order(broken_print: Broken, tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        an_image_of_200_pixels(pdf)
        paint(pdf, "q /Knock gs 1 0 0 rg 0 0 99 99 re f Q", 2)

    path, report = on_disk(tmp_path, broken_print(change)), tmp_path / "preflight.json"
    assert run(str(path), "--report", str(report)).exit_code == ExitCode.STANDARD
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (told["file"], told["promises"], told["passed"]) == ("print.pdf", ["PDF/X-4"], False)
    assert [page["page"] for page in told["pages"]] == list(range(1, len(told["pages"]) + 1))
    assert told["pages"][0]["boxes"]["bleed"] == [-3.0, -3.0, 213.0, 300.0]
    assert told["pages"][0]["boxes"]["trim"] == [0.0, 0.0, 210.0, 297.0]
    assert {found["fact"] for found in told["violations"]} == {"colour-of-screen", "edge-without-bleed"}
    first = told["violations"][0]
    assert first["page"] == 3
    assert first["box"] == [0.0, 0.0, 34.9, 34.9]
    assert (first["words"], first["clause"]) == ("A colour of screens (RGB) is printed", "ISO 15930-7, 6")
    assert [found["fact"] for found in told["warnings"]] == ["image-coarse"]
    before = report.read_bytes()
    run(str(path), "--report", str(report))
    assert report.read_bytes() == before


class Reader(HTMLParser):
    """The tags of a page, and what they lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("src", "href")]


def test_the_report_is_a_page_of_its_own(broken_print: Broken, tmp_path: Path) -> None:
    path = on_disk(tmp_path, broken_print(an_image_of_much_ink), "a & <b>.pdf")
    report = tmp_path / "preflight.html"
    run(str(path), "--report", str(report))
    page, reader = report.read_text(encoding="utf-8"), Reader()
    reader.feed(page)
    assert "<title>Preflight of a &amp; &lt;b&gt;.pdf</title>" in page
    assert "More ink is printed than the paper can take" in page
    assert "<td>70.6, 141.1, 74.1, 144.6</td>" in page
    assert "http" not in page
    assert reader.links == []
    assert {"link", "script", "img"}.isdisjoint(reader.tags)


def test_files_for_the_screen_have_a_report_too(good_pdf: bytes, tmp_path: Path) -> None:
    report = tmp_path / "screen.json"
    assert run(str(on_disk(tmp_path, good_pdf)), "--report", str(report)).exit_code == ExitCode.DONE
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["promises"] == ["PDF/A-2a", "PDF/UA-1"]
    assert (told["passed"], told["violations"], told["warnings"]) == (True, [], [])


@pytest.mark.parametrize("arguments", [("--report", "x.txt"), ("b.pdf", "--report", "x.json")])
def test_a_report_is_about_one_file_and_of_a_known_kind(arguments: tuple[str, ...]) -> None:
    result = run("a.pdf", *arguments)
    assert result.exit_code == ExitCode.USAGE
    assert "ends in .json or .html" in result.output
