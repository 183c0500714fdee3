"""Drawn charts kept between builds: pictures in files, named by a digest of all that went into them."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

import msgspec

from reportbuilder.charts.kind import ChartType
from reportbuilder.charts.model import ChartData
from reportbuilder.charts.style import ChartStyle, TextMeasure
from reportbuilder.document.graphics import Picture
from reportbuilder.files.inputs import load
from reportbuilder.files.temporary import beside, clear_stale, write_new
from reportbuilder.values import Value

DRAWING_VERSION = 6  # raise it whenever the same figures and style are drawn otherwise
_SAMPLE = "Hamburgefonstiv 0123456789,.% – €"


def picture_key(
    kind: ChartType, data: ChartData, style: ChartStyle, width: float, height: float, measure: TextMeasure
) -> str:
    """The SHA-256 of everything that a picture depends on: figures and words, style, size, fonts, and the code that
    draws it.

    The fonts are known by the widths that they give a sample of text.
    """
    widths = [measure(_SAMPLE, text.face, text.size) for text in (style.text, style.strong)]
    parts = [DRAWING_VERSION, kind.name, kind.code_digest(), data, style, width, height, widths]
    return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()


class KeptPicture(Value):
    """A picture as it is kept, with the key that it was drawn for."""

    key: str
    picture: Picture


class ChartCache:
    """Pictures by key in a folder; a file that cannot be read counts as absent, one that cannot be written is not."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> Picture | None:
        """The picture kept under a key, if there is a sound one."""
        try:
            kept = msgspec.json.decode(load(self._file(key), self._folder), type=KeptPicture)
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
                write_new(part, msgspec.json.encode(KeptPicture(key, picture)), settle=False)
                os.replace(part, self._file(key))
            finally:
                part.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}.json"
