"""The problems that a check found are taken by a later process, while the files that it opened are the same."""

from collections.abc import Hashable
from pathlib import Path

import pytest

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.files.disk_cache import DiskCache
from reportbuilder.files.inputs import load, watching_files
from reportbuilder.files.kept_stages import with_kept_problems


class Checking:
    """A check that reports the words of two files, one of which need not be there; `runs` counts how often it runs."""

    def __init__(self, root: Path) -> None:
        self.root, self.runs = root, 0
        (root / "een.txt").write_text("goed", encoding="utf-8")

    def find(self, found: Diagnostics) -> None:
        self.runs += 1
        for name in ("een.txt", "twee.txt"):
            try:
                words = load(self.root / name, self.root).decode()
            except OSError as error:
                words = type(error).__name__
            found.add(Code.RESTATED, words, Place(name, 1, 2))

    def process(self, key: object = "x") -> tuple[list[str], int]:
        """The problems that a new process reports, and how many files a watcher around it was told of."""
        diagnostics, told = Diagnostics(), list[Hashable]()
        with watching_files(told.append):
            with_kept_problems(DiskCache(self.root / "cache", b"program"), "words", key, diagnostics, self.find)
        return [f"{one.place}: {one.message}" for one in diagnostics], len(told)


@pytest.fixture
def checking(tmp_path: Path) -> Checking:
    return Checking(tmp_path)


def test_a_later_process_reports_the_same_without_looking(checking: Checking) -> None:
    first = checking.process()
    assert first == checking.process() == (["een.txt:1:2: goed", "twee.txt:1:2: FileNotFoundError"], 2)
    assert checking.runs == 1


def test_a_file_that_changes_or_appears_is_looked_at(checking: Checking) -> None:
    checking.process()
    (checking.root / "een.txt").write_text("fout", encoding="utf-8")
    assert checking.process()[0] == ["een.txt:1:2: fout", "twee.txt:1:2: FileNotFoundError"]
    (checking.root / "twee.txt").write_text("nieuw", encoding="utf-8")
    assert checking.process()[0] == ["een.txt:1:2: fout", "twee.txt:1:2: nieuw"]
    assert checking.runs == 3


def test_another_key_is_another_check(checking: Checking) -> None:
    checking.process()
    checking.process("y")
    assert checking.runs == 2


@pytest.mark.parametrize("key", [2**70, object(), "\ud800"])
def test_what_has_no_digest_is_checked_every_time(checking: Checking, key: object) -> None:
    assert checking.process(key) == checking.process(key)
    assert checking.runs == 2


def test_entries_that_are_damaged_are_not_believed(checking: Checking) -> None:
    first = checking.process()
    for entry in (checking.root / "cache").iterdir():
        entry.write_bytes(entry.read_bytes()[:-1])
    assert checking.process() == first
    assert checking.runs == 2
