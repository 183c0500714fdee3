"""One process at a time, measured from outside: wall time, processor time and peak memory.

A process counts as its own the memory of whatever started it (Linux keeps the peak across exec), so that the builds
are started by a small process: this file, run as a script. `python measure.py LOG COMMAND…` prints the measurements.
"""

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_SET_CHILD_SUBREAPER = 36  # of prctl(2)


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
    starter = (sys.executable, "-I", "-S", __file__, str(log), *command)
    done = subprocess.run(starter, cwd=folder, env=dict(environment), capture_output=True, text=True, check=True)
    measured = json.loads(done.stdout)
    if measured.pop("code"):
        said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise BuildFailedError(f"{' '.join(command)}\n{said}")
    return Run(**measured)


def _measure(log: str, command: Sequence[str]) -> Mapping[str, float]:
    _adopt()
    with open(log, "wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)  # the resources of this child alone
        seconds = time.perf_counter() - started
    usages = [usage, *_adopted()]
    processor = sum(usage.ru_utime + usage.ru_stime for usage in usages)
    memory = max(usage.ru_maxrss for usage in usages) * (1 if sys.platform == "darwin" else 1024)
    return {"seconds": seconds, "processor": processor, "memory": memory, "code": os.waitstatus_to_exitcode(status)}


def _adopt() -> None:
    """Have processes that outlive their parent end as children of this one, where that can be: what a build's own
    processes took is known when they have ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _adopted() -> Iterator[resource.struct_rusage]:
    """The resources of all that this process had to wait for besides."""
    with suppress(ChildProcessError):
        while True:
            yield os.wait4(-1, 0)[2]


if __name__ == "__main__":
    print(json.dumps(_measure(sys.argv[1], sys.argv[2:])))
