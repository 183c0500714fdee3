"""The words of a house style, kept for later processes: the same shapes and points, from the same fonts and rules."""

import shutil
from pathlib import Path

import pytest

from reportbuilder.files.disk_cache import DiskCache
from reportbuilder.text import kept_words
from reportbuilder.text.hyphenation import Hyphenator
from reportbuilder.text.kept_words import KeptWords
from reportbuilder.text.shaping import FontBook

FONTS = Path(__file__).parents[2] / "fonts"
FACES = {"text": "SourceSans3-Regular.ttf", "strong": "SourceSans3-Semibold.ttf"}
WORDS = ("burgerschapsvorming", "effectief", "1.234", "politiebedrijf")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in FACES.values():
        shutil.copy(FONTS / file, tmp_path / file)
    return tmp_path


class Process:
    """What one process knows of words, and how often it asks for what it does not."""

    def __init__(self, folder: Path, rules: object = (2, 3), cache: bool = True) -> None:
        files = {face: folder / file for face, file in FACES.items()}
        self.fonts = FontBook(files)
        self.kept = KeptWords(DiskCache(folder / "kept") if cache else None, files, rules)
        self.kept.tell(self.fonts)
        self.hyphenator = self.kept.hyphenator("nl", lambda tag: Hyphenator(tag, 2, 3))
        self.known = len(self.fonts.words), len(self.fonts.parts), len(self.hyphenator.divided)

    def work(self, words: tuple[str, ...] = WORDS) -> object:
        """Shape and hyphenate words, and keep what was found."""
        shapes = [self.fonts.shape(word, face, ("tnum",), "nl") for word in words for face in FACES]
        parts = [self.fonts.shape_part(word[:4], "text", (), "nl", hyphen=True) for word in words]
        points = [self.hyphenator.points(word) for word in words]
        self.kept.save()
        return [(one.text, one.face, one.glyphs, one.width) for one in (*shapes, *parts)], points


def test_a_later_process_knows_the_words_of_an_earlier_one(folder: Path) -> None:
    first = Process(folder)
    found = first.work()
    second = Process(folder)
    assert first.known == (0, 0, 0)
    assert second.known == (8, 4, 3)
    assert second.work() == found == Process(folder, cache=False).work()


def test_new_words_join_those_that_are_known(folder: Path) -> None:
    Process(folder).work(("een",))
    Process(folder).work(("twee", "drie"))
    assert Process(folder).known[0] == 6


def test_other_fonts_and_other_rules_know_nothing_of_each_other(folder: Path) -> None:
    Process(folder).work()
    assert Process(folder, rules=(3, 3)).known == (0, 0, 0)
    shutil.copy(FONTS / "SourceSans3-It.ttf", folder / FACES["text"])
    changed = Process(folder)
    assert changed.known == (0, 0, 0)
    assert changed.work() == Process(folder, cache=False).work()


def test_too_many_words_are_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Process(folder).work()
    monkeypatch.setattr(kept_words, "MOST_WORDS", 15)
    Process(folder).work(("erbij",))
    assert Process(folder).known == (0, 0, 0)


def test_a_damaged_entry_is_shaped_again(folder: Path) -> None:
    found = Process(folder).work()
    (entry,) = (folder / "kept").iterdir()
    entry.write_bytes(entry.read_bytes()[:-3])
    assert Process(folder).known == (0, 0, 0)
    assert Process(folder).work() == found
