"""Opens, reads and decodes input files, and formats their paths for messages.

`open_file` is the only function of the package that opens an input file (`tests/files/test_input_files.py` checks
that). It takes the root folder that must contain the file, whatever a report says: the report's own folder, that of its
house style, `fonts/`, or the folder of an earlier report. Files of other programs are recognised by their first bytes,
for messages about files of the wrong kind.
"""

from __future__ import annotations

import errno
import io
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import BinaryIO
from unicodedata import normalize

from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.files.characters import clean
from reportbuilder.values import Value

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "a Word document (.rtf)"),
    (b"\x89PNG\r\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\xd0\xcf\x11\xe0", "a file of an old office program (such as .doc or .xls), or one with a password"),
)
_OFFICE = (
    ("word/", "a Word document (.docx)"),
    ("xl/", "an Excel workbook (.xlsx)"),
    ("ppt/", "a presentation (.pptx)"),
)
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "a text document of LibreOffice (.odt)",
    b"application/vnd.oasis.opendocument.spreadsheet": "a spreadsheet of LibreOffice (.ods)",
}


def foreign_kind(content: bytes) -> str:
    """The kind of a file with an article ("a Word document (.docx)"); empty if it is unknown."""
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_package(content)
    return next((kind for signature, kind in _SIGNATURES if content.startswith(signature)), "")


def _kind_of_package(content: bytes) -> str:
    """The kind of a ZIP file, by the names of its entries; only the few bytes of OpenDocument's `mimetype` are
    unpacked."""
    import zipfile  # only a message about a wrong file needs it, and every command would load it

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            kind = next((kind for folder, kind in _OFFICE if any(name.startswith(folder) for name in names)), "")
            if not kind and "mimetype" in names and package.getinfo("mimetype").file_size < 200:
                kind = _OPEN_DOCUMENT.get(package.read("mimetype").strip(), "")
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return "a damaged file of an office program, or a ZIP file"
    return kind or "a ZIP file"


MOST_BYTES = 2_000_000_000
_UTF16_MARKS = (b"\xfe\xff", b"\xff\xfe")
MOST_TEXT = 50_000_000
"""The largest text file in bytes: more than a thousand books."""

_opened: ContextVar[set[Path] | None] = ContextVar("opened files", default=None)
_texts: ContextVar[dict[str, bytes] | None] = ContextVar("texts that were read", default=None)
_TEXTS = frozenset((".md", ".yaml", ".csv"))
"""The endings of files whose texts are recorded."""
_roots: ContextVar[dict[Path, str] | None] = ContextVar("resolved roots", default=None)
_shown_from: ContextVar[Path | None] = ContextVar("folder that paths are shown from", default=None)


class OpenedFile(Value):
    """A file that was opened, or could not be: the arguments of `open_file`."""

    path: Path
    root: Path | None
    most: int


class ListedFolder(Value):
    """A folder in which was looked what there is by name."""

    path: Path


Watcher = Callable[[OpenedFile | ListedFolder], object]
_watch: ContextVar[Watcher | None] = ContextVar("watcher of opened files", default=None)


@contextmanager
def watching_files(watch: Watcher | None) -> Iterator[None]:
    """Call `watch` with every file that is opened meanwhile, also with one that cannot be opened, and with every folder
    that is listed (`remembered.folder_listing`). A watcher within another takes its place."""
    token = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(token)


def tell_watcher(looked_at: OpenedFile | ListedFolder) -> None:
    """Tell the watcher, if there is one, that a result depends on a file or folder."""
    if (watch := _watch.get()) is not None:
        watch(looked_at)


@contextmanager
def recording_opened_files() -> Iterator[set[Path]]:
    """Record which input files are opened meanwhile, as absolute paths; links are recorded as they are named.

    A recording within another is one of its own: nothing of it is in the outer one, unless it is added to that.

    >>> with recording_opened_files() as opened:
    ...     text = read_text(path, findings)
    >>> path.absolute() in opened
    True
    """
    opened: set[Path] = set()
    token = _opened.set(opened)
    try:
        yield opened
    finally:
        _opened.reset(token)


