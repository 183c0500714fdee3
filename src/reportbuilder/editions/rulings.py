"""What each standard thinks of each fact: the whole table, without defaults.

The clauses are those of ISO 14289-1:2014 (PDF/UA-1) and ISO 19005-2:2011 (PDF/A-2). Words are a sentence without its
full stop, for whoever has never seen the inside of a PDF.
"""

from collections.abc import Mapping
from types import MappingProxyType

from reportbuilder.editions.facts import Fact
from reportbuilder.editions.standards import Law, Rule, Ruling, Standard

_FREE = Law(Rule.FREE)
_NEVER = Law(Rule.FORBIDDEN)
_MUST = Law(Rule.REQUIRED)


def _never(clause: str) -> Law:
    return Law(Rule.FORBIDDEN, clause)


def _must(clause: str) -> Law:
    return Law(Rule.REQUIRED, clause)


def _row(words: str, ua1: Law, a2a: Law, house: Law) -> Ruling:
    """A row of the table; a clause gets the name of its standard."""
    laws = {Standard.UA1: _of("ISO 14289-1", ua1), Standard.A2A: _of("ISO 19005-2", a2a), Standard.HOUSE: house}
    return Ruling(words, MappingProxyType(laws))


def _of(standard: str, law: Law) -> Law:
    return Law(law.rule, f"{standard}, {law.clause}") if law.clause else law


_DOCUMENT = {
    Fact.FIGURE_WITHOUT_ALT: _row("A picture has no description in words (alt text)", _never("7.3"), _FREE, _FREE),
    Fact.HEADING_SKIPPED: _row("A heading skips a level", _never("7.4.2"), _FREE, _FREE),
    Fact.TABLE_WITHOUT_HEADERS: _row("A table has no header cells", _never("7.5"), _FREE, _FREE),
    Fact.LINK_WITHOUT_WORDS: _row("A link does not say in words where it leads", _never("7.18.5"), _FREE, _FREE),
    Fact.LANGUAGE_UNKNOWN: _row("A language is not written as a known code", _never("7.2"), _never("6.7.4"), _FREE),
    Fact.HAS_TITLE: _row("There is no title", _must("7.1"), _FREE, _FREE),
    Fact.HAS_LANGUAGE: _row("The language of the document is not said", _must("7.2"), _FREE, _FREE),
}

_MARKS = {
    Fact.UNMARKED_CONTENT: _row(
        "Something is painted that is neither tagged nor marked as decoration", _never("7.1"), _FREE, _FREE
    ),
    Fact.MARKS_UNBALANCED: _row(
        "The marks around content do not open and close in pairs", _never("7.1"), _never("6.2.2"), _FREE
    ),
    Fact.ARTIFACT_IN_CONTENT: _row("Decoration stands inside tagged content", _never("7.1"), _FREE, _FREE),
    Fact.CONTENT_IN_ARTIFACT: _row("Tagged content stands inside decoration", _never("7.1"), _FREE, _FREE),
    Fact.PROPERTIES_UNKNOWN: _row(
        "A mark names a property list that is not there", _never("7.1"), _never("6.2.2"), _FREE
    ),
    Fact.ACTUAL_TEXT_ENCODING: _row("A replacement text is not written as UTF-16BE", _FREE, _FREE, _NEVER),
    Fact.MCID_TWICE: _row(
        "Two pieces of content on a page bear the same number", _never("7.1"), _never("6.7.3"), _FREE
    ),
    Fact.MCID_CLAIMED_TWICE: _row("A piece of content belongs to two tags", _never("7.1"), _never("6.7.3"), _FREE),
    Fact.MCID_UNCLAIMED: _row("A piece of content belongs to no tag", _never("7.1"), _never("6.7.3"), _FREE),
    Fact.MCID_MISSING: _row("A tag claims content that is not there", _never("7.1"), _never("6.7.3"), _FREE),
    Fact.FORM_DRAWN_TWICE: _row("A drawing with tagged content is used more than once", _never("7.20"), _FREE, _FREE),
}

