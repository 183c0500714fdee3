"""What a process found or built is taken by a later one while nothing has changed, and never otherwise."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reportbuilder import Report, ReportError, open_project
from reportbuilder.cli.options import BUILT_IN_EDITIONS
from reportbuilder.diagnostics import Place
from reportbuilder.diagnostics.kept import KeptProblem
from reportbuilder.files.disk_cache import DiskCache
from reportbuilder.files.kept_results import keeping_result
from reportbuilder.kept_reports import BUILD, KeptBuild, ReportKeeper
from reportbuilder.plugins import registry_with
from reportbuilder.registry import Plugin
from reportbuilder.values import replace

ROOT = Path(__file__).parents[1]
FILES = {
    "report.yaml": "title: Klein\nyear: 2021\nstyle: rvo\ndesign: document\n"
    "version: {label: Concept, date: 2022-01-01}\nparts: {body: [chapters/een.md]}\n",
    "chapters/een.md": "# Een\n\nEr waren {{ cijfers.a[2021] }} meldingen in de stad.\n",
    "data/cijfers.csv": "id;eenheid;2020;2021\na;aantal;1200;1300\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with one small report, a house style of its own and the fonts of ours; written a while ago."""
    shutil.copytree(ROOT / "styles" / "rvo", tmp_path / "styles" / "rvo")
    shutil.copytree(ROOT / "fonts", tmp_path / "fonts")
    for file, text in FILES.items():
        path = tmp_path / "content" / "klein" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def no_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was changed just before counts as changed before."""
    monkeypatch.setattr("reportbuilder.files.kept_results._TICK", 0.0)


def later(root: Path) -> Report:
    """The report as a later process sees it."""
    return open_project(root).report("klein")


def forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every build and check fail that is really made."""

    def fail(*args: object) -> None:
        raise AssertionError("it was made again")

    monkeypatch.setattr("reportbuilder.pipeline.build_report", fail)
    monkeypatch.setattr("reportbuilder.pipeline.check_report", fail)


def append(file: str, text: str) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        path = root / file
        path.write_text(path.read_text("utf-8") + text, encoding="utf-8")

    return change


@pytest.mark.usefixtures("no_tick")
def test_a_build_is_taken_while_nothing_has_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert later(root).kept_build("screen") is None
    built = later(root).build("screen", reuse=True)
    assert later(root).kept_build("print") is None
    forbid(monkeypatch)
    for kept in (later(root).build("screen", reuse=True), later(root).kept_build("screen")):
        assert kept is not None
        assert kept.files == built.files
        assert (kept.page_count, kept.diagnostics, kept.editions) == (
            built.page_count,
            built.diagnostics,
            built.editions,
        )
        assert kept.save() == built.save()
    with pytest.raises(AssertionError, match="again"):
        later(root).build("screen")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a word": append("content/klein/chapters/een.md", "\nEn nog iets.\n"),
    "a figure": append("content/klein/data/cijfers.csv", "b;aantal;1;2\n"),
    "a setting": append("content/klein/report.yaml", "language: en\n"),
    "the house style": append("styles/rvo/style.yaml", "\n# Anders\n"),
    "a font": lambda root: (root / "fonts" / _font(root)).unlink(),
    "a new file of data": lambda root: (root / "content/klein/data/meer.csv").write_text("id;2020\na;1\n"),
    "a new folder": lambda root: (root / "content/klein/images").mkdir(),
    "a file of the style that goes": lambda root: next((root / "styles/rvo").rglob("*.svg")).unlink(),
}


def _font(root: Path) -> str:
    text = (root / "styles/rvo/style.yaml").read_text("utf-8")
    return next(font.name for font in sorted((root / "fonts").iterdir()) if font.name in text)


@pytest.mark.usefixtures("no_tick")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_check_is_made_again_when_anything_has_changed(
    root: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object]
) -> None:
    problems = later(root).check(reuse=True)
    with monkeypatch.context() as patched:
        forbid(patched)
        assert later(root).check(reuse=True) == problems
    change(root)
    forbid(monkeypatch)
    with pytest.raises(AssertionError, match="again"):
        later(root).check(reuse=True)


