"""The verdict on a file in words, as problems and lines for whoever verifies it."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reportbuilder.diagnostics import Code, Diagnostic, ExitCode, Place, ReportError
from reportbuilder.preflight.coverage import StandardCoverage, UnjudgedPoint
from reportbuilder.preflight.press_file import DEFAULT_LIMITS, PressLimits
from reportbuilder.preflight.reader import UnreadableError
from reportbuilder.preflight.verapdf import Objection, ToolError, ask_verapdf, knows
from reportbuilder.preflight.verdict import FileVerdict, verify_file
from reportbuilder.standards.facts import Fact, Observation
from reportbuilder.standards.judge import Violation
from reportbuilder.standards.standard import IMPLICIT, Standard
from reportbuilder.values import Value

_MANY = 5
"""More violations of one kind are counted instead of shown."""


class FileReport(Value):
    """The verdict on a file in words: what it promises, and its problems; with the verdict and veraPDF's objections
    that they are made of."""

    promised: str
    pages: int
    problems: tuple[Diagnostic, ...]
    verdict: FileVerdict
    objections: tuple[Objection, ...]
    covered: tuple[str, ...] = ()
    """A line for each promise: what was judged of it, and how much was not."""
    unjudged: tuple[str, ...] = ()
    """A line for each point that was not judged."""
    complete: bool = True
    """Whether every promise was judged, and there was one."""


def report_on(path: Path, reference: bool, limits: PressLimits = DEFAULT_LIMITS) -> FileReport:
    """Hold a file to its promises, by `reference` with veraPDF too; raises ReportError when it cannot be judged.

    `limits` are those of the press, for files that are made for one.
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
    """A warning for each promise of which nothing was judged."""
    for name in names:
        message = f"The file promises {name}, and whether it keeps that was not judged: reportbuilder does not know it."
        hint = "Ask veraPDF, the reference validator: add --verapdf." if knows(name) else "Ask a validator for it."
        yield Diagnostic(Code.PROMISE_UNJUDGED, message, hint, Place(str(path)))


def _covered(one: StandardCoverage) -> str:
    """What was judged of a standard, in a line."""
    clauses = f"{len(one.clauses)} clauses" if len(one.clauses) > 1 else f"clause {one.clauses[0].rpartition(' ')[2]}"
    held = f"breaks {len(one.broken)} of {clauses}" if one.broken else f"holds {clauses}, by {one.checks} checks"
    people = sum(point.by_person for point in one.unjudged)
    return (
        f"{one.standard.value}: {held}; cannot judge {len(one.unjudged)} points, {people} of them for people to judge."
    )


def _point(standard: Standard, point: UnjudgedPoint) -> str:
    """A point that was not judged, in a line."""
    of = "ISO 32000-1" if standard is Standard.PDF else standard.value
    where = f"{of}, {point.clause}" if point.clause else of
    return f"not judged: {point.words} ({where}{'; for people to judge' if point.by_person else ''})"


def _problems(path: Path, violations: Iterable[Violation], advice: bool = False) -> Iterator[Diagnostic]:
    """One problem for every kind of violation, with the places of the first few."""
    kinds: dict[Fact, list[Violation]] = {}
    for violation in violations:
        kinds.setdefault(violation.fact, []).append(violation)
    for fact, found in kinds.items():
        places = [place for violation in found[:_MANY] if (place := _place(violation.observation))]
        places += [f"and {len(found) - _MANY} more"] if len(found) > _MANY else []
        words = ": ".join(filter(None, (found[0].words, "; ".join(places))))
        yield Diagnostic(Code(fact.value), f"{words}.", _law(found[0]), Place(str(path)), advice)


def _place(observation: Observation) -> str:
    page, box = f"page {observation.page}" if observation.page else "", observation.box
    where = f"at {box[0]:.0f} mm from the left, {box[1]:.0f} mm from the foot" if box else ""
    return ", ".join(filter(None, (page, observation.detail, where)))


def _law(violation: Violation) -> str:
    """Whose law is broken, and where it is written."""
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
