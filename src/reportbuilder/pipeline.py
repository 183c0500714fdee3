"""The whole story: from a report that was read to its editions.

Problems of every stage are collected and shown together, and nothing is written when anything was an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reportbuilder.diagnostics import Diagnostics, ExitCode, ReportError
from reportbuilder.document.model import Document
from reportbuilder.editions.images import make_images
from reportbuilder.endings import stop_on_errors
from reportbuilder.files.publishing import Made
from reportbuilder.files.temporary import work_folder
from reportbuilder.layout.document import lay_out
from reportbuilder.layout.page import Layout
from reportbuilder.layout.press import images_on
from reportbuilder.layout.sections import Material
from reportbuilder.pdf.metadata import DocumentInfo
from reportbuilder.pdf.writer import write_document
from reportbuilder.preparing import date_of, metadata_of, prepare, tag_report
from reportbuilder.progress import Progress
from reportbuilder.project.resources import Resources
from reportbuilder.project.settings import ReportFolder, VersionSettings, VersionStatus
from reportbuilder.reading import read_report
from reportbuilder.report import Report
from reportbuilder.standards.editions import Edition, Imposition, usual_editions
from reportbuilder.standards.promises import check_promises
from reportbuilder.structure.model import TagTree

if TYPE_CHECKING:
    from reportbuilder.editions.concept import Concept
    from reportbuilder.pdf.images import Images
    from reportbuilder.press.prepare import PressRoom


def make_editions(
    report: Report,
    folder: Path,
    workplace: Resources,
    diagnostics: Diagnostics,
    editions: Sequence[Edition],
    progress: Progress,
    impositions: Sequence[Imposition] = (),
    version: VersionSettings | None = None,
) -> Made:
    """Make a report's editions (those of its status when none are named); raises ReportError with every problem."""
    project = report.project
    usual = usual_editions(project.settings.version.status is VersionStatus.FINAL)
    editions = tuple(dict.fromkeys((*(editions or usual), *(kind.of for kind in impositions))))
    check_promises(project, report.document, editions, diagnostics)
    progress("drawing charts")
    material, document = prepare(report, workplace, diagnostics)
    progress("composing pages")
    tags = tag_report(document, material)
    layout = lay_out(document, tags, material, diagnostics)
    images = [image for page in layout.pages for image in images_on(page)]
    about = DocumentInfo(metadata_of(project), date_of(project, version))
    write: dict[Edition, Callable[[Images], bytes]] = {
        Edition.SCREEN: partial(_write, layout, tags, material, about, diagnostics)
    }
    extra: Mapping[str, bytes] = {}
    if Edition.CONCEPT in editions:
        progress("comparing versions")
        concept = _concept_of(report, folder, workplace, version, document, material, diagnostics)
        images += [image for page in concept.layout.pages for image in images_on(page)]
        write[Edition.CONCEPT] = partial(_write, concept.layout, concept.tags, material, about, diagnostics)
        extra = concept.files
    press = None
    if Edition.PRINT in editions:
        from reportbuilder.editions.print import prepare_print  # its libraries take a while to import

        press = prepare_print(project, document, images, material, workplace.styles, diagnostics)
        if press is None:
            raise ReportError(diagnostics, ExitCode.PROJECT)
        write[Edition.PRINT] = partial(_write_print, layout, project, press, material, about, diagnostics)
    if images:
        progress("converting images")
    rasters = make_images(
        images, editions, material.style, workplace.styles / project.settings.style, press, diagnostics
    )
    stop_on_errors(diagnostics)
    files: dict[str, bytes] = {}
    for edition in editions:
        progress(f"writing the {edition.value} edition")
        files[edition.value] = write[edition](rasters[edition])
    stop_on_errors(diagnostics)
    files |= _imposed(files, impositions, project)
    named = {f"{project.name}-{name}.pdf": data for name, data in files.items()}
    return Made(project.name, {**named, **extra}, len(layout.pages), tuple(diagnostics))


def _concept_of(
    report: Report,
    folder: Path,
    workplace: Resources,
    version: VersionSettings | None,
    document: Document,
    material: Material,
    diagnostics: Diagnostics,
) -> Concept:
    """The concept of a report, with its changes since the version before it."""
    from reportbuilder.comparing import read_previous  # only a concept is compared
    from reportbuilder.editions.concept import set_concept

    earlier = read_previous(folder, workplace, version, material.style.missing, diagnostics)
    return set_concept(report.project, report.document, document, material, earlier, diagnostics)


def _write(
    layout: Layout, tags: TagTree, material: Material, about: DocumentInfo, diagnostics: Diagnostics, images: Images
) -> bytes:
    return write_document(layout, tags, material.style, material.fonts, images, about, diagnostics)


def _write_print(
    layout: Layout,
    project: ReportFolder,
    press: PressRoom,
    material: Material,
    about: DocumentInfo,
    diagnostics: Diagnostics,
    images: Images,
) -> bytes:
    from reportbuilder.editions.print import write_print

    return write_print(layout, project, press, material, about, images, diagnostics)


def make_redline(
    folder: Path, start: str | None, end: str | None, workplace: Resources, progress: Progress, bars: bool = False
) -> bytes:
    """A version of a report, or its working text, as a concept with its changes since an older version, or with `bars`
    alone beside them; raises ReportError with every problem."""
    from reportbuilder.compare.markup_plan import RedlineMode
    from reportbuilder.comparing import read_base
    from reportbuilder.editions.concept import set_concept
    from reportbuilder.versions.unpacking import open_version

    diagnostics = Diagnostics()
    progress("comparing versions")
    with work_folder() as into:
        source = open_version(folder, end, workplace, into, diagnostics)
        if source is None:
            raise ReportError(diagnostics, ExitCode.PROJECT)
        report = read_report(source.folder, source.workplace, diagnostics, source.version)
        mode = RedlineMode.BARS if bars else RedlineMode.ALL
        base = read_base(folder, start, end, workplace, report.style.missing)
        material, document = prepare(report, source.workplace, diagnostics)
        progress("composing pages")
        concept = set_concept(report.project, report.document, document, material, base, diagnostics, mode)
        placed = (image for page in concept.layout.pages for image in images_on(page))
        folder = source.workplace.styles / report.project.settings.style
        images = make_images(placed, (Edition.CONCEPT,), material.style, folder, None, diagnostics)[Edition.CONCEPT]
        stop_on_errors(diagnostics)
        progress("writing the redline")
        about = DocumentInfo(metadata_of(report.project), date_of(report.project, source.version))
        written = _write(concept.layout, concept.tags, material, about, diagnostics, images)
        stop_on_errors(diagnostics)
        return written


def _imposed(files: Mapping[str, bytes], impositions: Sequence[Imposition], project: ReportFolder) -> dict[str, bytes]:
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
