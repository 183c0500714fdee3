"""Keeps the problems that a check finds for later processes, for as long as every file that it opened is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.diagnostics.kept import KeptProblem, kept_problems, problems_kept
from reportbuilder.files.disk_cache import Codec, DiskCache, digest_of, digest_or_none
from reportbuilder.files.inputs import ListedFolder, OpenedFile, shown_from, tell_watcher, watching_files
from reportbuilder.files.remembered import look_again
from reportbuilder.values import Value


class _KeptProblems(Value):
    """Problems, and the files and folders that were looked at for them, each with a digest of what was there."""

    asked: tuple[tuple[OpenedFile | ListedFolder, bytes], ...]
    problems: tuple[KeptProblem, ...]


_KEPT = Codec[_KeptProblems](_KeptProblems)


def with_kept_problems(
    cache: DiskCache | None, stage: str, key: object, diagnostics: Diagnostics, find: Callable[[Diagnostics], None]
) -> None:
    """Report the problems that `find` reports: those of an earlier process, if all files that it opened then are the
    same, or else those that it finds now. `key` has all else that they depend on; where it has no digest, nothing is
    kept."""
    key = digest_or_none((key, str(shown_from())))
    if cache is None or key is None:
        find(diagnostics)
        return
    data = cache.get(stage, key)
    kept = _KEPT.decode(data) if data is not None else None
    if kept is not None and all(digest_of_files((one,)) == digest for one, digest in kept.asked):
        problems = problems_kept(kept.problems)
        if problems is not None:
            for one, _ in kept.asked:
                tell_watcher(one)
            diagnostics.problems.extend(problems)
            return
    found, asked = Diagnostics(), dict[OpenedFile | ListedFolder, None]()
    with watching_files(lambda one: asked.setdefault(one)):
        find(found)
    for one in asked:
        tell_watcher(one)
    diagnostics.problems.extend(found.problems)
    encoded = kept_problems(found.problems)
    if encoded is not None:
        cache.put(stage, key, _KEPT.encode(_KeptProblems(tuple((o, digest_of_files((o,))) for o in asked), encoded)))


def digest_of_files(files: Iterable[OpenedFile | ListedFolder]) -> bytes:
    """A digest of what is in files and folders now, or of why they cannot be read."""
    return digest_of([(file.path, _plain(look_again(file))) for file in files])


def _plain(content: object) -> object:
    """What was found in a file; classes of exceptions by name."""
    if isinstance(content, tuple):
        return tuple(part.__name__ if isinstance(part, type) else part for part in content)
    return content
