"""Checks the integrity of a bag: our own packages strictly, any other bag by what BagIt requires.

In our packages every changed, missing, added or renamed file is reported. Two manifests with different algorithms show
whether a file or a manifest was changed: if one of them matches the file, the other was changed. Other bags (versions
0.93 to 1.0, RFC 8493) are validated by `bagit`, the library of the Library of Congress, which supports every algorithm
of Python, `fetch.txt`, and any encoding of tag files. Added here is what it lacks: percent signs in paths (RFC 8493,
2.1.3), the exact form of `bagit.txt` in version 1.0, files that are still to be fetched, and messages for readers who
do not know the standard.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath

import bagit

from reportbuilder.archive.bag import ALGORITHMS, DECLARATION, INFO, PAYLOAD, Bag, checksum, decode_path, encode_path
from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.files.inputs import open_file
from reportbuilder.values import Value

_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)")
_PIECE = 1 << 20
_TAG_PREFIX = "tagmanifest-"
_FILE_HINT = "Take that file from another copy of the package."


class BagCheck(Value):
    """The result of a check: the entries of bag-info.txt, and the files for which problems were reported."""

    info: Mapping[str, str]
    named: frozenset[str]


class _Manifest(Value):
    """A manifest: its file, its algorithm, and the checksums by path."""

    file: str
    algorithm: str
    sums: Mapping[str, str]


class _Actual(Value):
    """The actual checksums of the files, by path and then by algorithm."""

    sums: Mapping[str, Mapping[str, str]]


def check_bag(bag: Bag, diagnostics: Diagnostics) -> BagCheck:
    """Check a bag of ours against its manifests; reports every deviation."""
    earlier_problems = len(diagnostics.problems)
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
    if len(diagnostics.problems) == earlier_problems:
        _check_oxum(bag, payload, info, diagnostics)
    named = {problem.place.file for problem in diagnostics.problems[earlier_problems:]}
    return BagCheck(info, frozenset(named))


def _check_declaration(bag: Bag, diagnostics: Diagnostics) -> None:
    """Check bagit.txt: the version of BagIt and the encoding of the tag files."""
    if DECLARATION not in bag.paths:
        return  # the tag manifests miss it
    text = bag.data(DECLARATION).decode("utf-8", "replace").replace("\r\n", "\n")
    if text.strip() != "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8":
        message = "This does not say that the package is a bag by BagIt 1.0, with tag files in UTF-8."
        diagnostics.add(Code.BAG_DECLARATION, message, Place(DECLARATION), _FILE_HINT)


def _manifests(bag: Bag, prefix: str, diagnostics: Diagnostics) -> Iterator[_Manifest]:
    """Read the manifests of a kind, one for each algorithm; reports those that are missing or unknown."""
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
    """Parse the lines of a manifest into paths and checksums."""
    seen: set[str] = set()
    lines = bag.data(file).decode("utf-8", "replace").removesuffix("\n").split("\n")
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line.removesuffix("\r"))
        path = decode_path(match[2]) if match is not None else ""
        parts = PurePosixPath(path)
        if match is None or parts.is_absolute() or ".." in parts.parts or "\\" in path or path in seen:
            message = "This line does not name a file of the package with its checksum, once."
            diagnostics.add(Code.BAG_MANIFEST, message, Place(file, number), _FILE_HINT)
            continue
        seen.add(path)
        yield path, match[1].lower()


def _compare(present: set[str], manifests: Sequence[_Manifest], actual: _Actual, diagnostics: Diagnostics) -> None:
    """Compare files with their manifests."""
    missing, added = set(), set()
    for path in sorted(present.union(*(manifest.sums for manifest in manifests))):
        listing = [manifest for manifest in manifests if path in manifest.sums]
        matching = [m for m in listing if actual.sums.get(path, {}).get(m.algorithm) == m.sums[path]]
        if not listing:
            added.add(path)
        elif path in present and not matching:
            diagnostics.add(Code.BAG_CHANGED, f"“{path}” was changed.", Place(path), _FILE_HINT)
        elif path not in present and len(listing) == len(manifests):
            missing.add(path)
        else:
            _report_disagreement(path, path in present, manifests, matching, diagnostics)
    _report_missing(missing, added, manifests, actual, diagnostics)


def _report_disagreement(
    path: str, there: bool, manifests: Sequence[_Manifest], agreeing: Sequence[_Manifest], diagnostics: Diagnostics
) -> None:
    """Report the manifests that are wrong about a file if others are right."""
    for manifest in manifests:
        if path in manifest.sums and not there:
            claim = f"it names “{path}”, which is not there and which no other manifest names"
        elif path not in manifest.sums and there:
            claim = f"it does not name “{path}”, and another manifest does"
        elif there and manifest not in agreeing:
            claim = f"it has a checksum of “{path}” that is not the file's, and another manifest has the file's"
        else:
            continue
        diagnostics.add(Code.BAG_MANIFEST, f"“{manifest.file}” was changed: {claim}.", Place(manifest.file), _FILE_HINT)


def _report_missing(
    missing: set[str], added: set[str], manifests: Sequence[_Manifest], actual: _Actual, diagnostics: Diagnostics
) -> None:
    """Report missing and added files; an added file with the checksums of a missing one is reported as renamed."""
    for path in sorted(missing):
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
    """Check each tag manifest byte by byte, since no other manifest covers it."""
    lines = (f"{actual.sums[path][manifest.algorithm]}  {encode_path(path)}\n" for path in sorted(tags))
    if any(problem.place.file in (manifest.file, *tags) for problem in diagnostics.problems):
        return  # reported already, in better words
    if bag.data(manifest.file) != "".join(lines).encode():
        message = f"“{manifest.file}” was changed: it is not written as it was."
        diagnostics.add(Code.BAG_MANIFEST, message, Place(manifest.file), _FILE_HINT)


def _info(bag: Bag) -> dict[str, str]:
    """The entries of bag-info.txt by label."""
    if INFO not in bag.paths:
        return {}
    lines = bag.data(INFO).decode("utf-8", "replace").splitlines()
    return {label.strip(): value.strip() for label, colon, value in (line.partition(":") for line in lines) if colon}


def _check_oxum(bag: Bag, payload: Iterable[str], info: Mapping[str, str], diagnostics: Diagnostics) -> None:
    """Check Payload-Oxum: the number of bytes and files of the payload."""
    sizes = [(bag.root / path).stat().st_size for path in payload]
    oxum = f"{sum(sizes)}.{len(sizes)}"
    stated = info.get("Payload-Oxum", oxum)
    if stated != oxum:
        message = f"The package has {len(sizes)} files of {sum(sizes)} bytes, and Payload-Oxum says {stated}."
        diagnostics.add(Code.BAG_OXUM, message, Place(INFO), _FILE_HINT)


def _checksums(bag: Bag, path: str) -> dict[str, str]:
    """The checksums of a file by all algorithms; the file is read once."""
    sums = {algorithm: hashlib.new(algorithm) for algorithm in ALGORITHMS}
    with open_file(bag.root / path, bag.root) as file:
        while piece := file.read(_PIECE):
            for digest in sums.values():
                digest.update(piece)
    return {algorithm: digest.hexdigest() for algorithm, digest in sums.items()}


# Any bag, by the library of the Library of Congress -------------------------------------------------------------------


FETCH = "fetch.txt"
_VERSION_1 = re.compile(r"BagIt-Version\s*:\s*1\.")
_DECLARATION_1 = re.compile(r"BagIt-Version: 1\.\d+(\r\n|\r|\n)Tag-File-Character-Encoding: \S+(\r\n|\r|\n)?")
_ELSEWHERE_ON_WINDOWS = re.compile(r"[A-Za-z]:|%[^%/]+%|\\\\")
_LOGGER = logging.getLogger("bagit")
_COPY_HINT = "Take that file from another copy of the bag."
_READING_ERRORS = (bagit.BagError, OSError, ValueError, LookupError)
"""The exceptions of `bagit` for bags that are invalid or too damaged to read."""


def check_any_bag(bag: Bag, diagnostics: Diagnostics) -> Mapping[str, str]:
    """Check a bag of any origin; returns the entries of its bag-info.txt.

    A file that is listed in `fetch.txt` and missing is an error: the bag is incomplete. Nothing is fetched.
    """
    _check_declaration_form(bag, diagnostics)
    fetched: tuple[tuple[str, str, str], ...] = ()
    with _logged() as records:
        try:
            library = bagit.Bag(str(bag.root))
        except _READING_ERRORS as error:
            _report_invalid(bag, str(error), diagnostics)
            return {}
        try:
            fetched = tuple(library.fetch_entries())
            library.validate()
        except bagit.BagValidationError as error:
            records.clear()  # it logs what it raises as well
            _report_details(bag, library, error, fetched, diagnostics)
        except _READING_ERRORS as error:
            records.clear()
            _report_invalid(bag, str(error), diagnostics)
    for record in records:
        words = _sentence(bag, record.getMessage())
        if record.levelno >= logging.ERROR:
            _report_invalid(bag, words, diagnostics)
        elif record.levelno == logging.WARNING:
            diagnostics.add(Code.BAG_FORM, words, Place(DECLARATION), "Ask whoever made the bag.")
    _check_fetched(bag, fetched, diagnostics)
    return {label: value if isinstance(value, str) else "; ".join(value) for label, value in library.info.items()}


def _check_declaration_form(bag: Bag, diagnostics: Diagnostics) -> None:
    """Check the exact form of bagit.txt, which version 1.0 prescribes (RFC 8493, 2.1.1)."""
    if DECLARATION in bag.paths:
        text = bag.data(DECLARATION).decode("utf-8", "replace")
        if _VERSION_1.search(text) and not _DECLARATION_1.fullmatch(text):
            message = "The two lines of this file are not written as BagIt 1.0 says: one space after each colon only."
            diagnostics.add(Code.BAG_DECLARATION, message, Place(DECLARATION), _COPY_HINT)


def _check_fetched(bag: Bag, fetched: Sequence[tuple[str, str, str]], diagnostics: Diagnostics) -> None:
    """Report files that would have to be fetched, and paths that lead out of the bag on Windows, which the library only
    rejects there."""
    for _, _, path in fetched:
        if _ELSEWHERE_ON_WINDOWS.match(path):
            message = f"{FETCH} names “{path}”, which leads out of the bag on Windows."
            diagnostics.add(Code.BAG_INVALID, message, Place(FETCH), "Do not fetch anything for it.")
    here = sum(path in bag.paths for _, _, path in fetched)
    if here and not diagnostics.failed:
        message = f"{here} files of this bag could also be fetched from elsewhere; those that are here were looked at."
        diagnostics.add(Code.BAG_FETCH, message, Place(FETCH))


def _report_details(
    bag: Bag,
    library: bagit.Bag,
    error: bagit.BagValidationError,
    fetched: Sequence[tuple[str, str, str]],
    diagnostics: Diagnostics,
) -> None:
    """Report the details of a validation error of the library: files that are changed, missing or unlisted."""
    differences = error.details or (tuple(_differences(bag, library)) if library.has_oxum() else ())
    details = tuple(_without_percent_signs(bag, library, differences))
    if not differences:
        _report_invalid(bag, str(error), diagnostics)
    addresses = {path: url for url, _, path in fetched}
    reported: set[tuple[str, str]] = set()
    for detail in details:
        path = getattr(detail, "path", "")
        if (type(detail).__name__, path) in reported:
            continue  # once for a file, however many manifests say so
        reported.add((type(detail).__name__, path))
        if isinstance(detail, bagit.ChecksumMismatch):
            message = f"“{path}” was changed: its checksum is not that of the manifest."
            diagnostics.add(Code.BAG_CHANGED, message, Place(path), _COPY_HINT)
        elif isinstance(detail, bagit.FileMissing) and path in addresses:
            message = f"“{path}” is not here: {FETCH} says that it is to be fetched from {addresses[path]}."
            diagnostics.add(Code.BAG_MISSING, message, Place(FETCH), "Fetch it, put it there, and verify again.")
        elif isinstance(detail, bagit.FileMissing):
            diagnostics.add(Code.BAG_MISSING, f"“{path}” is missing.", Place(path), _COPY_HINT)
        elif isinstance(detail, bagit.UnexpectedFile):
            message = f"“{path}” was added: a manifest does not name it."
            diagnostics.add(Code.BAG_ADDED, message, Place(path), "Take it out of the bag.")
        else:
            _report_invalid(bag, str(detail), diagnostics)


def _without_percent_signs(bag: Bag, library: bagit.Bag, details: Sequence[bagit.BagError]) -> Iterator[bagit.BagError]:
    """The details that remain if “%25” in a manifest is decoded to a percent sign, which the library does not do.

    The library stops at differences in names before it compares checksums; if no other name differs, they are compared
    here.
    """
    missing = {detail.path for detail in details if isinstance(detail, bagit.FileMissing)}
    written = {
        decode_path(path): path for path in missing if decode_path(path) != path and decode_path(path) in bag.paths
    }
    remaining = [detail for detail in details if getattr(detail, "path", "") not in {*written, *written.values()}]
    yield from remaining if remaining or not written else _mismatches(bag, library)


def _differences(bag: Bag, library: bagit.Bag) -> Iterator[bagit.BagError]:
    """The files that differ, where the library stops at the total size (Payload-Oxum)."""
    missing, added = library.compare_manifests_with_fs()
    yield from (bagit.FileMissing(path) for path in sorted(missing))
    yield from (bagit.UnexpectedFile(path) for path in sorted(added))
    yield from _mismatches(bag, library)


def _mismatches(bag: Bag, library: bagit.Bag) -> Iterator[bagit.BagError]:
    """The files whose checksums differ from those in the manifests."""
    for path, sums in library.entries.items():
        real = path if path in bag.paths else decode_path(path)
        for algorithm, expected in sums.items():
            if real in bag.paths and (actual := checksum(bag.data(real), algorithm)) != expected.lower():
                yield bagit.ChecksumMismatch(real, algorithm, expected, actual)


def _report_invalid(bag: Bag, words: str, diagnostics: Diagnostics) -> None:
    message = f"This is no valid bag by BagIt: {_sentence(bag, words)}"
    diagnostics.add(Code.BAG_INVALID, message, Place(DECLARATION), "Ask whoever made the bag for a valid one.")


def _sentence(bag: Bag, words: str) -> str:
    """A message of the library without the path of the bag, and with a full stop."""
    return " ".join(words.replace(f"{bag.root}/", "").replace(str(bag.root), "the bag").split()).rstrip(".") + "."


@contextmanager
def _logged() -> Iterator[list[logging.LogRecord]]:
    """Collect the log records of the library, such as manifest lines that it skips; nothing is printed."""
    records: list[logging.LogRecord] = []

    class _Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    keeper, propagates = _Keeper(), _LOGGER.propagate
    _LOGGER.addHandler(keeper)
    _LOGGER.propagate = False
    try:
        yield records
    finally:
        _LOGGER.propagate = propagates
        _LOGGER.removeHandler(keeper)
