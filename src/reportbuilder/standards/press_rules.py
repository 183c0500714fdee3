"""What PDF/X-4 and the press think of the facts that only they mind; see `rulings.py`."""

from collections.abc import Mapping
from types import MappingProxyType

from reportbuilder.standards.facts import Fact
from reportbuilder.standards.names import Ruling
from reportbuilder.standards.rule_builders import FREE, NEVER, UNWISE, X_MUST, X_NEVER, press_row

_FILE = {
    Fact.HAS_X_CLAIM: press_row("The metadata does not say that this is PDF/X-4", X_MUST, FREE),
    Fact.HAS_TRAPPED: press_row("The file does not say, or says twice, whether it is trapped", X_MUST, FREE),
    Fact.HAS_DATES: press_row("The metadata does not say when the file was made and changed", X_MUST, FREE),
    Fact.HAS_DOCUMENT_IDS: press_row(
        "The metadata does not say which document and which version this is", X_MUST, FREE
    ),
    Fact.HAS_PRESS_INTENT: press_row("The file does not say for which press it is meant", X_MUST, FREE),
    Fact.PRESS_PROFILE_WRONG: press_row("The colour profile of the press is not usable", X_NEVER, FREE),
    Fact.PRESS_CONDITION_UNNAMED: press_row("The press that the file is meant for has no name", X_NEVER, FREE),
    Fact.PRESS_CONDITION_UNREGISTERED: press_row(
        "The file does not say where the name of its press is registered", FREE, UNWISE
    ),
    Fact.PRESS_ACTION: press_row("Something would happen on a click, or by itself", X_NEVER, FREE),
}

_PAGES = {
    Fact.TRIM_BOX_MISSING: press_row("A page does not say where it is cut (TrimBox)", X_NEVER, FREE),
    Fact.TRIM_BOX_TWICE: press_row("A page has both a TrimBox and an ArtBox", X_NEVER, FREE),
    Fact.BOXES_NOT_NESTED: press_row("The boxes of a page do not lie within each other", X_NEVER, FREE),
    Fact.BLEED_TOO_SMALL: press_row("A page has too little bleed", FREE, NEVER),
    Fact.EDGE_WITHOUT_BLEED: press_row(
        "Something ends where the page is cut, so that a white edge may be seen", FREE, NEVER
    ),
    Fact.MARK_TOO_NEAR: press_row("A mark on all plates stands too near to the page", FREE, NEVER),
    Fact.ANNOTATION_IN_PRINT: press_row("An annotation lies where is printed", X_NEVER, FREE),
    Fact.PAGE_UNFINISHED: press_row("A page has too much on it to be looked at to its end", FREE, NEVER),
}

_PAINT = {
    Fact.COLOUR_OF_SCREEN: press_row("A colour of screens (RGB) is printed", X_NEVER, NEVER),
    Fact.COLOUR_CONVERTED: press_row(
        "A colour is neither of the four inks, nor black alone, nor an ink of its own", FREE, NEVER
    ),
    Fact.BLENDING_SPACE_WRONG: press_row("Colours are mixed in others than the inks of the press", X_NEVER, FREE),
    Fact.INK_EXCEEDED: press_row("More ink is printed than the paper can take", FREE, NEVER),
    Fact.IMAGE_INK_PEAKS: press_row("A few specks of an image take more ink than the paper can", FREE, UNWISE),
    Fact.IMAGE_INK_UNKNOWN: press_row("How much ink an image takes cannot be seen", FREE, UNWISE),
    Fact.WHITE_OVERPRINTS: press_row("White overprints, and so disappears", FREE, NEVER),
    Fact.BLACK_KNOCKS_OUT: press_row(
        "Black text takes away the inks below it, so that a white edge may be seen", FREE, NEVER
    ),
    Fact.BODY_TEXT_COLOURED: press_row("Running text is not in black ink alone", FREE, NEVER),
    Fact.TEXT_TOO_SMALL: press_row("A text is too small to be printed", FREE, NEVER),
    Fact.SMALL_TEXT_INKS: press_row("A small text is in too many inks", FREE, NEVER),
    Fact.HAIRLINE: press_row("A line is too thin to be printed", FREE, NEVER),
    Fact.IMAGE_TOO_COARSE: press_row("An image has too few pixels for its size", FREE, NEVER),
    Fact.IMAGE_COARSE: press_row("An image has few pixels for its size", FREE, UNWISE),
    Fact.IMAGE_REPLACED: press_row("An image stands for another one (Alternates, OPI)", X_NEVER, FREE),
}

PRESS: Mapping[Fact, Ruling] = MappingProxyType({**_FILE, **_PAGES, **_PAINT})
"""Their rulings."""
