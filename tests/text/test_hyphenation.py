"""Dutch words at their line ends."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyphen import Pyphen

from reportbuilder.text.hyphenation import Hyphenator
from reportbuilder.text.patterns import Patterns

PATTERNS = Patterns("nl")
PYPHEN = Pyphen(lang="nl_NL", left=1, right=1)
DUTCH = Hyphenator("nl", exceptions=("politie-be-drijf", "Rotterdam"))


def divided(word: str, hyphenator: Hyphenator = DUTCH) -> str:
    """The word with a bar at every point."""
    ends = [0, *(p.index for p in hyphenator.points(word)), len(word)]
    return "|".join(word[a:b] for a, b in pairwise(ends))


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("doelstellingen", "doel|stel|lin|gen"),
        ("(ontwikkel)doelstellingen", "(ont|wik|kel)doel|stel|lin|gen"),
        ("(ex)partner-stalking", "(ex)part|ner-stal|king"),
        ("‘klassieke’", "‘klas|sieke’"),
        ("ontwikkeling).", "ont|wik|ke|ling)."),
        ("pagina’s", "pa|gi|na’s"),
        ("IJsselmonde", "IJs|sel|monde"),
        ("CTER", "CTER"),
        ("CTER-onderzoeken", "CTER-on|der|zoe|ken"),
        ("RIECs", "RIECs"),
        ("MAATREGELEN", "MAATREGELEN"),
        ("iPhonehouder", "iPhonehouder"),
        ("covid19besmettingen", "covid19besmettingen"),
        ("https://www.politie.nl/ontwikkelingen", "https://www.politie.nl/ontwikkelingen"),
        ("politie.nl,", "politie.nl,"),
        ("naam.achternaam@politie.nl", "naam.achternaam@politie.nl"),
        ("zo’n", "zo’n"),
        ("over", "over"),
        ("politiebedrijf", "politie|be|drijf"),
        ("Politiebedrijf", "Politie|be|drijf"),
        ("Rotterdam", "Rotterdam"),
    ],
)
def test_points(word: str, wanted: str) -> None:
    assert divided(word) == wanted


@pytest.mark.parametrize(
    ("word", "before", "after"),
    [
        ("geüniformeerd", "ge", "uniformeerd"),
        ("coördinatie", "co", "ordinatie"),
        ("Beïnvloeden", "Be", "invloeden"),
        ("tweeëndertig", "twee", "endertig"),
        ("geu\u0308niformeerd", "ge", "uniformeerd"),
    ],
)
def test_the_trema_goes_at_a_break(word: str, before: str, after: str) -> None:
    point = DUTCH.points(word)[0]
    assert (point.before_text, point.after_text) == (before, after)


def test_a_trema_elsewhere_stays() -> None:
    assert DUTCH.points("geüniformeerd")[1].after_text == "niformeerd"
    assert DUTCH.points("financiële")[0].after_text == "nanciële"
    german = Hyphenator("de")
    assert all("ü" in p.before_text + p.after_text for p in german.points("Abgabeübersicht"))


def test_the_fewest_letters_on_either_side() -> None:
    wide = Hyphenator("nl", before=4, after=5)
    assert divided("doelstellingen", wide) == "doel|stel|lingen"
    assert divided("organisatie", Hyphenator("nl", before=1)) == "or|ga|ni|sa|tie"


def test_languages() -> None:
    assert divided("development", Hyphenator("en-GB")) == divided("development", Hyphenator("en"))
    assert divided("development", Hyphenator("en")) != "development"
    assert divided("ontwikkeling", Hyphenator("xx")) == "ontwikkeling"
    assert divided("ontwikkeling", Hyphenator("xx", exceptions=("ont-wikkeling",))) == "ont|wikkeling"


@pytest.mark.parametrize("language", ["nl", "en-US", "hu", "af", "ru", "uk"])
def test_every_pattern_file_can_be_read(language: str) -> None:
    assert Hyphenator(language).points("x" * 8) == ()


@given(st.text(alphabet="aeioubdgklnrstëüïöijIJA'’-–/()1.@\u0308", max_size=24))
def test_points_lie_inside_the_word_and_lose_no_letter(word: str) -> None:
    last = 0
    for point in DUTCH.points(word):
        assert last < point.index < len(word)
        assert point.before_text == word[: point.index]
        rest = word[point.index :]
        assert point.after_text == rest or point.after_text[0] in "aeiou"
        assert point.after_text[1:] in (rest[1:], rest[2:])
        last = point.index


@given(
    st.one_of(
        st.text(alphabet="aaeeeiioubcdfghjklmnnprrssttvwzëïé", max_size=30),
        st.lists(
            st.sampled_from(["ge", "ver", "onder", "zoek", "schap", "lijk", "heden", "politie", "ijs", "straat"]),
            max_size=6,
        ).map("".join),
    )
)
def test_a_lazily_read_pattern_divides_as_one_read_before(word: str) -> None:
    theirs = [int(i) for i in PYPHEN.positions(word)]
    assert [i for i in PATTERNS.places(word) if 1 <= i <= len(word) - 1] == theirs


@pytest.mark.parametrize(
    "word", ["veiligheidsoverleg", "ondermijnende", "burgemeester", "aangiftebereidheid", "slachtofferzorg"]
)
def test_the_patterns_are_read_as_pyphen_reads_them(word: str) -> None:
    theirs = Pyphen(lang="nl_NL", left=2, right=3).positions(word)
    assert [p.index for p in Hyphenator("nl", before=2, after=3).points(word)] == [int(i) for i in theirs]
