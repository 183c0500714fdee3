"""The metadata of a file, in both its forms: the Info dictionary and XMP (ISO 16684-1)."""

from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from uuid import NAMESPACE_OID, uuid5

import reportbuilder
from reportbuilder.values import Value

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"{spaces}>
{properties}
</rdf:Description>
{extension}</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""

_UA_SCHEMA = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
"""The description of the PDF/UA schema: PDF/A requires one for schemas that it does not define (ISO 19005-2,
6.6.2.3.3)."""


class Claims(Value):
    """The claims of a file to standards, in XMP: namespaces by prefix, properties in order, and descriptions of
    extension schemas."""

    spaces: tuple[tuple[str, str], ...] = ()
    entries: tuple[tuple[str, str], ...] = ()
    description: str = ""


NO_CLAIMS = Claims()
SCREEN_CLAIMS = Claims(
    (("pdfaid", "http://www.aiim.org/pdfa/ns/id/"), ("pdfuaid", "http://www.aiim.org/pdfua/ns/id/")),
    (("pdfaid:part", "2"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")),
    _UA_SCHEMA,
)
"""PDF/A-2a and PDF/UA-1."""


def press_claims(drawn: bytes) -> Claims:
    """The claim to PDF/X-4, with the required ids (ISO 15930-7) derived from the bytes of the pages."""
    digest = uuid5(NAMESPACE_OID, sha256(drawn).hexdigest())
    return Claims(
        (("pdfxid", "http://www.npes.org/pdfx/ns/id/"), ("xmpMM", "http://ns.adobe.com/xap/1.0/mm/")),
        (
            ("pdfxid:GTS_PDFXVersion", "PDF/X-4"),
            ("pdf:Trapped", "False"),
            ("xmpMM:DocumentID", f"uuid:{digest}"),
            ("xmpMM:RenditionClass", "default"),
            ("xmpMM:VersionID", "1"),
        ),
    )


class Metadata(Value):
    """The description of a report; `language` is a BCP 47 tag, `creator` the program that it was made in."""

    title: str
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    language: str = "nl"
    creator: str = "reportbuilder"


class DocumentInfo(Value):
    """The metadata of a file and its date."""

    metadata: Metadata
    date: datetime


def producer() -> str:
    """The name and version of this program."""
    return f"reportbuilder {reportbuilder.__version__}"


def info(metadata: Metadata, date: datetime) -> dict[str, str]:
    """The entries of the Info dictionary; empty ones are left out."""
    stamp = _pdf_date(date)
    entries = {
        "Title": metadata.title,
        "Author": metadata.author,
        "Subject": metadata.subject,
        "Keywords": ", ".join(metadata.keywords),
        "Creator": metadata.creator,
        "Producer": producer(),
        "CreationDate": stamp,
        "ModDate": stamp,
    }
    return {key: value for key, value in entries.items() if value}


def xmp(metadata: Metadata, date: datetime, claims: Claims) -> bytes:
    """The XMP packet with the metadata and claims."""
    stamp = _zoned(date).isoformat(timespec="seconds")
    properties = [
        "<dc:format>application/pdf</dc:format>",
        _alternatives("dc:title", metadata.title),
        _list("dc:creator", "Seq", (metadata.author,)),
        _alternatives("dc:description", metadata.subject),
        _list("dc:subject", "Bag", metadata.keywords),
        _list("dc:language", "Bag", (metadata.language,)),
        _simple("pdf:Keywords", ", ".join(metadata.keywords)),
        _simple("pdf:Producer", producer()),
        _simple("xmp:CreatorTool", metadata.creator),
        _simple("xmp:CreateDate", stamp),
        _simple("xmp:ModifyDate", stamp),
        _simple("xmp:MetadataDate", stamp),
    ]
    properties += [_simple(name, value) for name, value in claims.entries]
    spaces = "".join(f'\n xmlns:{prefix}="{uri}"' for prefix, uri in claims.spaces)
    packet = _XMP.format(properties="\n".join(filter(None, properties)), spaces=spaces, extension=claims.description)
    return packet.encode("utf-8")


def _simple(name: str, value: str) -> str:
    return f"<{name}>{escape(value, quote=False)}</{name}>" if value else ""


def _alternatives(name: str, value: str) -> str:
    item = f'<rdf:li xml:lang="x-default">{escape(value, quote=False)}</rdf:li>'
    return f"<{name}><rdf:Alt>{item}</rdf:Alt></{name}>" if value else ""


def _list(name: str, kind: str, values: tuple[str, ...]) -> str:
    items = "".join(f"<rdf:li>{escape(value, quote=False)}</rdf:li>" for value in values if value)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""


def _pdf_date(date: datetime) -> str:
    """Format a date (ISO 32000-1, 7.9.4): D:20220401093000+02'00'.

    The offset is always written in full: strict readers refuse a Z, or a time without a zone.
    """
    zoned = _zoned(date)
    offset = zoned.strftime("%z")
    return f"D:{zoned:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"


def _zoned(date: datetime) -> datetime:
    """A date with its time zone, by default UTC: XMP requires one."""
    return date if date.tzinfo else date.replace(tzinfo=UTC)
