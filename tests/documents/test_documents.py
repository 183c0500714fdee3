"""Small whole reports: what is wrong with each stands beside the faulty line, and nothing else may be found.

A comment `expect: code …` names the problems of the next line; `expect-3: code` those of the third line below it,
where no comment can stand in between.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportbuilder import composition
from reportbuilder import composition
from tests.whole_reports import build_report
from tests.whole_reports import check_report, read_layout
from reportbuilder.document.model import Block, ChangeNote, CustomBlock, Document, Heading, Table
from reportbuilder.reader.read import read_document
from reportbuilder.document.walk import blocks_in
from reportbuilder.files.inputs import shown
from reportbuilder.layout.page import Layout
from reportbuilder.project.project_folder import ProjectFolder
from reportbuilder.diagnostics import ExitCode, Diagnostics, Diagnostic, ReportError, Severity
from reportbuilder.project.settings import open_report_folder
from reportbuilder.versions.snapshot import collect_contents
from reportbuilder.project.project_folder import Resources
from tests.whole_reports import resources

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
EXPECT = re.compile(r"(?:\[//\]: # \(|#[ ]*)expect(?:-(\d))?: ([a-z -]+)")
KINDS = {".md", ".yaml", ".csv"}

BAD = sorted(path.name for path in FOLDER.glob("bad-*"))


def read(folder: Path) -> tuple[Document | None, Diagnostics]:
    """The document of a report's folder, and what is wrong with it."""
    diagnostics = Diagnostics()
    project = open_report_folder(folder, diagnostics)
    return read_document(project, diagnostics) if project else None, diagnostics


def check(folder: Path, cache: Path) -> tuple[tuple[Diagnostic, ...], ExitCode]:
    """Everything that is wrong with a report, as the command finds it, and what the command ends with."""
    try:
        problems = check_report(folder, resources(ROOT / "styles", ROOT / "fonts", cache))
    except ReportError as error:
        return error.problems, error.exit_code
    return problems, ExitCode.DONE


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
def test_bad_report_gives_exactly_the_problems_it_announces(name: str, tmp_path: Path) -> None:
    problems, code = check(FOLDER / name, tmp_path)
    announced = expected(FOLDER / name)

    assert announced
    assert sorted((p.place.file, p.place.line, p.code) for p in problems) == announced
    assert all(problem.message for problem in problems)
    assert [p for p in problems if not (p.place.file and p.place.line and p.place.column)] == []
    errors = {problem.code for problem in problems if problem.severity is Severity.ERROR}
    if all(code.exit_code is ExitCode.STANDARD for code in errors):
        assert code is (ExitCode.STANDARD if errors else ExitCode.DONE)
    else:
        assert code in (ExitCode.CONTENT, ExitCode.PROJECT)


