"""What each standard thinks of each fact: the whole table, without defaults.

The clauses are those of ISO 14289-1:2014 (PDF/UA-1), ISO 19005-2:2011 (PDF/A-2) and ISO 15930-7:2010 (PDF/X-4; its
technical requirements are clause 6 as a whole). What only the press minds stands in `rulings_press.py`. Words are a
sentence without its full stop, for whoever has never seen the inside of a PDF.
"""

from collections.abc import Mapping
from types import MappingProxyType

from reportbuilder.standards.facts import Fact
from reportbuilder.standards.names import Ruling
from reportbuilder.standards.press_rules import PRESS
from reportbuilder.standards.rule_builders import (
    FREE,
    MUST,
    NEVER,
    UNWISE,
    X_MUST,
    X_NEVER,
    must,
    never,
    pdf_row,
    row,
    tree_row,
    unwise,
)

_DOCUMENT = {
    Fact.FIGURE_WITHOUT_ALT: row(
        "A picture has no description in words (alt text)", never("7.3"), FREE, FREE, FREE, FREE
    ),
    Fact.HEADING_SKIPPED: row("A heading skips a level", never("7.4.2"), FREE, FREE, FREE, FREE),
    Fact.TABLE_WITHOUT_HEADERS: row("A table has no header cells", never("7.5"), FREE, FREE, FREE, FREE),
    Fact.LINK_WITHOUT_WORDS: row(
        "A link does not say in words where it leads", never("7.18.5"), FREE, FREE, FREE, FREE
    ),
    Fact.LANGUAGE_UNKNOWN: row(
        "A language is not written as a known code", never("7.2"), never("6.7.4"), FREE, FREE, FREE
    ),
    Fact.LANGUAGE_EMPTY: row("The code of a language is empty", never("7.2"), FREE, NEVER, FREE, FREE),
    Fact.LANGUAGE_OUTDATED: row(
        "A language code is written as the rules of today (BCP 47) do not allow",
        FREE,
        FREE,
        NEVER,
        FREE,
        FREE,
        unwise("14.9.2"),
    ),
    Fact.HAS_TITLE: row("There is no title", must("7.1"), FREE, FREE, X_MUST, FREE),
    Fact.HAS_LANGUAGE: row("The language of the document is not said", must("7.2"), FREE, FREE, FREE, FREE),
}

_MARKS = {
    Fact.UNMARKED_CONTENT: row(
        "Something is painted that is neither tagged nor marked as decoration", never("7.1"), FREE, FREE, FREE, FREE
    ),
    Fact.MARKS_UNBALANCED: row(
        "The marks around content do not open and close in pairs", never("7.1"), never("6.2.2"), FREE, FREE, FREE
    ),
    Fact.ARTIFACT_IN_CONTENT: row("Decoration stands inside tagged content", never("7.1"), FREE, FREE, FREE, FREE),
    Fact.CONTENT_IN_ARTIFACT: row("Tagged content stands inside decoration", never("7.1"), FREE, FREE, FREE, FREE),
    Fact.PROPERTIES_UNKNOWN: row(
        "A mark names a property list that is not there", never("7.1"), never("6.2.2"), FREE, FREE, FREE
    ),
    Fact.ACTUAL_TEXT_ENCODING: row("A replacement text is not written as UTF-16BE", FREE, FREE, NEVER, FREE, FREE),
    Fact.MCID_TWICE: tree_row("Two pieces of content on a page bear the same number", "14.7.4.2"),
    Fact.MCID_CLAIMED_TWICE: tree_row("A piece of content belongs to two tags", "14.7.4.2"),
    Fact.MCID_UNCLAIMED: row("A piece of content belongs to no tag", never("7.1"), never("6.7.3"), FREE, FREE, FREE),
    Fact.MCID_MISSING: tree_row("A tag claims content that is not there", "14.7.4.2"),
    Fact.FORM_DRAWN_TWICE: row(
        "A drawing with tagged content is used more than once", never("7.20"), FREE, FREE, FREE, FREE
    ),
}