@pytest.mark.usefixtures("no_tick")
def test_another_date_of_the_files_makes_another_build(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later(root).check(reuse=True)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577836800")
    forbid(monkeypatch)
    with pytest.raises(AssertionError, match="again"):
        later(root).check(reuse=True)


@pytest.mark.usefixtures("no_tick")
def test_a_report_that_plugins_work_on_is_not_kept(root: Path) -> None:
    project = open_project(root, plugins=[Plugin("of somebody")])
    project.report("klein").check(reuse=True)
    assert kept_check(root) is None
    later(root).check(reuse=True)
    assert kept_check(root) == ()


@pytest.mark.usefixtures("no_tick")
def test_what_has_errors_is_not_kept(root: Path) -> None:
    append("content/klein/chapters/een.md", "\n{ref}`nergens`\n")(root)
    assert later(root).check(reuse=True)
    with pytest.raises(ReportError):
        later(root).build("screen", reuse=True)
    assert kept_check(root) is None


def test_what_changes_while_it_is_read_is_not_kept(root: Path) -> None:
    report = later(root)
    chapter = root / "content/klein/chapters/een.md"

    def change(step: str) -> None:
        chapter.write_text(chapter.read_text("utf-8") + "\nMeer.\n", encoding="utf-8")

    report.check(change, reuse=True)
    assert kept_check(root) is None


@pytest.mark.usefixtures("no_tick")
def test_a_damaged_or_foreign_result_is_not_taken(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    problems = later(root).check(reuse=True)
    files = {path: path.read_bytes() for path in (root / "output" / ".cache").iterdir()}
    for damage in (lambda data: data[:-1], lambda data: data[:60] + b"?" + data[61:], lambda data: data * 2):
        for path, content in files.items():
            path.write_bytes(damage(content))
        assert kept_check(root) is None
        assert later(root).check(reuse=True) == problems
    for path, content in files.items():
        path.write_bytes(content)
    assert kept_check(root) == problems
    monkeypatch.setattr("reportbuilder.files.disk_cache.program_digest", lambda: b"another version")
    forbid(monkeypatch)
    with pytest.raises(AssertionError, match="again"):
        later(root).check(reuse=True)


FORGED = {
    "a path out of the folder": {"files": {"../verslag.pdf": b""}},
    "the folder above": {"files": {"..": b""}},
    "no name": {"files": {"": b""}},
    "a name that no file can have": {"files": {"a\0b.pdf": b""}},
    "an edition without a file": {"editions": {"screen": "elders.pdf"}},
    "an unknown problem": {"problems": (KeptProblem("no-such-code", "", "", Place(), False),)},
}


@pytest.mark.usefixtures("no_tick")
@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
def test_a_result_that_no_build_gives_is_not_taken_though_it_is_whole(root: Path, forged: dict[str, object]) -> None:
    """What was sealed by a fault of the program, or by anybody, names nothing outside the report."""
    built = later(root).build("screen", reuse=True)
    keeper = ReportKeeper(DiskCache(root / "output" / ".cache"), root, root / "content" / "klein", root)
    kept = replace(BUILD.decode(BUILD.encode(KeptBuild(dict(built.files), 1, (), dict(built.editions)))), **forged)
    key, wrong = keeper._key("screen"), replace(built, page_count=1)
    keeping_result(keeper.cache, "builds", key, keeper._folder_of, lambda _: BUILD.encode(kept), lambda: wrong)
    assert keeper.build(("screen",), ()) is None
    assert later(root).build("screen", reuse=True).files == built.files


@pytest.mark.usefixtures("no_tick")
def test_settings_that_are_changed_and_changed_back_give_what_they_gave(root: Path) -> None:
    settings = root / "content/klein/report.yaml"
    before, first = settings.read_text("utf-8"), later(root).build("screen", reuse=True)
    settings.write_text(before.replace("Klein", "Groot"), encoding="utf-8")
    other = later(root).build("screen", reuse=True)
    settings.write_text(before, encoding="utf-8")
    assert later(root).build("screen", reuse=True).files == first.files != other.files
    for kept in (later(root).kept_build("screen"), later(root).build("screen")):
        assert kept is not None
        assert kept.files == first.files


@pytest.mark.usefixtures("no_tick")
def test_two_builds_at_the_same_time_keep_what_one_gives(root: Path, tmp_path: Path) -> None:
    program = f"from tests.test_kept_reports import later, Path; later(Path({str(root)!r})).build('screen', reuse=True)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    both = [subprocess.Popen([sys.executable, "-c", program], env=environment) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    entries = sorted((root / "output" / ".cache").iterdir())
    assert all(entry.suffix == ".kept" for entry in entries)
    assert (
        later(root).build("screen").files
        == open_project(root, output=tmp_path / "cold").report("klein").build("screen").files
    )
    later(root).build("screen", reuse=True)
    assert sorted((root / "output" / ".cache").iterdir()) == entries


def kept_check(root: Path) -> object:
    """What is kept of a check of the report, and holds."""
    return ReportKeeper(DiskCache(root / "output" / ".cache"), root, root / "content" / "klein", root).check()


def test_the_command_line_knows_the_editions_of_the_program() -> None:
    assert tuple(registry_with(()).editions) == BUILT_IN_EDITIONS
