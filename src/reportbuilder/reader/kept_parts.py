"""Keeps what the parts of a chapter were read as for later processes, in one entry for each chapter.

A part is taken again when its text is the same, and all that its reading asked of files (tables, charts, images, other
reports) has the same answers. So a later process reads only what was changed, and computes only those tables.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from reportbuilder.diagnostics import Diagnostic
from reportbuilder.diagnostics.kept import KeptProblem, kept_problems, problems_kept
from reportbuilder.document.model import Block, CustomBlock, Note
from reportbuilder.document.walk import blocks_in
from reportbuilder.files.disk_cache import Codec, DiskCache, digest_of
from reportbuilder.files.inputs import ListedFolder, OpenedFile
from reportbuilder.files.kept_stages import digest_of_files
from reportbuilder.reader.chapter_parts import ChapterPart
from reportbuilder.reader.sources import AllTables, Asked, Sources
from reportbuilder.values import Value


class ReadBlocks(Value, eq=False):
    """What a part of a text became: its blocks and footnotes, the labels of what could not be read in it, its problems,
    and the questions about files that it asked."""

    blocks: tuple[Block, ...]
    notes: Mapping[str, Note]
    spoiled: frozenset[str]
    problems: tuple[Diagnostic, ...]
    asked: tuple[Hashable, ...] = ()


class _KeptPart(Value):
    """What a part was read as, and the digests of the answers to its questions."""

    asked: tuple[tuple[OpenedFile | ListedFolder | Asked | AllTables, bytes], ...]
    blocks: tuple[Block, ...]
    notes: dict[str, Note]
    spoiled: frozenset[str]
    problems: tuple[KeptProblem, ...]


_PARTS = Codec[dict[bytes, _KeptPart]](dict[bytes, _KeptPart])
_QUESTIONS = (OpenedFile, ListedFolder, Asked, AllTables)


class PartAnswers:
    """Digests of the answers to the questions of a report's chapters, by the files that they are read from."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._digests: dict[Hashable, bytes] = {}

    def digest(self, question: Hashable) -> bytes | None:
        """The digest of the answer to a question now; None for what cannot be kept."""
        if question not in self._digests:
            if isinstance(question, OpenedFile | ListedFolder):
                files: tuple[OpenedFile | ListedFolder, ...] = (question,)
            elif isinstance(question, Asked | AllTables):
                files = self._sources.files_behind(question)
            else:
                return None
            self._digests[question] = digest_of_files(files)
        return self._digests[question]


class KeptParts:
    """The parts of one chapter as an earlier process read them, and as they are kept for later ones; `key` is what all
    of them depend on."""

    def __init__(self, cache: DiskCache | None, key: object, answers: PartAnswers) -> None:
        self._cache = cache
        self._key = key
        self._answers = answers
        data = cache.get("chapters", key) if cache is not None else None
        self._kept = (_PARTS.decode(data) if data is not None else None) or {}
        self._read: dict[bytes, _KeptPart] = {}
        self._is_new = False

    def get(self, part: ChapterPart) -> ReadBlocks | None:
        """What a part was read as; None when it has to be read."""
        kept = self._kept.get(_name(part))
        if kept is None or any(self._answers.digest(question) != answer for question, answer in kept.asked):
            return None
        problems = problems_kept(kept.problems)
        if problems is None:
            return None
        self._read[_name(part)] = kept
        asked = tuple(question for question, _ in kept.asked)
        return ReadBlocks(kept.blocks, kept.notes, kept.spoiled, problems, asked)

    def put(self, part: ChapterPart, read: ReadBlocks) -> None:
        """Keep what a part was read as, when the chapter is saved; not when it asked for what cannot be kept, or
        has a block of a kind that is registered, which the format of kept parts does not know."""
        if any(isinstance(block, CustomBlock) for block in blocks_in(read.blocks)):
            return
        problems = kept_problems(read.problems)
        asked = []
        for question in read.asked:
            digest = self._answers.digest(question)
            if digest is None or not isinstance(question, _QUESTIONS):
                return
            asked.append((question, digest))
        if problems is not None:
            self._read[_name(part)] = _KeptPart(tuple(asked), read.blocks, dict(read.notes), read.spoiled, problems)
            self._is_new = True

    def save(self) -> None:
        """Write what was read of the chapter, if any of it is new."""
        if self._cache is not None and self._is_new:
            self._cache.put("chapters", self._key, _PARTS.encode(self._read))


def _name(part: ChapterPart) -> bytes:
    return digest_of(part)
