"""The commands about archive packages; the work is done by `reportbuilder.api` and `reportbuilder.archive`."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportbuilder.cli.options import (
    A_FILE,
    for_each,
    output_option,
    project_option,
    report_argument,
    reports_of,
    verbose_option,
)
from reportbuilder.cli.terminal import Edge, count, number, progress_of, say, say_problems, tally
from reportbuilder.diagnostics import Code, Diagnostic, ExitCode, Place, ReportError, Severity
from reportbuilder.diagnostics.model import Progress
from reportbuilder.files.inputs import load, shown

if TYPE_CHECKING:
    from reportbuilder.api import Report
    from reportbuilder.archive.package import ArchivePackage
    from reportbuilder.archive.signature import SigningKey
    from reportbuilder.preflight.press_file import PressLimits

PASSWORD = "REPORTBUILDER_KEY_PASSWORD"


@click.command()
@report_argument
@click.option("--version", metavar="N", required=True, help="Which version: one that was released.")
@click.option(
    "--sign",
    metavar="KEY",
    type=A_FILE,
    help=f"Sign a copy of the screen edition with this key (.p12); its password is asked for, or in {PASSWORD}.",
)
@output_option
@project_option
@verbose_option
def archive(
    report: str, version: str, sign: Path | None, output: Path | None, project: Path | None, verbose: bool
) -> ExitCode:
    """Make the archive package of a version that was released.

    REPORT is a report's folder, or its name under content/.

    The package is a bag by BagIt, as a folder and as a ZIP file, in output/<report>/archief/<number>/. It has the PDFs,
    text, data and style that they are made of, the data as plain CSV with a description of every column, the fonts, the
    register of versions, reports on the PDFs, and metadata by MDTO for the archive and by DiWoo for publication. What
    these need stands under “archive” in report.yaml.

    The same version gives the same package, byte for byte; signing alone makes every package another. A package is made
    whole or not at all, and another one is never overwritten.

    \b
    Examples:
      reportbuilder archive jaarverslag-2019 --version 0.9
      reportbuilder archive jaarverslag-2022 --version 1.0 --sign politie.p12
    """

    edge = Edge(building=True)
    chosen = reports_of((report,), project, output, edge)
    with edge.guard(""):
        key = _key(sign) if sign is not None else None  # asked for before a status line is in the way

        def work(one: Report, progress: Progress) -> ArchivePackage:
            return one.archive(version, key=key, progress=progress)

        for_each(chosen, work, _show_packed, edge, verbose)
    return edge.code


def verify_package(path: Path, rebuild: bool, reference: bool, limits: PressLimits, verbose: bool) -> ExitCode:
    """Verify an archive package and print the problems and the requirements that were not judged; raises ReportError
    when it cannot be opened.

    With `reference` veraPDF judges its PDFs too; `limits` are those of the press.
    """
    from reportbuilder.archive.verify import verify_package as inspect
    from reportbuilder.pipeline import build_report
    from reportbuilder.plugins import registry_with

    with progress_of(path.name, verbose=False) as progress:
        checked = inspect(path, build_report if rebuild else None, progress, reference, limits, registry_with(()))
    say_problems(checked.problems, notes=True, err=False)
    for signature in checked.signatures:
        say(signature)
    result = tally(checked.problems, notes=True) or "No faults found"
    of = f", {checked.report} {checked.version}" if checked.report else ""
    again = " The PDFs were made again, and are the same." if checked.rebuilt else ""
    failed = bool(count(checked.problems, Severity.ERROR))
    say(
        f"{result} in {click.style(str(path), bold=True)} ({number(checked.files, 'file')}{of})."
        f"{'' if failed else again}"
    )
    for line in (*checked.covered, *(checked.unjudged if verbose else ())):
        say(f"    {line}")
    if checked.covered and not verbose:
        say("    --verbose lists what was not judged.")
    if failed:
        return ExitCode.STANDARD
    return ExitCode.DONE if checked.whole else ExitCode.UNJUDGED


def verify_signatures(path: Path) -> ExitCode:
    """Check the signatures of a PDF, if it has any, and print the signers."""
    from reportbuilder.archive.signature import SigningToolError, is_signed, signatures

    data = load(path, None)
    try:
        found = signatures(data) if is_signed(data) else ()
    except SigningToolError as error:
        say(f"{path}: its signature was not checked. {error}")
        return ExitCode.UNJUDGED
    for signature in found:
        who = f"signed by {signature.signer}, {signature.moment}; certificate by {signature.issuer}"
        say(f"{path}: {' '.join(signature.wrong) or who}")
    return ExitCode.STANDARD if any(signature.wrong for signature in found) else ExitCode.DONE


def _key(path: Path) -> SigningKey:
    """The signing key with its password, from the environment or from a prompt, and the current time.

    Raises ReportError when there is neither a password nor a terminal for the prompt.
    """
    from reportbuilder.archive.signature import SigningKey

    password = os.environ.get(PASSWORD)
    if password is None and sys.stdin.isatty():
        password = click.prompt(f"Password of {path}", hide_input=True, err=True)
    if password is None:
        hint = f"Set {PASSWORD}, or give the command in a terminal, where it is asked for."
        problem = Diagnostic(Code.KEY_PASSWORD, "The key needs its password.", hint, Place(str(path)))
        raise ReportError([problem], ExitCode.USAGE)
    return SigningKey(path, password, datetime.datetime.now(datetime.UTC))


def _show_packed(report: str, packed: ArchivePackage) -> ExitCode:
    problems = packed.problems
    say_problems(problems, notes=False, err=True)
    if worth_seeing := tally(problems, notes=False):
        say(f"{worth_seeing} in {report}.", err=True)
    columns = count([problem for problem in problems if problem.code == Code.ARCHIVE_COLUMN], Severity.NOTE)
    if columns:
        what = f"{number(columns, 'column')} of the data without a description"
        say(f"{report}: {what}; add them under archive.columns in report.yaml.", err=True)
    state = "Is there already, and the same:" if packed.same else "Packed"
    say(f"{state} {click.style(shown(packed.folder), bold=True)} ({number(packed.files, 'file')})")
    say(f"  {shown(packed.zip)}")
    return ExitCode.DONE
