"""A report's folder, opened and validated: the only place that knows paths."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from enum import Enum
from os.path import normpath
from pathlib import Path
from typing import Annotated, Literal

from reportbuilder.archive.settings import ArchiveSettings
from reportbuilder.content.model import MadePage, Matter
from reportbuilder.forms import Form, Limits, Marked, Parsed, Words, fill_in, read_marked
from reportbuilder.problems import Findings, Place, nearest
from reportbuilder.style.units import MM, Length
from reportbuilder.values import Value, replace
from reportbuilder.versions.number import Number, as_number

SETTINGS_FILE = "report.yaml"
_MADE = frozenset(page.value for page in MadePage)


class VersionStatus(Enum):
    """Whether a version is still a draft."""

    CONCEPT = "concept"
    FINAL = "final"


class VersionSettings(Form, kw_only=True):
    """Which version of the report this is, and its date; a version that is released has a number, and maybe a note."""

    number: Annotated[Number, Parsed(as_number)] | None = None
    label: Words
    status: VersionStatus = VersionStatus.CONCEPT
    date: datetime.date
    note: Words = ""


class Numbering(Enum):
    """What gets a number: the chapters of the body, or nothing."""

    CHAPTERS = "chapters"
    NONE = "none"


class PartSettings(Form):
    """The report's order: chapter files and made pages, by where they stand."""

    front: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    appendix: tuple[str, ...] = ()
    back: tuple[str, ...] = ()


class PrintSettings(Form):
    """How this report is bound: the number of pages becomes a multiple of `pages` (4 for stitching), everything moves
    `binding` away from the spine, and a booklet makes room for `paper`, the thickness of a sheet."""

    pages: Literal[1, 2, 4] = 1
    binding: Annotated[Length, Limits(0, 10 * MM, unit=" mm", per=MM)] = 0.0
    paper: Annotated[Length, Limits(0, 1 * MM, unit=" mm", per=MM)] = 0.0


class ReportSettings(Form, kw_only=True):
    """What `report.yaml` says."""

    title: Words
    subtitle: Words = ""
    unit: Words = ""
    year: int
    language: Literal["nl", "en"] = "nl"
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
    print: PrintSettings = PrintSettings()
    archive: ArchiveSettings | None = None


class PartEntry(Value):
    """One entry of the report's order, as written: a chapter file or the name of a made page."""

    matter: Matter
    name: str
    place: Place

    @property
    def made(self) -> MadePage | None:
        """The made page that the entry names, if it names one."""
        return MadePage(self.name) if self.name in _MADE else None


class Project(Value):
    """A report's folder: its root, its name (the folder's), its settings, and where each setting stands."""

    root: Path
    name: str
    settings: ReportSettings
    places: Marked

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
        """Where the earlier report is that `previous` names: beside this one, or by its path from here."""
        root, name = self.root.absolute(), self.settings.previous
        beside = root.parent / name
        return Path(normpath(beside if (beside / SETTINGS_FILE).is_file() else root / name))

    @property
    def data_folder(self) -> Path:
        """Where the figures are."""
        return self.root / "data"

    @property
    def charts_folder(self) -> Path:
        """Where the charts are described."""
        return self.root / "charts"

    @property
    def status_rules_file(self) -> Path:
        """The rules by which a goal's status follows from its row."""
        return self.data_folder / "statusregels.yaml"

    def chapter_file(self, name: str) -> Path:
        """A chapter, by its name in the report's order (`chapters/terugblik.md`)."""
        return self.root / name

    def data_file(self, name: str) -> Path:
        """A data file, by its name in `data/`."""
        return self.data_folder / name

    def chart_file(self, name: str) -> Path:
        """A chart's description, by the chart's name."""
        return self.charts_folder / f"{name}.yaml"

    def image_file(self, name: str) -> Path:
        """An image, by its path in the report's folder (`images/haven.jpg`)."""
        return self.root / name

    def shown(self, path: Path) -> str:
        """A path as users see it."""
        return shown(path)


def shown(path: Path) -> str:
    """A path as users see it: relative to the folder that they work in where it can be, with forward slashes."""
    absolute = path.absolute()
    here = Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else absolute).as_posix()


