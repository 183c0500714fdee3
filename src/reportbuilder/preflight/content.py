"""Collects the content of all pages for the checks of PDF/UA and PDF/A: tagged content with its text, artifacts, fonts
and colours.

A `ContentReader` observes the interpreter (ISO 32000-1, 14.6 to 14.8).
"""

from collections.abc import Mapping
from typing import Any

from reportbuilder.preflight.colour import ColourUse, read_space
from reportbuilder.preflight.fonts import Font
from reportbuilder.preflight.interpreter import ContentObserver
from reportbuilder.preflight.placement import StreamKind
from reportbuilder.preflight.reader import Piece, decoded, number, text
from reportbuilder.standards.facts import Fact, Observation
from reportbuilder.values import Value

_WITH_WORDS = frozenset(("/ActualText", "/Alt", "/E"))


class Mark(Value):
    """The effect of the marked-content sequences open at a point: content is an artifact or belongs to a piece of
    tagged content, and may have a replacement text."""

    artifact: bool = False
    piece: Piece | None = None
    replaced: bool = False
    in_text: bool = False
    has_language: bool = False
    """Whether the sequence gives the language of its text."""


class MarkedContent:
    """The marked content of a whole file."""

    def __init__(self) -> None:
        self.pieces: dict[Piece, list[str]] = {}
        self.pages: dict[Piece, int] = {}
        self.observations: dict[Observation, None] = {}
        self.languages: dict[str, int] = {}
        """The languages that marked content gives, each with its first page."""
        self.without_language: set[Piece] = set()
        """The pieces with text for which no marked content gives a language."""
        self.loose_text = False
        """Whether there is untagged text, other than artifacts, for which no marked content gives a language."""
        self.page = 0
        self.transcript: list[str] = []
        """The text of pieces since a form began, so that a form is read once however often it is drawn."""
        self._open: list[Mark] = [Mark()]

    @property
    def current(self) -> Mark:
        """The innermost open mark."""
        return self._open[-1]

    @property
    def depth(self) -> int:
        """The number of open marks, the initial one included."""
        return len(self._open)

    def see(self, fact: Fact, detail: str = "") -> None:
        """Record a fact about the current page."""
        self.observations[Observation(fact, detail, self.page)] = None

    def open(self, tag: str, properties: Mapping[str, Any], stream: int, in_text: bool) -> None:
        """Open a marked-content sequence of a content stream."""
        now, number, actual = self.current, properties.get("/MCID"), properties.get("/ActualText")
        artifact = tag == "/Artifact"
        piece = None if artifact else now.piece
        if artifact and now.piece:
            self.see(Fact.ARTIFACT_IN_CONTENT)
        if isinstance(number, int | float) and not artifact:
            piece = (stream, int(number))
            self._begin(piece)
        language = text(properties.get("/Lang"))
        if language is not None:
            self.languages.setdefault(language, self.page)
        has_language = now.has_language or bool(language)
        mark = Mark(artifact or now.artifact, piece, now.replaced or actual is not None, in_text, has_language)
        self._open.append(mark)
        if tag == "/Span" and not _WITH_WORDS.isdisjoint(properties):
            self._note_language()
        if actual is not None:
            self._check_encoding(actual)
            if not now.replaced:
                self._add(text(actual) or "")

    def _begin(self, piece: Piece) -> None:
        if self.current.artifact:
            self.see(Fact.CONTENT_IN_ARTIFACT)
        if piece in self.pieces:
            self.see(Fact.MCID_TWICE, f"MCID {piece[1]}")
        self.pieces.setdefault(piece, [])
        self.pages.setdefault(piece, self.page)

    def close(self, floor: int, in_text: bool) -> None:
        """Close the innermost sequence; those below `floor` belong to the stream that draws the current one."""
        if len(self._open) <= floor:
            self.see(Fact.MARKS_UNBALANCED, "one closes that never opened")
        elif self._open.pop().in_text != in_text:
            self.see(Fact.MARKS_UNBALANCED, "one opens within text and closes outside it, or the reverse")

    def close_all(self, floor: int) -> None:
        """Close the sequences that a stream left open at its end."""
        if len(self._open) > floor:
            self.see(Fact.MARKS_UNBALANCED, "one is never closed")
            del self._open[floor:]

    def paint(self, what: str) -> None:
        """Record that something is painted."""
        now = self._open[-1]
        if not now.artifact and now.piece is None:
            self.see(Fact.UNMARKED_CONTENT, what)

    def _note_language(self) -> None:
        """Record the language of text at the current position."""
        now = self._open[-1]
        if now.has_language or now.artifact:
            return
        if now.piece is None:
            self.loose_text = True
        else:
            self.without_language.add(now.piece)

    def add_text(self, words: str) -> None:
        """Add shown text to the current piece."""
        self._note_language()
        if not self._open[-1].replaced:
            self._add(words)

    def _add(self, words: str) -> None:
        piece = self._open[-1].piece
        if piece:
            self.pieces[piece].append(words)
            self.transcript.append(words)

    def _check_encoding(self, actual: Any) -> None:
        raw = actual if isinstance(actual, bytes) else None
        if raw is None:
            replacement = text(actual) or ""
            original = getattr(actual, "original_bytes", b"")
            raw = original or replacement.encode("latin-1", "replace")
        if raw and not raw.startswith(b"\xfe\xff"):
            self.see(Fact.ACTUAL_TEXT_ENCODING, f"“{decoded(raw)[:40]}”")


