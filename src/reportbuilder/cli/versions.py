"""The commands about the versions of a report; the work is done by `reportbuilder.api`."""

from __future__ import annotations

import datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_never

import click

from reportbuilder.cli.options import (
    A_FILE,
    OneOf,
    for_each,
    output_option,
    project_option,
    report_argument,
    reports_of,
    verbose_option,
)
from reportbuilder.cli.terminal import Edge, count, number, say, say_problems, tally
from reportbuilder.diagnostics import Code, Diagnostic, ExitCode, Severity
from reportbuilder.diagnostics.model import Progress
from reportbuilder.files.inputs import shown
from reportbuilder.files.output import publish

if TYPE_CHECKING:
    from reportbuilder.api import Report
    from reportbuilder.versions.register import Version
    from reportbuilder.versions.release import Released
    from reportbuilder.versions.released import ReleaseStatus


STATUSES = ("concept", "final")  # those of `VersionStatus`, whose module would be loaded for help and --version too


class ListFormat(Enum):
    """The format of changes: a list, or a PDF of the report with its changes marked."""

    TEXT = "text"
    MD = "md"
    CSV = "csv"
    PDF = "pdf"


class _Date(click.DateTime):
    """A date as 2020-04-06; its message says so, where click's shows a `strftime` format."""

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
@project_option
@verbose_option
def release(
    report: str,
    number: str,
    label: str | None,
    status: str | None,
    date: datetime.datetime | None,
    note: str | None,
    output: Path | None,
    project: Path | None,
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

    day = date.date() if date is not None else None

    def work(one: Report, progress: Progress) -> Released:
        return one.release(number, label=label, status=status, date=day, note=note, progress=progress)

    edge = Edge(building=True)
    for_each(reports_of((report,), project, output, edge), work, _show_released, edge, verbose)
    return edge.code


@click.command()
@report_argument
@output_option
@project_option
@verbose_option
def versions(report: str, output: Path | None, project: Path | None, verbose: bool) -> ExitCode:
    """List the versions of a report, and whether they are still what was released.

    REPORT is a report's folder, or its name under content/.

    Of every version its number, date, status and label, and whether its snapshot and files are there: “complete”;
    “snapshot only” when it was released on another computer and its files are not here (“restore” puts them back);
    “damaged” when something was lost or changed. The exit code is 5 when a version is damaged.

    \b
    Examples:
      reportbuilder versions jaarverslag-2019
    """

    def work(one: Report, progress: Progress) -> tuple[tuple[ReleaseStatus, ...], tuple[Diagnostic, ...]]:
        progress("comparing versions with the register")
        return one.release_statuses()

    edge = Edge(building=False)
    chosen = reports_of((report,), project, output, edge)
    for_each(chosen, work, lambda name, states: _show_versions(name, *states), edge, verbose)
    return edge.code


@click.command()
@report_argument
@click.option("--version", metavar="N", required=True, help="The number of the version: 0.9.")
@output_option
@project_option
@verbose_option
def restore(report: str, version: str, output: Path | None, project: Path | None, verbose: bool) -> ExitCode:
    """Put the PDFs of a version back where they are not.

    REPORT is a report's folder, or its name under content/.

    They are made again from the version's snapshot, and written only if every byte is as it was released; that takes
    the same reportbuilder, libraries and fonts.

    \b
    Examples:
      reportbuilder restore jaarverslag-2019 --version 0.9
    """

    edge = Edge(building=True)
    chosen = reports_of((report,), project, output, edge)
    for_each(
        chosen,
        lambda one, progress: one.restore(version, progress),
        lambda name, restored: _show_restored(*restored),
        edge,
        verbose,
    )
    return edge.code


@click.command()
@report_argument
@click.option("--from", "start", metavar="N", help="The older version; without it, the last that was released.")
@click.option("--to", "end", metavar="N", help="The newer version; without it, the working text.")
@click.option("--format", type=OneOf(ListFormat), default=ListFormat.TEXT.value, help="How the changes are written.")
@click.option("--output", metavar="FILE", type=A_FILE, help="Where they go, not to the screen; a PDF needs it.")
@click.option("--bars", is_flag=True, help="In a PDF: bars beside what changed, and no marks in the words.")
@project_option
@verbose_option
def diff(
    report: str,
    start: str | None,
    end: str | None,
    format: ListFormat,
    output: Path | None,
    bars: bool,
    project: Path | None,
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

    def work(one: Report, progress: Progress) -> str | bytes:
        if format is ListFormat.PDF:
            return one.redline(start, end, bars, progress)
        progress("comparing versions")
        difference = one.compare(start, end)
        match format:
            case ListFormat.MD:
                return difference.to_markdown()
            case ListFormat.CSV:
                return difference.to_csv()
            case ListFormat.TEXT:
                return difference.to_text()
            case _:
                assert_never(format)

    def show(report: str, made: str | bytes) -> ExitCode:
        if output is None:
            say(str(made).removeprefix("\ufeff").rstrip("\n"))
            return ExitCode.DONE
        data = made if isinstance(made, bytes) else made.encode()
        publish({output.name: data}, output.parent, output.parent)
        say(f"Written: {click.style(str(output), bold=True)}")
        return ExitCode.DONE

    edge = Edge(building=False)
    for_each(reports_of((report,), project, None, edge), work, show, edge, verbose)
    return edge.code


def _show_restored(version: Version, folder: Path) -> ExitCode:
    for file in version.files:
        say(f"As released: {click.style(shown(folder / file.name), bold=True)}")
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
    description = f"{version.label}, {version.status.value}, {version.date}"
    say(f"Released {name}: {description} ({number(released.pages, 'page')})")
    for file in version.files:
        say(f"  {shown(released.folder / file.name)}")
    say(f"  {shown(released.snapshot)}")
    return ExitCode.DONE


def _show_versions(
    report: str, release_statuses: tuple[ReleaseStatus, ...], diagnostics: tuple[Diagnostic, ...]
) -> ExitCode:
    say_problems(diagnostics, notes=False, err=False)
    width = max((len(str(status.version.number)) for status in release_statuses), default=0)
    for status in release_statuses:
        version = status.version
        description = f"{version.date}  {version.status.value:7}  {status.state.value:13}  {version.label}"
        say(f"{click.style(f'{version.number!s:{width}}', bold=True)}  {description}")
        if version.note:
            say(f"{'':{width}}  {version.note}")
    if not release_statuses:
        say(f"No version of {report} was released yet.")
    return ExitCode.FILE if count(diagnostics, Severity.ERROR) else ExitCode.DONE
