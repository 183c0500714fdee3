"""Results that depend on files are used again while the files that were opened have the same bytes."""

from pathlib import Path

import pytest

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.files.inputs import load, recording_opened_files
from reportbuilder.files.remembered import folder_listing, reading_files_once, remembered
from reportbuilder.memo import Memo


class Reading:
    """A function that joins the contents of files, and counts how often it does."""

    def __init__(self, *files: Path) -> None:
        self.files = files
        self.count = 0
        self.memo = Memo()

    def __call__(self, diagnostics: Diagnostics) -> bytes:
        self.count += 1
        diagnostics.add(Code.FILE_KIND, "It is odd.", Place("x"))
        return b"".join(load(file, file.parent) for file in self.files)

    def result(self, diagnostics: Diagnostics) -> bytes:
        return remembered(self.memo, "reading", "key", diagnostics, self)


@pytest.fixture
def two(tmp_path: Path) -> Reading:
    for name in ("a", "b"):
        (tmp_path / name).write_text(name)
    return Reading(tmp_path / "a", tmp_path / "b")


def test_a_file_that_changes_is_read_again_and_one_that_does_not_is_not(two: Reading) -> None:
    first = two.result(Diagnostics())
    assert two.result(Diagnostics()) is first
    two.files[1].write_text("c")
    assert two.result(Diagnostics()) == b"ac"
    two.files[1].write_text("b")
    assert two.result(Diagnostics()) is first
    assert two.count == 2


def test_problems_are_reported_every_time_and_opened_files_are_recorded(two: Reading) -> None:
    for _ in range(2):
        diagnostics = Diagnostics()
        with recording_opened_files() as opened:
            two.result(diagnostics)
        assert len(diagnostics.problems) == 1
        assert opened == set(two.files)


def test_a_result_inside_another_counts_for_both(two: Reading) -> None:
    memo, outer = Memo(), []

    def compute(diagnostics: Diagnostics) -> bytes:
        outer.append(1)
        return two.result(diagnostics) + b"!"

    for content in ("b", "b", "z", "b"):
        two.files[1].write_text(content)
        with reading_files_once():
            made = remembered(memo, "outer", 1, Diagnostics(), compute)
        assert made == f"a{content}!".encode()
    assert (len(outer), two.count) == (2, 2)


def test_an_inner_result_that_is_remembered_already_counts_for_the_outer(two: Reading) -> None:
    two.result(Diagnostics())
    memo = Memo()
    for content in ("b", "z"):
        two.files[1].write_text(content)
        made = remembered(memo, "outer", 1, Diagnostics(), two.result)
        assert made == f"a{content}".encode()


def test_a_file_that_cannot_be_opened_is_a_content_too(tmp_path: Path) -> None:
    memo = Memo()

    def exists(diagnostics: Diagnostics) -> bool:
        try:
            load(tmp_path / "a", tmp_path)
        except FileNotFoundError:
            return False
        return True

    found = []
    for write in (False, True):
        if write:
            (tmp_path / "a").write_text("a")
        found.append(remembered(memo, "there", 1, Diagnostics(), exists))
    assert found == [False, True]


def test_a_listing_changes_with_names_and_not_with_contents(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "a").write_text("1")
    before = folder_listing(tmp_path)
    (tmp_path / "inner" / "a").write_text("22")
    assert folder_listing(tmp_path) == before
    (tmp_path / "inner" / "b").write_text("1")
    assert folder_listing(tmp_path) != before


def test_a_listing_looks_into_a_linked_folder_and_not_round_in_circles(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "data").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "report" / "round").symlink_to(tmp_path / "report")
    before = folder_listing(tmp_path / "report")
    (tmp_path / "elsewhere" / "b").write_text("1")
    assert folder_listing(tmp_path / "report") != before
