"""The stages of a build: load and check a report, compose it, make the pages of each edition, and write those.

Problems of all stages are collected and shown together; nothing is written when any is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from reportbuilder.build_result import BuildResult
from reportbuilder.charts.pictures import leave_room
from reportbuilder.compare.markup_plan import RedlineMode
from reportbuilder.comparing import read_base
from reportbuilder.composition import ComposedReport, compose, prepare
from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, Place, ReportError, in_order
from reportbuilder.diagnostics.model import Progress
from reportbuilder.editions.concept import mark_changes
from reportbuilder.editions.model import EditionPages, convert_images, document_info, source_map
from reportbuilder.files.inputs import recording_texts
from reportbuilder.files.output import work_folder
from reportbuilder.imposition.geometry import Imposition
from reportbuilder.loading import LoadedReport, load_report
from reportbuilder.plugin_failures import end_at_plugin_failure
from reportbuilder.project.project_folder import Resources
from reportbuilder.project.settings import VersionSettings, VersionStatus
from reportbuilder.registry import Edition, PluginError, nearest_registered
from reportbuilder.standards.document_checks import check_document
from reportbuilder.standards.standard import Standard
from reportbuilder.values import replace
from reportbuilder.versions.released import open_version

if TYPE_CHECKING:
    from reportbuilder.pdf.graphics import Images


def build_report(
    root: Path,
    editions: Sequence[str],
    resources: Resources,
    progress: Progress,
    impositions: Sequence[Imposition] = (),
    version: VersionSettings | None = None,
) -> BuildResult:
    """Build editions of the report in the folder `root`, in memory: nothing is saved.

    `editions` are names; without any, those that a report of its status has. `impositions` add files with several pages
    on a sheet. A released `version` replaces the one in the report's settings. Raises ReportError, with every problem,
    when any is an error.
    """
    diagnostics = Diagnostics()
    with end_at_plugin_failure(resources.registry, diagnostics):
        with recording_texts() as texts:
            report = load_report(root, resources, diagnostics, version, progress=progress)
        chosen = choose_editions(report, (*editions, *(sheets.edition for sheets in impositions if editions)))
        _check_standards(report, chosen, diagnostics)
        composed = compose(report, diagnostics, progress=progress)
        pages = {edition.name: _make(edition, composed, progress, diagnostics) for edition in chosen}
        progress("converting images")
        images = convert_images(report, pages, diagnostics)
        diagnostics.raise_errors()
        files = {name: _write(report, name, pages[name], images[name], progress, diagnostics) for name in pages}
        diagnostics.raise_errors()
        sheets = {f"{kind.edition}-{kind.value}": _impose(report, files, kind) for kind in impositions}
        names = {name: f"{report.folder.name}-{name}.pdf" for name in (*files, *sheets)}
        named = {names[name]: data for name, data in (files | sheets).items()}
        further = {name: data for made in pages.values() for name, data in made.files.items()}
        by_edition = {name: names[name] for name in files}
        pages_made = len(composed.layout.pages)
        maps = {name: source_map(composed, made, texts) for name, made in pages.items()}
        return BuildResult(
            report.folder.name, named | further, pages_made, tuple(diagnostics), by_edition, source_maps=maps
        )


def preload() -> None:
    """Import the libraries that every build uses, so that worker processes that are forks of this one share them; not
    pandas and matplotlib, which many builds do without."""
    from reportbuilder.pdf import writer

    del writer


def merge_results(results: Sequence[BuildResult]) -> BuildResult:
    """Merge the results of editions of one report that were built separately."""
    files = {name: data for result in results for name, data in result.files.items()}
    editions = {name: file for result in results for name, file in result.editions.items()}
    diagnostics = in_order(problem for result in results for problem in result.diagnostics)
    maps = {name: made for result in results for name, made in result.source_maps.items()}
    return replace(results[0], files=files, editions=editions, diagnostics=diagnostics, source_maps=maps)


def check_report(root: Path, progress: Progress, resources: Resources) -> tuple[Diagnostic, ...]:
    """Find the problems of the report in the folder `root` without writing it; loose lines too, as it is laid out.

    Charts that are not in the cache are not drawn, and editions for drafts are not made: their pages are those of the
    others, with marks. Raises ReportError, with all problems so far, when no pages can be composed.
    """
    diagnostics = Diagnostics()
    with end_at_plugin_failure(resources.registry, diagnostics):
        report = load_report(root, resources, diagnostics, progress=progress)
        _check_standards(report, report.resources.registry.editions.values(), diagnostics)
        composed = compose(report, diagnostics, leave_room, progress)
        settings = report.folder.settings
        made = [one for one in report.resources.registry.editions.values() if one.is_for(settings)]
        chosen = [edition for edition in made if not edition.for_drafts]
        pages = {edition.name: _make(edition, composed, progress, diagnostics) for edition in chosen}
        progress("converting images")
        convert_images(report, pages, diagnostics)
    return tuple(diagnostics)


def compose_report(root: Path, resources: Resources, diagnostics: Diagnostics) -> ComposedReport:
    """The report in the folder `root` and its pages, for whoever looks at them without a PDF; raises ReportError."""
    with end_at_plugin_failure(resources.registry, diagnostics):
        return compose(load_report(root, resources, diagnostics), diagnostics)


def build_redline(
    root: Path, start: str | None, end: str | None, resources: Resources, progress: Progress, bars: bool = False
) -> bytes:
    """Make the PDF of version `end` of a report (by default its working text) with its changes since version `start`
    (by default the newest before it) marked; with `bars` by bars beside the text alone. Raises ReportError with every
    problem."""
    diagnostics = Diagnostics()
    progress("comparing versions")
    with end_at_plugin_failure(resources.registry, diagnostics), work_folder() as into:
        source = open_version(root, end, resources, into, diagnostics)
        if source is None:
            raise ReportError(diagnostics)
        report = load_report(source.folder, source.resources, diagnostics, source.version)
        base = read_base(root, start, end, resources, report.style.missing)
        material, document = prepare(report, diagnostics)
        progress("composing pages")
        mode = RedlineMode.BARS if bars else RedlineMode.ALL
        pages = mark_changes(report, material, document, base, diagnostics, mode)
        images = convert_images(report, {"redline": pages}, diagnostics)
        diagnostics.raise_errors()
        return _write(report, "redline", pages, images["redline"], progress, diagnostics)


def choose_editions(report: LoadedReport, names: Sequence[str]) -> tuple[Edition, ...]:
    """The editions of these names, each once; without names, those that a report of its status has.

    Raises ReportError for an unknown name.
    """
    known = report.resources.registry.editions
    if not names:
        final = report.folder.settings.version.status is VersionStatus.FINAL
        made = (edition for edition in known.values() if edition.is_for(report.folder.settings))
        return tuple(edition for edition in made if not (final and edition.for_drafts))
    diagnostics = Diagnostics()
    for name in names:
        if name not in known:
            message = f"There is no edition “{name}”."
            diagnostics.add(Code.EDITION_UNKNOWN, message, Place("--edition"), nearest_registered(name, known))
    diagnostics.raise_errors()
    return tuple(known[name] for name in dict.fromkeys(names))


def _check_standards(report: LoadedReport, editions: Iterable[Edition], diagnostics: Diagnostics) -> None:
    """Report violations of the standards that editions promise, as far as the document shows them."""
    promised = [standard for edition in editions for standard in edition.promises]
    settings = report.folder.settings
    places, memo = report.folder.places, report.resources.memo
    check_document(report.document, settings.title, promised, places.place, diagnostics, memo)


def _make(edition: Edition, composed: ComposedReport, progress: Progress, diagnostics: Diagnostics) -> EditionPages:
    """Make the pages of an edition."""
    progress(f"making the pages of the {edition.name} edition")
    pages: object = edition.make(composed, diagnostics)
    if not isinstance(pages, EditionPages):
        raise PluginError(f"The edition “{edition.name}” gives a {type(pages).__name__}, and no EditionPages.")
    if not pages.layout.pages:
        raise PluginError(f"The edition “{edition.name}” has no pages.")
    if pages.tags is None and any(standard in (Standard.UA1, Standard.A2A) for standard in edition.promises):
        raise PluginError(f"The edition “{edition.name}” promises to be accessible and has no tags.")
    own = f"{composed.report.folder.name}-{edition.name}.pdf"
    for name, data in pages.files.items():
        if not isinstance(data, bytes) or name != PurePath(name).name or name == own:
            raise PluginError(f"The edition “{edition.name}” gives “{name}”, which is no file of its own in bytes.")
    return pages


def _write(
    report: LoadedReport, name: str, pages: EditionPages, images: Images, progress: Progress, diagnostics: Diagnostics
) -> bytes:
    """Write the PDF of an edition; gives its bytes."""

    def writing(step: str) -> None:
        progress(f"writing the {name} edition: {step}")

    writing("drawing pages")
    from reportbuilder.pdf.document_drawing import PageStore
    from reportbuilder.pdf.page_boxes import PrintProfile  # these load ReportLab: a check does without
    from reportbuilder.pdf.writer import write_document

    material, press, boxes = pages.material, pages.press, pages.boxes
    profile = PrintProfile(press.profile, press.colours, boxes) if press is not None and boxes is not None else None
    info, memo = document_info(report), report.resources.memo
    style, fonts, cache = material.style, material.fonts, report.resources.cache
    store, registry = None, report.resources.registry
    if (
        cache is not None and registry.is_built_in and name in registry.editions
    ):  # no redline, whose folder may not stay
        store = PageStore(cache, (report.folder.root, name))
    return write_document(
        pages.layout, pages.tags, style, fonts, images, info, diagnostics, profile, memo, writing, store
    )


def _impose(report: LoadedReport, files: Mapping[str, bytes], kind: Imposition) -> bytes:
    """Impose an edition: several of its pages on each sheet; gives the bytes of the PDF."""
    from reportbuilder.imposition.impose import impose  # loads pypdf, and few reports are imposed

    name = f"{report.folder.name}-{kind.edition}.pdf"
    return impose(files[kind.edition], kind, report.folder.settings.print.paper, name=name)
