"""Imports matplotlib without its search for fonts, and without the settings of the user who runs the program.

On a machine where it has not run yet, matplotlib opens every font that it can find while it is imported, which takes
longer than drawing the charts of a report, and writes a list of them into the user's home folder, or a warning where
it cannot. Charts use the fonts of the house style alone, so it is given an empty list in a temporary folder; afterwards
its own DejaVu Sans is added, for other code in the same process that draws with it. Nothing is done where matplotlib is
loaded already.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

_FOLDER_VARIABLE = "MPLCONFIGDIR"


def _write_empty_list(folder: str) -> None:
    """Write a list of no fonts, under the version that matplotlib's module names; without it, it makes its own."""
    module = importlib.util.find_spec("matplotlib.font_manager")
    source = Path(module.origin).read_text("utf-8") if module is not None and module.origin else ""
    version = re.search(r"^    __version__ = ['\"]([\w.]+)['\"]$", source, re.MULTILINE)
    if version is None:
        return
    fonts: dict[str, object] = {
        "_version": version[1],
        "_FontManager__default_weight": "normal",
        "default_size": None,
        "defaultFamily": {"ttf": "DejaVu Sans", "afm": "Helvetica"},
        "afmlist": [],
        "ttflist": [],
        "__class__": "FontManager",
    }
    Path(folder, f"fontlist-v{version[1]}.json").write_text(json.dumps(fonts), "utf-8")


def _load() -> None:
    before = os.environ.get(_FOLDER_VARIABLE)
    with tempfile.TemporaryDirectory(prefix="reportbuilder-") as folder:
        os.environ[_FOLDER_VARIABLE] = folder
        try:
            _write_empty_list(folder)
            from matplotlib import font_manager, get_data_path
        finally:
            os.environ.pop(_FOLDER_VARIABLE)
            if before is not None:
                os.environ[_FOLDER_VARIABLE] = before
    if not font_manager.fontManager.ttflist:
        font_manager.fontManager.addfont(Path(get_data_path(), "fonts", "ttf", "DejaVuSans.ttf"))


if "matplotlib" not in sys.modules:
    _load()

import matplotlib  # noqa: E402

__all__ = ["default_settings", "matplotlib"]


def default_settings() -> dict[str, Any]:
    """matplotlib's own values of the settings that are otherwise here, whoever changed them; what it calls the backend
    is left alone."""
    defaults, current = matplotlib.rcParamsDefault, matplotlib.rcParams
    names = [name for name in defaults if not name.startswith("backend")]
    return {name: defaults[name] for name in names if current[name] != defaults[name]}
