"""The report that came before: the one that `previous` in `report.yaml` names, as far as this one looks at it."""

from __future__ import annotations

from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Code, Diagnostics, Severity, nearest
from reportbuilder.project.project_folder import SETTINGS_FILE, find_reports
from reportbuilder.project.settings import ReportFolder, open_report_folder
from reportbuilder.reader.sources import Sources
from reportbuilder.values import Value


class Earlier(Value):
    """An earlier report: its name, its title, and its indicator tables."""

    name: str
    title: str
    tables: tuple[DataTable, ...]


def read_earlier(project: ReportFolder, diagnostics: Diagnostics) -> Earlier | None:
    """The earlier report's figures; None when none is named, and when there is no such report, which is a problem.

    Only its settings and its data are read. What is wrong with them is told when that report is checked; here it is
    one note that figures are lacking.
    """
    if not project.settings.previous:
        return None
    place, folder = project.places.place("previous"), project.previous_folder
    if not (folder / SETTINGS_FILE).is_file():
        known = {path.name for path in find_reports(project.root.absolute().parent)} - {project.name}
        hint = nearest(project.settings.previous, known) or "Name a report whose folder stands beside this one."
        diagnostics.add(Code.PREVIOUS_UNKNOWN, f"There is no report “{project.settings.previous}”.", place, hint)
        return None
    untold = Diagnostics()
    earlier = open_report_folder(folder, untold, registry=project.registry)
    if earlier is not None and not _comes_before(earlier, project, diagnostics):
        return None
    tables = _tables(earlier, untold) if earlier is not None else ()
    wrong = next((problem for problem in untold if problem.severity is Severity.ERROR), None)
    if wrong is not None:
        message = f"Not all figures of the earlier report “{folder.name}” could be read, so not all were compared."
        diagnostics.add(Code.PREVIOUS_UNREAD, message, place, f"At {wrong.place}: {wrong.message}")
    return Earlier(folder.name, earlier.settings.title, tables) if earlier is not None else None


def _tables(earlier: ReportFolder, untold: Diagnostics) -> tuple[DataTable, ...]:
    """The indicator tables of a report; what is wrong in any of them is one that could not be read."""
    return Sources(earlier, untold).tables(untold)


def _comes_before(earlier: ReportFolder, project: ReportFolder, diagnostics: Diagnostics) -> bool:
    """Whether a report can have come before this one; if not, that is a problem."""
    place, own = project.places.place("previous"), project.root.resolve()
    if earlier.root.resolve() == own:
        message, hint = "The report names itself as the one before it.", "Name the earlier report, or remove the line."
        diagnostics.add(Code.PREVIOUS_CYCLE, message, place, hint)
        return False
    if earlier.settings.year > project.settings.year:
        message = f"“{earlier.name}” is about {earlier.settings.year}, which is not before {project.settings.year}."
        diagnostics.add(Code.PREVIOUS_LATER, message, place, "Name the report of an earlier year.")
        return False
    seen, one = {own}, earlier
    while one.root.resolve() not in seen and one.settings.previous:
        seen.add(one.root.resolve())
        before = open_report_folder(one.previous_folder, Diagnostics())
        if before is None:
            return True
        one = before
    if one.root.resolve() == own:
        message = f"“{earlier.name}” comes before this report, and this report before “{earlier.name}”."
        diagnostics.add(Code.PREVIOUS_CYCLE, message, place, "Remove “previous” from the older of the two.")
        return False
    return True
