"""What the system does to a command: streams closed or full, odd variables, signals, processes that it ends."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from reportbuilder.cli.terminal import Edge
from reportbuilder.diagnostics import Diagnostics, ExitCode, ReportError
from reportbuilder.editions.model import date_of
from reportbuilder.project.settings import open_report_folder

ROOT = Path(__file__).parents[2]
REPORT = """\
title: Klein verslag
year: 2022
style: rvo
design: document
version: {label: Proef, date: 2022-05-01}
parts: {body: [chapters/begin.md]}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one tiny report."""
    for shared in ("styles", "fonts"):
        (tmp_path / shared).symlink_to(ROOT / shared)
    report = tmp_path / "content/klein"
    (report / "chapters").mkdir(parents=True)
    (report / "report.yaml").write_text(REPORT)
    (report / "chapters/begin.md").write_text("# Begin\n\nTekst.\n")
    return tmp_path


def command(arguments: str, redirected: str = "") -> str:
    return f"exec {sys.executable} -m reportbuilder {arguments} {redirected}"


def run(
    project: Path, arguments: str, redirected: str = "", variables: Mapping[str, str | None] | None = None
) -> tuple[int, str]:
    """The exit code of a command, given in a shell, and what it says on standard error."""
    asked = {"PYTHONPATH": str(ROOT / "src"), **os.environ, **(variables or {})}
    environment = {name: value for name, value in asked.items() if value is not None}
    done = subprocess.run(
        command(arguments, redirected),
        shell=True,
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("arguments", ["check", "--help", "--version", "check --help", "figures klein"])
def test_a_full_standard_output_is_told(arguments: str, project: Path) -> None:
    code, said = run(project, arguments, ">/dev/full")
    assert code == ExitCode.FILE
    assert "No space left on device" in said


@pytest.mark.parametrize("redirected", [">&-", "2>&-", ">&- 2>&-", "<&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_closed_streams_change_nothing(redirected: str, project: Path) -> None:
    (project / "content/klein/chapters/begin.md").write_text("Geen kop.\n")
    code, _ = run(project, "check", redirected)
    assert code == ExitCode.CONTENT


def test_nothing_is_printed_into_a_file_when_standard_output_is_closed(project: Path) -> None:
    code, said = run(project, "build --edition screen", ">&-")
    assert (code, said) == (0, "")
    assert (project / "output/klein/klein-screen.pdf").read_bytes().endswith(b"%%EOF\n")


@pytest.mark.parametrize(
    "variables",
    [
        {"HOME": None, "TERM": None, "XDG_CACHE_HOME": None, "XDG_CONFIG_HOME": None, "PATH": ""},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "xx_YY.nonsense", "LANG": "nonsense", "TERM": "nonsense"},
        {"HOME": "/nonexistent", "TMPDIR": "/nonexistent"},
        {"COLUMNS": "x", "LINES": "-1", "NO_COLOR": "", "SOURCE_DATE_EPOCH": ""},
    ],
)
def test_an_odd_environment_changes_nothing(variables: Mapping[str, str | None], project: Path) -> None:
    code, said = run(project, "build --edition screen", variables=variables)
    assert (code, said) == (0, "")


@pytest.mark.parametrize("said", ["morgen", "-1", "1e20", "100000000000000000000", "²", "1.5", " 1", "253402300800"])
def test_a_source_date_that_is_none_is_wrong_usage(said: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = open_report_folder(project / "content/klein", Diagnostics())
    assert opened is not None
    monkeypatch.setenv("SOURCE_DATE_EPOCH", said)
    with pytest.raises(ReportError) as stopped:
        date_of(opened.settings)
    (problem,) = stopped.value.problems
    assert (problem.code, problem.place.file) == ("source-date", "SOURCE_DATE_EPOCH")
    assert stopped.value.exit_code is ExitCode.USAGE


def test_a_wrong_source_date_ends_a_build_with_words(project: Path) -> None:
    code, said = run(project, "build", variables={"SOURCE_DATE_EPOCH": "morgen"})
    assert code == ExitCode.USAGE
    assert "SOURCE_DATE_EPOCH is “morgen”" in said
    assert not list((project / "output").rglob("*.pdf"))


def test_output_that_cannot_be_a_folder_is_told(project: Path) -> None:
    (project / "output").mkdir()
    (project / "output/klein").write_bytes(b"mine")
    code, said = run(project, "build --edition screen")
    assert code == ExitCode.FILE
    assert "output/klein" in said
    assert (project / "output/klein").read_bytes() == b"mine"


def test_a_name_that_is_too_long_is_told(project: Path) -> None:
    name = "v" * 240
    shutil.move(project / "content/klein", project / "content" / name)
    code, said = run(project, "build --edition screen")
    assert code == ExitCode.FILE
    assert "File name too long" in said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("delay", [0.0, 0.3, 0.8])
def test_an_interrupted_build_leaves_nothing(number: signal.Signals, delay: float, project: Path) -> None:
    environment = {"PYTHONPATH": str(ROOT / "src"), **os.environ, "TMPDIR": str(project / "tmp")}
    (project / "tmp").mkdir()
    begun = subprocess.Popen(
        command("build --verbose"),
        shell=True,
        cwd=project,
        env=environment,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert begun.stderr is not None
    begun.stderr.readline()  # it has begun
    time.sleep(delay)
    os.killpg(begun.pid, number)  # as a terminal does: all processes of the command
    said = begun.communicate(timeout=30)[1].decode()
    assert begun.returncode in (ExitCode.INTERRUPTED, 0)
    assert "Traceback" not in said
    if begun.returncode == ExitCode.INTERRUPTED:
        assert said.count("Interrupted.") == 1
    hidden = [path.name for path in project.rglob(".*.part")] + [path.name for path in (project / "tmp").iterdir()]
    assert [name for name in hidden if not name.startswith("matplotlib")] == []


def test_too_little_memory_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edge = Edge(building=True, faults=tmp_path)
    with edge.guard("klein"):
        raise MemoryError
    assert edge.code is ExitCode.SYSTEM
    assert "too little memory" in capsys.readouterr().err
