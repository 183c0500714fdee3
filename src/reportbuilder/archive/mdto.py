"""Archival metadata in the format MDTO 1.0.1 (Nationaal Archief): a document for the report, and one for every file.

Elements and their order follow MDTO-XML1.0.1.xsd. File names follow the specification of the Submission Information
Package: `<name>.mdto.xml` and `<file>.bestand.mdto.xml`, beside the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportbuilder.archive.model import PackageFile, PackageSubject
from reportbuilder.archive.xml import XmlElement, element, serialized
from reportbuilder.project.archive_settings import Concept, Identifier, Period, Reference, Restriction, Term
from reportbuilder.project.settings import VersionStatus

NAMESPACE = "https://www.nationaalarchief.nl/mdto"
OBJECT_ENDING = ".mdto.xml"
FILE_ENDING = ".bestand.mdto.xml"
_LOCATION = {"schemaLocation": f"{NAMESPACE} {NAMESPACE}/MDTO-XML1.0.1.xsd"}
_APPRAISALS = "Begrippenlijst Waarderingen MDTO"
_LEVELS = "Begrippenlijst Aggregatieniveaus MDTO"
_EVENTS = "Begrippenlijst EventTypeLijst MDTO"
_ALGORITHMS = "Begrippenlijst ChecksumAlgoritme MDTO"
_KINDS = "TOOI-waardelijst documentsoorten"
_COVERAGES = "Eigen begrippenlijst reportbuilder"


def describe_object(subject: PackageSubject, files: Sequence[PackageFile]) -> bytes:
    """The `informatieobject` of a version, with all files of its package."""
    archive, settings = subject.archive, subject.settings
    files = sorted(files, key=lambda file: (not is_record(subject, file), file.path))
    content = element(
        "informatieobject",
        _identifier("identificatie", subject, ""),
        element("naam", f"{subject.title} (versie {subject.version.number}: {subject.version.label})"),
        _concept("aggregatieniveau", archive.level, _LEVELS),
        _concept("classificatie", "jaarverslag", _KINDS, "c_3d782f30"),
        (_of("classificatie", concept) for concept in archive.classification),
        (element("trefwoord", word) for word in settings.keywords),
        (element("omschrijving", words) for words in _descriptions(subject)),
        element("raadpleeglocatie", element("raadpleeglocatieOnline", archive.address or "")),
        _coverage(archive.coverage or Period(begin=str(settings.year))),
        (_reference("dekkingInRuimte", place) for place in archive.places),
        element("taal", settings.language),
        _creation(subject),
        _concept("waardering", archive.appraisal.label, _APPRAISALS, archive.appraisal.code),
        _term("bewaartermijn", archive.retention),
        [_of("informatiecategorie", archive.category)] if archive.category else [],
        (_reference("isOnderdeelVan", whole) for whole in archive.part_of),
        (_to_file("heeftRepresentatie", subject, file) for file in files if not file.metadata),
        (_to_file("aanvullendeMetagegevens", subject, file) for file in files if file.metadata),
        _reference("archiefvormer", archive.creator),
        [_reference("activiteit", archive.activity)] if archive.activity else [],
        (_restriction(restriction) for restriction in archive.restrictions),
    )
    return serialized(element("MDTO", content), NAMESPACE, _LOCATION)


def describe_file(subject: PackageSubject, file: PackageFile) -> bytes:
    """The `bestand` of a file: its size, format and checksum. Only the record, the screen edition, has a URL."""
    kind = file.format
    lists = ("PRONOM-register", kind.puid) if kind.puid else ("IANA Media Types", kind.media)
    address = subject.archive.address if is_record(subject, file) else None
    content = element(
        "bestand",
        _identifier("identificatie", subject, f"/{file.path}"),
        element("naam", file.name),
        element("omvang", str(len(file.data))),
        _concept("bestandsformaat", kind.name, *lists),
        element(
            "checksum",
            _concept("checksumAlgoritme", "SHA256", _ALGORITHMS),
            element("checksumWaarde", file.sha256),
            element("checksumDatum", subject.moment),
        ),
        element("URLBestand", address or ""),
        element(
            "isRepresentatieVan",
            element("verwijzingNaam", subject.title),
            _identifier("verwijzingIdentificatie", subject, ""),
        ),
    )
    return serialized(element("MDTO", content), NAMESPACE, _LOCATION)


def is_record(subject: PackageSubject, file: PackageFile) -> bool:
    """Whether a file is the archival record: the released screen edition."""
    editions = {released.name for released in subject.version.files if released.edition == "screen"}
    return file.path.startswith("pdf/") and file.name in editions


def _descriptions(subject: PackageSubject) -> Iterable[str]:
    version = subject.version
    draft = "Dit is een concept." if version.status is VersionStatus.CONCEPT else "Dit is de vastgestelde versie."
    about = (subject.settings.subject, subject.archive.description, f"{draft} {version.note}".strip())
    return (words for words in about if words)


def _creation(subject: PackageSubject) -> XmlElement:
    return element(
        "event",
        _concept("eventType", "Creatie", _EVENTS),
        element("eventTijd", subject.version.date.isoformat()),
        _reference("eventVerantwoordelijkeActor", subject.archive.creator),
        element("eventResultaat", f"Versie {subject.version.number} uitgebracht: {subject.version.label}"),
    )


def _coverage(period: Period) -> XmlElement:
    return element(
        "dekkingInTijd",
        _concept("dekkingInTijdType", "Verslagperiode", _COVERAGES),
        element("dekkingInTijdBegindatum", period.begin),
        element("dekkingInTijdEinddatum", period.end or ""),
    )


def _restriction(restriction: Restriction) -> XmlElement:
    return element(
        "beperkingGebruik",
        _of("beperkingGebruikType", restriction.kind),
        element("beperkingGebruikNadereBeschrijving", restriction.description),
        _term("beperkingGebruikTermijn", restriction.term),
    )


def _term(name: str, term: Term | None) -> XmlElement:
    if term is None:
        return XmlElement(name, "")
    return element(
        name,
        [_of("termijnTriggerStartLooptijd", term.trigger)] if term.trigger else [],
        element("termijnStartdatumLooptijd", term.start.isoformat() if term.start else ""),
        element("termijnLooptijd", term.duration or ""),
        element("termijnEinddatum", term.end or ""),
    )


def _identifier(name: str, subject: PackageSubject, path: str) -> XmlElement:
    """The identifier of a version, or that of a file of it by path."""
    return _identified(name, Identifier(value=subject.identifier + path, source=subject.archive.identifier.source))


def _identified(name: str, identifier: Identifier) -> XmlElement:
    return element(
        name, element("identificatieKenmerk", identifier.value), element("identificatieBron", identifier.source)
    )


def _reference(name: str, reference: Reference) -> XmlElement:
    known = [_identified("verwijzingIdentificatie", reference.identifier)] if reference.identifier else []
    return element(name, element("verwijzingNaam", reference.name), known)


def _to_file(name: str, subject: PackageSubject, file: PackageFile) -> XmlElement:
    identifier = _identifier("verwijzingIdentificatie", subject, f"/{file.path}")
    return element(name, element("verwijzingNaam", file.name), identifier)


def _of(name: str, concept: Concept) -> XmlElement:
    return _concept(name, concept.label, concept.vocabulary, concept.code)


def _concept(name: str, label: str, vocabulary: str, code: str = "") -> XmlElement:
    return element(
        name,
        element("begripLabel", label),
        element("begripCode", code),
        element("begripBegrippenlijst", element("verwijzingNaam", vocabulary)),
    )
