"""What tests know of processes that are gone, and of what they left."""

import subprocess
import sys


def gone_process() -> int:
    """The number of a process that has ended."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    return int(done.stdout)
