"""The verdict on a file: the standards that it claims, and which of their requirements it violates."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from reportbuilder.files.inputs import load
from reportbuilder.preflight.annotations import check_annotations
from reportbuilder.preflight.catalog import check_catalog
from reportbuilder.preflight.colour_use import check_colours
from reportbuilder.preflight.content import ContentReader
from reportbuilder.preflight.coverage import StandardCoverage, coverage
from reportbuilder.preflight.file_structure import check_file_structure
from reportbuilder.preflight.font_programs import check_fonts
from reportbuilder.preflight.interpreter import Interpreter
from reportbuilder.preflight.languages import check_languages
from reportbuilder.preflight.metadata import XmpMetadata, check_metadata, promises, read_metadata
from reportbuilder.preflight.parent_tree import check_claims
from reportbuilder.preflight.press_checks import PressChecks
from reportbuilder.preflight.press_file import (
    DEFAULT_LIMITS,
    PressLimits,
    check_boxes,
    check_press_annotations,
    check_press_file,
    read_page,
)
from reportbuilder.preflight.reader import File, UnreadableError, damaged, get, open_file, quietly, text
from reportbuilder.preflight.structure import Tree, read_structure, replaced_pieces, structure_text
from reportbuilder.preflight.structure_checks import check_structure, check_tables
from reportbuilder.standards.facts import Box, Observation
from reportbuilder.standards.judge import Violation, advise, judge
from reportbuilder.standards.standard import IMPLICIT, Standard
from reportbuilder.values import Value


class FileVerdict(Value, eq=False):
    """The standards that a file claims, the claimed ones that are not supported, its pages, and its violations.

    `warnings` are discouraged things that violate no requirement; `boxes` are the boxes of every page by name, in
    millimetres from the lower left corner of the trim box.
    """

    standards: tuple[Standard, ...]
    unchecked: tuple[str, ...]
    pages: int
    violations: tuple[Violation, ...]
    warnings: tuple[Violation, ...] = ()
    boxes: tuple[Mapping[str, Box], ...] = ()
    covered: tuple[StandardCoverage, ...] = ()
    """How far each standard was checked; PDF itself (ISO 32000-1) comes first."""

    @property
    def complete(self) -> bool:
        """Whether the file claims a standard, and all that it claims are supported."""
        return bool(self.standards) and not self.unchecked


_ALONE = frozenset((Standard.HOUSE,))
"""Standards for which no coverage is reported."""


class ParsedPdf(Value, eq=False):
    """A file that was parsed: its structure, content, metadata, and the observations of the press checks."""

    file: File
    tree: Tree
    content: ContentReader
    metadata: XmpMetadata
    press: tuple[Observation, ...] = ()

    @property
    def text(self) -> str:
        """The text in logical order, without the text in figures."""
        return structure_text(self.tree, self.content.marks.pieces)


def read_pdf(data: bytes, limits: PressLimits | None = None) -> ParsedPdf:
    """Parse a file and, if `limits` are given, run the press checks; raises UnreadableError."""
    with _readable():
        file = open_file(data)
        return _read(file, read_metadata(file), limits)


@contextmanager
def _readable() -> Iterator[None]:
    """Silence the libraries, and turn any exception that a damaged file causes in them into UnreadableError."""
    with quietly():
        try:
            yield
        except UnreadableError:
            raise
        except Exception as error:  # a damaged file makes a reader of PDFs raise anything at all
            raise damaged(error) from error


def _read(file: File, metadata: XmpMetadata, limits: PressLimits | None) -> ParsedPdf:
    """Interpret all pages, once."""
    content, tree = ContentReader(), read_structure(file)
    if limits is None:
        interpreter = Interpreter(content)
        for number, page in enumerate(file.pages, 1):
            interpreter.page(page, number)
        return ParsedPdf(file, tree, content, metadata)
    checks = PressChecks(limits)
    interpreter = Interpreter(content, checks)
    seen = [*check_press_file(file, metadata)]
    for number, page in enumerate(file.pages, 1):
        printed = read_page(page, number, limits)
        seen += [*check_boxes(printed, limits), *check_press_annotations(page, printed)]
        interpreter.page(page, number, printed)
    return ParsedPdf(file, tree, content, metadata, (*seen, *checks.observations, *checks.end()))


def verify(
    data: bytes, standards: Sequence[Standard] | None = None, limits: PressLimits = DEFAULT_LIMITS
) -> FileVerdict:
    """Check a file against `standards` or, by default, those that its own metadata claims.

    Files that were made by reportbuilder are also checked against our own requirements, and those for the press against
    its `limits`. Raises UnreadableError.
    """
    with _readable():
        return _verify(data, standards, limits)


def _verify(data: bytes, standards: Sequence[Standard] | None, limits: PressLimits) -> FileVerdict:
    file = open_file(data)
    metadata = read_metadata(file)
    promised, unchecked = promises(metadata, text(get(get(file.reader.trailer, "/Info"), "/GTS_PDFXVersion")) or "")
    judged = list(promised if standards is None else standards)
    if standards is None and Standard.X4 in judged:
        judged.append(Standard.PRESS)
    if standards is None and _ours(file, metadata):
        judged.append(Standard.HOUSE)
    judged.append(Standard.PDF)
    press = not {Standard.X4, Standard.PRESS}.isdisjoint(judged)
    seen = observations(_read(file, metadata, limits if press else None), judged)
    shown = tuple(standard for standard in judged if standard not in IMPLICIT)
    pages = file.pages
    violations = judge(seen, judged)
    covered = tuple(
        coverage(standard, violations) for standard in (Standard.PDF, *judged[:-1]) if standard not in _ALONE
    )
    return FileVerdict(shown, unchecked, len(pages), violations, advise(seen, judged), _boxes(pages, limits), covered)


def _boxes(pages: Sequence[object], limits: PressLimits) -> tuple[Mapping[str, Box], ...]:
    leaves = [read_page(page, at, limits) for at, page in enumerate(pages, 1)]
    return tuple({called: leaf.millimetres(box) for called, box in leaf.boxes.items()} for leaf in leaves)


def _ours(file: File, metadata: XmpMetadata) -> bool:
    info = text(get(get(file.reader.trailer, "/Info"), "/Creator")) or ""
    makers = (metadata.first("xmp:CreatorTool"), info)
    return any(maker.startswith(Standard.HOUSE.value) for maker in makers)


def observations(reading: ParsedPdf, standards: Sequence[Standard] = ()) -> tuple[Observation, ...]:
    """All observations of a file, those about the whole file first, then page by page; `standards` are those that its
    metadata should claim."""
    file, tree, content = reading.file, reading.tree, reading.content
    marks = content.marks
    with _readable():
        seen = (
            *check_file_structure(file.data),
            *check_metadata(file, reading.metadata, standards),
            *check_languages(file, tree, marks, reading.metadata),
            *check_catalog(file, tree),
            *marks.observations,
            *check_structure(tree, marks.pieces),
            *check_claims(file, tree, marks),
            *check_tables(tree),
            *check_annotations(file, tree),
            *check_fonts(content.fonts, replaced_pieces(tree)),
            *check_colours(file, content.colours),
            *reading.press,
        )
    return tuple(sorted(dict.fromkeys(seen), key=lambda observation: observation.page))


def verify_file(
    path: Path, standards: Sequence[Standard] | None = None, limits: PressLimits = DEFAULT_LIMITS
) -> FileVerdict:
    """Check the file at a path as `verify` does; raises UnreadableError or OSError."""
    return verify(load(path, None), standards, limits)
