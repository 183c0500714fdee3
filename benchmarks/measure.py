"""One process at a time, measured from outside: wall time, processor time and peak memory."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_RSS_UNIT = 1 if os.uname().sysname == "Darwin" else 1024


class BuildFailedError(Exception):
    """A contestant ended with an error; the message says which, and how."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one build took: seconds on the clock, seconds of processor, and the most memory it held, in bytes."""

    seconds: float
    processor: float
    memory: int


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> Run:
    """Run a command to its end in a folder; raises BuildFailedError with the end of what it said."""
    with log.open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=dict(environment), stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)  # the resources of this child alone
        seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise BuildFailedError(f"{' '.join(command)} ended with {process.returncode}:\n{said}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _RSS_UNIT)
