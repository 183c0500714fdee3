"""What the reports of a project share."""

from __future__ import annotations

from pathlib import Path

from reportbuilder.registry import EMPTY, Registry
from reportbuilder.values import Value


class Resources(Value):
    """What reports share: the folders of house styles, of fonts and of drawn charts that are kept, and what plug-ins
    add to the program."""

    styles: Path
    fonts: Path
    cache: Path
    registry: Registry = EMPTY

    @classmethod
    def of(cls, root: Path, output: Path | None = None, registry: Registry = EMPTY) -> Resources:
        """Those of the project in the folder `root`; drawn charts are kept in `output`, or else in its `output/`."""
        return cls(root / "styles", root / "fonts", (output or root / "output") / ".cache", registry)
