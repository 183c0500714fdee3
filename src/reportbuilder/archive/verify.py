"""The verdict on a package: everything that is not as it was, and every promise that is broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from reportbuilder.archive.bag import FORMAT_LABEL, INFO, PAYLOAD
from reportbuilder.archive.bag_check import Checked, check_bag
from reportbuilder.archive.bag_validity import check_any_bag
from reportbuilder.archive.contents_check import Payload, check_metadata, check_version
from reportbuilder.archive.gathering import FONTS, PDFS, VERSIONS
from reportbuilder.archive.opening import Bag, open_bag
from reportbuilder.archive.package import FORMAT, REPORT_LABEL, VERSION_LABEL
from reportbuilder.archive.readme import README
from reportbuilder.archive.released import compare
from reportbuilder.archive.signing import ENDING, SigningToolError, signatures
from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, ExitCode, Place, ReportError
from reportbuilder.files.inputs import shown
from reportbuilder.files.temporary import work_folder
from reportbuilder.preflight.press_file import DEFAULT_LIMITS, Limits
from reportbuilder.preflight.report import Told, tell
from reportbuilder.progress import Progress
from reportbuilder.project.resources import Resources
from reportbuilder.standards.editions import Edition
from reportbuilder.values import Value, replace
from reportbuilder.versions.rebuild import Maker, rebuild
from reportbuilder.versions.register import Version


class Inspected(Value):
    """What was found of a package: the report and version that it is of, its files, whether its PDFs were made again,
    its signatures in words, and all problems."""

    report: str
    version: str
    files: int
    rebuilt: bool
    signatures: tuple[str, ...]
    problems: tuple[Diagnostic, ...]
    covered: tuple[str, ...] = ()
    """A line for every promise of every PDF: what was judged of it, and how much was not."""
    unjudged: tuple[str, ...] = ()
    """A line for each point that was not judged."""
    whole: bool = True
    """Whether all that its files promise was judged: the standards of its PDFs, and its signatures."""


def verify_package(
    path: Path, make: Maker | None, progress: Progress, reference: bool = False, limits: Limits = DEFAULT_LIMITS
) -> Inspected:
    """Look at a package, a folder or a ZIP file; with `make`, make its PDFs again and compare the bytes. By `reference`
    veraPDF judges the PDFs too; `limits` are those of the press.

    Raises ReportError when it is no package, not safe to open, of a newer form, or when veraPDF is asked and not there.
    """
    diagnostics = Diagnostics()
    with work_folder() as work:
        (work / "bag").mkdir()
        bag = open_bag(path, work / "bag")
        progress("comparing files with their checksums")
        checked = check_bag(bag, diagnostics) if _is_own(bag) else Checked(check_any_bag(bag, diagnostics), frozenset())
        _check_format(checked.info, path, diagnostics)
        report, number = checked.info.get(REPORT_LABEL, ""), checked.info.get(VERSION_LABEL, "")
        signed: tuple[str, ...] = ()
        rebuilt, told = False, tuple[tuple[str, Told], ...]()
        if report and number:
            payload = _payload(bag, f"{report}-{number}", checked.named)
            progress("holding metadata to their schema and to the files")
            check_metadata(payload, f"{report}-{number}", diagnostics)
            version = check_version(payload, number, diagnostics)
            progress("holding PDFs to their promises")
            told = tuple(_check_pdfs(payload, reference, limits, diagnostics))
            signed = tuple(_check_signatures(payload, report, diagnostics))
            if make is not None and version is not None and not diagnostics.failed:
                progress("making the PDFs again")
                _rebuild(payload, version, work, make, diagnostics)
                rebuilt = True
    return Inspected(
        report,
        number,
        len(bag.paths),
        rebuilt,
        signed,
        tuple(diagnostics),
        tuple(f"{name}: {line}" for name, one in told for line in one.covered),
        tuple(f"{name}: {line}" for name, one in told for line in one.unjudged),
        all(one.whole for _, one in told)
        and not any(problem.code == Code.SIGNATURE_UNCHECKED for problem in diagnostics),
    )


def _is_own(bag: Bag) -> bool:
    """Whether reportbuilder made a bag, by bag-info.txt or by a file that only its packages have: one that was damaged
    is still one, and is held to more than BagIt asks."""
    info = bag.data(INFO).decode("utf-8", "replace") if INFO in bag.paths else ""
    return f"{FORMAT_LABEL}:" in info or any(path.endswith(f"/{README}") for path in bag.paths)


def _check_format(info: Mapping[str, str], path: Path, diagnostics: Diagnostics) -> None:
    """Whether the package is of a form that we know; raises ReportError for a newer one."""
    form = info.get(FORMAT_LABEL, "")
    if form.isdigit() and int(form) > FORMAT:
        message = f"The package was made by a newer reportbuilder: it has format {form}, and {FORMAT} is known here."
        hint = "Use that newer version of reportbuilder. Any program that knows BagIt can compare the checksums."
        raise ReportError([Diagnostic(Code.PACKAGE_NEWER, message, hint, Place(shown(path)))], ExitCode.FILE)
    if not form.isdigit() or not info.get(REPORT_LABEL) or not info.get(VERSION_LABEL):
        message = f"“{INFO}” does not say that this is a package of reportbuilder, so its checksums were compared only."
        hint = "" if diagnostics.failed else "Of another program's bag, nothing more can be said."
        diagnostics.add(Code.PACKAGE_FOREIGN, message, Place(INFO), hint)


def _payload(bag: Bag, name: str, named: frozenset[str]) -> Payload:
    prefix = f"{PAYLOAD}{name}/"
    files = {path.removeprefix(prefix): bag.data(path) for path in bag.paths if path.startswith(prefix)}
    return Payload(bag.root / prefix, prefix, files, named)


def _check_pdfs(
    payload: Payload, reference: bool, limits: Limits, diagnostics: Diagnostics
) -> Iterator[tuple[str, Told]]:
    """Hold every PDF to what it promises; gives its name and the verdict in words."""
    for path in sorted(payload.files):
        if path.startswith(f"{PDFS}/") and path.endswith(".pdf") and payload.get(path) is not None:
            try:
                told = tell(payload.folder / path, reference, limits)
                problems = told.problems
                yield path.rpartition("/")[2], told
            except ReportError as error:
                if error.exit_code is ExitCode.MISSING_TOOL:
                    raise
                problems = error.problems
            diagnostics.problems.extend(replace(problem, place=payload.place(path)) for problem in problems)


def _check_signatures(payload: Payload, report: str, diagnostics: Diagnostics) -> Iterator[str]:
    """Whose signatures there are, in words; what is wrong with them is a problem."""
    for path in sorted(path for path in payload.files if path.endswith(ENDING)):
        data, place = payload.get(path), payload.place(path)
        record = payload.files.get(f"{path.removesuffix(ENDING)}.pdf", b"")
        if data is None:
            continue
        if not record or not data.startswith(record):
            message = f"“{path}” is no signed copy of the record: it does not begin with its bytes."
            diagnostics.add(Code.SIGNATURE_COPY, message, place, "Take it from another copy of the package.")
        try:
            found = signatures(data)
        except SigningToolError as error:
            diagnostics.add(Code.SIGNATURE_UNCHECKED, f"The signature of “{path}” was not checked. {error}", place)
            continue
        if not found:
            diagnostics.add(Code.SIGNATURE_NONE, f"“{path}” has no signature.", place)
        for signature in found:
            for words in signature.wrong:
                diagnostics.add(Code.SIGNATURE_WRONG, words, place, "Do not rely on this copy.")
            if not signature.wrong:
                yield f"{path}: signed by {signature.signer}, {signature.moment}; certificate by {signature.issuer}"


def _rebuild(payload: Payload, version: Version, work: Path, make: Maker, diagnostics: Diagnostics) -> None:
    """Make the PDFs of the version again from its snapshot, with the fonts of the package, and compare the bytes."""
    folder, place = payload.folder, payload.place(f"{VERSIONS}/{version.number}.zip")
    workplace = Resources(fonts=folder / FONTS, cache=work / "cache")
    editions = tuple(Edition(file.edition) for file in version.files if file.edition)
    own, made = Diagnostics(), None
    try:
        snapshot = folder / VERSIONS / f"{version.number}.zip"
        made = rebuild(snapshot, work / "made", editions, workplace, make, own, version.snapshot)
    except ReportError as error:
        own.problems.extend(error.problems)
    diagnostics.problems.extend(replace(problem, place=place) for problem in own)
    if made is not None:
        compare(version, made, place, diagnostics)
