"""Shapes words with HarfBuzz. Lengths are in ems, so that a shaped word can be used at every size.

Shaped words are cached and compared by identity; the writer may cache by them.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from reportbuilder.diagnostics import Place
from reportbuilder.files.inputs import load
from reportbuilder.text.runs import INSTRUCTIONS, SOFT_HYPHEN, Run, readable
from reportbuilder.values import Mutable, Value, field

Point = tuple[float, float]
Stroke = tuple[str, tuple[float, ...]]
"""A segment of an outline: its PDF operator (m, l, c, h) and coordinates in ems."""


class OutlinePen(Mutable):
    """Records glyph outlines from HarfBuzz, with the pen protocol of fontTools."""

    scale: float
    origin: Point = (0.0, 0.0)
    strokes: list[Stroke] = field(default_factory=list)
    _last: Point = (0.0, 0.0)

    def moveTo(self, point: Point) -> None:  # noqa: N802 - fontTools' name, as are those below
        """Begin a contour."""
        self._add("m", point)

    def lineTo(self, point: Point) -> None:  # noqa: N802
        """Add a straight line."""
        self._add("l", point)

    def curveTo(self, *points: Point) -> None:  # noqa: N802
        """Add a cubic curve."""
        self._add("c", *points)

    def qCurveTo(self, control: Point, end: Point) -> None:  # noqa: N802
        """Add a quadratic curve, converted to a cubic one."""
        start = self._last
        first, second = (tuple(a + (c - a) * 2 / 3 for a, c in zip(at, control, strict=True)) for at in (start, end))
        self._add("c", (first[0], first[1]), (second[0], second[1]), end)

    def closePath(self) -> None:  # noqa: N802
        """End a contour."""
        self.strokes.append(("h", ()))

    def _add(self, verb: str, *points: Point) -> None:
        (x, y), scale = self.origin, self.scale
        self.strokes.append((verb, tuple(v for px, py in points for v in (x + px * scale, y + py * scale))))
        self._last = points[-1]


HYPHEN = "-"

_TRACKING = "tracking="


def tracking(thousandths: float) -> str:
    """The feature of tracked text: after each letter so many thousandths of an em more, or less."""
    return f"{_TRACKING}{thousandths:g}"


LONGEST_PLAIN = 64
"""The longest text in characters that is checked as a whole for glyphs."""


class Glyph(Value, gc=False):  # the collector of cycles need not look at what has none
    """A glyph of the font, its advance and offset in ems, and its source text: the first glyph of a cluster has all of
    the cluster's text, the others have none."""

    gid: int
    advance: float
    dx: float
    dy: float
    text: str


class ShapedWord(Value, eq=False, gc=False):
    """Glyphs in drawing order, with their text, and the sum of their advances in ems."""

    text: str
    face: str
    glyphs: tuple[Glyph, ...]
    width: float


class FaceMetrics(Value):
    """The vertical metrics of a face in ems, upwards from the baseline (`descent` is negative), and its units per
    em."""

    ascent: float
    descent: float
    cap_height: float
    x_height: float
    underline_offset: float
    underline_thickness: float
    upem: int


WordKey = tuple[str, str, tuple[str, ...], str, bool]
"""What the shape of a word depends on: the arguments of `FontBook.shape`."""
PartKey = tuple[str, str, tuple[str, ...], str, str, bool, bool]
"""What the shape of a part of a word depends on: the arguments of `FontBook.shape_part`."""


