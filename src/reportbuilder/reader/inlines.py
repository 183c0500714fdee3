"""Inline content from the tokens of Markdown, with its roles: `{ref}`, `{page}`, `{lang}`, `{status}` and the like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol
from urllib.parse import unquote

from markdown_it.token import Token

from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.document.bound_values import BoundValue
from reportbuilder.document.model import (
    Emphasis,
    Foreign,
    Inline,
    LineBreak,
    Link,
    NoteReference,
    PageReference,
    Script,
    Status,
    StatusMark,
    Strong,
    Text,
)
from reportbuilder.files.characters import normalised
from reportbuilder.i18n.language import ReportWords
from reportbuilder.reader.expressions import OPENING, UNKNOWN, ExpressionFiller, lettered
from reportbuilder.reader.leftovers import MASK, leftovers, report_leftover
from reportbuilder.values import Mutable, field

_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*:\s*(\S.*)", re.DOTALL)
_TITLED = re.compile(r"(.*\S)\s*<([^<>]+)>\s*", re.DOTALL)

Role = Callable[["RoleReader", str, Place], tuple[Inline, ...]]


class RoleWords(Protocol):
    """The interface that gives roles the words that they put into the text."""

    words: ReportWords

    @property
    def status_words(self) -> Mapping[Status, str]:
        """The words of the report's statuses."""

    @property
    def version_words(self) -> Mapping[str, str]:
        """The words about the report's version, by their names in the role `{version}`."""


class RoleReader:
    """Converts roles to inline content; `document.numbering` puts references into words later."""

    def __init__(self, vocabulary: RoleWords, diagnostics: Diagnostics) -> None:
        self.vocabulary = vocabulary
        self.diagnostics = diagnostics

    def __call__(self, name: str, content: str, place: Place) -> tuple[Inline, ...]:
        """The inline content of a role; none, and a problem, when its name is unknown or its content is wrong."""
        role = ROLES.get(name)
        if role is None:
            self.diagnostics.add(Code.ROLE_UNKNOWN, f"There is no role “{{{name}}}”.", place, nearest(name, ROLES))
            return ()
        if not content.strip():
            hint = "Write something between the backticks."
            self.diagnostics.add(Code.ROLE_VALUE, f"“{{{name}}}” is empty.", place, hint)
            return ()
        return role(self, content, place)


def _reference(reader: RoleReader, content: str, place: Place) -> tuple[Inline, ...]:
    titled = _TITLED.fullmatch(content)
    if titled:
        return (Link((Text(titled[1].strip(), place),), f"#{titled[2].strip()}", place),)
    return (Link((), f"#{content.strip()}", place),)


def _page(reader: RoleReader, content: str, place: Place) -> tuple[Inline, ...]:
    return (PageReference(content.strip(), reader.vocabulary.words.page, place),)


def _foreign(reader: RoleReader, content: str, place: Place) -> tuple[Inline, ...]:
    match = _LANGUAGE.fullmatch(content)
    if match is None:
        message = f"“{content}” does not say which language it is in."
        reader.diagnostics.add(Code.ROLE_VALUE, message, place, "Write {lang}`en: sense of urgency`.")
        return ()
    return (Foreign((Text(" ".join(match[2].split()), place),), match[1]),)


def _raised(reader: RoleReader, content: str, place: Place) -> tuple[Inline, ...]:
    return (Script((Text(content.strip(), place),), raised=True),)


def _lowered(reader: RoleReader, content: str, place: Place) -> tuple[Inline, ...]:
    return (Script((Text(content.strip(), place),), raised=False),)


def _status(reader: RoleReader, content: str, place: Place) -> tuple[Inline, ...]:
    status = read_status(content.strip(), place, reader.diagnostics)
    return (StatusMark(status, reader.vocabulary.status_words[status]),) if status else ()


