"""Preflight: a file for the press, held page by page to what PDF/X-4 and a press ask."""

from collections.abc import Iterator

from reportbuilder.preflight.metadata import Metadata
from reportbuilder.preflight.press_file import check_press_annotations, check_press_file
from reportbuilder.preflight.press_limits import Limits
from reportbuilder.preflight.press_page import check_boxes, read_leaf
from reportbuilder.preflight.press_rules import Rules
from reportbuilder.preflight.press_walk import PressWalk
from reportbuilder.preflight.reading import File
from reportbuilder.standards.facts import Observation


def check_press(file: File, metadata: Metadata, limits: Limits) -> Iterator[Observation]:
    """What a press sees in a file: in the file as a whole, and in all that is on its pages."""
    yield from check_press_file(file, metadata)
    rules = Rules(limits)
    walk = PressWalk(rules)
    for at, page in enumerate(file.pages, 1):
        leaf = read_leaf(page, at, limits)
        yield from check_boxes(leaf, limits)
        yield from check_press_annotations(page, leaf)
        walk.page(page, leaf)
    yield from rules.observations
    yield from rules.end()
