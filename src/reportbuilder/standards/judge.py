"""Applies the requirements of standards to observations, and describes each violation in plain words.

Descriptions are for users who do not know the inside of a PDF: a sentence without its full stop. That of a required
fact says that it is missing.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from reportbuilder.standards.facts import Fact, Observation
from reportbuilder.standards.pdf import HOUSE, PDF
from reportbuilder.standards.pdf_a import PDF_A_2A, PDF_A_2B, PDF_A_2U
from reportbuilder.standards.pdf_ua import PDF_UA_1
from reportbuilder.standards.pdf_x import PDF_X_4, PRESS
from reportbuilder.standards.standard import Level, Requirements, Standard
from reportbuilder.values import Value

_TEXTS = {
    Fact.FIGURE_WITHOUT_ALT: "A picture has no description in words (alt text)",
    Fact.HEADING_SKIPPED: "A heading skips a level",
    Fact.TABLE_WITHOUT_HEADERS: "A table has no header cells",
    Fact.LINK_WITHOUT_WORDS: "A link does not say in words where it leads",
    Fact.LANGUAGE_UNKNOWN: "A language is not written as a known code",
    Fact.LANGUAGE_EMPTY: "The code of a language is empty",
    Fact.LANGUAGE_OUTDATED: "A language code is written as the rules of today (BCP 47) do not allow",
    Fact.HAS_TITLE: "There is no title",
    Fact.HAS_LANGUAGE: "The language of the document is not said",
    Fact.UNMARKED_CONTENT: "Something is painted that is neither tagged nor marked as decoration",
    Fact.MARKS_UNBALANCED: "The marks around content do not open and close in pairs",
    Fact.ARTIFACT_IN_CONTENT: "Decoration stands inside tagged content",
    Fact.CONTENT_IN_ARTIFACT: "Tagged content stands inside decoration",
    Fact.PROPERTIES_UNKNOWN: "A mark names a property list that is not there",
    Fact.ACTUAL_TEXT_ENCODING: "A replacement text is not written as UTF-16BE",
    Fact.MCID_TWICE: "Two pieces of content on a page bear the same number",
    Fact.MCID_CLAIMED_TWICE: "A piece of content belongs to two tags",
    Fact.MCID_UNCLAIMED: "A piece of content belongs to no tag",
    Fact.MCID_MISSING: "A tag claims content that is not there",
    Fact.FORM_DRAWN_TWICE: "A drawing with tagged content is used more than once",
    Fact.HAS_STRUCTURE: "There are no tags",
    Fact.HAS_MARKED: "The file does not say that it is tagged",
    Fact.SUSPECTS: "The file calls its own tags suspect",
    Fact.PARENT_WRONG: "A tag does not name the tag that it stands in",
    Fact.PARENT_MISSING: "A tag does not name a tag that it stands in",
    Fact.PARENT_TREE_WRONG: "The way back from content to its tag is missing or leads elsewhere",
    Fact.PARENT_KEY_TWICE: "Two things share a number in the way back from content to tags",
    Fact.NEXT_KEY_WRONG: "The next free number for content is missing or taken (ParentTreeNextKey)",
    Fact.TYPE_UNKNOWN: "A tag is of no standard kind",
    Fact.TYPE_REMAPPED: "A standard kind of tag is given another meaning",
    Fact.TYPE_CIRCULAR: "The meaning of a kind of tag goes round in circles",
    Fact.ELEMENT_EMPTY: "A tag has nothing in it",
    Fact.ID_TWICE: "Two tags bear the same name (ID)",
    Fact.HEADING_MIXED: "Headings with and without a level are mixed",
    Fact.HEADINGS_TOGETHER: "Two headings without a level stand in one tag",
    Fact.TABLE_NESTING: "The parts of a table stand in the wrong order or place",
    Fact.TABLE_IRREGULAR: "The rows of a table are not equally long",
    Fact.HEADER_WITHOUT_SCOPE: "A table does not say for which cells its headers stand",
    Fact.CELL_WITHOUT_HEADER: "No header stands for a table cell",
    Fact.HEADERS_UNKNOWN: "A table cell names a header that is not there",
    Fact.HEADER_OF_HEADER_UNKNOWN: "A header cell names a header that is not there",
    Fact.LIST_NESTING: "The parts of a list stand in the wrong order or place",
    Fact.LIST_WITHOUT_NUMBERING: "A numbered list does not say how it is numbered",
    Fact.TOC_NESTING: "The parts of the contents stand in the wrong order or place",
    Fact.FIGURE_WITHOUT_BOX: "A picture does not say where on the page it stands",
    Fact.FORMULA_WITHOUT_ALT: "A formula has no description in words",
    Fact.NOTE_WITHOUT_ID: "A note has no name of its own (ID)",
    Fact.NOTE_ID_TWICE: "Two notes bear the same name (ID)",
    Fact.LINK_WITHOUT_ANNOTATION: "A link tag leads nowhere",
    Fact.LINK_WITHOUT_CONTENT: "A link has no words to click on",
    Fact.LINK_UNTAGGED: "A link on the page is not tagged as a link",
    Fact.ANNOTATION_UNTAGGED: "An annotation is not tagged",
    Fact.ANNOTATION_WITHOUT_WORDS: "An annotation has no description in words",
    Fact.ANNOTATION_FORBIDDEN: "An annotation is of a forbidden kind",
    Fact.ANNOTATION_TRAPNET: "An annotation is about trapping, for printers",
    Fact.ANNOTATION_FLAGS: "An annotation is hidden, or is not printed",
    Fact.ANNOTATION_APPEARANCE: "An annotation does not say how it looks",
    Fact.TAB_ORDER_WRONG: "The Tab key does not follow the reading order",
    Fact.HAS_DISPLAYED_TITLE: "The window would show the file's name, not the title",
    Fact.BOOKMARKS_MISSING: "There are headings, but no bookmarks",
    Fact.FONT_NOT_EMBEDDED: "A font is not in the file",
    Fact.FONT_BROKEN: "A font in the file cannot be read",
    Fact.FONT_WITHOUT_MAP: "A font does not say which glyph a code is",
    Fact.FONT_WITHOUT_UNICODE: "A font does not say what text its glyphs are",
    Fact.CODE_WITHOUT_UNICODE: "The text of a glyph on the page is not said",
    Fact.UNICODE_UNUSABLE: "The text of a glyph is no character (U+0000, U+FEFF or U+FFFE)",
    Fact.PRIVATE_UNICODE: "The text of a glyph is a private character without a replacement text",
    Fact.WIDTH_WRONG: "The width of a glyph is not that in its font",
    Fact.GLYPH_MISSING: "A glyph on the page is not in its font",
    Fact.NOTDEF_USED: "A character is drawn as the sign for a missing glyph",
    Fact.HAS_METADATA: "There is no metadata (XMP)",
    Fact.METADATA_UNREADABLE: "The metadata cannot be read",
    Fact.METADATA_HEADER: "The metadata begins with an attribute of old",
    Fact.HAS_UA_CLAIM: "The metadata does not say that this is PDF/UA-1",
    Fact.HAS_A_CLAIM: "The metadata does not say that this is PDF/A-2, or not of this level",
    Fact.UA_SCHEMA_UNDESCRIBED: "The metadata does not describe the words for PDF/UA",
    Fact.INFO_DIFFERS: "Two places in the file tell different metadata",
    Fact.HAS_OUTPUT_INTENT: "The file does not say what its colours mean (output intent)",
    Fact.OUTPUT_PROFILE_WRONG: "The colour profile of the file is not usable",
    Fact.DEVICE_COLOUR_UNDEFINED: "A colour is used whose meaning the file does not say",
    Fact.TRANSPARENCY_UNDEFINED: "Something is transparent, but the file does not say in which colours to mix",
    Fact.BLEND_MODE_UNKNOWN: "Colours are mixed in an unknown way",
    Fact.GRAPHICS_STATE_FORBIDDEN: "A setting for drawing is forbidden",
    Fact.IMAGE_FORBIDDEN: "An image has a forbidden setting",
    Fact.XOBJECT_FORBIDDEN: "A drawing is of a forbidden kind",
    Fact.XOBJECT_ELSEWHERE: "A drawing stands in another file",
    Fact.OPERATOR_UNKNOWN: "A page has an instruction that does not exist",
    Fact.OPERATOR_SKIPPED: "A page has an instruction that does not exist, to be passed over",
    Fact.RESOURCE_MISSING: "A page uses something that is not in the file",
    Fact.FILE_DAMAGED: "The file is damaged",
    Fact.FILE_ODD: "Something about the file itself is not as it must be",
    Fact.HAS_PAGES: "There are no pages",
    Fact.HAS_FILE_ID: "The file has no identifier",
    Fact.HEADER_WRONG: "The first lines of the file are not as they must be",
    Fact.END_WRONG: "Something stands after the end of the file",
    Fact.BOX_OUTSIDE: "A page box is larger than the page",
    Fact.LIMIT_EXCEEDED: "Something is larger, longer or deeper than allowed",
    Fact.STREAM_EXTERNAL: "A part of the file stands outside it",
    Fact.FILTER_FORBIDDEN: "A part is compressed in a forbidden way",
    Fact.ACTION_FORBIDDEN: "The file would do something by itself",
    Fact.ACTION_BY_ITSELF: "The file would go somewhere else, or run something, by itself",
    Fact.ACTION_ON_CLICK: "A click would open another file, a program, a script or media",
    Fact.HOLDS_SCRIPTS: "The file has scripts, which run when it is opened",
    Fact.FORM_FIELDS_FORBIDDEN: "A form to fill in is of a forbidden kind",
    Fact.FILE_EMBEDDED: "Another file stands inside this one",
    Fact.LAYERS_WRONG: "Layers have no name, or switch by themselves",
    Fact.CATALOG_FORBIDDEN: "The catalogue or a page has a forbidden entry",
    Fact.HAS_X_CLAIM: "The metadata does not say that this is PDF/X-4",
    Fact.HAS_TRAPPED: "The file does not say, or says twice, whether it is trapped",
    Fact.HAS_DATES: "The metadata does not say when the file was made and changed",
    Fact.HAS_DOCUMENT_IDS: "The metadata does not say which document and which version this is",
    Fact.HAS_PRESS_INTENT: "The file does not say for which press it is meant",
    Fact.PRESS_PROFILE_WRONG: "The colour profile of the press is not usable",
    Fact.PRESS_CONDITION_UNNAMED: "The press that the file is meant for has no name",
    Fact.PRESS_CONDITION_UNREGISTERED: "The file does not say where the name of its press is registered",
    Fact.PRESS_ACTION: "Something would happen on a click, or by itself",
    Fact.TRIM_BOX_MISSING: "A page does not say where it is cut (TrimBox)",
    Fact.TRIM_BOX_TWICE: "A page has both a TrimBox and an ArtBox",
    Fact.BOXES_NOT_NESTED: "The boxes of a page do not lie within each other",
    Fact.BLEED_TOO_SMALL: "A page has too little bleed",
    Fact.EDGE_WITHOUT_BLEED: "Something ends where the page is cut, so that a white edge may be seen",
    Fact.MARK_TOO_NEAR: "A mark on all plates stands too near to the page",
    Fact.ANNOTATION_IN_PRINT: "An annotation lies where is printed",
    Fact.PAGE_UNFINISHED: "A page has too much on it to be looked at to its end",
    Fact.COLOUR_OF_SCREEN: "A colour of screens (RGB) is printed",
    Fact.COLOUR_CONVERTED: "A colour is neither of the four inks, nor black alone, nor an ink of its own",
    Fact.BLENDING_SPACE_WRONG: "Colours are mixed in others than the inks of the press",
    Fact.INK_EXCEEDED: "More ink is printed than the paper can take",
    Fact.IMAGE_INK_PEAKS: "A few specks of an image take more ink than the paper can",
    Fact.IMAGE_INK_UNKNOWN: "How much ink an image takes cannot be seen",
    Fact.WHITE_OVERPRINTS: "White overprints, and so disappears",
    Fact.BLACK_KNOCKS_OUT: "Black text takes away the inks below it, so that a white edge may be seen",
    Fact.BODY_TEXT_COLOURED: "Running text is not in black ink alone",
    Fact.TEXT_TOO_SMALL: "A text is too small to be printed",
    Fact.SMALL_TEXT_INKS: "A small text is in too many inks",
    Fact.HAIRLINE: "A line is too thin to be printed",
    Fact.IMAGE_TOO_COARSE: "An image has too few pixels for its size",
    Fact.IMAGE_COARSE: "An image has few pixels for its size",
    Fact.IMAGE_REPLACED: "An image stands for another one (Alternates, OPI)",
}

DESCRIPTIONS: Mapping[Fact, str] = MappingProxyType(_TEXTS)
"""The description of each fact; a test checks that none is missing."""


REQUIREMENTS: Mapping[Standard, Requirements] = MappingProxyType(
    {
        Standard.UA1: PDF_UA_1,
        Standard.A2A: PDF_A_2A,
        Standard.A2U: PDF_A_2U,
        Standard.A2B: PDF_A_2B,
        Standard.X4: PDF_X_4,
        Standard.PRESS: PRESS,
        Standard.PDF: PDF,
        Standard.HOUSE: HOUSE,
    }
)
"""The requirements of every standard; a test checks that none is missing."""


class Violation(Value):
    """A requirement that is not met: the observation (empty if a required fact was not observed), its description, and
    the standards with their clauses."""

    observation: Observation
    words: str
    standards: tuple[Standard, ...]
    clauses: tuple[str, ...]

    @property
    def fact(self) -> Fact:
        """The fact that was observed, or was required and not observed."""
        return self.observation.fact


def judge(
    observations: Iterable[Observation], standards: Sequence[Standard], facts: Iterable[Fact] = tuple(Fact)
) -> tuple[Violation, ...]:
    """The violations of standards, in the order of the observations, and then those for required facts that were not
    observed.

    `facts` are those to judge: `DOCUMENT_FACTS` before building, all of them for a file.
    """
    judged, observed = set(facts), tuple(dict.fromkeys(observations))
    present = {observation.fact for observation in observed}
    missed = [Observation(fact) for fact in Fact if fact in judged - present]
    violations = [_violation(one, standards, Level.FORBIDDEN) for one in observed if one.fact in judged]
    violations += [_violation(one, standards, Level.REQUIRED) for one in missed]
    return tuple(violation for violation in violations if violation is not None)


def advise(observations: Iterable[Observation], standards: Sequence[Standard]) -> tuple[Violation, ...]:
    """The observations that a standard discourages and none forbids, in their order."""
    advice = [
        _violation(observation, standards, Level.DISCOURAGED)
        for observation in dict.fromkeys(observations)
        if _violation(observation, standards, Level.FORBIDDEN) is None
    ]
    return tuple(one for one in advice if one is not None)


def _violation(observation: Observation, standards: Sequence[Standard], level: Level) -> Violation | None:
    """The violation by an observation of the requirements of one level; None if no standard has one for its fact."""
    fact = observation.fact
    requirements = [(standard, REQUIREMENTS[standard].get(fact)) for standard in standards]
    broken = [(standard, one) for standard, one in requirements if one is not None and one.level is level]
    if not broken:
        return None
    clauses = tuple(one.clause for _, one in broken if one.clause)
    return Violation(observation, DESCRIPTIONS[fact], tuple(standard for standard, _ in broken), clauses)
