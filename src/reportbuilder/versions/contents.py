"""Which files a snapshot holds: those that the report was read from, and those that it names as attachments.

Whatever else stands in the report's folder (notes, locks of office programs, a workbook that nothing uses) stays out of
every version and package, and is listed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.files.inputs import SETTINGS_FILE, read_bytes, shown
from reportbuilder.project.settings import ReportFolder
from reportbuilder.values import Value
from reportbuilder.versions.register import REGISTER_FILE, SNAPSHOTS

REPORT, STYLE, EARLIER = "report", "style", "earlier"
DEPTHS = {REPORT: 1, STYLE: 2, EARLIER: 2}
"""The folders that a snapshot may have, and how many names stand before those of their files."""
_UNWRITABLE = re.compile(r"[\\:\x00-\x1f\x7f\ud800-\udfff]")  # characters that some systems allow in no file name
_LICENCE = re.compile(r"(licen[cs]e|copying|notice|readme|ofl)[^/]*", re.IGNORECASE)
"""The texts that say on what terms an ICC profile or a drawing of a house style may be passed on."""


class Contents(Value):
    """The bytes of a snapshot's files by their paths in it, and the files of the report's folder that stay out."""

    files: dict[str, bytes]
    left_out: tuple[Path, ...]


def gather_contents(project: ReportFolder, styles: Path, used: AbstractSet[Path], diagnostics: Diagnostics) -> Contents:
    """Read the files of a report, its house style (in the folder `styles`) and its earlier report that were `used`:
    absolute paths. What cannot be read, or not be written on every system, is a problem."""
    attached = frozenset(path for name in project.settings.attachments for path in _attached(project.attachment(name)))
    kept = used | attached
    style = styles / project.settings.style
    licences = frozenset(path for path in _files_under(style) if _LICENCE.fullmatch(path.name))
    files = _read(project.root, REPORT, kept, diagnostics)
    files |= _read(style, f"{STYLE}/{style.name}", used | licences, diagnostics)
    earlier = project.previous_folder
    if project.settings.previous and (earlier / SETTINGS_FILE).is_file():
        files |= _read(earlier, f"{EARLIER}/{normalize('NFC', earlier.name)}", used, diagnostics)
    left_out = tuple(path for path in _files_under(project.root) if path not in kept and not _is_release(path, project))
    return Contents(files, left_out)


def is_entry(name: str) -> bool:
    """Whether a path may be that of a file in a snapshot: it stays in the folder where the snapshot is unpacked, and
    can be written on every system."""
    path = PurePosixPath(name)
    inside = len(path.parts) > DEPTHS.get(path.parts[0] if path.parts else "", len(path.parts))
    strange = _UNWRITABLE.search(name) or any(part.startswith(".") for part in path.parts)
    return inside and not strange and path.as_posix() == name


def _attached(path: Path) -> Iterator[Path]:
    """The files that an attachment stands for: itself, or all in a folder."""
    absolute = Path(os.path.normpath(path.absolute()))
    if absolute.is_dir():
        yield from _files_under(absolute)
    else:
        yield absolute


def _read(folder: Path, prefix: str, kept: AbstractSet[Path], diagnostics: Diagnostics) -> dict[str, bytes]:
    """The files of a folder that are kept, by their paths in the snapshot."""
    root, files = folder.absolute(), {}
    for path in sorted(path for path in kept if path.is_relative_to(root)):
        name = normalize("NFC", path.relative_to(root).as_posix())  # as the text of the report names it
        if prefix == REPORT and (name == REGISTER_FILE or name.startswith(f"{SNAPSHOTS}/")):
            continue  # the register goes in under a name of its own, and snapshots hold no snapshots
        link = next((parent for parent in path.parents if parent.is_relative_to(root) and _is_link(parent, root)), None)
        if link is not None:
            message = f"“{link.name}” leads to another folder, which a snapshot of the report cannot hold."
            diagnostics.add(Code.SNAPSHOT_LINK, message, Place(shown(link)), "Put the folder itself into the report's.")
        elif f"{prefix}/{name}" in files:
            message = f"There are two files “{name}”, whose names differ in their Unicode form alone."
            diagnostics.add(Code.SNAPSHOT_NAME, message, Place(shown(path)), "Give one of them another name.")
        elif not is_entry(f"{prefix}/{name}"):
            hidden = any(part.startswith(".") for part in PurePosixPath(name).parts)
            what = (
                "begins with a point, so that it is hidden" if hidden else "has signs that not every system can write"
            )
            message = f"The name of “{ascii(name)[1:-1]}” {what}."
            diagnostics.add(Code.SNAPSHOT_NAME, message, Place(shown(path)), "Give it another name.")
        else:
            data = read_bytes(path, diagnostics, root=root)
            if data is not None:
                files[f"{prefix}/{name}"] = data
    return files


def _is_link(folder: Path, root: Path) -> bool:
    return folder != root and folder.is_symlink()


def _is_release(path: Path, project: ReportFolder) -> bool:
    """Whether a file belongs to the versions that were released before."""
    name = path.relative_to(project.root.absolute()).as_posix()
    return name == REGISTER_FILE or name.startswith(f"{SNAPSHOTS}/")


def _files_under(folder: Path) -> Iterator[Path]:
    """The files under a folder, absolute and in order; without hidden ones, and without following links to folders."""
    for parent, folders, files in os.walk(folder.absolute()):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent) / name for name in sorted(files) if not name.startswith("."))
