"""A folder of results that later processes use again: `output/.cache`.

An entry is a file of one result: its bytes, with a SHA-256 of these, of the key that they are for, and of the program.
A key is all that the result depends on (texts, figures, settings: the contents of files, never their dates). The
program is its version and source files, Python, and every installed library.

What is read is believed only when all of it is as it was written. A file that is damaged or cut off, one that stands
under another's name, or one that another version of the program wrote counts as absent, and the result is computed
anew. So the folder, or any file in it, can be removed at any time. It is no safeguard against people: whoever may write
in the folder of the finished files can alter those, too. Versions are therefore released, restored and packed for the
archive without it.

Two processes can use a folder at the same time: an entry is written beside its place and moved there whole. Those that
were not used longest are removed when all of them are larger than `MOST_BYTES`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path, PurePath
from typing import Any, Generic, TypeVar

import msgspec

import reportbuilder
from reportbuilder.files.inputs import load, watching_files
from reportbuilder.files.output import beside, clear_stale, write_new

T = TypeVar("T")


MOST_BYTES = 256_000_000
"""The size of all entries together, in bytes: so much is left of them when more is written."""
MOST_ENTRY = 64_000_000
"""A result of more bytes is not kept."""

_ENTRY = re.compile(r"[0-9a-f]{64}\.(?:kept|json)")  # json: pictures of charts that earlier versions kept
_MAGIC = b"reportbuilder cache\n"
_HEAD = len(_MAGIC) + hashlib.sha256().digest_size
_DAY = 24 * 3600.0


class Codec(Generic[T]):
    """Writes results of one type as MessagePack, and reads them back, checked against that type.

    The type consists of plain data, frozen values, enums and paths; `Codec(Picture)`, `Codec(tuple[Path, int])`.
    """

    def __init__(self, form: Any) -> None:
        self._form = form

    def encode(self, result: T) -> bytes:
        """The bytes of a result; raises TypeError for what has anything else in it."""
        return msgspec.msgpack.encode(result, enc_hook=_plain)

    def decode(self, data: bytes) -> T | None:
        """The result that bytes stand for; None when they stand for nothing of this type."""
        try:
            result: T = self._decoder.decode(data)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return None
        return result

    @cached_property
    def _decoder(self) -> msgspec.msgpack.Decoder[T]:
        return msgspec.msgpack.Decoder(self._form, dec_hook=_path)


class DiskCache:
    """Results in a folder, as bytes, by stage and key. What cannot be read counts as absent, and what cannot be written
    is not kept."""

    def __init__(self, folder: Path, program: bytes | None = None, most: int = MOST_BYTES) -> None:
        """`program` identifies the program that computes the results, by default this one."""
        self.folder = folder
        self._program = program
        self._most = most
        self._has_new = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DiskCache) and self.folder == other.folder

    def __hash__(self) -> int:
        return hash(self.folder)

    def get(self, stage: str, key: object) -> bytes | None:
        """The result of a stage for a key; None when there is none that is whole."""
        name = self._name(stage, key)
        path = self._file(name)
        try:
            with watching_files(None):  # no result depends on whether it was kept
                data = load(path, self.folder, MOST_ENTRY + _HEAD)
        except OSError:
            return None
        result = memoryview(data)[_HEAD:]
        if data[:_HEAD] != _MAGIC + _seal(name, result):
            return None
        self._mark_used(path)
        return bytes(result)

    def put(self, stage: str, key: object, result: bytes) -> None:
        """Keep the result of a stage for a key."""
        if len(result) > MOST_ENTRY:
            return
        name = self._name(stage, key)
        path = self._file(name)
        part = beside(path)
        with contextlib.suppress(OSError):  # it is computed again next time
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                write_new(part, _MAGIC + _seal(name, memoryview(result)) + result, settle=False)
                os.replace(part, path)
                self._has_new = True
            finally:
                part.unlink(missing_ok=True)

    def result(self, stage: str, key: object, codec: Codec[T], compute: Callable[[], T]) -> T:
        """The result of a stage for a key: kept, or computed now and kept from now on."""
        kept = self.get(stage, key)
        result = codec.decode(kept) if kept is not None else None
        if result is None:
            result = compute()
            self.put(stage, key, codec.encode(result))
        return result

    def trim(self) -> None:
        """Remove what was not used longest, until all entries are small enough together; nothing when none was written
        since the last time. Other files than entries stay as they are."""
        if not self._has_new:
            return
        self._has_new = False
        clear_stale(self.folder)
        entries = sorted(_entries(self.folder), key=lambda entry: entry[1].st_mtime, reverse=True)
        total = 0
        for path, facts in entries:
            total += facts.st_size
            if total > self._most:
                with contextlib.suppress(OSError):
                    os.unlink(path)

    def _name(self, stage: str, key: object) -> bytes:
        program = self._program if self._program is not None else program_digest()
        return hashlib.sha256(program + digest_of((stage, key))).digest()

    def _file(self, name: bytes) -> Path:
        return self.folder / f"{name.hex()}.kept"

    def _mark_used(self, path: Path) -> None:
        """Give an entry today's date, by which `trim` knows what was used."""
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _DAY:
                os.utime(path)


def digest_of(value: object) -> bytes:
    """The SHA-256 of a value that consists of plain data, frozen values, enums, decimals, dates, paths and regular
    expressions; the same in every process, unless there are dictionaries in it whose keys are no text beside sets."""
    try:
        encoded = msgspec.msgpack.encode(value, enc_hook=_plain, order="deterministic")
    except TypeError:  # keys that are no text: the order of the dictionary is that of the file that it is from
        encoded = msgspec.msgpack.encode(value, enc_hook=_plain)
    return hashlib.sha256(encoded).digest()


def digest_or_none(value: object) -> bytes | None:
    """The SHA-256 of a value; None for one that has none: with objects of libraries, or a number of more than 64
    bits."""
    try:
        return digest_of(value)
    except (TypeError, ValueError, OverflowError, RecursionError):
        return None


def _plain(value: object) -> object:
    if isinstance(value, PurePath):
        return os.fspath(value)
    if isinstance(value, re.Pattern):
        return value.pattern, value.flags
    raise TypeError(f"A {type(value).__name__} cannot be kept")


def _path(form: type, value: object) -> object:
    if issubclass(form, PurePath) and isinstance(value, str):
        return form(value)
    raise ValueError(f"{value!r} is no {form.__name__}")


def _seal(name: bytes, result: memoryview) -> bytes:
    """The digest of an entry: of the name of its key and of its result."""
    seal = hashlib.sha256(name)
    seal.update(result)
    return seal.digest()


def _entries(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _ENTRY.fullmatch(entry.name):
                with contextlib.suppress(OSError):
                    yield entry.path, entry.stat(follow_symlinks=False)


@cache
def program_digest() -> bytes:
    """A digest of what computes results: the version and the source files of this program, Python, and the names and
    versions of all installed libraries.

    Sources are known by their sizes and dates, so that whoever works on the program never sees results of former code.
    """
    package = Path(reportbuilder.__file__).parent
    sources = [
        (os.path.relpath(path, package), facts.st_size, facts.st_mtime_ns) for path, facts in _sources(str(package))
    ]
    libraries = sorted({name for folder in sys.path for name in _installed(folder or ".")})
    return digest_of((reportbuilder.__version__, sys.version, sys.platform, sorted(sources), libraries))


def _sources(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _sources(entry.path)
            else:
                yield entry.path, entry.stat()


def _installed(folder: str) -> Iterable[str]:
    """The names, with versions, of the libraries in a folder of the search path."""
    try:
        return [name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info"))]
    except OSError:
        return [folder]
