"""The whole story: from a report's folder to its built editions.

Each step is a function of values; files are read and written only by the first and the last. Problems of every stage
are collected and shown together: a step is taken as long as its input could be read, and nothing is written when
anything was an error.
"""

import datetime
import os
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from reportbuilder import project as projects
from reportbuilder.charts.cache import ChartCache
from reportbuilder.charts.make import make_pictures
from reportbuilder.content.model import Document, Span
from reportbuilder.content.read import read_document
from reportbuilder.editions import Edition, Imposition
from reportbuilder.layout.coverage import check_glyphs
from reportbuilder.layout.document import lay_out
from reportbuilder.layout.furniture import Imprint
from reportbuilder.layout.geometry import Geometry
from reportbuilder.layout.page import Layout
from reportbuilder.layout.sections import Material
from reportbuilder.pdf.metadata import Metadata
from reportbuilder.pdf.write import write_screen
from reportbuilder.problems import ExitCode, Findings, Place, Problem, ReportError, Severity, nearest
from reportbuilder.project import Project
from reportbuilder.style.model import HouseStyle
from reportbuilder.style.press import PRESS_CODES
from reportbuilder.style.read import read_style
from reportbuilder.tagging.build import tag_document
from reportbuilder.tagging.model import TagTree
from reportbuilder.tagging.promises import STANDARD_CODES, check_promises
from reportbuilder.text.breaking import Breaker
from reportbuilder.text.hyphenation import Hyphenator
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Value

Progress = Callable[[str], None]


class Workplace(Value):
    """Where things are that reports share: the house styles, the fonts, what was drawn before."""

    styles: Path = Path("styles")
    fonts: Path = Path("fonts")
    cache: Path = Path("output/.cache")


class Built(Value):
    """A report that was built: its files, its pages, how long it took, and what is worth knowing about it."""

    report: str
    paths: tuple[Path, ...]
    pages: int
    seconds: float
    problems: tuple[Problem, ...]


def build_report(
    folder: Path,
    editions: Sequence[Edition],
    output: Path,
    progress: Progress,
    impositions: Sequence[Imposition] = (),
) -> Built:
    """Build a report's editions, and their pages on sheets together where that is asked; raises ReportError with every
    problem when nothing can be written."""
    started = time.perf_counter()
    workplace = Workplace(cache=output / ".cache")
    findings = Findings()
    progress("reading text and data")
    project, style, document = _read(folder, workplace, findings)
    check_promises(project, document, editions, findings)
    progress("drawing charts")
    material, document = _prepare(project, style, document, workplace, findings)
    progress("composing pages")
    tags = _tag(document, material)
    layout = lay_out(document, tags, material, findings)
    ready = None
    if Edition.PRINT in editions:
        from reportbuilder.printing import prepare_print, print_pdf  # its libraries take a while to import

        ready = prepare_print(project, document, layout, material, workplace.styles, findings)
        if ready is None:
            raise ReportError(findings, ExitCode.PROJECT)
    _stop_on_errors(findings)
    metadata, date = _metadata(project), _date(project)
    files: dict[str, bytes] = {}
    for edition in editions:
        progress(f"writing the {edition.value} edition")
        if ready is not None and edition is Edition.PRINT:
            files[edition.value] = print_pdf(project, ready, material, metadata, date)
        else:
            files[edition.value] = write_screen(layout, tags, style, material.fonts, metadata, date)
    files |= _imposed(files, impositions, project)
    paths = tuple(_publish(data, output / project.name, f"{project.name}-{name}.pdf") for name, data in files.items())
    return Built(project.name, paths, len(layout.pages), time.perf_counter() - started, tuple(findings))


def check_report(folder: Path, progress: Progress, workplace: Workplace | None = None) -> tuple[Problem, ...]:
    """Find the problems of a report without building it, the loosest lines included."""
    from reportbuilder.printing import prepare_print

    workplace, findings = workplace or Workplace(), Findings()
    progress("reading text and data")
    project, style, document = _read(folder, workplace, findings)
    check_promises(project, document, Edition, findings)
    progress("setting the text")
    material, document = _prepare(project, style, document, workplace, findings)
    layout = lay_out(document, _tag(document, material), material, findings)
    prepare_print(project, document, layout, material, workplace.styles, findings)
    return tuple(findings)


def read_layout(folder: Path, workplace: Workplace | None = None) -> tuple[Document, Layout, Findings]:
    """The document of a report and its pages, for whoever looks at them without a PDF."""
    workplace, findings = workplace or Workplace(), Findings()
    project, style, document = _read(folder, workplace, findings)
    material, document = _prepare(project, style, document, workplace, findings)
    return document, lay_out(document, _tag(document, material), material, findings), findings


