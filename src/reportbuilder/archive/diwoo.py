"""Publication metadata in the format DiWoo 0.9.8 (KOOP), for the national index of the Wet open overheid (Woo).

Terms are those of the value lists of TOOI and of the EU, by URI. Annual reports are in the category of article 3.3,
second paragraph, under g, of the Woo.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from reportbuilder.archive.model import PackageSubject
from reportbuilder.archive.xml import XmlElement, element, serialized
from reportbuilder.i18n.language import language_of
from reportbuilder.project.settings import VersionStatus

NAMESPACE = "https://standaarden.overheid.nl/diwoo/metadata/"
_TOOI = "https://identifier.overheid.nl/tooi/def/thes/kern/"
_EU = "http://publications.europa.eu/resource/authority/"
# Of what can be done with a document the list knows receipt, signing and adoption: a draft is at most received.
_ACTS: Mapping[VersionStatus, tuple[str, str]] = MappingProxyType(
    {VersionStatus.CONCEPT: ("ontvangst", "c_dfcee535"), VersionStatus.FINAL: ("vaststelling", "c_641ecd76")}
)


def describe_publication(subject: PackageSubject) -> bytes:
    """The metadata of the screen edition of a version, as a `diwoo:Document`."""
    settings, archive, version = subject.settings, subject.archive, subject.version
    words = language_of(settings.language)
    language, code = words.dutch_name, words.iso_639_3
    omschrijvingen = [element("omschrijving", words) for words in (settings.subject, archive.description) if words]
    content = element(
        "DiWoo",
        element("identifiers", element("identifier", subject.identifier)),
        _organisation("publisher", subject),
        _organisation("verantwoordelijke", subject),
        element("naamOpsteller", settings.author),
        element("titelcollectie", element("officieleTitel", subject.title)),
        element("omschrijvingen", omschrijvingen),
        _classification(subject),
        element("creatiedatum", version.date.isoformat()),
        _listed("language", language, f"{_EU}language/{code}"),
        _listed("format", "PDF", f"{_EU}file-type/PDF"),
        element("aggregatiekenmerk", archive.identifier.value),
        element("documenthandelingen", _act(subject)),
    )
    return serialized(element("Document", content), NAMESPACE)


def _classification(subject: PackageSubject) -> XmlElement:
    return element(
        "classificatiecollectie",
        element(
            "informatiecategorieen",
            _listed("informatiecategorie", "jaarplannen en jaarverslagen", f"{_TOOI}c_c6cd1213"),
        ),
        element("documentsoorten", _listed("documentsoort", "jaarverslag", f"{_TOOI}c_3d782f30")),
        element("trefwoorden", (element("trefwoord", word) for word in subject.settings.keywords)),
    )


def _act(subject: PackageSubject) -> XmlElement:
    words, code = _ACTS[subject.version.status]
    return element(
        "documenthandeling",
        _listed("soortHandeling", words, _TOOI + code),
        element("atTime", subject.moment),
        _organisation("wasAssociatedWith", subject),
    )


def _organisation(name: str, subject: PackageSubject) -> XmlElement:
    address = subject.archive.organisation
    attributes = {"resource": address} if address else {}
    return XmlElement(name, subject.archive.creator.name, attributes)


def _listed(name: str, label: str, resource: str) -> XmlElement:
    return XmlElement(name, label, {"resource": resource})
