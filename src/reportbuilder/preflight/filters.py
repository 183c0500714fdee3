"""Stream filters, decoded strictly: a stream whose data end early, or are not what the filter says, is damaged
(ISO 32000-1, 7.4)."""

import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from reportbuilder.preflight.objects import PdfName

_LARGEST = 1 << 30
"""Bytes of one decoded stream; more are not decoded to their end."""
_PART = 1 << 20
_WHITE = b"\x00\t\n\x0c\r "
_ASCII_85 = re.compile(rb"(?:z|[!-u]{5})*[!-u]{0,4}")
_END_OF_LZW = 257


class FilterError(Exception):
    """Data that a filter cannot decode; the message says why."""


def decode(data: bytes, filters: Sequence[PdfName], parameters: Sequence[Any]) -> bytes | None:
    """The data of a stream decoded by its filters in turn; None where one is not ours to decode (images).

    Raises FilterError.
    """
    for at, called in enumerate(filters):
        decoder = _DECODERS.get(called)
        if decoder is None:
            if called not in _IMAGES:
                raise FilterError(f"the filter {called[:30]} does not exist")
            _check_image(called, data)
            return None
        given = parameters[at] if at < len(parameters) else None
        entries = given if isinstance(given, dict) else {}
        data = decoder(data) if called not in _LZW else _lzw(data, entries.get("EarlyChange", 1) != 0)
        if called in _PREDICTED:
            data = _unpredicted(data, entries)
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
    found, at = bytearray(), 0
    while at < len(data):
        length = data[at]
        if length == 128:
            return bytes(found)
        if length < 128:
            found += data[at + 1 : at + 2 + length]
            at += 2 + length
        else:
            found += data[at + 1 : at + 2] * (257 - length)
            at += 2
        if len(found) > _LARGEST:
            raise FilterError("the data are too many to be looked at")
    if at > len(data):
        raise FilterError("the data end too early")
    return bytes(found)


def _lzw(data: bytes, early: bool = True) -> bytes:
    """Codes of 9 to 12 bits; they grow one code `early`, as everywhere but where EarlyChange is 0."""
    single = [bytes([value]) for value in range(256)]
    table: list[bytes] = [*single, b"", b""]
    found: list[bytes] = []
    width, held, bits, before, size = 9, 0, 0, b"", 0
    for byte in data:
        held, bits = (held << 8 | byte) & 0xFFFFFF, bits + 8
        if bits < width:
            continue
        code = held >> (bits - width) & ((1 << width) - 1)
        bits -= width
        if code == 256:
            table, width, before = [*single, b"", b""], 9, b""
            continue
        if code == _END_OF_LZW:
            return b"".join(found)
        if code < len(table):
            word = table[code]
        elif code == len(table) and before:
            word = before + before[:1]
        else:
            raise FilterError("the compressed data are damaged")
        found.append(word)
        size += len(word)
        if size > _LARGEST:
            raise FilterError("the data are too many to be looked at")
        if before and len(table) < 4096:
            table.append(before + word[:1])
        before = word
        width = min(12, max(9, (len(table) + early).bit_length()))
    raise FilterError("the compressed data end too early")


def _unpredicted(data: bytes, given: dict[str, Any]) -> bytes:
    """Data as they were before a PNG predictor; those of TIFF's are left as they are, for nothing reads them here."""
    predictor = given.get("Predictor", 1)
    if not isinstance(predictor, int) or predictor < 10:
        return data
    colours, bits, columns = (
        given.get(key, usual) for key, usual in (("Colors", 1), ("BitsPerComponent", 8), ("Columns", 1))
    )
    if not all(isinstance(one, int) and 0 < one < 1 << 24 for one in (colours, bits, columns)):
        raise FilterError("the predictor has no usable sizes")
    pixel, length = max(1, colours * bits // 8), (colours * bits * columns + 7) // 8
    if pixel > 4 or len(data) > _PART:
        return data  # an image: its rows are not needed
    rows, before = bytearray(), bytes(length)
    for start in range(0, len(data), length + 1):
        kind, row = data[start], bytearray(data[start + 1 : start + 1 + length])
        if kind > 4:
            raise FilterError("a row has a predictor that does not exist")
        _undo(kind, row, before, pixel)
        rows += row
        before = bytes(row)
        if len(before) < length:
            before += bytes(length - len(before))
    return bytes(rows)


def _undo(kind: int, row: bytearray, above: bytes, pixel: int) -> None:
    """Undo the prediction of a row (PNG, 9.2)."""
    for at in range(len(row)) if kind else ():
        left = row[at - pixel] if at >= pixel else 0
        up, corner = above[at], above[at - pixel] if at >= pixel else 0
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = up
        elif kind == 3:
            guess = (left + up) // 2
        else:
            away = left + up - corner
            guess = min((left, up, corner), key=lambda one: abs(away - one))
        row[at] = (row[at] + guess) & 255


def _check_image(called: str, data: bytes) -> None:
    """The first and last bytes of an image in a format of its own; its pixels are not looked at."""
    if called in ("DCTDecode", "DCT"):
        if not data.startswith(b"\xff\xd8\xff"):
            raise FilterError("the data are no JPEG image")
        if b"\xff\xd9" not in data[-64:]:
            raise FilterError("the JPEG image is cut off")
    elif called == "JPXDecode" and not data.startswith((b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51")):
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
