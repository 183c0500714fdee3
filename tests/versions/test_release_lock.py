"""The journal of a release stands in the report's folder, and that may come from anybody: it leads nowhere."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reportbuilder.diagnostics import ExitCode, ReportError
from tests.versions.small_releases import lay_out_folders, released


def prepared(root: Path, output: str, number: str = "3.11.7") -> Path:
    """A tiny report with a journal that says that a release was broken off; gives its journal."""
    report = lay_out_folders(root)
    (report / "versions").mkdir()
    journal = report / "versions/.release"
    journal.write_text(json.dumps({"number": number, "output": output, "by": "x"}))
    return journal


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder outside of the project, with what a release leaves in it; the working folder is that of the project."""
    folder = tmp_path / "elsewhere"
    for name in ("3.11.7", ".3.11.7.work", ".3.11.7.part"):
        (folder / name).mkdir(parents=True)
        (folder / name / "file").write_bytes(b"mine")
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return folder


def intact(elsewhere: Path) -> bool:
    return sorted(path.name for path in elsewhere.iterdir()) == [".3.11.7.part", ".3.11.7.work", "3.11.7"]


@pytest.mark.parametrize("absolute", [True, False])
def test_a_journal_leads_to_no_other_folder(absolute: bool, elsewhere: Path) -> None:
    root = Path.cwd()
    journal = prepared(root, str(elsewhere) if absolute else "../../../elsewhere")
    with pytest.raises(ReportError) as stopped:
        released(root, "0.1")
    (problem,) = stopped.value.problems
    assert (problem.code, stopped.value.exit_code) == ("release-elsewhere", ExitCode.FILE)
    assert problem.place.file == "content/klein/versions/.release"
    assert str(elsewhere) in problem.message
    assert intact(elsewhere)
    assert not (root / "content/klein/versions.yaml").exists()
    journal.unlink()  # as the hint says
    released(root, "0.1")
    assert intact(elsewhere)


def test_what_was_left_in_another_output_folder_is_cleared_as_the_hint_says(elsewhere: Path) -> None:
    root = Path.cwd()
    prepared(root, "../../other/klein", "0.1")
    (root / "other/klein/.0.1.work").mkdir(parents=True)
    with pytest.raises(ReportError) as stopped:
        released(root, "0.1")
    assert "give the command with --output other, which clears it" in stopped.value.problems[0].hint
    (root / "output").symlink_to("other")  # the folder of the command is the other one, now
    released(root, "0.1")
    assert [path.name for path in (root / "other/klein").iterdir()] == ["0.1"]


def test_what_a_release_left_in_this_output_folder_is_cleared(elsewhere: Path) -> None:
    root = Path.cwd()
    prepared(root, "../../output/klein", "0.1")
    for name in ("0.1", ".0.1.work", ".0.1.part"):
        (root / "output/klein" / name).mkdir(parents=True)
    (root / "output/klein/.0.1.work/link").symlink_to(elsewhere)
    released(root, "0.1")
    assert [path.name for path in (root / "output/klein").iterdir()] == ["0.1"]
    assert intact(elsewhere)


def as_link(path: Path, target: Path) -> None:
    path.symlink_to(target / "3.11.7/file")


def as_folder(path: Path, target: Path) -> None:
    path.mkdir()


def as_pipe(path: Path, target: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize("put", [as_link, as_folder, as_pipe])
def test_what_is_no_journal_is_not_followed(put: Callable[[Path, Path], None], elsewhere: Path) -> None:
    root = Path.cwd()
    journal = prepared(root, "")
    journal.unlink()
    put(journal, elsewhere)
    with pytest.raises(ReportError) as stopped:
        released(root, "0.1")
    assert (stopped.value.problems[0].code, stopped.value.exit_code) == ("release-journal", ExitCode.FILE)
    assert (elsewhere / "3.11.7/file").read_bytes() == b"mine"


EMPTY = [
    "",
    "[",
    "[" * 100_000,
    "{}",
    "\xff",
    '{"number": "0.1", "output": 3}',
    '{"number": "0.1", "output": "a\\u0000b"}',
    '{"number": "../..", "output": "../../.."}',
]


@pytest.mark.parametrize("text", EMPTY, ids=range(len(EMPTY)))
def test_a_journal_that_says_nothing_is_none(text: str, elsewhere: Path) -> None:
    root = Path.cwd()
    prepared(root, "").write_bytes(text.encode("latin-1"))
    assert released(root, "0.1").folder.is_dir()
    assert intact(elsewhere)


@pytest.mark.parametrize("name", [".versions.yaml.part", "versions/.0.1.zip.part"])
def test_links_in_the_place_of_what_is_written_are_not_followed(name: str, elsewhere: Path) -> None:
    root = Path.cwd()
    report = lay_out_folders(root)
    (report / "versions").mkdir()
    (report / name).symlink_to(elsewhere / "3.11.7/file")
    released(root, "0.1")
    assert (elsewhere / "3.11.7/file").read_bytes() == b"mine"


def test_a_folder_of_versions_that_leads_elsewhere_is_refused(elsewhere: Path) -> None:
    root = Path.cwd()
    report = lay_out_folders(root)
    (report / "versions").symlink_to(elsewhere)
    with pytest.raises(ReportError) as stopped:
        released(root, "0.1")
    assert stopped.value.problems[0].code == "file-outside"
    assert intact(elsewhere)


def test_an_output_folder_of_the_report_that_leads_elsewhere_is_refused(elsewhere: Path) -> None:
    root = Path.cwd()
    lay_out_folders(root)
    (root / "output").mkdir()
    (root / "output/klein").symlink_to(elsewhere)
    with pytest.raises(ReportError) as stopped:
        released(root, "0.1")
    assert stopped.value.problems[0].code == "output-outside"
    assert intact(elsewhere)
