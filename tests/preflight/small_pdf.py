"""A small PDF written by hand, byte by byte, so that tests can break the file itself."""

from collections.abc import Mapping, Sequence

OBJECTS: Mapping[int, bytes] = {
    1: b"<< /Type /Catalog /Pages 2 0 R >>",
    2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Resources << >> /Contents 4 0 R >>",
    4: b"<< /Length 5 0 R >>\nstream\n0 0 m 9 9 l S\nendstream",
    5: b"13",
}
"""A file of one page with a line on it."""


def write_tiny(objects: Mapping[int, bytes] = OBJECTS, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """The bytes of a file with these objects and a cross-reference table."""
    data, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), dict[int, int]()
    for number, body in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return bytes(data) + table(len(data), places, trailer)


def table(at: int, places: Mapping[int, int], trailer: bytes) -> bytes:
    """A cross-reference table that will stand at an offset, its trailer and the end of the file."""
    numbers = sorted(places)
    size = numbers[-1] + 1
    entries = [b"0000000000 65535 f \n", *(b"%010d 00000 n \n" % places[number] for number in numbers)]
    body = b"xref\n0 %d\n%s" % (size, b"".join(entries))
    return body + b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, at)


def update(data: bytes, number: int, body: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """The file with an object replaced by an incremental update."""
    before = data.rindex(b"startxref") + len(b"startxref")
    earlier, size = int(data[before:].split()[0]), data.count(b" 0 obj") + 1
    changed = data + b"%d 0 obj\n%s\nendobj\n" % (number, body)
    entry = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(data))
    ends = (size, earlier, trailer, len(changed))
    return changed + entry + b"trailer\n<< /Size %d /Prev %d %s >>\nstartxref\n%d\n%%%%EOF\n" % ends


def nested(depth: int, inner: bytes, marks: Sequence[bytes] = (b"[", b"]")) -> bytes:
    """Brackets in brackets."""
    return marks[0] * depth + inner + marks[1] * depth
