"""Where things are that reports share."""

from pathlib import Path

from reportbuilder.values import Value


class Resources(Value):
    """Where things are that reports share: the house styles, the fonts, what was drawn before."""

    styles: Path = Path("styles")
    fonts: Path = Path("fonts")
    cache: Path = Path("output/.cache")
