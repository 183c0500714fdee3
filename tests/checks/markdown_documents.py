"""Documents of one chapter, made from Markdown."""

import tempfile
from pathlib import Path

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Document
from reportbuilder.project.settings import open_report_folder
from reportbuilder.reader.read import read_document

REPORT = """title: Verslag
year: 2021
language: {language}
style: rvo
design: document
version: {{label: Concept, date: 2022-01-01}}
parts:
  body: [chapters/een.md]
"""


def make_document(text: str, language: str = "nl") -> Document:
    """The document of a chapter whose heading is on line 1; the text begins on line 3."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "chapters").mkdir()
        (root / "report.yaml").write_text(REPORT.format(language=language), encoding="utf-8")
        (root / "chapters" / "een.md").write_text(f"# Een\n\n{text}\n", encoding="utf-8")
        diagnostics = Diagnostics()
        project = open_report_folder(root, diagnostics)
        assert project is not None
        document = read_document(project, diagnostics)
        assert list(diagnostics) == []
        return document
