"""reportbuilder: official reports from one folder of text and data.

The public API is loaded when it is first used, so that importing the package alone costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportbuilder.api import Project as Project
    from reportbuilder.api import Report as Report
    from reportbuilder.api import open_project as open_project
    from reportbuilder.build_result import BuildResult as BuildResult
    from reportbuilder.diagnostics import Diagnostic as Diagnostic
    from reportbuilder.diagnostics import ReportError as ReportError
    from reportbuilder.registry import Edition as Edition
    from reportbuilder.registry import Plugin as Plugin
    from reportbuilder.registry import register as register
    from reportbuilder.timings import Stopwatch as Stopwatch

__version__ = "0.2.0"

_PUBLIC = {
    "BuildResult": "reportbuilder.build_result",
    "Diagnostic": "reportbuilder.diagnostics",
    "Edition": "reportbuilder.registry",
    "Plugin": "reportbuilder.registry",
    "Project": "reportbuilder.api",
    "Report": "reportbuilder.api",
    "ReportError": "reportbuilder.diagnostics",
    "Stopwatch": "reportbuilder.timings",
    "open_project": "reportbuilder.api",
    "register": "reportbuilder.registry",
}
"""The module of each public name."""

__all__ = ["__version__", *_PUBLIC]


def __getattr__(name: str) -> Any:
    """A public name, from its module (PEP 562)."""
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted((*globals(), *_PUBLIC))
