"""A process that keeps a report open, and builds it as often as it is told to: `python warm_worker.py ours PROJECT
REPORT`, or `python warm_worker.py typst MAIN FONTS`. For every line of input it builds the PDF in memory, as tagged
PDF/UA-1 and PDF/A-2a, and prints what that took.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path


def _ours(project: str, report: str) -> Callable[[], bytes]:
    from reportbuilder import open_project

    opened = open_project(project).report(report)

    def build() -> bytes:
        (file,) = opened.build("screen").files.values()
        return file

    return build


def _typst(main: str, fonts: str) -> Callable[[], bytes]:
    import typst

    compiler = typst.Compiler(main, font_paths=[fonts], ignore_system_fonts=True)

    def build() -> bytes:
        file = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"])
        assert isinstance(file, bytes)
        return file

    return build


def _peak() -> int:
    """The most memory that this process held, in bytes: its own, and not that of what started it."""
    status = Path("/proc/self/status")
    if status.is_file():
        lines = status.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Build once for every line of input, to its end."""
    kind, *arguments = sys.argv[1:]
    build = {"ours": _ours, "typst": _typst}[kind](*arguments)
    for _ in sys.stdin:
        clock, processor = time.perf_counter(), time.process_time()
        file = build()
        seconds, used = time.perf_counter() - clock, time.process_time() - processor
        measured = {"seconds": seconds, "processor": used, "memory": _peak(), "size": len(file)}
        print(json.dumps(measured), flush=True)


if __name__ == "__main__":
    main()
