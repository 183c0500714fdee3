"""Our own build without its tags, to see what they cost: the real command, with a writer that is given none."""

from typing import Any

from reportbuilder import cli
from reportbuilder.pdf import write

_tagged = write.write_screen


def _untagged(layout: Any, tags: Any, *others: Any) -> bytes:
    del tags
    return _tagged(layout, None, *others)


if __name__ == "__main__":
    write.write_screen = _untagged
    cli.main()
