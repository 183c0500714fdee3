"""Markdown to blocks and inlines: what each sign means, and where it stands."""

from pathlib import Path

import pytest

from reportbuilder.document.model import (
    Callout,
    Emphasis,
    Figure,
    Foreign,
    Heading,
    LineBreak,
    Link,
    List,
    ListStyle,
    Paragraph,
    Script,
    Signature,
    Status,
    StatusMark,
    Strong,
    Text,
)
from reportbuilder.document.walk import plain
from tests.reader.conftest import Make

EVERYTHING = Path(__file__).parent.parent / "documents" / "good-alles"


def test_words_on_several_lines_are_one_text_where_it_begins(make: Make) -> None:
    block = make("Een zin op\ntwee regels, met *nadruk* en\n**kracht**.").block
    assert isinstance(block, Paragraph)
    first, emphasis, between, strong, last = block.children

    assert isinstance(first, Text)
    assert first.text == "Een zin op twee regels, met "
    assert isinstance(emphasis, Emphasis)
    assert isinstance(strong, Strong)
    texts = [t for t in (first, *emphasis.children, between, *strong.children, last) if isinstance(t, Text)]
    places = [(t.place.line, t.place.column) for t in texts]
    assert places == [(3, 1), (4, 19), (4, 26), (5, 3), (5, 11)]


def test_places_survive_indents_escapes_and_repeated_words(make: Make) -> None:
    made = make("- een {ref}`nergens`\n  - \\*een\\* &amp; {ref}`nergens` {ref}`nergens`\n")
    assert made.codes == [("label-unknown", 3, 7), ("label-unknown", 4, 19), ("label-unknown", 4, 34)]


def test_roles_say_what_they_stand_for(make: Make) -> None:
    block = make("{lang}`en: sense of urgency`{sup}`e`{sub}`2`{status}`deels`").block
    assert isinstance(block, Paragraph)
    foreign, raised, lowered, mark = block.children

    assert isinstance(foreign, Foreign)
    assert foreign.language == "en"
    assert plain(foreign.children) == "sense of urgency"
    assert isinstance(raised, Script)
    assert raised.raised
    assert isinstance(lowered, Script)
    assert not lowered.raised
    assert mark == StatusMark(Status.PARTLY, "deels gerealiseerd")


def test_a_backslash_ends_a_line(make: Make) -> None:
    block = make("een\\\ntwee").block
    assert isinstance(block, Paragraph)
    assert [type(inline) for inline in block.children] == [Text, LineBreak, Text]


def test_an_address_is_left_as_it_is(make: Make) -> None:
    block = make("<https://example.org/2019-2022>").block
    assert isinstance(block, Paragraph)
    (link,) = block.children
    assert isinstance(link, Link)
    assert plain(link.children) == link.target == "https://example.org/2019-2022"


def test_typographic_quotes_know_what_stands_before_them(make: Make) -> None:
    block = make("Dit is *het* 'gouden uur', zei **zij**'s man.").block
    assert isinstance(block, Paragraph)
    assert plain(block.children) == "Dit is het ‘gouden uur’, zei zij’s man."


@pytest.mark.parametrize(
    ("text", "style", "markers"),
    [
        ("- een\n- twee\n", ListStyle.BULLET, ["•", "•"]),
        ("3. drie\n4. vier\n", ListStyle.DECIMAL, ["3.", "4."]),
        ("1) een\n2) twee\n", ListStyle.DECIMAL, ["1)", "2)"]),
        ("- A. een\n- B. *twee*\n", ListStyle.LETTER, ["A.", "B."]),
        ("- A. een\n- C. drie\n", ListStyle.BULLET, ["•", "•"]),
        ("- A. een\n- twee\n", ListStyle.BULLET, ["•", "•"]),
        ("- B. een\n", ListStyle.BULLET, ["•"]),
    ],
)
def test_a_list_is_marked_as_it_is_written(make: Make, text: str, style: ListStyle, markers: list[str]) -> None:
    block = make(text).block
    assert isinstance(block, List)
    assert block.style is style
    assert [item.marker for item in block.items] == markers
    assert [item.place.line for item in block.items] == list(range(3, 3 + len(markers)))


def test_the_letter_of_an_item_is_not_said_twice(make: Make) -> None:
    block = make("- A. een\n- B. **twee**\n").block
    assert isinstance(block, List)
    paragraphs = [block for item in block.items for block in item.blocks]
    assert [plain(p.children) for p in paragraphs if isinstance(p, Paragraph)] == ["een", "twee"]


