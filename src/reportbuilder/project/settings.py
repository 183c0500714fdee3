"""A report's folder, opened and validated: the only place that knows where in it things are."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterable
from enum import Enum
from os.path import normpath
from pathlib import Path
from typing import Annotated, Literal

from reportbuilder.diagnostics import Code, Diagnostics, Place, closest, nearest
from reportbuilder.diagnostics.codes import REPORT_SETTINGS
from reportbuilder.document.model import MadePage, Matter
from reportbuilder.files.inputs import exists, on_disk, read_text, resolve_inside, shown
from reportbuilder.files.remembered import folder_listing, remembered
from reportbuilder.i18n.language import LANGUAGES
from reportbuilder.memo import Memo, Same
from reportbuilder.project.archive_settings import ArchiveSettings
from reportbuilder.project.located_yaml import LocatedData, read_yaml
from reportbuilder.project.project_folder import SETTINGS_FILE, content_root
from reportbuilder.project.scalars import FieldError, VersionNumber, as_number, quoted
from reportbuilder.project.schema import MM, After, Form, Length, Limits, Parsed, Words, parse_settings
from reportbuilder.registry import EMPTY, Registry
from reportbuilder.values import Value, field, replace

_CHAPTER_FILE = re.compile(r"\.md(?=\s|$)")
_MADE = frozenset(page.value for page in MadePage)


class VersionStatus(Enum):
    """The status of a version: a draft (concept) or final."""

    CONCEPT = "concept"
    FINAL = "final"


class VersionSettings(Form, kw_only=True):
    """The version of a report: its label, status and date; a released version also has a number, and may have a
    note."""

    number: Annotated[VersionNumber, Parsed(as_number)] | None = None
    label: Words
    status: VersionStatus = VersionStatus.CONCEPT
    date: datetime.date
    note: Words = ""


class Numbering(Enum):
    """Whether the chapters of the body are numbered."""

    CHAPTERS = "chapters"
    NONE = "none"


class PartSettings(Form):
    """The order of a report: the chapter files and generated pages of its front matter, body, appendices and back
    matter."""

    front: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    appendix: tuple[str, ...] = ()
    back: tuple[str, ...] = ()


def _known_language(tag: str) -> str:
    """A language that reports can be in; raises FieldError for another."""
    if tag in LANGUAGES:
        return tag
    raise FieldError(f"cannot be {quoted(tag)}", nearest(tag, LANGUAGES))


class PrintSettings(Form):
    """The binding of the report: its number of pages is rounded up to a multiple of `pages` (4 for stitching), pages
    are shifted by `binding` away from the spine, and those of a booklet by creep for `paper`, the thickness of a sheet
    (all in points).

    With a `wrap` cover there is a file with back, spine and front, the spine as wide as all sheets and two of
    `cover_paper`; `web` is the address in its QR code.
    """

    pages: Literal[1, 2, 4] = 1
    binding: Annotated[Length, Limits(0, 10 * MM, unit=" mm", per=MM)] = 0.0
    paper: Annotated[Length, Limits(0, 1 * MM, unit=" mm", per=MM)] = 0.0
    cover: Literal["", "wrap"] = ""
    cover_paper: Annotated[Length, Limits(0, 5 * MM, unit=" mm", per=MM)] = field(name="cover-paper", default=0.25 * MM)
    web: Words = ""


class ReportSettings(Form, kw_only=True):
    """The settings in `report.yaml`."""

    title: Words
    subtitle: Words = ""
    unit: Words = ""
    year: int
    language: Annotated[str, After(_known_language)] = "nl"
    style: str
    design: str
    publisher: Words = ""
    author: Words = ""
    subject: Words = ""
    keywords: tuple[Words, ...] = ()
    version: VersionSettings
    motto: Words = ""
    numbering: Numbering = Numbering.NONE
    previous: Words = ""
    parts: PartSettings
    colophon: str | None = None
    attachments: tuple[Words, ...] = ()
    print: PrintSettings = PrintSettings()
    archive: ArchiveSettings | None = None


class PartEntry(Value):
    """An entry of the report's order: a chapter file or the name of a generated page."""

    matter: Matter
    name: str
    place: Place

    @property
    def made(self) -> MadePage | None:
        """The generated page that the entry names; None for a chapter."""
        return MadePage(self.name) if self.name in _MADE else None


