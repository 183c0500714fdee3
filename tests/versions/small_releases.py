"""A tiny report whose versions are released in milliseconds: what is made of it is its text, and no PDF."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

from reportbuilder.build_result import BuildResult
from reportbuilder.diagnostics import Diagnostic, Diagnostics
from reportbuilder.files.inputs import load
from reportbuilder.imposition.geometry import Imposition
from reportbuilder.project.project_folder import Resources
from reportbuilder.project.settings import ReportFolder, VersionSettings, VersionStatus
from reportbuilder.versions.rebuild import Progress
from reportbuilder.versions.register import Register, read_register
from reportbuilder.versions.release import BuildHooks, Released, ReleaseRequest, release
from reportbuilder.versions.released import VersionState, release_statuses
from tests.whole_reports import EDITIONS, resources

REPORT = """\
title: Verslag
year: 2021
style: klein
design: een
version: {label: Versie van mei, date: 2022-05-01}
parts: {body: [chapters/een.md]}
"""
DATE = datetime.date(2022, 5, 1)
TEXT = "# Een\n\nTekst.\n"


def lay_out_folders(root: Path) -> Path:
    """A project's folder with a tiny report in it; gives the report's."""
    files = {
        "content/klein/report.yaml": REPORT,
        "content/klein/chapters/een.md": TEXT,
        "content/klein/data/cijfers.csv": "id;eenheid\n",
        "styles/klein/style.yaml": "fonts:\n  text: {file: Letter.ttf}\n",
        "fonts/Letter.ttf": "letters",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root / "content" / "klein"


def workplace(root: Path) -> Resources:
    return resources(root / "styles", root / "fonts", root / "output" / ".cache")


def no_problems(folder: Path, progress: Progress, workplace: Resources) -> tuple[Diagnostic, ...]:
    """Read every file of a report and its style, and find nothing wrong."""
    used_files(folder, workplace)
    return ()


def used_files(folder: Path, workplace: Resources) -> set[Path]:
    """The files of a report and its style, all opened; but for hidden ones."""
    found = set()
    for root in (folder, workplace.styles):
        for path in sorted(root.rglob("*")):
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(root).parts):
                load(path, None)
                found.add(path.absolute())
    return found


def archivable(
    project: ReportFolder,
    register: Register,
    snapshot: Path,
    files: Mapping[str, bytes],
    workplace: Resources,
    progress: Progress,
) -> tuple[Diagnostic, ...]:
    return ()


def make(
    folder: Path,
    editions: Sequence[str],
    workplace: Resources,
    progress: Progress,
    impositions: Sequence[Imposition] = (),
    version: VersionSettings | None = None,
) -> BuildResult:
    """The text and the version as the only file of every edition."""
    said = f"{version}\n{(folder / 'chapters' / 'een.md').read_text(encoding='utf-8')}"
    draft = version is None or version.status is VersionStatus.CONCEPT
    names = editions or (EDITIONS if draft else EDITIONS[1:])
    files = {f"{folder.name}-{edition}.pdf": f"{edition} {said}".encode() for edition in names}
    return BuildResult(folder.name, files, 1, (), {edition: f"{folder.name}-{edition}.pdf" for edition in names})


def released(root: Path, number: str, work: BuildHooks | None = None, **asked: object) -> Released:
    """Release the tiny report as a version."""
    wanted = ReleaseRequest(number, **asked)  # type: ignore[arg-type]
    ready = work or BuildHooks(no_problems, make, archivable)
    return release(root / "content" / "klein", wanted, root / "output", workplace(root), ready, lambda step: None)


def register_of(root: Path) -> Register:
    """The register of the tiny report, which must be whole."""
    diagnostics = Diagnostics()
    register = read_register(root / "content" / "klein", diagnostics)
    assert list(diagnostics) == []
    assert register is not None
    return register


def everything(root: Path) -> Mapping[str, bytes]:
    """All files below a folder by their paths, but for the empty note of who is releasing."""
    paths = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if path.name != ".release"}


def write(root: Path, text: str) -> None:
    """Let the tiny report have another text."""
    (root / "content/klein/chapters/een.md").write_text(text, encoding="utf-8")


def states(root: Path) -> tuple[dict[str, VersionState], list[str]]:
    """How its versions stand, and what is told of them."""
    diagnostics = Diagnostics()
    found = release_statuses(root / "content/klein", register_of(root), root / "output/klein", diagnostics)
    return {str(one.version.number): one.state for one in found}, [problem.code for problem in diagnostics]
