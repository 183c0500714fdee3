"""Keeps the result of a stage that opens files for later processes, for as long as every file that it opened is the
same; with the problems that it found, which are reported every time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.diagnostics.kept import KeptProblem, kept_problems, problems_kept
from reportbuilder.files.disk_cache import Codec, DiskCache, digest_of, digest_or_none
from reportbuilder.files.inputs import ListedFolder, OpenedFile, shown_from, tell_watcher, watching_files
from reportbuilder.files.remembered import look_again
from reportbuilder.values import Value

T = TypeVar("T")


class _KeptStage(Value):
    """A result, its problems, and the files and folders that were looked at for them, each with a digest of what was
    there."""

    asked: tuple[tuple[OpenedFile | ListedFolder, bytes], ...]
    problems: tuple[KeptProblem, ...]
    result: bytes


_KEPT = Codec[_KeptStage](_KeptStage)
_NOTHING = Codec[tuple[()]](tuple[()])


def kept_stage(
    cache: DiskCache | None,
    stage: str,
    key: object,
    codec: Codec[T],
    diagnostics: Diagnostics,
    compute: Callable[[Diagnostics], T | None],
) -> T | None:
    """The result of a stage: that of an earlier process, if all files that it opened then are the same, or else what it
    computes now. `key` has all else that the result depends on; where it has no digest, nothing is kept.

    A result is kept when there is one without errors that is read back as it was.
    """
    name = digest_or_none((key, str(shown_from())))
    if cache is None or name is None:
        return compute(diagnostics)
    data = cache.get(stage, name)
    kept = _KEPT.decode(data) if data is not None else None
    if kept is not None and all(digest_of_files((one,)) == digest for one, digest in kept.asked):
        result, problems = codec.decode(kept.result), problems_kept(kept.problems)
        if result is not None and problems is not None:
            for one, _ in kept.asked:
                tell_watcher(one)
            diagnostics.problems.extend(problems)
            return result
    found, asked = Diagnostics(), dict[OpenedFile | ListedFolder, None]()
    with watching_files(lambda one: asked.setdefault(one)):
        computed = compute(found)
    for one in asked:
        tell_watcher(one)
    diagnostics.problems.extend(found.problems)
    plain = kept_problems(found.problems)
    if computed is not None and plain is not None and not found.failed:
        encoded = codec.encode(computed)
        if codec.decode(encoded) == computed:
            digests = tuple((one, digest_of_files((one,))) for one in asked)
            cache.put(stage, name, _KEPT.encode(_KeptStage(digests, plain, encoded)))
    return computed


def with_kept_problems(
    cache: DiskCache | None, stage: str, key: object, diagnostics: Diagnostics, find: Callable[[Diagnostics], None]
) -> None:
    """Report the problems that `find` reports, as `kept_stage` does for a stage that gives nothing else."""

    def compute(found: Diagnostics) -> tuple[()]:
        find(found)
        return ()

    kept_stage(cache, stage, key, _NOTHING, diagnostics, compute)


def digest_of_files(files: Iterable[OpenedFile | ListedFolder]) -> bytes:
    """A digest of what is in files and folders now, or of why they cannot be read."""
    return digest_of([(file.path, _plain(look_again(file))) for file in files])


def _plain(content: object) -> object:
    """What was found in a file; classes of exceptions by name."""
    if isinstance(content, tuple):
        return tuple(part.__name__ if isinstance(part, type) else part for part in content)
    return content
