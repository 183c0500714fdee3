"""Whether the text mentions every numbered figure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from reportbuilder.checks.check import CheckedReport, CheckExample
from reportbuilder.diagnostics import Code, Diagnostic, Place
from reportbuilder.document.model import Chapter, Chart, Figure, Link, PageReference
from reportbuilder.document.walk import all_chapters, blocks_in, inlines_in
from reportbuilder.memo import Same
from reportbuilder.values import Value


class _Figures(Value):
    """The numbered figures of a chapter (number, label, place), and the labels that it refers to."""

    shown: tuple[tuple[str, str, Place], ...]
    mentioned: frozenset[str]


class FigureMentions:
    """Finds charts and images with a number that no reference names."""

    code = Code.FIGURE_UNMENTIONED
    summary = "A numbered chart or image is mentioned nowhere in the text."
    reason = "A reader comes past it without being told why; and it can only be placed beside words that name it."
    examples = (
        CheckExample(
            (Code.FIGURE_UNMENTIONED,),
            "Er waren meer netwerken.\n\n:::{chart} grafiek\n:::",
            "id;indicator;eenheid;2021;2022\nnetwerken;Netwerken;aantal;9;12\n",
            chart="kind: bar\ntitle: Meer netwerken\nalt: Het aantal netwerken steeg van 9 naar 12.\n"
            'data: indicatoren.csv\nrows: [netwerken]\ncolumns: ["2021", "2022"]\n',
        ),
    )

    def check(self, report: CheckedReport) -> Iterator[Diagnostic]:
        """The figures that are not mentioned, in order."""
        chapters = [
            report.memo.get("figures of chapters", Same(chapter), partial(_figures_of, chapter))
            for chapter in all_chapters(report.document)
        ]
        mentioned = frozenset[str]().union(*(chapter.mentioned for chapter in chapters))
        for number, label, place in (figure for chapter in chapters for figure in chapter.shown):
            if label not in mentioned:
                yield Diagnostic(
                    Code.FIGURE_UNMENTIONED,
                    f"No sentence mentions {number}.",
                    f"Name it where the text speaks of it: {{ref}}`{label}`.",
                    place,
                )


def _figures_of(chapter: Chapter) -> _Figures:
    shown = tuple(
        (block.number, block.label, block.place)
        for block in blocks_in(chapter.blocks)
        if isinstance(block, Chart | Figure) and block.number and block.label
    )
    notes = (inline for note in chapter.notes.values() for inline in inlines_in(note.blocks))
    targets: set[str] = set()
    for inline in (*inlines_in(chapter.blocks), *notes):
        if isinstance(inline, Link):
            targets.add(inline.target.removeprefix("#"))
        elif isinstance(inline, PageReference):
            targets.add(inline.label)
    return _Figures(shown, frozenset(targets))
