"""The chapters of a long report, read by two processes at the same time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from reportbuilder.content.checks import check_no_notes
from reportbuilder.content.markdown import ReportReader
from reportbuilder.content.model import Chapter
from reportbuilder.elsewhere import Elsewhere, can_fork
from reportbuilder.files import read_text, shown
from reportbuilder.problems import Problem
from reportbuilder.project import PartEntry, check_chapter_file
from reportbuilder.values import Value

WORTH_A_PROCESS = 500_000
"""Bytes of text that take longer to read than handing over half of what they say."""


class _Share(Value, eq=False):
    """What somebody else read: chapters, in the order in which they were asked for, and all that was learned by it."""

    chapters: tuple[Chapter | None, ...]
    problems: tuple[Problem, ...]
    spoiled: frozenset[str]
    sources: Mapping[Path, object]


def read_chapters(entries: Sequence[PartEntry], reader: ReportReader) -> dict[PartEntry, Chapter | None]:
    """The chapters that entries name, in their order; None, and problems, for one that could not be read."""
    sizes = {entry: _size(reader.project.chapter_file(entry.name)) for entry in entries}
    if not can_fork() or sum(sizes.values()) < WORTH_A_PROCESS:
        return {entry: _read_chapter(entry, reader) for entry in entries}
    mine, others = _halves(sizes)
    other = Elsewhere(reader)
    try:
        told = other.ask(_read_share, others)
        read = {entry: _read_chapter(entry, reader) for entry in mine}
        share = told()
    finally:
        other.close()
    reader.findings.problems.extend(share.problems)
    reader.spoiled.update(share.spoiled)
    reader.sources.learn(share.sources)
    read |= dict(zip(others, share.chapters, strict=True))
    return {entry: read[entry] for entry in entries}


def _read_share(reader: ReportReader, entries: Iterable[PartEntry]) -> _Share:
    """What the other process does."""
    before = len(reader.findings.problems)
    chapters = tuple(_read_chapter(entry, reader) for entry in entries)
    problems = tuple(reader.findings.problems[before:])
    return _Share(chapters, problems, frozenset(reader.spoiled), reader.sources.known)


def _read_chapter(entry: PartEntry, reader: ReportReader) -> Chapter | None:
    if not check_chapter_file(reader.project, entry, reader.findings):
        return None
    path = reader.project.chapter_file(entry.name)
    text = read_text(path, reader.findings, entry.place)
    if text is None:
        return None
    chapter = reader.chapter(text, shown(path), entry.matter)
    if entry == reader.project.colophon:
        check_no_notes((chapter.heading, *chapter.blocks), "the colophon", reader.findings)
    return chapter


def _halves(sizes: Mapping[PartEntry, int]) -> tuple[tuple[PartEntry, ...], tuple[PartEntry, ...]]:
    """The entries in two lots about as large: the largest first, each to the smaller lot."""
    lots: tuple[list[PartEntry], list[PartEntry]] = ([], [])
    for entry in sorted(sizes, key=lambda entry: -sizes[entry]):
        smaller = min(lots, key=lambda lot: sum(sizes[other] for other in lot))
        smaller.append(entry)
    return tuple(lots[0]), tuple(lots[1])


def _size(file: Path) -> int:
    """Bytes; a file that cannot be read is a problem when it is its turn."""
    try:
        return file.stat().st_size
    except OSError:
        return 0
