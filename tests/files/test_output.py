"""A report's files are published together or not at all, and nothing is followed or left behind."""

import errno
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from reportbuilder.diagnostics import Code, Diagnostic, ExitCode, ReportError
from reportbuilder.files.output import FORMER, HOST, beside, clear_stale, clear_stale_work, publish, work_folder
from tests.processes import gone_process

ROOT = Path(__file__).parents[2]
OLD = {"a.pdf": b"old a", "b.pdf": b"old b", "c.csv": b"old c"}
NEW = {"a.pdf": b"new a", "b.pdf": b"new b", "c.csv": b"new c", "d.md": b"new d"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The output folder of a report with files of an earlier build."""
    folder = tmp_path / "output" / "klein"
    publish(OLD, folder, folder.parent)
    return folder


def there(folder: Path) -> dict[str, bytes]:
    """All files in a folder, hidden ones included."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_are_written_together(folder: Path) -> None:
    assert there(folder) == OLD
    assert publish(NEW, folder, folder.parent) == tuple(folder / name for name in NEW)
    assert there(folder) == NEW


def failing(call: str, at: int, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let the `at`th call of a function of `os` fail, from 1."""
    real, calls = getattr(os, call), 0

    def fail(*args: object, **kwargs: object) -> object:
        nonlocal calls
        calls += 1
        if calls == at:
            raise error
        return real(*args, **kwargs)

    monkeypatch.setattr(os, call, fail)


@pytest.mark.parametrize("at", range(1, 5))
@pytest.mark.parametrize("call", ["open", "replace", "fsync", "link"])
def test_whatever_fails_all_files_stay_as_they_were(
    call: str, at: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        failing(call, at, patched, OSError(errno.ENOSPC, "No space left on device"))
        if call == "link":  # there are file systems without them
            publish(NEW, folder, folder.parent)
            assert there(folder) == NEW
            return
        with pytest.raises(ReportError) as stopped:
            publish(NEW, folder, folder.parent)
    (problem,) = stopped.value.problems
    assert (problem.code, stopped.value.exit_code) == ("output-unwritable", ExitCode.FILE)
    assert "No space left on device. No file of the report was replaced." in problem.message
    assert there(folder) == OLD


@pytest.mark.parametrize("call", ["open", "replace", "fsync"])
def test_an_interruption_leaves_all_files_as_they_were(
    call: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        failing(call, 3, patched, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            publish(NEW, folder, folder.parent)
    assert there(folder) == OLD


def test_files_too_large_for_the_disk_leave_all_as_they_were(folder: Path) -> None:
    large = {**NEW, "d.md": bytes(3_000_000)}
    child = os.fork()
    if not child:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        try:
            publish(large, folder, folder.parent)
        except ReportError as error:
            os._exit(int(error.exit_code))
        os._exit(99)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == ExitCode.FILE
    assert there(folder) == OLD


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root mounts a small disk")
def test_a_full_disk_leaves_all_as_they_were(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        publish(OLD, disk / "klein", disk)
        with pytest.raises(ReportError, match="No space left on device"):
            publish({**NEW, "c.csv": bytes(150_000), "d.md": bytes(150_000)}, disk / "klein", disk)
        assert there(disk / "klein") == OLD
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_check_that_fails_leaves_all_as_they_were(folder: Path) -> None:
    seen = []

    def refuse(files: Mapping[Path, Path]) -> None:
        seen.extend((made.read_bytes(), target.name) for made, target in files.items())
        raise ReportError([Diagnostic(Code.FIGURE_WITHOUT_ALT, "No.")], ExitCode.STANDARD)

    with pytest.raises(ReportError, match="No"):
        publish(NEW, folder, folder.parent, refuse)
    assert seen == [(data, name) for name, data in NEW.items()]
    assert there(folder) == OLD


def as_link(path: Path, secret: Path) -> None:
    path.symlink_to(secret)


def as_folder(path: Path, secret: Path) -> None:
    path.mkdir()
    (path / "inside").write_bytes(b"inside")


@pytest.mark.parametrize("where", [lambda target: beside(target), lambda target: beside(target, FORMER),
                                   lambda target: target])  # fmt: skip
def test_links_in_the_output_folder_are_not_followed(where: Callable[[Path], Path], folder: Path) -> None:
    secret = folder.parents[1] / "secret"
    secret.write_bytes(b"secret")
    path = where(folder / "b.pdf")
    path.unlink(missing_ok=True)
    path.symlink_to(secret)
    try:
        publish(NEW, folder, folder.parent)
    except ReportError:  # a name of ours is taken: nothing was done, and the link is cleared
        publish(NEW, folder, folder.parent)
    assert secret.read_bytes() == b"secret"
    assert there(folder) == NEW


def test_a_folder_in_the_place_of_a_file_stays(folder: Path) -> None:
    (folder / "b.pdf").unlink()
    as_folder(folder / "b.pdf", folder)
    with pytest.raises(ReportError) as stopped:
        publish(NEW, folder, folder.parent)
    assert stopped.value.problems[0].place.file.endswith("b.pdf")
    assert (folder / "a.pdf").read_bytes() == b"old a"
    assert (folder / "b.pdf/inside").read_bytes() == b"inside"


def test_an_output_folder_of_a_report_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "output").mkdir()
    (tmp_path / "output/klein").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ReportError) as stopped:
        publish(NEW, tmp_path / "output/klein", tmp_path / "output")
    assert stopped.value.problems[0].code == "output-outside"
    assert there(tmp_path / "elsewhere") == {}


def test_an_output_folder_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "output").symlink_to(tmp_path / "elsewhere")
    publish(NEW, tmp_path / "output/klein", tmp_path / "output")
    assert there(tmp_path / "elsewhere/klein") == NEW


PROGRAM = """
import os, signal, sys
from pathlib import Path
from reportbuilder.files.output import publish
from tests.files.test_output import NEW

def kill_at(step):
    changes = 0
    def count(event, details):
        nonlocal changes
        writes = event == "open" and isinstance(details[2], int) and details[2] & (os.O_WRONLY | os.O_RDWR)
        if writes or event in ("os.mkdir", "os.rename", "os.remove", "os.link"):
            changes += 1
            if changes == step:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)

folder = Path(sys.argv[1])
kill_at(int(sys.argv[2]))
publish(NEW, folder, folder.parent)
"""


def test_what_a_killed_build_left_is_mended_by_the_next(folder: Path) -> None:
    for step in range(1, 40):
        before = {**OLD, "d.md": b"old d"}
        publish(before, folder, folder.parent)
        command = [sys.executable, "-c", PROGRAM, str(folder), str(step)]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        assert code in (0, -signal.SIGKILL)
        clear_stale(folder)  # as the next build does before anything else
        assert there(folder) in (before, NEW)
        if code == 0:
            assert step > 8
            return
    raise AssertionError("it never came to its end")


def test_only_what_is_ours_and_left_over_is_cleared(tmp_path: Path) -> None:
    gone = gone_process()
    left = [f".a.pdf.{HOST}-{gone}.part", f".0.9.{HOST}-{gone}.part"]
    kept = [
        f".a.pdf.{HOST}-{os.getpid()}.part",  # at work
        f".a.pdf.elsewhere-{gone}.part",  # of another computer
        f"a.pdf.{HOST}-{gone}.part",
        f".a.pdf.{HOST}-{gone}.partial",
        ".a.pdf.part",
        ".git",
    ]
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "file").write_bytes(b"secret")
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in kept:
        (folder / name).write_bytes(b"x")
    (folder / left[0]).symlink_to(secret)
    (folder / left[1]).mkdir()
    (folder / left[1] / "inner").symlink_to(secret)
    clear_stale(folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(kept)
    assert (secret / "file").read_bytes() == b"secret"
    day_old = time.time() - 25 * 3600
    os.utime(folder / kept[1], (day_old, day_old))
    clear_stale(folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(set(kept) - {kept[1]})


def test_working_folders_of_killed_processes_are_cleared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, linked = (tmp_path / f"reportbuilder-{HOST}-{gone_process()}-{end}" for end in ("abc", "link"))
    left.mkdir()
    (left / "report.yaml").write_bytes(b"confidential")
    (tmp_path / "other").mkdir()
    linked.symlink_to(tmp_path / "other")
    with work_folder() as work:
        assert not left.exists()
        clear_stale_work()
        assert work.is_dir()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["other", linked.name])