_STRUCTURE = {
    Fact.HAS_STRUCTURE: _row("There are no tags", _must("7.1"), _must("6.7.3.3"), _FREE),
    Fact.HAS_MARKED: _row("The file does not say that it is tagged", _must("6.2"), _must("6.7.2.2"), _FREE),
    Fact.SUSPECTS: _row("The file calls its own tags suspect", _never("7.1"), _FREE, _NEVER),
    Fact.PARENT_WRONG: _row("A tag does not name the tag that it stands in", _never("7.1"), _never("6.7.3"), _FREE),
    Fact.PARENT_TREE_WRONG: _row(
        "The way back from content to its tag is missing or leads elsewhere", _never("7.1"), _never("6.7.3"), _FREE
    ),
    Fact.PARENT_KEY_TWICE: _row(
        "Two things share a number in the way back from content to tags", _never("7.1"), _never("6.7.3"), _FREE
    ),
    Fact.NEXT_KEY_WRONG: _row(
        "The next free number for content is missing or taken (ParentTreeNextKey)", _FREE, _FREE, _NEVER
    ),
    Fact.TYPE_UNKNOWN: _row("A tag is of no standard kind", _never("7.1"), _never("6.7.3.4"), _FREE),
    Fact.TYPE_REMAPPED: _row("A standard kind of tag is given another meaning", _never("7.1"), _FREE, _FREE),
    Fact.TYPE_CIRCULAR: _row(
        "The meaning of a kind of tag goes round in circles", _never("7.1"), _never("6.7.3.4"), _FREE
    ),
    Fact.ELEMENT_EMPTY: _row("A tag has nothing in it", _FREE, _FREE, _NEVER),
    Fact.ID_TWICE: _row("Two tags bear the same name (ID)", _never("7.1"), _never("6.7.3"), _FREE),
    Fact.HEADING_MIXED: _row("Headings with and without a level are mixed", _never("7.4.4"), _FREE, _FREE),
    Fact.TABLE_NESTING: _row("The parts of a table stand in the wrong order or place", _never("7.2"), _FREE, _FREE),
    Fact.TABLE_IRREGULAR: _row("The rows of a table are not equally long", _never("7.2"), _FREE, _FREE),
    Fact.HEADER_WITHOUT_SCOPE: _row(
        "A table does not say for which cells its headers stand", _never("7.5"), _FREE, _FREE
    ),
    Fact.HEADERS_UNKNOWN: _row("A table cell names a header that is not there", _never("7.5"), _FREE, _FREE),
    Fact.LIST_NESTING: _row("The parts of a list stand in the wrong order or place", _never("7.2"), _FREE, _FREE),
    Fact.LIST_WITHOUT_NUMBERING: _row("A numbered list does not say how it is numbered", _never("7.6"), _FREE, _FREE),
    Fact.TOC_NESTING: _row("The parts of the contents stand in the wrong order or place", _never("7.2"), _FREE, _FREE),
    Fact.FIGURE_WITHOUT_BOX: _row("A picture does not say where on the page it stands", _never("7.3"), _FREE, _FREE),
    Fact.FORMULA_WITHOUT_ALT: _row("A formula has no description in words", _never("7.7"), _FREE, _FREE),
    Fact.NOTE_WITHOUT_ID: _row("A note has no name of its own (ID)", _never("7.9"), _FREE, _FREE),
}

