"""The entry point of the command line: it prepares the standard streams and signals, runs the commands, and exits.

Only the standard library is imported at the top: an interruption while the rest is loaded must not give a traceback.
"""

import contextlib
import gc
import os
import signal
import sys
from typing import NoReturn

INTERRUPTED = 130
"""`ExitCode.INTERRUPTED`, before that is loaded."""

ENDING_SIGNALS = tuple(
    number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None
)
"""The signals that ask a program to end."""


def main() -> None:
    """Run the command line; the entry point of `reportbuilder`."""
    gc.disable()  # a command ends soon, and frozen values form no cycles: looking for them is a tenth of the time
    try:
        open_standard_streams()
        interrupt_by_signals()
        from reportbuilder.cli.main import app
        from reportbuilder.cli.terminal import forgive_encodings, leave, tell_output
    except KeyboardInterrupt:  # nothing was done yet
        _interrupted()
    code = 0
    try:
        try:
            forgive_encodings()
            app(prog_name="reportbuilder")
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        except OSError as error:  # click's own words, for --help, could not be written
            code = tell_output(error)
        leave(code)
    except KeyboardInterrupt:
        _interrupted()


def open_standard_streams() -> None:
    """Open the null device for each of standard input, output and error that is closed.

    Otherwise the next file to be opened would get the number of the closed stream, and whatever prints something would
    write into that file.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, mode, closefd=False))


def interrupt_by_signals() -> None:
    """Raise KeyboardInterrupt on every signal that ends a program, so that it cleans up as after Ctrl-C.

    Signals that are ignored when the program starts, such as SIGHUP under nohup, stay ignored.
    """
    for number in ENDING_SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


def _interrupted() -> NoReturn:
    """Exit with code 130 when there is nothing to clean up."""
    with contextlib.suppress(OSError, AttributeError):
        sys.stderr.write("Interrupted.\n")
        sys.stderr.flush()
    os._exit(INTERRUPTED)
