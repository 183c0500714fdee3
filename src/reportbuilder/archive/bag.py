"""Writes and opens bags in the BagIt format 1.0 (RFC 8493), as folders or ZIP files.

Equal files give equal bytes: no clock time and no property of the machine is included. A ZIP file is unpacked only
after all its entries have been checked to be safe.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from reportbuilder.diagnostics import Code, Diagnostic, DiagnosticCode, ExitCode, Place, ReportError
from reportbuilder.files.inputs import foreign_kind, load, open_file, shown
from reportbuilder.values import Value

ALGORITHMS = ("sha256", "sha512")
DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
PAYLOAD = "data/"
FORMAT_LABEL = "Reportbuilder-Package"
"""The label in bag-info.txt of the version of our package format."""
_DECLARED = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def make_bag(payload: Mapping[str, bytes], info: Sequence[tuple[str, str]]) -> dict[str, bytes]:
    """The files of a bag by path: the payload, whose paths are relative to `data/`, and the tag files.

    `info` are the lines of bag-info.txt as labels and values; Payload-Oxum is added (RFC 8493, 2.2.2).
    """
    files = {PAYLOAD + path: data for path, data in sorted(payload.items())}
    oxum = f"{sum(map(len, files.values()))}.{len(files)}"
    tags = {DECLARATION: _DECLARED.encode(), INFO: _lines((*info, ("Payload-Oxum", oxum)))}
    tags |= {f"manifest-{name}.txt": _manifest(files, name) for name in ALGORITHMS}
    tags |= {f"tagmanifest-{name}.txt": _manifest(tags, name) for name in ALGORITHMS}
    return tags | files


def checksum(data: bytes, algorithm: str) -> str:
    """The checksum of bytes in hexadecimal digits, by an algorithm of `hashlib`."""
    return hashlib.new(algorithm, data).hexdigest()


def encode_path(path: str) -> str:
    """Encode a path for a manifest: line ends and percent signs (RFC 8493, 2.1.3)."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def decode_path(path: str) -> str:
    """Decode a path from a manifest."""
    return path.replace("%0A", "\n").replace("%0D", "\r").replace("%0a", "\n").replace("%0d", "\r").replace("%25", "%")


def _manifest(files: Mapping[str, bytes], algorithm: str) -> bytes:
    return "".join(
        f"{checksum(data, algorithm)}  {encode_path(path)}\n" for path, data in sorted(files.items())
    ).encode()


def _lines(entries: Sequence[tuple[str, str]]) -> bytes:
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in entries).encode()


# Opening a bag --------------------------------------------------------------------------------------------------------


MEBIBYTE = 1 << 20
MOST_FILES = 20_000
MOST_BYTES = 2048 * MEBIBYTE
"""The largest size of an unpacked package; a ZIP file that would be larger is refused, as it may be made to fill the
disk."""

_MOST_DOCUMENT = 200 * MEBIBYTE
_DISTRUST = "Do not trust where it is from; nothing of it was unpacked."


class Bag(Value):
    """A bag on disk: its folder, and the relative paths of all its files, with forward slashes."""

    root: Path
    paths: frozenset[str]

    def data(self, path: str) -> bytes:
        """The bytes of a file of the bag."""
        return load(self.root / path, self.root)


def is_package(path: Path) -> bool:
    """Whether a path may be a package: a folder, or a ZIP file by its extension or its first bytes."""
    if path.is_dir() or path.suffix.lower() == ".zip":
        return True
    try:
        with open_file(path, None) as file:
            return file.read(4) == b"PK\3\4"
    except OSError:
        return False