@contextmanager
def recording_texts() -> Iterator[dict[str, bytes]]:
    """Record the bytes of the text files (Markdown, YAML, CSV) that are read meanwhile, by their names for users."""
    texts: dict[str, bytes] = {}
    token = _texts.set(texts)
    try:
        yield texts
    finally:
        _texts.reset(token)


def record(paths: Iterable[Path]) -> None:
    """Add files to the current recording, if there is one."""
    if (opened := _opened.get()) is not None:
        opened.update(paths)


class RefusedError(OSError):
    """A file that is not opened because of what it is; `strerror` gives the reason, in words that follow its name
    ("leads out of …")."""

    def __init__(self, path: Path, says: str) -> None:
        super().__init__(errno.EACCES, says, str(path))


class OutsideError(RefusedError):
    """A file outside the folder that must contain it, by its path or by a symbolic link."""

    def __init__(self, path: Path, root: Path) -> None:
        super().__init__(path, f"leads out of the folder {shown(root)}")


def on_disk(path: Path) -> Path:
    """The path as its folders and file are named on the disk, where those names are another Unicode form of the same
    characters; the path itself where there is no such file.

    The texts of a report are composed (NFC), and so are the names in them. Names on a disk may be decomposed (NFD): a
    ZIP file made on macOS gives such (Unicode Standard Annex 15).

    >>> on_disk(Path("chapters/cafe\u0301.md"))
    Path('chapters/café.md')
    """
    if str(path).isascii() or "\0" in str(path) or os.path.lexists(path) or path.parent == path:
        return path
    folder, composed_name = on_disk(path.parent), normalize("NFC", path.name)
    try:
        candidates = sorted(name for name in os.listdir(folder) if normalize("NFC", name) == composed_name)
    except OSError:
        return path
    return folder / candidates[0] if candidates else path


def open_file(path: Path, root: Path | None, most: int = MOST_BYTES) -> BinaryIO:
    """Open a regular file for reading.

    Symbolic links are resolved first, those of `root` too; the target must be inside `root`. The resolved file is
    opened without following further links, so that none can be inserted in between, and without blocking, as a named
    pipe would. Without a `root` it is a file that the user names in a command, and may be anywhere.

    Raises OutsideError; RefusedError for a folder, pipe or device, or a file of more than `most` bytes; or OSError.
    """
    tell_watcher(OpenedFile(path, root, most))
    path = on_disk(path)
    resolved, flags = path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if root is not None:
        resolved, flags = resolve_inside(path, root), flags | getattr(os, "O_NOFOLLOW", 0)
    record([Path(os.path.normpath(path.absolute()))])
    handle = os.open(resolved, flags | getattr(os, "O_CLOEXEC", 0))
    try:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            raise RefusedError(path, kind_of(facts.st_mode))
        if facts.st_size > most:
            raise RefusedError(path, f"has {facts.st_size / 1e6:.0f} MB, and {most / 1e6:.0f} MB is the most")
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def load(path: Path, root: Path | None, most: int = MOST_BYTES) -> bytes:
    """Read the bytes of a regular file; parameters and errors are those of `open_file`."""
    with open_file(path, root, most) as file:
        size = os.fstat(file.fileno()).st_size  # reading `most` at once would reserve that much memory for every file
        data = file.read(size + 1)
        if len(data) > size:
            data += file.read(max(most + 1 - len(data), 0))
    if len(data) > most:  # it grew, or it is one of those of the system that say they are empty
        raise RefusedError(path, f"has more than {most / 1e6:.0f} MB")
    if (texts := _texts.get()) is not None and path.suffix in _TEXTS:
        texts[shown(path)] = data
    return data


