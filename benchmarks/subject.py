"""The report that every contestant sets: its tree with the charts drawn, its style, its fonts."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.graphics import Picture
from reportbuilder.document.model import (
    Block,
    Cell,
    Chapter,
    Chart,
    CustomBlock,
    Document,
    Figure,
    Heading,
    Paragraph,
    Part,
    Table,
)
from reportbuilder.document.walk import blocks_in, plain
from reportbuilder.i18n.language import PageWords, language_of
from reportbuilder.layout.furniture import Imprint
from reportbuilder.pipeline import compose_report
from reportbuilder.plugins import registry_with
from reportbuilder.project.project_folder import Resources
from reportbuilder.project.settings import ReportSettings
from reportbuilder.style.model import Design, HouseStyle, TextStyle
from reportbuilder.values import replace

_WRAPS = 36
"""A column with a longer cell than this, in characters, takes a share of the width."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font file and the name, weight and slope under which CSS and Typst find it; `height` is that of its own lines,
    in ems."""

    path: Path
    family: str
    weight: int
    italic: bool
    height: float


@dataclass(frozen=True, slots=True)
class Subject:
    """A report, ready to be exported; `root` is the folder that its images are relative to."""

    document: Document
    settings: ReportSettings
    style: HouseStyle
    fonts: Mapping[str, FontFile]
    root: Path

    @property
    def design(self) -> Design:
        """The page design that the report takes."""
        return self.style.designs[self.settings.design]

    @property
    def words(self) -> PageWords:
        """The words that pages bring themselves, in the report's language."""
        return language_of(self.document.language).pages

    @property
    def imprint(self) -> Imprint:
        """The words of the cover and the running heads."""
        settings, version = self.settings, self.settings.version
        status = version.status.value.capitalize()
        return Imprint(settings.title, settings.subtitle, settings.unit, str(settings.year), status, version.label,
                       settings.motto)  # fmt: skip

    def running_heads(self, chapter: str) -> tuple[str, str]:
        """The running heads of a chapter: the inner and the outer one."""
        look, words = self.design.running_heads, {"chapter": chapter, "report": self.imprint.title}
        return self.imprint.fill(look.left, **words), self.imprint.fill(look.right, **words)

    def colour(self, name: str) -> str:
        """A palette colour as `#rrggbb`; a colour that is already written so stays as it is."""
        return name if name.startswith("#") else self.style.colours[name].screen

    def heading_style(self, level: int) -> TextStyle:
        """The text style of a heading."""
        styles = self.design.text
        return (styles.h1, styles.h2, styles.h3, styles.h4, styles.h5, styles.h6)[level - 1]

    def chapters(self) -> Iterator[Chapter]:
        """The chapters in reading order, the colophon last."""
        yield from self.document.chapters
        if self.document.colophon is not None:
            yield self.document.colophon

    def blocks(self) -> Iterator[Block]:
        """Every block in reading order."""
        for chapter in self.chapters():
            yield from blocks_in(chapter.blocks)

    def pictures(self) -> Iterator[tuple[str, Picture]]:
        """The style's artwork by its name, then the charts by their labels."""
        yield from self.style.pictures.items()
        for block in self.blocks():
            if isinstance(block, Chart) and block.picture is not None:
                yield block.label, block.picture

    def labels(self) -> frozenset[str]:
        """The labels that something carries; a link to another is set as plain words."""
        inside = (b.label for b in self.blocks() if isinstance(b, Heading | Table | Chart | Figure))
        return frozenset(label for label in (*(c.heading.label for c in self.chapters()), *inside) if label)


def load_subject(folder: Path, workplace: Resources) -> Subject:
    """Read a report and draw its charts; raises ReportError with its problems when it does not hold together."""
    composed = compose_report(folder, replace(workplace, registry=registry_with(())), Diagnostics())
    style, settings = composed.report.style, composed.report.folder.settings
    document = replace(composed.document, parts=tuple(map(_plain_part, composed.document.parts)))
    return Subject(document, settings, style, font_files(style, workplace.fonts), folder.resolve())


def _plain_part(part: Part) -> Part:
    """A part with paragraphs in place of kinds of blocks that the peers have nothing for."""
    if not isinstance(part.content, Chapter):
        return part
    blocks = tuple(plain for block in part.content.blocks for plain in _plain_blocks(block))
    return replace(part, content=replace(part.content, blocks=blocks))


def _plain_blocks(block: Block) -> tuple[Block, ...]:
    if not isinstance(block, CustomBlock):
        return (block,)
    return tuple(Paragraph(inlines, block.place) for inlines in block.texts().values() if inlines)


def font_files(style: HouseStyle, folder: Path) -> Mapping[str, FontFile]:
    """The style's faces with the names that are in their files."""
    from fontTools.ttLib import TTFont

    found = {}
    for face, settings in style.fonts.items():
        with TTFont(folder / settings.file, lazy=True) as font:
            names, metrics, lines = font["name"], font["OS/2"], font["hhea"]
            height = (lines.ascent - lines.descent) / font["head"].unitsPerEm
            family = str(names.getDebugName(16) or names.getDebugName(1))
            path, italic = (folder / settings.file).resolve(), bool(metrics.fsSelection & 1)
            found[face] = FontFile(path, family, int(metrics.usWeightClass), italic, height)
    return found


def column_shares(table: Table) -> tuple[float | None, ...]:
    """How wide the columns are: shares where the table says so or words must wrap, None for "as the content asks"."""
    if any(column.width for column in table.columns):
        return tuple(column.width for column in table.columns)
    lengths = [[len(plain(column.label))] for column in table.columns]
    for row in table.rows:
        if all(cell.columns == 1 for cell in row.cells):
            for column, cell in zip(lengths, row.cells, strict=True):
                column.append(_length(cell))
    shares = [None if max(column) < _WRAPS else math.sqrt(sum(column) / len(column)) for column in lengths]
    if not any(shares):
        shares[0] = 1.0  # somebody must take what is left
    return tuple(shares)


def _length(cell: Cell) -> int:
    return sum(len(plain(block.children)) for block in blocks_in(cell.blocks) if isinstance(block, Paragraph))
