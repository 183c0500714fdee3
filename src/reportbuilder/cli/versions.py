"""The commands about the versions of a report; no logic."""

from __future__ import annotations

import datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportbuilder.cli.options import A_FILE, OUTPUT, OneOf, for_each, output_option, report_argument, verbose_option
from reportbuilder.cli.terminal import Edge, count, number, say, say_problems, tally
from reportbuilder.diagnostics import Code, Diagnostics, ExitCode, ReportError, Severity
from reportbuilder.progress import Progress

if TYPE_CHECKING:
    from reportbuilder.versions.register import Version
    from reportbuilder.versions.release import Released
    from reportbuilder.versions.release_status import ReleaseStatus


STATUSES = ("concept", "final")  # those of `VersionStatus`, whose module would be loaded for help and --version too


class ListFormat(Enum):
    """How changes are written: as a list, or as a report with its changes marked."""

    TEXT = "text"
    MD = "md"
    CSV = "csv"
    PDF = "pdf"


class _Date(click.DateTime):
    """A date as 2020-04-06; the message says so, where that of click has the format of a programmer."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The date; raises BadParameter for anything else."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"“{value}” is not a date. Write year-month-day: 2020-04-06.", param, ctx)


@click.command()
@report_argument
@click.option("--number", metavar="N", required=True, help="Its number: 0.9, 1.0 or 1.0.1; higher than the last.")
@click.option("--label", metavar="WORDS", help="What it is called.")
@click.option("--status", type=click.Choice(STATUSES), help="Whether it is still a draft.")
@click.option("--date", metavar="YYYY-MM-DD", type=_Date(["%Y-%m-%d"]), help="Its date, which the PDFs bear too.")
@click.option("--note", metavar="WORDS", help="What is said of it in the version table.")
@output_option
@verbose_option
def release(
    report: str,
    number: str,
    label: str | None,
    status: str | None,
    date: datetime.datetime | None,
    note: str | None,
    output: Path,
    verbose: bool,
) -> ExitCode:
    """Release a report as a version that stays as it is.

    REPORT is a report's folder, or its name under content/.

    Text, data and style are frozen in content/<report>/versions/<number>.zip, all editions are built from that into
    output/<report>/<number>/, and the version is entered in content/<report>/versions.yaml. Keep the first and the last
    in version control: everybody who has them can make the version again.

    A concept may have warnings, a final version none. Label, status, date and note are those of report.yaml where they
    are not given. A version is released whole or not at all, and is never overwritten.

    \b
    Examples:
      reportbuilder release jaarverslag-2019 --number 0.9
      reportbuilder release jaarverslag-2019 --number 0.9 --label "Versie RVO 6 april 2020" --date 2020-04-06
      reportbuilder release jaarverslag-2019 --number 1.0 --status final --note "Vastgesteld door het RVO"
    """

    def work(folder: Path, progress: Progress) -> Released:
        from reportbuilder import building, checking
        from reportbuilder.archive import package
        from reportbuilder.project.resources import Resources
        from reportbuilder.project.settings import VersionStatus
        from reportbuilder.versions import release as releasing

        state = VersionStatus(status) if status else None
        request = releasing.ReleaseRequest(number, label, state, date.date() if date else None, note)
        hooks = releasing.BuildHooks(checking.check_report, building.make_report, package.rehearse_package)
        return releasing.release(folder, request, output, Resources(cache=output / ".cache"), hooks, progress)

    edge = Edge(output, building=True)
    for_each((report,), work, _show_released, edge, verbose)
    return edge.code


@click.command()
@report_argument
@output_option
@verbose_option
def versions(report: str, output: Path, verbose: bool) -> ExitCode:
    """List the versions of a report, and whether they are still what was released.

    REPORT is a report's folder, or its name under content/.

    Of every version its number, date, status and label, and whether its snapshot and files are there: “complete”;
    “snapshot only” when it was released on another computer and its files are not here (“restore” puts them back);
    “damaged” when something was lost or changed. The exit code is 5 when a version is damaged.

    \b
    Examples:
      reportbuilder versions jaarverslag-2019
    """

    def work(folder: Path, progress: Progress) -> tuple[tuple[ReleaseStatus, ...], Diagnostics]:
        from reportbuilder.versions.register import read_register
        from reportbuilder.versions.release_status import release_statuses

        progress("comparing versions with the register")
        diagnostics = Diagnostics()
        register = read_register(folder, diagnostics)
        if register is None:
            raise ReportError(diagnostics, ExitCode.PROJECT)
        return release_statuses(folder, register, output / folder.absolute().name, diagnostics), diagnostics

    edge = Edge(output, building=False)
    for_each((report,), work, lambda name, found: _show_versions(name, *found), edge, verbose)
    return edge.code


@click.command()
@report_argument
@click.option("--version", metavar="N", required=True, help="The number of the version: 0.9.")
@output_option
@verbose_option
def restore(report: str, version: str, output: Path, verbose: bool) -> ExitCode:
    """Put the PDFs of a version back where they are not.

    REPORT is a report's folder, or its name under content/.

    They are made again from the version's snapshot, and written only if every byte is as it was released; that takes
    the same reportbuilder, libraries and fonts.

    \b
    Examples:
      reportbuilder restore jaarverslag-2019 --version 0.9
    """

    def work(folder: Path, progress: Progress) -> tuple[Version, Path]:
        from reportbuilder import building
        from reportbuilder.project.resources import Resources
        from reportbuilder.versions import rebuild

        place = Resources(cache=output / ".cache")
        return rebuild.restore(folder, version, output, place, building.make_report, progress)

    edge = Edge(output, building=True)
    for_each((report,), work, lambda name, found: _show_restored(*found), edge, verbose)
    return edge.code


@click.command()
@report_argument
@click.option("--from", "start", metavar="N", help="The older version; without it, the last that was released.")
@click.option("--to", "end", metavar="N", help="The newer version; without it, the working text.")
@click.option("--format", type=OneOf(ListFormat), default=ListFormat.TEXT.value, help="How the changes are written.")
@click.option("--output", metavar="FILE", type=A_FILE, help="Where they go, not to the screen; a PDF needs it.")
@click.option("--bars", is_flag=True, help="In a PDF: bars beside what changed, and no marks in the words.")
@verbose_option
def diff(
    report: str,
    start: str | None,
    end: str | None,
    format: ListFormat,
    output: Path | None,
    bars: bool,
    verbose: bool,
) -> ExitCode:
    """List what changed between two versions of a report.

    REPORT is a report's folder, or its name under content/.

    The working text is compared with the last version that was released, or --to with --from. Texts, tables, charts and
    figures are compared, and not PDFs: what was moved, split or joined is told as that, tables are compared cell by
    cell, and charts by their data. The list is in the language of the report, by chapter, in reading order. As a PDF it
    is the whole report, with its changes marked in the text and listed at the front.

    \b
    Examples:
      reportbuilder diff jaarverslag-2019
      reportbuilder diff jaarverslag-2019 --from 0.8 --to 0.9
      reportbuilder diff jaarverslag-2019 --format csv --output wijzigingen.csv
      reportbuilder diff jaarverslag-2019 --from 0.8 --format pdf --output wijzigingen.pdf
    """
    if format is ListFormat.PDF and output is None:
        raise click.BadParameter("a PDF does not go to the screen: say where it goes.", param_hint="--output")

    def work(folder: Path, progress: Progress) -> str | bytes:
        from reportbuilder import pipeline
        from reportbuilder.compare.change_list import to_csv, to_markdown, to_text
        from reportbuilder.comparing import read_difference
        from reportbuilder.project.resources import Resources

        if format is ListFormat.PDF:
            return pipeline.make_redline(folder, start, end, Resources(), progress, bars)
        progress("comparing versions")
        found = read_difference(folder, start, end, Resources())
        changes, phrases = found.comparison.changes, found.phrases
        if format is ListFormat.MD:
            return to_markdown(changes, found.version, phrases)
        return to_csv(changes, phrases) if format is ListFormat.CSV else to_text(changes, phrases)

    def show(report: str, made: str | bytes) -> ExitCode:
        if output is None:
            say(str(made).removeprefix("\ufeff").rstrip("\n"))
            return ExitCode.DONE
        from reportbuilder.files.publishing import publish

        data = made if isinstance(made, bytes) else made.encode()
        publish({output.name: data}, output.parent, output.parent)
        say(f"Written: {click.style(str(output), bold=True)}")
        return ExitCode.DONE

    edge = Edge(OUTPUT, building=False)
    for_each((report,), work, show, edge, verbose)
    return edge.code


def _show_restored(version: Version, folder: Path) -> ExitCode:
    for file in version.files:
        say(f"As released: {click.style(str(folder / file.name), bold=True)}")
    return ExitCode.DONE


def _show_released(report: str, released: Released) -> ExitCode:
    version, problems = released.version, released.problems
    say_problems(problems, notes=False, err=True)
    worth_seeing = tally(problems, notes=False)
    if worth_seeing:
        say(f"{worth_seeing} in {report}.", err=True)
    for problem in problems:
        if problem.code == Code.RELEASE_SAME:
            say(f"{report}: note: {problem.message}", err=True)
    left_out = [problem for problem in problems if problem.code == Code.RELEASE_UNUSED]
    if left_out:
        say(f"{report}: the version is without these files, which the report does not use:", err=True)
        for problem in left_out:
            say(f"  {problem.place.file}", err=True)
        say(f"  {left_out[0].hint}", err=True)
    name = click.style(f"{report} {version.number}", bold=True)
    said = f"{version.label}, {version.status.value}, {version.date}"
    say(f"Released {name}: {said} ({number(released.pages, 'page')})")
    for file in version.files:
        say(f"  {released.folder / file.name}")
    say(f"  {released.snapshot}")
    return ExitCode.DONE


def _show_versions(report: str, release_statuses: tuple[ReleaseStatus, ...], diagnostics: Diagnostics) -> ExitCode:
    say_problems(tuple(diagnostics), notes=False, err=False)
    width = max((len(str(standing.version.number)) for standing in release_statuses), default=0)
    for standing in release_statuses:
        version = standing.version
        what = f"{version.date}  {version.status.value:7}  {standing.state.value:13}  {version.label}"
        say(f"{click.style(f'{version.number!s:{width}}', bold=True)}  {what}")
        if version.note:
            say(f"{'':{width}}  {version.note}")
    if not release_statuses:
        say(f"No version of {report} was released yet.")
    return ExitCode.FILE if count(tuple(diagnostics), Severity.ERROR) else ExitCode.DONE