def open_project(folder: Path, findings: Findings, version: VersionSettings | None = None) -> Project | None:
    """Open a report's folder; None, with the problems found, when its settings do not hold.

    A `version` that is released takes the place of the one in the settings; the earlier report, frozen with it, stands
    beside it.
    """
    settings_file = folder / SETTINGS_FILE
    text = read_text(settings_file, findings)
    marked = read_marked(text, Place(shown(settings_file), 1, 1), findings) if text is not None else None
    settings = fill_in(ReportSettings, marked, findings, "report") if marked is not None else None
    if marked is None or settings is None:
        return None
    if version is not None:
        settings = replace(settings, version=version, previous=Path(settings.previous).name)
    project = Project(folder, folder.absolute().name, settings, marked)
    _check_order(project, findings)
    return project


def find_reports(content_folder: Path) -> tuple[Path, ...]:
    """The reports under a folder, by name."""
    return tuple(sorted(path.parent for path in content_folder.glob(f"*/{SETTINGS_FILE}")))


def find_report(name_or_path: str, content_folder: Path, findings: Findings) -> Path | None:
    """The folder of a report, by its path or by its name under the content folder."""
    for folder in (Path(name_or_path), content_folder / name_or_path):
        if folder.name == SETTINGS_FILE and folder.is_file():
            return folder.parent
        if (folder / SETTINGS_FILE).is_file():
            return folder
    known = [folder.name for folder in find_reports(content_folder)]
    hint = nearest(name_or_path, known) or f"A report is a folder with a file {SETTINGS_FILE} in it."
    findings.error("report-unknown", f"There is no report “{name_or_path}”.", Place(shown(content_folder)), hint)
    return None


def read_text(path: Path, findings: Findings, asked: Place | None = None) -> str | None:
    """The text of a UTF-8 file with plain line ends; None, and a problem, when it cannot be read.

    `asked` is the place that names the file; a missing file is a problem there.
    """
    content = read_bytes(path, findings, asked)
    if content is None:
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8", "replace")) + 1
        findings.error(
            "file-encoding",
            f"Byte {content[error.start]:#04x} is not UTF-8, so this line cannot be read.",
            Place(shown(path), before.count(b"\n") + 1, column),
            "Save the file as UTF-8 (in Excel: “CSV UTF-8”).",
        )
        return None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def read_bytes(path: Path, findings: Findings, asked: Place | None = None) -> bytes | None:
    """The bytes of a file; None, and a problem, when it is missing or cannot be read."""
    if not exists(path, findings, asked):
        return None
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        place = asked or Place(shown(path))
        findings.error("file-unreadable", f"“{shown(path)}” cannot be read: {reason}.", place, "Check its permissions.")
        return None


def exists(path: Path, findings: Findings, asked: Place | None = None) -> bool:
    """Whether a file is there; if it is not, that is a problem which proposes the nearest that is."""
    try:
        if path.is_file():
            return True
        names = [other.name for other in path.parent.iterdir() if other.is_file()] if path.parent.is_dir() else []
    except (OSError, ValueError):  # a name that no file can have
        names = []
    hint = nearest(path.name, names) or f"The folder {shown(path.parent)} has no files."
    findings.error("file-missing", f"There is no file “{shown(path)}”.", asked or Place(shown(path)), hint)
    return False


def _check_order(project: Project, findings: Findings) -> None:
    seen: dict[str, Place] = {}
    colophon = (project.colophon,) if project.colophon else ()
    for entry in (*project.order, *colophon):
        if entry.name in seen:
            message = f"“{entry.name}” stands in the report twice, first at {seen[entry.name]}."
            findings.error("part-duplicate", message, entry.place, "Remove one of the two.")
        seen.setdefault(entry.name, entry.place)
        if entry.made is None:
            check_chapter_file(project, entry, findings)
    if MadePage.COLOPHON.value in seen and not colophon:
        message = "The report has a colophon among its parts, but no chapter for it."
        findings.error("report-missing", message, seen[MadePage.COLOPHON.value], "Add “colophon: chapters/colofon.md”.")


def check_chapter_file(project: Project, entry: PartEntry, findings: Findings) -> bool:
    """Whether a chapter's file is there, inside the report's folder; if it is not, that is a problem."""
    path = project.chapter_file(entry.name)
    try:
        inside = path.resolve().is_relative_to(project.root.resolve())
        found = inside and path.is_file()
    except (OSError, ValueError):
        found = False
    if not found:
        hint = nearest(entry.name, (*_MADE, *_chapters(project)))
        findings.error("file-missing", f"The report has no chapter or made page “{entry.name}”.", entry.place, hint)
    return found


def _chapters(project: Project) -> Iterable[str]:
    return (path.relative_to(project.root).as_posix() for path in project.root.glob("*/*.md"))
