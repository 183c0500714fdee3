"""Shared parts of the commands: their group, arguments and options, and the loop over reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reportbuilder.cli.terminal import Edge, OutputError, progress_of, say, tell_output
from reportbuilder.diagnostics import Code, Diagnostics, ExitCode, Place, closest, nearest
from reportbuilder.diagnostics.model import Progress
from reportbuilder.project.project_folder import OUTPUT, PROJECT_HINT, ProjectFolder, find_project

if TYPE_CHECKING:
    from reportbuilder.api import Project, Report

Member = TypeVar("Member", bound=Enum)
Result = TypeVar("Result")


class Commands(click.Group):
    """A click group whose commands return exit codes, listed in the order in which they were added.

    `later` are further commands by name, each with a function that loads it when it is called."""

    def __init__(self, *args: Any, later: Mapping[str, Callable[[str], click.Command]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._later = later

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.commands, *self._later]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        loader = self._later.get(cmd_name)
        return loader(cmd_name) if loader else super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            ctx.fail(f"No such command '{name}'. {nearest(name, self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            code = super().invoke(ctx)
        except (KeyboardInterrupt, click.Abort):
            say("Interrupted. What was not finished is as it was before.", err=True)
            code = ExitCode.INTERRUPTED
        except OutputError as error:
            code = tell_output(error)
        ctx.exit(code)


class OneOf(click.Choice[Member]):
    """A member of an enumeration, chosen by its value; click itself takes the names of members."""

    def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:
        return str(choice.value if isinstance(choice, Enum) else choice)


BUILT_IN_EDITIONS = ("concept", "screen", "print", "cover")  # those of `plugins.BUILT_IN`, which take long to load


class EditionName(click.ParamType[str]):
    """The name of an edition, built-in or of a plug-in."""

    name = "edition"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name; raises BadParameter when there is no such edition."""
        if value in BUILT_IN_EDITIONS:
            return str(value)
        from reportbuilder.plugins import registry_with  # the commands' help does without all that makes editions

        editions = registry_with(()).editions
        if value not in editions:
            known = ", ".join(map(repr, editions))
            hint = "If it comes with a plug-in, install that package beside this program."
            if near := closest(str(value), editions):
                hint = f"Did you mean “{near[0]}”?"
            self.fail(f"{value!r} is not one of {known}. {hint}", param, ctx)
        return str(value)


class Percentage(click.FloatRange):
    """A percentage within limits."""

    name = "percentage"  # in click's message for another value


A_FILE = click.Path(dir_okay=False, path_type=Path)
A_FOLDER = click.Path(file_okay=False, path_type=Path)

# What a report is, the commands explain in their own words.
report_argument = click.argument("report")
reports_argument = click.argument("reports", nargs=-1, metavar="[REPORT]...")
project_option = click.option(
    "--project",
    metavar="FOLDER",
    type=A_FOLDER,
    help="The project, or any folder in it.  [default: the one that the command is given in]",
)
output_option = click.option(
    "--output", metavar="DIR", type=A_FOLDER, help=f"Where the PDFs go.  [default: {OUTPUT} in the project]"
)
timings_option = click.option("--timings", is_flag=True, help="Show where the time went.")
verbose_option = click.option("--verbose", "-v", is_flag=True, help="A line for every step of the work.")


def open_project_at(folder: Path | None, output: Path | None) -> Project:
    """Open the project that contains a folder (by default the working directory); raises ReportError when a given
    folder is in no project. Paths are shown relative to the working directory."""
    from reportbuilder.api import project_of  # the commands' help does without all that works on reports

    working_folder = Path.cwd()
    project = find_project(folder or working_folder)
    if project is None and folder is not None:
        diagnostics = Diagnostics()
        message = f"“{folder}” is no project, nor a folder in one."
        diagnostics.add(Code.PROJECT_UNKNOWN, message, Place("--project"), PROJECT_HINT)
        diagnostics.raise_errors()
    return project_of(project or ProjectFolder(working_folder), output=output, shown_from=working_folder)


def reports_of(names: Sequence[str], folder: Path | None, output: Path | None, edge: Edge) -> tuple[Report, ...]:
    """The reports that the arguments of a command name; empty, with the problems printed, when there are none."""
    with edge.guard(""):
        project = open_project_at(folder, output)
        edge.faults = project.output
        return project.reports_named(names)
    return ()


def for_each(
    reports: Sequence[Report],
    work: Callable[[Report, Progress], Result],
    show: Callable[[str, Result], ExitCode],
    edge: Edge,
    verbose: bool,
) -> None:
    """Call `work` for every report and `show` for its result; after a failure it goes on with the next report."""
    for report in reports:
        with edge.guard(report.name):
            with progress_of(report.name, verbose) as progress:
                result = work(report, progress)
            edge.add(show(report.name, result))
