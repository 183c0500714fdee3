"""The finished file read in the order of its tags says what the document says, word for word."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from reportbuilder.composition import ComposedReport
from reportbuilder.preflight.verdict import read_pdf
from tests.structure.reading_order import Said, squeezed, words_of
from tests.whole_reports import REPORTS, built

SHORT = 150_000
"""A file of more bytes is a long report."""


class Read(NamedTuple):
    """A finished file, and what its document says."""

    pdf: bytes
    texts: list[str]


@pytest.fixture(scope="module", params=REPORTS, ids=lambda report: report.name)
def read(request: pytest.FixtureRequest) -> Read:
    """A report that is built, and read from its source."""
    report = built(request.param)
    return Read(report.files["screen"], list(_said(report.composed)))


def _said(composed: ComposedReport) -> list[str]:
    design, imprint = composed.material.design, composed.material.imprint
    cover = [imprint.fill(text.text) for text in design.cover.texts]
    pages = composed.layout.pages_by_label
    said = Said(composed.document, pages, cover, design.contents.depth, design.lists.marks, design.opener.contents)
    return [text for text in said.report() if text]


def test_our_own_reader_hears_every_word_of_the_document(read: Read) -> None:
    heard = read_pdf(read.pdf).text
    assert words_of(heard) == words_of("\n".join(read.texts))


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler's pdfinfo is not installed")
def test_poppler_hears_the_same_text(read: Read, tmp_path: Path) -> None:
    if len(read.pdf) > SHORT and not os.environ.get("CI"):
        pytest.skip("poppler takes half a minute for a long report")
    file = tmp_path / "read.pdf"
    file.write_bytes(read.pdf)
    done = subprocess.run(["pdfinfo", "-struct-text", str(file)], capture_output=True, text=True, check=True)
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
