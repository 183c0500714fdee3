"""Problems in a form that can be written to a file and read back: their codes by name."""

from __future__ import annotations

from collections.abc import Iterable

from reportbuilder.diagnostics.codes import Code
from reportbuilder.diagnostics.model import Diagnostic, Place
from reportbuilder.values import Value


class KeptProblem(Value):
    """A problem, with the name of its code."""

    code: str
    message: str
    hint: str
    place: Place
    advice: bool


def kept_problems(problems: Iterable[Diagnostic]) -> tuple[KeptProblem, ...] | None:
    """The form in which problems are kept; None where there are codes of a plug-in among them."""
    problems = tuple(problems)
    if not all(isinstance(one.code, Code) for one in problems):
        return None
    return tuple(KeptProblem(one.code.value, one.message, one.hint, one.place, one.advice) for one in problems)


def problems_kept(kept: Iterable[KeptProblem]) -> tuple[Diagnostic, ...] | None:
    """The problems that were kept; None where a code is none of this program."""
    try:
        return tuple(Diagnostic(Code(one.code), one.message, one.hint, one.place, one.advice) for one in kept)
    except ValueError:
        return None
