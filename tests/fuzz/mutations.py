"""Ways to damage a file, and the files of a report: each is told what to do by a random generator alone."""

import io
import os
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

WORDS = [
    "", " ", "\t", "\x00", "\x07", "\x1b[31m", "\xad", "\u200b", "\u2028", "\u2029", "\ufeff", "\ufffd",
    "\U0001f6a8", "\u05e9\u05dc\u05d5\u05dd", "\u0645\u0631\u062d\u0628\u0627", "e\u0301\u0302\u0323", "\ud7ff",
    "\U000e0001", "{{", "}}", "{{ 1/0 }}", "{{ vragen[2021] | percent }}", "{{ vragen ** 9**9 }}", "{{ a[",
    ":::", "::::", ":::{table} x", ":::{figure} ../../outside/secret.png", ":::{chart} x", ":::{key-figures}",
    "---", "# ", "####### ", "(x)=", "|", "||", "| --- |", "[^1]", "[^1]: x", "[x](#y)", "{ref}`x`",
    "{page}`x`", "[](", "`", "```", "<b>", "&nbsp;", "&#0;", "\\", "*a", "&a", "&a [*a]", "<<: {}",
    "!!python/name:os.x", "[[[[[[[[", "{{{{{{{{", "- - - - - -", "? ", ": ", "%x", "@", "|\n",
    "../../outside/secret.md", "/etc/passwd", "a" * 300, "x/" * 200, "CON", "con.csv", ".", "..", "~", "null",
    "true", "yes", "0.10", "010", "1e400", "-0", "1,5", "1.234,56", "(250)", "300-", "9" * 40, "nan", "inf",
    "12:30", "2020-02-30", "=1+1", "1e30", "-1", "0", "99999999", "0.0000001", "100000pt", "-5mm", "#12",
    "#zzzzzz", "x", "\"", "'", ";", ",", "\n\n\n", "\r",
]  # fmt: skip

Mutation = Callable[[random.Random, bytes], bytes]


def _cut(rng: random.Random, data: bytes) -> tuple[int, int]:
    """The ends of a piece, short more often than long."""
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + int(len(data) * rng.random() ** 4) + 1)


def flip(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 8, 64])):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def overwrite(rng: random.Random, data: bytes) -> bytes:
    start, end = _cut(rng, data)
    filler = rng.choice([b"\0", b"\xff", b"\x80", b" ", b"9"])
    return data[:start] + filler * (end - start) + data[end:]


