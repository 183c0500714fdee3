"""Finds words of the document in the text of the file that they were read from: the place of every word and character.

The document has typographic signs, single spaces and figures where a file has straight quotes, line ends and
expressions. Words are compared one after another from the place where their text begins, so that nothing has to be
recorded when a file is read.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from reportbuilder.diagnostics import Place
from reportbuilder.document.bound_values import BoundValue, SourceCell
from reportbuilder.files.characters import normalised
from reportbuilder.text.runs import INSTRUCTIONS, readable
from reportbuilder.values import Mutable, Value, field, replace

NEAR = 300
"""How many characters after the place of a text its first word is looked for: a quotation mark, a name and a colon, or
the line end of a folded value stand between."""
FAR = 2000
"""The same after the place of a directive or a group of settings; then all words have to follow each other."""
LINE = 10_000
"""The same for what is anywhere in the line of its place."""
_NEXT = 80
"""The same for a word after another one."""
_WORD = re.compile(r"\S+")
_UNREAD = f"[{''.join(sorted(INSTRUCTIONS))}]*"
"""Instructions for the line breaker within a word."""
_ROLE = re.compile(r"\{[\w-]+\}`[^`]*`")
_SPACE = re.compile(r"\s*")
_SIGNS = {
    **dict.fromkeys('“”"', '(?:[“”"]{1,2}|\\\\"|&\\w+;)'),
    **dict.fromkeys("‘’'", "(?:[‘’']{1,2}|&#?\\w+;)"),
    "–": r"(?:\s?[–-]{1,2}\s?|&#?\w+;)",
    "…": r"(?:…|\.{3}|&\w+;)",
    "−": "[−-]",
    "&": "&(?:amp;)?",
    "<": "(?:<|&lt;)",
    ">": "(?:>|&gt;)",
}
"""How signs may be written in a file, as regular expressions."""


class SourceFile:
    """The text of a file, with the positions of its lines."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def index(self, place: Place) -> int:
        """The index in the text of a place; of a line beyond its end, that end."""
        if place.line > len(self._starts):
            return len(self.text)
        return self._starts[max(place.line, 1) - 1] + max(place.column, 1) - 1

    def place(self, index: int) -> Place:
        """The place of an index in the text."""
        line = bisect_right(self._starts, index)
        return Place(self.name, line, index - self._starts[line - 1] + 1)


def as_text(content: bytes) -> str:
    """The bytes of a file as the text that is read: with normalised line ends and characters."""
    text = content.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return normalised(text)


class SourceText(Value):
    """A text of the document as it is read (without instructions for line breaks), and the place where it begins, or
    begins nearly. `filled` are the figures in it. With `words` None it is not known before pages are made, as the
    number of a page.

    `generated` words stand in no file: the program made them for what is at the place. The first word is within `near`
    characters from the place, or else in the line of one of `also`. With `whole` the words are looked for in these
    files, as a whole value of YAML or CSV.
    """

    words: str | None
    place: Place
    filled: tuple[BoundValue, ...] = ()
    generated: bool = False
    near: int = NEAR
    also: tuple[Place, ...] = ()
    whole: tuple[str, ...] = ()


class SourceSpan(Value):
    """A stretch of a text from the character `begin` on, and its place: `exact` where it is written there, character by
    character if it is `even`; otherwise it is the nearest place before it that is known. `cells` are those of the data
    that a figure is from."""

    begin: int
    place: Place
    exact: bool = True
    even: bool = True
    cells: tuple[SourceCell, ...] = ()


def read_text(text: str, place: Place, filled: Sequence[BoundValue] = (), near: int = NEAR) -> SourceText:
    """A text of the document, with the indexes of its figures as they are in its readable form."""
    plain = readable(text)
    if len(plain) != len(text) and filled:
        moved = [sum(c not in INSTRUCTIONS for c in text[: figure.at]) for figure in filled]
        filled = [_at(figure, at) for figure, at in zip(filled, moved, strict=True)]
    return SourceText(plain, place, tuple(filled), near=near)


def spans(text: SourceText, file_of: Callable[[str], SourceFile | None]) -> list[SourceSpan]:
    """The spans of a text in order, the first at its first character; `file_of` gives a file by its name, None for
    one that is no text, as a workbook."""
    if text.generated:
        return [SourceSpan(0, text.place, exact=False, even=False)]
    if text.whole:
        return list(_whole_value(text, file_of))
    if (file := file_of(text.place.file)) is None:
        cells = tuple(cell for figure in text.filled for cell in figure.cells)
        return [SourceSpan(0, text.place, even=False, cells=cells)]
    found = _Alignment(text.words or "", text, file).spans()
    for place in text.also if not found[0].exact else ():
        if (other := file_of(place.file)) is not None:
            there = _Alignment(text.words or "", replace(text, place=place, near=LINE), other).spans()
            if there[0].exact:
                return there
    return found


def _whole_value(text: SourceText, file_of: Callable[[str], SourceFile | None]) -> Iterator[SourceSpan]:
    """The place of words that are a whole value: of figures also without the points between thousands, and without what
    follows a space."""
    words = (text.words or "").strip()
    plain = words.replace(".", "").split("\u00a0")[0]
    forms = "|".join(dict.fromkeys((re.escape(words), re.escape(plain))))
    pattern = re.compile(rf"(?:^|[:;,\t\[{{]|- )[ \t]*[\"']?({forms})[\"']?[ \t]*(?=[:;,\t\]}}]|$)", re.MULTILINE)
    for name in text.whole:
        file = file_of(name)
        if file is not None and words and (found := pattern.search(file.text)):
            place, whole = file.place(found.start(1)), found[1] == words
            yield SourceSpan(0, place, even=whole)
            if not whole and "\u00a0" in words:
                yield SourceSpan(words.index("\u00a0"), place, exact=False, even=False)
            return
    yield SourceSpan(0, text.place, exact=False, even=False)


