#!/usr/bin/env python3
"""Fetch veraPDF, the reference validator of PDF/A and PDF/UA, from Maven Central.

    python tools/install_verapdf.py [DIR]

Needs Java and Maven. Leaves a program `verapdf` in DIR (default: .tools/verapdf), for the path or for the environment
variable VERAPDF; what is already there is not fetched again.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parents[1] / ".tools" / "verapdf"

VERSION = "1.30.2"
ARTEFACT = f"org.verapdf.apps:cli:{VERSION}"
JAR = f"cli-{VERSION}.jar"
"""One runnable jar, with everything it needs inside."""
JAR_SHA256 = "287cc9c9757f99dcff4a2d39b68268245b48103fb6af443162d5a29df2afa332"

FETCH = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"

# A simple collector and the first compiler only: half the processor time for reports of tens of pages.
LAUNCHER = f"""#!/bin/sh
# veraPDF, as tools/install_verapdf.py put it here.
here=$(dirname "$(readlink -f "$0")")
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "$here/{JAR}" "$@"
"""


class InstallError(Exception):
    """veraPDF cannot be installed; the message is a plain sentence that says why."""


def install(folder: Path) -> Path:
    """Put veraPDF into a folder, unless it is there; returns the program."""
    _find("java", "Java is missing, and veraPDF runs on it. On Debian and Ubuntu: apt install default-jre-headless")
    folder.mkdir(parents=True, exist_ok=True)
    jar = folder / JAR
    if not is_sound(jar):
        fetch(jar)
    program = folder / "verapdf"
    program.write_text(LAUNCHER, encoding="utf-8")
    program.chmod(0o755)
    started = subprocess.run([str(program), "--version"], capture_output=True, text=True)
    if started.returncode or VERSION not in started.stdout:
        raise InstallError(f"veraPDF was installed but does not start: {_end(started.stderr or started.stdout)}")
    return program


def is_sound(jar: Path) -> bool:
    """Whether the jar is there, and is the one that was released."""
    return jar.is_file() and hashlib.sha256(jar.read_bytes()).hexdigest() == JAR_SHA256


def fetch(jar: Path) -> None:
    """Fetch the jar with Maven; it is put in its place when it is whole."""
    maven = _find("mvn", "Maven is missing, and veraPDF is fetched with it. On Debian and Ubuntu: apt install maven")
    with tempfile.TemporaryDirectory(dir=jar.parent) as folder:
        command = [maven, "-q", "-B", FETCH, f"-Dartifact={ARTEFACT}", f"-DoutputDirectory={folder}"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if done.returncode:
            raise InstallError(f"Maven could not fetch {ARTEFACT}: {_end(done.stdout + done.stderr)}")
        fetched = Path(folder) / JAR
        if not is_sound(fetched):
            raise InstallError(f"Maven fetched something else than the {JAR} that was released.")
        os.replace(fetched, jar)


def _find(tool: str, missing: str) -> str:
    found = shutil.which(tool)
    if not found:
        raise InstallError(missing)
    return found


def _end(said: str) -> str:
    return "\n".join(said.strip().splitlines()[-5:]) or "it says nothing."


def main() -> None:
    """Read the arguments, install, say where."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=HOME, metavar="DIR")
    try:
        program = install(parser.parse_args().folder)
    except InstallError as error:
        sys.exit(str(error))
    print(f"veraPDF {VERSION}: {program}")


if __name__ == "__main__":
    main()
