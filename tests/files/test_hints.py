"""A name of a file that is nearly right is told with the name that is: following the hint mends it."""

from pathlib import Path

import pytest

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.project.settings import open_report_folder
from reportbuilder.reader.read import read_document

REPORT = """title: Verslag
year: 2021
style: rvo
design: document
version: {label: Concept, date: 2022-01-01}
parts: {body: [chapters/een.md, chapters/twee.md]}
"""
CHAPTER = """# Een

:::{table} t
:caption: Tabel
:data: cijfers.csv
:::

:::{figure} images/boot.svg
:alt: Een blauwe driehoek op wit
:::
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z" fill="#003366"/></svg>'


def hints(folder: Path, change: tuple[str, str, str] = ("report.yaml", "", "")) -> list[str]:
    """The hints that a small report gets when some words of one of its files are replaced."""
    name, old, new = change
    files = {"report.yaml": REPORT, "chapters/een.md": CHAPTER, "chapters/twee.md": "# Twee\n\nTekst.\n"}
    files |= {"data/cijfers.csv": "a;b\n1;2\n", "images/boot.svg": DRAWING}
    for file, text in files.items():
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_text(text.replace(old, new) if file == name and old else text, encoding="utf-8")
    diagnostics = Diagnostics()
    if project := open_report_folder(folder, diagnostics):
        read_document(project, diagnostics)
    assert {problem.code for problem in diagnostics} <= {"file-missing"}
    return [problem.hint for problem in diagnostics]


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("chapters/een.md", "cijfers.csv", "data/cijfers.csv"),
        ("chapters/een.md", "cijfers.csv", "Cijfers.CSV"),
        ("chapters/een.md", "cijfers.csv", "cijfers"),
        ("chapters/een.md", "images/boot.svg", "boot.svg"),
        ("chapters/een.md", "images/boot.svg", "images/Boot.SVG"),
        ("chapters/een.md", "images/boot.svg", "images\\boot.svg"),
        ("report.yaml", "chapters/twee.md", "twee.md"),
        ("report.yaml", "chapters/twee.md", "Chapters/Twee.MD"),
        ("report.yaml", "chapters/twee.md", "chapters/twee"),
    ],
)
def test_a_name_that_is_nearly_right_has_the_right_one_in_its_hint(
    tmp_path: Path, file: str, right: str, wrong: str
) -> None:
    assert hints(tmp_path) == []
    assert hints(tmp_path, (file, right, wrong)) == [f"Did you mean “{right}”?"]


@pytest.mark.parametrize(
    ("file", "right", "wrong", "hint"),
    [
        ("chapters/een.md", "images/boot.svg", "https://example.org/boot.svg", "save the file there"),
        ("chapters/een.md", "images/boot.svg", "C:\\Mijn\\boot.svg", "save the file there"),
        ("report.yaml", "een.md, chapters", "een.md chapters", "Put a comma between two chapters"),
        ("report.yaml", "chapters/twee.md", "chapters/nawoord-van-de-korpschef.md", "Put the file back"),
        ("report.yaml", "chapters/twee.md", "kaft", "Known are"),
    ],
)
def test_a_name_that_leads_nowhere_says_what_to_do(
    tmp_path: Path, file: str, right: str, wrong: str, hint: str
) -> None:
    (found,) = hints(tmp_path, (file, right, wrong))
    assert hint in found


def test_a_chapter_that_has_a_hidden_ending_is_found(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "drie.md.txt").touch()
    (found,) = hints(tmp_path, ("report.yaml", "chapters/twee.md", "chapters/drie.md"))
    assert found.startswith("Rename chapters/drie.md.txt to chapters/drie.md;")
