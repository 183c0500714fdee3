"""Whole reports as finished files, each built once for all tests."""

from contextlib import chdir
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from reportbuilder.composition import prepare
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Document
from reportbuilder.layout.document import lay_out
from reportbuilder.layout.page import Layout
from reportbuilder.layout.sections import Material
from reportbuilder.loading import load_report
from reportbuilder.structure.build import tag_document
from tests.whole_reports import build_report, resources

from .structure_tree import Meaning

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
    """Build a report as the command does, and lay it out once more to know its pages."""
    with TemporaryDirectory() as output, chdir(ROOT):
        data = build_report(folder, ("screen",), Path(output)).paths[0].read_bytes()
        diagnostics, workplace = Diagnostics(), resources(cache=Path(output) / ".cache")
        material, document = prepare(load_report(folder, workplace, diagnostics), diagnostics)
        tags = tag_document(document, len(material.design.cover.texts))
        layout = lay_out(document, tags, material, diagnostics)
    return Built(document, material, layout, data, Meaning(data))


built = cache(build)
