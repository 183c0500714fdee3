"""JPEG files by their markers (ISO 10918-1, annex B): whether a file can stand in a PDF as it is, and without what."""

import struct

from reportbuilder.values import Value

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended and progressive Huffman: what DCTDecode reads
_OTHER_FRAMES = frozenset({0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_JFIF, _ADOBE = 0xE0, 0xEE
_LEFT_OUT = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})
"""Segments of applications, and comments: where it was taken, thumbnails, profiles, notes of an editor."""


class PlainJpeg(Value, eq=False):
    """A JPEG file that DCTDecode reads: its components, whether they are stored inverted (as Adobe's programs store
    inks), and its bytes without metadata."""

    components: int
    adobe: bool
    data: bytes


def plain_jpeg(data: bytes) -> PlainJpeg | None:
    """A JPEG file without its metadata, which tells where and when a photograph was taken; its pixels are not touched.
    None when readers of PDF might not agree about it (ISO 32000-1, 7.4.8): another compression or bit depth, colours
    that may be RGB or YCbCr, or a file that is not as it should be."""
    if data[:2] != b"\xff\xd8":
        return None
    kept, at = [data[:2]], 2
    components, adobe, named = 0, False, False
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        segment = data[at : at + 2 + length]
        if length < 2 or len(segment) < 2 + length or marker in _OTHER_FRAMES or marker in (_START, _END):
            return None
        if marker in _FRAMES:
            if components or length < 11 or segment[4] != 8:
                return None
            components = segment[9]
            named = bytes(segment[10:19:3]) == b"\1\2\3"
        elif marker == _ADOBE and segment[4:9] == b"Adobe":
            adobe = True
        elif marker == _JFIF:
            named = named or segment[4:8] == b"JFIF"
        if marker == _SCAN:
            end = data.rfind(b"\xff\xd9")
            if components not in (1, 3, 4) or end < at or (components == 3 and not (adobe or named)):
                return None
            return PlainJpeg(components, adobe, b"".join((*kept, data[at : end + 2])))
        if marker not in _LEFT_OUT and not (marker == _ADOBE and segment[4:9] != b"Adobe"):
            kept.append(segment)
        at += len(segment)
    return None
