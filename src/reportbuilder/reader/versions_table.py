"""What a report says of its versions: the `{versions}` directive is a table of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportbuilder.diagnostics import Place
from reportbuilder.document.model import Block, Cell, Column, Paragraph, Row, Table, Text
from reportbuilder.i18n.report_words import Words as LanguageWords
from reportbuilder.i18n.typography import protect, typographic
from reportbuilder.project.schema import Words
from reportbuilder.project.settings import VersionSettings
from reportbuilder.reader.directive import Directive, Placed, Reading, check_label, expect_no_body
from reportbuilder.reader.tables import setting_inlines
from reportbuilder.reader.version_words import version_words

if TYPE_CHECKING:
    from reportbuilder.versions.register import Register


class VersionsSettings(Placed):
    """The settings of the table of versions; without a caption it has no number."""

    caption: Words = ""


def build_versions(directive: Directive, settings: VersionsSettings, reading: Reading) -> tuple[Block, ...]:
    """The table of the report's versions, that which is being made included; a sentence when there is none."""
    from reportbuilder.versions.register import read_register  # only this asks for what was released

    expect_no_body(directive, reading.diagnostics)
    project = reading.project
    register = read_register(project.root, reading.diagnostics)
    if register is None:
        return ()
    language, words, place = project.settings.language, reading.words, directive.place
    versions = _shown(register, project.settings.version)
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


def _shown(register: Register, own: VersionSettings) -> Sequence[VersionSettings]:
    """The versions released, and the one that is being made when it has a number that is not among them."""
    released = [
        VersionSettings(number=v.number, label=v.label, status=v.status, date=v.date, note=v.note)
        for v in register.versions
    ]
    return [*released, own] if own.number is not None and register.find(own.number) is None else released


def _row(version: VersionSettings, language: str, words: LanguageWords, place: Place) -> Row:
    said = version_words(version, language)
    note = protect(typographic(version.note or version.label))
    cells = (said["number"], said["date"], said["status"], note)
    return Row(tuple(Cell((Paragraph((Text(cell, place),), place),), place=place) for cell in cells), place=place)
