"""Standard streams and signals, made ready before anything else is done."""

import os
import signal
import sys


def open_standard_streams() -> None:
    """Let input, output and errors lead somewhere when the command was started with any of them closed: the next file
    that is opened would take its number, and be written to by whoever prints something."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, mode, closefd=False))


def interrupt_by_signals() -> None:
    """Let the signals that ask a program to end interrupt it as Ctrl-C does, so that it clears up after itself."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # nohup ignores SIGHUP
            signal.signal(number, signal.default_int_handler)
