"""Exceptions that a plug-in raises, turned into problems that name the plug-in.

An exception belongs to a plug-in when one of the functions in its traceback is written in a module of that plug-in (or
in another module of the same package). Every other exception is a fault of this program, and passes.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType

from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, Place, ReportError
from reportbuilder.registry import PluginError, Registry


@contextmanager
def report_plugin_failures(registry: Registry, diagnostics: Diagnostics, place: Place = Place()) -> Iterator[None]:
    """Add an exception of a plug-in to `diagnostics`, and go on after the block of code.

    The problem stands at the place of the block whose method failed, or else at `place`. ReportError always passes.
    """
    try:
        yield
    except ReportError:
        raise
    except Exception as error:  # a plug-in may raise anything
        problem = _problem_of(error, registry, place)
        if problem is None:
            raise
        diagnostics.problems.append(problem)


@contextmanager
def end_at_plugin_failure(registry: Registry, diagnostics: Diagnostics) -> Iterator[None]:
    """Add an exception of a plug-in to `diagnostics`, and raise ReportError with all of them."""
    with report_plugin_failures(registry, diagnostics):
        yield
        return
    raise ReportError(diagnostics)


def _problem_of(error: Exception, registry: Registry, place: Place) -> Diagnostic | None:
    """The problem for an exception; None when no function of a plug-in is in its traceback."""
    if isinstance(error, PluginError):
        hint = "Install a version of the plug-in that fits this program, or ask whoever made it."
        message = f"A plug-in does not do what it should: {error}"
        return Diagnostic(Code.PLUGIN_FAILED, message, hint, error.place if error.place.file else place)
    calls = [
        (plugin, frame, line)
        for frame, line in _calls(error.__traceback__)
        if (plugin := registry.plugin_of(str(frame.f_globals.get("__name__", ""))))
    ]
    if not calls:
        return None
    plugin, frame, line = calls[-1]
    method, file = frame.f_code.co_name, os.path.basename(frame.f_code.co_filename)
    words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    message = f"{plugin[0].upper()}{plugin[1:]} failed in “{method}”: {words}."
    hint = f"It stopped at line {line} of {file}; whoever made the plug-in can tell you more."
    places = (_place_in(frame) for _, frame, _ in calls)
    return Diagnostic(Code.PLUGIN_FAILED, message, hint, next(filter(None, places), place))


def _calls(traceback: TracebackType | None) -> Iterator[tuple[FrameType, int]]:
    """The calls of a traceback with the lines that they had come to, the outermost first."""
    while traceback is not None:
        yield traceback.tb_frame, traceback.tb_lineno
        traceback = traceback.tb_next


def _place_in(frame: FrameType) -> Place | None:
    """The place of the block that a method was called on, if it is a method of something with a place."""
    if not frame.f_code.co_argcount:
        return None
    place = getattr(frame.f_locals.get(frame.f_code.co_varnames[0]), "place", None)
    return place if isinstance(place, Place) else None
