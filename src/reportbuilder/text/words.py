"""Words, each shaped once, with the places inside them where a line may end.

A word may span runs (half of it bold) and is hyphenated as one word. Lengths are in points.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from reportbuilder.text.hyphenation import SHORTEST, Hyphenator, is_address
from reportbuilder.text.runs import SOFT_HYPHEN, WORD_JOINER, ZERO_WIDTH_SPACE, Box, RunStyle, readable
from reportbuilder.text.shaping import FontBook, ShapedWord, letters_of
from reportbuilder.values import Value, field

_HARD_HYPHEN = re.compile(r"(?<=[\w)’”][\w)’”][-\u2010])(?=[^\W\d_]{2}|[(‘“])")
_DASH = re.compile(r"(?<=\S[–—])(?=[^\W_]|[(‘“])")
_SLASH = re.compile(r"(?<=[^\W\d_]{2}/)(?=[^\W\d_]{2})")
_IN_ADDRESS = re.compile(r"(?<=[/?&=#_@])(?=\w)|(?<=\w)(?=\.\w)")
_FEW_AFTER = re.compile(r"[^\W\d_]{1,3}(?![^\W_])")
_ABBREVIATION_OR_RANGE = re.compile(
    r"(?<=\d[–—-])(?=\d)|(?<=[^\W\d_a-z][^\W\d_a-z][-\u2010])|(?<=[-\u2010])(?=[A-Z]{2})"
)
"""In a range of numbers, and beside capitals with a hyphen."""
_OPENERS = "(‘“'\"["
_MARKS = frozenset("-\u2010–—/.@")
_NOWHERE: frozenset[int] = frozenset()


class Prices(Value):
    """What a line end inside a word costs, as TeX's penalties (they are squared into demerits).

    `hyphen`: one that is put in; `weak`: more, when it leaves two letters before it or three or fewer after; `name`:
    more, in a word that begins with a capital; `compound`: more, in a word that has a hyphen already; `hard_hyphen`: at
    a word's own hyphen or slash; `dash`: at a dash; `address`: in an address of the web; `abbreviation`: in an
    abbreviation with a hyphen and in a range of numbers ("OBI-SD", "2019–2022").

    `hanging` is how far marks stand outside the measure at the ends of a justified line, as a share of their width.
    """

    hyphen: float = 260.0
    weak: float = 150.0
    name: float = 600.0
    compound: float = 50.0
    hard_hyphen: float = 40.0
    dash: float = 10.0
    address: float = 30.0
    abbreviation: float = 1_000.0
    hanging: Mapping[str, float] = field(default_factory=dict)


DEFAULT_PRICES = Prices()


class Opportunity(NamedTuple):
    """A place in a word where a line may end, before the character `at`.

    The ink of the line then ends at `end` and, without an inserted hyphen, at `base`, counted from the word's left
    edge; the rest is placed as if it began at `start`. `first` is the letter drawn for a vowel that drops its trema.
    `hang` is how far the hyphen or dash before it may stand outside a justified line.
    """

    at: int
    end: float
    base: float
    start: float
    penalty: float
    hyphen: bool
    drawn: bool = False
    first: str = ""
    hang: float = 0.0


class WordPart(NamedTuple):
    """A part of a word in one style, or a box: from `begin` to `end` in the word's text; `run` is its index among the
    word's runs."""

    begin: int
    end: int
    run: int
    shaped: ShapedWord
    style: RunStyle
    box: Box | None
    width: float


