"""Results that depend on files, remembered while every file that was opened for them has the same bytes.

Files are read at every build: nothing trusts the time at which one was changed. Which files there are is a part of the
key of a result (`folder_listing`), for a file that appears may be one that was looked for in vain.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TypeVar

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.files.inputs import (
    OpenedFile,
    load,
    opened_file_watcher,
    record,
    shown_from,
    watching_opened_files,
)
from reportbuilder.memo import Memo, Trace

T = TypeVar("T")

_WHOLE = 1_000_000
"""Files of so many bytes and fewer are compared with the bytes that they had, larger ones by a digest."""

_answers: ContextVar[dict[OpenedFile, object] | None] = ContextVar("contents of files", default=None)


@contextmanager
def reading_files_once() -> Iterator[None]:
    """Look at the contents of each file only once meanwhile, however many results depend on it."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def remembered(
    memo: Memo, stage: str, key: Hashable, diagnostics: Diagnostics, compute: Callable[[Diagnostics], T]
) -> T:
    """The result of a function that opens files and reports problems: remembered while all files that it opened have
    the same bytes, or cannot be opened for the same reason. The problems are reported every time.

    Inside another function whose result is remembered, that depends on the same files.
    """

    def compute_all(trace: Trace) -> tuple[T, tuple[object, ...], tuple[Hashable, ...]]:
        found = Diagnostics()
        with watching_opened_files(trace.ask):
            result = compute(found)
        return result, tuple(found.problems), tuple(trace.answers)

    result, problems, opened = memo.traced(stage, key, file_contents, compute_all)
    diagnostics.problems.extend(problems)  # type: ignore[arg-type]
    if (watch := opened_file_watcher()) is not None:
        for file in opened:
            watch(file)  # type: ignore[arg-type]
    return result


def file_contents(opened: Hashable) -> object:
    """What an opened file (`OpenedFile`) has in it now, for comparison; or why it cannot be read."""
    assert isinstance(opened, OpenedFile)
    answers = _answers.get()
    if answers is not None and opened in answers:
        record([Path(os.path.normpath(opened.path.absolute()))])
        return answers[opened]
    answer: object
    try:
        with watching_opened_files(None):
            content = load(opened.path, opened.root, opened.most)
        answer = content if len(content) <= _WHOLE else hashlib.blake2b(content).digest()
    except OSError as error:
        answer = type(error), error.errno, error.strerror
    if answers is not None:
        answers[opened] = answer
    return answer


def folder_listing(folder: Path) -> Hashable:
    """All that is found in a folder by name: a digest of the names and kinds of the files and folders in it and below
    it, with the path of the folder itself and the folder that names are shown relative to."""
    found: list[str] = []
    _list(os.path.abspath(folder), found, set())
    digest = hashlib.blake2b("\0".join(found).encode("utf-8", "surrogateescape")).digest()
    return os.path.abspath(folder), str(shown_from()), digest


def _list(folder: str, found: list[str], seen: set[str]) -> None:
    """Add what is in a folder and below it, by name; what a link to a folder leads to is looked at once."""
    try:
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        found.append(f"{folder}: {error.errno}")
        return
    for entry in inside:
        link = os.path.realpath(entry.path) if entry.is_symlink() else ""
        is_folder = _holds(entry.is_dir)
        found.append(f"{entry.path}:{is_folder:d}{_holds(entry.is_file):d}{link}")
        if is_folder and link not in seen:
            _list(entry.path, found, seen | {link} if link else seen)


def _holds(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except OSError:
        return False
