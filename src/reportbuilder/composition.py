"""Composes a loaded report: draws its charts, breaks its text into lines, and lays out pages with a structure tree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportbuilder.charts.pictures import Draw, draw_picture, make_pictures
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.diagnostics.model import Progress, silent
from reportbuilder.document.model import Document, Span
from reportbuilder.files.disk_cache import DiskCache
from reportbuilder.files.inputs import on_disk
from reportbuilder.layout.character_checks import check_glyphs
from reportbuilder.layout.document import lay_out
from reportbuilder.layout.furniture import Imprint
from reportbuilder.layout.page import Geometry, Layout
from reportbuilder.layout.sections import Material
from reportbuilder.loading import LoadedReport
from reportbuilder.memo import Same
from reportbuilder.project.settings import ReportFolder
from reportbuilder.reader.versions_table import version_words
from reportbuilder.structure.build import tag_document
from reportbuilder.structure.model import TagTree
from reportbuilder.style.model import HouseStyle, LineBreaking
from reportbuilder.style.style_sheet import font_path
from reportbuilder.text.breaking import Breaker, Prices
from reportbuilder.text.hyphenation import Hyphenator
from reportbuilder.text.kept_words import KeptWords
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Value


class ComposedReport(Value, eq=False):
    """A report and its pages: the fonts and styles used (`material`), the document with the charts drawn, its structure
    tree, and the layout.

    An edition that only moves or marks pages takes this layout; one that changes the style or the document composes the
    report again (`compose` of a report with another style, or `lay_out` of another document).
    """

    report: LoadedReport
    material: Material
    document: Document
    tags: TagTree
    layout: Layout


def compose(
    report: LoadedReport, diagnostics: Diagnostics, draw: Draw = draw_picture, progress: Progress = silent
) -> ComposedReport:
    """Compose a report's pages. Charts that are not in the cache are drawn by `draw`; `charts.pictures.leave_room`
    leaves them empty, for whoever only looks at the pages around them.

    Raises ReportError, with all problems so far, when there is an error before layout: only a complete document is laid
    out.
    """
    material, document = prepare(report, diagnostics, draw, progress)
    progress("composing pages")
    tags = tag_document(document, len(material.design.cover.texts), report.resources.memo)
    layout = lay_out(document, tags, material, diagnostics)
    _known_engine(report).words.save()
    return ComposedReport(report, material, document, tags, layout)


def prepare(
    report: LoadedReport, diagnostics: Diagnostics, draw: Draw = draw_picture, progress: Progress = silent
) -> tuple[Material, Document]:
    """Prepare a report for layout: its fonts, styles and line breaker, and its document with the charts drawn. Raises
    ReportError, with all problems so far, when any is an error."""
    progress("drawing charts")
    folder, style = report.folder, report.style
    design = style.designs[folder.settings.design]
    engine = _text_engine(report)
    fonts, breaker = engine.fonts, engine.breaker
    geometry = Geometry(design.page, design.page.columns)

    def width_of(text: str, face: str, size: float) -> float:
        return fonts.shape(text, face, ("tnum",)).width * size

    widths = {span: geometry.width(span) for span in Span}
    cache, memo = report.resources.cache, report.resources.memo
    document = make_pictures(
        report.document, report.charts, style, design, widths, width_of, cache, diagnostics, draw, memo
    )
    binding = folder.settings.print.binding
    memo, root = report.resources.memo, str(folder.root)
    imprint = memo.kept("imprints", root, imprint_of(folder))
    made = Material(style, design, fonts, breaker, style.pictures, imprint, root, binding, memo)
    material = memo.kept("materials", root, made)
    progress("checking characters")
    check_glyphs(document, material, diagnostics)
    diagnostics.raise_errors()
    return material, document


MOST_WORDS = 40_000
"""A text engine forgets its words between two builds when it has shaped more words and parts of words than this. They
take about 60 MB; a report of 40 pages has 5,000."""


class _TextEngine(Value, eq=False):
    """The fonts of a style, the breaker of paragraphs into lines, and what is kept of the words that both know."""

    fonts: FontBook
    words: KeptWords
    breaker: Breaker


def _text_engine(report: LoadedReport) -> _TextEngine:
    """The fonts of a report's style, and the breaker of its paragraphs into lines; they live as long as the style does,
    with the words that they have shaped."""
    engine = _known_engine(report)
    engine.breaker.bound(MOST_WORDS)
    return engine


def _known_engine(report: LoadedReport) -> _TextEngine:
    style, fonts, cache = report.style, report.resources.fonts, report.resources.cache
    return report.resources.memo.get("text engines", (Same(style), fonts), lambda: _open_engine(style, fonts, cache))


def _open_engine(style: HouseStyle, folder: Path, kept: DiskCache | None) -> _TextEngine:
    paths = {key: font_path(face.file, style.folders, folder)[0] for key, face in style.fonts.items()}
    files = {key: on_disk(path) for key, path in paths.items()}
    fonts, rules = FontBook(files, style.fallback), style.hyphenation
    words = KeptWords(kept, files, rules)
    words.tell(fonts)

    def hyphenator_of(language: str) -> Hyphenator:
        return words.hyphenator(language, lambda tag: Hyphenator(tag, rules.before, rules.after, rules.exceptions))

    return _TextEngine(fonts, words, Breaker(fonts, hyphenator_of, _prices(style.lines)))


def _prices(lines: LineBreaking) -> Prices:
    """The prices of line ends inside words that a house style sets."""
    return Prices(
        hyphen=lines.hyphen,
        weak=lines.weak,
        name=lines.name,
        compound=lines.compound,
        hard_hyphen=lines.hard_hyphen,
        dash=lines.dash,
        abbreviation=lines.abbreviation,
        hanging=lines.hanging,
    )


def imprint_of(folder: ReportFolder) -> Imprint:
    """The words of a report as a whole that covers and running heads use, with the places of its settings."""
    settings = folder.settings
    version = version_words(settings.version, settings.language)
    return Imprint(
        title=settings.title,
        subtitle=settings.subtitle,
        unit=settings.unit,
        year=str(settings.year),
        status=version["status"].capitalize(),
        version=version["label"],
        number=version["number"],
        date=version["date"],
        motto=settings.motto,
        places={name: folder.places.place(*path) for name, path in _imprint_settings()},
    )


def _imprint_settings() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The setting that each word of the imprint comes from, by its path in report.yaml."""
    for name in ("title", "subtitle", "unit", "year", "motto"):
        yield name, (name,)
    yield "version", ("version", "label")
    for name in ("status", "number", "date"):
        yield name, ("version", name)