def _version(reader: RoleReader, content: str, place: Place) -> tuple[Inline, ...]:
    words, name = reader.vocabulary.version_words, content.strip()
    if name not in words:
        reader.diagnostics.add(Code.ROLE_VALUE, f"A version has no “{name}”.", place, nearest(name, words))
        return ()
    if not words[name]:
        hint = "Write “number: …” below “version:” in report.yaml, or release the report."
        reader.diagnostics.add(
            Code.VERSION_UNNUMBERED, "The version has no number yet, so a dash stands here.", place, hint
        )
    return (Text(words[name] or "–", place),)


def read_status(key: str, place: Place, diagnostics: Diagnostics) -> Status | None:
    """The status that a key names; None, and a problem, when there is none."""
    keys = {status.value: status for status in Status}
    if key not in keys:
        diagnostics.add(Code.STATUS_UNKNOWN, f"There is no status “{key}”.", place, nearest(key, keys))
    return keys.get(key)


ROLES: Mapping[str, Role] = {
    "ref": _reference,
    "page": _page,
    "lang": _foreign,
    "sup": _raised,
    "sub": _lowered,
    "status": _status,
    "version": _version,
}


_WORDS = frozenset(("text", "softbreak", "text_special", "code_inline"))
_ADDRESS = re.compile(r"(https?://|mailto:|tel:|#).+", re.IGNORECASE | re.DOTALL)
_SUSPECT = re.compile(r"\{\{|:::|\{[a-z-]+\}(?![\w`])")
_HTML = {
    "!--": "Remove the remark, or write “[//]: # (remark)” on a line of its own, between empty lines.",
    "br": "End the line with a backslash, “\\”, and go on on the next one.",
    "sup": "Write {sup}`2`, or x^2^.",
    "sub": "Write {sub}`2`, or H~2~O.",
    "u": "Write *stressed words* instead.",
    "s": "Remove the words, or the marks.",
    "img": "Write “:::{figure} images/…”, its settings, and “:::”.",
}
"""What to write instead of common HTML elements."""
_LINK_END = re.compile(r"\](?:\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\]]*\])?")
"""The end of a link, with its address or the name of one."""
_SPACES = re.compile(r"[ \t\n]+")


class Roles(Protocol):
    """A function that converts a role, `{name}` with content, to inline content."""

    def __call__(self, name: str, content: str, place: Place) -> tuple[Inline, ...]: ...


class SourceCursor(Mutable):
    """The reading position in a text, which gives the places of words: `content` begins at `start`; `lines` are the
    file's lines, if the stretch is laid out in the file as it is read, so that places can be worked out."""

    content: str
    start: Place
    lines: Sequence[str] = ()
    at: int = 0

    def find(self, words: str) -> int:
        """The index of the next occurrence of words, which reading moves past; the current index when there is none."""
        index = self.content.find(words, self.at)
        if index < 0:
            return self.at
        self.at = index + len(words)
        return index

    def skip(self, pattern: re.Pattern[str]) -> None:
        """Move past the next match of a pattern, if there is one."""
        if match := pattern.search(self.content, self.at):
            self.at = match.end()

    def find_place(self, words: str) -> Place:
        """The place of the next occurrence of words."""
        return self.place(self.find(words))

    def place(self, at: int) -> Place:
        """The place of a position in the content."""
        if not self.lines:
            return self.start
        line = self.start.line + self.content.count("\n", 0, at)
        line_start = self.content.rfind("\n", 0, at) + 1
        line_end = self.content.find("\n", line_start)
        written = self.content[line_start:] if line_end < 0 else self.content[line_start:line_end]
        source = self.lines[line - 1] if line <= len(self.lines) else ""
        first, before = source.find(written.strip()), at - line_start
        if first < 0 and "|" in written:  # in a cell of a table it is escaped
            first = source.find(written.strip().replace("|", "\\|"))
            before += written.count("|", 0, before)
        return Place(self.start.file, line, max(first, 0) + before + 1)


