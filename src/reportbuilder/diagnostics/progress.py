"""Progress of long work: a callback that is given the name of each step when it begins, as in `progress("composing
pages")`."""

from collections.abc import Callable

Progress = Callable[[str], None]


def silent(step: str) -> None:
    """Show nothing of the progress."""
