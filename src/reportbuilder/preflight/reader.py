"""Opens a PDF with pypdf and reads its objects defensively.

Files may be damaged or made by other programs. So the functions here return None or an empty value for anything that is
missing or of an unexpected type.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import IndirectObject, NullObject, StreamObject

from reportbuilder.values import Value

Piece = tuple[int, int]
"""A marked-content sequence: the number of its page or form object, and its MCID there."""

_LOCKED = "The PDF is locked (encrypted), so it cannot be checked."


class UnreadableError(Exception):
    """A file that cannot be checked; the message is a sentence for its user."""


class File(Value, eq=False):
    """An open file: its bytes, its pages in order, and the page (from 1) of every page object."""

    data: bytes
    reader: PdfReader
    catalog: Mapping[str, Any]
    pages: tuple[Any, ...]
    numbers: Mapping[int, int]


def open_file(data: bytes) -> File:
    """Open a file from its bytes; raises UnreadableError."""
    if not data.strip():
        raise UnreadableError("The file is empty.")
    if b"%PDF-" not in data[:1024]:
        raise UnreadableError("This is not a PDF.")
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise UnreadableError(_LOCKED)
        pages = tuple(reader.pages)
    except DependencyError as error:  # pypdf needs another library to try a lock
        raise UnreadableError(_LOCKED) from error
    except PyPdfError as error:
        raise damaged(error) from error
    catalog = get(reader.trailer, "/Root")
    numbers = {number(page): at for at, page in enumerate(pages, 1)}
    return File(data, reader, dictionary(catalog), pages, numbers)


def damaged(error: Exception) -> UnreadableError:
    """The error for a damaged file, with the message of the library that read it."""
    if isinstance(error, RecursionError):
        return UnreadableError("The PDF has brackets in brackets deeper than can be read, so it cannot be judged.")
    words = " ".join(str(error).split()).rstrip(".") or type(error).__name__
    return UnreadableError(f"The PDF is damaged or cut off, and cannot be read ({words}).")


@contextmanager
def quietly() -> Iterator[None]:
    """Suppress the log messages of the libraries: faults are reported by the checks."""
    loggers = [logging.getLogger(name) for name in ("pypdf", "fontTools")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)  # and so of their parts, which have no level of their own
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def resolved(value: Any) -> Any:
    """The object that a reference leads to; None if there is none."""
    if isinstance(value, IndirectObject):
        value = value.get_object()
    return None if isinstance(value, NullObject) else value


def get(holder: Any, key: str) -> Any:
    """An entry of a dictionary, with its reference resolved; None if there is none."""
    return resolved(dict.get(holder, key)) if isinstance(holder, dict) else None


def dictionary(value: Any) -> Mapping[str, Any]:
    """The value if it is a dictionary, otherwise an empty one."""
    target = resolved(value)
    return target if isinstance(target, dict) else {}


def items(value: Any) -> list[Any]:
    """The items of an array, with references unresolved; empty for anything else."""
    target = resolved(value)
    return list(list.__iter__(target)) if isinstance(target, list) else []


def name(value: Any) -> str:
    """A name without its slash; empty for anything else."""
    return value[1:] if isinstance(value, str) and value.startswith("/") else ""


def text(value: Any) -> str | None:
    """A text string; None for anything else."""
    if isinstance(value, bytes):
        return decoded(value)
    return str(value) if isinstance(value, str) else None


def integer(value: Any) -> int | None:
    """An integer; None for anything else."""
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else None


def is_true(value: Any) -> bool:
    """Whether a value is the boolean true; pypdf's booleans are objects, and all truthy in Python."""
    return bool(value is not None and value == True)  # noqa: E712


def numbers(value: Any) -> list[float]:
    """The numbers of an array; other items are left out."""
    return [float(item) for raw in items(value) if isinstance(item := resolved(raw), int | float)]


def number(value: Any) -> int:
    """The object number of an indirect object; 0 for a direct one."""
    if isinstance(value, IndirectObject):
        return int(value.idnum)
    reference = getattr(value, "indirect_reference", None)
    return int(reference.idnum) if reference is not None else 0


def stream_data(value: Any) -> bytes:
    """The decoded data of a stream; empty for anything else."""
    return bytes(value.get_data()) if isinstance(value, StreamObject) else b""


def content_data(page: Any) -> bytes:
    """The decoded content of a page; several streams are joined."""
    contents = get(page, "/Contents")
    parts = items(contents) if isinstance(contents, list) else [contents]
    return b"\n".join(stream_data(resolved(part)) for part in parts)


def decoded(raw: bytes) -> str:
    """Decode a text string: UTF-16 or UTF-8 with a byte order mark, otherwise PDFDocEncoding."""
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:].decode("utf-8", "replace")
    return raw.decode("latin-1")


def number_tree(root: Any) -> Iterator[tuple[Any, Any]]:
    """The keys and values (unresolved) of a number or name tree."""
    pending, seen = [root], 0
    while pending and seen < 1_000_000:
        node = dictionary(pending.pop())
        seen += 1
        for key in ("/Nums", "/Names"):
            pairs = items(get(node, key))
            yield from zip((resolved(k) for k in pairs[::2]), pairs[1::2], strict=False)
        pending.extend(reversed(items(get(node, "/Kids"))))


def get_inherited(page: Any, key: str) -> Any:
    """An entry of a page, or of its ancestors in the page tree."""
    for _ in range(50):
        if get(page, key) is not None or page is None:
            return get(page, key)
        page = get(page, "/Parent")
    return None