def resolve_inside(path: Path, root: Path | None) -> Path:
    """A path without symbolic links; raises OutsideError when that is not inside `root` (None: it may be anywhere),
    and OSError for a name that no file can have, or for links that lead to each other."""
    try:
        resolved = os.path.realpath(path)
        if root is not None and not _is_inside(resolved, _resolved_root(root)):
            raise OutsideError(path, root)
    except ValueError as error:  # a NUL in the name
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from error
    return Path(resolved)


def _is_inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder if folder.endswith(os.sep) else folder + os.sep)


def _resolved_root(root: Path) -> str:
    """A root folder without symbolic links, worked out once while files are read together."""
    known = _roots.get()
    if known is None:
        return os.path.realpath(root)
    resolved = known.get(root)
    if resolved is None:
        resolved = known[root] = os.path.realpath(root)
    return resolved


@contextmanager
def resolving_roots_once() -> Iterator[None]:
    """Resolve each root folder that files are opened in only once meanwhile."""
    token = _roots.set({})
    try:
        yield
    finally:
        _roots.reset(token)


def kind_of(mode: int) -> str:
    """The kind of a file that is not a regular one, from its mode (stat), in words that follow its name."""
    if stat.S_ISDIR(mode):
        return "is a folder, and no file"
    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        return "is a pipe between programs, and no file"
    return "is a device, and no file"


def shown(path: Path) -> str:
    """Format a path for users, with forward slashes: relative to the folder set by `paths_shown_from` (the working
    directory by default) if it is inside it, otherwise absolute."""
    start = shown_from()
    absolute = path.absolute()
    return (absolute.relative_to(start) if absolute.is_relative_to(start) else absolute).as_posix()


def shown_from() -> Path:
    """The folder that paths are shown relative to."""
    return _shown_from.get() or Path.cwd()


def path_of(file: str) -> Path:
    """The path of a file that a `Place` names; the inverse of `shown`."""
    return shown_from() / file


@contextmanager
def paths_shown_from(folder: Path) -> Iterator[None]:
    """Format paths relative to a folder in this context, so that messages do not depend on the working directory."""
    token = _shown_from.set(folder.absolute())
    try:
        yield
    finally:
        _shown_from.reset(token)


def read_text(
    path: Path, diagnostics: Diagnostics, named_at: Place | None = None, root: Path | None = None
) -> str | None:
    """Read a UTF-8 text file with normalised line ends; None, after reporting, if it cannot be read.

    `named_at` is the place that names the file: problems with opening it are reported there. `root` is the folder that
    must contain it, by default its own.
    """
    content = read_bytes(path, diagnostics, named_at, root, MOST_TEXT)
    return decode(content, shown(path), diagnostics) if content is not None else None