def find_reports(names: Sequence[str], content: Path) -> tuple[Path, ...]:
    """The folders of reports by name or path, all of them when none is named; raises ReportError for unknown ones."""
    if not names:
        found = projects.find_reports(content)
        if found:
            return found
        hint = "Run the command in the project's folder, or name a report's folder."
        missing = Problem(Severity.ERROR, "report-none", "There are no reports here.", hint, Place(str(content)))
        raise ReportError([missing], ExitCode.USAGE)
    findings = Findings()
    folders = [projects.find_report(name, content, findings) for name in names]
    if findings.failed:
        raise ReportError(findings, ExitCode.USAGE)
    return tuple(folder for folder in folders if folder is not None)


def _read(folder: Path, workplace: Workplace, findings: Findings) -> tuple[Project, HouseStyle, Document]:
    """The project, its house style and what could be read of its document; ends here, with all that is wrong, when
    there is no project or no style."""
    project = projects.open_project(folder, findings)
    if project is None:
        raise ReportError(findings, _code(findings, ExitCode.PROJECT))
    style = _read_style(project, workplace, findings)
    document = read_document(project, findings)
    if isinstance(style, ExitCode):
        raise ReportError(findings, style)
    return project, style, document


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


def _prepare(
    project: Project, style: HouseStyle, document: Document, workplace: Workplace, findings: Findings
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

    drawn = make_pictures(document, project, style, design, widths, measure, ChartCache(workplace.cache), findings)
    material = Material(style, design, fonts, breaker, style.pictures, _imprint(project), str(project.root))
    check_glyphs(drawn, material, findings)
    _stop_on_errors(findings)
    return material, drawn


def _tag(document: Document, material: Material) -> TagTree:
    return tag_document(document, len(material.design.cover.texts))


def _imprint(project: Project) -> Imprint:
    settings, version = project.settings, project.settings.version
    return Imprint(
        title=settings.title,
        subtitle=settings.subtitle,
        unit=settings.unit,
        year=str(settings.year),
        status=version.status.value.capitalize(),
        version=version.label,
        motto=settings.motto,
        places={
            name: project.places.place(*path)
            for name, path in (
                *((name, (name,)) for name in ("title", "subtitle", "unit", "year", "motto")),
                ("status", ("version", "status")),
                ("version", ("version", "label")),
            )
        },
    )


def _metadata(project: Project) -> Metadata:
    settings = project.settings
    return Metadata(
        title=" – ".join(filter(None, (settings.title, settings.subtitle, settings.unit))),
        author=settings.author or settings.publisher or settings.unit,
        subject=settings.subject,
        keywords=settings.keywords,
        language=settings.language,
        creator="reportbuilder",
    )


def _date(project: Project) -> datetime.datetime:
    """The date in the file: `SOURCE_DATE_EPOCH` if it is set, or else the version's; never the clock's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    return datetime.datetime.combine(project.settings.version.date, datetime.time(), datetime.UTC)


def _imposed(files: Mapping[str, bytes], impositions: Sequence[Imposition], project: Project) -> dict[str, bytes]:
    """The pages of editions on sheets together."""
    if not impositions:
        return {}
    from reportbuilder.imposing.impose import impose

    paper = project.settings.print.paper
    return {f"{kind.of.value}-{kind.value}": impose(files[kind.of.value], kind, paper) for kind in impositions}


def _publish(data: bytes, folder: Path, name: str) -> Path:
    """Write beside the target and move it into place, so that what was good stays until the new file is whole."""
    path = folder / name
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        message = f"The PDF cannot be written: {error.strerror or error}."
        hint = "If it is open in another program, close it there; else check the folder's permissions."
        problem = Problem(Severity.ERROR, "output-unwritable", message, hint, Place(projects.shown(path)))
        raise ReportError([problem], ExitCode.FILE) from error
    return path


def _stop_on_errors(findings: Findings) -> None:
    if findings.failed:
        raise ReportError(findings, _code(findings, ExitCode.CONTENT))


def _code(findings: Findings, otherwise: ExitCode) -> ExitCode:
    """Files that cannot be read have their own exit code, and so has a report that is wrong by a standard alone."""
    codes = {problem.code for problem in findings if problem.severity is Severity.ERROR}
    if codes & {"file-unreadable", "output-unwritable"}:
        return ExitCode.FILE
    return ExitCode.STANDARD if codes <= STANDARD_CODES | PRESS_CODES else otherwise
