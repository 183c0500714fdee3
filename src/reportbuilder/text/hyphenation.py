"""Hyphenation: Liang's patterns, for Dutch restricted to the joints of compounds, and the exceptions of a style.

So Dutch words are hyphenated between their members and not inside one. The members are data
(`dutch_hyphenation.txt`), where the sections are explained.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from reportbuilder.text.liang import PatternFile
from reportbuilder.values import Value

_FIRST_ENDINGS = ("heids", "teits", "schaps", "ements")
"""Endings of first members that always take a linking s."""
_ING = re.compile(r".*[aeiouy].*ings")
_SHORTEST_FIRST = 3
_SHORTEST_LINKED = 7
_SUFFIXES = ("ch", "ing", "ters")
"""Endings after an s that is not a linking s: burger-schap, beheer-sing, bestuur-sters."""
_AFTER_S = frozenset("tpklmnwcj")
"""Letters that can follow an s in a Dutch syllable: the s of "groepstaak" could belong to either member."""
_VOWEL = re.compile("[aeiouyäëïöüáéíóúàèìòùâêîôû]")


class DutchLexicon(Value, eq=False):
    """Members of Dutch compounds, by how reliably they can be recognised. `words` are whole words with their
    hyphenation points."""

    words: Mapping[str, tuple[int, ...]]
    begin: frozenset[str]
    first: frozenset[str]
    not_ing: frozenset[str]
    always: frozenset[str]
    after_s: frozenset[str]
    longest: int


@cache
def dutch_lexicon() -> DutchLexicon:
    """Read the lexicon of the package; cached."""
    sections: dict[str, list[str]] = {}
    entries: list[str] = []
    for line in files("reportbuilder.text").joinpath("dutch_hyphenation.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            entries = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            entries += line.split()
    first, always, after_s = (frozenset(sections[name]) for name in ("first", "always", "after-s"))
    return DutchLexicon(
        words={word.replace("-", ""): hyphen_indexes(word) for word in sections["words"]},
        begin=frozenset(sections["begin"]),
        first=first,
        not_ing=frozenset(sections["not-ing"]),
        always=always,
        after_s=after_s,
        longest=max(map(len, first | always | after_s)),
    )


def hyphen_indexes(word: str) -> tuple[int, ...]:
    """The indexes of the hyphens in a word, counted in the word without them: (2, 5) for "af-bre-ken"."""
    indexes, index = [], 0
    for part in word.split("-")[:-1]:
        index += len(part)
        indexes.append(index)
    return tuple(indexes)


def joints(word: str, places: Collection[int], lexicon: DutchLexicon) -> list[int]:
    """The indexes where the members of a compound (lower case) after the first begin, ascending: [9] for
    "bijstandstrekker".

    Members are searched from the end of the word, the longest first. Ambiguous joints are left out. `places` are the
    points of the patterns, which must agree if the first member is very short.
    """
    found: list[int] = []
    end = len(word)
    while end:
        index = _last_joint(word[:end], places, lexicon)
        if not index:
            break
        found.append(index)
        end = index
    begin = _first_joint(word[: found[-1] if found else len(word)], lexicon)
    return [*([begin] if begin else []), *found[::-1]]


def _first_joint(word: str, lexicon: DutchLexicon) -> int:
    """The index after a known first member; 0 if there is none."""
    for length in range(len(word) - _SHORTEST_FIRST, _SHORTEST_FIRST, -1):
        first, rest = word[:length], word[length:]
        if _VOWEL.search(rest) and (first in lexicon.begin or _keeps_s(first, rest, lexicon)):
            return length
    return 0


def _keeps_s(first: str, rest: str, lexicon: DutchLexicon) -> bool:
    """Whether the s at the end of a first member cannot belong to the unknown member after it."""
    if len(first) < _SHORTEST_LINKED or len(rest) <= _SHORTEST_FIRST or rest.startswith(_SUFFIXES):
        return False
    return first.endswith(_FIRST_ENDINGS) or (rest[0] not in _AFTER_S and _takes_linking_s(first, lexicon))


def _last_joint(word: str, places: Collection[int], lexicon: DutchLexicon) -> int:
    """The index where the last member begins; 0 if none is known."""
    for length in range(min(lexicon.longest, len(word) - _SHORTEST_FIRST), 2, -1):
        index = len(word) - length
        first, second = word[:index], word[index:]
        if not _VOWEL.search(first) or (index == _SHORTEST_FIRST and index not in places):
            continue
        for form in (second, second[:-1]) if second.endswith("s") else (second,):  # an s may link to what follows
            if form in lexicon.always or (form in lexicon.after_s and _takes_linking_s(first, lexicon)):
                return index
    return 0


def _takes_linking_s(first: str, lexicon: DutchLexicon) -> bool:
    """Whether a first member is known to take a linking s."""
    if not first.endswith("s"):
        return False
    if first in lexicon.first or first.endswith(_FIRST_ENDINGS):
        return True
    if _ING.fullmatch(first):
        return not any(first[:-1].endswith(word) for word in lexicon.not_ing)
    return any(first.endswith(known) for known in lexicon.first if len(known) > 5)


def divide_compound(word: str, places: Callable[[str], list[int]], lexicon: DutchLexicon) -> list[int]:
    """The hyphenation points of a Dutch word (lower case): between its members, and in each of them by `places`, the
    patterns."""
    if word in lexicon.words:
        return list(lexicon.words[word])
    in_word = places(word)
    begins = [0, *joints(word, in_word, lexicon)]
    if len(begins) == 1:
        return syllables(word, in_word, lexicon)
    found = []
    for begin, end in zip(begins, [*begins[1:], len(word)], strict=True):
        member = word[begin:end]
        whole = lexicon.words.get(member)
        inside = syllables(member, places(member), lexicon) if whole is None else whole
        found += [begin, *(begin + i for i in inside)]
    return found[1:]


def syllables(word: str, places: list[int], lexicon: DutchLexicon) -> list[int]:
    """The points of the patterns that leave a vowel in every part of a word and do not divide the letter ij.

    If the patterns divide on both sides of a consonant, both points are dropped as unreliable. A linking s of a known
    member stays with it ("groeps-effect").
    """
    kept: list[int] = []
    for index in places:
        if word[index - 1 : index + 1] == "ij" or (word[index : index + 2] == "ij" and word[index - 1] in "aeu"):
            continue
        part = word[kept[-1] if kept else 0 : index]
        if not _VOWEL.search(part):
            if kept:
                kept.pop()
            if part != "s" or not _takes_linking_s(word[:index], lexicon):
                continue
        kept.append(index)
    while kept and not _VOWEL.search(word[kept[-1] :]):
        kept.pop()
    return kept


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
    language without patterns only has its exceptions. `divided` are the runs of letters whose points were found so far.
    """

    def __init__(self, language: str, before: int = 2, after: int = 3, exceptions: Iterable[str] = ()) -> None:
        self.language = language
        self._before = before
        self._after = after
        self._exceptions = {word.replace("-", "").lower(): hyphen_indexes(word) for word in exceptions}
        self._dutch = language.lower().split("-")[0] == "nl"
        self._patterns = Patterns(language)
        self._points: dict[str, tuple[HyphenPoint, ...]] = {}
        self.divided: dict[str, tuple[int, ...]] = {}

    def load(self) -> None:
        """Load the patterns of the language now, before they are shared."""
        self._patterns.load()
        if self._dutch:
            dutch_lexicon()

    def forget(self) -> None:
        """Forget the words that were hyphenated."""
        self._points.clear()
        self.divided.clear()

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
        if letters in self.divided:
            return self.divided[letters]
        lower = letters.lower().replace("’", "'")
        tail = letters[2:] if letters.startswith("IJ") else letters[1:]
        allowed: Iterable[int] = ()
        if lower in self._exceptions:
            allowed = self._exceptions[lower]
        elif len(lower.replace("'", "")) >= SHORTEST and tail == tail.lower() and len(lower) == len(letters):
            allowed = self._by_pattern(lower)
        self.divided[letters] = tuple(allowed)
        return self.divided[letters]

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
        self._places: dict[str, list[int]] = {}

    def load(self) -> None:
        """Load the patterns now."""
        _ = self._dictionary

    def places(self, word: str) -> list[int]:
        """The indexes at which the patterns divide a word in lower case.

        >>> Patterns("nl").places("lettergrepen")
        [3, 6, 9]
        """
        dictionary = self._dictionary
        if dictionary is None:
            return []
        places = self._places.get(word)
        if places is None:
            places = self._places[word] = self._found(dictionary, word)
        return places

    @staticmethod
    def _found(dictionary: Any, word: str) -> list[int]:
        if isinstance(dictionary, PatternFile):
            return dictionary.places(word)
        positions = dictionary.positions(word)
        dictionary.cache.clear()  # Pyphen keeps an object for every point of every word: ten times as much
        return [int(p) for p in positions if p.data is None and 0 < p < len(word)]

    @cached_property
    def _dictionary(self) -> Any:
        """The patterns of the language, or None: those of the region, else those of the language's own country, else
        those of the first of any region, in alphabetical order. Pyphen itself reads those that change spelling."""
        from pyphen import LANGUAGES, Pyphen

        names = {name.lower(): name for name in sorted(LANGUAGES)}
        wanted = self._language.replace("-", "_").lower()
        base = wanted.split("_")[0]  # Pyphen's own entry of this name is that of any region
        regional = next((name for key, name in names.items() if key.startswith(f"{base}_")), names.get(base))
        exact = names.get(wanted) if wanted != base else None
        name = exact or names.get(f"{base}_{base}") or regional
        if name is None:
            return None
        patterns = PatternFile(LANGUAGES[name])
        return Pyphen(filename=LANGUAGES[name], left=1, right=1).hd if patterns.changes_spelling else patterns
