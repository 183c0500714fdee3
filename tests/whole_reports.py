"""Whole reports checked, built and laid out as the command does it in the folder that a test is in; those that many
tests look at are built once (`built`)."""

import gc
from collections.abc import Mapping
from contextlib import chdir
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from reportbuilder import pipeline
from reportbuilder.api import project_of
from reportbuilder.composition import ComposedReport
from reportbuilder.diagnostics import Diagnostic, Diagnostics
from reportbuilder.diagnostics.model import Progress, silent
from reportbuilder.document.model import Document
from reportbuilder.files.disk_cache import DiskCache
from reportbuilder.layout.page import Layout
from reportbuilder.layout.source_map import SourceMap
from reportbuilder.plugins import registry_with
from reportbuilder.project.project_folder import ProjectFolder, Resources

ROOT = Path(__file__).parents[1]
GOOD = ROOT / "tests" / "documents" / "good-alles"
"""A small report with everything in it."""
REPORTS = (GOOD, ROOT / "content" / "jaarverslag-2019", ROOT / "content" / "jaarverslag-2022")
EDITIONS = ("concept", "screen", "print")


class Saved(NamedTuple):
    """A report that was built and saved: its files, its pages, and what is worth knowing about it."""

    paths: tuple[Path, ...]
    page_count: int
    problems: tuple[Diagnostic, ...]


class BuiltReport(NamedTuple):
    """A report that was built and composed: its pages, the files of its editions by their names, what is worth knowing
    about the build, what was found when the pages alone were composed, and the source maps of its editions."""

    composed: ComposedReport
    files: dict[str, bytes]
    problems: tuple[Diagnostic, ...]
    diagnostics: Diagnostics
    maps: Mapping[str, SourceMap]


def resources(styles: Path | None = None, fonts: Path | None = None, cache: Path | None = None) -> Resources:
    """What reports share; those of the folder that the test is in where nothing else is named."""
    own = Resources.of(Path.cwd(), registry=registry_with(()))
    kept = DiskCache(cache) if cache is not None else own.cache
    return Resources(styles or own.styles, fonts or own.fonts, kept, own.registry)


def build_report(
    folder: Path, editions: tuple[str, ...], output: Path, progress: Progress = silent, verify: bool = False
) -> Saved:
    """Build editions of a report into `output`."""
    here = Path.cwd()
    result = project_of(ProjectFolder(here), output=output, shown_from=here).report(folder).build(*editions)
    return Saved(result.save(verify=verify, progress=progress), result.page_count, result.diagnostics)


def check_report(folder: Path, shared: Resources | None = None) -> tuple[Diagnostic, ...]:
    """The problems of a report; raises ReportError when it cannot be laid out."""
    return pipeline.check_report(folder, silent, shared or resources())


def read_layout(folder: Path, shared: Resources | None = None) -> tuple[Document, Layout, Diagnostics]:
    """The document of a report with its charts drawn, its pages, and what was found."""
    diagnostics = Diagnostics()
    composed = pipeline.compose_report(folder, shared or resources(), diagnostics)
    return composed.document, composed.layout, diagnostics


def build_whole(folder: Path, project: Path = ROOT, editions: tuple[str, ...] = EDITIONS) -> BuiltReport:
    """Build editions of a report of a project without writing them, and compose its pages once more to look at."""
    with TemporaryDirectory() as output, chdir(project):
        own = project_of(ProjectFolder(project), output=Path(output), shown_from=project)
        result = own.report(folder).build(*editions)
        diagnostics = Diagnostics()
        composed = pipeline.compose_report(folder, resources(cache=Path(output) / ".cache"), diagnostics)
    files = {edition: result.files[name] for edition, name in result.editions.items()}
    return BuiltReport(composed, files, result.diagnostics, diagnostics, result.source_maps)


@cache
def built(folder: Path) -> BuiltReport:
    """As `build_whole`, but each report only once: for tests that do no more than look at it."""
    result = build_whole(folder)
    gc.collect()
    gc.freeze()  # it stays to the end: the collector of cycles need not look at it again and again
    return result
