"""Small whole reports: what is wrong with each stands beside the faulty line, and nothing else may be found.

A comment `expect: code …` names the problems of the next line; `expect-3: code` those of the third line below it,
where no comment can stand in between.
"""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportbuilder.content.model import Block, Document, Heading, Table
from reportbuilder.content.read import read_document
from reportbuilder.content.walk import blocks_in
from reportbuilder.problems import Findings
from reportbuilder.project import open_project, shown

FOLDER = Path(__file__).parent
EXPECT = re.compile(r"(?:\[//\]: # \(|#[ ]*)expect(?:-(\d))?: ([a-z -]+)")
KINDS = {".md", ".yaml", ".csv"}

BAD = sorted(path.name for path in FOLDER.glob("bad-*"))


def read(folder: Path) -> tuple[Document | None, Findings]:
    """The document of a report's folder, and what is wrong with it."""
    findings = Findings()
    project = open_project(folder, findings)
    return read_document(project, findings) if project else None, findings


def expected(folder: Path) -> list[tuple[str, int, str]]:
    """The problems that the comments in a report announce."""
    found = []
    for path in folder.rglob("*"):
        if path.suffix in KINDS:
            for number, line in enumerate(path.read_text("utf-8", "replace").split("\n"), 1):
                if match := EXPECT.search(line):
                    at = number + int(match[1] or 1)
                    found += [(shown(path), at, code) for code in match[2].split()]
    return sorted(found)


@pytest.mark.parametrize("name", BAD)
def test_bad_report_gives_exactly_the_problems_it_announces(name: str) -> None:
    document, findings = read(FOLDER / name)
    announced = expected(FOLDER / name)

    assert announced
    assert sorted((p.place.file, p.place.line, p.code) for p in findings) == announced
    assert all(problem.message for problem in findings)
    assert document is None


def test_good_report_has_no_problems_and_every_kind_of_block() -> None:
    document, findings = read(FOLDER / "good-alles")

    assert list(findings) == []
    assert document is not None
    kinds = {type(block) for chapter in document.chapters for block in blocks_in(chapter.blocks)}
    assert kinds == set(Block.__args__)


def test_every_line_number_in_the_good_report_points_at_its_source() -> None:
    document, _ = read(FOLDER / "good-alles")
    assert document is not None
    for chapter in document.chapters:
        lines = Path(chapter.file).read_text("utf-8").split("\n")
        for block in (chapter.heading, *blocks_in(chapter.blocks)):
            line = lines[block.place.line - 1]
            assert line[block.place.column - 1] != " "
            if isinstance(block, Heading):
                assert line.startswith("#" * block.level + " ")
            elif isinstance(block, Table):
                assert line.startswith((":::{table}", ":::{status-matrix}", "| "))


FRAGMENTS = r"""
# Kop ¦ (label)= ¦ ## Tussenkop ¦ :::{table} een ¦ :::{quote} ¦ :::{figure} x ¦ :::{key-figures} ¦ :::: ¦ ::: ¦ --- ¦
columns: [{key: a}] ¦ :data: indicatoren.csv ¦ data: &a [*a] ¦ date: 2020-13-45 ¦ items: [] ¦ {ref}`x` ¦ {lang}`en: x` ¦
{status}`deels` ¦ [^a] ¦ [^a]: noot ¦ - A. een ¦   - twee ¦ 1. een ¦ > citaat ¦ <b> ¦ ![x](y) ¦ [x](#y) ¦ * ¦ ** ¦ ` ¦
\ ¦ | a | b | ¦ | --- | --- | ¦ | 1 | ¦ :::{status-matrix} ¦ data: matrix.csv ¦ :::{chart} verloop ¦ :::{break} page ¦
:::{signature} ¦ {{ x[1] }} ¦ ¦
""".replace("\n", " ").split(" ¦ ")
LINES = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=20), max_size=12).map("\n".join)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the good report, to spoil."""
    return Path(shutil.copytree(FOLDER / "good-alles", tmp_path_factory.mktemp("spoilt") / "report"))


@settings(max_examples=60, deadline=None)
@given(text=LINES | st.text())
def test_any_text_as_a_chapter_is_read_or_reported(scratch: Path, text: str) -> None:
    (scratch / "chapters" / "themas.md").write_text(text, encoding="utf-8", errors="replace")
    document, findings = read(scratch)

    assert (document is None) == findings.failed
    assert all(problem.place.file for problem in findings)


@settings(max_examples=30, deadline=None)
@given(
    content=st.binary(max_size=60) | LINES.map(str.encode),
    name=st.sampled_from(
        ["report.yaml", "data/indicatoren.csv", "data/statusregels.yaml", "charts/verloop.yaml", "images/vlak.png"]
    ),
)
def test_any_bytes_as_a_file_are_read_or_reported(scratch: Path, content: bytes, name: str) -> None:
    shutil.copytree(FOLDER / "good-alles", scratch, dirs_exist_ok=True)
    (scratch / name).write_bytes(content)
    document, findings = read(scratch)

    assert (document is None) == findings.failed
