"""Fences of other programs: the hint names the directive that is meant, and following it leaves nothing to tell."""

import re
import shutil
from pathlib import Path

import pytest

from reportbuilder.diagnostics import Diagnostic, Diagnostics
from reportbuilder.project.settings import open_report_folder
from reportbuilder.reader.read import read_document

GOOD = Path(__file__).parents[1] / "documents" / "good-alles"
FENCES = [
    ":::note", "::: {.callout}", "::: warning", ":::{admonition} Titel", "::: {.callout-note}", ":::quote",
    "::: {#doos .blockquote}",
]  # fmt: skip


def problems(folder: Path, fence: str) -> tuple[Diagnostic, ...]:
    """What is wrong with a report whose chapter has a fence."""
    (folder / "chapters" / "bijlage.md").write_text(f"# Bijlage\n\n{fence}\nWoorden.\n:::\n", "utf-8")
    diagnostics = Diagnostics()
    project = open_report_folder(folder, diagnostics)
    assert project is not None
    read_document(project, diagnostics)
    return tuple(problem for problem in diagnostics if problem.place.file.endswith("bijlage.md"))


@pytest.mark.parametrize("fence", FENCES)
def test_the_hint_for_a_fence_is_right(fence: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(GOOD, tmp_path / "report"))
    (problem,) = problems(folder, fence)
    written = re.search(r"“(:::\{[^”]*)”", problem.hint)
    assert written is not None, problem.hint
    assert problems(folder, written[1]) == ()


@pytest.mark.parametrize("title", ["Jaar**verslag** in *beeld*", "Verslag [TOC]", "Zie <b>dit</b>"])
def test_markup_in_the_settings_is_told(title: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(GOOD, tmp_path / "report"))
    file = folder / "report.yaml"
    lines = file.read_text("utf-8").split("\n")
    line = next(at for at, text in enumerate(lines) if text.startswith("title:"))
    lines[line] = f'title: "{title}"'
    file.write_text("\n".join(lines), "utf-8")
    diagnostics = Diagnostics()
    project = open_report_folder(folder, diagnostics)
    assert project is not None
    read_document(project, diagnostics)
    assert {(p.code, p.place.line) for p in diagnostics} == {("text-leftover-likely", line + 1)}