def test_lists_nest(make: Make) -> None:
    block = make("- een\n  1. diep\n     - dieper\n").block
    assert isinstance(block, List)
    _, inner = block.items[0].blocks
    assert isinstance(inner, List)
    assert inner.style is ListStyle.DECIMAL
    _, innermost = inner.items[0].blocks
    assert isinstance(innermost, List)
    assert innermost.place.line == 5


def test_a_directive_in_a_directive_keeps_its_lines(make: Make) -> None:
    made = make("::::{callout} Titel\n:::{table}\n:caption: Zie {ref}`nergens`.\n\n| a |\n| --- |\n| 1 |\n:::\n::::\n")
    assert made.codes == [("label-unknown", 5, 1)]


def test_a_directive_in_a_list_keeps_its_lines(make: Make) -> None:
    made = make("- een\n\n  :::{quote}\n  :attribution: iemand\n\n  Zie {ref}`nergens`.\n  :::\n")
    assert made.codes == [("label-unknown", 8, 7)]


def test_a_directive_between_backticks_is_a_directive(make: Make) -> None:
    block = make("```{callout} Titel\nTekst.\n```\n").block
    assert isinstance(block, Callout)


def test_a_signature_has_a_line_for_each_line(make: Make) -> None:
    block = make(":::{signature}\nA. de Vries\n**Directeur**\n:::\n").block
    assert isinstance(block, Signature)
    assert [plain(line) for line in block.lines] == ["A.\u00a0de Vries", "Directeur"]


def test_indented_text_is_text(make: Make) -> None:
    assert isinstance(make("    Ingesprongen tekst.").block, Paragraph)


def test_a_broken_directive_does_not_make_its_label_unknown(make: Make) -> None:
    made = make("Zie {ref}`een`.\n\n:::{table} een\n:dta: x.csv\n:::\n")
    assert [code for code, _, _ in made.codes] == ["directive-key"]


def test_headings_get_labels_from_their_words(make: Make) -> None:
    chapter = make("## Één & twee\n\n## Één & twee\n\n(een-twee-3)=\n## Eigen\n").chapter
    labels = [block.label for block in chapter.blocks if isinstance(block, Heading)]
    assert labels == ["een-twee", "een-twee-2", "een-twee-3"]


@pytest.mark.parametrize(
    ("inside", "name"),
    [
        ("- een\n- twee\n", "A list"),
        ("| a |\n| --- |\n| 1 |\n", "A table"),
        (":::{figure} images/vlak.png\n:decorative: true\n:::\n", "An image"),
        (":::{quote}\nGezegd.\n:::\n", "A quote"),
        (":::{status-legend}\n:::\n", "The key to the statuses"),
        (":::{break} page\n:::\n", "A break"),
    ],
)
def test_what_has_no_room_in_a_signature_is_told(make: Make, inside: str, name: str) -> None:
    image = (EVERYTHING / "images" / "vlak.png").read_bytes().decode("utf-8", "surrogateescape")
    made = make(f"::::{{signature}}\nA. de Vries\n\n{inside}::::\n", {"images/vlak.png": image})
    assert made.codes == [("block-place", 6, 1)]
    (problem,) = made.problems
    assert problem.message == f"{name} cannot stand in a signature."
    assert problem.hint == "Put it before or after the signature."


def test_two_who_sign_with_initials_are_no_list(make: Make) -> None:
    block = make(":::{signature}\nA. de Vries\nB. Jansen\n:::\n").block
    assert isinstance(block, Signature)
    assert [plain(line) for line in block.lines] == ["A.\u00a0de Vries", "B.\u00a0Jansen"]


@pytest.mark.parametrize(("width", "percent"), [("60%", 60), ("10 %", 10), ("100%", 100)])
def test_an_image_is_as_wide_as_its_width_says(make: Make, width: str, percent: int) -> None:
    image = (EVERYTHING / "images" / "vlak.png").read_bytes().decode("utf-8", "surrogateescape")
    made = make(f":::{{figure}} images/vlak.png\n:decorative: true\n:width: {width}\n:::\n", {"images/vlak.png": image})
    figure = made.block
    assert isinstance(figure, Figure)
    assert (figure.percent, made.codes) == (percent, [])


@pytest.mark.parametrize("width", ["9%", "101%", "60.5%", "12 cm", "²%", "01005%"])
def test_a_width_that_no_image_can_have_is_told(make: Make, width: str) -> None:
    image = (EVERYTHING / "images" / "vlak.png").read_bytes().decode("utf-8", "surrogateescape")
    made = make(f":::{{figure}} images/vlak.png\n:decorative: true\n:width: {width}\n:::\n", {"images/vlak.png": image})
    assert [code for code, _, _ in made.codes] == ["directive-value"]