_ANNOTATIONS = {
    Fact.LINK_WITHOUT_ANNOTATION: _row("A link tag leads nowhere", _never("7.18.5"), _FREE, _FREE),
    Fact.LINK_WITHOUT_CONTENT: _row("A link has no words to click on", _FREE, _FREE, _NEVER),
    Fact.LINK_UNTAGGED: _row("A link on the page is not tagged as a link", _never("7.18.5"), _FREE, _FREE),
    Fact.ANNOTATION_UNTAGGED: _row("An annotation is not tagged", _never("7.18.1"), _FREE, _FREE),
    Fact.ANNOTATION_WITHOUT_WORDS: _row("An annotation has no description in words", _never("7.18.1"), _FREE, _FREE),
    Fact.ANNOTATION_FORBIDDEN: _row("An annotation is of a forbidden kind", _FREE, _never("6.3.1"), _NEVER),
    Fact.ANNOTATION_TRAPNET: _row("An annotation is about trapping, for printers", _never("7.18.2"), _FREE, _NEVER),
    Fact.ANNOTATION_FLAGS: _row("An annotation is hidden, or is not printed", _FREE, _never("6.3.2"), _FREE),
    Fact.ANNOTATION_APPEARANCE: _row("An annotation does not say how it looks", _FREE, _never("6.3.3"), _FREE),
    Fact.TAB_ORDER_WRONG: _row("The Tab key does not follow the reading order", _never("7.18.3"), _FREE, _FREE),
    Fact.HAS_DISPLAYED_TITLE: _row("The window would show the file's name, not the title", _must("7.1"), _FREE, _FREE),
    Fact.BOOKMARKS_MISSING: _row("There are headings, but no bookmarks", _FREE, _FREE, _NEVER),
}

_FONTS = {
    Fact.FONT_NOT_EMBEDDED: _row("A font is not in the file", _never("7.21.4.1"), _never("6.2.11.4.1"), _FREE),
    Fact.FONT_BROKEN: _row("A font in the file cannot be read", _never("7.21.3"), _never("6.2.11.2"), _FREE),
    Fact.FONT_WITHOUT_MAP: _row(
        "A font does not say which glyph a code is", _never("7.21.3.2"), _never("6.2.11.3.2"), _FREE
    ),
    Fact.FONT_WITHOUT_UNICODE: _row(
        "A font does not say what text its glyphs are", _never("7.21.7"), _never("6.2.11.7.2"), _FREE
    ),
    Fact.CODE_WITHOUT_UNICODE: _row(
        "The text of a glyph on the page is not said", _never("7.21.7"), _never("6.2.11.7.2"), _FREE
    ),
    Fact.UNICODE_UNUSABLE: _row(
        "The text of a glyph is no character (U+0000, U+FEFF or U+FFFE)", _never("7.21.7"), _never("6.2.11.7.2"), _FREE
    ),
    Fact.PRIVATE_UNICODE: _row(
        "The text of a glyph is a private character without a replacement text", _FREE, _never("6.2.11.7.3"), _NEVER
    ),
    Fact.WIDTH_WRONG: _row("The width of a glyph is not that in its font", _never("7.21.5"), _never("6.2.11.5"), _FREE),
    Fact.GLYPH_MISSING: _row("A glyph on the page is not in its font", _never("7.21.4.1"), _never("6.2.11.4.1"), _FREE),
    Fact.NOTDEF_USED: _row(
        "A character is drawn as the sign for a missing glyph", _never("7.21.8"), _never("6.2.11.8"), _FREE
    ),
}

_METADATA = {
    Fact.HAS_METADATA: _row("There is no metadata (XMP)", _must("7.1"), _must("6.6.2.1"), _MUST),
    Fact.METADATA_UNREADABLE: _row("The metadata cannot be read", _never("7.1"), _never("6.6.2.1"), _NEVER),
    Fact.METADATA_HEADER: _row("The metadata begins with an attribute of old", _FREE, _never("6.6.2.1"), _NEVER),
    Fact.HAS_UA_CLAIM: _row("The metadata does not say that this is PDF/UA-1", _must("5"), _FREE, _FREE),
    Fact.HAS_A_CLAIM: _row("The metadata does not say that this is PDF/A-2a", _FREE, _must("6.6.4"), _FREE),
    Fact.UA_SCHEMA_UNDESCRIBED: _row(
        "The metadata does not describe the words for PDF/UA", _FREE, _never("6.6.2.3"), _FREE
    ),
    Fact.INFO_DIFFERS: _row("Two places in the file tell different metadata", _FREE, _FREE, _NEVER),
}

