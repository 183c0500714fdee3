"""The verdict on a file: the standards that it claims, which requirements it violates, and how far it was checked.

The clauses with checks follow from the requirements of `standards/`. Those that are not checked are listed here, so
that their absence is not taken for a pass: those that only a person can judge, and those that veraPDF checks and this
program does not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from reportbuilder.files.inputs import load
from reportbuilder.preflight.catalog import check_annotations, check_catalog
from reportbuilder.preflight.colour import check_colours
from reportbuilder.preflight.content import ContentReader
from reportbuilder.preflight.file_structure import check_file_structure
from reportbuilder.preflight.fonts import check_fonts
from reportbuilder.preflight.interpreter import Interpreter
from reportbuilder.preflight.metadata import XmpMetadata, check_metadata, promises, read_metadata
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
from reportbuilder.preflight.structure import Tree, check_claims, read_structure, replaced_pieces, structure_text
from reportbuilder.preflight.structure_checks import check_languages, check_structure, check_tables
from reportbuilder.standards.facts import Box, Observation
from reportbuilder.standards.judge import REQUIREMENTS, Violation, advise, judge
from reportbuilder.standards.standard import IMPLICIT, Level, Standard
from reportbuilder.values import Value


class UnjudgedPoint(Value):
    """A requirement of a standard that is not checked, or not completely: its clause and a description. `by_person`
    marks those that only a person can judge."""

    clause: str
    words: str
    by_person: bool = False


class StandardCoverage(Value):
    """How far a file was checked against a standard: the number of checks, the clauses that they belong to, the clauses
    that the file violates, and the requirements that are not checked."""

    standard: Standard
    checks: int
    clauses: tuple[str, ...]
    broken: tuple[str, ...]
    unjudged: tuple[UnjudgedPoint, ...]


def coverage(standard: Standard, violations: Iterable[Violation]) -> StandardCoverage:
    """The coverage of a standard for a file with these violations."""
    requirements = [item for item in REQUIREMENTS[standard].values() if item.level is not Level.DISCOURAGED]
    clauses = sorted({item.clause for item in requirements}, key=clause_order)
    broken = {REQUIREMENTS[standard][item.fact].clause for item in violations if standard in item.standards}
    return StandardCoverage(
        standard, len(requirements), tuple(clauses), tuple(sorted(broken, key=clause_order)), UNJUDGED[standard]
    )


def clause_order(clause: str) -> tuple[tuple[int, str], ...]:
    """A sort key for clauses by their numbers, so that 7.2 comes before 7.10."""
    parts = clause.replace(", ", ".").replace(" ", ".").split(".")
    return tuple((int(part) if part.isdigit() else 0, part) for part in parts)


_UA = (
    UnjudgedPoint("5", "the prefixes of the names in the claim"),
    UnjudgedPoint(
        "7.1", "whether tags are of the kind that their content is, and in the order of reading", by_person=True
    ),
    UnjudgedPoint("7.1", "whether what is marked as decoration is decoration", by_person=True),
    UnjudgedPoint("7.1", "whether anything is told by colour, contrast or place alone", by_person=True),
    UnjudgedPoint("7.2", "whether texts are in the language that is named", by_person=True),
    UnjudgedPoint("7.3", "whether descriptions say what pictures show", by_person=True),
    UnjudgedPoint("7.4", "whether all headings are tagged as such, and nothing else is", by_person=True),
    UnjudgedPoint("7.5", "whether header cells are those of their columns and rows", by_person=True),
    UnjudgedPoint("7.6", "whether all lists are tagged as lists", by_person=True),
    UnjudgedPoint("7.8", "whether running headers and footers are marked as such", by_person=True),
    UnjudgedPoint("7.11", "names of embedded files"),
    UnjudgedPoint("7.12", "whether article threads follow the order of reading", by_person=True),
    UnjudgedPoint("7.14", "forms that are not filled in on the screen", by_person=True),
    UnjudgedPoint("7.15", "forms made by XFA"),
    UnjudgedPoint("7.16", "the permissions of a locked file"),
    UnjudgedPoint("7.17", "whether bookmarks and page labels agree with the pages", by_person=True),
    UnjudgedPoint("7.18.1", "descriptions of form fields that share a name"),
    UnjudgedPoint("7.18.4", "what form tags hold besides a field"),
    UnjudgedPoint("7.18.6", "descriptions of media clips"),
    UnjudgedPoint("7.18.7", "names of attached files"),
    UnjudgedPoint("7.18.8", "marks for printers among the tags"),
    UnjudgedPoint("7.19", "scripts that ask for quick answers", by_person=True),
    UnjudgedPoint("7.21.3.1", "whether a composite font and its CMap are of one collection"),
    UnjudgedPoint("7.21.3.2", "whether the glyph map of a composite font is of the kind that it must be"),
    UnjudgedPoint("7.21.3.3", "CMaps other than Identity"),
    UnjudgedPoint("7.21.4.1", "the glyphs of one-byte fonts"),
    UnjudgedPoint("7.21.4.2", "lists of the glyphs in a subset"),
    UnjudgedPoint("7.21.5", "the widths of one-byte fonts"),
    UnjudgedPoint("7.21.6", "the encodings of TrueType fonts of one byte"),
    UnjudgedPoint("7.21.7", "the texts of characters by collections (Adobe-Japan1 and the like)"),
    UnjudgedPoint("7.21.8", "missing glyphs of one-byte fonts"),
)

_A_FILE = (
    UnjudgedPoint("5", "the prefixes of the names in the claim"),
    UnjudgedPoint("6.1.2", "the version of the file against what is in it"),
    UnjudgedPoint("6.1.3", "whether identifiers of an earlier trailer are the same"),
    UnjudgedPoint("6.1.4", "white space in cross-reference tables"),
    UnjudgedPoint("6.1.6", "hexadecimal texts"),
    UnjudgedPoint("6.1.7", "line ends around the data of streams"),
    UnjudgedPoint("6.1.8", "names as UTF-8"),
    UnjudgedPoint("6.1.9", "white space around the numbers of objects"),
    UnjudgedPoint("6.1.12", "permissions"),
    UnjudgedPoint("6.1.13", "limits of texts and states within content streams, and of CMaps"),
)
_A_GRAPHICS = (
    UnjudgedPoint("6.2.2", "resources that a form takes from its page"),
    UnjudgedPoint("6.2.4.2", "the profiles of ICC colours, and overprint with them"),
    UnjudgedPoint("6.2.4.3", "colours of devices in what is not painted as a page's own content"),
    UnjudgedPoint("6.2.4.4", "whether spot colours of one name are the same"),
    UnjudgedPoint("6.2.5", "halftones that nothing is painted with"),
    UnjudgedPoint("6.2.6", "intents of what is not painted"),
    UnjudgedPoint("6.2.8.3", "JPEG 2000 images"),
    UnjudgedPoint("6.2.9", "what is drawn nowhere"),
    UnjudgedPoint("6.2.10", "transparency of annotations"),
)
_A_FONTS = (
    UnjudgedPoint("6.2.11.2", "the entries of font dictionaries, and font programs beyond their glyphs"),
    UnjudgedPoint("6.2.11.3", "CMaps other than Identity, and glyph maps"),
    UnjudgedPoint("6.2.11.4", "the glyphs of one-byte fonts, and lists of the glyphs in a subset"),
    UnjudgedPoint("6.2.11.5", "the widths of one-byte fonts"),
    UnjudgedPoint("6.2.11.6", "the encodings of TrueType fonts of one byte"),
    UnjudgedPoint("6.2.11.8", "missing glyphs of one-byte fonts"),
)
_A_REST = (
    UnjudgedPoint("6.3.3", "what the appearance of form fields holds"),
    UnjudgedPoint("6.4.1", "actions of form fields"),
    UnjudgedPoint("6.4.3", "signatures"),
    UnjudgedPoint("6.6.2.1", "metadata streams of parts of the file"),
    UnjudgedPoint(
        "6.6.2.3", "whether every property of the metadata is of a known or a described schema, and of its type"
    ),
    UnjudgedPoint("6.6.4", "the prefixes of the names in the claim"),
    UnjudgedPoint("6.8", "whether embedded files are PDF/A themselves"),
    UnjudgedPoint("6.9", "names and orders of layers"),
)
_A_TAGS = (
    UnjudgedPoint("6.7.3", "whether tags are of the kind that their content is", by_person=True),
    UnjudgedPoint("6.7.4", "whether texts are in the language that is named", by_person=True),
)
_A_TEXT = (UnjudgedPoint("6.2.11.7", "the texts of characters by collections (Adobe-Japan1 and the like)"),)
_A = (*_A_FILE, *_A_GRAPHICS, *_A_FONTS, *_A_REST)

_X = (
    UnjudgedPoint("6", "fonts of one byte: their glyphs, widths and encodings"),
    UnjudgedPoint("6", "the profiles of colours and images other than the output intent"),
    UnjudgedPoint("6", "layers beyond their names and order"),
    UnjudgedPoint("6", "metadata beyond the properties that PDF/X-4 asks for"),
    UnjudgedPoint("6", "JPEG 2000 images"),
)
_PRESS = (
    UnjudgedPoint("", "inks that are printed over images or shadings"),
    UnjudgedPoint("", "inks of images that are compressed as JPEG or JPEG 2000"),
    UnjudgedPoint("", "whether colours come out as they were meant", by_person=True),
)

UNJUDGED: Mapping[Standard, tuple[UnjudgedPoint, ...]] = MappingProxyType(
    {
        Standard.UA1: _UA,
        Standard.A2A: (*_A, *_A_TEXT, *_A_TAGS),
        Standard.A2U: (*_A, *_A_TEXT),
        Standard.A2B: _A,
        Standard.X4: _X,
        Standard.PRESS: _PRESS,
        Standard.PDF: (UnjudgedPoint("F", "hint tables of files that are ordered for the web"),),
        Standard.HOUSE: (),
    }
)
"""The requirements of each standard that are not checked; a test checks that every standard has an entry."""


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
