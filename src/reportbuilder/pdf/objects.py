"""The syntax of PDF objects (ISO 32000-1, 7.3): values as the text that stands in a file.

Objects are ASCII text, in which a reference to the object numbered 12 is `12 0 R`; a stream is bytes.
"""

import zlib
from collections.abc import Iterable

LEVEL = 6
"""The effort of Flate compression, from 1 to 9."""
_ESCAPED = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)"})


def text_string(text: str) -> str:
    """A text string (7.9.2.2): printable ASCII as it is, other text in UTF-16.

    >>> text_string("a (b)"), text_string("é")
    ('(a \\\\(b\\\\))', '<FEFF00E9>')
    """
    if text.isascii() and text.isprintable():
        return f"({text.translate(_ESCAPED)})"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def number(value: float) -> str:
    """A number with at most four decimals (7.3.3).

    >>> number(12.0), number(0.5), number(-3.14159)
    ('12', '0.5', '-3.1416')
    """
    if isinstance(value, int):
        return str(value)
    digits = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def numbers(values: Iterable[float]) -> str:
    """An array of numbers."""
    return f"[{' '.join(map(number, values))}]"


def name(text: str) -> str:
    """A name with its solidus (7.3.5), in UTF-8; what is no regular character is written as its number."""
    plain = (33 <= byte <= 126 and byte not in b"#/%()<>[]{}" for byte in text.encode())
    return "/" + "".join(chr(b) if ok else f"#{b:02x}" for b, ok in zip(text.encode(), plain, strict=True))


def reference(to: int) -> str:
    """A reference to the object of a number."""
    return f"{to} 0 R"


COMPRESSED = "/Filter/FlateDecode"
"""The entry of a stream that is compressed with Flate."""


def compressed(data: bytes) -> bytes:
    """The data of a stream, compressed with Flate."""
    return zlib.compress(data, LEVEL)


def stream(data: bytes, entries: str = "", compress: bool = True, level: int = LEVEL) -> bytes:
    """A stream (7.3.8) with further entries of its dictionary; compressed with Flate, unless it is in a form of its
    own already."""
    if compress:
        data, entries = zlib.compress(data, level), f"{entries}{COMPRESSED}"
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries.encode("ascii"), len(data), data)
