"""The contestants, and rounds in which each builds the report once, one after the other."""

import itertools
import os
import shutil
import statistics
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measure import BuildFailedError, Run, run
from benchmarks.subject import load_subject
from benchmarks.to_emboss import export_emboss
from benchmarks.to_html import export_html
from benchmarks.to_typst import export_typst
from benchmarks.warm_edits import exchange_word
from reportbuilder.files.disk_cache import DiskCache
from reportbuilder.project.project_folder import Resources

OURS = "reportbuilder"
PEERS = ("typst", "weasyprint", "emboss")
_HERE = Path(__file__).parent
ROOT = _HERE.parent


@dataclass(frozen=True, slots=True)
class Contestant:
    """A way to build the report: the command, the folder it is given in, the file it makes, and what is done before
    each run."""

    name: str
    command: tuple[str, ...]
    folder: Path
    target: Path
    prepare: Callable[[], None]


@dataclass(slots=True)
class Result:
    """The runs of one contestant, the pages of its file, and whether it is tagged."""

    name: str
    runs: list[Run] = field(default_factory=list)
    pages: int = 0
    tagged: bool = False
    failure: str = ""

    @property
    def seconds(self) -> float:
        """The median time."""
        return statistics.median(r.seconds for r in self.runs)

    @property
    def processor(self) -> float:
        """The median processor time."""
        return statistics.median(r.processor for r in self.runs)

    @property
    def memory(self) -> float:
        """The highest peak of memory, in bytes."""
        return max(r.memory for r in self.runs)


def copy_project(report: Path, into: Path) -> Path:
    """Copy a report into a project of its own, which may be changed: with the house styles, the fonts, and the report
    that it compares its figures with. Gives its folder there."""
    shutil.rmtree(into, ignore_errors=True)
    shutil.copytree(ROOT / "styles", into / "styles")
    (into / "fonts").symlink_to(ROOT / "fonts")
    others = [folder for folder in (ROOT / "content").iterdir() if folder.is_dir() and folder.name != report.name]
    for folder in (report, *others):
        shutil.copytree(folder, into / "content" / folder.name)
    return into / "content" / report.name


def contestants(report: Path, work: Path, wanted: Sequence[str]) -> tuple[Contestant, ...]:
    """Export a report for everybody that is wanted; our own builds come first, cold and then again."""
    work.mkdir(parents=True, exist_ok=True)
    subject = load_subject(report, Resources(ROOT / "styles", ROOT / "fonts", DiskCache(work / "charts")))
    found: list[Contestant] = []
    if OURS in wanted:
        found += _ours(copy_project(report, work / "project"), work / "ours")
    exporters = {"typst": export_typst, "weasyprint": export_html, "emboss": export_emboss}
    for name in (n for n in PEERS if n in wanted):
        folder = work / name
        folder.mkdir(exist_ok=True)
        source = exporters[name](subject, folder)
        fonts = (str(ROOT / "fonts"),) if name == "typst" else ()
        target = work / f"{name}.pdf"
        command = (sys.executable, str(_HERE / f"{name}_peer.py"), str(source), *fonts, str(target))
        found.append(Contestant(name, command, folder, target, lambda target=target: target.unlink(missing_ok=True)))  # type: ignore[misc]
    return tuple(found)


def _ours(report: Path, output: Path) -> tuple[Contestant, ...]:
    """The real command: with nothing kept, straight after that once more, with a word changed since, without tags, and
    with the print edition too."""
    build = ("build", str(report), "--edition", "screen", "--output", str(output))
    command = (sys.executable, "-m", "reportbuilder", *build)
    both = (*command, "--edition", "print")
    untagged = (sys.executable, "-m", "benchmarks.untagged", *build)
    target = output / report.name / f"{report.name}-screen.pdf"
    rounds = itertools.count()

    def clear() -> None:
        shutil.rmtree(output, ignore_errors=True)
        output.mkdir(parents=True)

    def keep() -> None:
        return

    def change_word() -> None:
        exchange_word(report, next(rounds))

    return (
        Contestant(OURS, command, report.parents[1], target, clear),
        Contestant(f"{OURS}, again", command, report.parents[1], target, keep),
        Contestant(f"{OURS}, one word changed", command, report.parents[1], target, change_word),
        Contestant(f"{OURS}, untagged", untagged, report.parents[1], target, clear),
        Contestant(f"{OURS}, both editions", both, report.parents[1], target, clear),
    )


def compete(
    entries: Iterable[Contestant], rounds: int, work: Path, environment: Mapping[str, str], say: Callable[[str], None]
) -> tuple[Result, ...]:
    """Let everybody build once a round; who fails is left out of the next rounds."""
    entries = tuple(entries)
    results = {entry.name: Result(entry.name) for entry in entries}
    for number in range(1, rounds + 1):
        for entry in entries:
            result = results[entry.name]
            if result.failure:
                continue
            entry.prepare()
            try:
                taken = run(entry.command, entry.folder, environment, work / f"{entry.name}.log")
            except BuildFailedError as error:
                result.failure = str(error)
                say(f"  {entry.name} failed: {error}")
                continue
            result.runs.append(taken)
            result.pages, result.tagged = look_into(entry.target)
            say(f"  round {number}  {entry.name:<28} {taken.seconds:7.2f} s  {taken.memory / 1e6:6.0f} MB")
    return tuple(results.values())


def installed(work: Path) -> Mapping[str, str]:
    """The environment of every build: as where everything is installed, with the bytecode of all modules kept."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    path = os.pathsep.join(filter(None, (str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH"))))
    return {**environment, "PYTHONPATH": path, "PYTHONPYCACHEPREFIX": str(work / "bytecode")}


def look_into(file: Path) -> tuple[int, bool]:
    """The pages of a PDF, and whether it is tagged."""
    from pypdf import PdfReader

    reader = PdfReader(file)
    return len(reader.pages), "/StructTreeRoot" in reader.root_object
