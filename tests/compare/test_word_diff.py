"""What was done to the words of a text, as a Dutch reader would say it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.compare.word_diff import reword, sentence_starts, tokens
from tests.compare.documents import words


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Het doel is gehaald.", "Het doel is niet gehaald.", [("", "niet ")]),
        ("Het aantal daalde van 12 naar 14.", "Het aantal daalde van 13 naar 15.", [("12", "13"), ("14", "15")]),
        ("de grote man van de stad", "de kleine vrouw van de stad", [("grote man", "kleine vrouw")]),
        (
            "de oude haven en de nieuwe stad",
            "de dode haven of de mooie stad",
            [("oude", "dode"), ("en de nieuwe", "of de mooie")],
        ),
        ("De aanpak, die goed is, werkt.", "De aanpak die goed is werkt.", [(",", ""), (",", "")]),
        ("een 2-daagse training", "een 3-daagse training", [("2-daagse", "3-daagse")]),
        ("een wijkagent", "een wijkagenten", [("wijkagent", "wijkagenten")]),
        ("Op € 14.232.000 beslag", "Op € 14.233.000 beslag", [("€ 14.232.000", "€ 14.233.000")]),
        ("Een zin. Slot.", "Een zin.\nSlot.", [(" ", "\n")]),
        ("Goed werk.", "", [("Goed werk.", "")]),
        (
            "Versie: Concept voor de eenheidsleiding, 16 maart 2020",
            "Versie: Concept, Versie RVO 6 april 2020",
            [("Concept voor de eenheidsleiding, 16 maart 2020", "Concept, Versie RVO 6 april 2020")],
        ),
    ],
)
def test_words(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert [(made.old, made.new) for made in reword(old, new)] == expected


def test_a_sentence_of_which_little_is_left_is_replaced_as_a_whole() -> None:
    old = "Eerst dit. Daar heeft de eenheid in de afgelopen jaren hard aan gewerkt. Dan dat."
    new = "Eerst dit. Aan dit onderwerp besteedde het team de meeste aandacht en tijd. Dan dat."

    assert [(made.old, made.new) for made in reword(old, new)] == [(old[11:-9], new[11:-9])]


@given(words, words)
def test_what_is_found_makes_the_new_text_of_the_old_one(old: str, new: str) -> None:
    text = old
    for made in reversed(reword(old, new)):
        assert text[made.at : made.at + len(made.old)] == made.old
        assert new[made.new_at : made.new_at + len(made.new)] == made.new
        text = text[: made.at] + made.new + text[made.at + len(made.old) :]
    assert text == new


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("82,3 % van € 14.232.000", ["82,3 %", "van", "€ 14.232.000"]),
        ("t.o.v. 2019-2022, in- en uitstroom", ["t.o.v.", "2019-2022", ",", "in-", "en", "uitstroom"]),
        ("(vak)mens 1:5.000", ["(", "vak", ")", "mens", "1:5.000"]),
        ("’s avonds", ["’", "s", "avonds"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert [token.text for token in tokens(text)] == expected


def test_sentences_do_not_end_at_abbreviations() -> None:
    text = "Zie art. 39 van de wet. Ook dhr. Jansen kwam. ‘Echt waar!’ Daarna niet meer."

    assert [text[at:].split(" ")[0] for at in sentence_starts(text)] == ["Zie", "Ook", "‘Echt", "Daarna"]


@given(st.text())
def test_tokens_are_in_order_and_stand_where_they_say(text: str) -> None:
    found = tokens(text)

    assert all(text[token.start : token.stop] == token.text for token in found)
    assert all(a.stop <= b.start for a, b in pairwise(found))
    rest = "".join(c for at, c in enumerate(text) if not any(t.start <= at < t.stop for t in found))
    assert not rest.strip()
