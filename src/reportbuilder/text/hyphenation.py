"""Where words may be divided: Liang's patterns, as Pyphen ships them, and what a Dutch typesetter knows besides.

The patterns are Pyphen's; its reader takes two tenths of a second to interpret all of them, so here a pattern is only
interpreted when a word first meets it (Liang, "Word Hy-phen-a-tion by Com-put-er", 1983).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from reportbuilder.values import Value

PREFIX = 3  # letters by which is known how long the patterns are that begin with them
SHORTEST = 5  # letters that a word needs to be divided at all

_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PARTS = re.compile(r"[^-\u2010\u2011–—/]+")
_ADDRESS = re.compile(r"://|^\W*www\.|@|\w\.\w{2,}/|[a-z]\.[a-z]{2,}\W*$")
_CLOSERS = ".,;:!?)"
_TREMA = dict(zip("äëïöü", "aeiou", strict=True))
_VOWELS = frozenset("aeiouyäëïöüáéíóúàèìòùâêîôû")


class HyphenPoint(Value):
    """A place to divide a word: before `index`; what is then drawn before the hyphen, and after it."""

    index: int
    before_text: str
    after_text: str


class Hyphenator:
    """Divides the words of one language (BCP 47). At least `before` letters stay, and `after` go to the next line.

    `exceptions` are words with hyphens at the places that are allowed ("politie-be-drijf"; none: never divided).
    A language without patterns divides only its exceptions.
    """

    def __init__(self, language: str, before: int = 2, after: int = 3, exceptions: Iterable[str] = ()) -> None:
        self.language = language
        self._before = before
        self._after = after
        self._exceptions = {word.replace("-", "").lower(): _allowed(word) for word in exceptions}
        self._drops_trema = language.lower().split("-")[0] == "nl"
        self._points: dict[str, tuple[HyphenPoint, ...]] = {}
        self._runs: dict[str, tuple[int, ...]] = {}

    def points(self, word: str) -> tuple[HyphenPoint, ...]:
        """The places to divide a word, punctuation and brackets and all; every run of letters by itself."""
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
        plain = _TREMA.get(word[i].lower()) if self._drops_trema else None
        if plain and word[i - 1].lower() in _VOWELS:
            letter = plain
        return HyphenPoint(len(before), before, letter + rest)

    def _run(self, letters: str) -> tuple[int, ...]:
        """The places in one run of letters; words in capitals and names such as iPhone have none."""
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
        places = self._patterns.places(lower)
        if "'" not in lower:
            last = len(lower) - self._after
            return [i for i in places if self._before <= i <= last]
        last = len(lower) - self._after - lower.count("'", len(lower) - self._after - 1)
        return [i for i in places if self._before <= i <= last and "'" not in lower[i - 1 : i + 1]]

    @cached_property
    def _patterns(self) -> "_Patterns":
        return _Patterns(_pattern_file(self.language))


def is_address(word: str) -> bool:
    """Whether a word is an address of the web or of e-mail."""
    return ("." in word or "@" in word or ":" in word) and _ADDRESS.search(word) is not None


def _allowed(word: str) -> tuple[int, ...]:
    """The places of the hyphens in a word written with them, counted in the word without."""
    places, index = [], 0
    for part in word.split("-")[:-1]:
        index += len(part)
        places.append(index)
    return tuple(places)


def _composed(word: str) -> tuple[str, Sequence[str]]:
    """The word with its accents composed (NFC), and for every character of that its source text."""
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


def _pattern_file(language: str) -> Path | None:
    """Pyphen's pattern file for a language: that of the region, or else of the language."""
    spec = find_spec("pyphen")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0]) / "dictionaries"
    wanted = language.replace("-", "_").lower()
    files = {path.stem.removeprefix("hyph_").lower(): path for path in sorted(folder.glob("hyph_*.dic"))}
    base = wanted.split("_")[0]
    regional = (path for name, path in files.items() if name.startswith(base + "_"))
    return files.get(wanted) or files.get(f"{base}_{base}") or files.get(base) or next(regional, None)


class _Patterns:
    """The patterns of one file, by their letters; patterns that change the spelling are left out."""

    def __init__(self, path: Path | None) -> None:
        self._by_letters: dict[str, str | list[tuple[int, int]]] = {}
        self._reach: dict[str, int] = {}  # how long the patterns are that begin with certain letters
        if path is None:
            return
        data = path.read_bytes()
        encoding, _, rest = data.partition(b"\n")
        name = encoding.decode("ascii").strip().lower().replace("microsoft-cp", "cp")
        text = re.sub(r"\^\^([0-9a-f]{2})", lambda m: chr(int(m[1], 16)), rest.decode(name).replace("\r", ""))
        letters = text.encode().translate(None, b"0123456789").decode()  # much faster on bytes
        self._by_letters.update(zip(letters.split("\n"), text.split("\n"), strict=True))
        self._reach.update({key[:PREFIX]: len(key) for key in sorted(self._by_letters, key=len)})

    def places(self, word: str) -> list[int]:
        """Where the patterns divide a word in lower case: the odd values between its letters."""
        dotted = f".{word}."
        values = [0] * (len(dotted) + 1)
        known, reach, size = self._by_letters, self._reach, len(dotted)
        for i in range(size - 1):
            for j in range(i + 1, min(i + reach.get(dotted[i : i + PREFIX], PREFIX - 1), size) + 1):
                letters = dotted[i:j]
                if letters not in known:
                    continue
                pattern = known[letters]
                if isinstance(pattern, str):
                    pattern = known[letters] = _interpret(pattern)
                for at, value in pattern:
                    if value > values[i + at]:
                        values[i + at] = value
        return [i - 1 for i, value in enumerate(values) if value % 2 and 1 < i < size - 1]


def _interpret(pattern: str) -> list[tuple[int, int]]:
    """The values of a pattern but the zeros, each after how many letters: "a1b2" is 1 after one, 2 after two."""
    values = []
    letters = 0
    for char in pattern:
        if "0" <= char <= "9":
            values.append((letters, int(char)))
        else:
            letters += 1
    return values
