"""Strict decoders of stream filters: data that are truncated, or not in the format of the filter, raise FilterError
(ISO 32000-1, 7.4)."""

import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from reportbuilder.preflight.objects import PdfName

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
