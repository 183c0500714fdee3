"""Lengths and colours as SVG writes them."""

import re

PIXEL = 0.75
"""Points in a pixel of CSS, of which an inch has 96."""

_UNITS = {"px": PIXEL, "pt": 1.0, "pc": 12.0, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0, "q": 18 / 25.4}
_LENGTH = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(px|pt|pc|mm|cm|in|q)?", re.IGNORECASE)
_FUNCTION = re.compile(r"rgba?\(([^()]*)\)")
_NAMED = {
    "black": "#000000", "white": "#ffffff", "red": "#ff0000", "lime": "#00ff00", "blue": "#0000ff",
    "yellow": "#ffff00", "cyan": "#00ffff", "aqua": "#00ffff", "magenta": "#ff00ff", "fuchsia": "#ff00ff",
    "grey": "#808080", "gray": "#808080", "silver": "#c0c0c0", "maroon": "#800000", "olive": "#808000",
    "green": "#008000", "purple": "#800080", "teal": "#008080", "navy": "#000080", "orange": "#ffa500",
}  # fmt: skip


def parse_unit(text: str, pixel: float | None = None) -> float:
    """A length with or without its unit: in points when `pixel` gives the points in a unit of the drawing; otherwise in
    units of the drawing, which are pixels of CSS (SVG 2, 8.9). Raises ValueError."""
    found = _LENGTH.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"“{text}” is not a length")
    value, unit = float(found[1]), (found[2] or "").lower()
    if pixel is not None:
        return value * (pixel if unit in ("", "px") else _UNITS[unit])
    return value if unit in ("", "px") else value * _UNITS[unit] / PIXEL


def colour_code(text: str) -> str | None:
    """A colour as `"#rrggbb"`, None for `none` and what cannot be seen. What is not known stays as it is written."""
    low = text.strip().lower()
    if low in ("none", "transparent"):
        return None
    if re.fullmatch(r"#[0-9a-f]{3}", low):
        return "#" + "".join(digit * 2 for digit in low[1:])
    found = _FUNCTION.fullmatch(low)
    if found:
        parts = found[1].replace(",", " ").split()
        if len(parts) == 3 or (len(parts) in (4, 5) and parts[-1] in ("1", "100%")):
            channels = [float(p[:-1]) * 2.55 if p.endswith("%") else float(p) for p in parts[:3]]
            return "#" + "".join(f"{round(min(max(channel, 0), 255)):02x}" for channel in channels)
    return _NAMED.get(low, low)
