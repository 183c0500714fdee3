"""Words that are the same and are set otherwise, or lead elsewhere."""

from __future__ import annotations

import pytest

from reportbuilder.compare.markup_plan import RedlineMode
from reportbuilder.compare.phrasing import phrases_of
from reportbuilder.compare.redline import redline
from reportbuilder.compare.report_comparison import compare
from reportbuilder.document.model import Block, Emphasis, Foreign, Inline, Link, Paragraph, Revised, Strong, Text
from reportbuilder.document.walk import inlines_in, plain
from tests.compare.apply_changes import apply_changes, lines_of
from tests.compare.documents import paragraph, simple_copy, text

NL = phrases_of("nl")
CRIME = "Dit jaar nam de High Impact Crime opnieuw af."


def crime(*middle: Inline) -> Paragraph:
    """The sentence, with its middle words set in some way."""
    return Paragraph((Text("Dit jaar nam de "), *middle, Text(" opnieuw af.")))


EMPHASIS = crime(Emphasis(text("High Impact Crime")))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (EMPHASIS, paragraph(CRIME), ("vorm gewijzigd", "High Impact Crime (cursief)", "High Impact Crime (gewoon)")),
        (
            EMPHASIS,
            crime(Strong(text("High")), Text(" Impact Crime")),
            ("vorm gewijzigd", "High (cursief)", "High (vet)"),
        ),
        (
            paragraph(CRIME),
            crime(Foreign(text("High Impact Crime"), "en")),
            ("vorm gewijzigd", "High Impact Crime (gewoon)", "High Impact Crime (taal: en)"),
        ),
        (
            crime(Link(text("High Impact Crime"), "https://oud.nl")),
            crime(Link(text("High Impact Crime"), "https://nieuw.nl")),
            (
                "koppeling gewijzigd",
                "High Impact Crime (leidt naar https://oud.nl)",
                "High Impact Crime (leidt naar https://nieuw.nl)",
            ),
        ),
    ],
)
def test_it_is_told_with_the_words(old: Block, new: Block, told: tuple[str, str, str]) -> None:
    found = compare(simple_copy(old), simple_copy(new))
    first = found.changes[0]

    assert (NL.kind(first), *NL.before_and_after(first)) == told
    assert apply_changes(lines_of(found.old), found.changes) == lines_of(found.new)


@pytest.mark.parametrize("marks", RedlineMode)
def test_the_words_are_marked_as_changed(marks: RedlineMode) -> None:
    old, new = simple_copy(EMPHASIS), simple_copy(paragraph(CRIME))
    shown = redline(new.document, compare(old, new), NL, marks)
    (block,) = shown.chapters[0].blocks

    assert [
        (i.revision.value, plain(i.children), i.change) for i in inlines_in((block,)) if isinstance(i, Revised)
    ] == [("changed", "High Impact Crime", 1)]


def test_it_is_told_beside_other_words_that_changed() -> None:
    new = Paragraph((Text("Vorig jaar nam de High Impact "), Strong(text("Crime")), Text(" opnieuw af.")))
    found = compare(simple_copy(EMPHASIS), simple_copy(new))

    assert [NL.kind(change) for change in found.changes] == ["woorden gewijzigd", "vorm gewijzigd", "vorm gewijzigd"]
    assert [NL.before_and_after(change)[1] for change in found.changes] == [
        "Vorig",
        "High Impact (gewoon)",
        "Crime (vet)",
    ]
    assert found.changes[1].context_new.before == "Vorig jaar nam de "


def test_marks_and_spaces_alone_are_no_change() -> None:
    old = Paragraph((Strong(text("Versie")), Text(": concept")))
    new = Paragraph((Strong(text("Versie: ")), Text("concept")))

    assert compare(simple_copy(old), simple_copy(new)).changes == ()
