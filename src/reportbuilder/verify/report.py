"""The verdict on a file in words."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from reportbuilder.editions.facts import Fact, Sighting
from reportbuilder.editions.judgement import Violation
from reportbuilder.editions.standards import UNSAID, Standard
from reportbuilder.problems import ExitCode, Place, Problem, ReportError, Severity
from reportbuilder.values import Value
from reportbuilder.verify.press_limits import DEFAULT_LIMITS, Limits
from reportbuilder.verify.reading import UnreadableError
from reportbuilder.verify.verapdf import Objection, ToolError, ask_verapdf
from reportbuilder.verify.verdict import Verdict, verify_file

_MANY = 5
"""More violations of one kind are counted instead of shown."""


class Told(Value):
    """What a file promises, its pages, and its problems, in words; and what these words are about."""

    promised: str
    pages: int
    problems: tuple[Problem, ...]
    verdict: Verdict
    objections: tuple[Objection, ...]


def tell(path: Path, reference: bool, limits: Limits = DEFAULT_LIMITS) -> Told:
    """Hold a file to its promises, by `reference` with veraPDF too; raises ReportError when it cannot be judged.

    `limits` are those of the press, for files that are made for one.
    """
    try:
        verdict = verify_file(path, limits=limits)
        objections = ask_verapdf(path, verdict.standards) if reference else ()
    except UnreadableError as error:
        problem = Problem(Severity.ERROR, "file-unreadable", str(error), "", Place(str(path)))
        raise ReportError([problem], ExitCode.FILE) from error
    except ToolError as error:
        hint = "Let VERAPDF name the program, or leave out --verapdf."
        problem = Problem(Severity.ERROR, "verapdf-missing", str(error), hint, Place(str(path)))
        raise ReportError([problem], ExitCode.MISSING_TOOL) from error
    problems = (
        *_problems(path, verdict.violations, Severity.ERROR),
        *_problems(path, verdict.warnings, Severity.WARNING),
        *_objections(path, objections),
    )
    return Told(_promised(verdict), verdict.pages, problems, verdict, objections)


def _promised(verdict: Verdict) -> str:
    names = [standard.value for standard in verdict.standards]
    names += [f"{name} (which reportbuilder cannot check)" for name in verdict.unchecked]
    return " and ".join(names) or "nothing"


def _problems(path: Path, violations: Iterable[Violation], severity: Severity) -> Iterator[Problem]:
    """One problem for every kind of violation, with the places of the first few."""
    kinds: dict[Fact, list[Violation]] = {}
    for violation in violations:
        kinds.setdefault(violation.fact, []).append(violation)
    for fact, found in kinds.items():
        places = [place for violation in found[:_MANY] if (place := _place(violation.sighting))]
        places += [f"and {len(found) - _MANY} more"] if len(found) > _MANY else []
        words = ": ".join(filter(None, (found[0].words, "; ".join(places))))
        yield Problem(severity, fact.value, f"{words}.", _law(found[0]), Place(str(path)))


def _place(sighting: Sighting) -> str:
    page, box = f"page {sighting.page}" if sighting.page else "", sighting.box
    where = f"at {box[0]:.0f} mm from the left, {box[1]:.0f} mm from the foot" if box else ""
    return ", ".join(filter(None, (page, sighting.detail, where)))


def _law(violation: Violation) -> str:
    """Whose law is broken, and where it is written."""
    asked = [standard.value for standard in violation.standards if standard not in UNSAID]
    if not asked:
        house = Standard.HOUSE in violation.standards
        return "Files of reportbuilder are not like that." if house else "No standard forbids it; the press minds."
    where = f" ({'; '.join(violation.clauses)})" if violation.clauses else ""
    return f"Against {' and '.join(asked)}{where}."


def _objections(path: Path, objections: Iterable[Objection]) -> Iterator[Problem]:
    for objection in objections:
        times = f" ({objection.count} times)" if objection.count > 1 else ""
        hint = f"Against {objection.standard.value} ({objection.clause})."
        yield Problem(Severity.ERROR, "verapdf", f"veraPDF: {objection.words}{times}", hint, Place(str(path)))
