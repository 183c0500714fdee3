"""The verdict on a file for people and programs: lines for the command line, and reports in JSON and HTML.

veraPDF, the reference validator, is run too if it is installed. It is named by the environment variable VERAPDF, or
else it is `verapdf` on the path.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from types import MappingProxyType
from xml.etree import ElementTree

from reportbuilder.diagnostics import Code, Diagnostic, ExitCode, Place, ReportError
from reportbuilder.preflight.press_file import DEFAULT_LIMITS, PressLimits
from reportbuilder.preflight.reader import UnreadableError
from reportbuilder.preflight.verdict import FileVerdict, StandardCoverage, UnjudgedPoint, verify_file
from reportbuilder.standards.facts import Box, Fact, Observation
from reportbuilder.standards.judge import Violation
from reportbuilder.standards.standard import IMPLICIT, Standard
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


_MANY = 5
"""More violations of one kind are counted instead of shown."""


class FileReport(Value):
    """The verdict on a file in words: the standards that it claims and its problems; with the verdict, and the
    objections of veraPDF, from which they are made."""

    promised: str
    pages: int
    problems: tuple[Diagnostic, ...]
    verdict: FileVerdict
    objections: tuple[Objection, ...]
    covered: tuple[str, ...] = ()
    """A line for each claimed standard: how much was checked of it, and how much was not."""
    unjudged: tuple[str, ...] = ()
    """A line for each requirement that was not checked."""
    complete: bool = True
    """Whether the file claims a standard, and all that it claims could be checked."""


def report_on(path: Path, reference: bool, limits: PressLimits = DEFAULT_LIMITS) -> FileReport:
    """Check a file against the standards that it claims and, if `reference`, with veraPDF too.

    `limits` are those of the press, for files that are made for one. Raises ReportError if the file cannot be checked.
    """
    try:
        verdict = verify_file(path, limits=limits)
        names = (*(standard.value for standard in verdict.standards), *verdict.unchecked)
        objections = ask_verapdf(path, names) if reference else ()
    except UnreadableError as error:
        problem = Diagnostic(Code.FILE_UNREADABLE, str(error), "", Place(str(path)))
        raise ReportError([problem], ExitCode.FILE) from error
    except ToolError as error:
        hint = "Let VERAPDF name the program, or leave out --verapdf."
        problem = Diagnostic(Code.VERAPDF_MISSING, str(error), hint, Place(str(path)))
        raise ReportError([problem], ExitCode.MISSING_TOOL) from error
    unjudged = tuple(name for name in verdict.unchecked if not (reference and knows(name)))
    problems = (
        *_problems(path, verdict.violations),
        *_problems(path, verdict.warnings, advice=True),
        *_objections(path, objections),
        *_unjudged(path, unjudged),
    )
    shown = [one for one in verdict.covered if one.standard not in IMPLICIT]
    return FileReport(
        _promised(verdict, unjudged),
        verdict.pages,
        problems,
        verdict,
        objections,
        tuple(_covered(one) for one in shown),
        tuple(_point(one.standard, point) for one in verdict.covered for point in one.unjudged),
        bool(verdict.standards or verdict.unchecked) and not unjudged,
    )


def _promised(verdict: FileVerdict, unjudged: Sequence[str]) -> str:
    names = [standard.value for standard in verdict.standards]
    names += [
        f"{name} (not judged)" if name in unjudged else f"{name} (judged by veraPDF)" for name in verdict.unchecked
    ]
    return " and ".join(names) or "nothing"


def _unjudged(path: Path, names: Iterable[str]) -> Iterator[Diagnostic]:
    """A warning for each claimed standard that is not supported."""
    for name in names:
        message = f"The file promises {name}, and whether it keeps that was not judged: reportbuilder does not know it."
        hint = "Ask veraPDF, the reference validator: add --verapdf." if knows(name) else "Ask a validator for it."
        yield Diagnostic(Code.PROMISE_UNJUDGED, message, hint, Place(str(path)))


def _covered(coverage: StandardCoverage) -> str:
    """A line about how much of a standard was checked."""
    clauses = (
        f"{len(coverage.clauses)} clauses"
        if len(coverage.clauses) > 1
        else f"clause {coverage.clauses[0].rpartition(' ')[2]}"
    )
    result = (
        f"breaks {len(coverage.broken)} of {clauses}"
        if coverage.broken
        else f"holds {clauses}, by {coverage.checks} checks"
    )
    people = sum(point.by_person for point in coverage.unjudged)
    unjudged = f"cannot judge {len(coverage.unjudged)} points, {people} of them for people to judge"
    return f"{coverage.standard.value}: {result}; {unjudged}."


def _point(standard: Standard, point: UnjudgedPoint) -> str:
    """A line about a requirement that was not checked."""
    of = "ISO 32000-1" if standard is Standard.PDF else standard.value
    where = f"{of}, {point.clause}" if point.clause else of
    return f"not judged: {point.words} ({where}{'; for people to judge' if point.by_person else ''})"


def _problems(path: Path, violations: Iterable[Violation], advice: bool = False) -> Iterator[Diagnostic]:
    """One problem for every kind of violation, with the places of the first few."""
    kinds: dict[Fact, list[Violation]] = {}
    for violation in violations:
        kinds.setdefault(violation.fact, []).append(violation)
    for fact, same_kind in kinds.items():
        places = [place for violation in same_kind[:_MANY] if (place := _place(violation.observation))]
        places += [f"and {len(same_kind) - _MANY} more"] if len(same_kind) > _MANY else []
        words = ": ".join(filter(None, (same_kind[0].words, "; ".join(places))))
        yield Diagnostic(Code(fact.value), f"{words}.", _clauses(same_kind[0]), Place(str(path)), advice)


def _place(observation: Observation) -> str:
    page, box = f"page {observation.page}" if observation.page else "", observation.box
    where = f"at {box[0]:.0f} mm from the left, {box[1]:.0f} mm from the foot" if box else ""
    return ", ".join(filter(None, (page, observation.detail, where)))


def _clauses(violation: Violation) -> str:
    """The names and clauses of the standards that are violated."""
    named = [standard.value for standard in violation.standards if standard not in IMPLICIT]
    if not named and Standard.PDF in violation.standards:
        if not violation.clauses:
            return "No standard that it promises forbids it; whoever opens the file should know."
        return f"Against the format PDF itself ({'; '.join(violation.clauses)})."
    if not named:
        house = Standard.HOUSE in violation.standards
        return "Files of reportbuilder are not like that." if house else "No standard forbids it; the press minds."
    where = f" ({'; '.join(violation.clauses)})" if violation.clauses else ""
    return f"Against {' and '.join(named)}{where}."


def _objections(path: Path, objections: Iterable[Objection]) -> Iterator[Diagnostic]:
    for objection in objections:
        times = f" ({objection.count} times)" if objection.count > 1 else ""
        hint = f"Against {objection.standard} ({objection.clause})."
        yield Diagnostic(Code.VERAPDF, f"veraPDF: {objection.words}{times}", hint, Place(str(path)))


_NO_FAULT = "no faults found"
_STYLE = """body{font:16px/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff;max-width:70rem;margin:2rem auto;
padding:0 1rem}h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:600;padding:.5rem 0}th,td{text-align:left;vertical-align:top;padding:.35rem .75rem
.35rem 0;border-bottom:1px solid #ccc}code{font-size:.9em}.good{color:#12663b}.bad{color:#a3161a}"""


def render_report(name: str, verdict: FileVerdict, objections: Sequence[Objection], kind: str) -> str:
    """Render the verdict on the file of this name: as an HTML page if `kind` is .html, otherwise as JSON. Equal
    verdicts give equal texts."""
    return _page(name, verdict, objections) if kind == ".html" else _json(name, verdict, objections)


def write_report(path: Path, name: str, verdict: FileVerdict, objections: Sequence[Objection] = ()) -> None:
    """Write the verdict on the file of this name in the format of the extension of `path`; raises OSError."""
    path.write_text(render_report(name, verdict, objections, path.suffix.lower()), encoding="utf-8", newline="\n")


def _json(name: str, verdict: FileVerdict, objections: Sequence[Objection]) -> str:
    report = {
        "file": name,
        "promises": sorted(standard.value for standard in verdict.standards),
        "unchecked": sorted(verdict.unchecked),
        "result": _result(verdict, objections),
        "passed": _result(verdict, objections) == _NO_FAULT,
        "judged": [_coverage(one) for one in verdict.covered],
        "pages": [{"page": at, "boxes": dict(boxes)} for at, boxes in enumerate(verdict.boxes, 1)],
        "violations": [_entry(one) for one in _sorted(verdict.violations)],
        "warnings": [_entry(one) for one in _sorted(verdict.warnings)],
        "verapdf": [
            {"standard": one.standard, "clause": one.clause, "words": one.words, "count": one.count}
            for one in objections
        ],
    }
    return json.dumps(report, sort_keys=True, indent=2, ensure_ascii=False) + "\n"


def _result(verdict: FileVerdict, objections: Sequence[Objection]) -> str:
    """The result in one or two words; a file passes only if it claims a standard, and all that it claims was
    checked."""
    if verdict.violations or objections:
        return "faults found"
    return _NO_FAULT if verdict.complete else "not judged"


def _coverage(coverage: StandardCoverage) -> dict[str, object]:
    return {
        "standard": coverage.standard.value,
        "checks": coverage.checks,
        "clauses": list(coverage.clauses),
        "broken": list(coverage.broken),
        "unjudged": [
            {"clause": point.clause, "words": point.words, "by": "people" if point.by_person else "veraPDF"}
            for point in coverage.unjudged
        ],
    }


def _entry(violation: Violation) -> dict[str, object]:
    seen = violation.observation
    return {
        "fact": violation.fact.value,
        "page": seen.page or None,
        "box": seen.box,
        "words": violation.words,
        "detail": seen.detail,
        "standards": [standard.value for standard in violation.standards],
        "clause": "; ".join(violation.clauses),
    }


def _sorted(violations: Iterable[Violation]) -> list[Violation]:
    def place(violation: Violation) -> tuple[int, str, Box, str]:
        return (
            violation.observation.page,
            violation.fact.value,
            violation.observation.box or (0.0, 0.0, 0.0, 0.0),
            violation.observation.detail,
        )

    return sorted(violations, key=place)


def _page(name: str, verdict: FileVerdict, objections: Sequence[Objection]) -> str:
    """A self-contained HTML page."""
    fault_count, title = len(verdict.violations) + len(objections), escape(f"Preflight of {name}")
    promised = [*sorted(standard.value for standard in verdict.standards)]
    promised += [f"{called} (not judged)" for called in sorted(verdict.unchecked)]
    result = f'<strong class="bad">{fault_count} wrong</strong>'
    if not fault_count:
        kind = "good" if verdict.complete else "bad"
        result = f'<strong class="{kind}">{_result(verdict, objections).capitalize()}</strong>'
    promises = escape(", ".join(promised)) or "nothing"
    parts = [
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>',
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>",
        f"<p>{result}, {len(verdict.warnings)} to look at, on {verdict.pages} pages. Promised: {promises}.</p>",
        *_diagnostics("Wrong", verdict.violations),
        *_objections_html(objections),
        *_diagnostics("To look at", verdict.warnings),
        *_not_judged(verdict),
        *_boxes(verdict),
        "</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _diagnostics(title: str, violations: Sequence[Violation]) -> Iterator[str]:
    if not violations:
        return
    yield f"<h2>{title}</h2>\n<table>\n<tr><th>Page</th><th>Place (mm)</th><th>What</th><th>Why</th></tr>"
    for one in _sorted(violations):
        seen = one.observation
        what = ": ".join(filter(None, (one.words, seen.detail)))
        why = "; ".join(one.clauses) or " and ".join(standard.value for standard in one.standards)
        cells = (str(seen.page or "file"), _millimetres(seen.box), what, why)
        code = f"<br><code>{one.fact.value}</code>"
        shown = [escape(cell) for cell in cells]
        yield f"<tr><td>{shown[0]}</td><td>{shown[1]}</td><td>{shown[2]}{code}</td><td>{shown[3]}</td></tr>"
    yield "</table>"


def _objections_html(objections: Sequence[Objection]) -> Iterator[str]:
    if objections:
        yield "<h2>veraPDF</h2>\n<ul>"
        yield from (f"<li>{escape(f'{one.words} ({one.standard}: {one.clause})')}</li>" for one in objections)
        yield "</ul>"


def _not_judged(verdict: FileVerdict) -> Iterator[str]:
    """The requirements of each standard that were not checked."""
    yield "<h2>Not judged</h2>\n<table>\n<tr><th>Standard</th><th>Clause</th><th>What</th><th>By whom</th></tr>"
    for one in verdict.covered:
        for point in one.unjudged:
            who = "people" if point.by_person else "a validator"
            cells = (one.standard.value, point.clause, point.words, who)
            yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
    yield "</table>"


def _boxes(verdict: FileVerdict) -> Iterator[str]:
    """The boxes of the pages; successive pages with the same boxes share a row."""
    yield "<h2>Pages</h2>"
    yield "<p>In millimetres from the lower left corner of the trimmed page: left, foot, right, top.</p>"
    yield "<table>\n<tr><th>Pages</th><th>Boxes</th></tr>"
    start = 0
    for at, boxes in enumerate(verdict.boxes):
        if at + 1 < len(verdict.boxes) and verdict.boxes[at + 1] == boxes:
            continue
        pages = f"{start + 1}" if start == at else f"{start + 1}–{at + 1}"
        listed = "<br>".join(f"{called}: {_millimetres(box)}" for called, box in boxes.items())
        yield f"<tr><td>{pages}</td><td>{listed}</td></tr>"
        start = at + 1
    yield "</table>"


def _millimetres(box: Box | None) -> str:
    return ", ".join(f"{edge:.1f}" for edge in box) if box else ""
