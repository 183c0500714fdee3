"""Inline content as one normalized string, in which versions are compared, and the way back from it.

Differences that no author made are removed: no-break and narrow spaces become spaces, soft hyphens and other characters
without width are dropped, letters are composed (NFC). What cannot be divided is a unit between private-use characters:
a status mark, the page of something, and a reference with generated words ("tabel 2"), which is compared by its label,
so that a table inserted before it changes nothing here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import assert_never

from reportbuilder.document.model import (
    Chart,
    Document,
    Emphasis,
    Figure,
    Foreign,
    Heading,
    Inline,
    KeyFigures,
    LineBreak,
    Link,
    NoteReference,
    PageReference,
    Revised,
    Script,
    Sparkline,
    StatusMark,
    Strong,
    Styled,
    Table,
    Text,
)
from reportbuilder.document.walk import Inlines, blocks_in, plain
from reportbuilder.i18n.language import ReportWords, language_of
from reportbuilder.values import Value

LINE = "\u2028"
"""A line that was ended on purpose."""
BLOCK = "\u2029"
"""Where one block of a cell or a footnote ends and the next begins."""
UNIT = re.compile("\ue000([^\ue000-\ue002]*)\ue001([^\ue000-\ue002]*)\ue002")
"""What cannot be divided: its words, and the label that it leads to."""

_SPACES = "\u00a0\u2002\u2007\u2009\u200a\u202f\t\n\r\v\f"
_WITHOUT_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_OWN = f"{LINE}{BLOCK}\ue000\ue001\ue002"
_CHARACTERS = str.maketrans(
    {**dict.fromkeys(_SPACES, " "), **dict.fromkeys(_WITHOUT_WIDTH), **dict.fromkeys(_OWN, " ")}
)
_ODD = re.compile(f"[{_SPACES}{_WITHOUT_WIDTH}{_OWN}\u0300-\u036f]")
_AFTER_STOP = re.compile(f"(?:(?<=[.!?:;…])|^){BLOCK}|{BLOCK}$")
_SHIFTING = re.compile(f"[{_WITHOUT_WIDTH}\u0300-\u036f]")
_CLUSTER = re.compile("[^\u0300-\u036f]?[\u0300-\u036f]*", re.S)


class LabelNames(Value):
    """The generated words of references, by the label that they lead to."""

    words: Mapping[str, tuple[str, ...]]

    def knows(self, link: Link) -> bool:
        """True when the words of a link were generated for its label, and not written by the author."""
        names = self.words.get(link.target[1:], ()) if link.target.startswith("#") else ()
        written = plain(link.children).casefold()
        return any(written == name.casefold() for name in names)

    def readable(self, text: str) -> str:
        """A normalized text as people read it."""
        if "\ue000" in text:
            text = UNIT.sub(self._unit, text)
        if BLOCK in text:
            text = _AFTER_STOP.sub(" ", text).replace(BLOCK, "; ")
        return text.replace(LINE, " / ").replace("\n", " ¶ ")

    def running_text(self, text: str) -> str:
        """A normalized text as running text, of one or more blocks: a line end becomes a space."""
        return UNIT.sub(self._unit, text).replace(LINE, " ").replace("\n", " ")

    def called(self, label: str) -> str:
        """The words for a label; the label itself if it is unknown."""
        names = self.words.get(label, ())
        return names[0] if names else label

    def _unit(self, match: re.Match[str]) -> str:
        return match[1] or self.called(match[2])


def label_names(document: Document) -> LabelNames:
    """The generated words of all labels of a document; the first of each are those that its references have."""
    words = language_of(document.language).report
    chapters = (*document.chapters, *((document.colophon,) if document.colophon else ()))
    names: dict[str, tuple[str, ...]] = {}
    for chapter in chapters:
        for block in (chapter.heading, *blocks_in(chapter.blocks)):
            if isinstance(block, Heading | Table | Chart | Figure | KeyFigures):
                names[block.label] = tuple(_names(block, words))
    return LabelNames(names)


def _names(block: Heading | Table | Chart | Figure | KeyFigures, words: ReportWords) -> Iterator[str]:
    match block:
        case Heading():
            title = plain(block.children)
            if block.number:
                yield f"{words.chapter}\u00a0{block.number}"
            yield f"{words.opening_quote}{title}{words.closing_quote}"
            yield from (title, words.appendix, f"{words.appendix} {words.opening_quote}{title}{words.closing_quote}")
        case KeyFigures():
            yield f"{words.opening_quote}{block.title}{words.closing_quote}"
        case Table():
            yield _inside(block.number) or words.table
        case Chart() | Figure():
            yield _inside(block.number) or words.figure
        case _:
            assert_never(block)


def _inside(number: str) -> str:
    """A number as a reference has it inside a sentence: "tabel 1"."""
    return f"{number[:1].lower()}{number[1:]}".replace(" ", "\u00a0")


def normalized_text(inlines: Inlines, names: LabelNames) -> str:
    """The normalized text of inline content. The marks of footnotes are left out: the footnotes themselves are
    compared."""
    return "".join(text for _, text in normalized_leaves(inlines, names))


def normalized_leaves(inlines: Inlines, names: LabelNames) -> Iterator[tuple[Inline, str]]:
    """The leaves of inline content, each with its normalized text; only that of a `Text` can be divided."""
    for inline in inlines:
        match inline:
            case Text(text):
                yield inline, normalize_with_offsets(text)[0]
            case PageReference(label, prefix):
                yield inline, f"\ue000{normalize(prefix)} …\ue001{label}\ue002"
            case StatusMark(word=word):
                yield inline, f"\ue000{normalize(word)}\ue001\ue002"
            case Sparkline(values, word, norm):
                yield inline, f"\ue000{normalize(word)}\ue001{values} {norm}\ue002"
            case LineBreak():
                yield inline, LINE
            case NoteReference():
                yield inline, ""
            case Link() if names.knows(inline):
                yield inline, f"\ue000\ue001{inline.target[1:]}\ue002"
            case Emphasis() | Strong() | Foreign() | Script() | Link() | Revised():
                yield from normalized_leaves(inline.children, names)
            case _:
                assert_never(inline)


def normalize(text: str) -> str:
    """The normalized text of plain words."""
    return normalize_with_offsets(text)[0]


def normalize_with_offsets(raw: str) -> tuple[str, list[int] | None]:
    """The normalized text of a string, and for each of its characters the offset in the string, with the length at the
    end; None for the offsets where nothing shifted."""
    if not _ODD.search(raw):
        return raw, None
    if not _SHIFTING.search(raw):
        return raw.translate(_CHARACTERS), None
    characters: list[str] = []
    starts: list[int] = []
    for cluster in _CLUSTER.finditer(raw):
        text = unicodedata.normalize("NFC", cluster[0].translate(_CHARACTERS))
        characters.append(text)
        starts.extend([cluster.start()] * len(text))
    return "".join(characters), [*starts, len(raw)]


# Styles ---------------------------------------------------------------------------------------------------------------


StyleSpan = tuple[int, int, str]
"""A stretch of a text form and what is done to it: "strong", "foreign en", "link https://…"."""

LINK = "link"
"""The look that says where words lead; its address, or a label with its #, follows after a space."""
_SCRIPTS = {True: "raised", False: "lowered"}


