"""What problems end a command with."""

from reportbuilder.diagnostics import Code, Diagnostics, ExitCode, ReportError, Severity
from reportbuilder.standards.promises import STANDARD_CODES
from reportbuilder.style.print_settings import PRESS_CODES


def stop_on_errors(diagnostics: Diagnostics) -> None:
    """End here, with all that is wrong, when anything is an error; raises ReportError."""
    if diagnostics.failed:
        raise ReportError(diagnostics, exit_code(diagnostics, ExitCode.CONTENT))


def exit_code(diagnostics: Diagnostics, otherwise: ExitCode) -> ExitCode:
    """Files that cannot be read have their own exit code, and so has a report that is wrong by a standard alone."""
    codes = {problem.code for problem in diagnostics if problem.severity is Severity.ERROR}
    if codes & {Code.FILE_UNREADABLE, Code.OUTPUT_UNWRITABLE}:
        return ExitCode.FILE
    return ExitCode.STANDARD if codes <= STANDARD_CODES | PRESS_CODES else otherwise
