"""Splits texts into words, figures, punctuation and sentences, and compares two texts by these.

A figure is one token with its separators, its currency and its per cent ("€ 14.232.000", "82,3 %"); so is a word with
its hyphens ("2-daagse"), an abbreviation ("t.o.v.") and a unit of the normalized text. Punctuation is a token by
itself.

Equal sentences are matched first, then similar ones; words are compared within these. A sentence of which little is
left is replaced as a whole, and two changes with nothing but a small word between them are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from reportbuilder.compare.normalized_text import BLOCK, LINE, UNIT
from reportbuilder.i18n.typography import LONGEST, ends_in_abbreviation
from reportbuilder.values import Value

_UNIT = UNIT.pattern.replace("(", "(?:")
_FIGURE = r"(?:€ ?)?(?<!\w)[−–-]?\d+(?:[.,:/]\d+)*(?: ?[%‰])?(?!\w|-\w)"
_ABBREVIATION = r"[^\W\d_]\.(?:[^\W\d_]\.)+"
_WORD = r"\w+(?:[-‑'’.@]\w+)*(?:-(?=\s|$))?"
_TOKEN = re.compile(rf"{_UNIT}|{_FIGURE}|{_ABBREVIATION}|{_WORD}|\n|{LINE}|{BLOCK}|[^\w\s]|_")
_IS_FIGURE = re.compile(_FIGURE)
_SENTENCE_END = re.compile(rf"[.!?…]+[’”\")»]*(?=\s)|(?<=[\n{BLOCK}])")

_SMALL = """
de het een en of in op van te ten ter tot aan bij met voor door om als dat die dit deze er is was zijn waren
wordt worden werd werden heeft hebben had hadden kan kon ook nog niet naar over uit onder maar dan al zo ze
zij hij we wij hun haar the a an and or on to at by with for from as that this these it are were be been has
have not also but
"""
STOP_WORDS = frozenset(_SMALL.split())
"""Words that say little about a text by themselves, in Dutch and in English."""


class WordToken(Value):
    """A word, a figure or a punctuation mark, and its characters in the text."""

    text: str
    start: int
    stop: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a figure rather than punctuation."""
        return self.text[0].isalnum() or len(self.text) > 1

    @property
    def is_small(self) -> bool:
        """Whether it means little by itself: punctuation, a stop word, or a very short word."""
        return not self.is_word or self.text.casefold() in STOP_WORDS or (len(self.text) <= 2 and self.text.isalpha())


def tokens(text: str) -> list[WordToken]:
    """The tokens of a normalized text, in order; white space is what lies between them."""
    return [WordToken(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]


def is_figure(text: str) -> bool:
    """Whether a text is exactly one figure."""
    return _IS_FIGURE.fullmatch(text) is not None


def meaning(text: str) -> frozenset[str]:
    """The words of a text that carry its meaning; all of them where there are only stop words."""
    texts = {match[0].casefold() for match in _TOKEN.finditer(text)}
    words = {word for word in texts if word[0].isalnum() or len(word) > 1}
    return frozenset(words - STOP_WORDS or words or texts)


def sentence_starts(text: str) -> list[int]:
    """The characters at which the sentences of a text begin; the first is 0."""
    starts = [0]
    for match in _SENTENCE_END.finditer(text):
        after = match.end() + (1 if text.startswith(" ", match.end()) else 0)
        ends = starts[-1] < after < len(text) and not text[after].islower()
        if ends and not ends_in_abbreviation(text[max(match.end() - LONGEST, 0) : match.end()]):
            starts.append(after)
    return starts


# Comparison of words --------------------------------------------------------------------------------------------------


KEPT = 0.4
"""A sentence of which a smaller share of the words is left was written anew."""
ALIKE = 0.35
_MOST = 250_000  # pairs of words; beyond it a quicker comparison is good enough
_FEW = 3
_NAME = 5  # tokens within which a colon ends what names the rest

Pair = tuple[int, int]


class Rewording(Value):
    """A replacement: the words `old` at character `at` of the old text became `new`, at character `new_at` of the new
    one."""

    at: int
    old: str
    new: str
    new_at: int


def reword(old: str, new: str) -> list[Rewording]:
    """The replacements, in order, that make the new text out of the old one."""
    if old == new:
        return []
    one, other = tokens(old), tokens(new)
    kept = _common_tokens(old, new, one, other)
    return list(_between(old, new, [(one[i], other[j]) for i, j in kept]))


def _between(old: str, new: str, kept: Sequence[tuple[WordToken, WordToken]]) -> Iterable[Rewording]:
    """The replacements between the tokens that were kept; equal spaces at their ends stay."""
    at = new_at = 0
    for one, other in (*kept, (WordToken("", len(old), len(old)), WordToken("", len(new), len(new)))):
        before, after = old[at : one.start], new[new_at : other.start]
        if before != after:
            head = _same_spaces(before, after)
            tail = _same_spaces(before[head:][::-1], after[head:][::-1])
            yield Rewording(
                at + head, before[head : len(before) - tail], after[head : len(after) - tail], new_at + head
            )
        at, new_at = one.stop, other.stop


def _same_spaces(one: str, other: str) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count] == " ":
        count += 1
    return count