def truncate(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def delete(rng: random.Random, data: bytes) -> bytes:
    start, end = _cut(rng, data)
    return data[:start] + data[end:]


def repeat(rng: random.Random, data: bytes) -> bytes:
    start, end = _cut(rng, data)
    return data[:end] + data[start:end] * rng.choice([1, 1, 2, 50]) + data[end:]


def insert_bytes(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.randbytes(rng.choice([1, 2, 4, 32])) + data[at:]


def swap(rng: random.Random, data: bytes) -> bytes:
    a, b = sorted((_cut(rng, data), _cut(rng, data)))
    if a[1] > b[0]:
        return data
    return data[: a[0]] + data[b[0] : b[1]] + data[a[1] : b[0]] + data[a[0] : a[1]] + data[b[1] :]


def insert_word(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(WORDS).encode("utf-8", "surrogatepass") + data[at:]


def replace_word(rng: random.Random, data: bytes) -> bytes:
    found = list(re.finditer(rb"[^\s;,:|\[\](){}]+", data))
    if not found:
        return insert_word(rng, data)
    one = rng.choice(found)
    return data[: one.start()] + rng.choice(WORDS).encode("utf-8", "surrogatepass") + data[one.end() :]


def replace_number(rng: random.Random, data: bytes) -> bytes:
    found = list(re.finditer(rb"-?\d+(?:[.,]\d+)*", data))
    if not found:
        return insert_word(rng, data)
    one = rng.choice(found)
    number = rng.choice(
        ["0", "-1", "1e9", "0.5", "1,5", "99999999999999999999", "0,0", "1.000.000", "x", "½", "12:00", "٣"]
    )
    return data[: one.start()] + number.encode() + data[one.end() :]


def edit_lines(rng: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
    kind = rng.randrange(5)
    if kind == 0:
        del lines[a]
    elif kind == 1:
        lines.insert(b, lines[a])
    elif kind == 2:
        lines[a], lines[b] = lines[b], lines[a]
    elif kind == 3:
        lines[a] = rng.choice([b" ", b"  ", b"\t", b"> ", b"- ", b"# "]) + lines[a]
    else:
        lines[a] = lines[a].lstrip()
    return b"\n".join(lines)


def damage_zip(rng: random.Random, data: bytes) -> bytes:
    """A ZIP file (a workbook) with one entry damaged inside, and its checksums right."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, zlib.error, NotImplementedError, RuntimeError, EOFError):
        return flip(rng, data)
    if not entries:
        return data
    name = rng.choice(sorted(entries))
    entries[name] = rng.choice([*TEXTUAL, *BINARY])(rng, entries[name])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in entries.items():
            archive.writestr(one, content)
    return made.getvalue()


def damage_png(rng: random.Random, data: bytes) -> bytes:
    """A PNG with a chunk damaged, repeated or gone, and its checksums right."""
    chunks, at = [], 8
    while at + 12 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        chunks.append((kind, data[at + 8 : at + 8 + size]))
        at += 12 + size
    if not chunks:
        return flip(rng, data)
    index = rng.randrange(len(chunks))
    kind, body = chunks[index]
    choice = rng.randrange(4)
    if choice == 0:
        del chunks[index]
    elif choice == 1:
        chunks.insert(rng.randrange(len(chunks)), chunks[index])
    elif choice == 2 and kind == b"IDAT":
        try:
            chunks[index] = kind, zlib.compress(rng.choice(BINARY)(rng, zlib.decompress(body)))
        except zlib.error:
            return flip(rng, data)
    else:
        chunks[index] = kind, rng.choice(BINARY)(rng, body)
    return data[:8] + b"".join(
        struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def damage_tables(rng: random.Random, data: bytes) -> bytes:
    """A font or an ICC profile with one of its tables damaged, where it can be found."""
    at = 12 if data[:4] in (b"\0\1\0\0", b"OTTO", b"true") else 132
    count = struct.unpack_from(">H", data, 4)[0] if at == 12 and len(data) > 6 else 8
    width, where = (16, 8) if at == 12 else (12, 4)
    entry = at + width * rng.randrange(max(1, min(count, 64)))
    if entry + width > len(data):
        return flip(rng, data)
    if rng.random() < 0.2:
        return data[:entry] + rng.choice(BINARY)(rng, data[entry : entry + width]) + data[entry + width :]
    offset, size = struct.unpack_from(">II", data, entry + where)
    if offset + size > len(data) or not size:
        return flip(rng, data)
    size = min(size, rng.choice([4, 16, 64, size]))
    body = rng.choice((flip, overwrite))(rng, data[offset : offset + size])
    return data[:offset] + body + data[offset + size :]


BINARY: Sequence[Mutation] = (flip, overwrite, truncate, delete, repeat, insert_bytes, swap)
TEXTUAL: Sequence[Mutation] = (
    insert_word, replace_word, replace_word, replace_number, replace_number, edit_lines, edit_lines,
)  # fmt: skip
BY_KIND = {
    ".xlsx": (damage_zip, damage_zip, *BINARY),
    ".zip": (damage_zip, *BINARY),
    ".png": (damage_png, damage_png, *BINARY),
    ".jpg": BINARY,
    ".ttf": (damage_tables, damage_tables, damage_tables, *BINARY),
    ".icc": (damage_tables, *BINARY),
    ".pdf": (*BINARY, replace_number, replace_word),
    ".svg": (*TEXTUAL, flip, truncate),
}


def damage_file(rng: random.Random, path: Path) -> str:
    """Damage the content of a file in one way; gives what was done."""
    mutation = rng.choice(BY_KIND.get(path.suffix.lower(), (*TEXTUAL, *TEXTUAL, *BINARY)))
    data = mutation(rng, path.read_bytes())
    path.unlink()  # it may be linked to the original
    path.write_bytes(data)
    return f"{mutation.__name__} {path.name}"


def damage_folder(rng: random.Random, path: Path, others: Sequence[Path], outside: Path) -> str:
    """Put something else in the place of a file; gives what was done."""
    kind = rng.choice(
        ["gone", "folder", "circle", "outside", "pipe", "other", "renamed", "empty", "device", "unreadable"]
    )
    data = rng.choice(others).read_bytes()
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "circle":
        path.symlink_to(path.name)
    elif kind == "outside":
        path.symlink_to(os.path.relpath(outside / f"secret{path.suffix}", path.parent))
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "other":
        path.write_bytes(data)
    elif kind == "renamed":
        path.with_name(
            rng.choice(["A B.md", "x" * 200, "é\u0301.csv", "~$x.xlsx", path.stem + path.suffix.upper()])
        ).write_bytes(data)
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "unreadable":
        path.write_bytes(data)
        path.chmod(0)
    return f"{kind} {path.name}"
