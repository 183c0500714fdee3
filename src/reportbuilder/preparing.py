"""What every road through a report begins with: its folder read, its material ready to be laid out."""

import datetime
import os
from functools import cache
from pathlib import Path

from reportbuilder import project as projects
from reportbuilder.charts.cache import ChartCache
from reportbuilder.charts.make import Draw, draw_picture, make_pictures
from reportbuilder.content.model import Document, Span
from reportbuilder.content.read import read_document
from reportbuilder.content.sources import Sources
from reportbuilder.content.versions_table import version_words
from reportbuilder.data.tables import DataTable
from reportbuilder.layout.coverage import check_glyphs
from reportbuilder.layout.furniture import Imprint
from reportbuilder.layout.geometry import Geometry
from reportbuilder.layout.sections import Material
from reportbuilder.pdf.metadata import Metadata
from reportbuilder.problems import ExitCode, Findings, Problem, ReportError, Severity, nearest
from reportbuilder.project import Project, VersionSettings
from reportbuilder.style.model import HouseStyle
from reportbuilder.style.press import PRESS_CODES
from reportbuilder.style.read import read_style
from reportbuilder.tagging.promises import STANDARD_CODES
from reportbuilder.text.breaking import Breaker
from reportbuilder.text.hyphenation import Hyphenator
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Value


class Workplace(Value):
    """Where things are that reports share: the house styles, the fonts, what was drawn before."""

    styles: Path = Path("styles")
    fonts: Path = Path("fonts")
    cache: Path = Path("output/.cache")


class Read(Value, eq=False):
    """What a report's folder says: its settings, its house style, its document, the tables of its data."""

    project: Project
    style: HouseStyle
    document: Document
    tables: tuple[DataTable, ...]


def read_report(
    folder: Path, workplace: Workplace, findings: Findings, version: VersionSettings | None = None
) -> tuple[Project, HouseStyle, Document]:
    """The project, its house style and what could be read of its document, its figures checked."""
    read = read_unchecked(folder, workplace, findings, version)
    findings.problems.extend(check_read(read))
    return read.project, read.style, read.document


def read_unchecked(
    folder: Path, workplace: Workplace, findings: Findings, version: VersionSettings | None = None
) -> Read:
    """What a report's folder says, its figures not held against each other yet; ends here, with all that is wrong, when
    there is no project or no style. A `version` takes the place of the one that the report names itself."""
    project = projects.open_project(folder, findings, version)
    if project is None:
        raise ReportError(findings, exit_code(findings, ExitCode.PROJECT))
    style = _read_style(project, workplace, findings)
    sources = Sources(project, findings)
    document = read_document(project, findings, sources)
    if isinstance(style, ExitCode):
        findings.problems.extend(_checked(project, document, sources.tables()))
        raise ReportError(findings, style)
    return Read(project, style, document, sources.tables())


def check_read(read: Read) -> tuple[Problem, ...]:
    """What does not agree in what was read: warnings and notes, nothing that stops a build."""
    return _checked(read.project, read.document, read.tables)


def _checked(project: Project, document: Document, tables: tuple[DataTable, ...]) -> tuple[Problem, ...]:
    from reportbuilder.checks.check import check_figures  # another process may run them: it alone needs to load them

    findings = Findings()
    check_figures(project, document, tables, findings)
    return tuple(findings.problems)


def _read_style(project: Project, workplace: Workplace, findings: Findings) -> HouseStyle | ExitCode:
    """The house style of a report, or what its problem ends the command with."""
    name, place = project.settings.style, project.places.place("style")
    styles = workplace.styles
    if not (styles / name / "style.yaml").is_file():
        elsewhere = "Run the command in the project's folder: the one that holds content/, styles/ and fonts/."
        hint = nearest(name, (p.parent.name for p in styles.glob("*/style.yaml"))) or elsewhere
        findings.error("style-unknown", f"There is no house style “{name}” in {styles}/.", place, hint)
        return ExitCode.PROJECT
    design = project.settings.design
    style = read_style(styles / name, workplace.fonts, projects.shown, findings, design)
    if style is None:
        missing = any(p.code == "style-font-missing" for p in findings)
        return ExitCode.MISSING_TOOL if missing else ExitCode.PROJECT
    if design not in style.designs:
        message = f"The house style “{name}” has no design “{design}”."
        place = project.places.place("design")
        findings.error("design-unknown", message, place, nearest(design, style.designs))
        return ExitCode.PROJECT
    return style


def prepare(
    project: Project,
    style: HouseStyle,
    document: Document,
    workplace: Workplace,
    findings: Findings,
    draw: Draw = draw_picture,
) -> tuple[Material, Document]:
    """Everything that pages are made with; the charts drawn, every character in its font. Ends here, with all that is
    wrong, when anything was an error: only a whole document is laid out."""
    design = style.designs[project.settings.design]
    fonts = FontBook({key: workplace.fonts / face.file for key, face in style.fonts.items()})
    look = style.hyphenation
    breaker = Breaker(fonts, cache(lambda tag: Hyphenator(tag, look.before, look.after, look.exceptions)))
    geometry = Geometry(design.page, design.page.columns)
    widths = {span: geometry.width(span) for span in Span}

    def measure(text: str, face: str, size: float) -> float:
        return fonts.shape(text, face, ("tnum",)).width * size

    kept = ChartCache(workplace.cache)
    drawn = make_pictures(document, project, style, design, widths, measure, kept, findings, draw)
    material = Material(style, design, fonts, breaker, style.pictures, imprint_of(project), str(project.root))
    check_glyphs(drawn, material, findings)
    stop_on_errors(findings)
    return material, drawn


def imprint_of(project: Project) -> Imprint:
    settings = project.settings
    said = version_words(settings.version, settings.language)
    return Imprint(
        title=settings.title,
        subtitle=settings.subtitle,
        unit=settings.unit,
        year=str(settings.year),
        status=said["status"].capitalize(),
        version=said["label"],
        number=said["number"],
        date=said["date"],
        motto=settings.motto,
        places={
            name: project.places.place(*path)
            for name, path in (
                *((name, (name,)) for name in ("title", "subtitle", "unit", "year", "motto")),
                ("status", ("version", "status")),
                ("version", ("version", "label")),
                ("number", ("version", "number")),
                ("date", ("version", "date")),
            )
        },
    )


def metadata_of(project: Project) -> Metadata:
    settings = project.settings
    return Metadata(
        title=" – ".join(filter(None, (settings.title, settings.subtitle, settings.unit))),
        author=settings.author or settings.publisher or settings.unit,
        subject=settings.subject,
        keywords=settings.keywords,
        language=settings.language,
        creator="reportbuilder",
    )


def date_of(project: Project, released: VersionSettings | None = None) -> datetime.datetime:
    """The date in the file: `SOURCE_DATE_EPOCH` if it is set, or else the version's; never the clock's. A version that
    is `released` has its own date whatever is set, so that it can be made again."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit() and released is None:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    return datetime.datetime.combine(project.settings.version.date, datetime.time(), datetime.UTC)


def stop_on_errors(findings: Findings) -> None:
    if findings.failed:
        raise ReportError(findings, exit_code(findings, ExitCode.CONTENT))


def exit_code(findings: Findings, otherwise: ExitCode) -> ExitCode:
    """Files that cannot be read have their own exit code, and so has a report that is wrong by a standard alone."""
    codes = {problem.code for problem in findings if problem.severity is Severity.ERROR}
    if codes & {"file-unreadable", "output-unwritable"}:
        return ExitCode.FILE
    return ExitCode.STANDARD if codes <= STANDARD_CODES | PRESS_CODES else otherwise