# What is kept ------------------------------------------------------------------------------------------------------


def _common_tokens(old: str, new: str, one: Sequence[WordToken], other: Sequence[WordToken]) -> list[Pair]:
    """The pairs of tokens that both texts share."""
    before = [(a, b) for a, b in _sentences(old, one)]
    after = [(a, b) for a, b in _sentences(new, other)]
    kept: list[Pair] = []
    for i, j in _alike(before, after, one, other):
        kept += _common_in_sentences(one, other, before[i], after[j])
    return kept


def _sentences(text: str, sequence: Sequence[WordToken]) -> Iterable[Pair]:
    """The sentences of a text, each as the positions of its first token and of the one after its last."""
    starts = [*sentence_starts(text), len(text) + 1]
    first, following = 0, 1
    for index, token in enumerate(sequence):
        if token.start >= starts[following]:
            while token.start >= starts[following]:
                following += 1
            if index > first:
                yield first, index
            first = index
    if first < len(sequence):
        yield first, len(sequence)


def _alike(
    before: Sequence[Pair], after: Sequence[Pair], one: Sequence[WordToken], other: Sequence[WordToken]
) -> Iterable[Pair]:
    """The pairs of equal or similar sentences, in order."""
    olds = [" ".join(token.text for token in one[a:b]) for a, b in before]
    news = [" ".join(token.text for token in other[a:b]) for a, b in after]
    i = j = 0
    for block in SequenceMatcher(None, olds, news, autojunk=False).get_matching_blocks():
        yield from _best(olds[i : block.a], news[j : block.b], i, j)
        yield from ((block.a + step, block.b + step) for step in range(block.size))
        i, j = block.a + block.size, block.b + block.size


def _best(olds: Sequence[str], news: Sequence[str], i: int, j: int) -> Iterable[Pair]:
    """The pairs of sentences with the greatest sum of similarities; a lone sentence always has its counterpart."""
    if len(olds) == len(news) == 1:
        yield i, j
        return
    left, right = [meaning(text) for text in olds], [meaning(text) for text in news]
    weights = [[_likeness(a, b) for b in right] for a in left]
    yield from ((i + a, j + b) for a, b in heaviest(weights))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    shared = 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0
    return shared if shared >= ALIKE else 0.0


