"""Drawn charts kept between builds: pictures in files, named by a digest of all that went into them."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

import msgspec

from reportbuilder.charts.look import Look, Measure
from reportbuilder.charts.series import ChartData
from reportbuilder.document.graphics import Picture
from reportbuilder.files.inputs import load
from reportbuilder.files.temporary import beside, clear_stale, write_new
from reportbuilder.values import Value

DRAWING_VERSION = 5  # raise it whenever the same figures and style are drawn otherwise
_SAMPLE = "Hamburgefonstiv 0123456789,.% – €"


def digest(data: ChartData, look: Look, width: float, height: float, measure: Measure) -> str:
    """The SHA-256 of everything that a picture depends on: figures and words, style, size, fonts, and this program.

    The fonts are known by the widths that they give a sample of text.
    """
    widths = [measure(_SAMPLE, style.face, style.size) for style in (look.text, look.strong)]
    style = {name: getattr(look, name) for name in ("ink", "series", "muted", "axis", "norm", "line_width")}
    parts = [DRAWING_VERSION, data, style, look.text, look.strong]
    parts += [dict(look.statuses), dict(look.names), width, height, widths]
    return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()


class Kept(Value):
    """A picture as it is kept, with the key that it was drawn for."""

    key: str
    picture: Picture


class ChartCache:
    """Pictures by key in a folder; what cannot be read counts as not there, what cannot be written is left out."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> Picture | None:
        """The picture kept under a key, if there is a sound one."""
        try:
            kept = msgspec.json.decode(load(self._file(key), self._folder), type=Kept)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None
        return kept.picture if kept.key == key else None

    def put(self, key: str, picture: Picture) -> None:
        """Keep a picture: written beside its place and moved there whole."""
        part = beside(self._file(key))
        with contextlib.suppress(OSError):  # it is drawn again next time
            self._folder.mkdir(parents=True, exist_ok=True)
            clear_stale(self._folder)
            try:
                write_new(part, msgspec.json.encode(Kept(key, picture)), settle=False)
                os.replace(part, self._file(key))
            finally:
                part.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}.json"
