"""A bag held to BagIt 1.0 (RFC 8493): every file that was changed, lost, added or renamed is named.

Two manifests of different algorithms tell whether a file was changed, or what is said of it: when one of them agrees
with the file, the other is what was changed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from reportbuilder.archive.bag import ALGORITHMS, DECLARATION, INFO, PAYLOAD, decoded, encoded
from reportbuilder.archive.opening import Bag
from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.files.inputs import open_file
from reportbuilder.values import Value

_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)")
_PIECE = 1 << 20
_TAG_PREFIX = "tagmanifest-"
_FILE_HINT = "Take that file from another copy of the package."


class Checked(Value):
    """What was found of a bag: the lines of bag-info.txt, and the files of which something was said."""

    info: Mapping[str, str]
    named: frozenset[str]


class _Manifest(Value):
    """A manifest that was read: its file, its algorithm, and the checksums that it has, by path."""

    file: str
    algorithm: str
    sums: Mapping[str, str]


class _Actual(Value):
    """The checksums of files as they are: by path, and then by algorithm."""

    sums: Mapping[str, Mapping[str, str]]


def check_bag(bag: Bag, diagnostics: Diagnostics) -> Checked:
    """Find everything in a bag that is not as its manifests say."""
    before = len(diagnostics.problems)
    _check_declaration(bag, diagnostics)
    actual = _Actual({path: _checksums(bag, path) for path in sorted(bag.paths)})
    payload = {path for path in bag.paths if path.startswith(PAYLOAD)}
    tags = {path for path in bag.paths - payload if not path.startswith(_TAG_PREFIX)}
    manifests = tuple(_manifests(bag, "manifest-", diagnostics))
    tag_manifests = tuple(_manifests(bag, _TAG_PREFIX, diagnostics))
    _compare(payload, manifests, actual, diagnostics)
    _compare(tags, tag_manifests, actual, diagnostics)
    for manifest in tag_manifests:
        _check_written(bag, manifest, tags, actual, diagnostics)
    info = _info(bag)
    if len(diagnostics.problems) == before:
        _check_oxum(bag, payload, info, diagnostics)
    named = {problem.place.file for problem in diagnostics.problems[before:]}
    return Checked(info, frozenset(named))


def _check_declaration(bag: Bag, diagnostics: Diagnostics) -> None:
    """bagit.txt has two lines: the version of the standard, and how the tag files are encoded."""
    if DECLARATION not in bag.paths:
        return  # the tag manifests miss it
    text = bag.data(DECLARATION).decode("utf-8", "replace").replace("\r\n", "\n")
    if text.strip() != "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8":
        message = "This does not say that the package is a bag by BagIt 1.0, with tag files in UTF-8."
        diagnostics.add(Code.BAG_DECLARATION, message, Place(DECLARATION), _FILE_HINT)


def _manifests(bag: Bag, prefix: str, diagnostics: Diagnostics) -> Iterator[_Manifest]:
    """The manifests of a kind, one for each algorithm; what is wrong with one is a problem."""
    for algorithm in ALGORITHMS:
        file = f"{prefix}{algorithm}.txt"
        if file in bag.paths:
            yield _Manifest(file, algorithm, dict(_entries(bag, file, diagnostics)))
        else:
            diagnostics.add(Code.BAG_MISSING, f"“{file}” is missing.", Place(file), _FILE_HINT)
    known = {f"{prefix}{algorithm}.txt" for algorithm in ALGORITHMS}
    for path in sorted(path for path in bag.paths if path.startswith(prefix) and path not in known):
        diagnostics.add(Code.BAG_ADDED, f"“{path}” was added: it is none of the package's manifests.", Place(path))


def _entries(bag: Bag, file: str, diagnostics: Diagnostics) -> Iterator[tuple[str, str]]:
    """The lines of a manifest as path and checksum."""
    seen: set[str] = set()
    lines = bag.data(file).decode("utf-8", "replace").removesuffix("\n").split("\n")
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line.removesuffix("\r"))
        path = decoded(match[2]) if match is not None else ""
        parts = PurePosixPath(path)
        if match is None or parts.is_absolute() or ".." in parts.parts or "\\" in path or path in seen:
            message = "This line does not name a file of the package with its checksum, once."
            diagnostics.add(Code.BAG_MANIFEST, message, Place(file, number), _FILE_HINT)
            continue
        seen.add(path)
        yield path, match[1].lower()


def _compare(there: set[str], manifests: Sequence[_Manifest], actual: _Actual, diagnostics: Diagnostics) -> None:
    """Hold files to their manifests."""
    gone, added = set(), set()
    for path in sorted(there.union(*(manifest.sums for manifest in manifests))):
        knowing = [manifest for manifest in manifests if path in manifest.sums]
        agreeing = [m for m in knowing if actual.sums.get(path, {}).get(m.algorithm) == m.sums[path]]
        if not knowing:
            added.add(path)
        elif path in there and not agreeing:
            diagnostics.add(Code.BAG_CHANGED, f"“{path}” was changed.", Place(path), _FILE_HINT)
        elif path not in there and len(knowing) == len(manifests):
            gone.add(path)
        else:
            _tell_disagreement(path, path in there, manifests, agreeing, diagnostics)
    _tell_gone(gone, added, manifests, actual, diagnostics)


def _tell_disagreement(
    path: str, there: bool, manifests: Sequence[_Manifest], agreeing: Sequence[_Manifest], diagnostics: Diagnostics
) -> None:
    """Tell which manifests are wrong about a file, where others are right: that it is there as they say, or not."""
    for manifest in manifests:
        if path in manifest.sums and not there:
            said = f"it names “{path}”, which is not there and which no other manifest names"
        elif path not in manifest.sums and there:
            said = f"it does not name “{path}”, and another manifest does"
        elif there and manifest not in agreeing:
            said = f"it has a checksum of “{path}” that is not the file's, and another manifest has the file's"
        else:
            continue
        diagnostics.add(Code.BAG_MANIFEST, f"“{manifest.file}” was changed: {said}.", Place(manifest.file), _FILE_HINT)


def _tell_gone(
    gone: set[str], added: set[str], manifests: Sequence[_Manifest], actual: _Actual, diagnostics: Diagnostics
) -> None:
    """Tell what is missing and what is too much; one that has the checksums of another was renamed."""
    for path in sorted(gone):
        sums = {manifest.algorithm: manifest.sums[path] for manifest in manifests}
        now = next((other for other in sorted(added) if sums.items() <= actual.sums[other].items()), None)
        if now is not None:
            added.discard(now)
            hint = f"Give it its name back: {path}."
            diagnostics.add(Code.BAG_RENAMED, f"“{path}” was renamed: it is called “{now}” now.", Place(now), hint)
        else:
            diagnostics.add(Code.BAG_MISSING, f"“{path}” is missing.", Place(path), _FILE_HINT)
    for path in sorted(added):
        message = f"“{path}” was added: no manifest names it."
        diagnostics.add(Code.BAG_ADDED, message, Place(path), "Take it out of the package.")


def _check_written(
    bag: Bag, manifest: _Manifest, tags: Iterable[str], actual: _Actual, diagnostics: Diagnostics
) -> None:
    """No manifest names the tag manifests themselves: each is held to how it is written, byte by byte."""
    lines = (f"{actual.sums[path][manifest.algorithm]}  {encoded(path)}\n" for path in sorted(tags))
    if any(problem.place.file in (manifest.file, *tags) for problem in diagnostics.problems):
        return  # said already, in better words
    if bag.data(manifest.file) != "".join(lines).encode():
        message = f"“{manifest.file}” was changed: it is not written as it was."
        diagnostics.add(Code.BAG_MANIFEST, message, Place(manifest.file), _FILE_HINT)


def _info(bag: Bag) -> dict[str, str]:
    """The lines of bag-info.txt by their labels."""
    if INFO not in bag.paths:
        return {}
    lines = bag.data(INFO).decode("utf-8", "replace").splitlines()
    return {label.strip(): value.strip() for label, colon, value in (line.partition(":") for line in lines) if colon}


def _check_oxum(bag: Bag, payload: Iterable[str], info: Mapping[str, str], diagnostics: Diagnostics) -> None:
    """Payload-Oxum says how many bytes and files the payload has."""
    sizes = [(bag.root / path).stat().st_size for path in payload]
    oxum = f"{sum(sizes)}.{len(sizes)}"
    said = info.get("Payload-Oxum", oxum)
    if said != oxum:
        message = f"The package has {len(sizes)} files of {sum(sizes)} bytes, and Payload-Oxum says {said}."
        diagnostics.add(Code.BAG_OXUM, message, Place(INFO), _FILE_HINT)


def _checksums(bag: Bag, path: str) -> dict[str, str]:
    """The checksums of a file, read once."""
    sums = {algorithm: hashlib.new(algorithm) for algorithm in ALGORITHMS}
    with open_file(bag.root / path, bag.root) as file:
        while piece := file.read(_PIECE):
            for digest in sums.values():
                digest.update(piece)
    return {algorithm: digest.hexdigest() for algorithm, digest in sums.items()}
