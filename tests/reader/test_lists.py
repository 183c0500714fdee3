"""Lists: what their items are marked with, whatever way Word and Markdown write that."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportbuilder.document.model import Block, Callout, List, ListStyle, Paragraph
from reportbuilder.document.walk import blocks_in, plain
from reportbuilder.reader.blocks import position, replace_labels, roman, style_of
from tests.reader.conftest import Make


def markers(block: Block) -> list[str]:
    assert isinstance(block, List)
    return [item.marker for item in block.items]


def words(block: Block) -> list[str]:
    return [plain(inner.children) for inner in blocks_in((block,)) if isinstance(inner, Paragraph)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. a\n1. b\n1. c\n", ["1.", "2.", "3."]),
        ("1. a\n\n1. b\n\n1. c\n", ["1.", "2.", "3."]),
        ("7. a\n8. b\n9. c\n10. d\n", ["7.", "8.", "9.", "10."]),
        ("0. a\n0. b\n", ["0.", "1."]),
        ("3) a\n3) b\n", ["3)", "4)"]),
    ],
)
def test_a_list_counts_on_from_its_first_number(make: Make, text: str, expected: list[str]) -> None:
    assert markers(make(text).block) == expected


def test_a_number_that_is_not_printed_is_told(make: Make) -> None:
    made = make("7. zeven\n7. acht\n3. negen\n")
    (block,) = made.document.chapters[0].blocks
    assert markers(block) == ["7.", "8.", "9."]
    assert made.codes == [("list-number", 5, 1)]
    (problem,) = made.problems
    assert "number 3" in problem.message
    assert make("7. zeven\n8. acht\n9. negen\n").problems == ()  # as the hint says


def test_nested_lists_count_each_for_itself(make: Make) -> None:
    block = make("1. a\n   1. b\n   1. c\n1. d\n\n   5. e\n   5. f\n").block
    assert isinstance(block, List)
    inner = [markers(inside) for item in block.items for inside in item.blocks if isinstance(inside, List)]
    assert (markers(block), inner) == (["1.", "2."], [["1.", "2."], ["5.", "6."]])


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("a. een\nb. twee\n", ListStyle.LOWER_LETTER, ["a.", "b."]),
        ("a) een\n\nb) twee\n", ListStyle.LOWER_LETTER, ["a)", "b)"]),
        ("A. een\nB. twee\n", ListStyle.LETTER, ["A.", "B."]),
        ("A) een\nB) twee\nC) drie\n", ListStyle.LETTER, ["A)", "B)", "C)"]),
        ("i. een\nii. twee\niii. drie\niv. vier\n", ListStyle.LOWER_ROMAN, ["i.", "ii.", "iii.", "iv."]),
        ("I) een\nII) twee\n", ListStyle.UPPER_ROMAN, ["I)", "II)"]),
        ("- a. een\n- b. twee\n", ListStyle.LOWER_LETTER, ["a.", "b."]),
        ("- i) een\n- ii) twee\n", ListStyle.LOWER_ROMAN, ["i)", "ii)"]),
    ],
)
def test_letters_and_numerals_mark_a_list(make: Make, text: str, style: ListStyle, expected: list[str]) -> None:
    block = make(text).block
    assert isinstance(block, List)
    assert (block.style, markers(block)) == (style, expected)
    assert words(block) == ["een", "twee", "drie", "vier"][: len(expected)]


def test_a_lettered_list_follows_a_sentence_and_goes_on_over_lines(make: Make) -> None:
    first, block = make(
        "Er zijn er twee:\na. een,\n   over twee regels;\n\n   en een alinea;\nb. twee.\n"
    ).chapter.blocks
    assert isinstance(first, Paragraph)
    assert markers(block) == ["a.", "b."]
    assert words(block) == ["een, over twee regels;", "en een alinea;", "twee."]


def test_lists_of_another_kind_are_lists_of_their_own(make: Make) -> None:
    blocks = make("1. een\n2. twee\n\na. drie\nb. vier\n\na. vijf\nb. zes\n\n1. zeven\n1. acht\n").chapter.blocks
    assert [markers(block) for block in blocks] == [["1.", "2."], ["a.", "b."], ["a.", "b."], ["1.", "2."]]


def test_letters_stand_inside_numbers_and_numerals_inside_letters(make: Make) -> None:
    block = make("1. een\n   a. twee\n      i. drie\n      ii. vier\n   b. vijf\n2. zes\n").block
    lists = [inner for inner in blocks_in((block,)) if isinstance(inner, List)]
    assert [markers(inner) for inner in lists] == [["1.", "2."], ["a.", "b."], ["i.", "ii."]]
    assert words(block) == ["een", "twee", "drie", "vier", "vijf", "zes"]


def test_letters_in_a_directive_are_its_own(make: Make) -> None:
    block = make(":::{callout} Let op\na. een\nb. twee\n:::\n").block
    assert isinstance(block, Callout)
    assert markers(block.blocks[0]) == ["a.", "b."]


@pytest.mark.parametrize(
    "text",
    [
        "a. Bakker en zonen",
        "A. de Vries\n\nB. Jansen is er niet",
        "Dit is van\nA. Bakker en\nC. Jansen",
        "M. de Wit en\nN. de Wit",
        "a.b. en c.d.",
        "| a. x | b. y |",
    ],
)
def test_initials_are_no_list(make: Make, text: str) -> None:
    blocks = make(f"{text}\n").document.chapters[0].blocks
    kinds = {type(block) for block in blocks}
    if "\n\nB. " in text:  # two paragraphs that begin with A. and B. cannot be told from a list
        assert kinds == {List}
    else:
        assert kinds == {Paragraph}


def test_the_place_of_words_after_a_letter_is_where_they_stand(make: Make) -> None:
    assert make("a. een\nb. zie {ref}`nergens`\n").codes == [("label-unknown", 4, 8)]


@given(st.integers(1, 199))
def test_numerals_are_read_as_they_are_written(number: int) -> None:
    assert position(roman(number), ListStyle.LOWER_ROMAN) == number
    assert position(roman(number).upper(), ListStyle.UPPER_ROMAN) == number


def test_one_letter_i_is_a_numeral_only_at_the_start() -> None:
    assert style_of(["i"]) is ListStyle.LOWER_ROMAN
    assert style_of(list("abcdefghij")) is ListStyle.LOWER_LETTER
    assert style_of(["i", "j"]) is None


LINES = st.lists(
    st.sampled_from(
        ["a. x", "b. y", "  a) z", "  b) w", "i. p", "ii. q", "", "tekst", "- x", "1. n", ":::{quote}", ":::"]
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=200)
@given(LINES)
def test_only_labels_are_replaced_and_columns_stay(lines: list[str]) -> None:
    text = "\n".join(lines)
    replaced, labels = replace_labels(text)
    after = replaced.split("\n")
    assert [len(line) for line in after] == [len(line) for line in lines]
    changed = {index for index, line in enumerate(lines) if line != after[index]}
    assert changed == set(labels)
    for index, label in labels.items():
        assert lines[index].strip().startswith(label.text)
