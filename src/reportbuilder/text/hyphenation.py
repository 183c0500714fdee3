"""Hyphenation: Liang's patterns, for Dutch restricted by the members of compounds (`dutch_compounds`), and the
exceptions of a style."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from reportbuilder.text.dutch_compounds import divide_compound, dutch_lexicon, hyphen_indexes
from reportbuilder.values import Value

SHORTEST = 5  # letters that a word needs to be divided at all

_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PARTS = re.compile(r"[^-\u2010\u2011–—/]+")
_ADDRESS = re.compile(r"://|^\W*www\.|@|\w\.\w{2,}/|[a-z]\.[a-z]{2,}\W*$")
_CLOSERS = ".,;:!?)"
_TREMA = dict(zip("äëïöü", "aeiou", strict=True))
_VOWELS = frozenset("aeiouyäëïöüáéíóúàèìòùâêîôû")


class HyphenPoint(Value):
    """A hyphenation point before `index`, with the text drawn before the hyphen and after it, where spelling
    changes."""

    index: int
    before_text: str
    after_text: str


class Hyphenator:
    """Finds the hyphenation points of words in one language (BCP 47), with at least `before` letters before a hyphen
    and `after` after it.

    `exceptions` are words with hyphens at the allowed points ("politie-be-drijf"; without hyphens: never divided). A
    language without patterns only has its exceptions.
    """

    def __init__(self, language: str, before: int = 2, after: int = 3, exceptions: Iterable[str] = ()) -> None:
        self.language = language
        self._before = before
        self._after = after
        self._exceptions = {word.replace("-", "").lower(): hyphen_indexes(word) for word in exceptions}
        self._dutch = language.lower().split("-")[0] == "nl"
        self._patterns = Patterns(language)
        self._points: dict[str, tuple[HyphenPoint, ...]] = {}
        self._runs: dict[str, tuple[int, ...]] = {}

    def load(self) -> None:
        """Load the patterns of the language now, before they are shared."""
        self._patterns.load()
        if self._dutch:
            dutch_lexicon()

    def points(self, word: str) -> tuple[HyphenPoint, ...]:
        """The hyphenation points of a word with its punctuation; each run of letters is hyphenated separately."""
        points = self._points.get(word)
        if points is None:
            points = self._points[word] = self._find(word)
        return points

    def _find(self, word: str) -> tuple[HyphenPoint, ...]:
        if len(word) < SHORTEST:
            return ()
        core = word.rstrip(_CLOSERS)
        if core.isalpha() and word.isascii():  # most words, and the quickest way
            return tuple(HyphenPoint(i, word[:i], word[i:]) for i in self._run(core))
        if is_address(word):
            return ()
        word, places = _composed(word)
        found = []
        for part in _PARTS.finditer(word):
            if not part[0].isalpha() and any(c.isdigit() for c in part[0]):
                continue
            for run in _LETTERS.finditer(part[0]):
                start = part.start() + run.start()
                found += [start + i for i in self._run(run[0])]
        return tuple(self._point(word, places, i) for i in found)

    def _point(self, word: str, places: Sequence[str], i: int) -> HyphenPoint:
        """The point before letter `i`; `places` are the letters as the source writes them."""
        before, letter, rest = "".join(places[:i]), places[i], "".join(places[i + 1 :])
        plain = _TREMA.get(word[i].lower()) if self._dutch else None
        if plain and word[i - 1].lower() in _VOWELS:
            letter = plain
        return HyphenPoint(len(before), before, letter + rest)

    def _run(self, letters: str) -> tuple[int, ...]:
        """The points in a run of letters; words in capitals and names such as iPhone have none."""
        if letters in self._runs:
            return self._runs[letters]
        lower = letters.lower().replace("’", "'")
        tail = letters[2:] if letters.startswith("IJ") else letters[1:]
        allowed: Iterable[int] = ()
        if lower in self._exceptions:
            allowed = self._exceptions[lower]
        elif len(lower.replace("'", "")) >= SHORTEST and tail == tail.lower() and len(lower) == len(letters):
            allowed = self._by_pattern(lower)
        self._runs[letters] = tuple(allowed)
        return self._runs[letters]

    def _by_pattern(self, lower: str) -> list[int]:
        patterns = self._patterns.places
        places = divide_compound(lower, patterns, dutch_lexicon()) if self._dutch else patterns(lower)
        if "'" not in lower:
            last = len(lower) - self._after
            return [i for i in places if self._before <= i <= last]
        last = len(lower) - self._after - lower.count("'", len(lower) - self._after - 1)
        return [i for i in places if self._before <= i <= last and "'" not in lower[i - 1 : i + 1]]


def is_address(word: str) -> bool:
    """Whether a word is a web or e-mail address."""
    return ("." in word or "@" in word or ":" in word) and _ADDRESS.search(word) is not None


def _composed(word: str) -> tuple[str, Sequence[str]]:
    """The word in composed form (NFC), and the source text of each of its characters."""
    if unicodedata.is_normalized("NFC", word):
        return word, word
    sources: list[str] = []
    for char in word:
        if sources and unicodedata.combining(char):
            sources[-1] += char
        else:
            sources.append(char)
    letters = [unicodedata.normalize("NFC", s) for s in sources]
    if all(len(letter) == 1 for letter in letters):
        return "".join(letters), sources
    return word, list(word)  # a letter that Unicode has no single character for


class Patterns:
    """Liang's hyphenation patterns for a language (BCP 47), as Pyphen ships them.

    A language that Pyphen does not know has no patterns, and its words are not divided. Patterns that change the
    spelling of a word (as in Hungarian) are left out.
    """

    def __init__(self, language: str) -> None:
        self._language = language

    def load(self) -> None:
        """Load the patterns now."""
        _ = self._dictionary

    def places(self, word: str) -> list[int]:
        """The indexes at which the patterns divide a word in lower case.

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
