"""Builds, parses and validates the XML documents of metadata."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from lxml import etree

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
