"""Runs veraPDF, the reference validator, if it is installed.

The program is named by the environment variable VERAPDF, or else it is `verapdf` on the path.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from xml.etree import ElementTree

from reportbuilder.values import Value

_FLAVOURS: Mapping[str, str] = MappingProxyType(
    {
        "PDF/UA-1": "ua1",
        "PDF/UA-2": "ua2",
        "PDF/A-1a": "1a",
        "PDF/A-1b": "1b",
        "PDF/A-2a": "2a",
        "PDF/A-2b": "2b",
        "PDF/A-2u": "2u",
        "PDF/A-3a": "3a",
        "PDF/A-3b": "3b",
        "PDF/A-3u": "3u",
        "PDF/A-4": "4",
        "PDF/A-4e": "4e",
        "PDF/A-4f": "4f",
    }
)
"""The names of standards in veraPDF."""


class ToolError(Exception):
    """veraPDF could not be run; the message is a sentence."""


class Objection(Value):
    """A rule that veraPDF reports as violated: its standard, its clause, its message, and how often."""

    standard: str
    clause: str
    words: str
    count: int


def find_verapdf() -> str:
    """The path of the program; raises ToolError if it is not installed."""
    named = os.environ.get("VERAPDF")
    program = shutil.which(named or "verapdf")
    if program:
        return program
    if named:
        raise ToolError(f"VERAPDF names “{named}”, which is not a program.")
    raise ToolError("veraPDF is not installed, or not on the path.")


def knows(standard: str) -> bool:
    """Whether veraPDF can check a standard, by its usual name."""
    return standard in _FLAVOURS


def ask_verapdf(path: Path, standards: Sequence[str]) -> tuple[Objection, ...]:
    """The objections of veraPDF to a file by the standards that it knows; raises ToolError if it gives no result."""
    program = find_verapdf()
    known = [standard for standard in standards if knows(standard)]
    return tuple(objection for standard in known for objection in _ask(program, path, standard))


def _ask(program: str, path: Path, standard: str) -> Iterator[Objection]:
    options = ("--flavour", _FLAVOURS[standard], "--format", "xml", "--maxfailuresdisplayed", "1", "--nonpdfext")
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}  # Java reads file names in the encoding of the locale
    try:
        done = subprocess.run([program, *options, str(path.resolve())], capture_output=True, env=environment)
    except OSError as error:
        raise ToolError(f"veraPDF cannot be started: {error.strerror or error}.") from error
    return read_report(done.stdout, standard)


def read_report(report: bytes, standard: str) -> Iterator[Objection]:
    """The objections in a report of veraPDF; raises ToolError if the report has no result."""
    try:
        root = ElementTree.fromstring(report)
    except ElementTree.ParseError as error:
        raise ToolError("veraPDF gave no report that can be read.") from error
    judged = root.findall("./jobs/job/validationReport")
    if not judged:
        reason = root.findtext("./jobs/job/taskException/exceptionMessage") or "it gave no reason"
        raise ToolError(f"veraPDF could not judge the file: {reason.strip().rstrip('.')}.")
    for rule in judged[0].iter("rule"):
        if rule.get("status") == "failed":
            clause = f"{rule.get('specification', '')}, {rule.get('clause', '')}"
            words = " ".join(rule.findtext("description", "").split())
            yield Objection(standard, clause, words, int(rule.get("failedChecks", "1")))
