"""What problems end a command with."""

from reportbuilder.problems import ExitCode, Findings, ReportError, Severity
from reportbuilder.style.press import PRESS_CODES
from reportbuilder.tagging.promises import STANDARD_CODES


def stop_on_errors(findings: Findings) -> None:
    """End here, with all that is wrong, when anything is an error; raises ReportError."""
    if findings.failed:
        raise ReportError(findings, exit_code(findings, ExitCode.CONTENT))


def exit_code(findings: Findings, otherwise: ExitCode) -> ExitCode:
    """Files that cannot be read have their own exit code, and so has a report that is wrong by a standard alone."""
    codes = {problem.code for problem in findings if problem.severity is Severity.ERROR}
    if codes & {"file-unreadable", "output-unwritable"}:
        return ExitCode.FILE
    return ExitCode.STANDARD if codes <= STANDARD_CODES | PRESS_CODES else otherwise
