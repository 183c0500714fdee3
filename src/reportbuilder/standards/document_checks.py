"""Checks a document before it is built against the requirements of the standards that its editions claim."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import assert_never

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.document.model import (
    Block,
    Break,
    Callout,
    ChangeNote,
    Chapter,
    Chart,
    CustomBlock,
    Document,
    Figure,
    Foreign,
    Heading,
    Inline,
    KeyFigures,
    Link,
    List,
    MadePage,
    Paragraph,
    Part,
    Quote,
    Signature,
    StatusLegend,
    Table,
    Text,
)
from reportbuilder.document.walk import blocks_in, has_words, inlines_in, plain, within
from reportbuilder.i18n.language import is_known, proposal
from reportbuilder.memo import Memo, Same
from reportbuilder.standards.facts import DOCUMENT_FACTS, Fact, Observation
from reportbuilder.standards.judge import Violation, judge
from reportbuilder.standards.standard import Standard

HINTS: Mapping[Fact, str] = MappingProxyType(
    {
        Fact.FIGURE_WITHOUT_ALT: "Say in “alt: …” what it shows: of an image with its other settings, of a chart in "
        "its file in charts/.",
        Fact.HEADING_SKIPPED: "Take hashes away, so that it is one level below the heading that it belongs to.",
        Fact.TABLE_WITHOUT_HEADERS: "Say above each column what is in it: in the first row of a Markdown table, or in "
        "the column's “label: …”.",
        Fact.LINK_WITHOUT_WORDS: "Write what it leads to between square brackets: “[the year plan](…)”.",
        Fact.LANGUAGE_UNKNOWN: "Write the code of the language in two letters: “en” is English, “de” German, “fr” "
        "French, “fy” Frisian.",
        Fact.HAS_TITLE: "Write its title after “title:”.",
        Fact.HAS_LANGUAGE: "Add a line “language: nl”.",
    }
)
"""The hint for each of `DOCUMENT_FACTS`; a test checks that none is missing."""

_SETTINGS = {Fact.HAS_TITLE: "title", Fact.HAS_LANGUAGE: "language", Fact.LANGUAGE_UNKNOWN: "language"}


def check_document(
    document: Document,
    title: str,
    standards: Iterable[Standard],
    place_of: Callable[[str], Place],
    diagnostics: Diagnostics,
    memo: Memo | None = None,
) -> None:
    """Report what in a document and its `title` would violate `standards`; problems that were reported when it was read
    are not repeated. `place_of` gives the place of a setting by its name. What is observed of a chapter is remembered.
    """
    known = {(problem.code, problem.place) for problem in diagnostics.problems}
    facts = document_facts(document, title, memo)
    for violation in judge(facts, tuple(dict.fromkeys(standards)), DOCUMENT_FACTS):
        place = violation.observation.place
        if not place.file:  # it is about the report as a whole
            place = place_of(_SETTINGS[violation.fact])
        if (violation.fact.value, place) not in known:
            diagnostics.add(Code(violation.fact.value), _message(violation), place, HINTS[violation.fact])


def _message(violation: Violation) -> str:
    names = [standard.value for standard in violation.standards]
    words = ": ".join(filter(None, (violation.words, violation.observation.detail)))
    return f"{words}. {' and '.join(names)} {'does' if len(names) == 1 else 'do'} not allow that."


def document_facts(document: Document, title: str, memo: Memo | None = None) -> Iterator[Observation]:
    """Observe a document with a title, in reading order; observations of the report as a whole have no place.

    Parts of the document may be missing: they give no observations.
    """
    if any(c.isalnum() for c in title):
        yield Observation(Fact.HAS_TITLE)
    if document.language:
        yield Observation(Fact.HAS_LANGUAGE)
        yield from _language(document.language, Place())
    memo = memo or Memo()
    yield from _skipped(document)
    for part in document.parts:
        chapter = _chapter(part, document)
        if chapter is not None:
            yield from memo.get("facts", Same(chapter), partial(_of_chapter, chapter, memo))


def _of_chapter(chapter: Chapter, memo: Memo) -> tuple[Observation, ...]:
    """Observe a chapter, block by block."""
    otherwise = chapter.heading.place
    blocks: list[Block] = [chapter.heading, *chapter.blocks]
    noted = [block for note in chapter.notes.values() for block in note.blocks]
    observed = [
        memo.get("facts of blocks", (Same(block), otherwise), partial(_of_block, block, otherwise))
        for block in (*blocks, *noted)
    ]
    shown = [one for of_blocks, _ in observed[: len(blocks)] for one in of_blocks]
    return (*shown, *(one for _, of_lines in observed for one in of_lines))


def _of_block(block: Block, otherwise: Place) -> tuple[tuple[Observation, ...], tuple[Observation, ...]]:
    """Observe a block and those in it, and its lines."""
    return tuple(_in_blocks(blocks_in((block,)))), tuple(_in_lines(inlines_in((block,)), otherwise))


def _chapter(part: Part, document: Document) -> Chapter | None:
    """The part if it is a chapter, otherwise None."""
    if isinstance(part.content, Chapter):
        return part.content
    return document.colophon if part.content is MadePage.COLOPHON else None


def _skipped(document: Document) -> Iterator[Observation]:
    """Observe headings more than one level below the heading before them, in the whole report."""
    previous = 0
    for level, place in _outline(document):
        if level > previous + 1:
            after = f"level {level} after level {previous}" if previous else f"level {level} before any other"
            yield Observation(Fact.HEADING_SKIPPED, after, place=place)
        previous = level


def _outline(document: Document) -> Iterator[tuple[int, Place]]:
    """The levels and places of all headings, generated pages included."""
    for part in document.parts:
        chapter = _chapter(part, document)
        if chapter is not None:
            headings = (chapter.heading, *(block for block in chapter.blocks if isinstance(block, Heading)))
            yield from ((heading.level, heading.place) for heading in headings)
        elif part.content is MadePage.CONTENTS:
            yield 1, part.place
        elif part.content is MadePage.LISTS:
            yield from ((1, part.place), (2, part.place))


def _in_blocks(blocks: Iterable[Block]) -> Iterator[Observation]:
    for block in blocks:
        match block:
            case Figure():
                if not block.decorative and not _describes(block.alt):
                    yield Observation(Fact.FIGURE_WITHOUT_ALT, f"“{block.path}”", place=block.place)
            case Chart():
                if not _describes(block.alt):
                    yield Observation(Fact.FIGURE_WITHOUT_ALT, f"the chart “{block.file}”", place=block.place)
            case Table():
                if not any(has_words(column.label) for column in block.columns):
                    name = plain(block.caption)
                    yield Observation(Fact.TABLE_WITHOUT_HEADERS, f"“{name}”" if name else "", place=block.place)
            case Heading() | Paragraph() | List() | Quote() | Callout() | Signature() | KeyFigures() | StatusLegend():
                pass  # words, which `_in_lines` looks at
            case ChangeNote() | Break() | CustomBlock():
                pass
            case _:
                assert_never(block)


def _in_lines(inlines: Iterable[Inline], otherwise: Place) -> Iterator[Observation]:
    """Observe links and text in other languages; `otherwise` is the place of inlines that have none."""
    for inline in inlines:
        if isinstance(inline, Link) and not has_words(inline.children) and not _unresolved(inline):
            yield Observation(Fact.LINK_WITHOUT_WORDS, f"to “{inline.target}”", place=inline.place)
        elif isinstance(inline, Foreign):
            places = (child.place for child in within(inline.children) if isinstance(child, Text))
            yield from _language(inline.language, next(places, otherwise))


def _unresolved(link: Link) -> bool:
    """Whether a link has no text because its label was not found, which was reported when the document was read."""
    return not link.children and link.target.startswith("#")


def _language(tag: str, place: Place) -> Iterator[Observation]:
    if not is_known(tag):
        meant = proposal(tag)
        yield Observation(Fact.LANGUAGE_UNKNOWN, f"“{tag}”" + (f" (it is “{meant}”)" if meant else ""), place=place)


def _describes(alt: str) -> bool:
    """Whether an alternative text contains a word."""
    return any(c.isalnum() for c in alt)