class ReportFolder(Value):
    """A report's folder: its path and name, its settings with their places in the file, and the registry of
    plug-ins."""

    root: Path
    name: str
    settings: ReportSettings
    places: LocatedData
    registry: Registry = EMPTY

    @property
    def order(self) -> tuple[PartEntry, ...]:
        """The report's parts in order."""
        parts = self.settings.parts
        return tuple(
            PartEntry(matter, name, self.places.place("parts", matter.value, index))
            for matter in Matter
            for index, name in enumerate(getattr(parts, matter.value))
        )

    @property
    def colophon(self) -> PartEntry | None:
        """The colophon's chapter, if there is one."""
        name = self.settings.colophon
        return PartEntry(Matter.BACK, name, self.places.place("colophon")) if name else None

    @property
    def previous_folder(self) -> Path:
        """The folder of the earlier report that the setting `previous` names: beside this one, or by a relative
        path."""
        root, name = self.root.absolute(), self.settings.previous
        beside = on_disk(root.parent / name)
        return Path(normpath(beside if (beside / SETTINGS_FILE).is_file() else on_disk(root / name)))

    @property
    def data_folder(self) -> Path:
        """The folder of data files."""
        return self.root / "data"

    @property
    def charts_folder(self) -> Path:
        """The folder of the descriptions of charts."""
        return self.root / "charts"

    @property
    def status_rules_file(self) -> Path:
        """The rules by which a goal's status follows from its row."""
        return self.data_folder / "statusregels.yaml"

    def chapter_file(self, name: str) -> Path:
        """A chapter, by its name in the report's order (`chapters/terugblik.md`)."""
        return on_disk(self.root / name)

    def data_file(self, name: str) -> Path:
        """A data file, by its name in `data/`."""
        return on_disk(self.data_folder / name)

    def chart_file(self, name: str) -> Path:
        """A chart's description, by the chart's name."""
        return on_disk(self.charts_folder / f"{name}.yaml")

    def image_file(self, name: str) -> Path:
        """An image, by its path in the report's folder (`images/haven.jpg`)."""
        return on_disk(self.root / name)

    def attachment(self, name: str) -> Path:
        """A file or folder that goes with the report, by its path in the report's folder."""
        return on_disk(self.root / name)

    def shown(self, path: Path) -> str:
        """A path as users see it."""
        return shown(path)


def open_report_folder(
    folder: Path,
    diagnostics: Diagnostics,
    version: VersionSettings | None = None,
    registry: Registry = EMPTY,
    memo: Memo | None = None,
) -> ReportFolder | None:
    """Open a report's folder and read its settings; None, with problems, when these are not valid.

    A released `version` replaces the one in the settings; the earlier report is then the folder of that name beside it,
    from the same snapshot. `registry` is the registry of plug-ins. Settings whose file has not changed are those that
    the `memo` remembers: the very same folder.
    """
    memo = memo or Memo()
    listing = folder_listing(folder)
    key = (folder, listing)
    marked, read = remembered(memo, "settings", key, diagnostics, lambda found: _read_settings(folder, found))
    if marked is None or read is None:
        return None
    settings, given = read, (Same(marked), Same(read), Same(registry), version)

    def opened() -> ReportFolder:
        own = settings if version is None else _as_released(settings, version)
        return ReportFolder(folder, folder.absolute().name, own, marked, registry)

    project = memo.get("report folder", (*key, *given), opened)
    if not _within_content(project, diagnostics):
        alone = replace(project, settings=replace(project.settings, previous=""))
        project = memo.get("report folder", (*key, *given, "alone"), lambda: alone)

    def check(found: Diagnostics) -> None:
        _check_order(project, found)
        _check_attachments(project, found)

    memo.collected("parts", (listing, Same(project)), diagnostics, check)
    return project


def _read_settings(folder: Path, diagnostics: Diagnostics) -> tuple[LocatedData | None, ReportSettings | None]:
    """The settings in the file of a report's folder, and their data with its places."""
    settings_file = folder / SETTINGS_FILE
    text = read_text(settings_file, diagnostics, root=folder)
    marked = read_yaml(text, Place(shown(settings_file), 1, 1), diagnostics) if text is not None else None
    settings = parse_settings(ReportSettings, marked, diagnostics, REPORT_SETTINGS) if marked is not None else None
    return marked, settings