_STRUCTURE = {
    Fact.HAS_STRUCTURE: row("There are no tags", must("7.1"), must("6.7.3.3"), FREE, FREE, FREE),
    Fact.HAS_MARKED: row("The file does not say that it is tagged", must("6.2"), must("6.7.2.2"), FREE, FREE, FREE),
    Fact.SUSPECTS: row("The file calls its own tags suspect", never("7.1"), FREE, NEVER, FREE, FREE),
    Fact.PARENT_WRONG: tree_row("A tag does not name the tag that it stands in", "14.7.2"),
    Fact.PARENT_MISSING: row("A tag does not name a tag that it stands in", never("7.1"), FREE, FREE, FREE, FREE),
    Fact.PARENT_TREE_WRONG: tree_row("The way back from content to its tag is missing or leads elsewhere", "14.7.4.4"),
    Fact.PARENT_KEY_TWICE: tree_row("Two things share a number in the way back from content to tags", "14.7.4.4"),
    Fact.NEXT_KEY_WRONG: tree_row("The next free number for content is missing or taken (ParentTreeNextKey)", "14.7.2"),
    Fact.TYPE_UNKNOWN: row("A tag is of no standard kind", never("7.1"), never("6.7.3.4"), FREE, FREE, FREE),
    Fact.TYPE_REMAPPED: row("A standard kind of tag is given another meaning", never("7.1"), FREE, FREE, FREE, FREE),
    Fact.TYPE_CIRCULAR: row(
        "The meaning of a kind of tag goes round in circles", never("7.1"), never("6.7.3.4"), FREE, FREE, FREE
    ),
    Fact.ELEMENT_EMPTY: row("A tag has nothing in it", FREE, FREE, NEVER, FREE, FREE),
    Fact.ID_TWICE: tree_row("Two tags bear the same name (ID)", "14.7.2"),
    Fact.HEADINGS_TOGETHER: row(
        "Two headings without a level stand in one tag", never("7.4.4"), FREE, FREE, FREE, FREE
    ),
    Fact.HEADING_MIXED: row("Headings with and without a level are mixed", never("7.4.4"), FREE, FREE, FREE, FREE),
    Fact.TABLE_NESTING: row(
        "The parts of a table stand in the wrong order or place", never("7.2"), FREE, FREE, FREE, FREE
    ),
    Fact.TABLE_IRREGULAR: row("The rows of a table are not equally long", never("7.2"), FREE, FREE, FREE, FREE),
    Fact.HEADER_WITHOUT_SCOPE: row(
        "A table does not say for which cells its headers stand", never("7.5"), FREE, FREE, FREE, FREE
    ),
    Fact.CELL_WITHOUT_HEADER: row("No header stands for a table cell", FREE, FREE, NEVER, FREE, FREE),
    Fact.HEADER_OF_HEADER_UNKNOWN: tree_row("A header cell names a header that is not there", "14.8.5.7"),
    Fact.HEADERS_UNKNOWN: row("A table cell names a header that is not there", never("7.5"), FREE, FREE, FREE, FREE),
    Fact.LIST_NESTING: row(
        "The parts of a list stand in the wrong order or place", never("7.2"), FREE, FREE, FREE, FREE
    ),
    Fact.LIST_WITHOUT_NUMBERING: row(
        "A numbered list does not say how it is numbered", never("7.6"), FREE, FREE, FREE, FREE
    ),
    Fact.TOC_NESTING: row(
        "The parts of the contents stand in the wrong order or place", never("7.2"), FREE, FREE, FREE, FREE
    ),
    Fact.FIGURE_WITHOUT_BOX: tree_row("A picture does not say where on the page it stands", "14.8.5.4.3"),
    Fact.FORMULA_WITHOUT_ALT: row("A formula has no description in words", never("7.7"), FREE, FREE, FREE, FREE),
    Fact.NOTE_WITHOUT_ID: row("A note has no name of its own (ID)", never("7.9"), FREE, FREE, FREE, FREE),
    Fact.NOTE_ID_TWICE: row("Two notes bear the same name (ID)", never("7.9"), FREE, FREE, FREE, FREE),
}

_ANNOTATIONS = {
    Fact.LINK_WITHOUT_ANNOTATION: row("A link tag leads nowhere", never("7.18.5"), FREE, FREE, FREE, FREE),
    Fact.LINK_WITHOUT_CONTENT: row("A link has no words to click on", FREE, FREE, NEVER, FREE, FREE),
    Fact.LINK_UNTAGGED: row("A link on the page is not tagged as a link", never("7.18.5"), FREE, FREE, FREE, FREE),
    Fact.ANNOTATION_UNTAGGED: row("An annotation is not tagged", never("7.18.1"), FREE, FREE, FREE, FREE),
    Fact.ANNOTATION_WITHOUT_WORDS: row(
        "An annotation has no description in words", never("7.18.1"), FREE, FREE, FREE, FREE
    ),
    Fact.ANNOTATION_FORBIDDEN: row("An annotation is of a forbidden kind", FREE, never("6.3.1"), NEVER, FREE, FREE),
    Fact.ANNOTATION_TRAPNET: row(
        "An annotation is about trapping, for printers", never("7.18.2"), FREE, NEVER, FREE, FREE
    ),
    Fact.ANNOTATION_FLAGS: row("An annotation is hidden, or is not printed", FREE, never("6.3.2"), FREE, FREE, FREE),
    Fact.ANNOTATION_APPEARANCE: row("An annotation does not say how it looks", FREE, never("6.3.3"), FREE, FREE, FREE),
    Fact.TAB_ORDER_WRONG: row("The Tab key does not follow the reading order", never("7.18.3"), FREE, FREE, FREE, FREE),
    Fact.HAS_DISPLAYED_TITLE: row(
        "The window would show the file's name, not the title", must("7.1"), FREE, FREE, FREE, FREE
    ),
    Fact.BOOKMARKS_MISSING: row("There are headings, but no bookmarks", FREE, FREE, NEVER, FREE, FREE),
}

