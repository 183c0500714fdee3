"""Facts about a document or a file for which standards have requirements; a fact itself says nothing of what is
allowed.

Documents are observed by `document_checks`, finished files by `preflight/`. `judge` applies the requirements.
"""

from enum import Enum, auto

from reportbuilder.diagnostics import Place
from reportbuilder.values import Value


class Fact(Enum):
    """A fact that can be observed; its value is the code of the diagnostic for it. Facts named HAS_… are usually
    required."""

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[str]) -> str:
        return name.lower().replace("_", "-")

    # Known before building, and seen again in the file
    FIGURE_WITHOUT_ALT = auto()
    HEADING_SKIPPED = auto()
    TABLE_WITHOUT_HEADERS = auto()
    LINK_WITHOUT_WORDS = auto()
    LANGUAGE_UNKNOWN = auto()
    LANGUAGE_EMPTY = auto()
    LANGUAGE_OUTDATED = auto()
    HAS_TITLE = auto()
    HAS_LANGUAGE = auto()

    # Marked content
    UNMARKED_CONTENT = auto()
    MARKS_UNBALANCED = auto()
    ARTIFACT_IN_CONTENT = auto()
    CONTENT_IN_ARTIFACT = auto()
    PROPERTIES_UNKNOWN = auto()
    ACTUAL_TEXT_ENCODING = auto()
    MCID_TWICE = auto()
    MCID_CLAIMED_TWICE = auto()
    MCID_UNCLAIMED = auto()
    MCID_MISSING = auto()
    FORM_DRAWN_TWICE = auto()

    # The structure tree
    HAS_STRUCTURE = auto()
    HAS_MARKED = auto()
    SUSPECTS = auto()
    PARENT_WRONG = auto()
    PARENT_MISSING = auto()
    PARENT_TREE_WRONG = auto()
    PARENT_KEY_TWICE = auto()
    NEXT_KEY_WRONG = auto()
    TYPE_UNKNOWN = auto()
    TYPE_REMAPPED = auto()
    TYPE_CIRCULAR = auto()
    ELEMENT_EMPTY = auto()
    ID_TWICE = auto()
    HEADING_MIXED = auto()
    HEADINGS_TOGETHER = auto()
    TABLE_NESTING = auto()
    TABLE_IRREGULAR = auto()
    HEADER_WITHOUT_SCOPE = auto()
    CELL_WITHOUT_HEADER = auto()
    HEADERS_UNKNOWN = auto()
    HEADER_OF_HEADER_UNKNOWN = auto()
    LIST_NESTING = auto()
    LIST_WITHOUT_NUMBERING = auto()
    TOC_NESTING = auto()
    FIGURE_WITHOUT_BOX = auto()
    FORMULA_WITHOUT_ALT = auto()
    NOTE_WITHOUT_ID = auto()
    NOTE_ID_TWICE = auto()

    # Links and other annotations
    LINK_WITHOUT_ANNOTATION = auto()
    LINK_WITHOUT_CONTENT = auto()
    LINK_UNTAGGED = auto()
    ANNOTATION_UNTAGGED = auto()
    ANNOTATION_WITHOUT_WORDS = auto()
    ANNOTATION_FORBIDDEN = auto()
    ANNOTATION_TRAPNET = auto()
    ANNOTATION_FLAGS = auto()
    ANNOTATION_APPEARANCE = auto()
    TAB_ORDER_WRONG = auto()

    # What a viewer shows around the pages
    HAS_DISPLAYED_TITLE = auto()
    BOOKMARKS_MISSING = auto()

    # Fonts
    FONT_NOT_EMBEDDED = auto()
    FONT_BROKEN = auto()
    FONT_WITHOUT_MAP = auto()
    FONT_WITHOUT_UNICODE = auto()
    CODE_WITHOUT_UNICODE = auto()
    UNICODE_UNUSABLE = auto()
    PRIVATE_UNICODE = auto()
    WIDTH_WRONG = auto()
    GLYPH_MISSING = auto()
    NOTDEF_USED = auto()

    # Metadata
    HAS_METADATA = auto()
    METADATA_UNREADABLE = auto()
    METADATA_HEADER = auto()
    HAS_UA_CLAIM = auto()
    HAS_A_CLAIM = auto()
    UA_SCHEMA_UNDESCRIBED = auto()
    INFO_DIFFERS = auto()

    # Colour and graphics
    HAS_OUTPUT_INTENT = auto()
    OUTPUT_PROFILE_WRONG = auto()
    DEVICE_COLOUR_UNDEFINED = auto()
    TRANSPARENCY_UNDEFINED = auto()
    BLEND_MODE_UNKNOWN = auto()
    GRAPHICS_STATE_FORBIDDEN = auto()
    IMAGE_FORBIDDEN = auto()
    XOBJECT_FORBIDDEN = auto()
    XOBJECT_ELSEWHERE = auto()
    OPERATOR_UNKNOWN = auto()
    OPERATOR_SKIPPED = auto()
    RESOURCE_MISSING = auto()

    # Pages and the file
    FILE_DAMAGED = auto()
    FILE_ODD = auto()
    HAS_PAGES = auto()
    HAS_FILE_ID = auto()
    HEADER_WRONG = auto()
    END_WRONG = auto()
    BOX_OUTSIDE = auto()
    LIMIT_EXCEEDED = auto()
    STREAM_EXTERNAL = auto()
    FILTER_FORBIDDEN = auto()
    ACTION_FORBIDDEN = auto()
    ACTION_BY_ITSELF = auto()
    ACTION_ON_CLICK = auto()
    HOLDS_SCRIPTS = auto()
    FORM_FIELDS_FORBIDDEN = auto()
    FILE_EMBEDDED = auto()
    LAYERS_WRONG = auto()
    CATALOG_FORBIDDEN = auto()

    # The press: what the file says of itself
    HAS_X_CLAIM = auto()
    HAS_TRAPPED = auto()
    HAS_DATES = auto()
    HAS_DOCUMENT_IDS = auto()
    HAS_PRESS_INTENT = auto()
    PRESS_PROFILE_WRONG = auto()
    PRESS_CONDITION_UNNAMED = auto()
    PRESS_CONDITION_UNREGISTERED = auto()
    PRESS_ACTION = auto()

    # The press: pages and what lies on them
    TRIM_BOX_MISSING = auto()
    TRIM_BOX_TWICE = auto()
    BOXES_NOT_NESTED = auto()
    BLEED_TOO_SMALL = auto()
    EDGE_WITHOUT_BLEED = auto()
    MARK_TOO_NEAR = auto()
    ANNOTATION_IN_PRINT = auto()
    PAGE_UNFINISHED = auto()

    # The press: inks, letters, lines and images
    COLOUR_OF_SCREEN = auto()
    COLOUR_CONVERTED = auto()
    BLENDING_SPACE_WRONG = auto()
    INK_EXCEEDED = auto()
    IMAGE_INK_PEAKS = auto()
    IMAGE_INK_UNKNOWN = auto()
    WHITE_OVERPRINTS = auto()
    BLACK_KNOCKS_OUT = auto()
    BODY_TEXT_COLOURED = auto()
    TEXT_TOO_SMALL = auto()
    SMALL_TEXT_INKS = auto()
    HAIRLINE = auto()
    IMAGE_TOO_COARSE = auto()
    IMAGE_COARSE = auto()
    IMAGE_REPLACED = auto()


DOCUMENT_FACTS = (
    Fact.FIGURE_WITHOUT_ALT,
    Fact.HEADING_SKIPPED,
    Fact.TABLE_WITHOUT_HEADERS,
    Fact.LINK_WITHOUT_WORDS,
    Fact.LANGUAGE_UNKNOWN,
    Fact.HAS_TITLE,
    Fact.HAS_LANGUAGE,
)
"""The facts that are observed in a document, before a file is built."""


Box = tuple[float, float, float, float]
"""A box: left, foot, right and top."""


class Observation(Value):
    """An observed fact: its page (from 1; 0 is the file as a whole) or its place in the sources, and its details. `box`
    is its place on the page, in millimetres from the lower left corner of the trim box."""

    fact: Fact
    detail: str = ""
    page: int = 0
    place: Place = Place()
    box: Box | None = None
