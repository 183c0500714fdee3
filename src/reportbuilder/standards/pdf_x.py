"""The requirements of PDF/X-4 (ISO 15930-7:2010, all in clause 6), and those of presses in general, which are no part
of it."""

from reportbuilder.standards.facts import Fact
from reportbuilder.standards.standard import requirements

_FORBIDDEN = (
    Fact.FONT_NOT_EMBEDDED,
    Fact.FONT_BROKEN,
    Fact.FONT_WITHOUT_MAP,
    Fact.WIDTH_WRONG,
    Fact.GLYPH_MISSING,
    Fact.METADATA_UNREADABLE,
    Fact.BLEND_MODE_UNKNOWN,
    Fact.GRAPHICS_STATE_FORBIDDEN,
    Fact.XOBJECT_FORBIDDEN,
    Fact.XOBJECT_ELSEWHERE,
    Fact.OPERATOR_UNKNOWN,
    Fact.OPERATOR_SKIPPED,
    Fact.STREAM_EXTERNAL,
    Fact.LAYERS_WRONG,
    Fact.PRESS_PROFILE_WRONG,
    Fact.PRESS_CONDITION_UNNAMED,
    Fact.PRESS_ACTION,
    Fact.TRIM_BOX_MISSING,
    Fact.TRIM_BOX_TWICE,
    Fact.BOXES_NOT_NESTED,
    Fact.ANNOTATION_IN_PRINT,
    Fact.COLOUR_OF_SCREEN,
    Fact.BLENDING_SPACE_WRONG,
    Fact.IMAGE_REPLACED,
)
_REQUIRED = (
    Fact.HAS_TITLE,
    Fact.HAS_METADATA,
    Fact.HAS_PAGES,
    Fact.HAS_FILE_ID,
    Fact.HAS_X_CLAIM,
    Fact.HAS_TRAPPED,
    Fact.HAS_DATES,
    Fact.HAS_DOCUMENT_IDS,
    Fact.HAS_PRESS_INTENT,
)
_NOT_PRINTABLE = (
    Fact.NOTDEF_USED,
    Fact.RESOURCE_MISSING,
    Fact.BLEED_TOO_SMALL,
    Fact.EDGE_WITHOUT_BLEED,
    Fact.MARK_TOO_NEAR,
    Fact.PAGE_UNFINISHED,
    Fact.COLOUR_OF_SCREEN,
    Fact.COLOUR_CONVERTED,
    Fact.INK_EXCEEDED,
    Fact.WHITE_OVERPRINTS,
    Fact.BLACK_KNOCKS_OUT,
    Fact.BODY_TEXT_COLOURED,
    Fact.TEXT_TOO_SMALL,
    Fact.SMALL_TEXT_INKS,
    Fact.HAIRLINE,
    Fact.IMAGE_TOO_COARSE,
)
_DISCOURAGED = (
    Fact.PRESS_CONDITION_UNREGISTERED,
    Fact.IMAGE_INK_PEAKS,
    Fact.IMAGE_INK_UNKNOWN,
    Fact.IMAGE_COARSE,
)

PDF_X_4 = requirements("ISO 15930-7", dict.fromkeys(_FORBIDDEN, "6"), dict.fromkeys(_REQUIRED, "6"))
PRESS = requirements("", dict.fromkeys(_NOT_PRINTABLE, ""), discouraged=dict.fromkeys(_DISCOURAGED, ""))
