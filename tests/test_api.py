"""The public interface: from any working directory, several projects at once, and spread over processes."""

import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from reportbuilder import BuildResult, Project, ReportError, open_project
from reportbuilder.diagnostics import ExitCode, Severity
from reportbuilder.editions.model import EditionPages
from reportbuilder.registry import Plugin
from reportbuilder.standards.standard import Standard

ROOT = Path(__file__).parents[1]
TEXT = "# Een\n\nEr waren {{ cijfers.a[2021] }} meldingen in de stad.\n"


def lay_out(root: Path, name: str = "klein", text: str = TEXT) -> Path:
    """A project with one small report; gives the report's folder."""
    for shared in ("styles", "fonts"):
        if not (root / shared).exists():
            root.mkdir(parents=True, exist_ok=True)
            (root / shared).symlink_to(ROOT / shared)
    files = {
        "report.yaml": f"title: {name}\nyear: 2021\nstyle: rvo\ndesign: document\n"
        "version: {label: Concept, date: 2022-01-01}\nparts: {body: [chapters/een.md]}\n",
        "chapters/een.md": text,
        "data/cijfers.csv": "id;eenheid;2020;2021\na;aantal;1200;1300\n",
    }
    for file, content in files.items():
        path = root / "content" / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root / "content" / name


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A small project, which is opened from somewhere else."""
    lay_out(tmp_path / "here")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return open_project(tmp_path / "here")


def test_nothing_needs_the_working_directory(project: Project, tmp_path: Path) -> None:
    report = project.report("klein")
    assert report.check() == ()
    result = report.build()
    assert sorted(result.editions) == ["concept", "print", "screen"]
    assert result.files["klein-screen.pdf"].startswith(b"%PDF-")
    assert not project.output.exists() or not list(project.output.rglob("*.pdf"))  # nothing is written yet
    paths = result.save()
    assert {path.parent for path in paths} == {tmp_path / "here/output/klein"}
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_problems_show_paths_from_the_project(project: Project) -> None:
    chapter = project.root / "content/klein/chapters/een.md"
    chapter.write_text("# Een\n\nZie {ref}`nergens`.\n", encoding="utf-8")
    report = project.report("klein")
    (problem,) = [problem for problem in report.check() if problem.severity is Severity.ERROR]
    assert str(problem.place) == "content/klein/chapters/een.md:3:5"
    with pytest.raises(ReportError) as stopped:
        report.build("screen")
    assert stopped.value.problems == (problem,)


@pytest.mark.parametrize("inside", ["", "content", "content/klein/chapters"])
def test_a_project_is_found_from_any_folder_in_it(project: Project, inside: str) -> None:
    assert open_project(project.root / inside).root == project.root
    assert open_project(project.root / inside).report("klein") == project.report("klein")


def test_a_file_marks_a_project_too(tmp_path: Path) -> None:
    (tmp_path / "deep/er").mkdir(parents=True)
    with pytest.raises(ReportError) as stopped:
        open_project(tmp_path / "deep/er")
    assert stopped.value.exit_code is ExitCode.USAGE
    (tmp_path / "reportbuilder.yaml").touch()
    assert open_project(tmp_path / "deep/er").root == tmp_path


def test_two_projects_in_one_process_do_not_mix(tmp_path: Path) -> None:
    lay_out(tmp_path / "one", text="# Een\n\nVan de eerste.\n")
    lay_out(tmp_path / "two", text="# Een\n\nZie {ref}`nergens`.\n")
    one, two = (open_project(tmp_path / name).report("klein") for name in ("one", "two"))
    with ThreadPoolExecutor(2) as executor:
        found = list(executor.map(lambda report: report.check(), (one, two)))
    assert found[0] == ()
    assert [problem.place.file for problem in found[1]] == ["content/klein/chapters/een.md"]


def same(one: BuildResult, other: BuildResult) -> bool:
    return (one.files, one.page_count, one.diagnostics) == (other.files, other.page_count, other.diagnostics)


def test_an_executor_makes_the_same_bytes(project: Project) -> None:
    lay_out(project.root, "tweede", "# Een\n\nAndere tekst.\n")
    alone = project.build(editions=("screen", "print"))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        together = project.build(editions=("screen", "print"), executor=executor)
        apart = project.report("klein").build("screen", "print", executor=executor)
    assert [result.report for result in alone] == ["klein", "tweede"]
    assert all(map(same, alone, together))
    assert same(alone[0], apart)
    assert apart.editions == alone[0].editions


def test_values_are_frozen_and_can_be_pickled(project: Project) -> None:
    report = project.report("klein")
    result = report.build("screen")
    for value in (project, report, result, report.check(), report.figures()):
        again = pickle.loads(pickle.dumps(value))
        assert type(again) is type(value)
    assert pickle.loads(pickle.dumps(report)) == report
    with pytest.raises(AttributeError):
        report.folder = Path("elsewhere")  # type: ignore[misc]


def test_figures_and_tables_are_those_of_the_report(project: Project) -> None:
    (figure,) = project.report("klein").figures()
    assert (figure.use.text, figure.page) == ("1.300", 1)
    assert str(figure.use.place).startswith("content/klein/chapters/een.md:3:")
    assert project.report("klein").tables()["cijfers"].frame.shape[0] == 1


def test_versions_are_released_compared_and_restored(project: Project) -> None:
    report = project.report("klein")
    released = report.release("0.1", note="Eerste")
    assert released.folder == project.output / "klein" / "0.1"
    (report.folder / "chapters/een.md").write_text(TEXT.replace("stad", "wijk"), encoding="utf-8")
    assert "wijk" in report.compare("0.1").to_text()
    assert [str(version.number) for version in report.versions()] == ["0.1"]
    shutil.rmtree(released.folder)
    version, folder = report.restore("0.1")
    assert sorted(file.name for file in version.files) == sorted(path.name for path in folder.iterdir())


def test_an_unknown_edition_is_told_with_the_nearest(project: Project) -> None:
    with pytest.raises(ReportError) as stopped:
        project.report("klein").build("sceen")
    (problem,) = stopped.value.problems
    assert (problem.code, problem.hint) == ("edition-unknown", "Did you mean “screen”?")


def test_an_edition_of_a_plug_in_is_one_function(project: Project) -> None:
    plugin = Plugin("web edition")

    @plugin.edition("web", promises=(Standard.UA1, Standard.A2A))
    def web(composed: object, diagnostics: object) -> EditionPages:
        return EditionPages(composed.layout, composed.material, composed.tags)  # type: ignore[attr-defined]

    own = open_project(project.root, plugins=[plugin])
    assert [edition.name for edition in own.editions()] == ["concept", "screen", "print", "cover", "web"]
    assert [edition.name for edition in project.editions()] == ["concept", "screen", "print", "cover"]
    result = own.report("klein").build("web", "screen")
    assert result.files["klein-web.pdf"] == result.files["klein-screen.pdf"]
    result.save(verify=True)


def test_importing_the_package_is_cheap() -> None:
    program = "import reportbuilder, sys; print('reportbuilder.api' in sys.modules, len(dir(reportbuilder)) > 8)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False True\n"


@pytest.mark.parametrize("inside", ["content/klein/chapters", "."])
def test_the_command_line_works_from_inside_and_from_outside(project: Project, inside: str) -> None:
    command = [sys.executable, "-m", "reportbuilder"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1"}

    def run(where: Path, *arguments: str) -> str:
        done = subprocess.run([*command, *arguments], cwd=where, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run(project.root / inside, "check") == "No problems in klein.\n"
    assert "klein-screen.pdf" in run(project.root / inside, "build", "--edition", "screen")
    assert (project.root / "output/klein/klein-screen.pdf").is_file()
    assert run(Path.cwd(), "check", "klein", "--project", str(project.root / inside)) == "No problems in klein.\n"


@pytest.mark.parametrize(
    "call",
    [
        lambda project, report: report.build(["screen"]),
        lambda project, report: report.build(3),
        lambda project, report: report.compare(0.8),
        lambda project, report: report.redline(None, 1),
        lambda project, report: report.restore(9),
        lambda project, report: report.archive(1.0),
        lambda project, report: project.build(["een"]),
        lambda project, report: project.build("een", editions="screen"),
        lambda project, report: project.build("een", editions=[3]),
    ],
)
def test_what_is_no_name_is_refused_at_once_in_a_sentence(call: Callable[[Any, Any], object]) -> None:
    project = open_project(ROOT)
    with pytest.raises(TypeError, match=r"expected here|list of names"):
        call(project, project.report("jaarverslag-2022"))
