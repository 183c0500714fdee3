"""Whole reports and the meaning of their finished files, each read once for all tests."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from reportbuilder.document.model import Document
from reportbuilder.layout.page import Layout
from reportbuilder.layout.sections import Material
from tests import whole_reports

from .structure_tree import Meaning


class Built(NamedTuple):
    """A report: what it says, what it was set with, its pages, its file."""

    document: Document
    material: Material
    layout: Layout
    data: bytes
    meaning: Meaning


@cache
def built(folder: Path) -> Built:
    """A report as the command builds it, with its pages and its structure tree."""
    return read_built(whole_reports.built(folder))


def read_built(made: whole_reports.BuiltReport) -> Built:
    """What was built, with the meaning of its file for the screen."""
    composed, data = made.composed, made.files["screen"]
    return Built(composed.document, composed.material, composed.layout, data, Meaning(data))
