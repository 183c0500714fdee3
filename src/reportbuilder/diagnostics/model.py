"""Diagnostics and their places, which stages collect instead of stopping at the first.

What their codes mean, for people, is in `explanations.toml`, from which `docs/problems.md` is made.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from reportbuilder.diagnostics.codes import DiagnosticCode, ExitCode, Severity
from reportbuilder.values import Mutable, Value, field


class Place(Value, order=True):
    """Where something stands: a file (relative to the project), a line and a column, both from 1; 0 is unknown.

    In a workbook they are the row and column of a cell of the `sheet`: `data/cijfers.xlsx, sheet “Blad1”, cell B7`.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    sheet: str = ""

    @property
    def cell(self) -> str:
        """The cell of a sheet as a spreadsheet names it: B7; empty for what is no single cell."""
        letters, number = "", self.column
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{letters}{self.line}" if letters and self.line else ""

    def __str__(self) -> str:
        if self.sheet:
            within = f"cell {self.cell}" if self.cell else f"row {self.line}" if self.line else ""
            return ", ".join(filter(None, (self.file, f"sheet “{self.sheet}”", within)))
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


class Diagnostic(Value):
    """One thing that is wrong, in plain words, with what to do about it."""

    code: DiagnosticCode
    message: str
    hint: str = ""
    place: Place = Place()
    advice: bool = False
    """Whether it breaks no promise, so that an error by its code is a warning here."""

    @property
    def severity(self) -> Severity:
        """How severe it is, by its code."""
        severity = self.code.severity
        return Severity.WARNING if self.advice and severity is Severity.ERROR else severity


class Diagnostics(Mutable):
    """The problems found so far; stages append to it, nothing is ever taken out."""

    problems: list[Diagnostic] = field(default_factory=list)

    def add(self, code: DiagnosticCode, message: str, place: Place, hint: str = "") -> None:
        """Add a problem with the severity of its code."""
        self.problems.append(Diagnostic(code, message, hint, place))

    @property
    def failed(self) -> bool:
        """Whether any problem is an error."""
        return any(p.severity is Severity.ERROR for p in self.problems)

    def raise_errors(self) -> None:
        """Raise ReportError, with everything that was found, when any problem is an error."""
        if self.failed:
            raise ReportError(self)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(in_order(self.problems))

    def __len__(self) -> int:
        return len(self.problems)


class ReportError(Exception):
    """Ends a command: the problems that were found, and the exit code that they lead to."""

    def __init__(self, problems: Iterable[Diagnostic], exit_code: ExitCode | None = None) -> None:
        self.problems = in_order(problems)
        self.exit_code = exit_code_of(self.problems) if exit_code is None else exit_code
        super().__init__("; ".join(p.message for p in self.problems))

    def __reduce__(self) -> tuple[object, ...]:
        """All of it is pickled; by itself, an exception is pickled with its message alone."""
        return type(self), (self.problems, self.exit_code), self.__dict__


def exit_code_of(problems: Iterable[Diagnostic]) -> ExitCode:
    """The exit code that problems lead to by the codes of the errors among them; DONE without any.

    A file that cannot be read or written comes first. STANDARD is for a report that breaks standards and is right
    otherwise.
    """
    codes = {problem.code.exit_code for problem in problems if problem.severity is Severity.ERROR}
    first = (ExitCode.FILE, ExitCode.MISSING_TOOL, ExitCode.USAGE, ExitCode.PROJECT, ExitCode.CONTENT)
    return next((code for code in first if code in codes), ExitCode.STANDARD if codes else ExitCode.DONE)


def in_order(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The problems sorted by place, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.place, p.code, p.message)))


LISTED = 25
"""More known words than this are not listed in a hint: nobody reads a page of labels."""


def closest(word: str, names: Iterable[str]) -> list[str]:
    """The name that is most like a word, in a list; empty when none is. Capitals make no difference."""
    from difflib import get_close_matches  # only what is misspelt needs it

    by_folded = {name.casefold(): name for name in names}
    return [by_folded[name] for name in get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)]


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that proposes the nearest known word, or lists them all when none is near and they are few."""
    names = sorted(known)
    near = closest(word, names)
    if near:
        return f"Did you mean “{near[0]}”?"
    if len(names) > LISTED:
        return f"None of the {len(names)} known names is like it."
    return f"Known are: {', '.join(names)}." if names else ""


class Explanation(Value):
    """What a code stands for: what was found, why that matters, and an example, each a sentence or a few words.

    `found` and `reason` are empty for facts about finished PDFs, which the rules of the standards explain.
    """

    example: str
    found: str = ""
    reason: str = ""


def explanations() -> Mapping[str, Explanation]:
    """The explanation of every code of the program, by its name."""
    import tomllib  # both only for who explains the codes
    from importlib.resources import files

    text = files("reportbuilder.diagnostics").joinpath("explanations.toml").read_text("utf-8")
    return {code: Explanation(**entry) for code, entry in tomllib.loads(text).items()}


Progress = Callable[[str], None]


def silent(step: str) -> None:
    """Show nothing of the progress."""
