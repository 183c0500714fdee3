"""Finds the folder of a project, the reports in it, and the resources that they share (styles, fonts, plug-ins)."""

from __future__ import annotations

import os.path
from collections.abc import Iterator, Sequence
from pathlib import Path

from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.files.disk_cache import DiskCache
from reportbuilder.files.inputs import on_disk, shown
from reportbuilder.memo import Memo
from reportbuilder.registry import EMPTY, Registry
from reportbuilder.values import Value, field

PROJECT_FILE = "reportbuilder.yaml"
"""A file that marks a project's folder; it may be empty."""
SETTINGS_FILE = "report.yaml"
STYLE_FILE = "style.yaml"
PROJECT_HINT = f"A project's folder holds content/, styles/ and fonts/, or a file {PROJECT_FILE}, which may be empty."
CONTENT, STYLES, FONTS, OUTPUT = "content", "styles", "fonts", "output"
CACHE = ".cache"
"""The folder, in that of the finished files, with results that later processes use again."""

_NO_PROJECT = "Run the command in a project's folder, name that with --project, or name a report's folder."


class ProjectFolder(Value):
    """The folder of a project, which is absolute: reports stand in its `content/`, house styles in `styles/` and fonts
    in `fonts/`; what is built goes to `output/`."""

    root: Path

    @property
    def content(self) -> Path:
        """The folder of the reports, each in a folder of its own."""
        return self.root / CONTENT

    @property
    def output(self) -> Path:
        """The default folder for finished files."""
        return self.root / OUTPUT

    def reports(self) -> tuple[Path, ...]:
        """The folders of all reports, by name."""
        return find_reports(self.content)

    def reports_named(self, names: Sequence[str], diagnostics: Diagnostics) -> tuple[Path, ...]:
        """The folders of reports by name or path, all of them when none is named; an unknown one is a problem.

        Among all, a folder with chapters and without settings counts as a report, so that it is not passed over.
        """
        if names:
            folders = [self.find(name, diagnostics) for name in names]
            return tuple(folder for folder in folders if folder is not None)
        if reports := self.reports():
            return tuple(sorted((*reports, *_without_settings(self.content))))
        hint = _NO_PROJECT
        if bare := _without_settings(self.content):
            hint = f"A report is a folder with a file {SETTINGS_FILE} in it, and {shown(bare[0])} has none."
            hint = _misnamed(bare[0]) or hint
        diagnostics.add(Code.REPORT_NONE, "There are no reports here.", Place(shown(self.content)), hint)
        return ()

    def find(self, name: str, diagnostics: Diagnostics) -> Path | None:
        """The folder of a report by its name in `content/`, or by its path from the project's folder or the working
        directory; None, and a problem, when there is none."""
        candidates = (self.content / name, self.root / name, Path(name).absolute())
        for folder in map(on_disk, candidates):
            if folder.name == SETTINGS_FILE and folder.is_file():
                return _plain(folder.parent)
            if (folder / SETTINGS_FILE).is_file():
                return _plain(folder)
        hint = nearest(name, [folder.name for folder in self.reports()])
        hint = hint or (
            f"A report is a folder with a file {SETTINGS_FILE} in it." if self.content.is_dir() else _NO_PROJECT
        )
        for folder in (self.content / name, Path(name)):
            if folder.is_dir():
                hint = (
                    _misnamed(folder) or f"{shown(folder)} has no file {SETTINGS_FILE}, which says what the report is."
                )
                break
        diagnostics.add(Code.REPORT_UNKNOWN, f"There is no report “{name}”.", Place(shown(self.content)), hint)
        return None


def find_project(start: Path) -> ProjectFolder | None:
    """The project that a folder is in: the nearest folder, from that one upwards, with a `reportbuilder.yaml`, or with
    `content/` beside `styles/` or `fonts/`; None when there is none.

    >>> find_project(Path("content/jaarverslag-2022/chapters"))
    ProjectFolder(root=PosixPath('/home/anna/verslagen'))
    """
    for folder in _upwards(_plain(start)):
        if (folder / PROJECT_FILE).is_file():
            return ProjectFolder(folder)
        if (folder / CONTENT).is_dir() and ((folder / STYLES).is_dir() or (folder / FONTS).is_dir()):
            return ProjectFolder(folder)
    return None


def find_reports(content: Path) -> tuple[Path, ...]:
    """The folders in a folder that have a report's settings, by name."""
    return tuple(sorted(file.parent for file in content.glob(f"*/{SETTINGS_FILE}")))


def content_root(report: Path) -> Path:
    """The folder that the earlier reports of a report have to be in: `content/` of its project when the report is
    there, else the folder that it stands in itself."""
    report = _plain(report)
    project = find_project(report)
    inside = project is not None and report.is_relative_to(project.content)
    return project.content if project is not None and inside else report.parent


def _plain(folder: Path) -> Path:
    """An absolute path without `.` and `..`, its links as they are."""
    return Path(os.path.abspath(folder))


def _upwards(folder: Path) -> Iterator[Path]:
    yield folder
    yield from folder.parents


def _without_settings(content: Path) -> list[Path]:
    """The folders in `content/` that have chapters, and no settings."""
    folders = sorted(path.parent for path in content.glob("*/chapters"))
    return [folder for folder in folders if not (folder / SETTINGS_FILE).exists()]


def _misnamed(folder: Path) -> str:
    """A hint for a folder whose settings are in a file of a name that is nearly right."""
    names = {path.name for path in folder.iterdir()} & {"report.yml", "Report.yaml", f"{SETTINGS_FILE}.txt"}
    return f"Rename {shown(folder / min(names))} to {SETTINGS_FILE}." if names else ""


class Resources(Value):
    """The resources that the reports of a project share: the folders of house styles, and of fonts, the results that
    are kept between processes (None: nothing is), the registry of plug-ins, and the memo of builds in this process."""

    styles: Path
    fonts: Path
    cache: DiskCache | None
    registry: Registry = EMPTY
    memo: Memo = field(default_factory=Memo)

    @classmethod
    def of(
        cls, root: Path, output: Path | None = None, registry: Registry = EMPTY, memo: Memo | None = None
    ) -> Resources:
        """The resources of the project in the folder `root`; results are kept in `output`, by default in its
        `output/`."""
        cache = DiskCache((output or root / OUTPUT) / CACHE)
        return cls(root / "styles", root / "fonts", cache, registry, Memo() if memo is None else memo)
