"""Hyphenation patterns of a language, read by Pyphen (Liang, "Word Hy-phen-a-tion by Com-put-er", 1983).

Pyphen is imported, and the patterns are read, when the first word is divided: that takes a tenth of a second.
"""

from functools import cached_property
from typing import Any


class Patterns:
    """Liang's hyphenation patterns for a language (BCP 47), as Pyphen ships them.

    A language that Pyphen does not know has no patterns, and its words are not divided. Patterns that change the
    spelling of a word (as in Hungarian) are left out.
    """

    def __init__(self, language: str) -> None:
        self._language = language

    def load(self) -> None:
        """Read the patterns now."""
        _ = self._dictionary

    def places(self, word: str) -> list[int]:
        """Where the patterns divide a word in lower case: indexes of the letters that begin a new part.

        >>> Patterns("nl").places("lettergrepen")
        [3, 6, 9]
        """
        if self._dictionary is None:
            return []
        positions = self._dictionary.positions(word)
        return [int(p) for p in positions if p.data is None and 0 < p < len(word)]

    @cached_property
    def _dictionary(self) -> Any:
        """Pyphen's dictionary of the language, or None: that of the region, else that of the language's own country,
        else the first of any region, in alphabetical order."""
        from pyphen import LANGUAGES, Pyphen

        names = {name.lower(): name for name in sorted(LANGUAGES)}
        wanted = self._language.replace("-", "_").lower()
        base = wanted.split("_")[0]  # Pyphen's own entry of this name is that of any region
        regional = next((name for key, name in names.items() if key.startswith(f"{base}_")), names.get(base))
        exact = names.get(wanted) if wanted != base else None
        name = exact or names.get(f"{base}_{base}") or regional
        return Pyphen(filename=LANGUAGES[name], left=1, right=1).hd if name else None
