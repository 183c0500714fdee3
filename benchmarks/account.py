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
    """Pages, median times, their ratios to ours and to Typst's, and peak memory, a row for each contestant."""
    results = [r for r in results if r.runs]
    by_name = {r.name: r for r in results}
    ours, typst = by_name.get(OURS), by_name.get("typst")
    lines = [
        "| | pages | tagged | median | processor | times ours | times typst | by processor | pages/s | peak memory |",
        "| --- | ---: | :---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for result in results:
        ratios = (
            result.seconds / ours.seconds if ours else None,
            result.seconds / typst.seconds if typst else None,
            result.processor / typst.processor if typst else None,
        )
        shown = " | ".join("–" if ratio is None else f"{ratio:.2f}" for ratio in ratios)
        lines.append(
            f"| {result.name} | {result.pages} | {'yes' if result.tagged else 'no'} | {result.seconds:.2f} s | "
            f"{result.processor:.2f} s | {shown} | {result.pages / result.seconds:.0f} | {result.memory / 1e6:.0f} MB |"
        )
    return "\n".join(lines)


def load() -> str:
    """How busy the machine is: the mean number of processes that ran or waited in the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


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
