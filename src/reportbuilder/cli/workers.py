"""Worker processes: builds several reports at the same time, each in a process."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from reportbuilder.cli.start import ENDING_SIGNALS, interrupt_by_signals
from reportbuilder.cli.terminal import MEMORY_HINT
from reportbuilder.diagnostics import Code, Diagnostics, ExitCode, Place, ReportError

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def cores() -> int:
    """The number of processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


@contextmanager
def worker_processes(tasks: int) -> Iterator[Executor | None]:
    """An executor with one process for each task, at most one for each core; None when one process is enough.

    The processes are forks of this one, so that they share its loaded modules; outside Linux, where a fork is not safe,
    the result is None.
    """
    count = min(cores(), tasks)
    if count < 2 or not sys.platform.startswith("linux"):
        yield None
        return
    import multiprocessing  # these take a quarter of the time in which a command starts
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(count, context, initializer=_end_by_signals) as executor:
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.terminate()
            raise


def result_of(future: Future[Result], report: str) -> Result:
    """The result of a worker's task on a report; raises the exception of the task, or ReportError when the system
    killed the worker."""
    from concurrent.futures import BrokenExecutor

    try:
        return future.result()
    except BrokenExecutor:
        diagnostics = Diagnostics()
        message = "The system ended a process that worked on this, most likely for want of memory."
        diagnostics.add(Code.SYSTEM_KILLED, message, Place(report), MEMORY_HINT)
        raise ReportError(diagnostics, ExitCode.SYSTEM) from None


def interruptible(task: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
    """Run a task in a worker; a signal that ends the worker interrupts the task, so that it cleans up first."""
    interrupt_by_signals()
    try:
        return task(*arguments, **named)
    except KeyboardInterrupt:  # the whole command is interrupted: a worker that waited for more would keep it waiting
        os._exit(ExitCode.INTERRUPTED)
    finally:
        _end_by_signals()


def _end_by_signals() -> None:
    """Make an idle worker exit silently when it is interrupted."""
    for number in ENDING_SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda number, frame: os._exit(ExitCode.INTERRUPTED))
