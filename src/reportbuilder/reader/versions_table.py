"""The `{versions}` directive: a table of the released versions of a report, and a version in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportbuilder.diagnostics import Place
from reportbuilder.document.model import Block, Cell, Column, Paragraph, Row, Table, Text
from reportbuilder.i18n.formats import written_date
from reportbuilder.i18n.language import ReportWords, language_of
from reportbuilder.i18n.typography import protect, typographic
from reportbuilder.project.schema import Words
from reportbuilder.project.settings import VersionSettings
from reportbuilder.reader.data_tables import setting_inlines
from reportbuilder.reader.directive import Directive, PlacementSettings, ReadingContext, check_label, expect_no_body


def version_words(version: VersionSettings, language: str) -> Mapping[str, str]:
    """The words about a version by their names in a style or a role: `number`, `label`, `date` and `status`."""
    words = language_of(language).report
    return {
        "number": str(version.number) if version.number else "",
        "label": version.label,
        "date": written_date(version.date, language),
        "status": words.version_statuses[version.status.value],
    }


class VersionsSettings(PlacementSettings):
    """The settings of the table of versions; without a caption it has no number."""

    caption: Words = ""


def build_versions(directive: Directive, settings: VersionsSettings, reading: ReadingContext) -> tuple[Block, ...]:
    """The table of the report's versions, including the one that is built; a sentence when there are none."""
    expect_no_body(directive, reading.diagnostics)
    project = reading.project
    released = reading.released(reading.diagnostics)
    if released is None:
        return ()
    language, words, place = project.settings.language, reading.words, directive.place
    versions = _with_own(released, project.settings.version)
    if not versions:
        return (Paragraph((Text(words.no_versions, place),), place),)
    labels = (words.version, words.date, words.status, words.note)
    columns = tuple(
        Column(key, (Text(label, place),), header=key == "number")
        for key, label in zip(("number", "date", "status", "note"), labels, strict=True)
    )
    rows = tuple(_row(version, language, words, place) for version in versions)
    return (
        Table(
            check_label(directive, reading.diagnostics),
            setting_inlines(settings.caption, directive, "caption", reading),
            columns,
            rows,
            span=settings.span,
            float=settings.floats,
            place=place,
        ),
    )


def _with_own(released: Sequence[VersionSettings], own: VersionSettings) -> Sequence[VersionSettings]:
    """The versions released, and the one that is being built when it has a number that is not among them."""
    is_new = own.number is not None and all(v.number is None or v.number.rank != own.number.rank for v in released)
    return [*released, own] if is_new else released


def _row(version: VersionSettings, language: str, words: ReportWords, place: Place) -> Row:
    texts = version_words(version, language)
    note = protect(typographic(version.note or version.label))
    cells = (texts["number"], texts["date"], texts["status"], note)
    return Row(tuple(Cell((Paragraph((Text(cell, place),), place),), place=place) for cell in cells), place=place)
