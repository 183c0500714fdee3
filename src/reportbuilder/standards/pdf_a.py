"""The requirements of PDF/A-2 at conformance levels a, u and b (ISO 19005-2:2011), with the clause of each."""

from collections.abc import Mapping

from reportbuilder.standards.facts import Fact
from reportbuilder.standards.standard import requirements

_FORBIDDEN = {
    Fact.LANGUAGE_UNKNOWN: "6.7.4",
    Fact.MARKS_UNBALANCED: "6.2.2",
    Fact.PROPERTIES_UNKNOWN: "6.2.2",
    Fact.MCID_UNCLAIMED: "6.7.3",
    Fact.TYPE_UNKNOWN: "6.7.3.4",
    Fact.TYPE_CIRCULAR: "6.7.3.4",
    Fact.ANNOTATION_FORBIDDEN: "6.3.1",
    Fact.ANNOTATION_FLAGS: "6.3.2",
    Fact.ANNOTATION_APPEARANCE: "6.3.3",
    Fact.FONT_NOT_EMBEDDED: "6.2.11.4.1",
    Fact.FONT_BROKEN: "6.2.11.2",
    Fact.FONT_WITHOUT_MAP: "6.2.11.3.2",
    Fact.FONT_WITHOUT_UNICODE: "6.2.11.7.2",
    Fact.CODE_WITHOUT_UNICODE: "6.2.11.7.2",
    Fact.UNICODE_UNUSABLE: "6.2.11.7.2",
    Fact.PRIVATE_UNICODE: "6.2.11.7.3",
    Fact.WIDTH_WRONG: "6.2.11.5",
    Fact.GLYPH_MISSING: "6.2.11.4.1",
    Fact.NOTDEF_USED: "6.2.11.8",
    Fact.METADATA_UNREADABLE: "6.6.2.1",
    Fact.METADATA_HEADER: "6.6.2.1",
    Fact.UA_SCHEMA_UNDESCRIBED: "6.6.2.3",
    Fact.OUTPUT_PROFILE_WRONG: "6.2.3",
    Fact.DEVICE_COLOUR_UNDEFINED: "6.2.4.3",
    Fact.TRANSPARENCY_UNDEFINED: "6.2.10",
    Fact.BLEND_MODE_UNKNOWN: "6.2.10",
    Fact.GRAPHICS_STATE_FORBIDDEN: "6.2.5 and 6.2.6",
    Fact.IMAGE_FORBIDDEN: "6.2.8",
    Fact.XOBJECT_FORBIDDEN: "6.2.9",
    Fact.XOBJECT_ELSEWHERE: "6.2.9",
    Fact.OPERATOR_UNKNOWN: "6.2.2",
    Fact.OPERATOR_SKIPPED: "6.2.2",
    Fact.RESOURCE_MISSING: "6.2.2",
    Fact.HEADER_WRONG: "6.1.2",
    Fact.END_WRONG: "6.1.3",
    Fact.LIMIT_EXCEEDED: "6.1.13",
    Fact.STREAM_EXTERNAL: "6.1.7.1",
    Fact.FILTER_FORBIDDEN: "6.1.7.2",
    Fact.ACTION_FORBIDDEN: "6.5",
    Fact.FORM_FIELDS_FORBIDDEN: "6.4",
    Fact.FILE_EMBEDDED: "6.8",
    Fact.LAYERS_WRONG: "6.9",
    Fact.CATALOG_FORBIDDEN: "6.10 and 6.11",
}
_REQUIRED = {
    Fact.HAS_STRUCTURE: "6.7.3.3",
    Fact.HAS_MARKED: "6.7.2.2",
    Fact.HAS_METADATA: "6.6.2.1",
    Fact.HAS_A_CLAIM: "6.6.4",
    Fact.HAS_PAGES: "6.1.1",
    Fact.HAS_FILE_ID: "6.1.3",
}
_ONLY_A = ("6.7", "6.2.11.7.3")
_ONLY_A_AND_U = ("6.7", "6.2.11.7")
"""The beginnings of clauses that do not apply at conformance levels u and b (5.2 to 5.4)."""


def _without(clauses: Mapping[Fact, str], beginnings: tuple[str, ...]) -> Mapping[Fact, str]:
    """The facts whose clause does not begin with any of these."""
    return {fact: clause for fact, clause in clauses.items() if not clause.startswith(beginnings)}


PDF_A_2A = requirements("ISO 19005-2", _FORBIDDEN, _REQUIRED)
PDF_A_2U = requirements("ISO 19005-2", _without(_FORBIDDEN, _ONLY_A), _without(_REQUIRED, _ONLY_A))
PDF_A_2B = requirements("ISO 19005-2", _without(_FORBIDDEN, _ONLY_A_AND_U), _without(_REQUIRED, _ONLY_A_AND_U))
