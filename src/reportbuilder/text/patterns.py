"""Liang's patterns as Pyphen ships them: where they let a word be divided (Liang, "Word Hy-phen-a-tion by Com-put-er",
1983).

A language has ten thousand patterns and a report meets a few thousand of them, so a pattern is only interpreted when a
word comes by that has its letters.
"""

import os
import re
from collections.abc import Mapping
from importlib.util import find_spec

HEAD = 3
"""Letters of a word that are looked up at once: most have a pattern that begins with them."""

WIDTH = 10
"""Bits of a value, which is written as so many ones: 3 is 0b111. The greatest of values for many places at once is then
their union (`|`). One bit is always free, and the number is even."""


class Patterns:
    """The patterns of a language (BCP 47), none for a language that Pyphen does not know; patterns that change the
    spelling are left out."""

    def __init__(self, language: str) -> None:
        data = _pattern_data(language)
        encoding, _, rest = data.partition(b"\n")
        name = encoding.decode("ascii").strip().lower().replace("microsoft-cp", "cp") or "ascii"
        text = re.sub(r"\^\^([0-9a-f]{2})", lambda m: chr(int(m[1], 16)), rest.decode(name).replace("\r", ""))
        letters = text.encode().translate(None, b"0123456789").decode()  # much faster on bytes
        self._patterns = dict(zip(letters.split("\n"), text.split("\n"), strict=True))
        _add_beginnings(self._patterns)
        self._values = _Values(self._patterns)

    def places(self, word: str) -> list[int]:
        """Where the patterns divide a word in lower case: the odd values between its letters."""
        dotted = f".{word}. "  # no pattern goes on behind the last point
        size = len(word) + 2
        known, values_of, values = self._patterns, self._values, 0
        for i in range(size - 1):
            letters, end = dotted[i : i + HEAD], i + HEAD + 1
            while (longer := dotted[i:end]) in known:
                letters = longer
                end += 1
            values |= values_of[letters] << i * WIDTH
        last_ones = values & ~(values >> 1)  # at an even place if the value is odd
        odd = last_ones & (1 << WIDTH * size) // 3  # 0b…010101
        places = []
        while odd:
            first = odd & -odd
            places.append(first.bit_length() // WIDTH - 1)
            odd ^= first
        return [i for i in places if 0 < i < size - 2]


class _Values(dict[str, int]):
    """The values of all patterns that letters begin with, by the letters; worked out when they are met."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        super().__init__({"": 0})
        self._patterns = patterns

    def __missing__(self, letters: str) -> int:
        self[letters] = values = self[letters[:-1]] | _values(self._patterns.get(letters, ""))
        return values


def _add_beginnings(patterns: dict[str, str]) -> None:
    """Make all that patterns begin with, if it is longer than a head, a pattern too: one that says nothing."""
    size, longer = HEAD + 1, [letters for letters in patterns if len(letters) > HEAD + 1]
    while longer:
        for letters in longer:
            patterns.setdefault(letters[:size], "")
        size += 1
        longer = [letters for letters in longer if len(letters) > size]


def _values(pattern: str) -> int:
    """The values of a pattern: "a1b2" has 1 after one letter, 2 after two."""
    values = place = 0
    for char in pattern:
        if "0" <= char <= "9":
            values |= (1 << int(char)) - 1 << place
        else:
            place += WIDTH
    return values


def _pattern_data(language: str) -> bytes:
    """Pyphen's pattern file for a language: that of the region, or else of the language; nothing without one."""
    spec = find_spec("pyphen")
    if spec is None or not spec.submodule_search_locations:
        return b""
    folder = os.path.join(spec.submodule_search_locations[0], "dictionaries")
    wanted = language.replace("-", "_").lower()
    files = {name[5:-4].lower(): name for name in sorted(os.listdir(folder)) if name.endswith(".dic")}
    base = wanted.split("_")[0]
    regional = (name for key, name in files.items() if key.startswith(base + "_"))
    found = files.get(wanted) or files.get(f"{base}_{base}") or files.get(base) or next(regional, None)
    if found is None:
        return b""
    with open(os.path.join(folder, found), "rb") as file:
        return file.read()
