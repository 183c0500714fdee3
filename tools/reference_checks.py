#!/usr/bin/env python3
"""Let the reference validators judge what was made: PDF files by veraPDF as PDF/UA-1 and as PDF/A-2a, and by outloud;
archive packages by bagit, the Library of Congress's reader of bags, and by libxml2 with the schema of MDTO.

    python tools/reference_checks.py [--outloud] FILE.pdf ... PACKAGE ...

veraPDF is what the environment variable VERAPDF names, or else `verapdf` on the path, or else what
tools/install_verapdf.py installed; outloud, bagit and lxml are packages of this Python. A PACKAGE is a folder. Ends
with exit code 1 when one of them fails.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INSTALLED = Path(__file__).resolve().parents[1] / ".tools" / "verapdf" / "verapdf"
FLAVOURS = ("ua1", "2a")

ALLOWED_WARNINGS = {
    "ORD-001": "a paragraph with several links counts as out of order, for what stands in an element itself is taken "
    "before what stands in elements inside it; tests/pdf/test_structure.py holds the order of every page",
}
"""The codes of outloud's warnings that we live with, each with the reason why; errors are never allowed."""


class CheckError(Exception):
    """A validator could not be run; the message is a plain sentence that says why."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a validator holds against a file: its rule, what that says, how often, and where first."""

    rule: str
    words: str
    count: int = 1
    place: str = ""
    reason: str = ""
    """Why it is allowed; empty when it is not."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one validator finds in one file."""

    check: str
    file: Path
    diagnostics: tuple[Finding, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing was found but what is allowed."""
        return all(finding.reason for finding in self.diagnostics)


def find_verapdf() -> str:
    """The program; raises CheckError when there is none."""
    named = os.environ.get("VERAPDF")
    found = shutil.which(named) if named else shutil.which("verapdf") or shutil.which(INSTALLED)
    if found:
        return found
    if named:
        raise CheckError(f"VERAPDF names “{named}”, which is not a program.")
    raise CheckError("veraPDF is missing; install it with: python tools/install_verapdf.py")


def run_verapdf(files: Sequence[Path], flavour: str) -> tuple[Verdict, ...]:
    """Judge all files by one flavour, in one start of veraPDF."""
    options = ("--flavour", flavour, "--format", "json", "--maxfailuresdisplayed", "1", "--nonpdfext")
    command = [find_verapdf(), *options, *(str(file.resolve()) for file in files)]
    # Java reads and writes file names in the encoding of the locale.
    done = subprocess.run(command, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    try:
        found = read_verapdf(done.stdout.decode("utf-8"))
    except (ValueError, KeyError, TypeError) as error:
        said = done.stderr.decode("utf-8", "replace").strip()[-1000:]
        raise CheckError(f"veraPDF ended with code {done.returncode} and no report: {said}") from error
    silence = (Finding("no verdict", "veraPDF does not speak of this file."),)
    return tuple(Verdict(f"veraPDF {flavour}", file, found.get(str(file.resolve()), silence)) for file in files)


def read_verapdf(report: str) -> dict[str, tuple[Finding, ...]]:
    """The findings in veraPDF's JSON report, by file name."""
    return {job["itemDetails"]["name"]: tuple(_of_job(job)) for job in json.loads(report)["report"]["jobs"]}


def _of_job(job: Mapping[str, Any]) -> Iterator[Finding]:
    if "taskException" in job:
        yield Finding("unreadable", _line(job["taskException"]["exceptionMessage"]))
        return
    for result in job["validationResult"]:
        rules = [rule for rule in result["details"]["ruleSummaries"] if rule["status"] != "passed"]
        for rule in rules:
            first = next(iter(rule.get("checks", ())), {})
            name = f"{rule['clause']} test {rule['testNumber']}"
            yield Finding(name, _line(rule["description"]), rule["failedChecks"], _line(first.get("context", "")))
        if result["jobEndStatus"] != "normal" or (not result["compliant"] and not rules):
            yield Finding("no verdict", f"{result['statement']} Ended: {result['jobEndStatus']}.")


def run_outloud(files: Sequence[Path]) -> tuple[Verdict, ...]:
    """Let outloud judge all files."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "outloud.cli", "--quiet", "--json", str(report), *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True)
        if not report.is_file():
            said = done.stderr.strip()[-1000:]
            raise CheckError(f"outloud cannot be run (it is in the extra “reference”): {said}")
        found = read_outloud(report.read_text(encoding="utf-8"), ALLOWED_WARNINGS)
    silence = (Finding("no verdict", "outloud does not speak of this file."),)
    return tuple(Verdict("outloud", file, found.get(str(file), silence)) for file in files)


def read_outloud(report: str, allowed: Mapping[str, str]) -> dict[str, tuple[Finding, ...]]:
    """The errors and warnings in outloud's JSON report, by file name; `allowed` has reasons by code."""
    return {result["path"]: tuple(_of_result(result, allowed)) for result in json.loads(report)["results"]}


def _of_result(result: Mapping[str, Any], allowed: Mapping[str, str]) -> Iterator[Finding]:
    if result["error"]:
        yield Finding("unreadable", _line(result["error"]))
    for found in result["findings"]:
        code, severity = found["rule"], found["severity"]
        if severity == "info":
            continue
        page, evidence = found.get("page"), found.get("evidence")
        place = ": ".join(filter(None, (f"page {page}" if page else "", _line(evidence or ""))))
        reason = allowed.get(code, "") if severity == "warning" else ""
        yield Finding(f"{severity} {code}", _line(found["message"]), found["count"], place, reason)
    for rule in result["rules"]:  # a rule that breaks down says nothing of the file, and outloud goes on without it
        if rule["status"] == "crashed":
            yield Finding(f"crashed {rule['rule']}", _line(rule["reason"]))


def run_bagit(package: Path) -> Verdict:
    """Let bagit compare every checksum of a package."""
    command = [sys.executable, "-m", "bagit", "--validate", "--quiet", str(package)]
    done = subprocess.run(command, capture_output=True, text=True)
    said = _line(done.stderr)
    if "No module named bagit" in said:
        raise CheckError("bagit is missing (it is in the extra “dev”).")
    return Verdict("bagit", package, (Finding("invalid", said or "no reason was given"),) if done.returncode else ())


def run_mdto(package: Path) -> Verdict:
    """Hold all MDTO metadata of a package to the schema that stands in it."""
    from lxml import etree

    schemas, documents = sorted(package.rglob("MDTO-XML*.xsd")), sorted(package.rglob("*.mdto.xml"))
    if len(schemas) != 1 or not documents:
        return Verdict(
            "MDTO", package, (Finding("incomplete", "There is no schema of MDTO, or there are no metadata."),)
        )
    schema = etree.XMLSchema(etree.parse(str(schemas[0])))
    wrong = [document for document in documents if not schema.validate(etree.parse(str(document)))]
    return Verdict("MDTO", package, tuple(Finding("invalid", str(path.relative_to(package))) for path in wrong))


def _line(words: str) -> str:
    return " ".join(words.split())


def lines(verdict: Verdict) -> Iterator[str]:
    """A verdict in words: PASS or FAIL, and what was found."""
    yield f"{'PASS' if verdict.passed else 'FAIL'}  {verdict.check:<12}  {verdict.file}"
    for finding in verdict.diagnostics:
        times = f" ({finding.count} times)" if finding.count > 1 else ""
        yield f"      {finding.rule}{times}: {finding.words}"
        if finding.place:
            yield f"          first: {finding.place}"
        if finding.reason:
            yield f"          allowed: {finding.reason}"


def judge(files: Sequence[Path], *, outloud: bool) -> Iterator[Verdict]:
    """The verdicts on all files; the validators of PDFs work at the same time. A folder is a package."""
    packages, files = [path for path in files if path.is_dir()], [path for path in files if not path.is_dir()]
    for package in packages:
        yield run_bagit(package)
        yield run_mdto(package)
    if not files:
        return
    with ThreadPoolExecutor() as pool:
        waiting = [pool.submit(run_verapdf, files, flavour) for flavour in FLAVOURS]
        if outloud:
            waiting.append(pool.submit(run_outloud, files))
        for work in waiting:
            yield from work.result()


def main() -> None:
    """Read the arguments, judge, print; exit code 1 when a file fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--outloud", action="store_true", help="let outloud judge too, warnings included")
    wish = parser.parse_args()
    for file in wish.files:
        if not file.exists():
            sys.exit(f"There is no file {file}.")
    failed = 0
    try:
        for verdict in judge(wish.files, outloud=wish.outloud):
            print("\n".join(lines(verdict)), flush=True)
            failed += not verdict.passed
    except CheckError as error:
        sys.exit(str(error))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