class _Alignment(Mutable):
    """Words on their way through a file."""

    words: str
    text: SourceText
    file: SourceFile
    found: list[SourceSpan] = field(default_factory=list)
    at: int = 0
    limit: int = 0
    reach: int = 0

    def spans(self) -> list[SourceSpan]:
        source = self.file.text
        self.at = self.file.index(self.text.place)
        self.limit = self._end(source)
        self.reach = self.text.near
        done = 0
        for figure in sorted(self.text.filled, key=lambda figure: figure.at):
            if figure.at < done:
                continue
            self._literal(done, figure.at)
            self._figure(figure)
            done = figure.at + len(figure.text)
        self._literal(done, len(self.words))
        if not self.found or self.found[0].begin:
            self.found.insert(0, SourceSpan(0, self.text.place, exact=False, even=False))
        return self.found

    def _end(self, source: str) -> int:
        """Where the words end at the latest: with the role, the line or the directive that they are in."""
        if role := _ROLE.match(source, self.at):
            return role.end()
        if self.text.near <= NEAR:
            return len(source)
        end = source.find("\n" if self.text.near == LINE else "\n:::", self.at)
        return end if end >= 0 else len(source)

    def _figure(self, figure: BoundValue) -> None:
        """A figure stands where its expression is."""
        same_file = figure.place.file == self.file.name
        self.found.append(
            SourceSpan(figure.at, figure.place if same_file else self.text.place, True, False, figure.cells)
        )
        if same_file:
            start = max(self.file.index(figure.place), self.at)
            end = min(start + self.text.near + len(figure.written), self.limit)
            start = self.file.text.find(figure.written, start, end)
            if start >= 0:
                self.found[-1] = SourceSpan(figure.at, self.file.place(start), True, False, figure.cells)
                self.at, self.reach = start + len(figure.written), _NEXT

    def _literal(self, begin: int, end: int) -> None:
        """The words between two figures, one after another."""
        source = self.file.text
        if self.reach > NEAR and not self._in_a_row(self.words[begin:end].split()):
            self.found.append(SourceSpan(begin, self.text.place, exact=False, even=False))
            return
        for match in _WORD.finditer(self.words, begin, end):
            word = match[0]
            here = self._place_of(word, match.start())
            if here is None:
                self.found.append(SourceSpan(match.start(), self.file.place(self.at), exact=False, even=False))
                continue
            start, stop = here
            if source.startswith(word, start):
                self.found.append(SourceSpan(match.start(), self.file.place(start)))
            else:
                stretches = _stretches(word, source[start:stop])
                self.found += [SourceSpan(match.start() + i, self.file.place(start + at)) for i, at in stretches]
            self.at, self.reach = stop, _NEXT

    def _in_a_row(self, words: Sequence[str]) -> bool:
        """Whether words that may stand far off are found there, all of them in a row."""
        found = re.compile(r"\s+".join(map(_pattern, words))).search(
            self.file.text, self.at, min(self.at + self.reach, self.limit)
        )
        if found:
            self.at = found.start()
        return found is not None

    def _place_of(self, word: str, begin: int) -> tuple[int, int] | None:
        source = self.file.text
        start = _SPACE.match(source, self.at).end()  # type: ignore[union-attr]  # it matches anywhere
        if source.startswith(word, start) and start + len(word) <= self.limit:
            return start, start + len(word)
        end = min(start + self.reach + len(word), self.limit)
        for pattern in self._patterns(word, begin):
            if found := pattern.search(source, self.at, end):
                return found.span(1)
        return None

    def _patterns(self, word: str, begin: int) -> Iterator[re.Pattern[str]]:
        """Where a word is looked for that does not follow at once: with the words after it, then alone."""
        written = f"({_pattern(word)})"
        following = self.words[begin + len(word) :].split(maxsplit=3)[:3]
        yield re.compile(r"\s+".join((written, *map(_pattern, following))))
        if following:
            yield re.compile(rf"(?<!\w){written}(?!\w)")


def _stretches(word: str, written: str) -> Iterator[tuple[int, int]]:
    """The stretches of a word that are written character by character: where each begins in the word and in what is
    written."""
    at, shift = 0, -1
    for index, sign in enumerate(word):
        here = re.compile(f"{_UNREAD}({_sign(sign)})").match(written, at)
        if here is None:
            return
        if here.start(1) - index != shift:
            yield index, here.start(1)
            shift = here.start(1) - index
        at = here.end()


def _pattern(word: str) -> str:
    """A regular expression for the ways in which a word may be written in a file."""
    return _UNREAD.join(map(_sign, word))


def _sign(sign: str) -> str:
    if sign in _SIGNS:
        return rf"\\?{_SIGNS[sign]}"
    if sign.isalnum() and sign.isascii():
        return sign
    return rf"\\?{re.escape(sign)}" if sign.isascii() else rf"(?:{re.escape(sign)}|&#?\w+;)"


def _at(figure: BoundValue, at: int) -> BoundValue:
    return replace(figure, at=at)
