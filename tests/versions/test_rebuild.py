"""What was released: whether it is still there, and how it is opened, made again and put back."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from reportbuilder.build_result import BuildResult
from reportbuilder.diagnostics import Diagnostics, ExitCode, ReportError
from reportbuilder.versions.rebuild import BuildFn, rebuild, restore
from reportbuilder.versions.register import Version
from reportbuilder.versions.released import VersionState, open_version
from tests.versions.small_releases import (
    TEXT,
    everything,
    lay_out_folders,
    make,
    released,
    states,
    workplace,
    write,
)
from tests.whole_reports import EDITIONS


@pytest.fixture
def root(tmp_path: Path) -> Path:
    lay_out_folders(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "says", "state"),
    [
        ("content/klein/versions/0.9.zip", ["snapshot-damaged"], VersionState.DAMAGED),
        ("output/klein/0.9/klein-print.pdf", ["version-file"], VersionState.DAMAGED),
    ],
)
def test_a_file_that_was_changed_is_found(name: str, says: list[str], state: VersionState, root: Path) -> None:
    released(root, "0.9")
    (root / name).write_bytes((root / name).read_bytes() + b"x")
    assert states(root) == ({"0.9": state}, says)


def test_files_that_are_gone_or_new_are_found(root: Path) -> None:
    released(root, "0.9")
    (root / "output/klein/0.9/klein-print.pdf").rename(root / "output/klein/0.9/drukwerk.pdf")
    assert states(root) == ({"0.9": VersionState.DAMAGED}, ["version-file", "version-file"])
    shutil.rmtree(root / "output")
    assert states(root) == ({"0.9": VersionState.SNAPSHOT_ONLY}, ["version-unbuilt"])
    (root / "content/klein/versions/0.9.zip").unlink()
    assert states(root)[0] == {"0.9": VersionState.DAMAGED}


def restored(root: Path, number: str, maker: BuildFn = make) -> tuple[Version, Path]:
    """Restore a version of the tiny report."""
    return restore(root / "content/klein", number, root / "output", workplace(root), maker, lambda step: None)


def rebuilt(root: Path, into: Path, number: str = "0.9", sha256: str = "") -> tuple[dict[str, bytes], list[str]]:
    diagnostics = Diagnostics()
    snapshot = root / f"content/klein/versions/{number}.zip"
    files = rebuild(snapshot, into, EDITIONS, workplace(root), make, diagnostics, sha256)
    return dict(files or {}), [problem.code for problem in diagnostics]


def test_a_version_is_made_again_from_its_snapshot_alone(root: Path, tmp_path: Path) -> None:
    released(root, "0.9")
    write(root, "# Een\n\nAnders.\n")
    files, codes = rebuilt(root, tmp_path / "again")
    assert codes == []
    assert files == {path.name: path.read_bytes() for path in (root / "output/klein/0.9").iterdir()}


def test_files_that_are_not_there_are_put_back_as_they_were(root: Path) -> None:
    released(root, "0.9")
    before = everything(root)
    shutil.rmtree(root / "output")
    _, folder = restored(root, "0.9")
    assert folder == root / "output/klein/0.9"
    assert everything(root) == before
    assert restored(root, "0.9")[1] == folder
    assert not list(root.rglob(".0.9.*"))


def test_files_that_come_out_otherwise_are_not_put_back(root: Path) -> None:
    def make_otherwise(*given: Any, **more: Any) -> BuildResult:
        made = make(*given, **more)
        return BuildResult(made.report, {**made.files, "klein-print.pdf": b"%PDF-otherwise"}, 1, ())

    released(root, "0.9")
    shutil.rmtree(root / "output")
    with pytest.raises(ReportError) as stopped:
        restored(root, "0.9", make_otherwise)
    assert [(problem.code, "klein-print.pdf" in problem.message) for problem in stopped.value.problems] == [
        ("version-differs", True)
    ]
    assert stopped.value.exit_code is ExitCode.FILE
    assert not [path for path in (root / "output").rglob("*") if path.is_file()]


def test_files_that_were_changed_are_not_overwritten(root: Path) -> None:
    released(root, "0.9")
    (root / "output/klein/0.9/klein-print.pdf").write_bytes(b"mine")
    before = everything(root)
    with pytest.raises(ReportError, match="was changed"):
        restored(root, "0.9")
    assert everything(root) == before


def test_what_was_never_released_cannot_be_restored(root: Path) -> None:
    released(root, "0.9")
    with pytest.raises(ReportError, match=r"There is no version “0\.8”") as stopped:
        restored(root, "0.8")
    assert stopped.value.exit_code is ExitCode.USAGE


def test_another_font_and_another_tool_are_told(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    released(root, "0.9")
    monkeypatch.setattr("reportbuilder.versions.rebuild.__version__", "9.9")
    assert rebuilt(root, tmp_path / "tool")[1] == ["rebuild-tool"]
    (root / "fonts/Letter.ttf").write_text("other letters")
    assert rebuilt(root, tmp_path / "changed") == ({}, ["font-changed"])
    (root / "fonts/Letter.ttf").unlink()
    assert rebuilt(root, tmp_path / "gone") == ({}, ["font-changed"])


def test_a_version_is_opened_as_the_working_text_is(root: Path, tmp_path: Path) -> None:
    released(root, "0.8")
    write(root, "# Een\n\nMeer.\n")
    released(root, "0.9")
    folder, diagnostics = root / "content/klein", Diagnostics()
    old = open_version(folder, "0.8", workplace(root), tmp_path / "old", diagnostics)
    own = open_version(folder, None, workplace(root), tmp_path / "own", diagnostics)
    assert old is not None
    assert own is not None
    assert (old.folder / "chapters/een.md").read_text() == TEXT
    assert (old.folder.name, str(old.version.number if old.version else "")) == ("klein", "0.8")
    assert (own.folder, own.version) == (folder, None)
    assert list(diagnostics) == []
    assert open_version(folder, "0.7", workplace(root), tmp_path / "none", diagnostics) is None
    assert [problem.code for problem in diagnostics] == ["version-unknown"]
