"""Our own build without its tags, to see what they cost: the real command, with a writer that is given none."""

from typing import Any

from reportbuilder.cli import start
from reportbuilder.pdf import finish, write

_draw, _finish = write.draw_screen, finish.finish_screen


def _drawn(take: Any, setup: Any, tags: Any, *others: Any) -> Any:
    del tags
    return _draw(take, setup, None, *others)


def _finished(takes: Any, fonts: Any, images: Any, ways: Any, tags: Any, *others: Any) -> bytes:
    del tags
    return _finish(takes, fonts, images, ways, None, *others)


if __name__ == "__main__":
    write.draw_screen, finish.finish_screen = _drawn, _finished
    start.main()
