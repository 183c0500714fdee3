"""Objects as text (ISO 32000-1, 7.3).

What a file has thousands of (elements, links, bookmarks) is written as text: made one by one, objects take many times
as long.
"""

import re
from collections.abc import Iterable, Mapping

_plain = re.compile(r"[ -$&'*-\[\]-~]*").fullmatch
"""Text that stands in parentheses as it is: ASCII without parentheses, backslashes, and the percent signs that stand
for numbers in templates."""


def reference(number: int) -> str:
    """A reference to the object with this number."""
    return f"{number} 0 R"


def text_string(text: str) -> str:
    """A text string (ISO 32000-1, 7.9.2.2): plain words as they stand, others in UTF-16."""
    return f"({text})" if _plain(text) else f"<feff{text.encode('utf-16-be').hex()}>"


def array(items: Iterable[str]) -> str:
    """An array of objects."""
    return f"[{' '.join(items)}]"


def dictionary(entries: Mapping[str, str], more: str = "") -> str:
    """A dictionary of objects by names without their solidus, and of more entries as they stand."""
    return f"<<{' '.join([f'/{key} {value}' for key, value in entries.items()])}{more}>>"


def name(text: str) -> str:
    """A name of letters, digits, and signs that mean nothing; UTF-8 where it is not ASCII."""
    return "/" + "".join([chr(byte) if byte < 128 else f"#{byte:02x}" for byte in text.encode()])
