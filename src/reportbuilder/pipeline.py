"""The whole story: from a report's folder to its built editions.

Each step is a function of values; files are read and written only by the first and the last. Problems of every stage
are collected and shown together: a step is taken as long as its input could be read, and nothing is written when
anything was an error.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reportbuilder import project as projects
from reportbuilder.charts.make import leave_room
from reportbuilder.content.model import Document
from reportbuilder.editions import Edition, Imposition, usual_editions
from reportbuilder.hands import Crew
from reportbuilder.layout.document import lay_out, outline_of, settle
from reportbuilder.layout.page import Layout
from reportbuilder.layout.pagination import Pagination
from reportbuilder.layout.press import images_on
from reportbuilder.layout.sections import Material
from reportbuilder.pdf.metadata import Metadata
from reportbuilder.preparing import (
    Workplace,
    check_read,
    date_of,
    metadata_of,
    prepare,
    read_report,
    read_unchecked,
    stop_on_errors,
)
from reportbuilder.problems import ExitCode, Findings, Place, Problem, ReportError, Severity
from reportbuilder.project import Project, VersionSettings, VersionStatus
from reportbuilder.publishing import Made, publish
from reportbuilder.tagging.build import tag_document
from reportbuilder.tagging.model import TagTree
from reportbuilder.tagging.promises import check_promises
from reportbuilder.values import Value

if TYPE_CHECKING:
    from reportbuilder.concept import Concept
    from reportbuilder.printing import PrintOrder, PrintReady

Progress = Callable[[str], None]


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
    made = make_report(folder, editions, Workplace(cache=output / ".cache"), progress, impositions)
    paths = tuple(publish(data, output / made.report, name) for name, data in made.files.items())
    return Built(made.report, paths, made.pages, time.perf_counter() - started, made.problems)


def make_report(
    folder: Path,
    editions: Sequence[Edition],
    workplace: Workplace,
    progress: Progress,
    impositions: Sequence[Imposition] = (),
    version: VersionSettings | None = None,
) -> Made:
    """Make a report's editions (those of its status when none are named) without writing them, as the version that its
    settings name, or as another `version` that is released; raises ReportError with every problem."""
    findings = Findings()
    progress("reading text and data")
    read = read_unchecked(folder, workplace, findings, version)
    project, style = read.project, read.style
    usual = usual_editions(project.settings.version.status is VersionStatus.FINAL)
    editions = tuple(dict.fromkeys((*(editions or usual), *(kind.of for kind in impositions))))
    check_promises(project, read.document, editions, findings)
    progress("drawing charts")
    try:
        material, document = prepare(project, style, read.document, workplace, findings)
    except ReportError as error:
        raise ReportError((*findings, *check_read(read)), error.exit_code) from None
    progress("composing pages")
    tags, extra = _tag(document, material), dict[str, bytes]()
    write: dict[Edition, Callable[[], bytes]] = {}
    with Crew(document, tags, material, partial(check_read, read)) as crew:
        checked = crew.begin_errand()
        pagination = settle(crew.compose, material.design, findings)
        images = crew.paginate(pagination)
        findings.problems.extend(checked())
        described = metadata_of(project), date_of(project, version)
        write[Edition.SCREEN] = partial(_write_screen, crew, pagination, document, tags, material, *described)
        if Edition.CONCEPT in editions:
            from reportbuilder.concept import read_earlier, set_concept  # only a concept is compared

            progress("comparing versions")
            earlier = read_earlier(folder, workplace, version, findings)
            concept = set_concept(project, read.document, document, material, earlier, findings)
            write[Edition.CONCEPT] = partial(_write_layout, concept, material, *described)
            extra = dict(concept.files)
        if Edition.PRINT in editions:
            from reportbuilder.printing import order_print, prepare_print  # its libraries take a while to import

            ready = prepare_print(project, document, images, material, workplace.styles, findings)
            if ready is None:
                raise ReportError(findings, ExitCode.PROJECT)
            order = order_print(project, ready, material, len(pagination.pages))
            write[Edition.PRINT] = partial(_write_print, crew, order, ready, material, *described)
        stop_on_errors(findings)
        files: dict[str, bytes] = {}
        for edition in editions:
            progress(f"writing the {edition.value} edition")
            files[edition.value] = write[edition]()
    files |= _imposed(files, impositions, project)
    named = {f"{project.name}-{name}.pdf": data for name, data in files.items()}
    return Made(project.name, named | extra, len(pagination.pages), tuple(findings))


def _write_screen(
    crew: Crew,
    pagination: Pagination,
    document: Document,
    tags: TagTree,
    material: Material,
    metadata: Metadata,
    date: datetime,
) -> bytes:
    from reportbuilder.pdf.finish import Described, Ways, finish_screen  # checking does without what writes

    drawn = crew.draw_screen()
    ways = Ways(outline_of(document, pagination.by_label), [page.inserted for page in pagination.pages])
    return finish_screen(drawn, material.fonts, ways, tags, Described(metadata, date))


def _write_print(
    crew: Crew, order: PrintOrder, ready: PrintReady, material: Material, metadata: Metadata, date: datetime
) -> bytes:
    from reportbuilder.printing import print_pdf

    return print_pdf(crew.draw_print(order), ready, material, metadata, date)


def _write_layout(concept: Concept, material: Material, metadata: Metadata, date: datetime) -> bytes:
    from reportbuilder.pdf.write import write_screen

    return write_screen(concept.layout, concept.tags, material.style, material.fonts, metadata, date)


def make_redline(
    folder: Path, start: str | None, end: str | None, workplace: Workplace, progress: Progress, bars: bool = False
) -> bytes:
    """A version of a report, or its working text, as a concept with its changes since an older version, or with `bars`
    alone beside them; raises ReportError with every problem."""
    from reportbuilder.concept import read_older, set_concept
    from reportbuilder.versions.drafts import open_draft
    from reportbuilder.versions.plan import Marks

    findings = Findings()
    progress("comparing versions")
    older = read_older(folder, start, end, workplace)
    with TemporaryDirectory() as into:
        draft = open_draft(folder, end, workplace, Path(into), findings)
        if draft is None:
            raise ReportError(findings, ExitCode.PROJECT)
        project, style, read = draft.read(findings)
        material, document = prepare(project, style, read, draft.workplace, findings)
        progress("composing pages")
        concept = set_concept(project, read, document, material, older, findings, Marks.BARS if bars else Marks.ALL)
        stop_on_errors(findings)
        progress("writing the redline")
        return _write_layout(concept, material, metadata_of(project), date_of(project, draft.version))


def check_report(folder: Path, progress: Progress, workplace: Workplace | None = None) -> tuple[Problem, ...]:
    """Find the problems of a report without building it, the loosest lines included; charts that were not drawn yet are
    not drawn for it."""
    from reportbuilder.printing import prepare_print

    workplace, findings = workplace or Workplace(), Findings()
    progress("reading text and data")
    project, style, document = read_report(folder, workplace, findings)
    check_promises(project, document, Edition, findings)
    progress("setting the text")
    material, document = prepare(project, style, document, workplace, findings, leave_room)
    layout = lay_out(document, _tag(document, material), material, findings)
    images = [image for page in layout.pages for image in images_on(page)]
    prepare_print(project, document, images, material, workplace.styles, findings)
    return tuple(findings)


def read_layout(folder: Path, workplace: Workplace | None = None) -> tuple[Document, Layout, Findings]:
    """The document of a report and its pages, for whoever looks at them without a PDF."""
    workplace, findings = workplace or Workplace(), Findings()
    project, style, document = read_report(folder, workplace, findings)
    material, document = prepare(project, style, document, workplace, findings)
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


def _tag(document: Document, material: Material) -> TagTree:
    return tag_document(document, len(material.design.cover.texts))


def _imposed(files: Mapping[str, bytes], impositions: Sequence[Imposition], project: Project) -> dict[str, bytes]:
    """The pages of editions on sheets together."""
    if not impositions:
        return {}
    from reportbuilder.imposing.impose import impose

    paper = project.settings.print.paper
    return {f"{kind.of.value}-{kind.value}": impose(files[kind.of.value], kind, paper) for kind in impositions}
