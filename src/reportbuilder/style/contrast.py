"""How well a colour stands out against another (WCAG 2.1, success criterion 1.4.3)."""


def contrast_ratio(hex_a: str, hex_b: str) -> float:
    """The contrast of two `#rrggbb` colours, from 1 (the same) to 21 (black on white).

    Text needs 4.5, symbols and the lines of charts need 3 (WCAG 2.1, 1.4.3 and 1.4.11).
    """
    lighter, darker = sorted((relative_luminance(hex_a), relative_luminance(hex_b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def relative_luminance(colour: str) -> float:
    """The luminance of a `#rrggbb` colour, 0 for black and 1 for white (WCAG 2.1, "relative luminance")."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.03928 else float(((channel + 0.055) / 1.055) ** 2.4)
