"""Dates as they are written in a language, and the names of months."""

import datetime
import re

from reportbuilder.i18n.language import LANGUAGES, language_of
from reportbuilder.i18n.number_format import NO_BREAK


def written_date(date: datetime.date, language: str) -> str:
    """A date in words: 6 april 2020, its day and month on one line.

    >>> written_date(datetime.date(2020, 4, 6), "nl")
    '6\\xa0april 2020'
    """
    return f"{date.day}{NO_BREAK}{language_of(language).numbers.months[date.month - 1]} {date.year}"


def month_pattern(*languages: str) -> str:
    """The names of months as alternatives of a regular expression, of all languages where none is named."""
    names = dict.fromkeys(month for tag in languages or LANGUAGES for month in language_of(tag).numbers.months)
    return "|".join(map(re.escape, names))