_GRAPHICS = {
    Fact.HAS_OUTPUT_INTENT: _row("The file does not say what its colours mean (output intent)", _FREE, _FREE, _MUST),
    Fact.OUTPUT_PROFILE_WRONG: _row("The colour profile of the file is not usable", _FREE, _never("6.2.3"), _FREE),
    Fact.DEVICE_COLOUR_UNDEFINED: _row(
        "A colour is used whose meaning the file does not say", _FREE, _never("6.2.4.3"), _FREE
    ),
    Fact.TRANSPARENCY_UNDEFINED: _row(
        "Something is transparent, but the file does not say in which colours to mix", _FREE, _never("6.2.10"), _FREE
    ),
    Fact.BLEND_MODE_UNKNOWN: _row("Colours are mixed in an unknown way", _FREE, _never("6.2.10"), _FREE),
    Fact.GRAPHICS_STATE_FORBIDDEN: _row("A setting for drawing is forbidden", _FREE, _never("6.2.5 and 6.2.6"), _FREE),
    Fact.IMAGE_FORBIDDEN: _row("An image has a forbidden setting", _FREE, _never("6.2.8"), _FREE),
    Fact.XOBJECT_FORBIDDEN: _row("A drawing is of a forbidden kind", _FREE, _never("6.2.9"), _FREE),
    Fact.XOBJECT_ELSEWHERE: _row("A drawing stands in another file", _never("7.20"), _never("6.2.9"), _FREE),
    Fact.OPERATOR_UNKNOWN: _row("A page has an instruction that does not exist", _FREE, _never("6.2.2"), _FREE),
    Fact.RESOURCE_MISSING: _row("A page uses something that is not in the file", _FREE, _never("6.2.2"), _NEVER),
}

_FILE = {
    Fact.HAS_PAGES: _row("There are no pages", _must("6.1"), _must("6.1.1"), _MUST),
    Fact.HAS_FILE_ID: _row("The file has no identifier", _FREE, _must("6.1.3"), _FREE),
    Fact.HEADER_WRONG: _row(
        "The first lines of the file are not as they must be", _never("6.1"), _never("6.1.2"), _FREE
    ),
    Fact.END_WRONG: _row("Something stands after the end of the file", _FREE, _never("6.1.3"), _FREE),
    Fact.BOX_OUTSIDE: _row("A page box is larger than the page", _FREE, _FREE, _NEVER),
    Fact.LIMIT_EXCEEDED: _row("Something is larger, longer or deeper than allowed", _FREE, _never("6.1.13"), _FREE),
    Fact.STREAM_EXTERNAL: _row("A part of the file stands outside it", _FREE, _never("6.1.7.1"), _FREE),
    Fact.FILTER_FORBIDDEN: _row("A part is compressed in a forbidden way", _FREE, _never("6.1.7.2"), _FREE),
    Fact.ACTION_FORBIDDEN: _row("The file would do something by itself", _FREE, _never("6.5"), _NEVER),
    Fact.FORM_FIELDS_FORBIDDEN: _row("A form to fill in is of a forbidden kind", _FREE, _never("6.4"), _NEVER),
    Fact.FILE_EMBEDDED: _row("Another file stands inside this one", _FREE, _never("6.8"), _NEVER),
    Fact.LAYERS_WRONG: _row("Layers have no name, or switch by themselves", _never("7.10"), _never("6.9"), _FREE),
    Fact.CATALOG_FORBIDDEN: _row(
        "The catalogue or a page has a forbidden entry", _FREE, _never("6.10 and 6.11"), _FREE
    ),
}

RULINGS: Mapping[Fact, Ruling] = MappingProxyType(
    {**_DOCUMENT, **_MARKS, **_STRUCTURE, **_ANNOTATIONS, **_FONTS, **_METADATA, **_GRAPHICS, **_FILE}
)
"""Every fact's ruling; a test proves that none is missing."""