class _Run(Mutable):
    """Words that follow each other without markup; `filled` are the figures in them, by the character they are at;
    `written` are the words again, with line ends, and a mask for what is not to be looked at."""

    pieces: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    filled: list[tuple[int, BoundValue]] = field(default_factory=list)
    start: int = 0
    length: int = 0

    def add(self, words: str, at: int, written: str | None = None) -> None:
        """Append words that begin at an index of the content."""
        self.start = self.start if self.pieces else at
        self.pieces.append(words)
        self.written.append(words if written is None else written)
        self.length += len(words)


class InlineReader:
    """Converts inline tokens to inline content; reports markup that a report cannot have."""

    def __init__(self, roles: Roles, filler: ExpressionFiller, diagnostics: Diagnostics) -> None:
        self._roles = roles
        self._filler = filler
        self._diagnostics = diagnostics

    def read(self, tokens: Sequence[Token], cursor: SourceCursor) -> tuple[Inline, ...]:
        """The inline content of one paragraph, heading or cell."""
        return self._until("", iter(tokens), cursor)

    def _until(self, end: str, tokens: Iterator[Token], cursor: SourceCursor) -> tuple[Inline, ...]:
        found: list[Inline] = []
        run = _Run()
        for token in tokens:
            if token.type in _WORDS:
                at, text = self._step_over(token, cursor), token.content if token.type != "softbreak" else " "
                masked = token.type == "code_inline" or (token.type == "text_special" and token.content != token.markup)
                run.add(text, at, MASK * len(text) if masked else token.content or "\n")
                continue
            if token.type == "expression":
                self._fill(token.content, run, cursor)
                continue
            self._add_text(found, run, cursor)
            run = _Run()
            if token.type == end:
                return tuple(found)
            found.extend(self._one(token, tokens, cursor))
        self._add_text(found, run, cursor)
        return tuple(found)

    def _fill(self, written: str, run: _Run, cursor: SourceCursor) -> None:
        start = cursor.find(written)
        filled = self._filler.fill(written, lambda at: cursor.place(start + at))
        if filled is not None:
            run.filled.append((run.length, filled))
        text = filled.text if filled is not None else UNKNOWN
        run.add(text, start, MASK * len(text))

    def _step_over(self, token: Token, cursor: SourceCursor) -> int:
        if token.type == "code_inline":
            start = cursor.find(token.markup)
            message = f"“{token.content}” is marked as program code, which a report does not have."
            hint = "Remove the backticks, or write *emphasis*."
            self._diagnostics.add(Code.TEXT_CODE, message, cursor.place(start), hint)
            return start
        written = {"softbreak": "\n", "text_special": token.markup}.get(token.type, token.content)
        return cursor.find(written) if written else cursor.at

    def _add_text(self, found: list[Inline], run: _Run, cursor: SourceCursor) -> None:
        text, start = "".join(run.pieces), run.start
        spaces = normalised(text)  # what was written as an entity
        text = spaces if len(spaces) == len(text) or not run.filled else text
        if not text:
            return
        self._check_text(text, "".join(run.written), start, cursor)
        before = cursor.content[max(start - 8, 0) : start].rstrip("*_[")
        filled = [(len(_spaced(text[:at])), figure) for at, figure in run.filled]
        found.append(lettered(_spaced(text), cursor.place(start), filled, before))

    def _one(self, token: Token, tokens: Iterator[Token], cursor: SourceCursor) -> tuple[Inline, ...]:
        match token.type:
            case "em_open":
                return (Emphasis(self._until("em_close", tokens, cursor)),)
            case "strong_open":
                return (Strong(self._until("strong_close", tokens, cursor)),)
            case "sup_open" | "sub_open":
                raised = token.type == "sup_open"
                return (Script(self._until("sup_close" if raised else "sub_close", tokens, cursor), raised),)
            case "s_open":
                message, hint = (
                    "Words that are struck out have no place in a report.",
                    "Remove them, or the tildes.",
                )
                self._diagnostics.add(Code.TEXT_STRUCK, message, cursor.find_place("~~"), hint)
                return self._until("s_close", tokens, cursor)
            case "link_open":
                return self._link(token, tokens, cursor)
            case "hardbreak":
                cursor.find("\n")
                return (LineBreak(),)
            case "footnote_ref":
                label = token.meta["label"]
                return (NoteReference(label, 0, cursor.find_place(f"[^{label}]")),)
            case "myst_role":
                place = cursor.find_place("{" + token.meta["name"] + "}")
                cursor.find(f"`{token.content}`")
                return self._roles(token.meta["name"], token.content, place)
            case "html_inline":
                html_problem(self._diagnostics, token.content, cursor.find_place(token.content))
            case "image":
                self._diagnostics.add(
                    Code.IMAGE_IN_TEXT,
                    "An image cannot stand in a line of text.",
                    cursor.find_place("!["),
                    f"Make it a block of its own: “:::{{figure}} {token.attrGet('src')}”, its settings, and “:::”.",
                )
            case _:
                raise AssertionError(f"a parser without the rule for {token.type}")
        return ()

    def _link(self, token: Token, tokens: Iterator[Token], cursor: SourceCursor) -> tuple[Inline, ...]:
        target = unquote(str(token.attrGet("href") or ""))
        if token.markup == "autolink":
            words = next(tokens)
            next(tokens)
            place = cursor.find_place(words.content)
            if not _ADDRESS.fullmatch(target):
                self._no_target(target, place)
            return (Link((Text(words.content, place),), str(token.attrGet("href")), place),)
        place = cursor.find_place("[")
        children = self._until("link_close", tokens, cursor)
        cursor.skip(_LINK_END)
        if not _ADDRESS.fullmatch(target):
            self._no_target(target, place)
        elif target.startswith("#"):
            return (Link(children, target, place),)
        elif not children:
            message, hint = "The link has no words.", "Write what it leads to between the square brackets."
            self._diagnostics.add(Code.LINK_WITHOUT_WORDS, message, place, hint)
        return (Link(children, str(token.attrGet("href")), place),)

    def _no_target(self, target: str, place: Place) -> None:
        message = f"The link leads to “{target}”, which is neither a web address nor a label."
        hint = "Write https://…, mailto:…, tel:…, or #label for a place in this report."
        self._diagnostics.add(Code.LINK_TARGET, message, place, hint)

    def _check_text(self, text: str, written: str, start: int, cursor: SourceCursor) -> None:
        """Report marks of other programs that would be printed as they are typed; `written` is the text with its line
        ends."""
        inside = cursor.content[:start].rpartition("\n")[2].strip() != ""  # of a line
        for at, words, rule in leftovers(f"{MASK}{written}" if inside else written):
            report_leftover(words, rule, cursor.place(start + at - inside), self._diagnostics)
        match = _SUSPECT.search(text) if "{" in text or ":::" in text else None
        if match is None:
            return
        here = cursor.place(start + match.start())
        if match[0] == OPENING:
            self._filler.unclosed(here)
        elif match[0] == ":::":
            hint = "Put the directive's first and last line each on a line of its own, after an empty line."
            self._diagnostics.add(Code.DIRECTIVE_PLACE, "Three colons stand in the middle of text.", here, hint)
        else:
            hint = f"Write {match[0]}`…`, with the content between backticks."
            self._diagnostics.add(Code.ROLE_SYNTAX, f"“{match[0]}” has no content.", here, hint)


def _spaced(text: str) -> str:
    """Words with one space wherever the file has several, or a line end."""
    return _SPACES.sub(" ", text) if "  " in text or "\n" in text or "\t" in text else text


def html_problem(diagnostics: Diagnostics, html: str, place: Place) -> None:
    """Report HTML in the text."""
    first = html.strip().splitlines()[0] if html.strip() else html
    name = re.match(r"</?([a-z!-]+)", html.strip().lower())
    hint = _HTML.get(name[1] if name else "", "Write Markdown; for a “<” in the text, write “\\<”.")
    diagnostics.add(Code.HTML, f"“{first}” is HTML, which a report cannot show.", place, hint)
