"""What a report's pages are made with: its material, ready to be laid out."""

import datetime
import os
from functools import cache

from reportbuilder.charts.cache import ChartCache
from reportbuilder.charts.pictures import Draw, draw_picture, make_pictures
from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, ExitCode, Place, ReportError
from reportbuilder.document.model import Document, Span
from reportbuilder.endings import stop_on_errors
from reportbuilder.files.inputs import on_disk
from reportbuilder.layout.character_checks import check_glyphs
from reportbuilder.layout.furniture import Imprint
from reportbuilder.layout.page import Geometry
from reportbuilder.layout.sections import Material
from reportbuilder.pdf.metadata import Metadata
from reportbuilder.project.resources import Resources
from reportbuilder.project.scalars import quoted
from reportbuilder.project.settings import ReportFolder, VersionSettings
from reportbuilder.reader.version_words import version_words
from reportbuilder.report import Report
from reportbuilder.structure.build import tag_document
from reportbuilder.structure.model import TagTree
from reportbuilder.style.model import HouseStyle
from reportbuilder.text.breaking import Breaker
from reportbuilder.text.hyphenation import Hyphenator
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Value

_SOURCE_DATE = "SOURCE_DATE_EPOCH"
_LAST_SECOND = 253_402_300_799  # of the year 9999


def prepare(
    report: Report, workplace: Resources, diagnostics: Diagnostics, draw: Draw = draw_picture
) -> tuple[Material, Document]:
    """Everything that pages are made with; the charts drawn, every character in its font. Ends here, with all that is
    wrong, when anything was an error: only a whole document is laid out."""
    tools = set_up(report.project, report.style, workplace)
    material, document = gather(report, tools, workplace, diagnostics, draw)
    check_glyphs(document, material, diagnostics)
    stop_on_errors(diagnostics)
    return material, document


class Tools(Value, eq=False):
    """What text is set with."""

    fonts: FontBook
    breaker: Breaker


def set_up(project: ReportFolder, style: HouseStyle, workplace: Resources) -> Tools:
    """The tools for a report, in a house style, with what they all need loaded: it can be done before there is text."""
    fonts = FontBook({key: on_disk(workplace.fonts / face.file) for key, face in style.fonts.items()}, style.fallback)
    look = style.hyphenation
    hyphenator_for = cache(lambda tag: Hyphenator(tag, look.before, look.after, look.exceptions))
    hyphenator_for(project.settings.language).load()
    return Tools(fonts, Breaker(fonts, hyphenator_for))


def gather(
    report: Report, tools: Tools, workplace: Resources, diagnostics: Diagnostics, draw: Draw = draw_picture
) -> tuple[Material, Document]:
    """Everything that pages are made with; the charts drawn, as far as they can be."""
    project, style, document = report.project, report.style, report.document
    design = style.designs[project.settings.design]
    geometry = Geometry(design.page, design.page.columns)
    widths = {span: geometry.width(span) for span in Span}

    def measure(text: str, face: str, size: float) -> float:
        return tools.fonts.shape(text, face, ("tnum",)).width * size

    kept = ChartCache(workplace.cache)
    drawn = make_pictures(document, report.charts, style, design, widths, measure, kept, diagnostics, draw)
    material = Material(
        style,
        design,
        tools.fonts,
        tools.breaker,
        style.pictures,
        imprint_of(project),
        str(project.root),
        project.settings.print.binding,
    )
    return material, drawn


def imprint_of(project: ReportFolder) -> Imprint:
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


def metadata_of(project: ReportFolder) -> Metadata:
    settings = project.settings
    return Metadata(
        title=" – ".join(filter(None, (settings.title, settings.subtitle, settings.unit))),
        author=settings.author or settings.publisher or settings.unit,
        subject=settings.subject,
        keywords=settings.keywords,
        language=settings.language,
        creator="reportbuilder",
    )


def date_of(project: ReportFolder, released: VersionSettings | None = None) -> datetime.datetime:
    """The date in the file: `SOURCE_DATE_EPOCH` if it is set, or else the version's; never the clock's. A version that
    is `released` has its own date whatever is set, so that it can be made again."""
    epoch = _source_date()
    if epoch is not None and released is None:
        return datetime.datetime.fromtimestamp(epoch, datetime.UTC)
    return datetime.datetime.combine(project.settings.version.date, datetime.time(), datetime.UTC)


def _source_date() -> int | None:
    """The seconds since 1970 that `SOURCE_DATE_EPOCH` says, if it is set; raises ReportError when it says anything else
    (reproducible-builds.org/specs/source-date-epoch)."""
    said = os.environ.get(_SOURCE_DATE, "")
    if not said:
        return None
    if said.isascii() and said.isdigit() and len(said) < 20 and int(said) <= _LAST_SECOND:
        return int(said)
    message = f"The variable SOURCE_DATE_EPOCH is {quoted(said)}, which is no moment from 1970 to 9999."
    hint = "Set it to whole seconds since 1970 (1577836800 is 1 January 2020), or unset it."
    raise ReportError([Diagnostic(Code.SOURCE_DATE, message, hint, Place(_SOURCE_DATE))], ExitCode.USAGE)


def tag_report(document: Document, material: Material) -> TagTree:
    """The structure of a report: its cover's and its document's."""
    return tag_document(document, len(material.design.cover.texts))
