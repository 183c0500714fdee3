"""The finished file read in the order of its tags says what the document says, word for word."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Document
from reportbuilder.files.inputs import shown
from reportbuilder.layout.page import Layout
from reportbuilder.preflight.verdict import read_pdf
from reportbuilder.project.settings import open_report_folder
from tests.structure.reading_order import Said, squeezed, words_of
from tests.styles import read_style
from tests.whole_reports import build_report, read_layout, resources

ROOT = Path(__file__).parents[2]
REPORTS = (
    ROOT / "content" / "jaarverslag-2019",
    ROOT / "content" / "jaarverslag-2022",
    ROOT / "tests" / "documents" / "good-alles",
)


SHORT = 150_000
"""A file of more bytes is a long report."""


class Read(NamedTuple):
    """A finished file, and what its document says."""

    pdf: Path
    texts: list[str]


@pytest.fixture(scope="module", params=REPORTS, ids=lambda report: report.name)
def read(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Read:
    """A report that is built, and read from its source."""
    output = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        built = build_report(request.param, ("screen",), output)
        document, layout, _ = read_layout(request.param, resources(cache=output / ".cache"))
        return Read(built.paths[0], list(_said(request.param, document, layout)))


def _said(folder: Path, document: Document, layout: Layout) -> list[str]:
    from reportbuilder.composition import imprint_of

    project = open_report_folder(folder, Diagnostics())
    assert project is not None
    style = read_style(ROOT / "styles" / "rvo", ROOT / "fonts", shown, Diagnostics(), project.settings.design)
    assert style is not None
    design = style.designs[project.settings.design]
    cover = [imprint_of(project).fill(text.text) for text in design.cover.texts]
    said = Said(document, layout.pages_by_label, cover, design.contents.depth, design.lists.marks)
    return [text for text in said.report() if text]


def test_our_own_reader_hears_every_word_of_the_document(read: Read) -> None:
    heard = read_pdf(read.pdf.read_bytes()).text
    assert words_of(heard) == words_of("\n".join(read.texts))


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler's pdfinfo is not installed")
def test_poppler_hears_the_same_text(read: Read) -> None:
    if read.pdf.stat().st_size > SHORT and not os.environ.get("CI"):
        pytest.skip("poppler takes half a minute for a long report")
    done = subprocess.run(["pdfinfo", "-struct-text", str(read.pdf)], capture_output=True, text=True, check=True)
    heard = "".join(_outside_figures(done.stdout))
    assert squeezed(heard) == squeezed("".join(read.texts))


def _outside_figures(told: str) -> list[str]:
    """The quoted texts of poppler's tree, those inside figures left out."""
    texts: list[str] = []
    figure = -1
    for line in told.splitlines():
        depth = len(line) - len(line.lstrip())
        if figure >= 0 and depth <= figure:
            figure = -1
        if re.match(r"\s*Figure\b", line):
            figure = depth
        quoted = re.fullmatch(r'\s*"(.*)"', line)
        if quoted and figure < 0:
            texts.append(quoted[1])
    return texts
