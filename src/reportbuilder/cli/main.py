"""The commands of the command line and their help texts; the work is done by `reportbuilder.api`.

Every command ends with one of the exit codes of `ExitCode`.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportbuilder import __version__
from reportbuilder.cli.options import (
    A_FILE,
    Commands,
    EditionName,
    OneOf,
    Percentage,
    for_each,
    output_option,
    project_option,
    report_argument,
    reports_argument,
    reports_of,
    timings_option,
    verbose_option,
)
from reportbuilder.cli.terminal import Edge, count, number, say, say_figures, say_page_faults, say_problems, tally
from reportbuilder.cli.workers import interruptible, result_of, worker_processes
from reportbuilder.diagnostics import Diagnostic, ExitCode, Severity, exit_code_of
from reportbuilder.diagnostics.model import Progress, silent
from reportbuilder.files.inputs import shown
from reportbuilder.imposition.geometry import Imposition
from reportbuilder.timings import Stopwatch, describe_times
from reportbuilder.values import Value

if TYPE_CHECKING:
    from reportbuilder.api import Report
    from reportbuilder.layout.page_faults import PageFault
    from reportbuilder.preflight.report import FileReport


def _later(name: str) -> click.Command:
    """Load a command about versions or archives; the modules of these are imported only when one is called."""
    from reportbuilder.cli import archive as cli_archive
    from reportbuilder.cli import versions as cli_versions

    command: click.Command = getattr(cli_archive if name == "archive" else cli_versions, name)
    return command


@click.group(
    cls=Commands,
    later=dict.fromkeys(("release", "versions", "restore", "diff", "archive"), _later),
    context_settings={"show_default": True},
)
@click.version_option(
    __version__, prog_name="reportbuilder", message="%(prog)s %(version)s", help="Show the version and stop."
)
def app() -> None:
    """Make official reports from one folder of text and data.

    A report is a folder under content/ with a report.yaml, chapters in Markdown and figures in CSV. Give the commands
    in any folder of the project (the one that holds content/, styles/ and fonts/), or name it with --project.

    \b
    Examples:
      reportbuilder check                      problems in all reports, without building
      reportbuilder build                      every report, in every edition
      reportbuilder build jaarverslag-2022     one report
      reportbuilder figures jaarverslag-2022   where every figure comes from
      reportbuilder verify report.pdf          a finished PDF against what it promises
      reportbuilder release jaarverslag-2022 --number 0.9
                                               a version that stays as it is
      reportbuilder versions jaarverslag-2022  the versions that were released
      reportbuilder archive jaarverslag-2022 --version 1.0
                                               the package of a version for the archive
      reportbuilder build --help               all about one command

    \b
    Exit codes:
      0 done                                   4 a font or tool is missing
      1 problems in the content                5 a file cannot be read or written
      2 wrong usage                            6 the output fails its standard, or would
      3 the project file or style is wrong     7 what a file promises was not judged
      70 a fault of reportbuilder itself       71 stopped by the system
      130 interrupted
    """


@app.command()
@reports_argument
@click.option(
    "--edition",
    metavar="NAME",
    type=EditionName(),
    multiple=True,
    help="Only this edition: concept, screen, print or cover. May be repeated.  [default: all; no concept when final]",
)
@click.option(
    "--imposition",
    metavar="NAME",
    type=OneOf(Imposition),
    multiple=True,
    help="Also sheets for the office printer: booklet or 2up.",
)
@click.option("--spreads", is_flag=True, help="Also spreads for reading on the screen: left and right pages.")
@click.option("--verify", is_flag=True, help="Read the PDFs back first; none is written if one breaks its promise.")
@output_option
@project_option
@timings_option
@verbose_option
def build(
    reports: tuple[str, ...],
    edition: tuple[str, ...],
    imposition: tuple[Imposition, ...],
    spreads: bool,
    verify: bool,
    output: Path | None,
    project: Path | None,
    timings: bool,
    verbose: bool,
) -> ExitCode:
    """Build the PDFs of reports.

    REPORT is a report's folder, or its name under content/; without it, every report is built.

    The PDFs of a report are written only when it has no errors; otherwise those that were there stay as they are. With
    --verify they are also read back and held to what they promise, as “reportbuilder verify” does, before they are put
    in their places: if one breaks its promise, none is, and the exit code is 6. “release” and “archive” always do so.

    \b
    Examples:
      reportbuilder build
      reportbuilder build jaarverslag-2019 jaarverslag-2022
      reportbuilder build content/jaarverslag-2022 --edition screen --output drafts
      reportbuilder build jaarverslag-2022 --imposition booklet
    """
    sheets = tuple(dict.fromkeys((*imposition, *((Imposition.SPREADS,) if spreads else ()))))
    edge = Edge(building=True)
    chosen = reports_of(reports, project, output, edge)
    changed = [one for one in chosen if timings or one.kept_build(*edition, impositions=sheets) is None]
    if len(changed) > 1:
        from reportbuilder.pipeline import preload  # with all that a build needs

        preload()
    with worker_processes(len(changed)) as executor:
        tasks = {}
        if executor is not None:
            for report in changed:
                tasks[report] = executor.submit(
                    interruptible, _build, report, edition, sheets, verify, timings, verbose
                )

        def work(report: Report, progress: Progress) -> _Built:
            if report in tasks:
                return result_of(tasks[report], report.name)
            return _build(report, edition, sheets, verify, timings, verbose, progress)

        for_each(chosen, work, _show_built, edge, verbose)
    return edge.code


class _Built(Value):
    """The result of building a report: its files, number of pages, duration, problems, and (`times`, when it was asked
    for) where the time went, in lines."""

    paths: tuple[Path, ...]
    page_count: int
    seconds: float
    diagnostics: tuple[Diagnostic, ...]
    times: tuple[str, ...] = ()


def _build(
    report: Report,
    editions: tuple[str, ...],
    sheets: tuple[Imposition, ...],
    verify: bool,
    timings: bool,
    verbose: bool,
    progress: Progress | None = None,
) -> _Built:
    """Build a report and save its files; without `progress` (in a worker) the steps are printed, when `verbose`."""
    started = time.perf_counter()
    if progress is None:
        progress = (lambda step: say(f"{report.name}: {step}", err=True)) if verbose else silent
    watch = Stopwatch(progress) if timings else None
    result = report.build(*editions, impositions=sheets, progress=watch or progress, reuse=not timings)
    paths = result.save(verify=verify, progress=watch or progress)
    times = _times(report, watch) if watch is not None else ()
    return _Built(paths, result.page_count, time.perf_counter() - started, result.diagnostics, times)


def _times(report: Report, watch: Stopwatch) -> tuple[str, ...]:
    """Where the time of a report went, in lines."""
    return tuple(describe_times(watch.steps(), report.project.memo.hit_rates()))


@app.command()
@reports_argument
@project_option
@click.option("--pages", is_flag=True, help="Count the faults of pages, too: uneven feet, runts, ladders and others.")
@timings_option
@verbose_option
def check(reports: tuple[str, ...], project: Path | None, pages: bool, timings: bool, verbose: bool) -> ExitCode:
    """Show what is wrong with reports, without building them.

    REPORT is a report's folder, or its name under content/; without it, every report is checked.

    Errors stop a build, warnings are what a reader would notice, notes are worth knowing. The exit code is 1 when
    there are errors, and 6 when all of them are about a standard that the PDF promises to follow.

    \b
    Examples:
      reportbuilder check
      reportbuilder check jaarverslag-2022
      reportbuilder check jaarverslag-2022 --pages
    """

    edge = Edge(building=False)
    chosen = reports_of(reports, project, None, edge)

    def work(report: Report, progress: Progress) -> _Checked:
        watch = Stopwatch(progress) if timings else None
        problems = report.check(watch or progress, reuse=not timings)
        wrong = any(problem.severity is Severity.ERROR for problem in problems)
        faults = report.page_faults(progress) if pages and not wrong else None
        return _Checked(problems, _times(report, watch) if watch is not None else (), faults)

    for_each(chosen, work, _show_checked, edge, verbose)
    return edge.code


class _Checked(Value):
    """The result of checking a report: its problems, (`times`) where the time went, in lines, and the faults of its
    pages, where they were asked for and it has pages."""

    problems: tuple[Diagnostic, ...]
    times: tuple[str, ...]
    faults: tuple[PageFault, ...] | None = None


@app.command()
@report_argument
@click.option("--csv", metavar="FILE", type=A_FILE, help="Write the list to a file, for Excel.")
@project_option
@verbose_option
def figures(report: str, csv: Path | None, project: Path | None, verbose: bool) -> ExitCode:
    """List every figure of a report: its page, where it comes from, and its place in the text.

    REPORT is a report's folder, or its name under content/.

    A figure comes from the data (by an expression, or in a table), is stated by somebody, or is typed. What is counted
    stands below the list, by chapter. Years, dates and numbers of articles and the like are no figures.

    \b
    Examples:
      reportbuilder figures jaarverslag-2022
      reportbuilder figures jaarverslag-2022 --csv cijfers.csv
    """

    edge = Edge(building=False)
    chosen = reports_of((report,), project, None, edge)
    for_each(
        chosen,
        lambda report, progress: report.figures(progress),
        lambda name, uses: say_figures(uses, csv),
        edge,
        verbose,
    )
    return edge.code


@app.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--verapdf", is_flag=True, help="Ask veraPDF, the reference validator, too; it takes some seconds a file."
)
@click.option(
    "--report", metavar="PATH", type=A_FILE, help="Write all of it down, as PATH says: .json or .html. One FILE."
)
@click.option(
    "--ink-limit",
    metavar="PERCENT",
    type=Percentage(100, 400),
    default=300,
    help="The most ink, all plates together.",
)
@click.option(
    "--rebuild", is_flag=True, help="Make the PDFs of a package again from its snapshot, and compare the bytes."
)
@click.option("--verbose", "-v", is_flag=True, help="List everything that was not judged.")
def verify(
    files: tuple[Path, ...], verapdf: bool, report: Path | None, ink_limit: float, rebuild: bool, verbose: bool
) -> ExitCode:
    """Hold finished PDFs, and packages for the archive, to what they promise.

    FILE is a PDF, of reportbuilder or of another program, or a package: a folder or a ZIP file. There may be several.

    A PDF says in its metadata which standards it follows: PDF/UA-1, that anybody can read it, also with a screen
    reader; PDF/A-2a, that it can be kept in an archive; PDF/X-4, that it can be printed. The file is read back by other
    code than wrote it, and every promise that it breaks is told. Nothing is changed in it.

    A file for the press is also looked at as a printer would: its inks, lines, letters, images, bleed and marks. What
    is only unwise is a warning, and no file fails by it.

    Of a package, every file that was changed, lost, added or renamed is named; its metadata are held to their schemas
    and to the files, its register to the versions, its PDFs to their promises, and its signature is checked.

    First it is seen whether the file is whole: a damaged one is never passed over. Not all that a standard asks can be
    judged by a program, or by this one; how much was judged is said, and --verbose lists what was not. Promises that
    reportbuilder does not know (PDF/UA-2, PDF/A-4 and others) are named as not judged; --verapdf judges most of them.

    The exit code is 6 when a promise is broken or a file is damaged, 5 when a file cannot be read, and 7 when nothing
    is wrong but a promise was not judged, or the file makes none.

    \b
    Examples:
      reportbuilder verify output/jaarverslag-2022/jaarverslag-2022-screen.pdf
      reportbuilder verify output/*/*.pdf
      reportbuilder verify --verapdf report.pdf
      reportbuilder verify report-print.pdf --report preflight.html --ink-limit 280
      reportbuilder verify --rebuild jaarverslag-2022-1.0.zip
    """
    if report is not None and (len(files) > 1 or report.suffix.lower() not in (".json", ".html")):
        raise click.BadParameter("it is about one FILE, and ends in .json or .html.", param_hint="--report")
    from reportbuilder.archive.bag import is_package

    packages = [file for file in files if is_package(file)]
    if report is not None and packages:
        raise click.BadParameter("it is about a PDF; a package has reports on its PDFs in it.", param_hint="--report")
    if rebuild and not packages:
        raise click.BadParameter("only a package can be made again, and no FILE is one.", param_hint="--rebuild")
    edge = Edge(building=False)
    for file in files:
        with edge.guard(""):
            from reportbuilder.cli import archive as cli_archive
            from reportbuilder.preflight.press_file import PressLimits
            from reportbuilder.preflight.report import report_on, write_report

            if file in packages:
                edge.add(cli_archive.verify_package(file, rebuild, verapdf, PressLimits(ink=ink_limit), verbose))
                continue
            file_report = report_on(file, verapdf, PressLimits(ink=ink_limit))
            edge.add(_show_verdict(file, file_report, verbose))
            edge.add(cli_archive.verify_signatures(file))
            if report is not None:
                write_report(report, file.name, file_report.verdict, file_report.objections)
    return edge.code


def _show_built(report: str, built: _Built) -> ExitCode:
    say_problems(built.diagnostics, notes=False, err=True)
    worth_seeing = tally(built.diagnostics, notes=False)
    if worth_seeing:
        say(f"{worth_seeing} in {report}.", err=True)
    notes = count(built.diagnostics, Severity.NOTE)
    if notes:
        say(f"{number(notes, 'note')} on {report}: see reportbuilder check {report}", err=True)
    for path in built.paths:
        ends = f" ({number(built.page_count, 'page')}, {built.seconds:.1f} s)" if path == built.paths[-1] else ""
        say(f"Built {click.style(shown(path), bold=True)}{ends}")
    for line in built.times:
        say(line, err=True)
    return ExitCode.DONE


def _show_checked(report: str, checked: _Checked) -> ExitCode:
    say_problems(checked.problems, notes=True, err=False)
    say(f"{tally(checked.problems, notes=True) or 'No problems'} in {report}.")
    if checked.faults is not None:
        say_page_faults(checked.faults)
    for line in checked.times:
        say(line, err=True)
    return exit_code_of(checked.problems)


def _show_verdict(file: Path, file_report: FileReport, verbose: bool) -> ExitCode:
    say_problems(file_report.problems, notes=True, err=False)
    verdict = (
        "It promises no standard, so only the file itself was looked at."
        if file_report.promised == "nothing"
        else f"Promised: {file_report.promised}."
    )
    result = tally(file_report.problems, notes=True) or "No faults found"
    say(f"{result} in {click.style(str(file), bold=True)} ({number(file_report.pages, 'page')}). {verdict}")
    for line in (*file_report.covered, *(file_report.unjudged if verbose else ())):
        say(f"    {line}")
    if file_report.covered and not verbose:
        say("    --verbose lists what was not judged.")
    if count(file_report.problems, Severity.ERROR):
        return ExitCode.STANDARD
    return ExitCode.DONE if file_report.complete else ExitCode.UNJUDGED
