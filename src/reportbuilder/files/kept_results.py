"""Keeps results that are made from files, for later processes, which take them while those files are the same.

What a result was made from is recorded while it is made: every input file that is opened, by a digest of its bytes,
and, for what is found by its name or missed, the names of all files in the folders around it.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from reportbuilder.files.disk_cache import Codec, DiskCache
from reportbuilder.files.inputs import load, recording_opened_files
from reportbuilder.values import Value

T = TypeVar("T")

_TICK = 0.05
"""Seconds: what was changed so shortly before a result was begun, or later, may not be what was read."""


class Inputs(Value):
    """What a result was made from: files by their absolute paths, each with the SHA-256 of its bytes, and folders with
    a digest of all names in them and below them."""

    files: tuple[tuple[str, bytes], ...]
    folders: tuple[tuple[str, bytes], ...]

    @property
    def are_the_same(self) -> bool:
        """Whether all of them are what they were."""
        return all(_names_in(folder) == names for folder, names in self.folders) and all(
            _content_of(path) == content for path, content in self.files
        )


class _KeptResult(Value):
    inputs: Inputs
    result: bytes


_KEPT = Codec[_KeptResult](_KeptResult)


def kept_result(cache: DiskCache, stage: str, key: object, codec: Codec[T]) -> T | None:
    """The result of a stage for a key that was kept, if all that it was made from is still the same; else None."""
    data = cache.get(stage, key)
    kept = _KEPT.decode(data) if data is not None else None
    return codec.decode(kept.result) if kept is not None and kept.inputs.are_the_same else None


def keeping_result(
    cache: DiskCache,
    stage: str,
    key: object,
    folders_of: Callable[[Path], Path],
    encode: Callable[[T], bytes | None],
    compute: Callable[[], T],
) -> T:
    """Compute a result, and keep it under a key with what it was made from. `folders_of` says for a file that was
    opened in which folder names matter; `encode` gives None for a result that is not kept.

    It is not kept when a file was changed meanwhile.
    """
    begun = time.time() - _TICK
    with recording_opened_files() as opened:
        result = compute()
    encoded = encode(result)
    if encoded is not None:
        paths = [path for path in sorted(opened) if path.parent != cache.folder]
        folders = sorted({folders_of(path) for path in paths})
        inputs = Inputs(tuple(_contents(paths)), tuple((str(folder), _names_in(str(folder))) for folder in folders))
        inside = (folder for start in folders for folder, _, _ in os.walk(start))
        if not any(_changed_since(path, begun) for path in (*map(str, paths), *inside)):
            cache.put(stage, key, _KEPT.encode(_KeptResult(inputs, encoded)))
    return result


def _contents(paths: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        yield str(path), _content_of(str(path))


def _content_of(path: str) -> bytes:
    """The SHA-256 of the bytes of a file; of nothing when it cannot be read."""
    try:
        return hashlib.sha256(load(Path(path), None)).digest()
    except OSError:
        return b""


def _names_in(folder: str) -> bytes:
    """A digest of the names and kinds of all that is in a folder and below it."""
    digest = hashlib.sha256()
    for line in _walk(folder):
        digest.update(line)
    return digest.digest()


def _walk(folder: str) -> Iterator[bytes]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in found:
        is_folder = entry.is_dir(follow_symlinks=False)
        yield os.fsencode(entry.path) + (b"/\0" if is_folder else b"\0")
        if is_folder:
            yield from _walk(entry.path)


def _changed_since(path: str, moment: float) -> bool:
    """Whether a file, or what is in a folder, may have been changed since a moment. One that is not there is not: where
    it would be, names matter."""
    try:
        facts = (os.lstat(path), os.stat(path))
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return any(fact.st_ctime >= moment for fact in facts)
