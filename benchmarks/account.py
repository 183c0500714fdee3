"""The results as a Markdown table with the machine that they were measured on."""

import datetime
import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.contest import OURS, Result

BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"
_PACKAGES = ("typst", "weasyprint", "emboss-pdf", "reportlab", "uharfbuzz", "pikepdf")


def table(results: Iterable[Result]) -> str:
    """Pages, median time, its ratio to ours, and peak memory, a row for each contestant."""
    results = [r for r in results if r.runs]
    ours = next((r.seconds for r in results if r.name == OURS), 0.0)
    lines = [
        "| | pages | tagged | median | processor | times ours | pages/s | peak memory |",
        "| --- | ---: | :---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for result in results:
        ratio = f"{result.seconds / ours:.2f}" if ours else "–"
        lines.append(
            f"| {result.name} | {result.pages} | {'yes' if result.tagged else 'no'} | {result.seconds:.2f} s | "
            f"{result.processor:.2f} s | {ratio} | {result.pages / result.seconds:.0f} | {result.memory / 1e6:.0f} MB |"
        )
    return "\n".join(lines)


def machine() -> str:
    """The machine and the versions, a line each."""
    versions = ", ".join(f"{name} {_version(name)}" for name in _PACKAGES)
    return "\n".join(
        (
            f"- {_processor()}, {os.cpu_count()} cores, {_memory()}, {platform.system()} {platform.release()}",
            f"- Python {platform.python_version()}; {versions}",
            f"- measured on {datetime.datetime.now(datetime.UTC):%d %B %Y}",
        )
    )


def write_account(sections: Sequence[tuple[str, str]], readme: Path) -> None:
    """Put the machine and the tables between the two markers of a README."""
    text = readme.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    body = "\n\n".join((machine(), *(f"### {title}\n\n{content}" for title, content in sections)))
    readme.write_text(f"{before}{BEGIN}\n{body}\n{END}{after}", encoding="utf-8")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    names = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    return next((line.partition(":")[2].strip() for line in names if line.startswith("model name")), platform.machine())


def _memory() -> str:
    pages = os.sysconf("SC_PHYS_PAGES") if "SC_PHYS_PAGES" in os.sysconf_names else 0
    return f"{pages * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GB"
