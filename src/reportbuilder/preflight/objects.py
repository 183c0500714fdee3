"""A strict parser of PDF objects (ISO 32000-1, 7.2 and 7.3) and decoders of their stream filters (7.4).

It is independent of pypdf, which repairs damage silently. It uses a stack of its own, so that nesting costs no
recursion. Names are `PdfName`, strings `bytes`, references `IndirectReference`; arrays and dictionaries are lists and
dicts, with names without their slash as keys. Data that are truncated, or not in the format of their filter, raise
FilterError.
"""

import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

_SPACE = rb"[\x00\t\n\x0c\r ]"
_REGULAR = rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]"
_TOKEN = re.compile(
    rb"(?P<space>(?:" + _SPACE + rb"+|%[^\r\n]*)+)"
    rb"|(?P<reference>\d{1,10}" + _SPACE + rb"+\d{1,5}" + _SPACE + rb"+R(?!" + _REGULAR + rb"))"
    rb"|(?P<whole>[+-]?\d+(?!" + _REGULAR + rb"))"
    rb"|(?P<real>[+-]?(?:\d+\.\d*|\.\d+)(?!" + _REGULAR + rb"))"
    rb"|(?P<name>/" + _REGULAR + rb"*)"
    rb"|(?P<open><<|\[)|(?P<close>>>|\])"
    rb"|<(?P<hex>[0-9A-Fa-f\x00\t\n\x0c\r ]*)>"
    rb"|(?P<string>\((?:[^()\\]++|\\.)*+\))"
    rb"|(?P<bracketed>\()"
    rb"|(?P<keyword>" + _REGULAR + rb"+)",
    re.DOTALL,
)
_GAP = re.compile(rb"(?:" + _SPACE + rb"+|%[^\r\n]*)*")
_PLAIN = re.compile(rb"[^()\\]*+")
_CODED = re.compile(rb"#([0-9A-Fa-f]{2})")
_WORDS = {b"true": True, b"false": False, b"null": None}
_HEADER = re.compile(rb"(\d{1,10})" + _SPACE + rb"+(\d{1,5})" + _SPACE + rb"+obj(?!" + _REGULAR + rb")")
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_LARGEST_GENERATION = 65535
_DIGITS = 30
"""The most digits of a number that readers accept."""


class DamageError(Exception):
    """Bytes that are not a PDF object; the message says what is wrong, `at` is the offset."""

    def __init__(self, words: str, offset: int) -> None:
        super().__init__(words)
        self.at = offset


class IndirectReference(NamedTuple):
    """A reference to an object, by its number and generation."""

    number: int
    generation: int


class PdfName(str):
    """A name without its slash."""

    __slots__ = ()


def skip(data: bytes, offset: int) -> int:
    """The offset of the next token, after white space and comments."""
    gap = _GAP.match(data, offset)
    return gap.end() if gap else offset


def read_header(data: bytes, offset: int) -> tuple[IndirectReference, int] | None:
    """Parse the header of an indirect object (`12 0 obj`): its reference, and the offset of its value; None if there is
    no header at the offset."""
    header = _HEADER.match(data, offset)
    return (IndirectReference(int(header[1]), int(header[2])), header.end()) if header else None


def read_object(data: bytes, offset: int, end: int | None = None) -> tuple[Any, int]:
    """Parse the object at an offset; returns it and the offset after it. Raises DamageError.

    >>> read_object(b"[1 /A (b) 2 0 R]", 0)
    ([1, 'A', b'b', IndirectReference(number=2, generation=0)], 16)
    """
    end = len(data) if end is None else end
    stack: list[tuple[bytes, int, list[Any]]] = []
    while True:
        token = _TOKEN.match(data, offset, end)
        if token is None:
            raise DamageError("the file ends within an object" if offset >= end else _stray(data, offset), offset)
        kind, start, offset = token.lastgroup, offset, token.end()
        if kind == "space":
            continue
        if kind == "open":
            stack.append((token.group(), start, []))
            continue
        if kind == "close":
            if not stack or (token.group() == b"]") != (stack[-1][0] == b"["):
                raise DamageError(f"a “{token.group().decode()}” that closes nothing", start)
            bracket, beginning, contents = stack.pop()
            value: Any = contents if bracket == b"[" else _dictionary(contents, beginning)
        elif kind == "bracketed":
            offset = end_of_string(data, offset, end)
            if offset < 0:
                raise DamageError("a text that does not end", start + 1)
            value = unescape(data[start + 1 : offset - 1])
        else:
            value = _simple(kind, token, start)
        if not stack:
            return value, offset
        stack[-1][2].append(value)


def _stray(data: bytes, offset: int) -> str:
    return f"a stray “{data[offset : offset + 1].decode('latin-1')}”"


