"""The house style that a report is set in."""

from reportbuilder.diagnostics import Code, Diagnostics, ExitCode, nearest
from reportbuilder.files.inputs import shown
from reportbuilder.project.resources import Resources
from reportbuilder.project.settings import ReportFolder
from reportbuilder.style.loader import StyleSheet, make_style
from reportbuilder.style.model import HouseStyle


def style_of(
    project: ReportFolder, sheet: StyleSheet | None, workplace: Resources, diagnostics: Diagnostics
) -> HouseStyle | ExitCode:
    """The house style of a report from its file, if that was found; or what its problem ends the command with."""
    if sheet is None:
        return ExitCode.PROJECT
    design = project.settings.design
    style = make_style(sheet, workplace.fonts, shown, diagnostics, design)
    if style is None:
        missing = any(p.code == Code.STYLE_FONT_MISSING for p in diagnostics)
        return ExitCode.MISSING_TOOL if missing else ExitCode.PROJECT
    if design not in style.designs:
        message = f"The house style “{project.settings.style}” has no design “{design}”."
        place = project.places.place("design")
        diagnostics.add(Code.DESIGN_UNKNOWN, message, place, nearest(design, style.designs))
        return ExitCode.PROJECT
    return style
