"""Files and folders of reports: how they are found, named and read; what is wrong with one is a problem."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportbuilder.problems import ExitCode, Findings, Place, Problem, ReportError, Severity, nearest

SETTINGS_FILE = "report.yaml"


def shown(path: Path) -> str:
    """A path as users see it: relative to the folder that they work in where it can be, with forward slashes."""
    absolute = path.absolute()
    here = Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else absolute).as_posix()


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


def reports_named(names: Sequence[str], content: Path) -> tuple[Path, ...]:
    """The folders of reports by name or path, all of them when none is named; raises ReportError for unknown ones."""
    if not names:
        found = find_reports(content)
        if found:
            return found
        hint = "Run the command in the project's folder, or name a report's folder."
        missing = Problem(Severity.ERROR, "report-none", "There are no reports here.", hint, Place(str(content)))
        raise ReportError([missing], ExitCode.USAGE)
    findings = Findings()
    folders = [find_report(name, content, findings) for name in names]
    if findings.failed:
        raise ReportError(findings, ExitCode.USAGE)
    return tuple(folder for folder in folders if folder is not None)


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
