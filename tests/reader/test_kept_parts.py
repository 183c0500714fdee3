"""What the parts of chapters were read as is taken by a later process, and read anew only where something changed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Document
from reportbuilder.files.disk_cache import DiskCache
from reportbuilder.loading import load_report
from reportbuilder.memo import Memo
from reportbuilder.plugins import registry_with
from reportbuilder.project.project_folder import Resources
from reportbuilder.reader import read
from reportbuilder.values import replace
from tests.whole_reports import REPORTS, ROOT

TWO = """\
# Twee

Een alinea met een noot.[^a]

Er waren {{ cijfers.a[2021] }} meldingen.

:::{table} tabel
---
caption: Cijfers
data: cijfers.csv
columns: [{key: id, header: true}, {key: "2021"}]
---
:::

Er waren {{ meer.b[2020] }} andere.

[^a]: Een noot.
"""
FILES = {
    "report.yaml": "title: Klein\nyear: 2021\nstyle: rvo\ndesign: document\n"
    "version: {label: Concept, date: 2022-01-01}\nparts: {body: [chapters/een.md, chapters/twee.md]}\n",
    "chapters/een.md": "# Een\n\nAlles is goed.\n\nHet is  dubbel gespatieerd…\n",
    "chapters/twee.md": TWO,
    "data/cijfers.csv": "id;eenheid;2020;2021\na;aantal;1200;1300\n",
    "data/meer.csv": "id;eenheid;2020;2021\nb;aantal;7;8\n",
}


class Reading:
    """A report that is read by one process after the other; `read` lists the texts that a process had to read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.read: list[str] = []
        for name in ("styles", "fonts"):
            (root / name).symlink_to(ROOT / name)
        for file, text in FILES.items():
            path = root / "content" / "klein" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def replace(self, file: str, before: str, after: str) -> None:
        """Change the text of a file."""
        path = self.root / "content" / "klein" / file
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), encoding="utf-8")

    def process(self, cache: bool = True) -> tuple[Document, Diagnostics]:
        """Read the report as a new process does; gives its document and its problems."""
        self.read.clear()
        diagnostics = Diagnostics()
        resources = Resources.of(self.root, registry=registry_with(()), memo=Memo())
        report = load_report(
            self.root / "content" / "klein", resources if cache else replace(resources, cache=None), diagnostics
        )
        return report.document, diagnostics

    @property
    def entries(self) -> list[Path]:
        """What is kept of its chapters."""
        entries = (Path(entry.path) for entry in os.scandir(self.root / "output" / ".cache"))
        return [entry for entry in entries if b"content/klein/chapters/" in entry.read_bytes()]


@pytest.fixture
def reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reading]:
    reading = Reading(tmp_path)
    blocks = read._ChapterReading.blocks

    def listed(self: read._ChapterReading, text: str, first_line: int) -> object:
        reading.read.append(text.strip())
        return blocks(self, text, first_line)

    monkeypatch.setattr(read._ChapterReading, "blocks", listed)
    return reading


def test_a_later_process_reads_nothing_that_is_the_same(reading: Reading) -> None:
    first = reading.process()
    assert len(reading.read) == 8
    second = reading.process()
    assert reading.read == []
    assert second == first == reading.process(cache=False)


def test_of_a_changed_chapter_only_the_changed_part_is_read(reading: Reading) -> None:
    reading.process()
    reading.replace("chapters/een.md", "goed", "beter")
    changed = reading.process()
    assert reading.read == ["Alles is beter."]
    assert changed == reading.process(cache=False)
    assert reading.process() == changed
    assert reading.read == []


def test_parts_that_use_changed_data_are_read_again_and_no_other(reading: Reading) -> None:
    reading.process()
    reading.replace("data/meer.csv", ";7;", ";9;")
    changed = reading.process()
    assert [("meer.b" in text) for text in reading.read] == [True]
    assert changed == reading.process(cache=False)
    reading.replace("data/cijfers.csv", "1300", "1400")
    changed = reading.process()
    assert [("cijfers" in text) for text in reading.read] == [True, True]
    assert changed == reading.process(cache=False)


def test_another_setting_reads_everything_again(reading: Reading) -> None:
    reading.process()
    reading.replace("report.yaml", "year: 2021", "year: 2021\nlanguage: en")
    changed = reading.process()
    assert len(reading.read) == 8
    assert changed == reading.process(cache=False)


def test_problems_are_told_by_every_process(reading: Reading) -> None:
    reading.replace("chapters/een.md", "goed", "{ref}`nergens` ==goed==")
    first = reading.process()
    assert len(first[1]) >= 2
    assert reading.process() == first
    assert reading.read == []


@pytest.mark.parametrize("damage", [b"", b"reportbuilder cache\n", bytes(500)])
def test_damaged_entries_are_read_again(reading: Reading, damage: bytes) -> None:
    first = reading.process()
    for entry in reading.entries:
        entry.write_bytes(damage)
    assert reading.process() == first
    assert len(reading.read) == 8


def test_entries_of_two_chapters_put_in_each_others_place_are_read_again(reading: Reading) -> None:
    first = reading.process()
    one, two = reading.entries
    content = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(content)
    assert reading.process() == first
    assert len(reading.read) == 8


def test_a_process_without_a_cache_writes_nothing(reading: Reading) -> None:
    reading.process(cache=False)
    assert not (reading.root / "output").exists()


@pytest.mark.parametrize("folder", REPORTS, ids=lambda folder: folder.name)
def test_whole_reports_come_back_as_they_were_to_the_type_of_every_number(folder: Path, tmp_path: Path) -> None:
    def document(cache: DiskCache | None) -> Document:
        resources = Resources(ROOT / "styles", ROOT / "fonts", cache, registry_with(()))
        return load_report(folder, resources, Diagnostics()).document

    kept = DiskCache(tmp_path)
    assert repr(document(None)) == repr(document(kept)) == repr(document(kept))
