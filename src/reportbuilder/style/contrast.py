"""The contrast between two colours (WCAG 2.1, success criteria 1.4.3 and 1.4.11)."""

from colorsys import hls_to_rgb, rgb_to_hls
from functools import cache

TEXT = 4.5
"""The contrast ratio required of text."""
LARGE = 3.0
"""The contrast ratio required of large text and of graphics: symbols, and the lines and bars of charts."""

_STEPS = 1024  # of lightness from the colour to black or white: finer than the 256 levels of a channel


@cache
def contrast_ratio(hex_a: str, hex_b: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, from 1 (equal) to 21 (black and white)."""
    lighter, darker = sorted((relative_luminance(hex_a), relative_luminance(hex_b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@cache
def relative_luminance(colour: str) -> float:
    """The luminance of a `#rrggbb` colour, 0 for black and 1 for white (WCAG 2.1, "relative luminance")."""
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def nearest_passing(colour: str, ground: str, ratio: float) -> str:
    """The colour nearest in lightness, with the same hue and saturation, that has a contrast ratio with a ground.

    If there is none (ratios up to 4.58 are always possible), the result is black or white, whichever has more contrast.
    """
    if contrast_ratio(colour, ground) >= ratio:
        return colour
    hue, lightness, saturation = rgb_to_hls(*_channels(colour))
    passing: list[tuple[float, str]] = []
    for end in (0.0, 1.0):
        shades = [lightness + (end - lightness) * step / _STEPS for step in range(_STEPS + 1)]
        if contrast_ratio(_code(*hls_to_rgb(hue, end, saturation)), ground) >= ratio:
            shade = shades[_first_passing(shades, hue, saturation, ground, ratio)]
            passing.append((abs(shade - lightness), _code(*hls_to_rgb(hue, shade, saturation))))
    return min(passing)[1] if passing else max(("#000000", "#ffffff"), key=lambda code: contrast_ratio(code, ground))


def _first_passing(shades: list[float], hue: float, saturation: float, ground: str, ratio: float) -> int:
    """The index of the first shade with enough contrast: luminance rises with lightness, so that beyond the ground the
    contrast only increases."""
    low, high = 0, len(shades) - 1
    while low < high:
        middle = (low + high) // 2
        if contrast_ratio(_code(*hls_to_rgb(hue, shades[middle], saturation)), ground) >= ratio:
            high = middle
        else:
            low = middle + 1
    return low


def _channels(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def _code(*channels: float) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.03928 else float(((channel + 0.055) / 1.055) ** 2.4)
