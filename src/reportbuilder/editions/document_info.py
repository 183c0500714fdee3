"""The metadata of an edition's file: title, author, subject, and date."""

from __future__ import annotations

import datetime
import os

from reportbuilder.diagnostics import Code, Diagnostics, Place, ReportError
from reportbuilder.loading import LoadedReport
from reportbuilder.pdf.metadata import DocumentInfo, Metadata
from reportbuilder.project.scalars import quoted
from reportbuilder.project.settings import ReportSettings

_SOURCE_DATE = "SOURCE_DATE_EPOCH"
_LAST_SECOND = 253_402_300_799  # of the year 9999


def document_info(report: LoadedReport) -> DocumentInfo:
    """The metadata of every edition of a report; raises ReportError for a `SOURCE_DATE_EPOCH` that is none."""
    settings = report.folder.settings
    return DocumentInfo(metadata_of(settings), date_of(settings, report.version is not None))


def metadata_of(settings: ReportSettings) -> Metadata:
    """The metadata of a report, by its settings."""
    return Metadata(
        title=" – ".join(filter(None, (settings.title, settings.subtitle, settings.unit))),
        author=settings.author or settings.publisher or settings.unit,
        subject=settings.subject,
        keywords=settings.keywords,
        language=settings.language,
        creator="reportbuilder",
    )


def date_of(settings: ReportSettings, released: bool = False) -> datetime.datetime:
    """The date in a file: `SOURCE_DATE_EPOCH` if it is set, or else that of the version; never the clock's.

    A `released` version has its own date whatever is set, so that it can be made again. Raises ReportError when the
    variable holds anything but seconds since 1970 (reproducible-builds.org/specs/source-date-epoch).
    """
    seconds = _source_date()
    if seconds is not None and not released:
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return datetime.datetime.combine(settings.version.date, datetime.time(), datetime.UTC)


def _source_date() -> int | None:
    """The seconds since 1970 of `SOURCE_DATE_EPOCH`; None when it is not set."""
    value = os.environ.get(_SOURCE_DATE, "")
    if not value:
        return None
    if value.isascii() and value.isdigit() and len(value) < 20 and int(value) <= _LAST_SECOND:
        return int(value)
    message = f"The variable SOURCE_DATE_EPOCH is {quoted(value)}, which is no moment from 1970 to 9999."
    hint = "Set it to whole seconds since 1970 (1577836800 is 1 January 2020), or unset it."
    diagnostics = Diagnostics()
    diagnostics.add(Code.SOURCE_DATE, message, Place(_SOURCE_DATE), hint)
    raise ReportError(diagnostics)
