"""What is wrong with a report, as values: every room adds to it, and the command line and the API show it.

In: a code, a message in plain words, a place and a hint. Out: `Diagnostics` in order, and the exit code they lead to.
It knows nothing of any other room: no reports, no files, no terminal.
"""

from reportbuilder.diagnostics.codes import (
    Code,
    DiagnosticCode,
    ExitCode,
    SettingsCodes,
    Severity,
)
from reportbuilder.diagnostics.model import (
    Diagnostic,
    Diagnostics,
    Place,
    ReportError,
    closest,
    exit_code_of,
    in_order,
    nearest,
)

__all__ = [
    "Code",
    "Diagnostic",
    "DiagnosticCode",
    "Diagnostics",
    "ExitCode",
    "Place",
    "ReportError",
    "SettingsCodes",
    "Severity",
    "closest",
    "exit_code_of",
    "in_order",
    "nearest",
]
