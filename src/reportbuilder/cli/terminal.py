"""Prints the results, problems, progress and failures of commands to the terminal.

The result of a command goes to standard output; progress, problems of a build and internal errors go to standard
error.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from reportbuilder import __version__
from reportbuilder.diagnostics import (
    Code,
    Diagnostic,
    ExitCode,
    Place,
    ReportError,
    Severity,
    in_order,
)
from reportbuilder.diagnostics.model import Progress
from reportbuilder.files.inputs import RefusedError
from reportbuilder.project.project_folder import OUTPUT

if TYPE_CHECKING:
    from reportbuilder.figure_report import ChapterCoverage, FigureEntry
    from reportbuilder.layout.page_faults import PageFault


_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


class Edge:
    """Catches the exceptions of a command, prints them in plain words, and keeps the gravest exit code so far."""

    def __init__(self, *, building: bool, faults: Path = Path(OUTPUT)) -> None:
        """`faults` is the folder for tracebacks. A command that is `building` prints problems on standard error,
        without notes, and that nothing was written; for other commands the problems are the result."""
        self.faults = faults
        self.building = building
        self.code = ExitCode.DONE

    @contextlib.contextmanager
    def guard(self, report: str) -> Iterator[None]:
        """A context that catches exceptions of the work on a report ("" when it is about no report). Only interruptions
        and the loss of standard output are raised, which end the command."""
        try:
            yield
        except ReportError as error:
            self._stopped(error.problems, error.exit_code, report)
        except (BrokenPipeError, OutputError, click.Abort):  # who read our output, or was asked something, has gone
            raise
        except MemoryError:
            self._stopped((_memory_problem(report),), ExitCode.SYSTEM, report)
        except OSError as error:
            if error.filename is None:
                self._fault(report)
            else:
                self._stopped((_file_problem(error),), ExitCode.FILE, report)
        except Exception:
            self._fault(report)

    def add(self, code: ExitCode) -> None:
        """Keep a code if it is graver than those before."""
        self.code = max(self.code, code, key=lambda exit_code: exit_code.gravity)

    def _stopped(self, problems: Sequence[Diagnostic], code: ExitCode, report: str) -> None:
        self.add(code)
        say_problems(problems, notes=not self.building, err=self.building)
        if report:
            ending = "; nothing was written" if self.building else ""
            say(f"{tally(problems, notes=not self.building)} in {report}{ending}.", err=self.building)

    def _fault(self, report: str) -> None:
        self.add(ExitCode.INTERNAL)
        about = f" on {report}" if report else ""
        say(
            f"Sorry: reportbuilder broke off{about} by a fault of its own; nothing in a text or a table should ever "
            f"do that. {_write_fault(self.faults, report)}",
            err=True,
        )


class OutputError(OSError):
    """Standard output cannot be written."""


COMMAND = "reportbuilder"
"""The place of a problem of the system, where a command is about no report."""

MEMORY_HINT = "Close other programs, or build one report and one edition at a time; large images take most memory."


def _memory_problem(report: str) -> Diagnostic:
    message = "There is too little memory for this."
    return Diagnostic(Code.SYSTEM_MEMORY, message, MEMORY_HINT, Place(report or COMMAND))


def _file_problem(error: OSError) -> Diagnostic:
    if isinstance(error, RefusedError):
        place = Place(str(error.filename))
        message = f"“{error.filename}” {error.strerror}."
        return Diagnostic(Code.FILE_KIND, message, "Name an ordinary file.", place)
    return Diagnostic(
        Code.FILE_ACCESS,
        f"“{error.filename}” cannot be read or written: {error.strerror or 'unknown reason'}.",
        "Check that it exists, that it is not open in another program, and that you may write there.",
        Place(str(error.filename)),
    )


def _write_fault(folder: Path, report: str) -> str:
    """Write the traceback of the current exception to a file, in `folder` or else in the system's temporary folder.

    Returns a sentence for the user about that file.
    """
    import platform
    import tempfile
    import traceback

    first = f"reportbuilder {__version__}, Python {platform.python_version()}, {platform.platform()}"
    words = "\n".join((first, " ".join(sys.argv), traceback.format_exc()))
    for place in (folder, Path(tempfile.gettempdir())):
        file = place / (f"fault-{report}.txt" if report else "fault.txt")
        with contextlib.suppress(OSError):
            file.write_text(words, encoding="utf-8")
            return (
                f"What happened stands in {file}; please send that file to whoever maintains reportbuilder, with the "
                "report if you may share it."
            )
    return "What happened could not be written down, for there is no folder to write in."


@contextlib.contextmanager
def progress_of(report: str, verbose: bool) -> Iterator[Progress]:
    """A callback that shows the steps of work on a report: lines when `verbose`, a status line on a terminal, otherwise
    nothing."""
    if verbose:
        yield lambda step: say(f"{report}: {step}", err=True)
    elif sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        from rich.console import Console
        from rich.text import Text

        with Console(stderr=True).status(Text(report)) as status:
            yield lambda step: status.update(Text(f"{report}: {step}"))
    else:
        yield lambda step: None


def say_problems(problems: Sequence[Diagnostic], *, notes: bool, err: bool) -> None:
    """Show problems in order, with or without the notes."""
    for problem in in_order(problems):
        if notes or problem.severity is not Severity.NOTE:
            say(_formatted(problem), err=err)


def say_figures(entries: Sequence[FigureEntry], file: Path | None) -> ExitCode:
    """Print every figure of a report, or write them to a CSV file; then the counts by origin."""
    from reportbuilder.figure_report import coverage, to_csv

    if file is None:
        _say_figures(entries)
    else:
        file.write_text(to_csv(entries), encoding="utf-8-sig")
    _say_coverage(coverage(entries))
    return ExitCode.DONE


def _say_figures(entries: Sequence[FigureEntry]) -> None:
    """Show figures, a line each: page, figure, where it comes from, expression and source, place."""
    for entry in entries:
        number = entry.use
        page = f"page {entry.page}" if entry.page else "page ?"
        origin = " ".join(filter(None, (number.origin.value, number.expression and f"{{{{ {number.expression} }}}}")))
        source = f" ({entry.source})" if entry.source else ""
        say(f"{page}  {click.style(number.text, bold=True)}  {origin}{source}  {number.place}")


def _say_coverage(rows: Sequence[ChapterCoverage]) -> None:
    """Print the counts of figures by chapter and origin; the last row is the sum."""
    titles = [row.chapter or "all chapters" for row in rows]
    width = max(map(len, (*titles, "chapter")))
    say(f"\n{'chapter':{width}}  from data  stated  typed  data or stated")
    for title, row in zip(titles, rows, strict=True):
        say(f"{title:{width}}  {row.data:9}  {row.stated:6}  {row.typed:5}  {row.share:12} %")


def say_page_faults(faults: Sequence[PageFault]) -> None:
    """List the faults of pages by kind, each with its page and line, and below them how many there are of each."""
    from reportbuilder.layout.page_faults import count_faults

    counts = count_faults(faults)
    for kind in counts:
        for fault in faults:
            if fault.kind is kind:
                say(str(fault))
    say(click.style("Faults of pages", bold=True))
    for kind, found in counts.items():
        say(f"{found:5}  {kind.words}")
    say(f"{len(faults):5}  together")


def _formatted(problem: Diagnostic) -> str:
    """A problem as it is shown: place, severity, message and code on one line, the hint on the next."""
    place = click.style(str(problem.place), bold=True) + ": " if problem.place.file else ""
    severity = click.style(problem.severity.value, fg=_COLOURS[problem.severity], bold=True)
    hint = f"\n    {problem.hint}" if problem.hint else ""
    return f"{place}{severity}: {problem.message} {click.style(f'[{problem.code}]', dim=True)}{hint}"


def count(problems: Sequence[Diagnostic], severity: Severity) -> int:
    """The number of problems of a severity; equal problems count once."""
    return Counter(problem.severity for problem in in_order(problems))[severity]


def tally(problems: Sequence[Diagnostic], *, notes: bool) -> str:
    """The problems counted in words ("2 errors, 1 warning"), or nothing."""
    kinds = [severity for severity in Severity if notes or severity is not Severity.NOTE]
    return ", ".join(number(n, kind.value) for kind in kinds if (n := count(problems, kind)))


def number(n: int, noun: str) -> str:
    """A number with its noun ("1 page", "2 pages")."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def say(words: str, *, err: bool = False) -> None:
    """Print a line of text, without colours when it goes to no terminal or NO_COLOR is set.

    Raises BrokenPipeError when the reader of standard output has closed it, and OutputError when it cannot be written.
    Failures of standard error are ignored.
    """
    try:
        click.echo(words, err=err, color=False if os.environ.get("NO_COLOR") else None)
    except OSError as error:
        if err:
            return
        if isinstance(error, BrokenPipeError):
            raise
        raise OutputError(error.errno, error.strerror) from error


def forgive_encodings() -> None:
    """Replace characters that the terminal's encoding lacks, such as “ ”, instead of raising an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def leave(code: int) -> NoReturn:
    """Flush the streams and end the process at once: freeing a report's values one by one takes a tenth of a second."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # nobody reads it any more
        pass
    except (OSError, ValueError) as error:
        code = tell_output(error)
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(code)


def tell_output(error: OSError | ValueError) -> int:
    """Print that standard output cannot be written; gives the exit code."""
    say(f"What was to be shown cannot be written: {getattr(error, 'strerror', None) or error}.", err=True)
    return ExitCode.FILE
