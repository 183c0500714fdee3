"""Plain data that know where every key and value stands, as they are read from YAML text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.values import Value

Path = tuple[str | int, ...]


class LocatedData(Value):
    """Plain data from YAML, with the place of every key and value by its path."""

    data: Any
    places: Mapping[Path, Place]
    start: Place

    def place(self, *path: str | int) -> Place:
        """Where the value (or else its nearest parent) at a path stands."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, self.start)


def read_yaml(text: str, start: Place, diagnostics: Diagnostics) -> LocatedData | None:
    """Read YAML text whose first line is at `start`; broken YAML is one problem, and None."""
    from reportbuilder.project.yaml_text import read_yaml  # who is handed what was read need not load it

    return read_yaml(text, start, diagnostics)
