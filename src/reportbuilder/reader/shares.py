"""The chapters of a long report, read by two processes at the same time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from reportbuilder.diagnostics import Diagnostic
from reportbuilder.document.model import Chapter
from reportbuilder.elsewhere import MOST_LOTS, Elsewhere, Lots, Packed, can_fork
from reportbuilder.files.inputs import is_recording, read_text, shown
from reportbuilder.project.settings import PartEntry, check_chapter_file
from reportbuilder.reader.checks import check_no_notes
from reportbuilder.reader.markdown import ReportReader
from reportbuilder.values import Value

WORTH_A_PROCESS = 500_000
"""Bytes of text that take longer to read than handing over half of what they say."""


class _Share(Value, eq=False):
    """What somebody read: chapters by their places in the order of all, and all that was learned by it."""

    chapters: Mapping[int, Packed[Chapter | None]]
    problems: tuple[Diagnostic, ...]
    spoiled: frozenset[str]
    sources: Mapping[Path, object]


def read_chapters(entries: Sequence[PartEntry], reader: ReportReader) -> dict[PartEntry, Chapter | None]:
    """The chapters that entries name, in their order; None, and problems, for one that could not be read."""
    size = sum(_size(reader.project.chapter_file(entry.name)) for entry in entries)
    if not can_fork() or is_recording() or size < WORTH_A_PROCESS or len(entries) > MOST_LOTS:
        return {entry: _read_chapter(entry, reader) for entry in entries}
    lots = Lots(len(entries))
    other = Elsewhere(_Helper(reader, entries, lots))
    try:
        told = other.ask(_Helper.read)
        read = dict(_drawn(lots, entries, reader))
        share = told()
    finally:
        other.close()
        lots.close()
    reader.diagnostics.problems.extend(share.problems)
    reader.spoiled.update(share.spoiled)
    reader.sources.learn(share.sources)
    read |= {at: packed.unpack() for at, packed in share.chapters.items()}
    return {entry: read[at] for at, entry in enumerate(entries)}


class _Helper:
    """Reads chapters in another process."""

    def __init__(self, reader: ReportReader, entries: Sequence[PartEntry], lots: Lots) -> None:
        self._reader, self._entries, self._lots = reader, entries, lots

    def read(self) -> _Share:
        """The chapters that it draws."""
        reader, before = self._reader, len(self._reader.diagnostics.problems)
        chapters = {at: Packed(chapter) for at, chapter in _drawn(self._lots, self._entries, reader)}
        problems = tuple(reader.diagnostics.problems[before:])
        return _Share(chapters, problems, frozenset(reader.spoiled), reader.sources.known)


def _drawn(lots: Lots, entries: Sequence[PartEntry], reader: ReportReader) -> Iterator[tuple[int, Chapter | None]]:
    """The chapters whose lots somebody draws, with their places."""
    while (at := lots.draw()) is not None:
        yield at, _read_chapter(entries[at], reader)


def _read_chapter(entry: PartEntry, reader: ReportReader) -> Chapter | None:
    if not check_chapter_file(reader.project, entry, reader.diagnostics):
        return None
    path = reader.project.chapter_file(entry.name)
    text = read_text(path, reader.diagnostics, entry.place, reader.project.root)
    if text is None:
        return None
    chapter = reader.chapter(text, shown(path), entry.matter)
    if entry == reader.project.colophon:
        check_no_notes((chapter.heading, *chapter.blocks), "the colophon", reader.diagnostics)
    return chapter


def _size(file: Path) -> int:
    """Bytes; a file that cannot be read is a problem when it is its turn."""
    try:
        return file.stat().st_size
    except OSError:
        return 0