_FONTS = {
    Fact.FONT_NOT_EMBEDDED: row(
        "A font is not in the file", never("7.21.4.1"), never("6.2.11.4.1"), FREE, X_NEVER, FREE
    ),
    Fact.FONT_BROKEN: row("A font in the file cannot be read", never("7.21.3"), never("6.2.11.2"), FREE, X_NEVER, FREE),
    Fact.FONT_WITHOUT_MAP: row(
        "A font does not say which glyph a code is", never("7.21.3.2"), never("6.2.11.3.2"), FREE, X_NEVER, FREE
    ),
    Fact.FONT_WITHOUT_UNICODE: row(
        "A font does not say what text its glyphs are", never("7.21.7"), never("6.2.11.7.2"), FREE, FREE, FREE
    ),
    Fact.CODE_WITHOUT_UNICODE: row(
        "The text of a glyph on the page is not said", never("7.21.7"), never("6.2.11.7.2"), FREE, FREE, FREE
    ),
    Fact.UNICODE_UNUSABLE: row(
        "The text of a glyph is no character (U+0000, U+FEFF or U+FFFE)",
        never("7.21.7"),
        never("6.2.11.7.2"),
        FREE,
        FREE,
        FREE,
    ),
    Fact.PRIVATE_UNICODE: row(
        "The text of a glyph is a private character without a replacement text",
        FREE,
        never("6.2.11.7.3"),
        NEVER,
        FREE,
        FREE,
    ),
    Fact.WIDTH_WRONG: row(
        "The width of a glyph is not that in its font", never("7.21.5"), never("6.2.11.5"), FREE, X_NEVER, FREE
    ),
    Fact.GLYPH_MISSING: row(
        "A glyph on the page is not in its font", never("7.21.4.1"), never("6.2.11.4.1"), FREE, X_NEVER, FREE
    ),
    Fact.NOTDEF_USED: row(
        "A character is drawn as the sign for a missing glyph", never("7.21.8"), never("6.2.11.8"), FREE, FREE, NEVER
    ),
}

_METADATA = {
    Fact.HAS_METADATA: row("There is no metadata (XMP)", must("7.1"), must("6.6.2.1"), MUST, X_MUST, FREE),
    Fact.METADATA_UNREADABLE: row("The metadata cannot be read", never("7.1"), never("6.6.2.1"), NEVER, X_NEVER, FREE),
    Fact.METADATA_HEADER: row(
        "The metadata begins with an attribute of old", FREE, never("6.6.2.1"), NEVER, FREE, FREE
    ),
    Fact.HAS_UA_CLAIM: row("The metadata does not say that this is PDF/UA-1", must("5"), FREE, FREE, FREE, FREE),
    Fact.HAS_A_CLAIM: row(
        "The metadata does not say that this is PDF/A-2, or not of this level", FREE, must("6.6.4"), FREE, FREE, FREE
    ),
    Fact.UA_SCHEMA_UNDESCRIBED: row(
        "The metadata does not describe the words for PDF/UA", FREE, never("6.6.2.3"), FREE, FREE, FREE
    ),
    Fact.INFO_DIFFERS: row("Two places in the file tell different metadata", FREE, FREE, NEVER, FREE, FREE),
}