def _simple(kind: str | None, token: re.Match[bytes], offset: int) -> Any:
    """The value of a token that is not a bracket."""
    word = token.group()
    if kind == "whole":
        if len(word) > _DIGITS:
            raise DamageError("a number of too many digits", offset)
        return int(word)
    if kind == "name":
        return read_name(word[1:])
    if kind == "reference":
        number, generation, _ = word.split()
        if int(number) == 0 or int(generation) > _LARGEST_GENERATION:
            raise DamageError("a reference to an object that cannot be", offset)
        return IndirectReference(int(number), int(generation))
    if kind == "real":
        return float(word)
    if kind == "hex":
        digits = token["hex"].translate(None, b"\x00\t\n\x0c\r ")
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    if kind == "string":
        return unescape(word[1:-1])
    if word in _WORDS:
        return _WORDS[word]
    raise DamageError(f"“{word[:20].decode('latin-1')}”, which is no value", offset)


def read_name(raw: bytes) -> PdfName:
    """Decode a name from its bytes after the slash."""
    if b"#" in raw:
        raw = _CODED.sub(lambda found: bytes([int(found[1], 16)]), raw)
    return PdfName(raw.decode("latin-1"))


def _dictionary(flat: list[Any], offset: int) -> dict[str, Any]:
    """Build a dictionary from alternating keys and values."""
    if len(flat) % 2:
        raise DamageError("a dictionary with a key or a value too many", offset)
    keys = flat[::2]
    if not all(isinstance(key, PdfName) for key in keys):
        raise DamageError("a dictionary with a key that is no name", offset)
    entries = dict(zip(keys, flat[1::2], strict=True))
    if len(entries) != len(keys):
        raise DamageError("a dictionary that has a key twice", offset)
    return entries


def unescape(raw: bytes) -> bytes:
    r"""The bytes of a literal string, by what stands between its brackets.

    >>> unescape(rb"\(a\051")
    b'(a)'
    """
    return _ESCAPED.sub(_unescape_one, raw) if b"\\" in raw else raw


def _unescape_one(escape: re.Match[bytes]) -> bytes:
    """Decode one escape sequence; an escaped line end is removed."""
    mark = escape[1]
    if mark[:1] in b"01234567":
        return bytes([int(mark, 8) & 255])
    return b"" if mark[:1] in b"\r\n" else _ESCAPES.get(mark, mark)


def end_of_string(data: bytes, offset: int, end: int) -> int:
    """The offset after the closing parenthesis of a literal string that begins before `offset`; -1 if there is none.

    Parentheses in it are balanced (ISO 32000-1, 7.3.4.2).
    """
    depth = 1
    while depth:
        plain = _PLAIN.match(data, offset, end)
        offset = plain.end() if plain else end
        if offset >= end:
            return -1
        mark = data[offset : offset + 1]
        offset += 2 if mark == b"\\" else 1
        depth += {b"(": 1, b")": -1}.get(mark, 0)
    return offset


_LARGEST = 1 << 30
"""The largest decoded size of a stream in bytes; decoding stops with an error beyond it."""
_PART = 1 << 20
_WHITE = b"\x00\t\n\x0c\r "
_ASCII_85 = re.compile(rb"(?:z|[!-u]{5})*[!-u]{0,4}")
_END_OF_LZW = 257


class FilterError(Exception):
    """Encoded data that a filter cannot decode; the message says why."""


def decode(data: bytes, filters: Sequence[PdfName], parameters: Sequence[Any]) -> bytes | None:
    """Decode the data of a stream with its filters in turn.

    `parameters` are the dictionaries of DecodeParms, one for each filter (None or missing: defaults). Returns None if a
    filter is an image codec, of which only the first and last bytes are checked. Raises FilterError.
    """
    for index, name in enumerate(filters):
        decoder = _DECODERS.get(name)
        if decoder is None:
            if name not in _IMAGES:
                raise FilterError(f"the filter {name[:30]} does not exist")
            _check_image(name, data)
            return None
        parameter = parameters[index] if index < len(parameters) else None
        entries = parameter if isinstance(parameter, dict) else {}
        data = decoder(data) if name not in _LZW else _lzw(data, entries.get("EarlyChange", 1) != 0)
        if name in _PREDICTED:
            data = _undo_predictor(data, entries)
    return data


def _flate(data: bytes) -> bytes:
    if not data:
        return b""  # writers leave an empty stream as it is, and all readers take it
    decoder, parts, size = zlib.decompressobj(), [], 0
    try:
        left = data
        while left and not decoder.eof:
            part = decoder.decompress(left, _PART)
            left = decoder.unconsumed_tail
            parts.append(part)
            size += len(part)
            if size > _LARGEST:
                raise FilterError("the data are too many to be looked at")
    except zlib.error as error:
        raise FilterError(f"the compressed data are damaged ({error})") from error
    if not decoder.eof:
        raise FilterError("the compressed data end too early")
    return b"".join(parts)


def _hex(data: bytes) -> bytes:
    digits = data.split(b">", 1)[0].translate(None, _WHITE)
    try:
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    except ValueError as error:
        raise FilterError("the data have signs that are no hexadecimal digits") from error


def _base_85(data: bytes) -> bytes:
    body, mark, _ = data.translate(None, _WHITE).removeprefix(b"<~").partition(b"~>")
    if not mark:
        raise FilterError("the data have no end mark")
    if not _ASCII_85.fullmatch(body):
        raise FilterError("the data have signs that do not belong in them")
    import base64

    try:
        return base64.a85decode(body)
    except ValueError as error:
        raise FilterError("the data have signs that do not belong in them") from error