@pytest.mark.parametrize(
    "run",
    [
        lambda folder, output: check_report(folder),
        lambda folder, output: read_layout(folder),
        lambda folder, output: build_report(folder, ("screen",), output, print),
    ],
    ids=["check", "layout", "build"],
)
def test_every_command_ends_with_all_problems_before_any_page_is_made(
    run: Callable[[Path, Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_pages(*_: object) -> None:
        raise AssertionError("a report with errors is not laid out")

    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(composition, "lay_out", no_pages)
    folder = FOLDER / "bad-at-once"
    with pytest.raises(ReportError) as stopped:
        run(folder, tmp_path)

    problems = stopped.value.problems
    assert sorted((p.place.file, p.place.line, p.code) for p in problems) == expected(folder)
    assert stopped.value.exit_code is ExitCode.CONTENT
    assert not list(tmp_path.rglob("*.pdf"))


def test_good_report_has_no_problems_and_every_kind_of_block() -> None:
    document, diagnostics = read(FOLDER / "good-alles")

    assert list(diagnostics) == []
    assert document is not None
    kinds = {type(block) for chapter in document.chapters for block in blocks_in(chapter.blocks)}
    assert kinds == set(Block.__args__) - {ChangeNote, CustomBlock}  # nobody writes those, or a plug-in has them


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


def test_a_label_may_have_characters_that_no_font_has(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER / "good-alles", tmp_path / "report"))
    with (folder / "chapters" / "bijlage.md").open("a", encoding="utf-8") as file:
        file.write("\n(中)=\n## Kop\n\nZie {ref}`中` op {page}`中`.\n")

    assert check(folder, tmp_path / "cache") == ((), ExitCode.DONE)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_on_disk_may_be_in_another_unicode_form(tmp_path: Path, form: Literal["NFC", "NFD"]) -> None:
    folder = Path(shutil.copytree(FOLDER / "good-alles", tmp_path / "report"))
    renamed = {name: name.replace("a", "ä") for name in ("themas.md", "vlak.png", "matrix.csv")}
    renamed["verloop"] = "verlööp"
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        if path.suffix in KINDS:
            text = path.read_text("utf-8")
            for old, new in renamed.items():
                text = re.sub(rf"(?<=[ /`]){re.escape(old)}\b", new, text)
            path.write_text(text, "utf-8")
        stem = renamed.get(path.name) or path.name.replace("verloop", "verlööp")
        path.rename(path.with_name(normalize(form, stem)))
    (folder / "images").rename(folder / normalize(form, "bééld"))
    cijfers = folder / "chapters/cijfers.md"
    cijfers.write_text(cijfers.read_text("utf-8").replace("images/", "bééld/"), "utf-8")
    own = {"größe.csv": "id;eenheid;2021;soort\nlang;aantal;12;1\n", "größe.yaml": "text: [soort]\n"}
    for name, text in own.items():
        (folder / "data" / normalize(form, name)).write_text(text, "utf-8")
    with (folder / "chapters/cijfers.md").open("a", encoding="utf-8") as file:
        file.write("\nEr kwamen {{ größe.lang[2021] }} langen.\n")

    assert check(folder, tmp_path / "cache") == ((), ExitCode.DONE)
    assert ProjectFolder(tmp_path).find(str(tmp_path / "report"), Diagnostics()) == folder


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


@settings(max_examples=25, deadline=None)
@given(text=LINES | st.text())
def test_any_text_as_a_chapter_is_read_or_reported(scratch: Path, text: str) -> None:
    (scratch / "chapters" / "themas.md").write_text(text, encoding="utf-8", errors="replace")
    document, diagnostics = read(scratch)

    assert document is not None
    assert all(problem.place.file for problem in (*diagnostics, *check(scratch, scratch / "cache")[0]))


@settings(max_examples=20, deadline=None)
@given(
    content=st.binary(max_size=60) | LINES.map(str.encode),
    name=st.sampled_from(
        ["report.yaml", "data/indicatoren.csv", "data/statusregels.yaml", "charts/verloop.yaml", "images/vlak.png"]
    ),
)
def test_any_bytes_as_a_file_are_read_or_reported(scratch: Path, content: bytes, name: str) -> None:
    shutil.copytree(FOLDER / "good-alles", scratch, dirs_exist_ok=True)
    (scratch / name).write_bytes(content)
    problems, code = check(scratch, scratch / "cache")

    assert all(problem.place.file for problem in problems)
    assert (code is ExitCode.DONE) == (not any(problem.severity is Severity.ERROR for problem in problems))


def test_a_snapshot_has_the_names_that_the_text_has(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER / "good-alles", tmp_path / "report"))
    path = (folder / "images/vlak.png").rename(folder / "images" / normalize("NFD", "bééld.png"))
    diagnostics = Diagnostics()
    project = open_report_folder(folder, diagnostics)
    assert project is not None
    found = collect_contents(project, ROOT / "styles", frozenset({path}), diagnostics)
    assert (list(diagnostics), normalize("NFC", "report/images/bééld.png") in found.files) == ([], True)
