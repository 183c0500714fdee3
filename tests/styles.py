"""House styles for tests, from their folders."""

from collections.abc import Callable
from pathlib import Path

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.style.loader import make_style
from reportbuilder.style.model import HouseStyle
from reportbuilder.style.style_sheet import read_sheet


def read_style(
    folder: Path, fonts_folder: Path, shown: Callable[[Path], str], diagnostics: Diagnostics, design: str = ""
) -> HouseStyle | None:
    """The house style in a folder, as `make_style` gives it."""
    return make_style(read_sheet(folder, shown), fonts_folder, shown, diagnostics, design)