def _run_length(data: bytes) -> bytes:
    decoded, offset = bytearray(), 0
    while offset < len(data):
        length = data[offset]
        if length == 128:
            return bytes(decoded)
        if length < 128:
            decoded += data[offset + 1 : offset + 2 + length]
            offset += 2 + length
        else:
            decoded += data[offset + 1 : offset + 2] * (257 - length)
            offset += 2
        if len(decoded) > _LARGEST:
            raise FilterError("the data are too many to be looked at")
    if offset > len(data):
        raise FilterError("the data end too early")
    return bytes(decoded)


def _lzw(data: bytes, early: bool = True) -> bytes:
    """Decode LZW, with codes of 9 to 12 bits; `early` is the entry EarlyChange (ISO 32000-1, 7.4.4)."""
    single = [bytes([value]) for value in range(256)]
    table: list[bytes] = [*single, b"", b""]
    decoded: list[bytes] = []
    width, buffer, bits, previous, size = 9, 0, 0, b"", 0
    for byte in data:
        buffer, bits = (buffer << 8 | byte) & 0xFFFFFF, bits + 8
        if bits < width:
            continue
        code = buffer >> (bits - width) & ((1 << width) - 1)
        bits -= width
        if code == 256:
            table, width, previous = [*single, b"", b""], 9, b""
            continue
        if code == _END_OF_LZW:
            return b"".join(decoded)
        if code < len(table):
            word = table[code]
        elif code == len(table) and previous:
            word = previous + previous[:1]
        else:
            raise FilterError("the compressed data are damaged")
        decoded.append(word)
        size += len(word)
        if size > _LARGEST:
            raise FilterError("the data are too many to be looked at")
        if previous and len(table) < 4096:
            table.append(previous + word[:1])
        previous = word
        width = min(12, max(9, (len(table) + early).bit_length()))
    raise FilterError("the compressed data end too early")


def _undo_predictor(data: bytes, parameters: dict[str, Any]) -> bytes:
    """Undo a PNG predictor (ISO 32000-1, 7.4.4.4). Rows of TIFF predictors are returned unchanged: no structure that is
    read here uses them."""
    predictor = parameters.get("Predictor", 1)
    if not isinstance(predictor, int) or predictor < 10:
        return data
    colours, bits, columns = (
        parameters.get(key, usual) for key, usual in (("Colors", 1), ("BitsPerComponent", 8), ("Columns", 1))
    )
    if not all(isinstance(one, int) and 0 < one < 1 << 24 for one in (colours, bits, columns)):
        raise FilterError("the predictor has no usable sizes")
    pixel, length = max(1, colours * bits // 8), (colours * bits * columns + 7) // 8
    if pixel > 4 or len(data) > _PART:
        return data  # an image: its rows are not needed
    rows, previous = bytearray(), bytes(length)
    for start in range(0, len(data), length + 1):
        kind, row = data[start], bytearray(data[start + 1 : start + 1 + length])
        if kind > 4:
            raise FilterError("a row has a predictor that does not exist")
        _undo_row(kind, row, previous, pixel)
        rows += row
        previous = bytes(row)
        if len(previous) < length:
            previous += bytes(length - len(previous))
    return bytes(rows)


def _undo_row(kind: int, row: bytearray, above: bytes, pixel: int) -> None:
    """Undo the prediction of one row in place; `kind` is the PNG filter type (PNG, 9.2)."""
    for i in range(len(row)) if kind else ():
        left = row[i - pixel] if i >= pixel else 0
        up, corner = above[i], above[i - pixel] if i >= pixel else 0
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = up
        elif kind == 3:
            guess = (left + up) // 2
        else:
            away = left + up - corner
            guess = min((left, up, corner), key=lambda value: abs(away - value))
        row[i] = (row[i] + guess) & 255


def _check_image(name: str, data: bytes) -> None:
    """Check the signature and the end marker of JPEG and JPEG 2000 data; pixels are not decoded. Raises FilterError."""
    if name in ("DCTDecode", "DCT"):
        if not data.startswith(b"\xff\xd8\xff"):
            raise FilterError("the data are no JPEG image")
        if b"\xff\xd9" not in data[-64:]:
            raise FilterError("the JPEG image is cut off")
    elif name == "JPXDecode" and not data.startswith((b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51")):
        raise FilterError("the data are no JPEG 2000 image")


_DECODERS: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType(
    {
        "FlateDecode": _flate,
        "Fl": _flate,
        "LZWDecode": _lzw,
        "LZW": _lzw,
        "ASCIIHexDecode": _hex,
        "AHx": _hex,
        "ASCII85Decode": _base_85,
        "A85": _base_85,
        "RunLengthDecode": _run_length,
        "RL": _run_length,
    }
)
_LZW = frozenset(("LZWDecode", "LZW"))
_PREDICTED = _LZW | {"FlateDecode", "Fl"}
_IMAGES = frozenset(("DCTDecode", "DCT", "JPXDecode", "CCITTFaxDecode", "CCF", "JBIG2Decode", "Crypt"))
