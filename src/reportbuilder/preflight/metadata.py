"""Reads the metadata and the standards that it claims, and checks that XMP and the Info dictionary agree (ISO 19005-2,
6.6)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from xml.etree import ElementTree

from reportbuilder.preflight.reader import File, get, stream_data, text
from reportbuilder.standards.facts import Fact, Observation
from reportbuilder.standards.standard import IMPLICIT, Standard
from reportbuilder.values import Value

_NAMES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
    "http://ns.adobe.com/pdfx/1.3/": "pdfx",
    "http://www.npes.org/pdfvt/ns/id/": "pdfvtid",
    "http://www.aiim.org/pdfe/ns/id/": "pdfe",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
}
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
_DECLARATION = "{http://pdfa.org/declarations/}conformsTo"
_WELL_TAGGED = re.compile(r"declarations/wtpdf/?#(accessibility|reuse)")
_LONGEST_NAME = 80
_UA = "http://www.aiim.org/pdfua/ns/id/"
_PACKET = re.compile(rb"<\?xpacket begin=[^>]*?\s(bytes|encoding)=")
_SAME = {
    "Title": "dc:title",
    "Author": "dc:creator",
    "Subject": "dc:description",
    "Keywords": "pdf:Keywords",
    "Creator": "xmp:CreatorTool",
    "Producer": "pdf:Producer",
    "CreationDate": "xmp:CreateDate",
    "ModDate": "xmp:ModifyDate",
}
_LEVELS = frozenset((Standard.A2A, Standard.A2U, Standard.A2B))
_INFO_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-]\d\d)'?(\d\d)?'?)?.*")


class XmpMetadata(Value, eq=False):
    """The properties of an XMP packet by prefixed name; each has a tuple of values."""

    properties: Mapping[str, tuple[str, ...]] = {}
    schemas: frozenset[str] = frozenset()
    present: bool = False
    fault: str = ""
    old_header: bool = False
    in_default_language: bool = False
    """Whether a text has only the default alternative (x-default), and so the language of the catalogue."""
    declared: tuple[str, ...] = ()
    """The URIs of the standards that the file declares to follow (PDF Declarations)."""

    def first(self, name: str) -> str:
        """The first value of a property; empty if there is none."""
        return next(iter(self.properties.get(name, ())), "")


def read_metadata(file: File) -> XmpMetadata:
    """Read the XMP packet of a file."""
    data = stream_data(get(file.catalog, "/Metadata"))
    if not data:
        return XmpMetadata()
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:  # entities can be made to fill any memory, and XMP has none
        return XmpMetadata(present=True, fault="it has a document type")
    try:
        root = ElementTree.fromstring(data.decode("utf-8").replace("\x00", ""))
    except (ElementTree.ParseError, UnicodeDecodeError, ValueError) as error:
        return XmpMetadata(present=True, fault=f"{error}")
    properties: dict[str, tuple[str, ...]] = {}
    for description in root.iter(f"{_RDF}Description"):
        properties.update({_named(key): (value,) for key, value in description.attrib.items()})
        properties.update({_named(child.tag): _values(child) for child in description})
    default = any(
        {item.get(_LANGUAGE) for item in alternatives} == {"x-default"} for alternatives in root.iter(f"{_RDF}Alt")
    )
    declared = tuple(
        found
        for node in root.iter()
        for found in (node.get(_DECLARATION), node.text if node.tag == _DECLARATION else "")
        if found
    )
    described = (schema.text or "" for schema in root.iter(f"{_SCHEMA}namespaceURI"))
    inline = (node.get(f"{_SCHEMA}namespaceURI") or "" for node in root.iter())
    return XmpMetadata(
        properties, frozenset((*described, *inline)), True, "", bool(_PACKET.search(data)), default, declared
    )


def promises(metadata: XmpMetadata, legacy: str = "") -> tuple[tuple[Standard, ...], tuple[str, ...]]:
    """The supported standards that the metadata claims, and the names of the claimed ones that are not supported.

    `legacy` is the PDF/X version in the Info dictionary, from before files had XMP.
    """
    known, unknown = [], []
    ua, a = metadata.first("pdfuaid:part"), metadata.first("pdfaid:part")
    names = [
        f"PDF/UA-{ua}" if ua else "",
        f"PDF/A-{a}{metadata.first('pdfaid:conformance').lower()}" if a else "",
        *(metadata.first(f"{prefix}:GTS_PDFXVersion") for prefix in ("pdfxid", "pdfx")),
        metadata.first("pdfvtid:GTS_PDFVTVersion"),
        metadata.first("pdfe:ISO_PDFEVersion"),
        legacy,
        *map(_declared, metadata.declared),
    ]
    for name in dict.fromkeys(" ".join(name.split())[:_LONGEST_NAME] for name in names):
        standard = next((standard for standard in Standard if standard.value == name), None)
        if standard is not None and standard not in IMPLICIT:
            known.append(standard)
        elif name:
            unknown.append("".join(sign if sign.isprintable() else "?" for sign in name))
    return tuple(known), tuple(unknown)


def _declared(address: str) -> str:
    """The name of a declared standard; its URI if it is unknown."""
    match = _WELL_TAGGED.search(address)
    return f"WTPDF for {match[1]}" if match else address


def _implied(known: Iterable[Standard]) -> set[Standard]:
    """The conformance levels of PDF/A-2 that a file claims: level a includes u, and u includes b."""
    order = (Standard.A2A, Standard.A2U, Standard.A2B)
    return {level for at, claimed in enumerate(order) if claimed in known for level in order[at:]}


def check_metadata(file: File, metadata: XmpMetadata, standards: Iterable[Standard]) -> Iterator[Observation]:
    """Check the metadata of a file, which should claim these standards."""
    if metadata.present:
        yield Observation(Fact.HAS_METADATA)
    if metadata.fault:
        yield Observation(Fact.METADATA_UNREADABLE, metadata.fault)
        return
    if metadata.old_header:
        yield Observation(Fact.METADATA_HEADER)
    if metadata.first("dc:title").strip():
        yield Observation(Fact.HAS_TITLE)
    known, _ = promises(metadata)
    if Standard.UA1 in known:
        yield Observation(Fact.HAS_UA_CLAIM)
    if _LEVELS.intersection(standards) <= _implied(known):
        yield Observation(Fact.HAS_A_CLAIM)
    if metadata.first("pdfuaid:part") and _UA not in metadata.schemas:
        yield Observation(Fact.UA_SCHEMA_UNDESCRIBED)
    yield from _compared(file, metadata)


def _compared(file: File, metadata: XmpMetadata) -> Iterator[Observation]:
    """Compare the Info dictionary with the XMP packet, entry by entry."""
    info = get(file.reader.trailer, "/Info")
    for entry, property_name in _SAME.items():
        value = text(get(info, f"/{entry}")) or ""
        values = metadata.properties.get(property_name, ())
        if entry.endswith("Date"):
            same = _parse_info_date(value) == _parse_xmp_date(values[0] if values else "")
        else:
            same = value in ("; ".join(values), ", ".join(values), values[0] if len(values) == 1 else "")
        if not same:
            yield Observation(Fact.INFO_DIFFERS, f"{entry} is “{value}” and {property_name} “{', '.join(values)}”")


def _named(tag: str) -> str:
    uri, _, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    return f"{_NAMES.get(uri, uri)}:{name}"


def _values(element: ElementTree.Element) -> tuple[str, ...]:
    """The values of a property: those of its list, or its own text."""
    listed = [item.text or "" for item in element.iter(f"{_RDF}li")]
    return tuple(listed) if listed else (element.text or "",)


def _parse_info_date(value: str) -> datetime | str | None:
    """Parse a date of the Info dictionary (ISO 32000-1, 7.9.4)."""
    match = _INFO_DATE.fullmatch(value)
    if not match:
        return value or None
    year, month, day, hour, minute, second, _, hours, minutes = match.groups()
    zone = f"{hours}:{minutes or '00'}" if hours else "+00:00"
    clock = f"{hour or '00'}:{minute or '00'}:{second or '00'}"
    return _iso(f"{year}-{month or '01'}-{day or '01'}T{clock}{zone}")


def _parse_xmp_date(value: str) -> datetime | str | None:
    if not value:
        return None
    return _iso(value if re.search(r"(Z|[+-]\d\d:\d\d)$", value) or "T" not in value else f"{value}+00:00")


def _iso(value: str) -> datetime | str:
    try:
        date = datetime.fromisoformat(value)
    except ValueError:
        return value
    from datetime import UTC

    return date if date.tzinfo else date.replace(tzinfo=UTC)
