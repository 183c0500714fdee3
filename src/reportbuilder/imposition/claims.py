"""What may still be said about an imposed file: the metadata of its source, without the standards that it followed.

An imposed file has other pages than its source, without tags: it is no PDF/X, PDF/A or PDF/UA, whatever its source was.
"""

from xml.dom import minidom
from xml.parsers.expat import ExpatError

_CLAIMS = {
    "http://www.npes.org/pdfx/ns/id/",
    "http://www.npes.org/pdfvt/ns/id/",
    "http://www.aiim.org/pdfa/ns/id/",
    "http://www.aiim.org/pdfa/ns/extension/",  # describes the schemas of claims, for PDF/A alone
    "http://www.aiim.org/pdfua/ns/id/",
    "http://www.aiim.org/pdfe/ns/id/",
    "http://pdfa.org/declarations/",
    "http://ns.adobe.com/xap/1.0/mm/",  # the identity of the source, which is another file
}
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def claims_standard(key: str) -> bool:
    """Whether an entry of Info, named without its slash, or its copy in XMP claims a standard: GTS_PDFXVersion."""
    return key.startswith("GTS_PDF")


def unclaimed(xmp: bytes) -> bytes | None:
    """An XMP packet without its claims; None when it cannot be read, as then nobody knows what it claims."""
    if b"<!DOCTYPE" in xmp or b"<!ENTITY" in xmp:  # entities can be made to fill any memory, and XMP has none
        return None
    try:
        document = minidom.parseString(xmp)
    except (ExpatError, ValueError, LookupError):
        return None
    for description in list(document.getElementsByTagNameNS(_RDF, "Description")):
        _strip(description)
    return "\n".join(node.toxml() for node in document.childNodes).encode("utf-8")


def _strip(description: minidom.Element) -> None:
    """Take the claims out of one description, and the description out when it says nothing any more."""
    for child in list(description.childNodes):
        if isinstance(child, minidom.Element) and _is_claim(child.namespaceURI, child.localName):
            description.removeChild(child)
    for attribute in list(description.attributes.values()):
        declares = attribute.prefix == "xmlns" and attribute.value in _CLAIMS
        if declares or _is_claim(attribute.namespaceURI, attribute.localName):
            description.removeAttributeNode(attribute)
    if description.parentNode is not None and not _says(description):
        description.parentNode.removeChild(description)


def _is_claim(namespace: str | None, name: str | None) -> bool:
    return namespace in _CLAIMS or claims_standard(name or "")


def _says(description: minidom.Element) -> bool:
    prefixes = {attribute.prefix for attribute in description.attributes.values()}
    return bool(prefixes - {"xmlns", "rdf"}) or any(isinstance(c, minidom.Element) for c in description.childNodes)
