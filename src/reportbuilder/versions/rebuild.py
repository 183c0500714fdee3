"""A version made from its snapshot: when it is released, and when it is made again to compare the bytes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from reportbuilder import __version__
from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, Place
from reportbuilder.files.inputs import load, on_disk, shown
from reportbuilder.files.publishing import Made
from reportbuilder.files.temporary import write_new
from reportbuilder.progress import Progress
from reportbuilder.project.resources import Resources
from reportbuilder.project.settings import VersionSettings
from reportbuilder.standards.editions import Edition, Imposition
from reportbuilder.values import replace
from reportbuilder.versions.register import SNAPSHOTS
from reportbuilder.versions.snapshot import Frozen, digest, libraries
from reportbuilder.versions.unpacking import Opened, open_snapshot


class Maker(Protocol):
    """What makes a report's editions: `building.make_report`."""

    def __call__(
        self,
        folder: Path,
        editions: Sequence[Edition],
        workplace: Resources,
        progress: Progress,
        impositions: Sequence[Imposition] = (),
        version: VersionSettings | None = None,
    ) -> Made:
        """Make the editions of the report in a folder, as a version; raises ReportError with every problem."""


def make_version(
    opened: Opened,
    earlier: Path,
    editions: Sequence[Edition],
    workplace: Resources,
    make: Maker,
    progress: Progress,
) -> Made:
    """Make the editions of an unpacked snapshot; `earlier` is the folder with the snapshot that it is based on, which
    its concept is compared with."""
    based_on = opened.frozen.based_on
    if based_on is not None and (earlier / f"{based_on}.zip").is_file():
        (opened.folder / SNAPSHOTS).mkdir(exist_ok=True)
        write_new(opened.folder / SNAPSHOTS / f"{based_on}.zip", load(earlier / f"{based_on}.zip", earlier.parent))
    place = opened.workplace(workplace)
    with _own_date():
        return make(opened.folder, editions, place, progress, (), opened.frozen.settings)


def rebuild(
    snapshot: Path,
    into: Path,
    editions: Sequence[Edition],
    workplace: Resources,
    make: Maker,
    diagnostics: Diagnostics,
    sha256: str = "",
) -> Mapping[str, bytes] | None:
    """The files of a version made again from its snapshot, by their names; with the same tool, libraries and fonts they
    have the same bytes.

    `into` is an empty folder to work in. Earlier snapshots stand beside this one; `sha256` is its checksum by the
    register. None, and problems, when the snapshot is damaged or a font is another; a warning tells of another tool.
    """
    opened = open_snapshot(snapshot, into, diagnostics, sha256)
    if opened is None or not _same_fonts(opened.frozen, workplace, Place(shown(snapshot)), diagnostics):
        return None
    _tell_other_tools(opened.frozen, Place(shown(snapshot)), diagnostics)
    return make_version(opened, snapshot.parent, editions, workplace, make, lambda step: None).files


def in_place(problems: Iterable[Diagnostic], opened: Opened, folder: Path, styles: Path) -> tuple[Diagnostic, ...]:
    """Problems of an unpacked report, with the places where whoever wrote it finds them: in its own folder."""
    moved = {shown(opened.folder): shown(folder), shown(opened.styles): shown(styles)}

    def own(file: str) -> str:
        there = next((there for there in moved if file == there or file.startswith(f"{there}/")), "")
        return moved[there] + file.removeprefix(there) if there else file

    return tuple(replace(p, place=replace(p.place, file=own(p.place.file))) for p in problems)


@contextlib.contextmanager
def _own_date() -> Iterator[None]:
    """A while without SOURCE_DATE_EPOCH: a version has its own date, and ReportLab makes ids of what is set."""
    name = "SOURCE_DATE_EPOCH"
    told = os.environ.pop(name, None)
    try:
        yield
    finally:
        if told is not None:
            os.environ[name] = told


def _same_fonts(frozen: Frozen, workplace: Resources, place: Place, diagnostics: Diagnostics) -> bool:
    """Whether the fonts are those that the version was made with; a problem for each that is not."""
    before = len(diagnostics.problems)
    for font in frozen.fonts:
        file = on_disk(workplace.fonts / font.file)
        if not file.is_file() or digest(load(file, workplace.fonts)) != font.sha256:
            state = "is another than" if file.is_file() else "is not there as"
            message = f"The font {shown(file)} {state} when version {frozen.number} was made."
            diagnostics.add(Code.FONT_CHANGED, message, place, "Put that font back, and try again.")
    return len(diagnostics.problems) == before


def _tell_other_tools(frozen: Frozen, place: Place, diagnostics: Diagnostics) -> None:
    """Warn when another reportbuilder, or other libraries, make the version now than made it then.

    Only libraries that are installed now are compared: older snapshots name more than libraries, such as a checksum of
    the program's source files.
    """
    now = {"reportbuilder": __version__, **libraries()}
    then = {"reportbuilder": frozen.tool, **frozen.libraries}
    other = [f"{name} {then[name]}, now {now[name]}" for name in then if name in now and now[name] != then[name]]
    if other:
        message = f"Version {frozen.number} was made with {'; '.join(other)}; so its files may differ."
        diagnostics.add(Code.REBUILD_TOOL, message, place, "Use the same versions to get the same bytes.")