def decode(content: bytes, file: str, diagnostics: Diagnostics) -> str | None:
    """Decode the bytes of a file: with normalised line ends and characters (`characters`), and without a byte order
    mark.

    None, after reporting at the line and column, if they are not UTF-8.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        if kind := foreign_kind(content) or ("text in UTF-16" if content.startswith(_UTF16_MARKS) else ""):
            message = f"This is {kind}, and no plain text."
            hint = (
                "Copy its text into a file of plain text, saved as UTF-8; docs/writing-content.md says how to write it."
            )
            diagnostics.add(Code.FILE_KIND, message, Place(file, 1, 1), hint)
            return None
        before = content[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8", "replace")) + 1
        diagnostics.add(
            Code.FILE_ENCODING,
            f"Byte {content[error.start]:#04x} is not UTF-8, so this line cannot be read.",
            Place(file, before.count(b"\n") + 1, column),
            "Save the file as UTF-8 (in Excel: “CSV UTF-8”).",
        )
        return None
    return clean(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), file, diagnostics)


def read_bytes(
    path: Path,
    diagnostics: Diagnostics,
    named_at: Place | None = None,
    root: Path | None = None,
    most: int = MOST_BYTES,
) -> bytes | None:
    """Read the bytes of a file; parameters as for `read_text`. None, after reporting, if it is missing or cannot be
    read."""
    tell_watcher(OpenedFile(path, root or path.parent, most))  # also when it is not there
    if not exists(path, diagnostics, named_at, root):
        return None
    try:
        return load(path, root or path.parent, most)
    except OSError as error:
        tell_unreadable(path, error, diagnostics, named_at)
        return None


def tell_unreadable(path: Path, error: OSError, diagnostics: Diagnostics, named_at: Place | None = None) -> None:
    """Report a file that cannot be opened or read."""
    place, name = named_at or Place(shown(path)), shown(path)
    if isinstance(error, OutsideError):
        hint = "Put the file itself there, and name it by its place in that folder; a link does not do."
        diagnostics.add(Code.FILE_OUTSIDE, f"“{name}” {error.strerror}.", place, hint)
    elif isinstance(error, RefusedError):
        diagnostics.add(Code.FILE_KIND, f"“{name}” {error.strerror}.", place, "Name an ordinary file.")
    else:
        reason = error.strerror or "unknown reason"
        diagnostics.add(Code.FILE_UNREADABLE, f"“{name}” cannot be read: {reason}.", place, "Check its permissions.")


def exists(
    path: Path,
    diagnostics: Diagnostics,
    named_at: Place | None = None,
    root: Path | None = None,
    base: Path | None = None,
) -> bool:
    """Whether a file exists inside the folder `root` (by default its own).

    If not, that is reported: for a missing file with a hint to the most similar one, named relative to `base` (by
    default `root`).
    """
    path = on_disk(path)
    try:
        resolved = resolve_inside(path, root or path.parent)
        mode = os.stat(resolved, follow_symlinks=False).st_mode
    except OutsideError as error:
        tell_unreadable(path, error, diagnostics, named_at)
        return False
    except OSError:
        hint = _near(path, root, base)
        diagnostics.add(Code.FILE_MISSING, f"There is no file “{shown(path)}”.", named_at or Place(shown(path)), hint)
        return False
    if stat.S_ISLNK(mode):
        message = f"“{shown(path)}” is a link that leads round in a circle."
        diagnostics.add(Code.FILE_KIND, message, named_at or Place(shown(path)), "Put the file itself there.")
    elif not stat.S_ISREG(mode):
        tell_unreadable(path, RefusedError(path, kind_of(mode)), diagnostics, named_at)
    return stat.S_ISREG(mode)


_ELSEWHERE = re.compile(r"(?:^|/)(?:https?:/|[A-Za-z]:[/\\])")


def _near(path: Path, root: Path | None, base: Path | None) -> str:
    """A hint with the most similar file name, beside a missing file or elsewhere in the folder `root`."""
    if _ELSEWHERE.search(path.as_posix()):
        return (
            "A report has its files in its own folder: save the file there, and write its name, as in images/name.jpg."
        )
    name = path.name.rpartition("\\")[2]
    try:
        beside = path.parent / name
        if root is not None and not beside.exists():
            files_below = (Path(folder) / other for folder, _, files in os.walk(root) for other in files)
            same = sorted(other for other in files_below if other.name.casefold() == name.casefold())
            base = base if base is not None and any(other.is_relative_to(base) for other in same) else root
            if same := [other for other in same if other.is_relative_to(base)]:
                return f"Did you mean “{same[0].relative_to(base).as_posix()}”?"
    except (OSError, ValueError):  # a name that no file can have
        pass
    try:
        names = [other.name for other in path.parent.iterdir() if other.is_file()] if path.parent.is_dir() else []
    except (OSError, ValueError):  # a name that no file can have
        names = []
    if names:
        return nearest(path.name, names)
    return (
        f"The folder {shown(path.parent)} has no files." if path.parent.is_dir() else "Its folder is not there either."
    )
