"""Releases versions of the tiny report in processes that are killed on the way; run as a program, for `test_kill.py`.

A line on standard input says which folder, which number, and when: before the n-th change that the process makes to
files (`step`), or after so many seconds (`delay`). The answer is a line with the signal that ended the
process, or 0.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from reportbuilder.versions.snapshot import libraries
from tests.versions.small_releases import released

CHANGES = frozenset({"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "shutil.copyfile"})
WRITING = os.O_WRONLY | os.O_RDWR


def _kill_at(step: int) -> None:
    """Let this process be killed at a step."""
    changed = 0

    def count(event: str, details: Sequence[object]) -> None:
        nonlocal changed
        if event in CHANGES or (event == "open" and isinstance(details[2], int) and details[2] & WRITING):
            changed += 1
            if changed == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def _run(folder: Path, number: str, step: int, delay: float) -> int:
    child = os.fork()
    if child == 0:
        if step:
            _kill_at(step)
        released(folder, number)
        os._exit(0)
    if delay:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)


if __name__ == "__main__":
    libraries()  # looked up once, before there are copies of this process
    for line in sys.stdin:
        asked = json.loads(line)
        began = time.perf_counter()
        ended = _run(Path(asked["folder"]), asked["number"], asked.get("step", 0), asked.get("delay", 0.0))
        print(json.dumps([ended, time.perf_counter() - began]), flush=True)
