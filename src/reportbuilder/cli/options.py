"""What the commands have in common: how they end, arguments that several take, and the round along reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import click

from reportbuilder.cli.terminal import Edge, OutputError, progress_of, say, tell_output
from reportbuilder.diagnostics import ExitCode, nearest
from reportbuilder.files.inputs import reports_named
from reportbuilder.progress import Progress

CONTENT = Path("content")
OUTPUT = Path("output")

Member = TypeVar("Member", bound=Enum)
Result = TypeVar("Result")


class Commands(click.Group):
    """Commands that return their exit codes, listed in the order in which they were added; then those that come
    `later`: by their names, what gives them, for the one that is asked for is all that need be loaded."""

    def __init__(self, *args: Any, later: Mapping[str, Callable[[str], click.Command]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._later = later

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.commands, *self._later]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        later = self._later.get(cmd_name)
        return later(cmd_name) if later else super().get_command(ctx, cmd_name)

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
    """A member of an enumeration, told by its value; click goes by the names that it has in Python."""

    def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:
        return str(choice.value if isinstance(choice, Enum) else choice)


class Percentage(click.FloatRange):
    """A percentage within limits."""

    name = "percentage"  # what it is called when something else is given


A_FILE = click.Path(dir_okay=False, path_type=Path)

# What a report is, the commands explain in their own words.
report_argument = click.argument("report")
reports_argument = click.argument("reports", nargs=-1, metavar="[REPORT]...")
output_option = click.option(
    "--output",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    default=OUTPUT,
    help="Where the PDFs go.",
)
verbose_option = click.option("--verbose", "-v", is_flag=True, help="A line for every step of the work.")


def for_each(
    names: Sequence[str],
    work: Callable[[Path, Progress], Result],
    show: Callable[[str, Result], ExitCode],
    edge: Edge,
    verbose: bool,
) -> None:
    """Do one kind of work on every report asked for; one that fails does not keep the others from their turn."""
    folders: tuple[Path, ...] = ()
    with edge.guard(""):
        folders = reports_named(names, CONTENT)
    for folder in folders:
        report = folder.absolute().name
        with edge.guard(report):
            with progress_of(report, verbose) as progress:
                result = work(folder, progress)
            edge.add(show(report, result))
