"""A project that stays open gives what a project gives that was just opened: the same bytes of all files, and the same
problems, whatever was edited since it was opened. So does one that finds on disk what others kept there.

`WARM_EDITS` says how many edits are made (the normal test makes few, CI 300), `WARM_SEED` where the random choices
begin.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from random import Random

import pytest

from reportbuilder import BuildResult, Project, ReportError, open_project
from reportbuilder.diagnostics import Diagnostic
from reportbuilder.diagnostics.model import silent
from reportbuilder.pipeline import check_report
from reportbuilder.plugins import registry_with
from reportbuilder.project.project_folder import Resources
from reportbuilder.values import Value
from reportbuilder.versions.release import BuildHooks, ReleaseRequest, release
from tests.versions.small_releases import archivable
from tests.warm.edits import random_edit
from tests.warm.small_project import PLUGINS, REPORT, Files, project_files

EDITS = int(os.environ.get("WARM_EDITS", "60"))
SEED = int(os.environ.get("WARM_SEED", "1"))
LONG = EDITS > 1000

SCREEN, CONCEPT, PRINT, ALL = ("screen",), ("concept",), ("print",), ("concept", "screen", "print")
TASKS = (
    *(("verslag", editions) for editions in (SCREEN, SCREEN, SCREEN, CONCEPT, PRINT, ALL)),
    ("verslag", ("check",)), ("verslag", ("check",)), ("verslag", ("figures",)), ("eerder", SCREEN),
)  # fmt: skip
"""What is asked after an edit: editions of a report, its check or its figures."""

Task = tuple[str, tuple[str, ...]]


class Outcome(Value):
    """What a task gave: files, and everything else that there was to know."""

    files: dict[str, bytes]
    problems: tuple[Diagnostic, ...]
    found: tuple[object, ...] = ()


def outcome(project: Project, task: Task, executor: Executor | None = None) -> Outcome:
    """Do a task in a project, with the processes of an executor when there is one."""
    name, what = task
    try:
        report = project.report(name)
        match what:
            case ("check",):
                return Outcome({}, report.check())
            case ("figures",):
                return Outcome({}, (), tuple(report.figures()))
            case editions:
                return as_outcome(report.build(*editions, executor=executor))
    except ReportError as error:
        return Outcome({}, error.problems)


def as_outcome(result: BuildResult) -> Outcome:
    """What a build gave."""
    return Outcome(dict(result.files), result.diagnostics, (result.page_count, dict(result.editions)))


def no_edition(folder: Path, *_: object) -> BuildResult:
    """In place of the editions of a version that is released: of it only the sources are looked at."""
    return BuildResult(folder.name, {f"{folder.name}-screen.pdf": b""}, 1, (), {"screen": f"{folder.name}-screen.pdf"})


class Workplace:
    """A project on disk whose files are changed, open all the time, and opened anew as often as it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self.scratch, self.later = folder / "scratch", folder / "later"
        self.files: Files = {}
        self.write(project_files())
        self.opened = self.open(folder / "output")
        resources = Resources.of(self.folder, folder / "output", registry_with(PLUGINS))
        request, hooks = ReleaseRequest("0.9", note="De eerste"), BuildHooks(check_report, no_edition, archivable)
        release(self.folder / REPORT, request, folder / "output", resources, hooks, silent)

    def open(self, output: Path) -> Project:
        """Open the project anew, with a folder for its output and for what it keeps."""
        return open_project(self.folder, plugins=PLUGINS, output=output)

    def write(self, files: Files) -> None:
        """Have the project consist of these files, with one and the same time of change, which shows nothing."""
        for path in self.files.keys() - files.keys():
            (self.folder / path).unlink()
        for path, data in files.items():
            if self.files.get(path) != data:
                target = self.folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
                os.utime(target, (1_600_000_000, 1_600_000_000))
        self.files = files

    def cold(self, task: Task) -> Outcome:
        """Do a task in a project that was just opened, with nothing kept."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        return outcome(self.open(self.scratch), task)

    def unchanged(self, task: Task) -> Outcome:
        """Do a task in a project that was just opened, and finds what the open one kept on disk of the same task."""
        return outcome(self.open(self.opened.output), task)

    def second(self, task: Task) -> Outcome:
        """Do a task as a process does that finds what those before it kept on disk, before the last edits."""
        return outcome(self.open(self.later), task)

    def damaged(self, task: Task) -> Outcome:
        """As `second`, after some of what is kept was damaged."""
        random = Random(len(self.files))
        for path in sorted((self.later / ".cache").rglob("*")):
            if path.is_file() and random.random() < 0.2:
                data = bytearray(path.read_bytes())
                at = random.randrange(len(data)) if data else 0
                path.write_bytes(data[:at] if random.random() < 0.5 else data[:at] + b"\x00" + data[at + 1 :])
        return self.second(task)


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path)


def edited(files: Files, random: Random, edits: int) -> Iterator[tuple[str, Files]]:
    """Files after one edit after the other: now and then edits are taken back, one or more."""
    history = [files]
    for _ in range(edits):
        chance = random.random()
        if len(history) > 1 and (chance < 0.25 or len(history) > 12):
            back = random.randint(1, len(history) - 1) if chance < 0.08 or len(history) > 12 else 1
            del history[-back:]
            yield f"the last {back} edits taken back", history[-1]
        else:
            name, changed = random_edit(history[-1], random)
            history.append(changed)
            yield name, changed


def test_an_open_project_gives_the_same_bytes_as_one_that_was_just_opened(workplace: Workplace) -> None:
    random = Random(SEED)
    known: dict[tuple[frozenset[tuple[str, bytes]], Task], Outcome] = {}
    said: list[str] = []
    builds = 0
    for number, (name, files) in enumerate(edited(workplace.files, random, EDITS), 1):
        workplace.write(files)
        said.append(f"{number}: {name}")
        tasks = [task for task in dict.fromkeys(TASKS) if (frozenset(files.items()), task) in known]
        if not tasks and random.random() < 0.5:
            continue  # so that several edits come between builds
        task = random.choice(tasks or TASKS)
        state = (frozenset(files.items()), task)
        said[-1] += f"; {' '.join((task[0], *task[1]))}"
        warm = outcome(workplace.opened, task)
        ways = (workplace.cold, workplace.cold, workplace.second, workplace.damaged, workplace.unchanged)
        for way in () if tasks else dict.fromkeys(ways) if LONG else (random.choice(ways),):
            known[state] = fresh = way(task)
            assert_same(warm, fresh, f"{way.__name__} build, seed {SEED}\n" + "\n".join(said[-12:]))
        assert_same(warm, known[state], f"an earlier build, seed {SEED}\n" + "\n".join(said[-12:]))
        builds += bool(warm.files)
    assert builds > EDITS / 10, "edits that break the report leave nothing to compare"


def assert_same(warm: Outcome, fresh: Outcome, said: str) -> None:
    """Fail, saying where they differ first, unless two outcomes are the same."""
    assert warm.files.keys() == fresh.files.keys(), said
    for name, data in warm.files.items():
        other = fresh.files[name]
        if data != other:
            pairs = zip(data, other, strict=False)
            at = next((at for at, (one, two) in enumerate(pairs) if one != two), min(len(data), len(other)))
            near = slice(max(0, at - 60), at + 60)
            bytes_there = f"open:  {data[near]!r}\nfresh: {other[near]!r}"
            pytest.fail(f"{name} differs at byte {at} of {len(data)} from a {said}\n{bytes_there}")
    assert warm.problems == fresh.problems, said
    assert warm.found == fresh.found, said


def test_an_executor_gives_the_same_bytes(workplace: Workplace) -> None:
    random = Random(SEED)
    with ProcessPoolExecutor(2) as executor:
        for name, files in edited(workplace.files, random, 50 if LONG else 2):
            workplace.write(files)
            said = f"build without an executor, after {name}, seed {SEED}"
            both = ("verslag", ("screen", "print"))
            assert_same(outcome(workplace.opened, both, executor), workplace.cold(both), said)
            alone = [workplace.cold((report, SCREEN)) for report in ("verslag", "eerder")]
            wrong = next((one.problems for one in alone if one.problems and not one.files), None)
            try:
                results = workplace.opened.build("verslag", "eerder", editions=SCREEN, executor=executor)
            except ReportError as error:
                found: object = error.problems
            else:
                found = None
                for result, one in zip(results, alone, strict=True):
                    assert_same(as_outcome(result), one, said)
            assert found == wrong, said


def test_what_is_built_again_without_an_edit_has_the_same_bytes(workplace: Workplace) -> None:
    path = f"{REPORT}/chapters/themas.md"
    workplace.write({**workplace.files, path: workplace.files[path].replace(b"Luisteren", b"Praten")})  # marked
    first = outcome(workplace.opened, ("verslag", ALL))
    assert first.files
    for _ in range(2):
        assert_same(outcome(workplace.opened, ("verslag", ALL)), first, "first build")