def heaviest(weights: Sequence[Sequence[float]]) -> list[Pair]:
    """The pairs, increasing on both sides, with the greatest sum of weights; a weight of 0 is no pair."""
    rows, columns = len(weights), len(weights[0]) if weights else 0
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        row, below, here = weights[i], best[i + 1], best[i]
        for j in range(columns - 1, -1, -1):
            paired = below[j + 1] + row[j] if row[j] else 0.0
            here[j] = max(paired, below[j], here[j + 1])
    pairs: list[Pair] = []
    i = j = 0
    while i < rows and j < columns:
        if weights[i][j] and best[i][j] == best[i + 1][j + 1] + weights[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _common_in_sentences(one: Sequence[WordToken], other: Sequence[WordToken], before: Pair, after: Pair) -> list[Pair]:
    """The pairs of tokens that two sentences share; none where too little of the first is left."""
    (a, b), (c, d) = before, after
    head = 0
    while head < min(b - a, d - c) and one[a + head].text == other[c + head].text:
        head += 1
    tail = 0
    while tail < min(b - a, d - c) - head and one[b - 1 - tail].text == other[d - 1 - tail].text:
        tail += 1
    kept = [(a + step, c + step) for step in range(head)]
    kept += _shared(one, other, (a + head, b - tail), (c + head, d - tail))
    kept += [(b - step, d - step) for step in range(tail, 0, -1)]
    kept = _without_small_runs(kept, one, other, before, after)
    return _named(kept, one)[:head] if _rewritten(kept, one[a:b], other[c:d], one) else kept


def _named(kept: list[Pair], one: Sequence[WordToken]) -> list[Pair]:
    """The pairs of tokens of a shared label at the beginning ("Versie:"), kept when the rest is replaced."""
    colon = next((at for at, (i, _) in enumerate(kept[:_NAME]) if one[i].text == ":"), -1)
    return kept[: colon + 1]


def _shared(one: Sequence[WordToken], other: Sequence[WordToken], before: Pair, after: Pair) -> list[Pair]:
    """The pairs of tokens that two stretches share; words with meaning weigh more than others."""
    olds, news = one[slice(*before)], other[slice(*after)]
    if len(olds) * len(news) > _MOST:
        matcher = SequenceMatcher(None, [t.text for t in olds], [t.text for t in news], autojunk=False)
        pairs = [(m.a + k, m.b + k) for m in matcher.get_matching_blocks() for k in range(m.size)]
    else:
        weigh = [0.2 if not token.is_word else 0.5 if token.is_small else 1.0 for token in olds]
        pairs = heaviest([[w if a.text == b.text else 0.0 for b in news] for a, w in zip(olds, weigh, strict=True)])
    return [(before[0] + i, after[0] + j) for i, j in pairs]


def _rewritten(
    kept: Sequence[Pair], before: Sequence[WordToken], after: Sequence[WordToken], one: Sequence[WordToken]
) -> bool:
    """True when few words of a sentence are kept; figures do not count, and insertions or deletions alone are no
    rewriting."""

    def words(sequence: Iterable[WordToken]) -> int:
        return sum(1 for token in sequence if token.is_word and not is_figure(token.text))

    left, least, most = words(one[i] for i, _ in kept), *sorted((words(before), words(after)))
    return least > _FEW and left < KEPT * most and left < 2 * KEPT * least


def _without_small_runs(
    kept: Sequence[Pair], one: Sequence[WordToken], other: Sequence[WordToken], before: Pair, after: Pair
) -> list[Pair]:
    """The shared tokens, without small words alone between two changes."""
    runs: list[list[Pair]] = []
    for pair in kept:
        if runs and pair == (runs[-1][-1][0] + 1, runs[-1][-1][1] + 1):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    result: list[Pair] = []
    i, j = before[0], after[0]
    for index, run in enumerate(runs):
        first, last = run[0], run[-1]
        following = runs[index + 1][0] if index + 1 < len(runs) else (before[1], after[1])
        left = (one[i : first[0]], other[j : first[1]])
        right = (one[last[0] + 1 : following[0]], other[last[1] + 1 : following[1]])
        if not (_is_small_run([one[a] for a, _ in run]) and _worth_joining(left, right)):
            result += run
            i, j = last[0] + 1, last[1] + 1
    return result


def _is_small_run(run: Sequence[WordToken]) -> bool:
    """Whether a run is no more than a small word, or two tokens with one."""
    return len(run) <= 2 and all(token.is_small for token in run) and any(token.is_word for token in run)


def _worth_joining(
    left: tuple[Sequence[WordToken], Sequence[WordToken]], right: tuple[Sequence[WordToken], Sequence[WordToken]]
) -> bool:
    """Whether two changes read better as one: both of words, and at least one a replacement; figures stay apart."""
    versions = (*left, *right)
    if not any(left) or not any(right) or any(len(s) == 1 and is_figure(s[0].text) for s in versions):
        return False
    return (
        any(token.is_word for side in left for token in side)
        and any(token.is_word for side in right for token in side)
        and (all(left) or all(right))
    )