class Word:
    """A shaped word: its readable text, its parts, its width, and its line-end opportunities without hyphenation
    (`plain`) and, once `divided` was called, with it (`hyphenated`)."""

    __slots__ = (
        "_fonts", "_fragments", "_joints", "_language", "_prices", "_soft", "hang_left", "hang_right", "hyphenated",
        "parts", "plain", "text", "width",
    )  # fmt: skip

    def __init__(
        self, raw: str, parts: tuple[WordPart, ...], fonts: FontBook, language: str, prices: Prices = DEFAULT_PRICES
    ) -> None:
        self.text = text = readable(raw)
        self.parts = parts
        self.width = parts[0].width if len(parts) == 1 else sum(part.width for part in parts)
        self.plain: tuple[Opportunity, ...] = ()
        self._fonts = fonts
        self._language = language
        self._prices = prices
        self._fragments: dict[tuple[int, int, str, bool], tuple[WordPart, ...]] | None = None
        self.hang_left, self.hang_right = _hanging(text, parts, prices.hanging) if prices.hanging else (0.0, 0.0)
        self._soft = self._joints = _NOWHERE
        places = {} if _MARKS.isdisjoint(text) else _explicit(text, prices)
        if len(text) != len(raw):
            self._soft, self._joints = _obey_instructions(raw, places)
        if places:
            self.plain = tuple([self._at(i, penalty, hyphen) for i, (penalty, hyphen) in sorted(places.items())])
        short = len(text) < SHORTEST and not self._soft
        self.hyphenated: tuple[Opportunity, ...] | None = self.plain if short else None

    def divided(self, hyphenator: Hyphenator) -> tuple[Opportunity, ...]:
        """All opportunities inside the word, including hyphenation; soft hyphens in the word override that."""
        if self.hyphenated is None:
            self.hyphenated = self._with(self._by_language(hyphenator)) if not self._soft else self.at_soft_hyphens()
        return self.hyphenated

    def at_soft_hyphens(self) -> tuple[Opportunity, ...]:
        """The opportunities inside the word without hyphenation."""
        return self._with([(i, "") for i in sorted(self._soft)]) if self._soft else self.plain

    def _with(self, hyphens: list[tuple[int, str]]) -> tuple[Opportunity, ...]:
        if not self.plain:
            return tuple([self._hyphen(i, first) for i, first in hyphens])
        taken = {o.at for o in self.plain}
        return tuple(sorted((*self.plain, *(self._hyphen(i, first) for i, first in hyphens if i not in taken))))

    def fragment(self, begin: Opportunity | None, end: Opportunity | None) -> tuple[WordPart, ...]:
        """The parts between two line ends."""
        first, hyphen = begin.first if begin else "", end.drawn if end else False
        start, stop = begin.at if begin else 0, end.at if end else len(self.text)
        key = (start, stop, first, hyphen)
        if self._fragments is None:
            self._fragments = {}
        parts = self._fragments.get(key)
        if parts is None:
            parts = self._fragments[key] = tuple(self._between(start, stop, first, hyphen))
        return parts

    def _between(self, start: int, stop: int, first: str, hyphen: bool) -> list[WordPart]:
        cut = []
        for part in self.parts:
            inside = part.begin < stop and part.end > start
            if not inside and not _at_point(part, start, stop, len(self.text)):
                continue
            a, b = max(start, part.begin), min(stop, part.end)
            if part.box is not None:
                cut.append(part)
                continue
            shaped = self._shape(part, a, b, first if a == start else "", hyphen and b == stop)
            cut.append(WordPart(a, b, part.run, shaped, part.style, None, shaped.width * part.style.size))
        return cut

    def _by_language(self, hyphenator: Hyphenator) -> list[tuple[int, str]]:
        found = []
        boxes = [part for part in self.parts if part.box is not None]
        ends = [*sorted(self._joints), len(self.text)]
        for begin, end in zip([0, *ends], ends, strict=False):
            stretch = self.text[begin:end]
            for point in hyphenator.points(stretch):
                index = begin + point.index
                changed = point.after_text != stretch[point.index :]
                if not (boxes and any(p.begin < index < p.end for p in boxes)):
                    found.append((index, letters_of(point.after_text)[0] if changed else ""))
        return found

    def _hyphen(self, index: int, first: str) -> Opportunity:
        prices = self._prices
        penalty = prices.hyphen
        if index <= 2 or _FEW_AFTER.match(self.text, index):
            penalty += prices.weak
        if self.text.lstrip(_OPENERS)[:1].isupper():
            penalty += prices.name
        if self.plain and any(o.hyphen for o in self.plain):
            penalty += prices.compound
        return self._at(index, penalty, True, True, first)

    def _at(self, index: int, penalty: float, hyphen: bool, drawn: bool = False, first: str = "") -> Opportunity:
        """Compute where the line would end and the next begin, from the glyphs of the whole word if possible."""
        left = 0.0
        for part in self.parts:
            if index <= part.end:
                break
            left += part.width
        size = part.style.size
        local = index - part.begin
        cut = _cut(part.shaped, local) if part.style.level != 1 else None
        if cut is None:  # a ligature stands across
            base = part.width - self._shape(part, index, part.end, "", False).width * size
            end = self._shape(part, part.begin, index, "", drawn).width * size
        else:
            base = cut[0] * size
            at_end = self._fonts.shape_part(
                cut[2], part.style.face, part.style.features, self._language, hyphen=drawn
            ).width
            end = base + (at_end - cut[1]) * size
        start = left + base
        if first:
            after = next(p for p in self.parts if p.begin <= index < p.end)
            rest = sum(p.width for p in self.parts if p.begin >= after.end)
            start = self.width - rest - self._shape(after, index, after.end, first, False).width * after.style.size
        hang = 0.0
        if self._prices.hanging and part.style.level != 1:
            share = self._prices.hanging.get("-" if drawn else self.text[index - 1], 0.0)
            if share and drawn:
                hang = share * (end - base)
            elif share:
                hang = share * self._shape(part, index - 1, index, "", False).width * size
        return Opportunity(index, left + end, left + base, start, penalty, hyphen, drawn, first, hang)

    def _shape(self, part: WordPart, begin: int, end: int, first: str, hyphen: bool) -> ShapedWord:
        style = part.style
        return self._fonts.shape_part(
            self.text[begin:end], style.face, style.features, self._language, first, hyphen, style.level == 1
        )


