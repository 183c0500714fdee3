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
from typing import TypeVar, cast

from reportbuilder.diagnostics import Diagnostic, Diagnostics
from reportbuilder.files.inputs import (
    ListedFolder,
    OpenedFile,
    load,
    record,
    resolving_roots_once,
    shown_from,
    tell_watcher,
    watching_files,
)
from reportbuilder.memo import Memo, Trace

T = TypeVar("T")

_WHOLE = 1_000_000
"""Files of so many bytes and fewer are compared with the bytes that they had, larger ones by a digest."""

_answers: ContextVar[dict[OpenedFile | ListedFolder, Hashable] | None] = ContextVar("contents of files", default=None)


@contextmanager
def reading_files_once() -> Iterator[None]:
    """Look at the contents of each file only once meanwhile, however many results depend on it."""
    token = _answers.set({})
    try:
        with resolving_roots_once():
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

    def compute_all(trace: Trace) -> tuple[T, tuple[Diagnostic, ...], tuple[OpenedFile | ListedFolder, ...]]:
        found = Diagnostics()
        with watching_files(trace.ask):
            result = compute(found)
        return result, tuple(found.problems), cast(tuple[OpenedFile | ListedFolder, ...], tuple(trace.answers))

    result, problems, looked_at = memo.traced(stage, key, look_again, compute_all)
    diagnostics.problems.extend(problems)
    for one in looked_at:
        tell_watcher(one)
    return result


def look_again(question: Hashable) -> Hashable:
    """What is in an opened file, or why it cannot be read; or what there is in a listed folder: for comparison with
    what was there before."""
    assert isinstance(question, OpenedFile | ListedFolder)
    answers = _answers.get()
    if answers is not None and question in answers:
        if isinstance(question, OpenedFile):
            record([Path(os.path.normpath(question.path.absolute()))])
        return answers[question]
    answer = _contents(question) if isinstance(question, OpenedFile) else _listing(question.path)
    if answers is not None:
        answers[question] = answer
    return answer


def folder_listing(folder: Path) -> Hashable:
    """All that is found in a folder by name: a digest of the names and kinds of the files and folders in it and below
    it, with the path of the folder itself and the folder that names are shown relative to."""
    question = ListedFolder(folder)
    tell_watcher(question)
    return look_again(question)


def _contents(opened: OpenedFile) -> Hashable:
    try:
        with watching_files(None):
            content = load(opened.path, opened.root, opened.most)
    except OSError as error:
        return type(error), error.errno, error.strerror
    return content if len(content) <= _WHOLE else hashlib.blake2b(content).digest()


def _listing(folder: Path) -> Hashable:
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
