"""Drawn charts kept between builds: pictures in files, named by a digest of all that went into them."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import asdict
from enum import Enum
from pathlib import Path
from typing import Any

from reportbuilder import graphics
from reportbuilder.charts.look import Look, Measure
from reportbuilder.charts.series import ChartData
from reportbuilder.graphics import Anchor, Label, Picture, Segment, Verb

DRAWING_VERSION = 1  # raise it whenever the same figures and style are drawn otherwise
_SAMPLE = "Hamburgefonstiv 0123456789,.% – €"


def digest(data: ChartData, look: Look, width: float, height: float, measure: Measure) -> str:
    """The SHA-256 of everything that a picture depends on: figures and words, style, size, fonts, and this program.

    The fonts are known by the widths that they give a sample of text.
    """
    widths = [measure(_SAMPLE, style.face, style.size) for style in (look.text, look.strong)]
    style = {name: getattr(look, name) for name in ("ink", "series", "muted", "axis", "norm", "line_width")}
    parts = [DRAWING_VERSION, asdict(data), style, look.text.model_dump(), look.strong.model_dump()]
    parts += [dict(look.statuses), dict(look.names), width, height, widths]
    plain = json.dumps(parts, sort_keys=True, default=_value, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def _value(item: object) -> object:
    if isinstance(item, Enum):
        return item.value
    raise TypeError(f"{type(item).__name__} has no place in a digest")


class ChartCache:
    """Pictures by key in a folder; what cannot be read counts as not there, what cannot be written is left out."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> Picture | None:
        """The picture kept under a key, if there is a sound one."""
        try:
            kept = json.loads(self._file(key).read_bytes())
            return _read(kept["picture"]) if kept["key"] == key else None
        except (OSError, ValueError, TypeError, KeyError, IndexError, RecursionError):
            return None

    def put(self, key: str, picture: Picture) -> None:
        """Keep a picture: written beside its place and moved there whole."""
        text = json.dumps({"key": key, "picture": _plain(picture)}, separators=(",", ":"), ensure_ascii=False)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".chart-", dir=self._folder)
        except OSError:
            return
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(name, self._file(key))
        except OSError:
            Path(name).unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}.json"


def _plain(picture: Picture) -> list[Any]:
    return [picture.width, picture.height, [_plain_item(item) for item in picture.items]]


def _plain_item(item: graphics.Path | Label) -> list[Any]:
    if isinstance(item, Label):
        place = [item.x, item.y, item.face, item.size, item.colour, item.anchor.value, item.angle]
        return ["text", item.text, *place, item.features]
    segments = [[s.verb.value, *s.points] for s in item.segments]
    pen = [item.fill, item.stroke, item.line_width, item.dash, item.cap, item.join, item.even_odd]
    return ["path", segments, *pen]


def _read(plain: list[Any]) -> Picture:
    width, height, items = plain
    return Picture(float(width), float(height), tuple(_read_item(*item) for item in items))


def _read_item(kind: str, *rest: Any) -> graphics.Path | Label:
    if kind == "text":
        text, x, y, face, size, colour, anchor, angle, features = rest
        return Label(text, x, y, face, size, colour, Anchor(anchor), angle, tuple(features))
    if kind != "path":
        raise ValueError(f"“{kind}” is no kind of item")
    segments, fill, stroke, line_width, dash, cap, join, even_odd = rest
    steps = tuple(Segment(Verb(verb), tuple(points)) for verb, *points in segments)
    return graphics.Path(steps, fill, stroke, line_width, tuple(dash), cap, join, even_odd)
