"""The files of a package described: reports on its PDFs, LEESMIJ.txt, metadata by the standards of archives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from reportbuilder.archive.diwoo import describe_publication
from reportbuilder.archive.gathering import PDFS, Gathered
from reportbuilder.archive.judging import has_verapdf, judged
from reportbuilder.archive.mdto import FILE_ENDING, OBJECT_ENDING, describe_file, describe_object
from reportbuilder.archive.readme import README, readme
from reportbuilder.archive.subject import PackageFile, Subject
from reportbuilder.archive.xml import DIWOO_SCHEMA, MDTO_SCHEMA, misfits, read, schema_bytes
from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.progress import Progress

METADATA = "metadata"
DIWOO = f"{METADATA}/diwoo.xml"


def described(gathered: Gathered, work: Path, progress: Progress, diagnostics: Diagnostics) -> tuple[PackageFile, ...]:
    """All files of a package, in the order of their paths: those gathered, and what describes them.

    A PDF that breaks its promises is an error, and so are metadata that their schema does not allow (which would be a
    fault of ours: what the settings say was checked before). `work` is a folder to work in.
    """
    subject = gathered.subject
    files = [*gathered.files, *_judged(gathered, work, progress, diagnostics)]
    publication = PackageFile(DIWOO, describe_publication(subject), metadata=True)
    files += [publication, PackageFile(f"{METADATA}/{MDTO_SCHEMA}", schema_bytes(MDTO_SCHEMA), metadata=True)]
    files.sort(key=lambda file: file.path)
    files.append(PackageFile(README, readme(subject, files), metadata=True))
    sidecars = tuple(_sidecars(subject, files))
    _check(publication, DIWOO_SCHEMA, diagnostics)
    for sidecar in sidecars:
        _check(sidecar, MDTO_SCHEMA, diagnostics)
    return tuple(sorted((*files, *sidecars), key=lambda file: file.path))


def _judged(gathered: Gathered, work: Path, progress: Progress, diagnostics: Diagnostics) -> Iterator[PackageFile]:
    reference = has_verapdf()
    if not reference:
        message = "veraPDF is not here, so the package has our own reports on its PDFs only."
        hint = "Let VERAPDF name the program to have both."
        diagnostics.add(Code.ARCHIVE_VERAPDF, message, Place(PDFS), hint)
    for file in gathered.files:
        if file.path.startswith(f"{PDFS}/"):
            progress(f"holding {file.name} to its promises")
            yield from judged(file, work, reference, diagnostics)


def _sidecars(subject: Subject, files: Sequence[PackageFile]) -> Iterator[PackageFile]:
    yield PackageFile(f"{subject.name}{OBJECT_ENDING}", describe_object(subject, files))
    for file in files:
        yield PackageFile(f"{file.path}{FILE_ENDING}", describe_file(subject, file))


def _check(document: PackageFile, schema: str, diagnostics: Diagnostics) -> None:
    for words in misfits(read(document.data), schema):
        message = f"The metadata that would be written do not hold by their schema: {words}."
        diagnostics.add(
            Code.ARCHIVE_METADATA, message, Place(document.path), "Please report this; nothing was written."
        )
