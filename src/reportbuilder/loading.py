"""Loads a report's folder: its settings, house style, text, data and charts, and runs the registered checks on them."""

from __future__ import annotations

import os.path
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from reportbuilder.charts.report_charts import ReportChart, read_charts
from reportbuilder.checks.check import check_figures
from reportbuilder.data.data_files import stray_declarations
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Code, Diagnostics, Place, ReportError, nearest
from reportbuilder.diagnostics.model import Progress, silent
from reportbuilder.document.model import Document
from reportbuilder.files.disk_cache import Codec
from reportbuilder.files.inputs import shown, shown_from
from reportbuilder.files.kept_stages import kept_stage
from reportbuilder.files.remembered import folder_listing, reading_files_once, remembered
from reportbuilder.memo import Same
from reportbuilder.project.project_folder import STYLE_FILE, Resources
from reportbuilder.project.settings import ReportFolder, VersionSettings, open_report_folder
from reportbuilder.reader.read import read_document
from reportbuilder.reader.sources import Sources
from reportbuilder.style.loader import make_style, read_missing
from reportbuilder.style.model import HouseStyle
from reportbuilder.style.style_sheet import StyleSheet, read_sheet
from reportbuilder.values import Value
from reportbuilder.versions.register import released_versions

_STYLE = Codec[HouseStyle](HouseStyle)


class LoadedReport(Value, eq=False):
    """A report ready for composition: its folder with its settings, its house style, its document, the descriptions and
    figures of its charts by the names of their files, and the resources of its project.

    `version` is the released version that it is loaded as; None when its settings name the version.
    """

    folder: ReportFolder
    style: HouseStyle
    document: Document
    charts: Mapping[str, ReportChart]
    resources: Resources
    version: VersionSettings | None = None


def load_report(
    root: Path,
    resources: Resources,
    diagnostics: Diagnostics,
    version: VersionSettings | None = None,
    missing: Mapping[str, str] | None = None,
    progress: Progress = silent,
) -> LoadedReport:
    """Load the report in the folder `root`, and check its text and figures.

    A `version` replaces the one in the report's settings; `missing` (the text that is printed for each mark of a
    missing figure) replaces that of its house style.

    Raises ReportError, with all problems, when there are no settings or no house style. Text and data that cannot be
    read are left out of the document, and are errors in `diagnostics`.
    """
    with reading_files_once():
        return _load(root, resources, diagnostics, version, missing, progress)


def _load(
    root: Path,
    resources: Resources,
    diagnostics: Diagnostics,
    version: VersionSettings | None,
    missing: Mapping[str, str] | None,
    progress: Progress,
) -> LoadedReport:
    progress("reading settings and house style")
    folder = open_report_folder(root, diagnostics, version, resources.registry, resources.memo)
    if folder is None:
        raise ReportError(diagnostics)
    diagnostics.problems.extend(resources.registry.problems)
    sheet = _read_style_sheet(folder, resources, diagnostics)
    style = _make_style(folder, sheet, resources, diagnostics)
    progress("reading text and data")
    marks = read_missing(sheet) if missing is None else missing
    sources = Sources(folder, diagnostics, marks, resources.memo, resources.cache)
    document = read_document(folder, diagnostics, sources, partial(released_versions, folder.root))
    charts = read_charts(document, folder, diagnostics, sources.known, resources.memo, resources.cache)
    progress("checking text and figures")
    _check_agreement(folder, document, sources.tables(), resources, diagnostics)
    if style is None:
        raise ReportError(diagnostics)
    return LoadedReport(folder, style, document, charts, resources, version)


def _read_style_sheet(folder: ReportFolder, resources: Resources, diagnostics: Diagnostics) -> StyleSheet | None:
    """The file of the house style that a report names; None, and a problem, when there is none of that name."""
    name, styles = folder.settings.style, resources.styles
    if len(Path(name).parts) == 1 and name != ".." and os.path.isfile(styles / name / STYLE_FILE):
        key = (styles / name, str(shown_from()))
        return remembered(resources.memo, "style sheet", key, diagnostics, lambda _: read_sheet(styles / name, shown))
    no_styles = "A project's folder holds content/, styles/ and fonts/; name another one with --project."
    hint = nearest(name, (file.parent.name for file in styles.glob(f"*/{STYLE_FILE}"))) or no_styles
    message = f"There is no house style “{name}” in {shown(styles)}/."
    diagnostics.add(Code.STYLE_UNKNOWN, message, folder.places.place("style"), hint)
    return None


def _make_style(
    folder: ReportFolder, sheet: StyleSheet | None, resources: Resources, diagnostics: Diagnostics
) -> HouseStyle | None:
    """The house style of a report from its file; None, and a problem, when it cannot be made."""
    if sheet is None:
        return None
    design = folder.settings.design
    key = (Same(sheet), *map(folder_listing, sheet.folders), folder_listing(resources.fonts), design)

    def make(found: Diagnostics) -> HouseStyle | None:
        key = (sheet, *map(folder_listing, sheet.folders), folder_listing(resources.fonts), design)
        made = partial(make_style, sheet, resources.fonts, shown, design=design)
        return kept_stage(resources.cache, "style", key, _STYLE, found, made)

    style = remembered(resources.memo, "style", key, diagnostics, make)
    if style is not None and design not in style.designs:
        message = f"The house style “{folder.settings.style}” has no design “{design}”."
        diagnostics.add(Code.DESIGN_UNKNOWN, message, folder.places.place("design"), nearest(design, style.designs))
        return None
    return style


def _check_agreement(
    folder: ReportFolder,
    document: Document,
    tables: tuple[DataTable, ...],
    resources: Resources,
    diagnostics: Diagnostics,
) -> None:
    """Report disagreement between text and data: warnings and notes, which do not stop a build."""

    def check_declarations(found: Diagnostics) -> None:
        for path, hint in stray_declarations(folder.data_folder):
            message = "This declaration holds for no data file, so what stands in it is not read."
            found.add(Code.DECLARATION_STRAY, message, Place(shown(path), 1, 1), hint)

    remembered(resources.memo, "stray declarations", folder_listing(folder.root), diagnostics, check_declarations)
    check_figures(folder, document, tables, diagnostics, resources.memo, resources.cache)