class FontBook:
    """The fonts of a style, opened on first use: `paths` maps faces to font files. `fallback` are the faces that are
    tried in order for a character that another lacks.

    `words` and `parts` are the words, and the parts of words, that were shaped so far.

    Raises KeyError for an unknown face, and OSError for a file that cannot be read; loading a style checks for both.
    """

    def __init__(self, paths: Mapping[str, Path | str], fallback: Sequence[str] = ()) -> None:
        self.fallback = tuple(fallback)
        self._paths = {key: Path(path) for key, path in paths.items()}
        self._faces: dict[str, _OpenFace] = {}
        self.words: dict[WordKey, ShapedWord] = {}
        self.parts: dict[PartKey, ShapedWord] = {}

    def path(self, face: str) -> Path:
        """The font file of a face."""
        return self._paths[face]

    def data(self, face: str) -> bytes:
        """The bytes of the font file of a face, as they were when it was opened."""
        return self._open(face).data

    def number(self, face: str) -> int:
        """The index of a face among all faces, from 1."""
        return list(self._paths).index(face) + 1

    def metrics(self, face: str) -> FaceMetrics:
        """The vertical metrics of a face, in ems."""
        return self._open(face).metrics

    def shape(
        self, text: str, face: str, features: tuple[str, ...] = (), language: str = "", backwards: bool = False
    ) -> ShapedWord:
        """Shape text with kerning, ligatures and the given features ("tnum", "-liga"; `tracking(50)` for letters
        further apart); right-to-left if `backwards`."""
        key = (text, face, features, language, backwards)
        word = self.words.get(key)
        if word is None:
            plain = readable(text)
            word = self._open(face).shape(plain, plain, features, language, backwards)
            self.words[key] = word
        return word

    def shape_part(
        self,
        text: str,
        face: str,
        features: tuple[str, ...],
        language: str,
        first: str = "",
        hyphen: bool = False,
        backwards: bool = False,
    ) -> ShapedWord:
        """Shape part of a word between line ends. `first` replaces the first letter (a vowel that drops its trema) and
        represents it; a hyphen is added after the part and represents U+00AD."""
        if not (first or hyphen):
            return self.shape(text, face, features, language, backwards)
        key = (text, face, features, language, first, hyphen, backwards)
        word = self.parts.get(key)
        if word is None:
            sources = letters_of(text) if first else list(text)
            drawn = (first + "".join(sources[1:]) if first else text) + (HYPHEN if hyphen else "")
            if first:
                sources = [sources[0], *"".join(sources[1:])]
            sources = [*sources, SOFT_HYPHEN] if hyphen else sources
            word = self._open(face).shape(drawn, sources, features, language, backwards)
            self.parts[key] = word
        return word

    @property
    def shaped(self) -> int:
        """How many words and parts of words it remembers."""
        return len(self.words) + len(self.parts)

    def forget(self) -> None:
        """Forget all words; they are shaped again when they are asked for."""
        self.words.clear()
        self.parts.clear()

    def outline(self, word: ShapedWord, face: str) -> tuple[Stroke, ...]:
        """The outlines of a word's glyphs, in ems from its origin; curves are cubic."""
        opened = self._open(face)
        pen, x = OutlinePen(1 / opened.upem), 0.0
        for glyph in word.glyphs:
            pen.origin = (x + glyph.dx, glyph.dy)
            opened.font.draw_glyph_with_pen(glyph.gid, pen)
            x += glyph.advance
        return tuple(pen.strokes)

    def missing(self, text: str, face: str) -> set[str]:
        """The characters of a text for which the face has no glyph."""
        opened = self._open(face)
        if opened.characters.issuperset(text):
            return set()
        plain = readable(text)
        return {c for g in opened.shape(plain, plain, (), "", False).glyphs if g.gid == 0 for c in g.text} - {"\n"}

    def _open(self, face: str) -> "_OpenFace":
        opened = self._faces.get(face)
        if opened is None:
            opened = self._faces[face] = _OpenFace(face, self._paths[face])
        return opened


def letters_of(text: str) -> list[str]:
    """Divide a text into letters, each with its combining marks."""
    letters: list[str] = []
    for char in text:
        if letters and "\u0300" <= char <= "\u036f":
            letters[-1] += char
        else:
            letters.append(char)
    return letters