def _as_released(settings: ReportSettings, version: VersionSettings) -> ReportSettings:
    return replace(settings, version=version, previous=Path(settings.previous).name)


def _check_attachments(project: ReportFolder, diagnostics: Diagnostics) -> None:
    """Report attachments that are neither a file nor a folder within the report's."""
    for index, name in enumerate(project.settings.attachments):
        place = project.places.place("attachments", index)
        path = project.attachment(name)
        if not path.is_dir():
            exists(path, diagnostics, place, project.root)
        elif not _is_inside(path, project.root):
            message = f"“{name}” is no folder within the report's."
            diagnostics.add(Code.FILE_OUTSIDE, message, place, "Name a file, or a folder that stands in the report's.")


def _is_inside(folder: Path, root: Path) -> bool:
    try:
        return resolve_inside(folder, root) != resolve_inside(root, root)
    except OSError:
        return False


def _within_content(project: ReportFolder, diagnostics: Diagnostics) -> bool:
    """Whether the earlier report that a report names, if any, is in the content folder; if not, that is a problem."""
    if not project.settings.previous:
        return True
    earlier, content = project.previous_folder, content_root(project.root)
    if earlier.parent == project.root.absolute().parent:  # it stands beside this one, maybe as a link of the user's own
        return True
    try:
        resolve_inside(earlier, content)
    except OSError:
        message = f"“{project.settings.previous}” is not in the folder {shown(content)}."
        hint = "Put the earlier report beside this one, and name its folder."
        diagnostics.add(Code.PREVIOUS_OUTSIDE, message, project.places.place("previous"), hint)
        return False
    return True


def _check_order(project: ReportFolder, diagnostics: Diagnostics) -> None:
    """Report entries of the order that occur twice or whose files are missing."""
    seen: dict[str, Place] = {}
    colophon = (project.colophon,) if project.colophon else ()
    for entry in (*project.order, *colophon):
        if entry.name in seen:
            message = f"“{entry.name}” stands in the report twice, first at {seen[entry.name]}."
            diagnostics.add(Code.PART_DUPLICATE, message, entry.place, "Remove one of the two.")
        seen.setdefault(entry.name, entry.place)
        if entry.made is None:
            check_chapter_file(project, entry, diagnostics)
    if MadePage.COLOPHON.value in seen and not colophon:
        message = "The report has a colophon among its parts, but no chapter for it."
        diagnostics.add(
            Code.REPORT_MISSING, message, seen[MadePage.COLOPHON.value], "Add “colophon: chapters/colofon.md”."
        )


def check_chapter_file(project: ReportFolder, entry: PartEntry, diagnostics: Diagnostics) -> bool:
    """Check that a chapter's file exists inside the report's folder, and report it as a problem otherwise."""
    path = project.chapter_file(entry.name)
    try:
        present = os.path.lexists(path)
    except ValueError:  # a NUL in the name
        present = False
    if present:
        return exists(path, diagnostics, entry.place, project.root)
    taken = {other.name for other in project.order}
    names = [name for name in (*_MADE, *_chapters(project)) if name not in taken]
    is_file_name = "." in entry.name or "/" in entry.name
    near = closest(entry.name, names) if is_file_name else names
    hint = nearest(entry.name, near) or "Put the file back, or take this chapter out of the list."
    if len(_CHAPTER_FILE.findall(entry.name)) > 1:
        hint = "Put a comma between two chapters; with dashes, begin each on its own line, in the column of the others."
    elif project.chapter_file(f"{entry.name}.txt").exists():
        hint = f"Rename {entry.name}.txt to {entry.name}; Windows hides the end of a name unless it is told to show it."
    what = "chapter file" if is_file_name else "chapter file, and no page that is made for you,"
    diagnostics.add(Code.FILE_MISSING, f"There is no {what} “{entry.name}”.", entry.place, hint)
    return False


def _chapters(project: ReportFolder) -> Iterable[str]:
    return (path.relative_to(project.root).as_posix() for path in project.root.glob("*/*.md"))
