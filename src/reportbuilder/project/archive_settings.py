"""The settings under `archive:` in `report.yaml`: metadata for the archive that the report itself does not have.

Terms are those of MDTO (Metagegevens Duurzaam Toegankelijke Overheidsinformatie) 1.0.1.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from enum import Enum
from typing import Annotated
from urllib.parse import urlsplit

from reportbuilder.project.scalars import FieldError
from reportbuilder.project.schema import After, Form, Words
from reportbuilder.values import field

_DURATION = re.compile(r"P(?=\d)(\d+Y)?(\d+M)?(\d+D)?")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def _filled(value: str) -> str:
    if value.strip():
        return value
    raise FieldError("is empty", "Write at least one word.")


def _as_duration(value: str) -> str:
    if _DURATION.fullmatch(value):
        return value
    raise FieldError("is no period", "Write years, months or days as P20Y, P6M or P30D.")


def _as_address(value: str) -> str:
    parts = urlsplit(value) if value.isascii() and " " not in value else None
    if parts is not None and parts.scheme in ("http", "https") and parts.netloc:
        return value
    raise FieldError("is no web address", "Write it in full: https://www.example.nl/jaarverslag.pdf.")


def _as_day(value: str) -> str:
    """A year, a month or a day; MDTO takes any of them."""
    if _DAY.fullmatch(value):
        try:
            datetime.date.fromisoformat((value + "-01-01")[:10])
        except ValueError:
            pass
        else:
            return value
    raise FieldError("is no year, month or day", "Write 2019, 2019-04 or 2019-04-06.")


def _some(value: tuple[object, ...]) -> tuple[object, ...]:
    if value:
        return value
    hint = "Say that there is none as one: kind: {label: Geen beperking, list: …}."
    raise FieldError("has no entries, and MDTO asks for at least one", hint)


Filled = Annotated[Words, After(_filled)]
Duration = Annotated[Words, After(_as_duration)]
Address = Annotated[Words, After(_as_address)]
Day = Annotated[Words, After(_as_day)]


class Appraisal(Enum):
    """Whether a record is kept or destroyed, by the selection list; `code` and `label` are those of MDTO's list of
    appraisals (`waardering`)."""

    KEEP = "keep"
    DESTROY = "destroy"
    UNDECIDED = "undecided"

    @property
    def code(self) -> str:
        return {"keep": "B", "destroy": "V", "undecided": "N"}[self.value]

    @property
    def label(self) -> str:
        words = {"keep": "Blijvend te bewaren", "destroy": "Tijdelijk te bewaren", "undecided": "Nader te bepalen"}
        return words[self.value]


class Concept(Form, kw_only=True):
    """A term of a list of terms (`begripGegevens`): its words, its code there, and the list."""

    label: Filled
    code: Words = ""
    vocabulary: Filled = field(name="list")


class Identifier(Form, kw_only=True):
    """An identifier and the register that it is in (`identificatieGegevens`)."""

    value: Filled
    source: Filled


class Reference(Form, kw_only=True):
    """A reference to something by its name, with its identifier if it has one (`verwijzingGegevens`)."""

    name: Filled
    identifier: Identifier | None = None


class Period(Form, kw_only=True):
    """The period that the report is about: years, months or days."""

    begin: Day
    end: Day | None = None


class Term(Form, kw_only=True):
    """A retention period (`termijnGegevens`): the event after which it begins, its start, duration and end."""

    trigger: Concept | None = None
    start: datetime.date | None = None
    duration: Duration | None = None
    end: Day | None = None


class Restriction(Form, kw_only=True):
    """A restriction on the use of the report; one of the terms means that there is no restriction."""

    kind: Concept
    description: Words = ""
    term: Term | None = None


class ArchiveSettings(Form, kw_only=True):
    """The settings under `archive:` in `report.yaml`.

    A version adds its number to the `identifier`. `creator` is the organisation that answers for the report, and
    `organisation` its URI in the registers of TOOI, where it has one. `address` is where the published PDF stands.
    `columns` says what the columns of data files mean, by their names.
    """

    identifier: Identifier
    creator: Reference
    organisation: Address | None = None
    level: Filled = "Archiefstuk"
    description: Words = ""
    classification: tuple[Concept, ...] = ()
    coverage: Period | None = None
    places: tuple[Reference, ...] = ()
    appraisal: Appraisal
    retention: Term | None = None
    category: Concept | None = None
    part_of: tuple[Reference, ...] = field(default=(), name="part-of")
    activity: Reference | None = None
    restrictions: Annotated[tuple[Restriction, ...], After(_some)]
    address: Address | None = None
    columns: Mapping[str, Filled] = field(default_factory=dict)
