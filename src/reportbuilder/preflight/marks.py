"""Marked content: what each piece of a page's content belongs to (ISO 32000-1, 14.6 to 14.8).

A walk over content tells a `Marks` what it opens, closes, paints and shows; afterwards it knows the pieces of tagged
content with their text, and has seen what is wrong with the marks.
"""

from collections.abc import Mapping
from typing import Any

from reportbuilder.preflight.reading import decoded, text
from reportbuilder.standards.facts import Fact, Observation
from reportbuilder.values import Value

_SAID = frozenset(("/ActualText", "/Alt", "/E"))

Piece = tuple[int, int]
"""A piece of tagged content: the number of the page or form object that it is in, and its MCID there."""


class Mark(Value):
    """What an open mark, with those around it, makes of content: decoration, or a piece; replaced by another text."""

    artifact: bool = False
    piece: Piece | None = None
    replaced: bool = False
    in_text: bool = False
    spoken: bool = False
    """Whether the language of its text is said."""


class Marks:
    """The marks around the content of a whole file."""

    def __init__(self) -> None:
        self.pieces: dict[Piece, list[str]] = {}
        self.pages: dict[Piece, int] = {}
        self.observations: dict[Observation, None] = {}
        self.languages: dict[str, int] = {}
        """The languages that marks name, each with its first page."""
        self.unspoken: set[Piece] = set()
        """The pieces with text whose language no mark says."""
        self.loose_text = False
        """Whether there is text outside of pieces and decoration whose language no mark says."""
        self.page = 0
        self.tape: list[str] = []
        """All text of pieces since a form began, so that a form is read once however often it is drawn."""
        self._open: list[Mark] = [Mark()]

    @property
    def now(self) -> Mark:
        """What content here is."""
        return self._open[-1]

    @property
    def depth(self) -> int:
        """How many marks are open, and one."""
        return len(self._open)

    def see(self, fact: Fact, detail: str = "") -> None:
        """Note a fact about the page where we are."""
        self.observations[Observation(fact, detail, self.page)] = None

    def open(self, tag: str, properties: Mapping[str, Any], stream: int, in_text: bool) -> None:
        """A mark opens in a stream."""
        now, number, actual = self.now, properties.get("/MCID"), properties.get("/ActualText")
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
        spoken = now.spoken or bool(language)
        mark = Mark(artifact or now.artifact, piece, now.replaced or actual is not None, in_text, spoken)
        self._open.append(mark)
        if tag == "/Span" and not _SAID.isdisjoint(properties):
            self._speak()
        if actual is not None:
            self._check_encoding(actual)
            if not now.replaced:
                self._add(text(actual) or "")

    def _begin(self, piece: Piece) -> None:
        if self.now.artifact:
            self.see(Fact.CONTENT_IN_ARTIFACT)
        if piece in self.pieces:
            self.see(Fact.MCID_TWICE, f"MCID {piece[1]}")
        self.pieces.setdefault(piece, [])
        self.pages.setdefault(piece, self.page)

    def close(self, floor: int, in_text: bool) -> None:
        """A mark closes; those below `floor` belong to the stream that drew this one."""
        if len(self._open) <= floor:
            self.see(Fact.MARKS_UNBALANCED, "one closes that never opened")
        elif self._open.pop().in_text != in_text:
            self.see(Fact.MARKS_UNBALANCED, "one opens within text and closes outside it, or the reverse")

    def close_all(self, floor: int) -> None:
        """A stream has ended."""
        if len(self._open) > floor:
            self.see(Fact.MARKS_UNBALANCED, "one is never closed")
            del self._open[floor:]

    def paint(self, what: str) -> None:
        """Something is painted."""
        now = self._open[-1]
        if not now.artifact and now.piece is None:
            self.see(Fact.UNMARKED_CONTENT, what)

    def _speak(self) -> None:
        """There are words in the language of this place."""
        now = self._open[-1]
        if now.spoken or now.artifact:
            return
        if now.piece is None:
            self.loose_text = True
        else:
            self.unspoken.add(now.piece)

    def say(self, words: str) -> None:
        """Text is shown."""
        self._speak()
        if not self._open[-1].replaced:
            self._add(words)

    def _add(self, words: str) -> None:
        piece = self._open[-1].piece
        if piece:
            self.pieces[piece].append(words)
            self.tape.append(words)

    def _check_encoding(self, actual: Any) -> None:
        raw = actual if isinstance(actual, bytes) else None
        if raw is None:
            found = text(actual) or ""
            original = getattr(actual, "original_bytes", b"")
            raw = original or found.encode("latin-1", "replace")
        if raw and not raw.startswith(b"\xfe\xff"):
            self.see(Fact.ACTUAL_TEXT_ENCODING, f"“{decoded(raw)[:40]}”")
