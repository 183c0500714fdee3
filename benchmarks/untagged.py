"""Our own build without its tags, to see what they cost: the real command, with a writer that is given none."""

from typing import Any

from reportbuilder import cli, pipeline
from reportbuilder.pdf.write import write_screen


def _untagged(layout: Any, tags: Any, *others: Any) -> bytes:
    del tags
    return write_screen(layout, None, *others)


if __name__ == "__main__":
    pipeline.write_screen = _untagged
    cli.main()
