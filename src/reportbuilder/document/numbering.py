"""Numbering and references: the chapters of a report with every number, label and reference worked out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import assert_never

from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.document.labels import Labels, Target
from reportbuilder.document.model import (
    Chapter,
    Emphasis,
    Foreign,
    Heading,
    Inline,
    LineBreak,
    Link,
    Matter,
    Note,
    NoteReference,
    PageReference,
    Revised,
    Script,
    StatusMark,
    Strong,
    Text,
)
from reportbuilder.document.walk import Inlines, map_inlines
from reportbuilder.i18n.report_words import WORDS
from reportbuilder.values import Mutable, field, replace

_SENTENCE_END = re.compile(r"[.!?…][’”\")]*\s+$")
_ABBREVIATION = re.compile(r"\b(?:\w|art|bijv|blz|ca|dhr|enz|etc|excl|incl|mevr|mln|mld|nrs?|resp|vgl)\.\s+$", re.I)


def number_chapters(
    chapters: tuple[Chapter, ...],
    language: str,
    numbered: bool,
    lost: Callable[[str], bool],
    diagnostics: Diagnostics,
) -> tuple[Chapter, ...]:
    """The chapters in reading order, numbered (those of the body, if `numbered`), labelled, and their references in
    words of the language.

    `lost` tells whether a label may stand in what could not be read: a reference to it is no further problem.
    """
    several = sum(chapter.matter is Matter.APPENDIX for chapter in chapters) > 1
    labels = Labels(WORDS[language], language, numbered, several, diagnostics)
    labels.reserve(chapters)
    labelled = tuple(labels.chapter(chapter) for chapter in chapters)
    return tuple(
        _References(labels.targets, lost, diagnostics, chapter.notes, chapter.heading.label).chapter(chapter)
        for chapter in labelled
    )


class _References(Mutable):
    """Puts the references of one chapter into words, and numbers its footnotes as they are met. `name` is the
    chapter's label."""

    targets: Mapping[str, Target]
    lost: Callable[[str], bool]
    diagnostics: Diagnostics
    notes: Mapping[str, Note]
    name: str
    numbers: dict[str, int] = field(default_factory=dict)

    def chapter(self, chapter: Chapter) -> Chapter:
        heading, *blocks = map_inlines((chapter.heading, *chapter.blocks), self.sequence)
        done: dict[str, Note] = {}
        while fresh := [label for label in self.numbers if label in self.notes and label not in done]:
            for label in fresh:
                note = self.notes[label]
                body = map_inlines(note.blocks, self.sequence)
                done[label] = replace(note, label=self._unique(label), number=self.numbers[label], blocks=body)
        for note in self.notes.values():
            if note.label not in done:
                message = f"Nothing refers to the footnote “{note.label}”."
                hint = f"Write [^{note.label}] in the text, or remove the note."
                self.diagnostics.add(Code.FOOTNOTE_UNUSED, message, note.place, hint)
        assert isinstance(heading, Heading)  # what went in comes out
        unique = {note.label: note for note in done.values()}
        return replace(chapter, heading=heading, blocks=tuple(blocks), notes=unique)

    def sequence(self, inlines: Inlines, opening: bool = True) -> Inlines:
        """The inlines with their references in words; the same tuple where there are none."""
        if all(isinstance(inline, Text) for inline in inlines):
            return inlines
        found: list[Inline] = []
        for inline in inlines:
            found.append(self._one(inline, _opens(found, opening)))
        return tuple(found)

    def _one(self, inline: Inline, opening: bool) -> Inline:
        match inline:
            case Text():
                return inline
            case Link(target=target) if target.startswith("#"):
                return self._link(inline, opening)
            case Emphasis() | Strong() | Foreign() | Script() | Link():
                return replace(inline, children=self.sequence(inline.children, opening))
            case PageReference():
                self._target(inline.label, inline.place)
                return replace(inline, prefix=_capital(inline.prefix)) if opening else inline
            case NoteReference():
                return self._note(inline)
            case Revised():
                return replace(inline, children=self.sequence(inline.children, opening))
            case StatusMark() | LineBreak():
                return inline
            case _:
                assert_never(inline)

    def _link(self, link: Link, opening: bool) -> Link:
        """The link with its words: its own, or else those of what it leads to; none where it leads nowhere."""
        target = self._target(link.target[1:], link.place)
        if link.children:
            return replace(link, children=self.sequence(link.children, opening))
        if target is None:
            return link
        words = _capital(target.words) if opening else target.words
        return replace(link, children=(Text(words, link.place),))

    def _target(self, label: str, place: Place) -> Target | None:
        target = self.targets.get(label)
        if target is None and not self.lost(label):
            message = f"There is no label “{label}” in this report."
            self.diagnostics.add(
                Code.LABEL_UNKNOWN, message, place, nearest(label, self.targets) if self.targets else ""
            )
        return target

    def _note(self, reference: NoteReference) -> NoteReference:
        if reference.label not in self.notes:
            message = f"There is no footnote “{reference.label}” in this chapter."
            hint = nearest(reference.label, self.notes) or f"Add a line “[^{reference.label}]: …”."
            self.diagnostics.add(Code.FOOTNOTE_UNKNOWN, message, reference.place, hint)
        number = self.numbers.setdefault(reference.label, len(self.numbers) + 1)
        return replace(reference, label=self._unique(reference.label), number=number)

    def _unique(self, label: str) -> str:
        """A footnote's label in the report: each chapter has its own."""
        return f"{self.name}-{label}"


def _opens(before: list[Inline], opening: bool) -> bool:
    """Whether what follows begins a sentence."""
    if not before:
        return opening
    last = before[-1]
    if not isinstance(last, Text):
        return False
    return bool(_SENTENCE_END.search(last.text)) and not _ABBREVIATION.search(last.text)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
