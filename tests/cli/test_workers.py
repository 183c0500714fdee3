"""Several reports at the same time: the same files, and what ends a worker is told."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reportbuilder.cli import workers
from reportbuilder.cli.workers import interruptible, result_of, worker_processes
from reportbuilder.diagnostics import ExitCode, ReportError
from tests.test_api import lay_out

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "reportbuilder", "build", "--edition", "screen", "--verbose"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with two reports."""
    for name in ("een", "twee"):
        lay_out(tmp_path, name, f"# {name}\n\n" + f"Tekst van {name}. " * 2000)
    return tmp_path


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1"}


def built(project: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((project / "output").rglob("*.pdf"))}


def test_workers_write_what_one_process_writes(project: Path) -> None:
    done = subprocess.run(COMMAND, cwd=project, env=environment(), capture_output=True, text=True, check=True)
    assert [line.split(" (")[0] for line in done.stdout.splitlines()] == [
        "Built output/een/een-screen.pdf",
        "Built output/twee/twee-screen.pdf",
    ]
    together = built(project)
    for name in ("een", "twee"):
        subprocess.run([*COMMAND, name], cwd=project, env=environment(), capture_output=True, check=True)
    assert built(project) == together
    assert len(together) == 2


@pytest.mark.parametrize("whole_group", [True, False])
def test_interrupted_workers_leave_nothing_and_say_nothing(project: Path, whole_group: bool) -> None:
    begun = subprocess.Popen(COMMAND, cwd=project, env=environment(), stderr=subprocess.PIPE, start_new_session=True)
    assert begun.stderr is not None
    begun.stderr.readline()  # a worker has begun
    time.sleep(0.2)
    (os.killpg if whole_group else os.kill)(begun.pid, signal.SIGTERM)
    said = begun.communicate(timeout=30)[1].decode()
    assert begun.returncode in (ExitCode.INTERRUPTED, ExitCode.DONE)
    assert "Traceback" not in said
    assert list(project.rglob("*.part")) == []


def end(number: int) -> None:
    os.kill(os.getpid(), number)


def test_a_worker_that_the_system_ended_is_a_problem_of_its_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 2)
    with worker_processes(2) as executor:
        assert executor is not None
        future = executor.submit(interruptible, end, signal.SIGKILL)
        with pytest.raises(ReportError) as stopped:
            result_of(future, "klein")
    (problem,) = stopped.value.problems
    assert (problem.code, problem.place.file) == ("system-killed", "klein")
    assert stopped.value.exit_code is ExitCode.SYSTEM


def test_one_report_needs_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 8)
    with worker_processes(1) as executor:
        assert executor is None
