"""Every decision by kind knows all kinds: what one does not know is an error, and never passed over."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from reportbuilder.charts.kinds import BUILT_IN
from reportbuilder.compare.changes import Action, Aspect, subject_of
from reportbuilder.compare.comparable import ComparableReport
from reportbuilder.compare.phrasing import ChangeGroup
from reportbuilder.compare.tree import TextRole, build_tree
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document import model
from reportbuilder.document.model import Chapter, Document, Heading, Matter, Paragraph, Part, Text
from reportbuilder.document.text_spans import spans_of
from reportbuilder.document.walk import blocks_in, inlines_in, map_blocks, map_inlines, plain, repeatable, within
from reportbuilder.i18n.language import LANGUAGES, language_of
from reportbuilder.reader.checks import advise, check_places
from reportbuilder.standards.document_checks import document_facts
from reportbuilder.structure.build import tag_document
from reportbuilder.values import Value

ROOT = Path(__file__).parents[1]
ROOMS = (ROOT / "src" / "reportbuilder", ROOT / "benchmarks")
KINDS = {kind.__name__ for kind in (*get_args(model.Block), *get_args(model.Inline))}


def enums() -> set[str]:
    """The names of all enumerations of the program."""
    trees = (ast.parse(path.read_text("utf-8")) for path in ROOMS[0].rglob("*.py"))
    classes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    return {node.name for node in classes if any("Enum" in ast.unparse(base) for base in node.bases)}


def named(pattern: ast.pattern) -> Iterator[str]:
    """The classes and enumerations that a pattern names."""
    for node in ast.walk(pattern):
        if isinstance(node, ast.MatchClass):
            yield ast.unparse(node.cls)
        elif isinstance(node, ast.MatchValue) and isinstance(node.value, ast.Attribute):
            yield ast.unparse(node.value.value)


def loose(tree: ast.AST, kinds: set[str]) -> Iterator[int]:
    """The lines of the decisions by kind whose last case is not an error."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Match) or not any(kinds & set(named(case.pattern)) for case in node.cases):
            continue
        last = node.cases[-1]
        wild = isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None and last.guard is None
        if not (wild and "assert_never(" in ast.unparse(last.body[-1])):
            yield node.lineno


def test_every_match_by_kind_ends_in_an_error() -> None:
    kinds = KINDS | enums()
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for room in ROOMS
        for path in sorted(room.rglob("*.py"))
        for line in loose(ast.parse(path.read_text("utf-8")), kinds)
    ]
    assert found == []


def test_a_match_that_lets_a_kind_through_would_be_found() -> None:
    text = "match block:\n    case Heading():\n        pass\n    case _:\n        pass\n"
    assert list(loose(ast.parse(text), KINDS)) == [1]
    assert list(loose(ast.parse(text.rpartition("    case _")[0]), KINDS)) == [1]
    assert list(loose(ast.parse(text.removesuffix("pass\n") + "assert_never(block)\n"), KINDS)) == []


class Timeline(Value):
    """A kind of block and of inline content that no walk knows."""

    place: model.Place = model.Place()


def whole(*blocks: Any) -> Document:
    heading = Heading(1, (Text("Kop"),), "kop", id="kop")
    return Document("nl", (Part(Matter.BODY, Chapter(heading, blocks, Matter.BODY)),))


STRANGE: Any = Timeline()
WALKS: dict[str, Callable[[], object]] = {
    "blocks_in": lambda: list(blocks_in((STRANGE,))),
    "inlines_in": lambda: list(inlines_in((STRANGE,))),
    "inlines inside": lambda: list(inlines_in((Paragraph((STRANGE,)),))),
    "map_blocks": lambda: map_blocks((STRANGE,), lambda block: block),
    "map_inlines": lambda: map_inlines((STRANGE,), lambda inlines: inlines),
    "within": lambda: list(within((STRANGE,))),
    "plain": lambda: plain((STRANGE,)),
    "repeatable": lambda: repeatable((STRANGE,)),
    "stretches": lambda: list(spans_of(whole(STRANGE).chapters[0])),
    "stretches inside": lambda: list(spans_of(whole(Paragraph((STRANGE,))).chapters[0])),
    "places": lambda: check_places((STRANGE,), (), Diagnostics()),
    "advice": lambda: advise((STRANGE,), Diagnostics()),
    "facts": lambda: list(document_facts(whole(STRANGE), "Titel")),
    "tags": lambda: tag_document(whole(STRANGE), 0),
    "comparison": lambda: build_tree(ComparableReport(whole(STRANGE))),
    "comparison inside": lambda: build_tree(ComparableReport(whole(Paragraph((STRANGE,))))),
}


@pytest.mark.parametrize("walk", WALKS)
def test_a_walk_stops_at_a_kind_that_it_does_not_know(walk: str) -> None:
    with pytest.raises(AssertionError):
        WALKS[walk]()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_change_has_its_words(language: str) -> None:
    words = language_of(language).changes
    subjects = {*map(subject_of, TextRole), *Aspect} - {TextRole.REPORT}
    assert set(words.subjects) == {subject.value for subject in subjects}
    assert set(words.actions) == {action.value for action in Action}
    assert set(words.groups) == {group.value for group in ChangeGroup}
    assert set(words.chart_kinds) == set(BUILT_IN)
