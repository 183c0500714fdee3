"""Fences of other programs: the hint names the directive that is meant, and following it leaves nothing to tell."""

import re
import shutil
from pathlib import Path

import pytest

from reportbuilder.content.read import read_document
from reportbuilder.problems import Findings, Problem
from reportbuilder.project import open_project

GOOD = Path(__file__).parents[1] / "documents" / "good-alles"
FENCES = [
    ":::note", "::: {.callout}", "::: warning", ":::{admonition} Titel", "::: {.callout-note}", ":::quote",
    "::: {#doos .blockquote}",
]  # fmt: skip


def problems(folder: Path, fence: str) -> tuple[Problem, ...]:
    """What is wrong with a report whose chapter has a fence."""
    (folder / "chapters" / "bijlage.md").write_text(f"# Bijlage\n\n{fence}\nWoorden.\n:::\n", "utf-8")
    findings = Findings()
    project = open_project(folder, findings)
    assert project is not None
    read_document(project, findings)
    return tuple(problem for problem in findings if problem.place.file.endswith("bijlage.md"))


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
    findings = Findings()
    project = open_project(folder, findings)
    assert project is not None
    read_document(project, findings)
    assert {(p.code, p.place.line) for p in findings} == {("text-leftover", line + 1)}
