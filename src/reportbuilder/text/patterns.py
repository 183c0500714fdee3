"""Hyphenation patterns of a language: Pyphen's pattern files (Liang, "Word Hy-phen-a-tion by Com-put-er", 1983).

A file has ten thousand patterns or more, and a report needs a few thousand of them: a pattern is parsed when a word
first contains its letters. Pyphen's own class parses them all, which takes a tenth of a second for every language.
"""

import os
import re
from collections.abc import Mapping
from functools import cached_property
from importlib.util import find_spec

HEAD = 3
"""Letters of a word that are looked up at once: most such groups begin a pattern."""

WIDTH = 12
"""Bits for the value between two letters, which is that many ones (3 is 0b111), so that the union of two values is the
greater one. Even, and more than the greatest value, 10."""


class Patterns:
    """Liang's hyphenation patterns for a language (BCP 47), as Pyphen ships them.

    A language that Pyphen does not know has no patterns, and its words are not divided. Where a pattern changes the
    spelling of a word (as in Hungarian) the word is not divided.
    """

    def __init__(self, language: str) -> None:
        self._language = language

    def load(self) -> None:
        """Read the patterns now; else they are read when the first word is divided."""
        _ = self._values

    def places(self, word: str) -> list[int]:
        """Where the patterns divide a word in lower case: indexes of the letters that begin a new part.

        >>> Patterns("nl").places("lettergrepen")
        [3, 6, 9]
        """
        values_of = self._values
        known = values_of.patterns
        dotted = f".{word}. "  # no pattern continues after the last point
        size = len(word) + 2
        values = 0
        for i in range(size - 1):
            letters, end = dotted[i : i + HEAD], i + HEAD + 1
            while (longer := dotted[i:end]) in known:
                letters = longer
                end += 1
            values |= values_of[letters] << i * WIDTH
        highest = values & ~(values >> 1)  # the last of the ones of each value
        odd = highest & (1 << WIDTH * size) // 3  # 0b…010101
        places = []
        while odd:
            first = odd & -odd
            places.append(first.bit_length() // WIDTH - 1)
            odd ^= first
        return [i for i in places if 0 < i < len(word)]

    @cached_property
    def _values(self) -> "_Values":
        return _Values(_read_patterns(self._language))


class _Values(dict[str, int]):
    """For some letters the values of all patterns that they begin with; computed at the first look-up.

    `patterns` are the patterns by their letters: "a1b2" for "ab".
    """

    def __init__(self, patterns: Mapping[str, str]) -> None:
        super().__init__({"": 0})
        self.patterns = patterns

    def __missing__(self, letters: str) -> int:
        self[letters] = values = self[letters[:-1]] | _parse(self.patterns.get(letters, ""))
        return values


def _parse(pattern: str) -> int:
    """The values of a pattern: "a1b2" has 1 after one letter, 2 after two.

    A slash at the end marks a pattern that changes the spelling: its odd values become even, which forbids the place.
    """
    values = place = 0
    changes = pattern.endswith("/")
    for char in pattern:
        if "0" <= char <= "9":
            value = int(char)
            values |= (1 << value + (changes and value % 2)) - 1 << place
        else:
            place += WIDTH
    return values


def _read_patterns(language: str) -> dict[str, str]:
    """The patterns of a language by their letters, and beside them every beginning of a pattern that is longer than
    `HEAD` ("" if it is no pattern itself), so that longer ones are found letter by letter."""
    encoding, _, rest = _pattern_file(language).partition(b"\n")
    name = encoding.decode("ascii").strip().lower().replace("microsoft-cp", "cp") or "ascii"
    text = re.sub(r"\^\^([0-9a-f]{2})", lambda m: chr(int(m[1], 16)), rest.decode(name))
    text = re.sub(r"/[^\n]*=[^\n]*|[ \t\r]+(?=\n)", lambda m: "/" if m[0][0] == "/" else "", text)
    letters = text.encode().translate(None, b"0123456789/").decode()  # much faster on bytes
    lines = zip(letters.split("\n"), text.split("\n"), strict=True)
    patterns = {one: pattern for one, pattern in lines if one != pattern}  # one without a value says nothing
    size, longer = HEAD + 1, [letters for letters in patterns if len(letters) > HEAD + 1]
    while longer:
        for one in longer:
            patterns.setdefault(one[:size], "")
        size += 1
        longer = [one for one in longer if len(one) > size]
    return patterns


def _pattern_file(language: str) -> bytes:
    """Pyphen's file for a language: that of the region, else that of the language's own country, else the first of any
    region, in alphabetical order; empty without one."""
    spec = find_spec("pyphen")
    if spec is None or not spec.submodule_search_locations:
        return b""
    folder = os.path.join(spec.submodule_search_locations[0], "dictionaries")
    wanted = language.replace("-", "_").lower()
    files = {name[5:-4].lower(): name for name in sorted(os.listdir(folder)) if name.endswith(".dic")}
    base = wanted.split("_")[0]
    regional = (name for key, name in files.items() if key.startswith(f"{base}_"))
    found = files.get(wanted) or files.get(f"{base}_{base}") or files.get(base) or next(regional, None)
    if found is None:
        return b""
    with open(os.path.join(folder, found), "rb") as file:
        return file.read()
