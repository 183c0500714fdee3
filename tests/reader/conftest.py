"""A report of one chapter and one appendix, made from text."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from reportbuilder.diagnostics import Diagnostic, Diagnostics
from reportbuilder.document.model import Block, Chapter, Document
from reportbuilder.project.settings import open_report_folder
from reportbuilder.reader.read import read_document

REPORT = """title: Verslag
year: 2021
language: {language}
style: rvo
design: document
version: {{label: Concept, date: 2022-01-01}}
numbering: chapters
parts:
  body: [chapters/een.md, chapters/twee.md]
  appendix: [chapters/bijlage.md]
"""


@dataclass(frozen=True)
class Made:
    """What came of the report."""

    document: Document
    problems: tuple[Diagnostic, ...]

    @property
    def chapter(self) -> Chapter:
        """The first chapter; there must be no problems."""
        assert self.problems == ()
        return self.document.chapters[0]

    @property
    def block(self) -> Block:
        """The first chapter's only block."""
        (block,) = self.chapter.blocks
        return block

    @property
    def codes(self) -> list[tuple[str, int, int]]:
        """The problems' codes, lines and columns."""
        return [(p.code, p.place.line, p.place.column) for p in self.problems]


Make = Callable[..., Made]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes a report whose first chapter begins with a heading on line 1 and an empty line; other files by name."""

    def make_report(body: str, files: dict[str, str] | None = None, language: str = "nl") -> Made:
        written = {
            "report.yaml": REPORT.format(language=language),
            "chapters/een.md": f"# Een\n\n{body}",
            "chapters/twee.md": "(tweede)=\n# Twee\n\n(onderdeel)=\n## Onderdeel\n",
            "chapters/bijlage.md": "(bijlage)=\n# Bijlage\n",
            **(files or {}),
        }
        for name, text in written.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(text.encode("utf-8", "surrogateescape"))
        diagnostics = Diagnostics()
        project = open_report_folder(tmp_path, diagnostics)
        assert project is not None
        return Made(read_document(project, diagnostics), tuple(diagnostics))

    return make_report
