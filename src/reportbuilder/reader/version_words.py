"""The number, label, date and status of a version in the words of a language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reportbuilder.i18n.dates import written_date
from reportbuilder.i18n.language import language_of

if TYPE_CHECKING:
    from reportbuilder.project.settings import VersionSettings


def version_words(version: VersionSettings, language: str) -> Mapping[str, str]:
    """The words about a version by their names in a style or a role: `number`, `label`, `date` and `status`."""
    words = language_of(language).report
    return {
        "number": str(version.number) if version.number else "",
        "label": version.label,
        "date": written_date(version.date, language),
        "status": words.version_statuses[version.status.value],
    }
