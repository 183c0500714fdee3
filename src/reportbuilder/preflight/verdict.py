"""The verdict on a file: what it promises, and which promises it breaks."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from reportbuilder.files.inputs import load
from reportbuilder.preflight.annotations import check_annotations
from reportbuilder.preflight.claims import check_claims
from reportbuilder.preflight.colours import check_colours
from reportbuilder.preflight.coverage import Coverage, coverage
from reportbuilder.preflight.file_structure import check_file_structure
from reportbuilder.preflight.glyphs import check_fonts
from reportbuilder.preflight.languages import check_languages
from reportbuilder.preflight.metadata import Metadata, check_metadata, promises, read_metadata
from reportbuilder.preflight.nesting import check_structure
from reportbuilder.preflight.press import check_press
from reportbuilder.preflight.press_limits import DEFAULT_LIMITS, Limits
from reportbuilder.preflight.press_page import read_leaf
from reportbuilder.preflight.reading import File, UnreadableError, damaged, get, open_file, quietly, text
from reportbuilder.preflight.structure import Tree, read_structure, replaced_pieces, structure_text
from reportbuilder.preflight.tables import check_tables
from reportbuilder.preflight.walk import Walk, walk_over
from reportbuilder.preflight.whole import check_catalog
from reportbuilder.standards.facts import Box, Observation
from reportbuilder.standards.judgement import Violation, advise, judge
from reportbuilder.standards.names import UNSAID, Standard
from reportbuilder.values import Value


class Verdict(Value, eq=False):
    """What a file promises, what it promises that we cannot check, its pages, and the promises that it breaks.

    `warnings` are what is unwise and breaks no promise; `boxes` those of every page by name, in millimetres from the
    lower left corner of the trimmed page.
    """

    standards: tuple[Standard, ...]
    unchecked: tuple[str, ...]
    pages: int
    violations: tuple[Violation, ...]
    warnings: tuple[Violation, ...] = ()
    boxes: tuple[Mapping[str, Box], ...] = ()
    covered: tuple[Coverage, ...] = ()
    """How far each of the standards was judged, the format itself (ISO 32000-1) first."""

    @property
    def whole(self) -> bool:
        """Whether there is a promise, and every one was judged, as far as this program judges it."""
        return bool(self.standards) and not self.unchecked


_ALONE = frozenset((Standard.HOUSE,))
"""What nobody asks how far it was judged."""


class Reading(Value, eq=False):
    """A file that was read: its structure, its content, its metadata."""

    file: File
    tree: Tree
    walk: Walk
    metadata: Metadata

    @property
    def text(self) -> str:
        """The text in the order of the structure, without what figures say in themselves."""
        return structure_text(self.tree, self.walk.marks.pieces)


def read_pdf(data: bytes) -> Reading:
    """Read a file; raises UnreadableError."""
    with quietly():
        try:
            file = open_file(data)
            return Reading(file, read_structure(file), walk_over(file), read_metadata(file))
        except UnreadableError:
            raise
        except Exception as error:  # a damaged file makes a reader of PDFs raise anything at all
            raise damaged(error) from error


def verify(data: bytes, standards: Sequence[Standard] | None = None, limits: Limits = DEFAULT_LIMITS) -> Verdict:
    """Hold a file to standards, or else to those that its own metadata promises; raises UnreadableError.

    Files that say that reportbuilder made them are held to what we ask of our own files, too, and those for the press
    to what a press can print: its `limits`.
    """
    with quietly():
        try:
            return _verify(data, standards, limits)
        except UnreadableError:
            raise
        except Exception as error:  # see read_pdf
            raise damaged(error) from error


def _verify(data: bytes, standards: Sequence[Standard] | None, limits: Limits) -> Verdict:
    reading = read_pdf(data)
    promised, unchecked = promises(
        reading.metadata, text(get(get(reading.file.reader.trailer, "/Info"), "/GTS_PDFXVersion")) or ""
    )
    held = list(promised if standards is None else standards)
    if standards is None and Standard.X4 in held:
        held.append(Standard.PREFLIGHT)
    if standards is None and _ours(reading):
        held.append(Standard.HOUSE)
    held.append(Standard.PDF)
    seen = observations(reading, held, limits)
    shown = tuple(standard for standard in held if standard not in UNSAID)
    pages = reading.file.pages
    found = judge(seen, held)
    covered = tuple(coverage(standard, found) for standard in (Standard.PDF, *held[:-1]) if standard not in _ALONE)
    return Verdict(shown, unchecked, len(pages), found, advise(seen, held), _boxes(pages, limits), covered)


def _boxes(pages: Sequence[object], limits: Limits) -> tuple[Mapping[str, Box], ...]:
    leaves = [read_leaf(page, at, limits) for at, page in enumerate(pages, 1)]
    return tuple({called: leaf.millimetres(box) for called, box in leaf.boxes.items()} for leaf in leaves)


def _ours(reading: Reading) -> bool:
    info = text(get(get(reading.file.reader.trailer, "/Info"), "/Creator")) or ""
    makers = (reading.metadata.first("xmp:CreatorTool"), info)
    return any(maker.startswith(Standard.HOUSE.value) for maker in makers)


def observations(
    reading: Reading, standards: Sequence[Standard] = (), limits: Limits = DEFAULT_LIMITS
) -> tuple[Observation, ...]:
    """All that there is to see in a file, page by page, with what is about the whole file before it; what only the
    press minds if its standards are among those that are asked for."""
    press = not {Standard.X4, Standard.PREFLIGHT}.isdisjoint(standards)
    file, tree, walk = reading.file, reading.tree, reading.walk
    marks, pieces = walk.marks, walk.marks.pieces
    with quietly():
        try:
            seen = (
                *check_file_structure(file.data),
                *check_metadata(file, reading.metadata, standards),
                *check_languages(file, tree, marks, reading.metadata),
                *check_catalog(file, tree),
                *marks.observations,
                *check_structure(tree, pieces),
                *check_claims(file, tree, marks),
                *check_tables(tree),
                *check_annotations(file, tree),
                *check_fonts(walk.fonts.values(), replaced_pieces(tree)),
                *check_colours(file, walk.paints),
                *(check_press(file, reading.metadata, limits) if press else ()),
            )
        except Exception as error:  # see read_pdf
            raise damaged(error) from error
    return tuple(sorted(dict.fromkeys(seen), key=lambda observation: observation.page))


def verify_file(path: Path, standards: Sequence[Standard] | None = None, limits: Limits = DEFAULT_LIMITS) -> Verdict:
    """Hold the file at a path to its promises; raises UnreadableError, or OSError."""
    return verify(load(path, None), standards, limits)
