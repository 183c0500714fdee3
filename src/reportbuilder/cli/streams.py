"""Standard streams and signals, made ready before anything else is done."""

import os
import signal
import sys

ENDING_SIGNALS = tuple(
    number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None
)
"""The signals that ask a program to end."""


def open_standard_streams() -> None:
    """Let input, output and errors lead somewhere when the command was started with any of them closed: the next file
    that is opened would take its number, and be written to by whatever prints something."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, mode, closefd=False))


def interrupt_by_signals() -> None:
    """Let the signals that ask a program to end interrupt it as Ctrl-C does, so that it clears up after itself; but not
    those that it is told to ignore, as nohup does with SIGHUP."""
    for number in ENDING_SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
