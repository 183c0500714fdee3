"""Liang's hyphenation patterns, read from a file of Hunspell (`hyph_nl_NL.dic`), as Pyphen ships them.

In a pattern such as `1be3d` each figure stands before the letter where it holds; odd figures allow a division, even
ones forbid it, and of all patterns that occur in a word the highest figure counts at each place. A file has tens of
thousands of them, of which the words of a report meet a few: they are kept as they are written until they are met.
(Pyphen itself takes a hundred times as long to read a file, because it works out all of them.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

_HEX = re.compile(r"\^{2}([0-9a-f]{2})")
_VALUES_AND_LETTERS = re.compile(r"(\d?)(\D?)")
_SETTINGS = ("%", "#", "LEFTHYPHENMIN", "RIGHTHYPHENMIN", "COMPOUNDLEFTHYPHENMIN", "COMPOUNDRIGHTHYPHENMIN")
"""What lines begin with that are no patterns; no word has it in it."""
_USUAL = 8
"""Few patterns have more letters than this."""


class PatternFile:
    """The patterns of a file; `changes_spelling` when some of them divide a word by writing it otherwise (as in
    Hungarian), which are not read here."""

    def __init__(self, path: Path) -> None:
        encoding, _, body = path.read_bytes().partition(b"\n")
        name = encoding.decode("ascii").strip()
        text = body.decode("cp1251" if name.lower() == "microsoft-cp1251" else name)
        lines = list(map(str.strip, _HEX.sub(lambda match: chr(int(match[1], 16)), text).split("\n")))
        self.changes_spelling = "=" in text and any("/" in line and "=" in line for line in lines)
        self._written = _by_letters(lines)
        longer = (letters for letters in self._written if len(letters) > _USUAL)
        self._longest = max((len(letters) for letters in longer if not letters.startswith(_SETTINGS)), default=_USUAL)
        self._values: dict[str, tuple[int, ...]] = {}

    def places(self, word: str) -> list[int]:
        """The indexes at which the patterns divide a word in lower case."""
        marked = f".{word}."
        length, written = len(marked), self._written
        highest = [0] * (length + 1)
        for start in range(length - 1):
            for end in range(start + 1, min(start + self._longest, length) + 1):
                letters = marked[start:end]
                if letters in written:
                    for at, value in enumerate(self._values_of(letters), start):
                        if value > highest[at]:
                            highest[at] = value
        return [at - 1 for at, value in enumerate(highest) if value % 2 and 0 < at - 1 < len(word)]

    def _values_of(self, letters: str) -> tuple[int, ...]:
        """The figures before each letter of a pattern, and behind the last."""
        values = self._values.get(letters)
        if values is None:
            values = self._values[letters] = _values(self._written[letters])
        return values


def _by_letters(lines: Sequence[str]) -> dict[str, str]:
    """The patterns of these lines by their letters. Of two with the same letters the last counts that has figures."""
    text = "\n".join(lines)
    letters = text.encode().translate(None, b"0123456789").decode().split("\n")
    written = dict(zip(letters, lines, strict=True))
    if len(written) < len(lines):
        for key, pattern in zip(letters, lines, strict=True):
            if written[key] is not pattern and any(_values(pattern)) and not any(_values(written[key])):
                written[key] = pattern
    return written


def _values(pattern: str) -> tuple[int, ...]:
    """The figures of a pattern, without zeros at the end."""
    values = [int(value or 0) for value, _ in _VALUES_AND_LETTERS.findall(pattern)]
    while values and not values[-1]:
        values.pop()
    return tuple(values)
