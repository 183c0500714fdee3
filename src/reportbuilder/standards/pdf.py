"""The requirements of PDF itself (ISO 32000-1:2008), and those of reportbuilder for its own files.

Faults that readers tolerate are discouraged instead of forbidden; in our own files they are forbidden too.
"""

from reportbuilder.standards.facts import Fact
from reportbuilder.standards.standard import requirements

_FORBIDDEN = {
    Fact.OPERATOR_UNKNOWN: "7.8.2",
    Fact.FILE_DAMAGED: "7.3 to 7.8",
    Fact.ACTION_BY_ITSELF: "",
}
_DISCOURAGED = {
    Fact.LANGUAGE_OUTDATED: "14.9.2",
    Fact.MCID_TWICE: "14.7.4.2",
    Fact.MCID_CLAIMED_TWICE: "14.7.4.2",
    Fact.MCID_MISSING: "14.7.4.2",
    Fact.PARENT_WRONG: "14.7.2",
    Fact.PARENT_TREE_WRONG: "14.7.4.4",
    Fact.PARENT_KEY_TWICE: "14.7.4.4",
    Fact.NEXT_KEY_WRONG: "14.7.2",
    Fact.ID_TWICE: "14.7.2",
    Fact.HEADER_OF_HEADER_UNKNOWN: "14.8.5.7",
    Fact.FIGURE_WITHOUT_BOX: "14.8.5.4.3",
    Fact.FILE_ODD: "7.5",
    Fact.ACTION_ON_CLICK: "",
    Fact.HOLDS_SCRIPTS: "",
}
_FORBIDDEN_IN_OURS = (
    Fact.LANGUAGE_EMPTY,
    Fact.LANGUAGE_OUTDATED,
    Fact.ACTUAL_TEXT_ENCODING,
    Fact.MCID_TWICE,
    Fact.MCID_CLAIMED_TWICE,
    Fact.MCID_MISSING,
    Fact.SUSPECTS,
    Fact.PARENT_WRONG,
    Fact.PARENT_TREE_WRONG,
    Fact.PARENT_KEY_TWICE,
    Fact.NEXT_KEY_WRONG,
    Fact.ELEMENT_EMPTY,
    Fact.ID_TWICE,
    Fact.CELL_WITHOUT_HEADER,
    Fact.HEADER_OF_HEADER_UNKNOWN,
    Fact.FIGURE_WITHOUT_BOX,
    Fact.LINK_WITHOUT_CONTENT,
    Fact.ANNOTATION_FORBIDDEN,
    Fact.ANNOTATION_TRAPNET,
    Fact.BOOKMARKS_MISSING,
    Fact.PRIVATE_UNICODE,
    Fact.METADATA_UNREADABLE,
    Fact.METADATA_HEADER,
    Fact.INFO_DIFFERS,
    Fact.RESOURCE_MISSING,
    Fact.FILE_ODD,
    Fact.BOX_OUTSIDE,
    Fact.ACTION_FORBIDDEN,
    Fact.ACTION_BY_ITSELF,
    Fact.ACTION_ON_CLICK,
    Fact.HOLDS_SCRIPTS,
    Fact.FORM_FIELDS_FORBIDDEN,
    Fact.FILE_EMBEDDED,
)
_REQUIRED_IN_OURS = (
    Fact.HAS_METADATA,
    Fact.HAS_OUTPUT_INTENT,
    Fact.HAS_PAGES,
)

PDF = requirements("ISO 32000-1", _FORBIDDEN, discouraged=_DISCOURAGED)
HOUSE = requirements("", dict.fromkeys(_FORBIDDEN_IN_OURS, ""), dict.fromkeys(_REQUIRED_IN_OURS, ""))