class _Styles(Value, eq=False):
    """The style spans and footnote marks collected so far."""

    names: LabelNames
    styles: list[StyleSpan]
    notes: list[tuple[str, int]]

    def walk(self, inlines: Inlines, at: int) -> int:
        """Collect from inline content that begins at a character; gives the character after it."""
        for inline in inlines:
            if isinstance(inline, NoteReference):
                self.notes.append((inline.label, at))
            elif isinstance(inline, Styled) and not (isinstance(inline, Link) and self.names.knows(inline)):
                stop = self.walk(inline.children, at)
                kind = _kind(inline)
                if kind and stop > at:
                    self.styles.append((at, stop, kind))
                at = stop
            else:
                at += len(normalized_text((inline,), self.names))
        return at


def style_spans(inlines: Inlines, names: LabelNames) -> tuple[tuple[StyleSpan, ...], tuple[tuple[str, int], ...]]:
    """The style spans of inline content, and the labels of the footnotes marked in it, each with its character."""
    if all(isinstance(inline, Text) for inline in inlines):
        return (), ()
    collected = _Styles(names, [], [])
    collected.walk(inlines, 0)
    return tuple(sorted(collected.styles)), tuple(collected.notes)


def _kind(inline: Styled) -> str:
    match inline:
        case Strong():
            return "strong"
        case Emphasis():
            return "emphasis"
        case Foreign(language=language):
            return f"foreign {language}"
        case Script(raised=raised):
            return _SCRIPTS[raised]
        case Link(target=target):
            return f"{LINK} {target}"
        case Revised():
            return ""
        case _:
            assert_never(inline)
