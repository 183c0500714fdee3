"""Documents of one chapter, made from Markdown."""

import tempfile
from pathlib import Path

from reportbuilder.content.model import Document
from reportbuilder.content.read import read_document
from reportbuilder.problems import Findings
from reportbuilder.project import open_project

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
        findings = Findings()
        project = open_project(root, findings)
        assert project is not None
        document = read_document(project, findings)
        assert list(findings) == []
        return document
