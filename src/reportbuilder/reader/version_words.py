"""What can be said of a version, in a report and on its pages."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

from reportbuilder.i18n.language import language_of
from reportbuilder.i18n.number_format import NO_BREAK

if TYPE_CHECKING:
    from reportbuilder.project.settings import VersionSettings


def version_words(version: VersionSettings, language: str) -> Mapping[str, str]:
    """What can be said of a version, by its name in a style or a role: number, label, date and status."""
    words = language_of(language).report
    return {
        "number": str(version.number) if version.number else "",
        "label": version.label,
        "date": date_words(version.date, language),
        "status": words.version_statuses[version.status.value],
    }


def date_words(date: datetime.date, language: str) -> str:
    """A date as it is written in a language: 6 april 2020."""
    return f"{date.day}{NO_BREAK}{language_of(language).numbers.months[date.month - 1]} {date.year}"
