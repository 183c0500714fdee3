"""Abbreviations and months, which several rooms read."""

import datetime
import re

import pytest

from reportbuilder.i18n.formats import month_pattern, written_date
from reportbuilder.i18n.typography import ends_in_abbreviation


@pytest.mark.parametrize("text", ["Zie blz.", "zie Art. ", "o.a.", "de heer J.", "m.b.t.", "in totaal ca.\n"])
def test_the_full_stop_of_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert ends_in_abbreviation(text)


@pytest.mark.parametrize("text", ["Dat was alles.", "in 2019.", "een start.", "zonder punt", ""])
def test_any_other_full_stop_does(text: str) -> None:
    assert not ends_in_abbreviation(text)


def test_months_of_all_languages_are_known_once() -> None:
    names = month_pattern().split("|")
    assert len(names) == len(set(names)) == 24
    assert re.fullmatch(month_pattern("nl"), "maart")
    assert not re.fullmatch(month_pattern("nl"), "March")


def test_a_date_is_written_as_its_language_writes_it() -> None:
    day = datetime.date(2020, 4, 6)
    assert written_date(day, "nl") == "6\u00a0april 2020"
    assert written_date(day, "en") == "6\u00a0April 2020"
