"""Normalises the characters of texts, and rejects those that cannot be shown.

In a tagged PDF every glyph has a text, which a screen reader reads. So each character must have a glyph, or be a space
or line end, or be left out because it only controls how others are shown. Any other would be an empty box on the page
and is rejected. Source: Unicode 15, general categories and the property Default_Ignorable_Code_Point.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from reportbuilder.diagnostics import Code, Diagnostics, Place

_UNUSUAL = re.compile("[^\n -~\u00a0-\u00ff\u0100-\u017f\u2009\u2010-\u2027\u202f-\u205e\u20a0-\u20bf]")
"""Characters that are examined one by one; all others are accepted."""
_SPACES = {
    "\t": "\t",
    "\r": "\r",  # whose line ends are made plain by who reads the file
    "\v": " ",  # Word and Excel end a line inside a paragraph with it
    "\f": " ",
    "\u0085": " ",
    "\u1680": " ",
    "\u2007": "\u00a0",
    "\u2028": " ",  # in running text a line separator is no more than the end of a line in the file
    "\u2029": " ",
    "\u205f": " ",
}
_KEPT = frozenset("\u00ad\u200b\u200c\u200d\u2060")
"""Format characters with an effect on the page: soft hyphens, zero-width spaces and joiners."""
_DROPPED = frozenset("\ufeff\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u034f")
"""Format characters that are removed: byte order marks inside text, and direction marks, which follow from the
letters."""
_OVERRIDES = frozenset("\u202d\u202e")
_FILLERS = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_NAMES = {0x00: "NUL", 0x07: "BEL", 0x08: "BACKSPACE", 0x1B: "ESCAPE", 0x7F: "DELETE"}


def normalised(text: str) -> str:
    """The text with every space and line end as what it is, without marks that show nothing, and composed (NFC).

    >>> normalised("e\\u0301e\\u0301n\\u2028twee\\ufeff")
    'één twee'

    A text that is normalised already comes back as it is. Refused characters stay where they are.
    """
    if text.isascii() and not _UNUSUAL.search(text):
        return text
    if _UNUSUAL.search(text):
        text = _UNUSUAL.sub(lambda found: _instead(found[0]), text)
    return unicodedata.normalize("NFC", text)


def refused(text: str) -> Iterator[tuple[int, str]]:
    """The characters of a text that are not accepted, with their indexes."""
    for match in _UNUSUAL.finditer(text):
        if _why(match[0])[0]:
            yield match.start(), match[0]


def clean(text: str, file: str, diagnostics: Diagnostics) -> str:
    """Normalise the text of a file; a character that is not accepted is reported at its line and column, and
    removed."""
    rejected = list(refused(text))
    for index, character in rejected:
        line = text.count("\n", 0, index) + 1
        column = index - text.rfind("\n", 0, index)
        report_refused(character, Place(file, line, column), diagnostics)
    if rejected:
        text = text.translate(dict.fromkeys(ord(character) for _, character in rejected))
    return normalised(text)


def report_refused(character: str, place: Place, diagnostics: Diagnostics) -> None:
    """Report a character that is not accepted, with the reason."""
    why, hint = _why(character)
    why, hint = why or "which shows nothing", hint or "Leave it out."
    diagnostics.add(Code.TEXT_CHARACTER, f"{name_of(character)} stands here, {why}.", place, hint)


def name_of(character: str) -> str:
    """A character in words: the character itself if it is visible, its code point and its Unicode name."""
    code = ord(character)
    name = unicodedata.name(character, "") or _NAMES.get(code, "")
    sign = f"“{character}” " if character.isprintable() and not character.isspace() else ""
    return f"{sign}U+{code:04X}" + (f" ({name})" if name else "")


@cache
def _instead(character: str) -> str:
    """The replacement of a character in normalised text."""
    if character in _SPACES:
        return _SPACES[character]
    if character in _DROPPED or "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return ""  # variation selectors choose between forms that fonts for text do not have
    return character


@cache
def _why(character: str) -> tuple[str, str]:
    """The reason why a character is not accepted and a hint; two empty strings for an accepted one."""
    delete = "Delete it: retype the words around it, or paste them as plain text."
    if character in _SPACES or character in _KEPT or _instead(character) == "":
        return "", ""
    if character in _OVERRIDES:
        return "which turns the order of letters around", f"{delete} The order of Arabic and Hebrew needs no mark."
    if character == "\ufffd":
        return "in the place of a character that was lost", "Write the character that belongs here."
    if character == "\ufffc":
        return "in the place of an object that was not copied", "Delete it, or put the object here in another way."
    category = unicodedata.category(character)
    match category:
        case "Cc":
            return "a control character, which is no text", delete
        case "Cs":
            return "half of a character, which is no text", delete
        case "Co":
            return (
                "which has no meaning outside one font (private use)",
                "Write what it means in words, or use a picture.",
            )
        case "Cn":
            return "which is no character of Unicode", delete
        case "Cf":
            return "which cannot be seen or read", delete
    if character in _FILLERS or "\u180b" <= character <= "\u180f":
        return "which cannot be seen or read", delete
    return "", ""