def open_bag(path: Path, into: Path) -> Bag:
    """Open a bag from a folder, or from a ZIP file, which is unpacked into the empty folder `into`.

    Raises ReportError if there is no bag, or if the ZIP file is damaged or not safe to unpack.
    """
    if path.is_dir():
        return _bag(path, path)
    _refuse_other_kinds(path)
    try:
        with open_file(path, None) as file, zipfile.ZipFile(file) as archive:
            _unpack(archive, path, into)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise _refused(path, Code.PACKAGE_DAMAGED, "This is no whole ZIP file.", "Take another copy of it.") from error
    except OSError as error:
        if error.filename is not None:
            raise
        if error.errno == errno.ENOSPC:
            hint = "Make room on the disk, or let TMPDIR name another one."
            raise _refused(path, Code.PACKAGE_ROOM, "There is no room to unpack this package.", hint) from error
        raise _refused(path, Code.PACKAGE_DAMAGED, "This is no whole ZIP file.", "Take another copy of it.") from error
    folders = sorted(into.iterdir())
    if len(folders) == 1 and folders[0].is_dir():
        return _bag(folders[0], path)
    message = "A package is one folder in a ZIP file; this one has several things side by side, or nothing."
    raise _refused(path, Code.PACKAGE_FORM, message, "Pack the folder of the bag itself.")


def _refuse_other_kinds(path: Path) -> None:
    """Raise ReportError for a document of another program that is a ZIP file, such as a Word document."""
    if path.suffix.lower() != ".zip" and path.stat().st_size < _MOST_DOCUMENT:
        kind = foreign_kind(load(path, None))
        if kind.endswith(")"):
            hint = "Give it a PDF, or the package of a version: a folder or a ZIP file."
            raise _refused(path, Code.PACKAGE_NONE, f"This is {kind}, and no package.", hint)


def _bag(root: Path, path: Path) -> Bag:
    paths = frozenset(_paths(root, path))
    if DECLARATION in paths or any(name.startswith("manifest-") for name in paths):
        return Bag(root, paths)
    inside = sorted({name.split("/")[0] for name in paths if name.endswith(f"/{DECLARATION}")})
    hint = f"Do you mean {shown(path / inside[0])}?" if inside else "A package has a file bagit.txt at its top."
    raise _refused(path, Code.PACKAGE_NONE, "This is no package: it is not a bag by BagIt (RFC 8493).", hint)


def _paths(root: Path, path: Path) -> Iterator[str]:
    """The paths of the files in a folder; raises ReportError for a symbolic link, which could lead out of it."""
    for parent, folders, files in os.walk(root):
        for name in (*folders, *files):
            if (Path(parent) / name).is_symlink():
                inner = (Path(parent) / name).relative_to(root).as_posix()
                message = f"“{inner}” is a link to somewhere else, and a package holds its files itself."
                raise _refused(path, Code.PACKAGE_LINK, message, "Put the file itself there.")
        yield from ((Path(parent) / name).relative_to(root).as_posix() for name in files)


def _unpack(archive: zipfile.ZipFile, path: Path, into: Path) -> None:
    """Unpack a ZIP file, after checking the size, number and names of all its entries."""
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES or size > MOST_BYTES:
        message = f"It would unpack to {len(entries)} files and {size // MEBIBYTE} MB, more than any package."
        raise _refused(path, Code.PACKAGE_SIZE, message, _DISTRUST)
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        if not _is_safe(name) or stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
            message = f"It has an entry “{name[:80]}”, which would lead out of its folder or is no plain file."
            raise _refused(path, Code.PACKAGE_ENTRY, message, _DISTRUST)
        if name.rstrip("/").casefold() in seen:
            raise _refused(path, Code.PACKAGE_ENTRY, f"It has two entries “{name[:80]}”.", _DISTRUST)
        seen.add(name.rstrip("/").casefold())
    for entry in entries:
        if not entry.is_dir():
            target = into / entry.orig_filename
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as source, target.open("wb") as file:
                shutil.copyfileobj(source, file)


def _is_safe(name: str) -> bool:
    """Whether the path of an entry stays inside the folder, on every operating system."""
    path = PurePosixPath(name)
    plain = not any(sign in name for sign in "\\\0:") and path.as_posix() == name.removesuffix("/")
    return plain and bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def _refused(path: Path, code: DiagnosticCode, message: str, hint: str) -> ReportError:
    return ReportError([Diagnostic(code, message, hint, Place(shown(path)))], ExitCode.FILE)
