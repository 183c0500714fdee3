"""Whole reports as finished files, each built once for all tests."""

from contextlib import chdir
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest.mock import patch

from reportbuilder import pipeline
from reportbuilder.content.model import Document
from reportbuilder.editions import Edition
from reportbuilder.layout.document import lay_out
from reportbuilder.layout.page import Layout
from reportbuilder.layout.sections import Material
from reportbuilder.pipeline import build_report
from reportbuilder.problems import Findings
from reportbuilder.tagging.model import TagTree

from .tree import Meaning

ROOT = Path(__file__).parents[2]
GOOD = ROOT / "tests" / "documents" / "good-alles"
REPORTS = (GOOD, ROOT / "content" / "jaarverslag-2019", ROOT / "content" / "jaarverslag-2022")


class Built(NamedTuple):
    """A report: what it says, what it was set with, its pages, its file."""

    document: Document
    material: Material
    layout: Layout
    data: bytes
    meaning: Meaning


def build(folder: Path) -> Built:
    """Build a report as the command does, and keep what was made on the way."""
    made: list[tuple[Document, Material, Layout]] = []

    def kept(document: Document, tags: TagTree, material: Material, findings: Findings) -> Layout:
        layout = lay_out(document, tags, material, findings)
        made.append((document, material, layout))
        return layout

    with TemporaryDirectory() as output, chdir(ROOT), patch.object(pipeline, "lay_out", kept):
        data = build_report(folder, (Edition.SCREEN,), Path(output), lambda step: None).paths[0].read_bytes()
    (parts,) = made
    return Built(*parts, data, Meaning(data))


built = cache(build)
