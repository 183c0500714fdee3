"""Keeps the shapes and hyphenation points of words for later processes, for each house style: most words of a report
are the same in its next build."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from reportbuilder.files.disk_cache import Codec, DiskCache
from reportbuilder.files.inputs import load
from reportbuilder.text.hyphenation import Hyphenator
from reportbuilder.text.shaping import FontBook, Glyph, PartKey, ShapedWord, WordKey
from reportbuilder.values import Value

K = TypeVar("K")

MOST_WORDS = 40_000
"""Of more words than this, which only reports of many hundreds of pages have, none is kept."""


class _Shape(Value, gc=False):
    """A shaped word whose glyphs are given by their places in the table of all glyphs."""

    text: str
    face: str
    glyphs: tuple[int, ...]
    width: float

    def word(self, table: tuple[Glyph, ...]) -> ShapedWord:
        """The shaped word, with its glyphs from the table."""
        return ShapedWord(self.text, self.face, tuple(map(table.__getitem__, self.glyphs)), self.width)


class _GlyphTable:
    """The table of all glyphs of words; each object has a place, by its identity."""

    def __init__(self) -> None:
        self.glyphs: list[Glyph] = []
        self._places: dict[int, int] = {}

    def shapes(self, words: Mapping[K, ShapedWord]) -> dict[K, _Shape]:
        """Words with the places of their glyphs, which are put into the table."""
        return {key: _Shape(w.text, w.face, tuple(map(self._place, w.glyphs)), w.width) for key, w in words.items()}

    def _place(self, glyph: Glyph) -> int:
        place = self._places.get(id(glyph))
        if place is None:
            place = self._places[id(glyph)] = len(self.glyphs)
            self.glyphs.append(glyph)
        return place


class _Words(Value):
    """Shaped words, shaped parts of words, and by language the places at which runs of letters may be divided.

    Words share their glyphs: they take a fifth of the space so, and a glyph is one object wherever it occurs.
    """

    glyphs: tuple[Glyph, ...]
    words: dict[WordKey, _Shape]
    parts: dict[PartKey, _Shape]
    divided: dict[str, dict[str, tuple[int, ...]]]


_WORDS = Codec[_Words](_Words)
_NOTHING = _Words((), {}, {}, {})


class KeptWords:
    """What is known of the words of a style: read from the cache at first, and written there once, by `save`.

    `rules` are those of the hyphenation; the fonts are known by the bytes of their files.
    """

    def __init__(self, cache: DiskCache | None, files: Mapping[str, Path], rules: object) -> None:
        self._cache = cache
        self._key: object = None
        self._known = _NOTHING
        self._hyphenators: dict[str, Hyphenator] = {}
        if cache is not None:
            digests = {path: sha256(load(path, path.parent)).digest() for path in set(files.values())}
            self._key = ({face: digests[path] for face, path in files.items()}, rules)
            data = cache.get("words", self._key)
            self._known = (_WORDS.decode(data) if data is not None else None) or self._known
        self._before = self._size(self._known)

    def tell(self, fonts: FontBook) -> None:
        """Let fonts know the words that were shaped before."""
        self._fonts = fonts
        glyphs = self._known.glyphs
        fonts.words.update({key: shape.word(glyphs) for key, shape in self._known.words.items()})
        fonts.parts.update({key: shape.word(glyphs) for key, shape in self._known.parts.items()})

    def hyphenator(self, language: str, make: Callable[[str], Hyphenator]) -> Hyphenator:
        """The hyphenator of a language, which knows the words that were divided before."""
        if language not in self._hyphenators:
            made = self._hyphenators[language] = make(language)
            made.divided.update(self._known.divided.get(language, {}))
        return self._hyphenators[language]

    def save(self) -> None:
        """Write what is known now, if that is more than at first; later calls do nothing."""
        cache, self._cache = self._cache, None
        if cache is None:
            return
        divided = {language: hyphenator.divided for language, hyphenator in self._hyphenators.items()}
        divided = {**self._known.divided, **divided}
        words, parts = self._fonts.words, self._fonts.parts
        size = len(words) + len(parts) + sum(map(len, divided.values()))
        if size > MOST_WORDS:
            cache.put("words", self._key, _WORDS.encode(_NOTHING))
        elif size > self._before:
            table = _GlyphTable()
            shapes = table.shapes(words), table.shapes(parts)
            cache.put("words", self._key, _WORDS.encode(_Words(tuple(table.glyphs), *shapes, divided)))

    @staticmethod
    def _size(words: _Words) -> int:
        return len(words.words) + len(words.parts) + sum(map(len, words.divided.values()))
