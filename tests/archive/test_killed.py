"""A package that is being written when the process is killed is there whole or not at all."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reportbuilder.versions.snapshot import deterministic_zip
from tests.archive.archived_report import ROOT, files_of

FILES = {"bagit.txt": b"a", "data/een.txt": b"een", "data/map/twee.txt": b"twee"}
MOST = 60
PROGRAM = """
import os, signal, sys
from pathlib import Path
from reportbuilder.archive.package import publish_package
from tests.archive.test_killed import FILES, MOST

def kill_at(step):
    changes = 0
    def count(event, details):
        nonlocal changes
        writes = event == "open" and isinstance(details[2], int) and details[2] & (os.O_WRONLY | os.O_RDWR)
        if writes or event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir"):
            changes += 1
            if changes == step:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)

for step in range(1, MOST):
    child = os.fork()
    if child == 0:
        kill_at(step)
        publish_package(Path(sys.argv[1]) / str(step) / "0.9", "bag", FILES)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        print(step)
        break
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes cannot be killed so here")
def test_a_package_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    inside = {f"bag/{name}": data for name, data in FILES.items()}
    whole = inside | {"bag.zip": deterministic_zip(inside)}
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    steps = int(done.stdout)
    there = [(tmp_path / str(step) / "0.9").exists() for step in range(1, steps + 1)]
    assert there == sorted(there)  # killed later, it is there; before, not
    assert steps > 8
    assert there[-1]
    for step in range(1, steps + 1):
        if there[step - 1]:
            assert files_of(tmp_path / str(step) / "0.9") == whole
