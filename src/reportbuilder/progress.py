"""What a long piece of work is told to say about itself: a function that takes the name of the step that begins."""

from collections.abc import Callable

Progress = Callable[[str], None]


def silent(step: str) -> None:
    """Show nothing of the progress."""
