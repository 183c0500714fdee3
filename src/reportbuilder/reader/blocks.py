"""Markdown's block tokens to blocks, each with its place; and lists that are lettered or have roman numerals.

CommonMark knows bullets and numbers only. Lines that begin with consecutive letters or numerals (`a.`, `A)`, `i.`) are
therefore given to the parser with ones in place of the label, of the same width, so that every column stays where it
was: `a. apple` is parsed as `1. apple`, and `iv) pear` as `11) pear`. The labels are kept by line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from string import ascii_lowercase, ascii_uppercase
from typing import Any, assert_never

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.document.model import (
    Block,
    Heading,
    Inline,
    List,
    ListItem,
    ListStyle,
    Note,
    Paragraph,
    Text,
)
from reportbuilder.reader.directive import Directive, meant_directive, split_opening, split_settings
from reportbuilder.reader.inlines import InlineReader, SourceCursor, html_problem
from reportbuilder.reader.markdown_tables import read_markdown_table
from reportbuilder.values import Mutable, Value, field, replace

LABEL = re.compile(r"([A-Za-z]|[ivxlc]{2,8}|[IVXLC]{2,8})([.)])(?=[ \t\u00a0\u202f]+\S)")
"""A letter or a roman numeral, a stop or a bracket, and a word after it."""

_FENCE = re.compile(r"[ \t]*(?:[-*+>][ \t]+|\d+[.)][ \t]+)*(:{3,}(?=[ \t]*\{)|`{3,}|~{3,})")
_STYLES = (ListStyle.LOWER_ROMAN, ListStyle.UPPER_ROMAN, ListStyle.LETTER, ListStyle.LOWER_LETTER)
_LETTERS = {ListStyle.LETTER: ascii_uppercase, ListStyle.LOWER_LETTER: ascii_lowercase}


class ListLabel(Value):
    """The label of a list item as it is written ("b.", "ii)"), and whether it is the first of its list."""

    text: str
    style: ListStyle
    first: bool


def roman(number: int) -> str:
    """A number from 1 to 399 as a roman numeral in small letters: 4 is "iv"."""
    parts = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    found = ""
    for value, letters in parts:
        count, number = divmod(number, value)
        found += letters * count
    return found


_ROMANS = {roman(number): number for number in range(1, 200)}


def position(label: str, style: ListStyle) -> int:
    """The number of a label in a style, from 1; 0 when it is not a label of that style."""
    match style:
        case ListStyle.LETTER | ListStyle.LOWER_LETTER:
            return _LETTERS[style].find(label) + 1 if len(label) == 1 else 0
        case ListStyle.LOWER_ROMAN:
            return _ROMANS.get(label, 0)
        case ListStyle.UPPER_ROMAN:
            return _ROMANS.get(label.lower(), 0) if label.isupper() else 0
        case ListStyle.BULLET | ListStyle.DECIMAL:
            return 0
        case _:
            assert_never(style)


def style_of(labels: Sequence[str]) -> ListStyle | None:
    """The style in which labels are the first ones, in order: `a b c`, `A B`, `i ii iii`; None when they are not.

    One letter is enough when it is the first of its style; `i` alone is the numeral.
    """
    wanted = list(range(1, len(labels) + 1))
    return next((style for style in _STYLES if [position(label, style) for label in labels] == wanted), None)


def replace_labels(text: str) -> tuple[str, dict[int, ListLabel]]:
    """Markdown with ones in place of the labels of lettered lists, and these labels by the index of their line.

    A list has at least two items, begins with `a`, `A`, `i` or `I`, and its labels stand at the same column. The
    insides of directives and of code are left as they are: they are read by themselves.
    """
    lines = text.split("\n")
    found: dict[int, ListLabel] = {}
    if not LABEL.search(text):
        return text, found
    closed = _fenced(lines)
    starts = {i: match for i, line in enumerate(lines) if i not in closed and (match := _label_of(line))}
    for index, match in starts.items():
        if index in found:
            continue
        for style in _STYLES:
            items = list(_items(index, match, style, lines, starts))
            if len(items) > 1:
                for at in items:
                    found[at] = ListLabel(f"{starts[at][1]}{starts[at][2]}", style, at == index)
                break
    for at in found:
        start, end = starts[at].span(1)
        lines[at] = f"{lines[at][:start]}{'1' * (end - start)}{lines[at][end:]}"
    return "\n".join(lines), found


def _label_of(line: str) -> re.Match[str] | None:
    """The label that a line begins with; none in a row of a table."""
    start = len(line) - len(line.lstrip(" "))
    return None if "|" in line else LABEL.match(line, start)


def _items(
    first: int, match: re.Match[str], style: ListStyle, lines: Sequence[str], starts: Mapping[int, re.Match[str]]
) -> Iterator[int]:
    """The lines on which the items of a list begin, whose first is at index `first`."""
    if position(match[1], style) != 1:
        return
    column, stop, wanted = match.start(1), match[2], 2
    yield first
    for index in range(first + 1, len(lines)):
        line = lines[index]
        indent = len(line) - len(line.lstrip())
        if not line.strip() or indent > column:
            continue
        here = starts.get(index)
        if here and here.start(1) == column and here[2] == stop and position(here[1], style) == wanted:
            wanted += 1
            yield index
        elif indent < column or not lines[index - 1].strip():
            return


def _fenced(lines: Sequence[str]) -> set[int]:
    """The indices of lines inside directives and code, their first and last lines included."""
    found: set[int] = set()
    fence = ""
    for index, line in enumerate(lines):
        if fence:
            found.add(index)
            bare = line.strip()
            if bare and set(bare) == {fence[0]} and len(bare) >= len(fence):
                fence = ""
        elif match := _FENCE.match(line):
            found.add(index)
            fence = match[1]
    return found


_LETTERED = re.compile(r"(([A-Za-z]|[ivxlc]{2,8}|[IVXLC]{2,8})[.)])[ \u00a0\u202f]+")
_CLOSING = re.compile(r"\s*(?:[-*+>]\s+)*(:{3,}|`{3,}|~{3,})\s*")
_LABELS = re.compile(r"^(?::::\{[a-z-]+\}[ \t]*|\((?=.*\)=))([\w.:-]+)", re.MULTILINE)
_NEARLY = re.compile(
    r"(?:::?\{ *(?P<braced>[a-z-]+) *\}(?!`)|:{3,} *[(\[<]?(?P<bare>[a-z-]+)[)\]>]?(?= |$))(?P<rest>.*)"
)
_INNER = re.compile(r"\s*(:{3,})\{")
_ANCHOR = re.compile(r"[ \t]*\{#([\w][\w.:-]*)\}[ \t]*$")
_MISFITS = {
    "hr": (Code.RULE, "A line across the text has no place in a report.", "For a new page write “:::{break} page”."),
    "blockquote_open": (
        Code.BLOCKQUOTE,
        "“>” is not how a report quotes.",
        "Write “:::{quote}”, the words, and “:::”.",
    ),
}


class _LinkReferences(dict[str, Any]):
    """The link reference definitions of a text (`[name]: address`); `names` are those that a link refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        """The definition of a name that a link refers to, or `default`."""
        self.names.add(name)
        return super().get(name, default)


