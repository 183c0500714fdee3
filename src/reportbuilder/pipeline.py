"""The whole story: from what is read of a report to its editions.

Each step is a function of values; text and data are read before the first (`reader.py`), and files written after the
last (`building.py`). Problems of every stage are collected and shown together: a step is taken as long as its input
could be read, and nothing is written when anything was an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reportbuilder.diagnostics import Diagnostics, ExitCode, ReportError, in_order
from reportbuilder.document.model import Document
from reportbuilder.editions.images import make_images
from reportbuilder.endings import stop_on_errors
from reportbuilder.files.publishing import Made
from reportbuilder.files.temporary import work_folder
from reportbuilder.hands import Crew
from reportbuilder.layout.coverage import check_glyphs
from reportbuilder.layout.document import outline_of, report_once, settle
from reportbuilder.layout.pagination import Pagination
from reportbuilder.layout.press import images_on
from reportbuilder.layout.sections import Material
from reportbuilder.parallel_reader import Reading
from reportbuilder.pdf.finish import Described, Ways, finish_screen
from reportbuilder.pdf.metadata import Metadata
from reportbuilder.pdf.write import write_screen
from reportbuilder.preparing import date_of, gather, metadata_of, prepare, set_up, tag_report
from reportbuilder.project.resources import ResourcePaths
from reportbuilder.project.settings import Project, VersionStatus
from reportbuilder.report import Report
from reportbuilder.standards.editions import Edition, Imposition, usual_editions
from reportbuilder.standards.promises import check_promises
from reportbuilder.structure.model import TagTree
from reportbuilder.style.sheet import StyleSheet
from reportbuilder.styling import style_of
from reportbuilder.values import replace

if TYPE_CHECKING:
    from reportbuilder.editions.concept import Concept
    from reportbuilder.editions.print import PrintOrder, PrintReady
    from reportbuilder.pdf.images import Images

Progress = Callable[[str], None]


def make_editions(
    reading: Reading, editions: Sequence[Edition], progress: Progress, impositions: Sequence[Imposition] = ()
) -> Made:
    """Make a report's editions (those of its status when none are named) of what is read of it; raises ReportError with
    every problem. What the checks of its figures find stops nothing, so that it is waited for at the end."""
    opened = reading.opened()
    try:
        made = _make_editions(reading, *opened, editions, progress, impositions)
    except ReportError as error:
        raise ReportError((*error.problems, *reading.checked()), error.exit_code) from None
    return replace(made, problems=in_order((*made.problems, *reading.checked())))


def _make_editions(
    reading: Reading,
    project: Project,
    sheet: StyleSheet | None,
    diagnostics: Diagnostics,
    editions: Sequence[Edition],
    progress: Progress,
    impositions: Sequence[Imposition],
) -> Made:
    """The same, without the checks."""
    usual = usual_editions(project.settings.version.status is VersionStatus.FINAL)
    editions = tuple(dict.fromkeys((*(editions or usual), *(kind.of for kind in impositions))))
    read, material, document = _gathered(reading, project, sheet, diagnostics, progress)

    def look_through() -> None:
        check_promises(project, read, editions, diagnostics)
        check_glyphs(document, material, diagnostics)
        stop_on_errors(diagnostics)

    if diagnostics.failed:  # only a whole document is laid out
        look_through()
    progress("composing pages")
    tags, extra = tag_report(document, material), dict[str, bytes]()
    write: dict[Edition, Callable[[Images], bytes]] = {}
    with Crew(document, tags, material) as crew:
        look_through()  # meanwhile, others have begun
        pagination = settle(crew.compose, material.design, document, diagnostics)
        contents = crew.paginate(pagination)
        report_once(contents.problems, diagnostics)
        images = contents.images
        described = metadata_of(project), date_of(project, reading.version)
        write[Edition.SCREEN] = partial(_write_screen, crew, pagination, document, tags, material, *described)
        if Edition.CONCEPT in editions:
            progress("comparing versions")
            concept = _concept_of(reading, project, read, document, material, diagnostics)
            images += tuple(image for page in concept.layout.pages for image in images_on(page))
            write[Edition.CONCEPT] = partial(_write_layout, concept, material, *described)
            extra = dict(concept.files)
        press = None
        if Edition.PRINT in editions:
            from reportbuilder.editions.print import order_print, prepare_print  # its libraries take a while to import

            ready = prepare_print(project, document, images, material, reading.workplace.styles, diagnostics)
            if ready is None:
                raise ReportError(diagnostics, ExitCode.PROJECT)
            press = ready.press
            order = order_print(project, ready, material, len(pagination.pages))
            write[Edition.PRINT] = partial(_write_print, crew, order, ready, material, *described)
        if images:
            progress("converting images")
        folder = reading.workplace.styles / project.settings.style
        rasters = make_images(images, editions, material.style, folder, press, diagnostics)
        stop_on_errors(diagnostics)
        files: dict[str, bytes] = {}
        for edition in editions:
            progress(f"writing the {edition.value} edition")
            files[edition.value] = write[edition](rasters[edition])
    files |= _imposed(files, impositions, project)
    named = {f"{project.name}-{name}.pdf": data for name, data in files.items()}
    return Made(project.name, named | extra, len(pagination.pages), tuple(diagnostics))


def _gathered(
    reading: Reading, project: Project, sheet: StyleSheet | None, diagnostics: Diagnostics, progress: Progress
) -> tuple[Document, Material, Document]:
    """The document as it is read, what its pages are made with, and the document with its charts. What needs no text is
    made while that is read."""
    style = style_of(project, sheet, reading.workplace, diagnostics)
    if isinstance(style, ExitCode):
        raise ReportError((*diagnostics, *reading.read()[1]), style)
    tools = set_up(project, style, reading.workplace)
    read, found = reading.read()
    diagnostics.problems.extend(found.problems)
    progress("drawing charts")
    report = Report(project, style, read.document, read.charts)
    return read.document, *gather(report, tools, reading.workplace, diagnostics)


def _concept_of(
    reading: Reading, project: Project, read: Document, document: Document, material: Material, diagnostics: Diagnostics
) -> Concept:
    """The concept of a report, with its changes since the version before it."""
    from reportbuilder.editions.concept import read_earlier, set_concept  # only a concept is compared

    earlier = read_earlier(reading.folder, reading.workplace, reading.version, material.style.missing, diagnostics)
    return set_concept(project, read, document, material, earlier, diagnostics)


def _write_screen(
    crew: Crew,
    pagination: Pagination,
    document: Document,
    tags: TagTree,
    material: Material,
    metadata: Metadata,
    date: datetime,
    images: Images,
) -> bytes:
    drawn = crew.draw_screen()
    ways = Ways(outline_of(document, pagination.by_label), [page.inserted for page in pagination.pages])
    return finish_screen(drawn, material.fonts, images, ways, tags, Described(metadata, date))


def _write_print(
    crew: Crew,
    order: PrintOrder,
    ready: PrintReady,
    material: Material,
    metadata: Metadata,
    date: datetime,
    images: Images,
) -> bytes:
    from reportbuilder.editions.print import print_pdf

    return print_pdf(crew.draw_print(order), ready, material, images, metadata, date)


def _write_layout(concept: Concept, material: Material, metadata: Metadata, date: datetime, images: Images) -> bytes:
    return write_screen(concept.layout, concept.tags, material.style, material.fonts, images, metadata, date)


def make_redline(
    folder: Path, start: str | None, end: str | None, workplace: ResourcePaths, progress: Progress, bars: bool = False
) -> bytes:
    """A version of a report, or its working text, as a concept with its changes since an older version, or with `bars`
    alone beside them; raises ReportError with every problem."""
    from reportbuilder.compare.markup_plan import Marks
    from reportbuilder.editions.concept import read_older, set_concept
    from reportbuilder.versions.drafts import open_draft

    diagnostics = Diagnostics()
    progress("comparing versions")
    with work_folder() as into:
        draft = open_draft(folder, end, workplace, into, diagnostics)
        if draft is None:
            raise ReportError(diagnostics, ExitCode.PROJECT)
        report, kind = draft.read(diagnostics), Marks.BARS if bars else Marks.ALL
        older = read_older(folder, start, end, workplace, report.style.missing)
        material, document = prepare(report, draft.workplace, diagnostics)
        progress("composing pages")
        concept = set_concept(report.project, report.document, document, material, older, diagnostics, kind)
        placed = (image for page in concept.layout.pages for image in images_on(page))
        folder = draft.workplace.styles / report.project.settings.style
        images = make_images(placed, (Edition.CONCEPT,), material.style, folder, None, diagnostics)[Edition.CONCEPT]
        stop_on_errors(diagnostics)
        progress("writing the redline")
        described = metadata_of(report.project), date_of(report.project, draft.version)
        return _write_layout(concept, material, *described, images)


def _imposed(files: Mapping[str, bytes], impositions: Sequence[Imposition], project: Project) -> dict[str, bytes]:
    """The pages of editions on sheets together."""
    if not impositions:
        return {}
    from reportbuilder.imposition.impose import impose

    paper = project.settings.print.paper
    return {
        f"{kind.of.value}-{kind.value}": impose(
            files[kind.of.value], kind, paper, name=f"{project.name}-{kind.of.value}.pdf"
        )
        for kind in impositions
    }
