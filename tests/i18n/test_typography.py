"""Typographic characters and spaces that hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.i18n.typography import LONGEST_CHAIN, protect, typographic

SAMPLES = [
    "2019", "2022", "-", "–", "...", "6", "april", "artikel", "39", "lid", "1", "17", "%", "€", "5", "o.", "a.", "J.",
    "P.", "R.", "de", "Vries", "'", '"', "'s", "www.x", ".", "@", "tabel", "nr.", "kg", "x\u00a0y",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(SAMPLES), max_size=14).map(" ".join) | st.text(
    alphabet="abR.  \u00a0-–'\"2019%€()@w/:\n", max_size=40
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("17 % meer", "17~% meer"),
        ("€ 14.232.000", "€~14.232.000"),
        ("op 6 april 2020 was", "op 6~april 2020 was"),
        ("o. a. de", "o.~a. de"),
        ("o.a. de", "o.a. de"),
        ("Peter R. de Vries", "Peter R.~de Vries"),
        ("J. P. Balkenende", "J.~P.~Balkenende"),
        ("artikel 39 lid 1 van", "artikel~39 lid~1 van"),
        ("Tabel 1 en prio 1", "Tabel~1 en prio~1"),
        ("nr. 5, art. 39", "nr.~5, art.~39"),
        ("44.000 kg, 12 fte, 3,4 mln. en 15 minuten", "44.000~kg, 12~fte, 3,4~mln. en 15~minuten"),
        ("een deel van 5", "een deel van 5"),
        ("in 2022 kwamen", "in 2022 kwamen"),
    ],
)
def test_protect(text: str, wanted: str) -> None:
    assert protect(text) == wanted.replace("~", "\u00a0")


def test_protect_makes_no_long_chains() -> None:
    chained = protect("A. B. C. D. E. F. G. H. I. J. K. L. Veiligheidsoverleg")
    assert max(map(len, chained.split(" "))) <= LONGEST_CHAIN


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("'t is 'klaar'", "’t is ‘klaar’"),
        ("thema's in 's-Gravenhage", "thema’s in ’s-Gravenhage"),
        ('("hallo")', "(“hallo”)"),
        ("wacht...", "wacht…"),
        ("goed - beter", "goed – beter"),
        ("2019-2022", "2019–2022"),
        ("2019 – 2022", "2019–2022"),
        ("0900-8844", "0900-8844"),
        ("publiek-private", "publiek-private"),
        ("mail a'b@c.nl of https://x.nl/2019-2022", "mail a'b@c.nl of https://x.nl/2019-2022"),
    ],
)
def test_typographic(text: str, wanted: str) -> None:
    assert typographic(text) == wanted


def test_a_quote_closes_after_what_stands_before() -> None:
    assert typographic('" zei hij', before="woord") == "” zei hij"


@given(TEXTS)
def test_both_may_be_applied_again(text: str) -> None:
    once = protect(typographic(text))
    assert protect(once) == once
    assert typographic(once) == once
    assert protect(protect(text)) == protect(text)


@given(TEXTS)
def test_protect_only_changes_spaces(text: str) -> None:
    assert protect(text).replace("\u00a0", " ") == text.replace("\u00a0", " ")
