"""Where the command begins and ends."""

import gc
import os
import sys

INTERRUPTED = 130
"""`ExitCode.INTERRUPTED`, before that is loaded."""


def main() -> None:
    """Run the command line; the entry point of `reportbuilder`. To build, reports will be read: a reader of them loads
    what it needs while this process loads the command line."""
    gc.disable()  # a command ends soon, and frozen values form no cycles: looking for them is a tenth of the time
    reader = None
    try:
        if sys.argv[1:2] == ["build"]:
            from reportbuilder.reader import Reader, new_reader

            reader = new_reader()
            reader.ask(Reader.load)
        from reportbuilder.cli import app
        from reportbuilder.terminal import forgive_encodings, leave
    except KeyboardInterrupt:  # nothing was done yet; the reader ends when it has nobody to read for
        sys.stderr.write("Interrupted.\n")
        sys.stderr.flush()
        os._exit(INTERRUPTED)
    forgive_encodings()
    code = 0
    try:
        app(prog_name="reportbuilder", obj=reader)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        if reader is not None:
            reader.close()
    leave(code)
