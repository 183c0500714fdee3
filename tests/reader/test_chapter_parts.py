"""A chapter that is read by parts is the chapter that is read as a whole."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Matter
from reportbuilder.project.settings import ReportFolder, open_report_folder
from reportbuilder.reader import read
from reportbuilder.reader.chapter_parts import ChapterPart, parts_of
from reportbuilder.reader.read import ReadChapter, ReportReader
from reportbuilder.reader.sources import Sources

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted((*ROOT.glob("content/*/chapters/*.md"), *ROOT.glob("tests/documents/*/chapters/*.md")))

PIECES = (
    "# Titel", "## Kop", "(naam)=", "Een zin.", "Nog een zin\nop twee regels.", "- punt",
    "- punt\n\n  onder het punt",
    "  ingesprongen", "1. een", "2. twee", "a. letter", "b. letter", "i. romeins", "| A | B |\n| - | - |\n| 1 | 2 |",
    ":::{callout} Let op", "::::{callout} Buiten", ":::{break} page", ":::", "::::", "::{break} page", ":::note",
    "```", "~~~",
    "``x`` is code", "[^n]: Een noot.", "    bij de noot", "Zie [^n].", "[doel]: https://example.org", "Zie [doel].",
    "<!-- opmerking", "-->", "> citaat", "---", "***", "**vet** begin", "    :::", "- ```", "{{ 1 }}", "“Aanhaling”",
    "", "(geen label)", "A. de Vries", "  :::{break} page", "\t- diep",
)  # fmt: skip


def reader(folder: ReportFolder) -> ReportReader:
    return ReportReader(folder, Sources(folder, Diagnostics()))


def whole(folder: ReportFolder, text: bytes) -> ReadChapter:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "parts_of", lambda body, line: (ChapterPart(body, line),))
        return reader(folder).chapter(text, "chapters/x.md", Matter.BODY)


def same(folder: ReportFolder, text: bytes) -> None:
    one, other = reader(folder).chapter(text, "chapters/x.md", Matter.BODY), whole(folder, text)
    assert one.chapter == other.chapter
    assert list(one.chapter.notes if one.chapter else ()) == list(other.chapter.notes if other.chapter else ())
    assert one.spoiled == other.spoiled
    assert set(one.problems) == set(other.problems)


@pytest.fixture(scope="module")
def folder() -> ReportFolder:
    opened = open_report_folder(ROOT / "tests" / "documents" / "good-alles", Diagnostics())
    assert opened is not None
    return opened


@pytest.mark.parametrize("file", CHAPTERS, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_chapters_are_read_the_same_by_parts(file: Path) -> None:
    opened = open_report_folder(file.parents[1], Diagnostics())
    if opened is not None:
        same(opened, file.read_bytes())


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(("\n", "\n\n", "\n \n"))), max_size=9))
def test_any_markdown_is_read_the_same_by_parts(folder: ReportFolder, pieces: list[tuple[str, str]]) -> None:
    same(folder, "".join(piece + end for piece, end in pieces).encode())


def test_paragraphs_headings_and_directives_are_parts_of_their_own() -> None:
    text = "# Titel\n\nEen.\n\nTwee.\n\n:::{break} page\n:::\n\n- a\n\n- b\n\nDrie.\n"
    assert [(one.text.split("\n")[0], one.line) for one in parts_of(text, 1)] == [
        ("# Titel", 1),
        ("Een.", 3),
        ("Twee.", 5),
        (":::{break} page", 7),
        ("Drie.", 14),
    ]


@pytest.mark.parametrize("text", ["Een [doel].\n\nTwee.\n\n[doel]: https://example.org\n", "<!--\n\nEen.\n\n-->\n"])
def test_what_one_part_needs_of_another_stays_in_one_piece(text: str) -> None:
    assert parts_of(text, 1) == (ChapterPart(text, 1),)
