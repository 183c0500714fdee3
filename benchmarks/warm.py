"""A report that stays open while it is edited: our project and Typst's compiler side by side, edit by edit."""

import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measure import BuildFailedError, Run
from benchmarks.subject import load_subject
from benchmarks.to_typst import export_typst
from benchmarks.warm_edits import Edit, choose_edits
from reportbuilder.project.project_folder import Resources

UNCHANGED, FIRST = "nothing changed", "first build"
_UNCHANGED_BUILDS = 5
_HERE = Path(__file__).parent


@dataclass(slots=True)
class Warm:
    """What builds took in an open project and in an open compiler, by the kind of the edit before them."""

    ours: dict[str, list[Run]] = field(default_factory=dict)
    typst: dict[str, list[Run]] = field(default_factory=dict)


class Worker:
    """A process that keeps a report open."""

    def __init__(self, process: "subprocess.Popen[str]", log: Path) -> None:
        self._process, self._log = process, log

    def build(self) -> Run:
        """Have it build once; raises BuildFailedError with the end of what it said."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write("\n")
            self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise BuildFailedError(self._log.read_text(encoding="utf-8", errors="replace")[-2000:])
        measured = json.loads(answer)
        return Run(measured["seconds"], measured["processor"], measured["memory"])


@contextmanager
def worker(arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> Iterator[Worker]:
    """Start a process that keeps a report open, and end it."""
    command = (sys.executable, str(_HERE / "warm_worker.py"), *arguments)
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True, env=dict(environment)
        )
        try:
            yield Worker(process, log)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait()


def edit_warm(folder: Path, work: Path, edits: int, environment: Mapping[str, str], say: Callable[[str], None]) -> Warm:
    """Build a report again after every edit, in an open project and in an open Typst compiler in turn.

    `folder` is the report's in a project that may be changed. Raises BuildFailedError when either cannot build.
    """
    project = folder.parents[1]
    style, fonts = project / "styles" / "rvo" / "style.yaml", project / "fonts"
    work.mkdir(parents=True, exist_ok=True)
    subject = load_subject(folder, Resources.of(project, work / "output"))
    main = export_typst(subject, work)
    chosen = choose_edits(folder, style, main, edits)
    say(f"  {len(chosen)} edits: {', '.join(edit.kind for edit in chosen)}")
    found = Warm()
    with ExitStack() as stack:
        ours = stack.enter_context(worker(("ours", str(project), folder.name), environment, work / "ours.log"))
        typst = stack.enter_context(worker(("typst", str(main), str(fonts)), environment, work / "typst.log"))
        _build(found, FIRST, ours, typst, say)
        for _ in range(_UNCHANGED_BUILDS):
            _build(found, UNCHANGED, ours, typst, say)
        for edit in chosen:
            _make(edit)
            _build(found, edit.kind, ours, typst, say)
    return found


def _make(edit: Edit) -> None:
    for change in (*edit.ours, *edit.typst):
        change.make()


def _build(found: Warm, kind: str, ours: Worker, typst: Worker, say: Callable[[str], None]) -> None:
    taken, peer = ours.build(), typst.build()
    found.ours.setdefault(kind, []).append(taken)
    found.typst.setdefault(kind, []).append(peer)
    say(f"  {kind:<16} {taken.processor:7.3f} s of processor, typst {peer.processor:7.3f} s")


def warm_table(found: Warm) -> str:
    """Medians by kind of edit, on the clock and of the processor, and how many times Typst's ours are."""
    lines = [
        "| | builds | median | processor | typst, median | typst, processor | times typst, clock | processor |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    everything = [kind for kind in found.ours if kind not in (FIRST, UNCHANGED)]
    rows = {kind: [kind] for kind in (FIRST, UNCHANGED, *sorted(everything))} | {"all edits": everything}
    for name, kinds in rows.items():
        ours = [run for kind in kinds for run in found.ours[kind]]
        typst = [run for kind in kinds for run in found.typst[kind]]
        clock, used = _median(ours, "seconds"), _median(ours, "processor")
        their_clock, their_used = _median(typst, "seconds"), _median(typst, "processor")
        lines.append(
            f"| {name} | {len(ours)} | {clock * 1000:.0f} ms | {used * 1000:.0f} ms | {their_clock * 1000:.0f} ms | "
            f"{their_used * 1000:.0f} ms | {clock / their_clock:.2f} | {used / their_used:.2f} |"
        )
    ours_peak = max(run.memory for runs in found.ours.values() for run in runs) / 1e6
    typst_peak = max(run.memory for runs in found.typst.values() for run in runs) / 1e6
    lines.append(f"\nPeak memory: {ours_peak:.0f} MB, Typst {typst_peak:.0f} MB.")
    return "\n".join(lines)


def _median(runs: Sequence[Run], what: str) -> float:
    return float(statistics.median(getattr(run, what) for run in runs))
