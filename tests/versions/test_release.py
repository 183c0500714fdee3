"""A version is released whole or not at all; what was released stays as it is."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportbuilder.build_result import BuildResult
from reportbuilder.diagnostics import Code, Diagnostic, ExitCode, Place, ReportError
from reportbuilder.project.settings import VersionStatus
from reportbuilder.versions.release import BuildHooks
from reportbuilder.versions.released import VersionState
from reportbuilder.versions.snapshot import digest
from tests.versions.small_releases import (
    DATE,
    TEXT,
    archivable,
    everything,
    lay_out_folders,
    make,
    no_problems,
    register_of,
    released,
    states,
    write,
)

WARNING = Diagnostic(Code.LINE_OVERFULL, "This line is loose.", "", Place("chapters/een.md", 3))
ERROR = Diagnostic(Code.LABEL_UNKNOWN, "There is no label “x”.", "", Place("chapters/een.md", 3))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    lay_out_folders(tmp_path)
    return tmp_path


def exit_code(root: Path, number: str) -> ExitCode:
    """What a release ends with."""
    try:
        released(root, number)
    except ReportError as error:
        return error.exit_code
    return ExitCode.DONE


def refused(root: Path, number: str, work: BuildHooks | None = None, **asked: object) -> tuple[list[str], ExitCode]:
    """Try to release a version, which must not be possible and change nothing; gives what is told, and the code."""
    before = everything(root)
    with pytest.raises(ReportError) as stopped:
        released(root, number, work, **asked)
    assert everything(root) == before
    assert all(problem.message for problem in stopped.value.problems)
    return [problem.code for problem in stopped.value.problems], stopped.value.exit_code


def test_a_version_is_entered_with_all_that_is_known_of_it(root: Path) -> None:
    done = released(root, "0.9", note="Voor het overleg", status=VersionStatus.CONCEPT)
    (version,) = register_of(root).versions
    assert version == done.version
    assert (str(version.number), version.label, version.date) == ("0.9", "Versie van mei", DATE)
    assert (version.status, version.note, version.based_on) == (VersionStatus.CONCEPT, "Voor het overleg", None)
    assert version.snapshot == digest((root / "content/klein/versions/0.9.zip").read_bytes())
    names = {file.name: file for file in version.files}
    assert {"klein-screen.pdf", "klein-print.pdf"} <= names.keys()
    for name, file in names.items():
        data = (root / "output/klein/0.9" / name).read_bytes()
        assert (file.size, file.sha256) == (len(data), digest(data))
    assert names["klein-screen.pdf"].edition == "screen"
    assert states(root) == ({"0.9": VersionState.COMPLETE}, [])


def test_a_version_stays_as_it_was_when_the_report_goes_on(root: Path) -> None:
    released(root, "0.9")
    before = everything(root)
    write(root, "# Een\n\nAnders.\n")
    (root / "styles/klein/style.yaml").write_text("name: anders\n")
    released(root, "1.0", label="Vastgesteld", status=VersionStatus.FINAL)
    kept = {name: data for name, data in before.items() if "/0.9" in name}
    assert len(kept) >= 3
    assert everything(root).items() >= kept.items()
    old, new = register_of(root).versions
    assert new.based_on == old.number
    assert new.content != old.content
    assert b"Anders." in (root / "output/klein/1.0/klein-screen.pdf").read_bytes()


def test_what_is_built_is_what_was_frozen(root: Path) -> None:
    """Text that changes after the report was checked is in the version, or it is not: never in half of it."""

    def change_and_make(folder: Path, *rest: Any, **more: Any) -> BuildResult:
        write(root, "# Een\n\nGewijzigd tijdens het bouwen.\n")
        return make(folder, *rest, **more)

    released(root, "0.9", BuildHooks(no_problems, change_and_make, archivable))
    assert TEXT.encode() in (root / "output/klein/0.9/klein-screen.pdf").read_bytes()


def test_the_same_content_again_is_noted(root: Path) -> None:
    assert released(root, "0.9").problems == ()
    assert [problem.code for problem in released(root, "1.0").problems] == ["release-same"]


@pytest.mark.parametrize("number", ["0.9", "0.8", "0.9.0", "0"])
def test_a_number_that_does_not_rise_is_refused(number: str, root: Path) -> None:
    released(root, "0.9")
    assert refused(root, number) == (["version-order"], ExitCode.USAGE)


@pytest.mark.parametrize("number", ["1.a", "", "../1", "1.0 "])
def test_what_is_no_number_is_refused(number: str, root: Path) -> None:
    assert refused(root, number) == (["version-number"], ExitCode.USAGE)


@pytest.mark.parametrize("asked", [{"label": ""}, {"label": "a\x07"}, {"note": "a\ud800"}])
def test_words_that_cannot_be_written_are_refused(asked: dict[str, str], root: Path) -> None:
    assert refused(root, "0.9", **asked) == (["version-words"], ExitCode.USAGE)


def test_a_report_with_errors_is_not_released(root: Path) -> None:
    assert refused(root, "0.9", BuildHooks(lambda *_: (ERROR, WARNING), make, archivable)) == (
        [WARNING.code, ERROR.code][::-1],
        ExitCode.CONTENT,
    )


def test_a_concept_may_have_warnings_and_a_final_version_none(root: Path) -> None:
    def one_warning(*asked: Any) -> tuple[Diagnostic, ...]:
        return (*no_problems(*asked), WARNING)

    work = BuildHooks(one_warning, make, archivable)
    codes, code = refused(root, "1.0", work, status=VersionStatus.FINAL)
    assert set(codes) == {"line-overfull", "release-warnings"}
    assert code is ExitCode.CONTENT
    assert released(root, "1.0", work).problems == (WARNING,)


def test_what_only_shows_when_the_version_is_made_counts_too_and_has_its_own_place(root: Path) -> None:
    def make_with_warning(folder: Path, *rest: Any, **more: Any) -> BuildResult:
        made = make(folder, *rest, **more)
        place = Place((folder / "chapters/een.md").as_posix(), 3)
        return BuildResult(made.report, made.files, 1, (Diagnostic(Code.LINE_OVERFULL, "Loose.", "", place),))

    work = BuildHooks(no_problems, make_with_warning, archivable)
    assert "release-warnings" in refused(root, "1.0", work, status=VersionStatus.FINAL)[0]
    (problem,) = released(root, "1.0", work).problems
    assert problem.place == Place((root / "content/klein/chapters/een.md").as_posix(), 3)


def test_problems_of_the_making_have_the_place_in_the_report_itself(root: Path) -> None:
    def fail(folder: Path, *_: Any, **__: Any) -> BuildResult:
        place = Place((folder / "report.yaml").as_posix(), 1)
        raise ReportError([Diagnostic(Code.HEADING_SKIPPED, "Wrong.", "", place)], ExitCode.STANDARD)

    with pytest.raises(ReportError) as stopped:
        released(root, "0.9", BuildHooks(no_problems, fail, archivable))
    assert stopped.value.problems[0].place.file == (root / "content/klein/report.yaml").as_posix()
    assert stopped.value.exit_code is ExitCode.STANDARD
    assert refused(root, "0.9", BuildHooks(no_problems, fail, archivable)) == (["heading-skipped"], ExitCode.STANDARD)


@pytest.mark.parametrize("name", ["output/klein/0.9/mine.txt", "content/klein/versions/0.9.zip"])
def test_nothing_that_is_there_is_overwritten(name: str, root: Path) -> None:
    (root / name).parent.mkdir(parents=True)
    (root / name).write_text("mine")
    assert refused(root, "0.9") == (["release-exists"], ExitCode.FILE)


def test_of_two_releases_at_once_one_wins(root: Path) -> None:
    second: list[ReportError] = []

    def make_twice(*given: Any, **more: Any) -> BuildResult:
        with pytest.raises(ReportError) as stopped:
            released(root, "0.9")
        second.append(stopped.value)
        return make(*given, **more)

    released(root, "0.9", BuildHooks(no_problems, make_twice, archivable))
    (problem,) = second[0].problems
    assert problem.code == "release-busy"
    assert second[0].exit_code is ExitCode.FILE
    assert f"as version 0.9 by process {os.getpid()}" in problem.message
    assert states(root) == ({"0.9": VersionState.COMPLETE}, [])
    released(root, "1.0")


def test_a_damaged_register_stops_a_release(root: Path) -> None:
    released(root, "0.9")
    path = root / "content/klein/versions.yaml"
    path.write_text(path.read_text().replace("label: Versie", "label: Andere"))
    assert refused(root, "1.0") == (["register-altered"], ExitCode.PROJECT)


def _failing(call: Callable[..., Any], at: int, error: int, *, lasting: bool = False) -> Callable[..., Any]:
    """A function of the system that works, but for the `at`-th time, when it fails, and ever after if it is lasting."""
    count = 0

    def fail(*given: Any, **more: Any) -> Any:
        nonlocal count
        count += 1
        if count == at or (lasting and count > at):
            raise OSError(error, os.strerror(error), *(str(one) for one in given[:1] if isinstance(one, Path)))
        return call(*given, **more)

    return fail


@pytest.mark.parametrize(
    ("owner", "name", "error"),
    [
        (os, "fsync", errno.ENOSPC),
        (Path, "mkdir", errno.EROFS),
        (Path, "replace", errno.EACCES),
        (Path, "open", errno.EACCES),
        (Path, "write_bytes", errno.ENOSPC),
    ],
)
def test_a_full_disk_or_a_read_only_folder_loses_nothing(
    owner: Any, name: str, error: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(root, "0.1")
    write(root, "# Een\n\nMeer.\n")
    before, call, codes = everything(root), getattr(owner, name), []
    for at in range(1, 60):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, _failing(call, at, error))
            codes.append(exit_code(root, "0.2"))
        if codes[-1] is ExitCode.DONE:
            break
        assert everything(root) == before
    assert codes.count(ExitCode.FILE) > 0
    assert set(codes[:-1]) <= {ExitCode.FILE, ExitCode.PROJECT}
    assert codes[-1] is ExitCode.DONE
    assert states(root) == ({"0.1": VersionState.COMPLETE, "0.2": VersionState.COMPLETE}, [])
    assert not list(root.rglob(".*.part"))


def test_a_disk_that_stays_full_loses_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    released(root, "0.1")
    before = everything(root)
    for at in range(1, 8):
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", _failing(os.fsync, at, errno.ENOSPC, lasting=True))
            assert exit_code(root, "0.2") is ExitCode.FILE
        assert everything(root) == before
    released(root, "0.2")
    assert states(root) == ({"0.1": VersionState.COMPLETE, "0.2": VersionState.COMPLETE}, [])