class Vocabulary:
    """Makes words, each once for a style and language."""

    def __init__(self, fonts: FontBook, prices: Prices = DEFAULT_PRICES) -> None:
        self._fonts = fonts
        self._prices = prices
        self._by_style: dict[tuple[RunStyle, str], WordCache] = {}
        self._spaces: dict[tuple[RunStyle, str], float] = {}

    def forget(self) -> None:
        """Forget all words; they are made again when they are asked for."""
        self._by_style.clear()
        self._spaces.clear()

    def single(self, style: RunStyle, language: str) -> "WordCache":
        """The words of one style."""
        key = style, language
        lexicon = self._by_style.get(key)
        if lexicon is None:
            lexicon = self._by_style[key] = WordCache(lambda raw: self._alone(raw, style, language))
        return lexicon

    def joined(self, pieces: Sequence[tuple[str, RunStyle, Box | None]], language: str) -> Word:
        """A word made of several pieces of text and boxes."""
        parts = []
        begin = 0
        for run, (raw, style, box) in enumerate(pieces):
            text = readable(raw)
            if box is None:
                shaped = self._fonts.shape(text, style.face, style.features, language, style.level == 1)
            else:
                shaped = ShapedWord(text, style.face, (), box.width / style.size)
            end = begin + len(text)
            parts.append(WordPart(begin, end, run, shaped, style, box, shaped.width * style.size))
            begin = end
        raw = "".join([raw for raw, _, _ in pieces])
        return Word(raw, tuple(parts), self._fonts, language, self._prices)

    def _alone(self, raw: str, style: RunStyle, language: str) -> Word:
        """A word made of one piece of text, as nearly all are."""
        text = readable(raw)
        shaped = self._fonts.shape(text, style.face, style.features, language, style.level == 1)
        part = WordPart(0, len(text), 0, shaped, style, None, shaped.width * style.size)
        return Word(raw, (part,), self._fonts, language, self._prices)

    def space(self, style: RunStyle, kind: str) -> float:
        """The width of a space in a style."""
        width = self._spaces.get((style, kind))
        if width is None:
            width = self._fonts.shape(kind, style.face, style.features).width * style.size
            self._spaces[style, kind] = width
        return width


class WordCache(dict[str, Word]):
    """The words of one style by their source text; `make` makes a word that is not cached."""

    def __init__(self, make: Callable[[str], Word]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, raw: str) -> Word:
        word = self[raw] = self._make(raw)
        return word


def _hanging(text: str, parts: Sequence[WordPart], shares: Mapping[str, float]) -> tuple[float, float]:
    """How far the marks at the beginning and end of a word may stand outside the measure, in points."""
    if not text or parts[0].style.level == 1 or parts[-1].style.level == 1:
        return 0.0, 0.0
    left, right = shares.get(text[0], 0.0), shares.get(text[-1], 0.0)
    first, last = parts[0].shaped.glyphs, parts[-1].shaped.glyphs
    return (
        left * first[0].advance * parts[0].style.size if left and first else 0.0,
        right * last[-1].advance * parts[-1].style.size if right and last else 0.0,
    )


def _at_point(part: WordPart, start: int, stop: int, size: int) -> bool:
    """Whether a part without text (a box without a reading) is in a range of a word."""
    return part.begin == part.end and (start <= part.begin < stop or part.begin == stop == size)


def _explicit(text: str, prices: Prices) -> dict[int, tuple[float, bool]]:
    """The opportunities at the word's own hyphens, dashes and slashes: penalty, and whether they look like a
    hyphenation."""
    if is_address(text):
        return {m.start(): (prices.address, False) for m in _IN_ADDRESS.finditer(text)}
    places = {m.start(): (prices.dash, False) for m in _DASH.finditer(text)}
    places |= {m.start(): (prices.hard_hyphen, False) for m in _SLASH.finditer(text)}
    places |= {m.start(): (prices.hard_hyphen, True) for m in _HARD_HYPHEN.finditer(text)}
    for m in _ABBREVIATION_OR_RANGE.finditer(text):
        if m.start() in places:
            places[m.start()] = prices.abbreviation, places[m.start()][1]
    return places


def _obey_instructions(raw: str, places: dict[int, tuple[float, bool]]) -> tuple[frozenset[int], frozenset[int]]:
    """Add opportunities at zero-width spaces and remove them at word joiners; returns the indexes of soft hyphens and
    of joiners."""
    soft, forbidden = set(), set()
    index = 0
    size = len(readable(raw))
    for char in raw:
        if char == ZERO_WIDTH_SPACE and 0 < index < size:
            places[index] = (0.0, False)
        elif char == SOFT_HYPHEN and 0 < index < size:
            soft.add(index)
        elif char == WORD_JOINER:
            forbidden.add(index)
        else:
            index += char not in (ZERO_WIDTH_SPACE, SOFT_HYPHEN)
    for index in forbidden:
        places.pop(index, None)
    return frozenset(soft - forbidden), frozenset(forbidden)


def _cut(word: ShapedWord, index: int) -> tuple[float, float, str] | None:
    """Cut a shaped word before a character: the advance so far, and the advance and text of the last cluster in it;
    None if a glyph extends across the cut."""
    advance = last = 0.0
    seen = 0
    text = ""
    for glyph in word.glyphs:
        if glyph.text:
            if seen == index:
                break
            seen += len(glyph.text)
            text, last = glyph.text, 0.0
        advance += glyph.advance
        last += glyph.advance
    return (advance, last, text) if seen == index else None
