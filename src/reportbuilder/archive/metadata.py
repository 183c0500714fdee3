"""Metadata of a package as XML documents: MDTO 1.0.1 for the archive, DiWoo 0.9.8 for the national Woo index.

MDTO (Nationaal Archief): a document for the report, and one for every file. Elements and their order follow
MDTO-XML1.0.1.xsd. File names follow the specification of the Submission Information Package: `<name>.mdto.xml` and
`<file>.bestand.mdto.xml`, beside the file.

DiWoo (KOOP): terms are those of the value lists of TOOI and of the EU, by URI. Annual reports are in the category of
article 3.3, second paragraph, under g, of the Wet open overheid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from lxml import etree

from reportbuilder.archive.model import PackageFile, PackageSubject
from reportbuilder.i18n.language import language_of
from reportbuilder.project.archive_settings import Concept, Identifier, Period, Reference, Restriction, Term
from reportbuilder.project.settings import VersionStatus
from reportbuilder.values import Value, field

MDTO_SCHEMA = "MDTO-XML1.0.1.xsd"
DIWOO_SCHEMA = "diwoo-profile.xsd"
SCHEMAS = "schemas"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


class XmlElement(Value):
    """An element: its name, its text or child elements, and its attributes. Empty elements are not written."""

    name: str
    content: str | tuple[XmlElement, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether the element and its descendants have no text."""
        return not self.content.strip() if isinstance(self.content, str) else all(part.empty for part in self.content)


def element(name: str, *content: XmlElement | Iterable[XmlElement] | str, **attributes: str) -> XmlElement:
    """Make an element with text, or with child elements and iterables of them."""
    if len(content) == 1 and isinstance(content[0], str):
        return XmlElement(name, content[0], attributes)
    parts: list[XmlElement] = []
    for part in content:
        if isinstance(part, str):
            raise TypeError(f"{name}: words stand in an element of their own")
        parts += [part] if isinstance(part, XmlElement) else part
    return XmlElement(name, tuple(parts), attributes)


def serialized(root: XmlElement, namespace: str, attributes: Mapping[str, str] | None = None) -> bytes:
    """Serialize a document, indented, in UTF-8; equal elements give equal bytes."""
    nsmap: dict[str | None, str] = {None: namespace}
    if attributes:
        nsmap["xsi"] = _INSTANCE
    top = etree.Element(f"{{{namespace}}}{root.name}", nsmap=nsmap)
    for name, value in (attributes or {}).items():
        top.set(f"{{{_INSTANCE}}}{name}", value)
    _fill(top, root, namespace)
    etree.indent(top, "  ")
    data: bytes = etree.tostring(top, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def _fill(element: Any, filled: XmlElement, namespace: str) -> None:
    for name, value in filled.attributes.items():
        element.set(name, value)
    if isinstance(filled.content, str):
        element.text = filled.content.strip()
        return
    for part in filled.content:
        if not part.empty:
            _fill(etree.SubElement(element, f"{{{namespace}}}{part.name}"), part, namespace)


def parse_xml(data: bytes) -> Any | None:
    """Parse a document; None if it is not well-formed or has a document type. No external resource is loaded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None
    return None if root.getroottree().docinfo.doctype else root


def schema_errors(root: Any, schema: str) -> tuple[str, ...]:
    """Validate a document by one of our schemas; each error has its line and the message of libxml2."""
    validator = _validator(schema)
    if validator.validate(root):
        return ()
    return tuple(f"line {entry.line}: {_without_namespaces(entry.message)}" for entry in validator.error_log)


def schema_bytes(name: str) -> bytes:
    """The bytes of a schema file."""
    return resources.files("reportbuilder.archive").joinpath(SCHEMAS, name).read_bytes()


@cache
def _validator(name: str) -> Any:
    parser = etree.XMLParser(no_network=True)
    return etree.XMLSchema(etree.fromstring(schema_bytes(name), parser))


def _without_namespaces(message: str) -> str:
    """A message without the namespace in front of each element name."""
    for namespace in ("https://www.nationaalarchief.nl/mdto", "https://standaarden.overheid.nl/diwoo/metadata/"):
        message = message.replace(f"{{{namespace}}}", "")
    return message.rstrip(".")


MDTO_NAMESPACE = "https://www.nationaalarchief.nl/mdto"
OBJECT_ENDING = ".mdto.xml"
FILE_ENDING = ".bestand.mdto.xml"
_LOCATION = {"schemaLocation": f"{MDTO_NAMESPACE} {MDTO_NAMESPACE}/MDTO-XML1.0.1.xsd"}
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
    return serialized(element("MDTO", content), MDTO_NAMESPACE, _LOCATION)


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
    return serialized(element("MDTO", content), MDTO_NAMESPACE, _LOCATION)


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


DIWOO_NAMESPACE = "https://standaarden.overheid.nl/diwoo/metadata/"
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
    return serialized(element("Document", content), DIWOO_NAMESPACE)


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
