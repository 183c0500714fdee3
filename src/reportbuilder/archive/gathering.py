"""What goes into a package: the released files, what they were made of, the data, the fonts, the register."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from reportbuilder.archive.released import released_files
from reportbuilder.archive.subject import PackageFile, Subject
from reportbuilder.archive.tables import tables_of
from reportbuilder.diagnostics import Code, Diagnostics, ExitCode, Place, ReportError
from reportbuilder.files.inputs import open_file, read_bytes, shown
from reportbuilder.progress import Progress
from reportbuilder.project.archive_settings import ArchiveSettings
from reportbuilder.project.resources import Resources
from reportbuilder.project.settings import ReportFolder, open_report_folder
from reportbuilder.values import Value, replace
from reportbuilder.versions.rebuild import Maker
from reportbuilder.versions.register import (
    REGISTER_FILE,
    Register,
    Version,
    read_register,
    register_text,
    snapshot_file,
)
from reportbuilder.versions.snapshot import Frozen, digest
from reportbuilder.versions.unpacking import Opened, open_snapshot

PDFS, CHANGES, CONTENT, VERSIONS, FONTS = "pdf", "wijzigingen", "inhoud", "versies", "lettertypen"
_LICENCES = (".md", ".txt")


class Gathered(Value):
    """The files of a package that say what the report says, before they are described; the record among them."""

    subject: Subject
    files: tuple[PackageFile, ...]

    @property
    def record(self) -> PackageFile:
        """The screen edition, which is the record."""
        names = {file.name for file in self.subject.version.files if file.edition == "screen"}
        return next(file for file in self.files if file.path.startswith(f"{PDFS}/") and file.name in names)

    def with_file(self, file: PackageFile) -> Gathered:
        """With one file more, in the order of paths."""
        return replace(self, files=tuple(sorted((*self.files, file), key=lambda one: one.path)))


def gather(
    project: ReportFolder,
    version: Version,
    built: Path,
    work: Path,
    workplace: Resources,
    make: Maker,
    progress: Progress,
    diagnostics: Diagnostics,
) -> Gathered:
    """Gather the files of a version of a report whose settings have `archive`; raises ReportError when something of it
    is missing or damaged. `work` is an empty folder, `built` where the release put its files."""
    progress("reading what the version was made of")
    snapshot = snapshot_file(project.root, version.number)
    opened = open_snapshot(snapshot, work / "opened", diagnostics, version.snapshot)
    register = read_register(project.root, diagnostics)
    if opened is None or register is None:
        raise ReportError(diagnostics, ExitCode.FILE)
    progress("getting the released files")
    released = released_files(project.root, version, built, work / "made", workplace, make, diagnostics)
    if project.settings.archive is None:
        raise ReportError(diagnostics, ExitCode.PROJECT)
    return assemble(
        project, project.settings.archive, version, register, opened, snapshot, released, workplace, diagnostics
    )


def assemble(
    project: ReportFolder,
    archive: ArchiveSettings,
    version: Version,
    register: Register,
    opened: Opened,
    snapshot: Path,
    released: Mapping[str, bytes],
    workplace: Resources,
    diagnostics: Diagnostics,
) -> Gathered:
    """The files of a version's package, from its snapshot (the file, and `opened`) and its `released` files; raises
    ReportError when something is missing or damaged. `register` names the version."""
    then = open_report_folder(opened.folder, diagnostics, opened.frozen.settings)
    if then is None:
        raise ReportError(diagnostics, ExitCode.PROJECT)
    subject = Subject(project.name, then.settings, archive, version)
    files = (
        *_released(released),
        *_content(snapshot),
        *tables_of(then.data_folder, archive.columns, diagnostics),
        *_fonts(opened.frozen, workplace.fonts, diagnostics),
        *_versions(project.root, register, version, snapshot, diagnostics),
    )
    if diagnostics.failed:
        raise ReportError(diagnostics, ExitCode.FILE)
    _check_names(files, Place(shown(project.root)), diagnostics)
    return Gathered(subject, tuple(sorted(files, key=lambda file: file.path)))


def _released(released: Mapping[str, bytes]) -> Iterator[PackageFile]:
    for name, data in released.items():
        yield PackageFile(f"{PDFS if name.endswith('.pdf') else CHANGES}/{name}", data)


def _content(snapshot: Path) -> Iterator[PackageFile]:
    """What the snapshot, which was held to its list before, has file by file: text, data and style."""
    with open_file(snapshot, None) as file, zipfile.ZipFile(file) as archive:
        yield from (PackageFile(f"{CONTENT}/{name}", archive.read(name)) for name in archive.namelist())


def _fonts(frozen: Frozen, folder: Path, diagnostics: Diagnostics) -> Iterator[PackageFile]:
    """The fonts that the version was made with, and all texts beside them: their licences."""
    for font in frozen.fonts:
        data = read_bytes(folder / font.file, diagnostics, root=folder)
        if data is None:
            continue
        if digest(data) != font.sha256:
            message = f"The font {shown(folder / font.file)} is another than when version {frozen.number} was made."
            diagnostics.add(Code.FONT_CHANGED, message, Place(shown(folder / font.file)), "Put that font back.")
        yield PackageFile(f"{FONTS}/{font.file}", data)
    texts = sorted(path for path in folder.iterdir() if path.suffix.lower() in _LICENCES) if folder.is_dir() else []
    for path in texts:
        data = read_bytes(path, diagnostics)
        if data is not None:
            yield PackageFile(f"{FONTS}/{path.name}", data, metadata=True)


def _versions(
    folder: Path, register: Register, version: Version, snapshot: Path, diagnostics: Diagnostics
) -> Iterator[PackageFile]:
    """The register as far as this version, its snapshot, and that of the version which it was compared with."""
    until = Register(tuple(one for one in register.versions if not one.number.rises_above(version.number)))
    yield PackageFile(f"{VERSIONS}/{REGISTER_FILE}", register_text(until).encode(), metadata=True)
    earlier = register.find(version.based_on) if version.based_on is not None else None
    snapshots = {version.number: snapshot}
    if earlier is not None:
        snapshots[earlier.number] = snapshot_file(folder, earlier.number)
    for number, path in snapshots.items():
        data = read_bytes(path, diagnostics)
        if data is not None:
            yield PackageFile(f"{VERSIONS}/{number}.zip", data)


def _check_names(files: tuple[PackageFile, ...], place: Place, diagnostics: Diagnostics) -> None:
    """Warn of names that an e-depot does not take (MDTO, specification of the SIP)."""
    strange = set('<>:"“\\|?*#&% ')
    for file in files:
        if found := sorted(strange & set(file.path)):
            message = (
                f"The name “{file.path}” has {' '.join(f'“{sign}”' for sign in found)}, which e-depots do not take."
            )
            diagnostics.add(Code.ARCHIVE_NAME, message, place, "Give the file another name in the next version.")