class _OpenFace:
    """A font file opened with HarfBuzz."""

    def __init__(self, key: str, path: Path) -> None:
        self.key = key
        self.data = load(path, path.parent)
        self._face = hb.Face(self.data)
        self.font = hb.Font(self._face)
        self.upem = int(self._face.upem)
        self._buffer = hb.Buffer()
        self._buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        self._glyphs: dict[tuple[int, tuple[int, int, int, int], str], Glyph] = {}
        self._switches: dict[tuple[str, ...], dict[str, bool]] = {}
        self._one_by_one = list(range(LONGEST_PLAIN))

    @cached_property
    def characters(self) -> frozenset[str]:
        """The characters with a glyph in the font, and those that need none."""
        return INSTRUCTIONS.union(map(chr, self._face.unicodes))

    @cached_property
    def metrics(self) -> FaceMetrics:
        """The vertical metrics of the font, from its own tables where it has them."""
        extents = self.font.get_font_extents("ltr")
        tag = hb.OTMetricsTag

        def ems(wanted: Any) -> float:
            return float(self.font.get_metric_position_with_fallback(wanted)) / self.upem

        return FaceMetrics(
            ascent=extents.ascender / self.upem,
            descent=extents.descender / self.upem,
            cap_height=ems(tag.CAP_HEIGHT),
            x_height=ems(tag.X_HEIGHT),
            underline_offset=ems(tag.UNDERLINE_OFFSET),
            underline_thickness=ems(tag.UNDERLINE_SIZE),
            upem=self.upem,
        )

    def shape(
        self, drawn: str, sources: Sequence[str], features: tuple[str, ...], language: str, backwards: bool
    ) -> ShapedWord:
        """Shape `drawn`, whose characters represent `sources`, one for one."""
        if not drawn:
            return ShapedWord("", self.key, (), 0.0)
        buffer = self._buffer
        buffer.clear_contents()
        buffer.add_str(drawn)
        buffer.direction = "rtl" if backwards else "ltr"
        buffer.guess_segment_properties()
        if language:
            buffer.language = language
        hb.shape(self.font, buffer, self._wanted(features))
        infos, positions = buffer.glyph_infos or [], buffer.glyph_positions or []
        clusters = [info.cluster for info in infos]
        if backwards:
            return self._in_reading_order(infos, positions, sources)
        texts = sources if clusters == self._one_by_one[: len(drawn)] else _texts(clusters, sources)
        known, width = self._glyphs, 0.0
        glyphs = []
        places: list[tuple[int, int, int, int]] = [position.position for position in positions]
        if extra := self._tracking(features):
            places = _tracked(places, extra)
        for info, place, text in zip(infos, places, texts, strict=True):
            found = info.codepoint, place, text
            glyph = known.get(found)
            if glyph is None:
                glyph = known[found] = self._glyph(*found)
            width += glyph.advance
            glyphs.append(glyph)
        return ShapedWord("".join(texts), self.key, tuple(glyphs), width)

    def _in_reading_order(self, infos: Sequence[Any], positions: Sequence[Any], sources: Sequence[str]) -> ShapedWord:
        """A right-to-left word with its glyphs in reading order, each with an offset to its position; HarfBuzz returns
        them from left to right. So the text of a page is in logical order."""
        places, x = [], 0
        for position in positions:
            places.append(x + position.x_offset)
            x += position.x_advance
        clusters = [info.cluster for info in reversed(infos)]
        glyphs, pen = [], 0
        for info, position, place, text in zip(
            reversed(infos), reversed(positions), reversed(places), _texts(clusters, sources), strict=True
        ):
            dx, dy, advance = place - pen, position.y_offset, position.x_advance
            glyphs.append(Glyph(info.codepoint, advance / self.upem, dx / self.upem, dy / self.upem, text))
            pen += advance
        return ShapedWord("".join(sources), self.key, tuple(glyphs), x / self.upem)

    def _glyph(self, gid: int, position: tuple[int, int, int, int], text: str) -> Glyph:
        """A glyph with its HarfBuzz position: offsets and advances, in font units. Equal glyphs are one object in all
        words."""
        x, y, advance, _ = position
        return Glyph(gid, advance / self.upem, x / self.upem if x else 0.0, y / self.upem if y else 0.0, text)

    def _wanted(self, features: tuple[str, ...]) -> dict[str, bool]:
        """Features in the form of HarfBuzz."""
        wanted = self._switches.get(features)
        if wanted is None:
            named = [f for f in features if not f.startswith(_TRACKING)]
            wanted = {f.lstrip("-"): not f.startswith("-") for f in named}
            if len(named) < len(features):  # letters that are joined cannot stand further apart
                wanted |= {"liga": False, "clig": False}
            self._switches[features] = wanted
        return wanted

    def _tracking(self, features: tuple[str, ...]) -> int:
        """The space after each letter in font units."""
        told = next((f for f in features if f.startswith(_TRACKING)), "")
        return round(float(told.removeprefix(_TRACKING)) * self.upem / 1000) if told else 0


def _tracked(places: Sequence[tuple[int, int, int, int]], extra: int) -> list[tuple[int, int, int, int]]:
    """HarfBuzz positions with `extra` font units after each letter and the marks on it, which have no advance."""
    ends = [advance != 0 for _, _, advance, _ in places[1:]] + [True]
    return [(x, y, right + extra * end, up) for (x, y, right, up), end in zip(places, ends, strict=True)]


def _texts(clusters: list[int], sources: Sequence[str]) -> list[str]:
    """The text of every glyph: the first of a cluster has all of it."""
    texts = [""] * len(clusters)
    end = len(sources)
    for i in range(len(clusters) - 1, -1, -1):
        start = clusters[i]
        if not i or clusters[i - 1] != start:
            texts[i] = "".join(sources[start:end])
            end = start
    return texts


def missing_glyphs(fonts: FontBook, runs: Iterable[Run]) -> list[tuple[str, str, Place]]:
    """The characters of runs without a glyph in their face: character, its word, and the place of its run; each once,
    in the order of the text. The reading of a box is not drawn, and so never missing."""
    found: dict[tuple[str, str, Place], None] = {}
    for run in runs:
        if run.box is not None:
            continue
        missing = fonts.missing(run.text, run.style.face)
        if not missing:
            continue
        for word in readable(run.text).split():
            for char in word:
                if char in missing:
                    found[char, word, run.place] = None
    return list(found)