class BlockReader(Mutable):
    """Reads the blocks of one file, or (without `lines`) of a stretch of text that stands at `start`.

    `openings` are the names of directives. While reading, `notes` collects the footnotes, and `spoiled` the labels of
    blocks that could not be read.
    """

    markdown: MarkdownIt
    inlines: InlineReader
    directive: Callable[[Directive], tuple[Block, ...]]
    diagnostics: Diagnostics
    start: Place
    lines: Sequence[str] = ()
    openings: frozenset[str] = frozenset()
    notes: dict[str, Note] = field(default_factory=dict)
    spoiled: set[str] = field(default_factory=set)
    _labels: dict[int, ListLabel] = field(default_factory=dict)
    _label: tuple[str, Place] | None = None
    _mended: set[int] = field(default_factory=set)
    _depth: int = 0

    def read(self, text: str, first_line: int) -> tuple[Block, ...]:
        """The blocks of a text whose first line is line `first_line` of the file."""
        written, labels = replace_labels(self._with_openings(text, first_line))
        self._labels.update((first_line + index, label) for index, label in labels.items())
        references = _LinkReferences()
        tokens = self.markdown.parse(f"{written}\n", {"references": references})
        self._check_references(references, first_line)
        self._depth += 1
        blocks = self._until("", iter(tokens), first_line)
        self._depth -= 1
        return blocks

    def _with_openings(self, text: str, first: int) -> str:
        """The text with first lines of directives that are nearly right (`::{table}`, `:::table`) as they are meant, so
        that the lines below them are not read as text; each is a problem, and its directive is left out."""
        lines = text.split("\n")
        for index, line in enumerate(lines if ":::" in text or "::{" in text else ()):
            match = _NEARLY.fullmatch(line)
            name = (match["braced"] or match["bare"]) if match else ""
            if match is None or name not in self.openings:
                continue
            lines[index] = f":::{{{name}}}{match['rest']}"
            message = f"“{line.strip()}” does not begin a directive."
            hint = f"Write three colons, and its name in braces: “{lines[index].strip()}”."
            self.diagnostics.add(Code.DIRECTIVE_NAME, message, self.place(first + index), hint)
            self._mended.add(first + index)
        return "\n".join(lines)

    def _check_references(self, references: _LinkReferences, first: int) -> None:
        """Report addresses of links (`[name]: address`) that no link asks for: Markdown leaves them out."""
        for name, reference in references.items():
            if name in references.names or reference.get("href", "").startswith("#"):  # “[//]: # (…)” is a remark
                continue
            message = f"“[{name.lower()}]: …” is the address of a link, which no link has, and is not printed."
            hint = f"Write [words][{name.lower()}] in the text, or remove it; a footnote is “[^{name.lower()}]: …”."
            line = first + (reference.get("map") or [0])[0]
            self.diagnostics.add(Code.LINK_UNUSED, message, self.place(line), hint)

    def place(self, line: int) -> Place:
        """The place of a line, at its first character that is not a space."""
        if not self.lines:
            return self.start
        source = self.lines[line - 1] if line <= len(self.lines) else ""
        return Place(self.start.file, line, len(source) - len(source.lstrip()) + 1)

    def inline(self, token: Token, line: int) -> tuple[Inline, ...]:
        """The inline content of a token that begins on a line."""
        return self._inline(token, self.place(line))

    def _inline(self, token: Token, place: Place) -> tuple[Inline, ...]:
        return self.inlines.read(token.children or (), SourceCursor(token.content, place, self.lines))

    def _until(self, end: str, tokens: Iterator[Token], first: int) -> tuple[Block, ...]:
        blocks: list[Block] = []
        for token in tokens:
            if token.type == end:
                break
            if token.type != "myst_target" and token.type != "heading_open":
                self._drop_label()
            blocks.extend(self._one(token, tokens, first))
        self._drop_label()
        return tuple(blocks)

    def _one(self, token: Token, tokens: Iterator[Token], first: int) -> tuple[Block, ...]:
        line = first + token.map[0] if token.map else first
        match token.type:
            case "paragraph_open":
                place = self.place(line)
                children = self._inline(next(tokens), place)
                next(tokens)
                return (Paragraph(children, place),) if children else ()
            case "heading_open":
                return self._heading(token, tokens, line)
            case "bullet_list_open" | "ordered_list_open":
                return self._lists(token, tokens, first)
            case "colon_fence" | "fence":
                return self._fence(token, line)
            case "table_open":
                return (read_markdown_table(tokens, first, self),)
            case "myst_target":
                self._label = (token.content.strip(), self.place(line))
            case "footnote_reference_open":
                self._note(token, tokens, first)
            case "html_block":
                html_problem(self.diagnostics, token.content, self.place(line))
            case "blockquote_open" | "hr":
                return self._misfit(token, tokens, first)
            case _:
                raise AssertionError(f"a parser without the rule for {token.type}")
        return ()

    def _misfit(self, token: Token, tokens: Iterator[Token], first: int) -> tuple[Block, ...]:
        code, message, hint = _MISFITS[token.type]
        self.diagnostics.add(code, message, self.place(first + (token.map or [0])[0]), hint)
        return self._until("blockquote_close", tokens, first) if token.type == "blockquote_open" else ()

    def _heading(self, token: Token, tokens: Iterator[Token], line: int) -> tuple[Block, ...]:
        label, self._label = self._label, None
        place = self.place(line)
        inline = next(tokens)
        anchor = _ANCHOR.search(inline.content)
        if anchor and inline.children and inline.children[-1].content.endswith(anchor[0]):
            last = inline.children[-1]
            last.content = last.content.removesuffix(anchor[0])
            label = label or (anchor[1], self._after(anchor[0].strip(), line))
        children = self._inline(inline, place)
        next(tokens)
        if self._depth > 1 or token.level:
            message = "A heading cannot stand inside a list, a note or a directive."
            hint = "Write **strong words** instead, or move the heading out."
            self.diagnostics.add(Code.HEADING_PLACE, message, place, hint)
            return ()
        return (Heading(int(token.tag[1]), children, label[0] if label else "", "", place),)

    def _after(self, words: str, line: int) -> Place:
        """The place of words on a line."""
        source = self.lines[line - 1] if line <= len(self.lines) else ""
        return Place(self.start.file, line, source.rfind(words) + 1)

    def _drop_label(self) -> None:
        if self._label is not None:
            message = f"The label “{self._label[0]}” does not stand before a heading."
            hint = "A label stands on the line before its heading; a table or figure has its label as its argument."
            self.diagnostics.add(Code.LABEL_PLACE, message, self._label[1], hint)
            self._label = None

    def _lists(self, opening: Token, tokens: Iterator[Token], first: int) -> tuple[List, ...]:
        """The list that begins with a token; several where numbers, letters and numerals follow each other."""
        bullet = opening.type == "bullet_list_open"
        found: list[List] = []
        start = 0
        for item in tokens:
            if item.type in ("bullet_list_close", "ordered_list_close"):
                break
            line = first + (item.map or [0])[0]
            label = self._labels.get(line)
            style = ListStyle.BULLET if bullet else label.style if label else ListStyle.DECIMAL
            if not found or style is not found[-1].style or (label and label.first):
                start = int(item.info) if style is ListStyle.DECIMAL else 1
                found.append(List(style, (), self.place(line)))
            number = start + len(found[-1].items)
            marker = "•" if bullet else label.text if label else f"{number}{item.markup}"
            if style is ListStyle.DECIMAL:
                self._check_number(int(item.info), start, number, line)
            inside = self._until("list_item_close", tokens, first)
            found[-1] = replace(found[-1], items=(*found[-1].items, ListItem(marker, inside, self.place(line))))
        return tuple(_lettered(block) for block in found)

    def _check_number(self, written: int, start: int, number: int, line: int) -> None:
        """Note an item whose own number is not printed, unless all items have that of the first."""
        if written not in (start, number):
            message = f"This item has the number {written} in the text, and is printed with {number}: a list counts on."
            hint = f"Write {number} here; for another list, put a sentence or a heading before it."
            self.diagnostics.add(Code.LIST_NUMBER, message, self.place(line), hint)

    def _note(self, token: Token, tokens: Iterator[Token], first: int) -> None:
        label = token.meta["label"]
        place = self.place(first + (token.map or [0])[0])
        self._depth += 1
        note = Note(label, 0, self._until("footnote_reference_close", tokens, first), place)
        self._depth -= 1
        if label in self.notes:
            message = f"There are two footnotes “{label}”; the first is at {self.notes[label].place}."
            self.diagnostics.add(Code.FOOTNOTE_DUPLICATE, message, place, "Give one of them another name.")
        self.notes.setdefault(label, note)

    def _fence(self, token: Token, line: int) -> tuple[Block, ...]:
        place = self.place(line)
        opening = split_opening(token.info)
        if token.type == "fence" and opening is None:
            message = "Program code has no place in a report."
            self.diagnostics.add(Code.TEXT_CODE, message, place, "Remove the backticks.")
            return ()
        if opening is None:
            message = "Three colons begin a directive, and it has no name."
            from reportbuilder.reader.directives import DIRECTIVES  # which read blocks themselves

            usual = "Write its name in braces, “:::{table}”; or remove this line, if it closes nothing."
            hint = meant_directive(token.info, DIRECTIVES) or usual
            self.diagnostics.add(Code.DIRECTIVE_NAME, message, place, hint)
            return self.read(token.content, line + 1)
        broken = self._is_unclosed(token, line, opening[0])
        broken = broken or line in self._mended
        split = None if broken else split_settings(token.content, place, self.diagnostics)
        if split is None:
            self.spoiled.update((opening[1], *_LABELS.findall(token.content)))
            return ()
        settings, body, body_line = split
        return self.directive(Directive(*opening, settings, body, body_line, place))

    def _is_unclosed(self, token: Token, line: int, name: str) -> bool:
        """Whether a directive has no end of its own, which is a problem."""
        inner = (_INNER.match(text) for text in token.content.split("\n"))
        if any(match and len(match[1]) >= len(token.markup) for match in inner):
            message = f"Another directive begins inside “{{{name}}}”."
            hint = "Close the first with “:::”; or begin and end it with “::::”, if the second belongs inside it."
        elif self.lines and not self._closed(token, line):
            message, hint = f"The directive “{{{name}}}” has no end.", "Add a line “:::”."
        else:
            return False
        self.diagnostics.add(Code.DIRECTIVE_END, message, self.place(line), hint)
        return True

    def _closed(self, token: Token, line: int) -> bool:
        length = token.map[1] - token.map[0] if token.map else 0
        last = line + length - 1
        return length > 1 and last <= len(self.lines) and bool(_CLOSING.fullmatch(self.lines[last - 1]))


def _lettered(block: List) -> List:
    """A list of bullets whose items begin with consecutive letters or roman numerals, with these as markers:
    `- A. apple`, `- B. pear`."""
    labels: list[str] = []
    items: list[ListItem] = []
    for item in block.items if block.style is ListStyle.BULLET else ():
        paragraph = item.blocks[0] if item.blocks else None
        if not isinstance(paragraph, Paragraph) or not isinstance(text := paragraph.children[0], Text):
            return block
        match = _LETTERED.match(text.text)
        if match is None:
            return block
        place = replace(text.place, column=text.place.column + match.end())
        filled = tuple(replace(figure, at=figure.at - match.end()) for figure in text.filled)
        rest = Text(text.text[match.end() :], place, filled)
        children = (rest, *paragraph.children[1:]) if rest.text else paragraph.children[1:]
        blocks = (replace(paragraph, children=children), *item.blocks[1:])
        labels.append(match[2])
        items.append(ListItem(match[1], blocks, item.place))
    style = style_of(labels) if labels else None
    return block if style is None else List(style, tuple(items), block.place)
