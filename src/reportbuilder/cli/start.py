"""Where the command begins and ends."""

import contextlib
import gc
import os
import sys
from typing import NoReturn

INTERRUPTED = 130
"""`ExitCode.INTERRUPTED`, before that is loaded."""


def main() -> None:
    """Run the command line; the entry point of `reportbuilder`."""
    gc.disable()  # a command ends soon, and frozen values form no cycles: looking for them is a tenth of the time
    try:
        from reportbuilder.cli.streams import interrupt_by_signals, open_standard_streams

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


def _interrupted() -> NoReturn:
    """End, interrupted while there was nothing to clear up."""
    with contextlib.suppress(OSError, AttributeError):
        sys.stderr.write("Interrupted.\n")
        sys.stderr.flush()
    os._exit(INTERRUPTED)
