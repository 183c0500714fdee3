"""What the commands have in common: where things are, arguments that several take, and the round along reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from reportbuilder.problems import ExitCode
from reportbuilder.terminal import Edge, Progress, progress_of

CONTENT = Path("content")
OUTPUT = Path("output")

# Explained in the commands' own words: typer would list it with its Python type.
OneReport = Annotated[str, typer.Argument(metavar="REPORT", hidden=True)]
Output = Annotated[Path, typer.Option("--output", metavar="DIR", file_okay=False, help="Where the PDFs go.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="A line for every step of the work.")]

Result = TypeVar("Result")


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
        from reportbuilder import pipeline

        folders = pipeline.find_reports(names, CONTENT)
    for folder in folders:
        report = folder.absolute().name
        with edge.guard(report):
            with progress_of(report, verbose) as progress:
                result = work(folder, progress)
            edge.add(show(report, result))