_GRAPHICS = {
    Fact.HAS_OUTPUT_INTENT: row(
        "The file does not say what its colours mean (output intent)", FREE, FREE, MUST, FREE, FREE
    ),
    Fact.OUTPUT_PROFILE_WRONG: row(
        "The colour profile of the file is not usable", FREE, never("6.2.3"), FREE, FREE, FREE
    ),
    Fact.DEVICE_COLOUR_UNDEFINED: row(
        "A colour is used whose meaning the file does not say", FREE, never("6.2.4.3"), FREE, FREE, FREE
    ),
    Fact.TRANSPARENCY_UNDEFINED: row(
        "Something is transparent, but the file does not say in which colours to mix",
        FREE,
        never("6.2.10"),
        FREE,
        FREE,
        FREE,
    ),
    Fact.BLEND_MODE_UNKNOWN: row("Colours are mixed in an unknown way", FREE, never("6.2.10"), FREE, X_NEVER, FREE),
    Fact.GRAPHICS_STATE_FORBIDDEN: row(
        "A setting for drawing is forbidden", FREE, never("6.2.5 and 6.2.6"), FREE, X_NEVER, FREE
    ),
    Fact.IMAGE_FORBIDDEN: row("An image has a forbidden setting", FREE, never("6.2.8"), FREE, FREE, FREE),
    Fact.XOBJECT_FORBIDDEN: row("A drawing is of a forbidden kind", FREE, never("6.2.9"), FREE, X_NEVER, FREE),
    Fact.XOBJECT_ELSEWHERE: row("A drawing stands in another file", never("7.20"), never("6.2.9"), FREE, X_NEVER, FREE),
    Fact.OPERATOR_UNKNOWN: row(
        "A page has an instruction that does not exist", FREE, never("6.2.2"), FREE, X_NEVER, FREE, never("7.8.2")
    ),
    Fact.OPERATOR_SKIPPED: row(
        "A page has an instruction that does not exist, to be passed over", FREE, never("6.2.2"), FREE, X_NEVER, FREE
    ),
    Fact.RESOURCE_MISSING: row(
        "A page uses something that is not in the file", FREE, never("6.2.2"), NEVER, FREE, NEVER
    ),
}

_FILE = {
    Fact.FILE_DAMAGED: pdf_row("The file is damaged", never("7.3 to 7.8")),
    Fact.FILE_ODD: row(
        "Something about the file itself is not as it must be", FREE, FREE, NEVER, FREE, FREE, unwise("7.5")
    ),
    Fact.HAS_PAGES: row("There are no pages", must("6.1"), must("6.1.1"), MUST, X_MUST, FREE),
    Fact.HAS_FILE_ID: row("The file has no identifier", FREE, must("6.1.3"), FREE, X_MUST, FREE),
    Fact.HEADER_WRONG: row(
        "The first lines of the file are not as they must be", never("6.1"), never("6.1.2"), FREE, FREE, FREE
    ),
    Fact.END_WRONG: row("Something stands after the end of the file", FREE, never("6.1.3"), FREE, FREE, FREE),
    Fact.BOX_OUTSIDE: row("A page box is larger than the page", FREE, FREE, NEVER, FREE, FREE),
    Fact.LIMIT_EXCEEDED: row(
        "Something is larger, longer or deeper than allowed", FREE, never("6.1.13"), FREE, FREE, FREE
    ),
    Fact.STREAM_EXTERNAL: row("A part of the file stands outside it", FREE, never("6.1.7.1"), FREE, X_NEVER, FREE),
    Fact.FILTER_FORBIDDEN: row("A part is compressed in a forbidden way", FREE, never("6.1.7.2"), FREE, FREE, FREE),
    Fact.ACTION_FORBIDDEN: row("The file would do something by itself", FREE, never("6.5"), NEVER, FREE, FREE),
    Fact.ACTION_BY_ITSELF: row(
        "The file would go somewhere else, or run something, by itself", FREE, FREE, NEVER, FREE, FREE, NEVER
    ),
    Fact.ACTION_ON_CLICK: row(
        "A click would open another file, a program, a script or media", FREE, FREE, NEVER, FREE, FREE, UNWISE
    ),
    Fact.HOLDS_SCRIPTS: row("The file has scripts, which run when it is opened", FREE, FREE, NEVER, FREE, FREE, UNWISE),
    Fact.FORM_FIELDS_FORBIDDEN: row("A form to fill in is of a forbidden kind", FREE, never("6.4"), NEVER, FREE, FREE),
    Fact.FILE_EMBEDDED: row("Another file stands inside this one", FREE, never("6.8"), NEVER, FREE, FREE),
    Fact.LAYERS_WRONG: row(
        "Layers have no name, or switch by themselves", never("7.10"), never("6.9"), FREE, X_NEVER, FREE
    ),
    Fact.CATALOG_FORBIDDEN: row(
        "The catalogue or a page has a forbidden entry", FREE, never("6.10 and 6.11"), FREE, FREE, FREE
    ),
}

RULINGS: Mapping[Fact, Ruling] = MappingProxyType(
    {**_DOCUMENT, **_MARKS, **_STRUCTURE, **_ANNOTATIONS, **_FONTS, **_METADATA, **_GRAPHICS, **_FILE, **PRESS}
)
"""Every fact's ruling; a test proves that none is missing."""
