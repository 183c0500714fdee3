"""Finds the joints of Dutch compounds, so that words are hyphenated between their members and not inside one.

The members are data (`dutch_hyphenation.txt`), where the sections are explained.
"""

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from importlib.resources import files

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
