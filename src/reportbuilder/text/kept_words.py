"""Keeps the shapes and hyphenation points of words for later processes, for each house style: most words of a report
are the same in its next build."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from reportbuilder.files.disk_cache import Codec, DiskCache
from reportbuilder.files.inputs import load
from reportbuilder.text.hyphenation import Hyphenator
from reportbuilder.text.shaping import FontBook, PartKey, ShapedWord, WordKey
from reportbuilder.values import Value

MOST_WORDS = 40_000
"""Of more words than this, which only reports of many hundreds of pages have, none is kept."""


class _Words(Value):
    """Shaped words, shaped parts of words, and by language the places at which runs of letters may be divided."""

    words: dict[WordKey, ShapedWord]
    parts: dict[PartKey, ShapedWord]
    divided: dict[str, dict[str, tuple[int, ...]]]


_WORDS = Codec[_Words](_Words)


class KeptWords:
    """What is known of the words of a style: read from the cache at first, and written there once, by `save`.

    `rules` are those of the hyphenation; the fonts are known by the bytes of their files.
    """

    def __init__(self, cache: DiskCache | None, files: Mapping[str, Path], folder: Path, rules: object) -> None:
        self._cache = cache
        self._key: object = None
        self._known = _Words({}, {}, {})
        self._hyphenators: dict[str, Hyphenator] = {}
        if cache is not None:
            digests = {path: sha256(load(path, folder)).digest() for path in set(files.values())}
            self._key = ({face: digests[path] for face, path in files.items()}, rules)
            data = cache.get("words", self._key)
            self._known = (_WORDS.decode(data) if data is not None else None) or self._known
        self._before = self._size(self._known)

    def tell(self, fonts: FontBook) -> None:
        """Let fonts know the words that were shaped before."""
        self._fonts = fonts
        fonts.words.update(self._known.words)
        fonts.parts.update(self._known.parts)

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
        now = _Words(self._fonts.words, self._fonts.parts, {**self._known.divided, **divided})
        size = self._size(now)
        if size > MOST_WORDS:
            cache.put("words", self._key, _WORDS.encode(_Words({}, {}, {})))
        elif size > self._before:
            cache.put("words", self._key, _WORDS.encode(now))

    @staticmethod
    def _size(words: _Words) -> int:
        return len(words.words) + len(words.parts) + sum(map(len, words.divided.values()))
