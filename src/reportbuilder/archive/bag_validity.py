"""Any bag held to BagIt (versions 0.93 to 1.0, RFC 8493), whoever made it, with the Library of Congress's library.

The library reads manifests of every algorithm that Python has, tag manifests, `fetch.txt`, and tag files in any
encoding. Added here is what it lacks: percent signs in paths (RFC 8493, 2.1.3), the exact form of `bagit.txt` in
version 1.0, files that are still to be fetched, and sentences for readers who do not know the standard.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import bagit

from reportbuilder.archive.bag import DECLARATION, checksum, decoded
from reportbuilder.archive.opening import Bag
from reportbuilder.diagnostics import Code, Diagnostics, Place

FETCH = "fetch.txt"
_VERSION_1 = re.compile(r"BagIt-Version\s*:\s*1\.")
_DECLARATION_1 = re.compile(r"BagIt-Version: 1\.\d+(\r\n|\r|\n)Tag-File-Character-Encoding: \S+(\r\n|\r|\n)?")
_ELSEWHERE_ON_WINDOWS = re.compile(r"[A-Za-z]:|%[^%/]+%|\\\\")
_LOGGER = logging.getLogger("bagit")
_COPY_HINT = "Take that file from another copy of the bag."
_READING_ERRORS = (bagit.BagError, OSError, ValueError, LookupError)
"""What the library raises of bags that are not valid, or so damaged that it cannot go on."""


def check_any_bag(bag: Bag, diagnostics: Diagnostics) -> Mapping[str, str]:
    """Find everything in a bag that BagIt does not allow; gives the lines of its bag-info.txt.

    A file that `fetch.txt` says is elsewhere, and that is not here, makes a bag incomplete: that is an error. Nothing
    is fetched.
    """
    _check_declaration(bag, diagnostics)
    fetched: tuple[tuple[str, str, str], ...] = ()
    with _logged() as records:
        try:
            library = bagit.Bag(str(bag.root))
        except _READING_ERRORS as error:
            _tell(bag, str(error), diagnostics)
            return {}
        try:
            fetched = tuple(library.fetch_entries())
            library.validate()
        except bagit.BagValidationError as error:
            records.clear()  # it logs what it raises as well
            _tell_details(bag, library, error, fetched, diagnostics)
        except _READING_ERRORS as error:
            records.clear()
            _tell(bag, str(error), diagnostics)
    for record in records:
        words = _sentence(bag, record.getMessage())
        if record.levelno >= logging.ERROR:
            _tell(bag, words, diagnostics)
        elif record.levelno == logging.WARNING:
            diagnostics.add(Code.BAG_FORM, words, Place(DECLARATION), "Ask whoever made the bag.")
    _check_fetched(bag, fetched, diagnostics)
    return {label: value if isinstance(value, str) else "; ".join(value) for label, value in library.info.items()}


def _check_declaration(bag: Bag, diagnostics: Diagnostics) -> None:
    """Version 1.0 says exactly how bagit.txt is written (RFC 8493, 2.1.1), to the space; older ones do not."""
    if DECLARATION in bag.paths:
        text = bag.data(DECLARATION).decode("utf-8", "replace")
        if _VERSION_1.search(text) and not _DECLARATION_1.fullmatch(text):
            message = "The two lines of this file are not written as BagIt 1.0 says: one space after each colon only."
            diagnostics.add(Code.BAG_DECLARATION, message, Place(DECLARATION), _COPY_HINT)


def _check_fetched(bag: Bag, fetched: Sequence[tuple[str, str, str]], diagnostics: Diagnostics) -> None:
    """Tell of files that could be fetched, and refuse paths that lead out of the bag on Windows: there alone, the
    library would."""
    for _, _, path in fetched:
        if _ELSEWHERE_ON_WINDOWS.match(path):
            message = f"{FETCH} names “{path}”, which leads out of the bag on Windows."
            diagnostics.add(Code.BAG_INVALID, message, Place(FETCH), "Do not fetch anything for it.")
    here = sum(path in bag.paths for _, _, path in fetched)
    if here and not diagnostics.failed:
        message = f"{here} files of this bag could also be fetched from elsewhere; those that are here were looked at."
        diagnostics.add(Code.BAG_FETCH, message, Place(FETCH))


def _tell_details(
    bag: Bag,
    library: bagit.Bag,
    error: bagit.BagValidationError,
    fetched: Sequence[tuple[str, str, str]],
    diagnostics: Diagnostics,
) -> None:
    """Make problems of what the library found: a file that was changed, is missing, or is named nowhere."""
    found = error.details or (tuple(_differences(bag, library)) if library.has_oxum() else ())
    details = tuple(_without_percent_signs(bag, library, found))
    if not found:
        _tell(bag, str(error), diagnostics)
    addresses = {path: url for url, _, path in fetched}
    told: set[tuple[str, str]] = set()
    for detail in details:
        path = getattr(detail, "path", "")
        if (type(detail).__name__, path) in told:
            continue  # once for a file, however many manifests say so
        told.add((type(detail).__name__, path))
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
            _tell(bag, str(detail), diagnostics)


def _without_percent_signs(bag: Bag, library: bagit.Bag, details: Sequence[bagit.BagError]) -> Iterator[bagit.BagError]:
    """The details that stand when “%25” in a manifest is a percent sign, which the library does not know.

    The library stops at names that do not agree, before it compares checksums. Where no other name is wrong, they are
    compared here.
    """
    missing = {detail.path for detail in details if isinstance(detail, bagit.FileMissing)}
    written = {decoded(path): path for path in missing if decoded(path) != path and decoded(path) in bag.paths}
    left = [detail for detail in details if getattr(detail, "path", "") not in {*written, *written.values()}]
    yield from left if left or not written else _mismatches(bag, library)


def _differences(bag: Bag, library: bagit.Bag) -> Iterator[bagit.BagError]:
    """Which files differ when the library stops at the size of the whole (Payload-Oxum)."""
    missing, added = library.compare_manifests_with_fs()
    yield from (bagit.FileMissing(path) for path in sorted(missing))
    yield from (bagit.UnexpectedFile(path) for path in sorted(added))
    yield from _mismatches(bag, library)


def _mismatches(bag: Bag, library: bagit.Bag) -> Iterator[bagit.BagError]:
    """The files whose checksums are not those of the manifests."""
    for path, sums in library.entries.items():
        real = path if path in bag.paths else decoded(path)
        for algorithm, expected in sums.items():
            if real in bag.paths and (found := checksum(bag.data(real), algorithm)) != expected.lower():
                yield bagit.ChecksumMismatch(real, algorithm, expected, found)


def _tell(bag: Bag, words: str, diagnostics: Diagnostics) -> None:
    message = f"This is no valid bag by BagIt: {_sentence(bag, words)}"
    diagnostics.add(Code.BAG_INVALID, message, Place(DECLARATION), "Ask whoever made the bag for a valid one.")


def _sentence(bag: Bag, words: str) -> str:
    """Words of the library without the folder that the bag stands in, and with a full stop."""
    return " ".join(words.replace(f"{bag.root}/", "").replace(str(bag.root), "the bag").split()).rstrip(".") + "."


@contextmanager
def _logged() -> Iterator[list[logging.LogRecord]]:
    """What the library logs meanwhile, such as lines of a manifest that it passes over; nothing of it is printed."""
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
