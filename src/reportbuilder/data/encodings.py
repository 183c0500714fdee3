"""The characters of a text file: UTF-8, UTF-16 as Excel writes “Unicode text”, or Windows-1252 as its plain CSV is."""

from __future__ import annotations

import codecs
import re

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.project.characters import clean

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d]")
_SAVE = "Save the file as “CSV UTF-8” (in Excel: Save as, CSV UTF-8)."


def decode(content: bytes, shown: str, diagnostics: Diagnostics) -> str | None:
    """The text of a file, by its bytes; None, and a problem, when they are the text of no encoding that is known.

    Without a mark it is UTF-8. What is not is taken for Windows-1252, which is said in a note, unless it has bytes that
    no text in Windows-1252 has, or characters of UTF-8 too: then the file is damaged.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding).lstrip("\ufeff")  # a mark that was written twice
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or _CONTROL.search(content) or _UTF8_PAIR.search(content):
            name = "UTF-16" if encoding == "utf-16" else "UTF-8"
            message = f"The character at byte {error.start + 1} is not {name}."
            diagnostics.add(Code.FILE_ENCODING, message, _place(content, error.start, shown), _SAVE)
            return None
        message = "This file is not UTF-8; it is read as Windows-1252, as Excel writes plain CSV."
        hint = f"Look at its accents and €. {_SAVE}"
        diagnostics.add(Code.FILE_ENCODING_ASSUMED, message, _place(content, error.start, shown), hint)
        return clean(content.decode("cp1252"), shown, diagnostics)
    if "\0" in text:
        message = "This file has characters that no text has; it may be UTF-16 without a mark, or no text at all."
        diagnostics.add(Code.FILE_ENCODING, message, _place(content, max(content.find(b"\0"), 0), shown), _SAVE)
        return None
    return clean(text, shown, diagnostics)


def _place(content: bytes, at: int, shown: str) -> Place:
    before = content[:at]
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", "replace")) + 1
    return Place(shown, before.count(b"\n") + 1, column)