class ContentReader(ContentObserver):
    """An observer of the interpreter that collects marked content, fonts and colours."""

    def __init__(self) -> None:
        self.marks = MarkedContent()
        self.colours = ColourUse(self.marks.see)
        self.fonts: list[Font] = []
        self._streams: list[tuple[int, int]] = []
        """The number of each content stream that is being read, and the marks that were open when it began."""
        self._texts: dict[tuple[int, bool, bool, bool], str | None] = {}
        """The text of a form for each kind of context that it is drawn in; None if it has tagged content of its own."""
        self._starts: list[tuple[int, int]] = []
        self._selected: set[int] = set()

    def begin_page(self, page: Any, number_of_page: int, resources: Mapping[str, Any]) -> None:
        """Begin a page."""
        self.marks.page = number_of_page
        self.colours.begin_page(page, resources)
        self._begin(page)

    def begin_stream(self, stream: Any, kind: StreamKind) -> bool:
        """Return whether to read a stream: a form once for each kind of context that it is drawn in, a pattern or a
        glyph once.

        Patterns and glyphs are read as artifacts: their fonts and colours are checked, their marks are not.
        """
        if kind is not StreamKind.FORM:
            if id(stream) in self._selected:
                return False
            self._selected.add(id(stream))
            self.marks.open("/Artifact", {}, 0, False)
            self._begin(stream)
            return True
        key = self._key(stream)
        if key in self._texts:
            text_of_form = self._texts[key]
            if text_of_form is None:
                self.marks.see(Fact.FORM_DRAWN_TWICE)
            self.marks.add_text(text_of_form or "")
            return False
        self._starts.append((len(self.marks.transcript), len(self.marks.pieces)))
        self.colours.form(stream)
        self._begin(stream)
        return True

    def end_stream(self, stream: Any, kind: StreamKind) -> None:
        """End a stream."""
        _, floor = self._streams.pop()
        self.marks.close_all(floor)
        if kind is StreamKind.FORM:
            start, pieces = self._starts.pop()
            own = len(self.marks.pieces) > pieces
            self._texts[self._key(stream)] = None if own else "".join(self.marks.transcript[start:])
        elif kind is not StreamKind.PAGE:
            self.marks.close(0, False)

    def _begin(self, stream: Any) -> None:
        self._streams.append((number(stream), self.marks.depth))

    def _key(self, form: Any) -> tuple[int, bool, bool, bool]:
        now = self.marks.current
        return id(form), now.artifact, now.piece is not None, now.replaced

    def open_mark(self, tag: str, properties: Mapping[str, Any], in_text: bool) -> None:
        """Open a marked-content sequence."""
        self.marks.open(tag, properties, self._streams[-1][0], in_text)

    def close_mark(self, in_text: bool) -> None:
        """Close a marked-content sequence; one that was opened by another stream is left open."""
        self.marks.close(self._streams[-1][1], in_text)

    def paint(self, what: str) -> None:
        """Record that something is painted."""
        self.marks.paint(what)

    def show_text(self, font: Font, string: bytes) -> None:
        """Record text shown in a font."""
        now = self.marks.current
        self.marks.add_text(font.show(string, self.marks.page, now.piece, now.replaced))

    def use_font(self, font: Font) -> None:
        """Record a font."""
        self.fonts.append(font)

    def use_colour_space(self, space: Any, resources: Mapping[str, Any]) -> None:
        """Record a colour space."""
        if space is not None:
            self.colours.space(read_space(space, resources), resources)

    def use_image(self, image: Any, resources: Mapping[str, Any]) -> None:
        """Record an image XObject."""
        self.colours.image(image, resources)

    def use_inline_image(self, entries: Mapping[str, Any], resources: Mapping[str, Any]) -> None:
        """Record an inline image."""
        self.colours.inline_image(entries, resources)

    def use_graphics_state(self, state: Any) -> None:
        """Record a graphics state dictionary."""
        self.colours.graphics_state(state)

    def use_intent(self, intent: Any) -> None:
        """Record a rendering intent."""
        self.colours.intent(intent)

    def fault(self, fact: Fact, detail: str = "") -> None:
        """Record that the content is malformed."""
        self.marks.see(fact, detail)
