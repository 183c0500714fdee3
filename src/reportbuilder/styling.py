"""The house style that a report is set in."""

from reportbuilder.files import shown
from reportbuilder.problems import ExitCode, Findings, nearest
from reportbuilder.project import Project
from reportbuilder.style.model import HouseStyle
from reportbuilder.style.read import read_style
from reportbuilder.workplace import Workplace


def style_of(project: Project, workplace: Workplace, findings: Findings) -> HouseStyle | ExitCode:
    """The house style of a report, or what its problem ends the command with."""
    name, place = project.settings.style, project.places.place("style")
    styles = workplace.styles
    if not (styles / name / "style.yaml").is_file():
        elsewhere = "Run the command in the project's folder: the one that holds content/, styles/ and fonts/."
        hint = nearest(name, (p.parent.name for p in styles.glob("*/style.yaml"))) or elsewhere
        findings.error("style-unknown", f"There is no house style “{name}” in {styles}/.", place, hint)
        return ExitCode.PROJECT
    design = project.settings.design
    style = read_style(styles / name, workplace.fonts, shown, findings, design)
    if style is None:
        missing = any(p.code == "style-font-missing" for p in findings)
        return ExitCode.MISSING_TOOL if missing else ExitCode.PROJECT
    if design not in style.designs:
        message = f"The house style “{name}” has no design “{design}”."
        place = project.places.place("design")
        findings.error("design-unknown", message, place, nearest(design, style.designs))
        return ExitCode.PROJECT
    return style
