"""Resolves the attributes of SVG elements: style sheet properties, lengths and colours.

Drawing programs write `.st0{fill:#003366}` in a `<style>` element, and `class="st0"` on shapes. Simple selectors are
supported: an element name, a class, an id, `*`, and combinations of these (CSS 2.1, 5).
"""

import re
from collections.abc import Mapping, Sequence

from reportbuilder.values import Value

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"(?P<tag>\*|[\w-]*)(?P<rest>(?:[.#][\w-]+)*)")
_PART = re.compile(r"([.#])([\w-]+)")


class CssRule(Value):
    """A style rule: its properties, and its selector as an element name (empty: any), classes and an id (empty:
    any)."""

    tag: str
    classes: frozenset[str]
    id: str
    declarations: Mapping[str, str]

    @property
    def weight(self) -> tuple[int, int, int]:
        """The specificity of the selector (CSS 2.1, 6.4.3)."""
        return (1 if self.id else 0, len(self.classes), 1 if self.tag else 0)

    def holds(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether the selector matches an element."""
        return (
            self.tag in ("", tag)
            and self.classes <= set(attributes.get("class", "").split())
            and self.id in ("", attributes.get("id", ""))
        )


def parse_sheet(text: str) -> tuple[list[CssRule], list[str]]:
    """Parse a style sheet into its rules, in order, and the selectors and at-rules that are not supported."""
    rules, unread = list[CssRule](), list[str]()
    for selectors, body in _RULE.findall(_COMMENT.sub("", text)):
        declarations = parse_declarations(body)
        for selector in (part.strip() for part in selectors.split(",")):
            matched = _SELECTOR.fullmatch(selector)
            if matched is None or not selector:
                unread.append(selector)
                continue
            parts = _PART.findall(matched["rest"])
            classes = frozenset(name for sign, name in parts if sign == ".")
            name = next((name for sign, name in parts if sign == "#"), "")
            rules.append(CssRule(matched["tag"].strip("*"), classes, name, declarations))
    return rules, unread


def parse_declarations(text: str) -> dict[str, str]:
    """Parse the properties of a `style` attribute or a rule."""
    pairs = (part.partition(":") for part in text.split(";"))
    return {
        key.strip().lower(): value.replace("!important", "").strip() for key, _, value in pairs if key.strip() and value
    }


def properties_of(tag: str, attributes: Mapping[str, str], rules: Sequence[CssRule]) -> dict[str, str]:
    """The properties and other attributes of an element: rules override attributes, and its `style` overrides rules
    (SVG 2, 6.6)."""
    matched = {key: value for key, value in attributes.items() if key not in ("style", "class")}
    for rule in sorted((rule for rule in rules if rule.holds(tag, attributes)), key=lambda rule: rule.weight):
        matched |= rule.declarations
    return matched | parse_declarations(attributes.get("style", ""))


PIXEL = 0.75
"""A CSS pixel (1/96 inch) in points."""

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
    """Parse a length: in points if `pixel` gives the points of a user unit, otherwise in user units, which are CSS
    pixels (SVG 2, 8.9). Raises ValueError."""
    matched = _LENGTH.fullmatch(text.strip())
    if matched is None:
        raise ValueError(f"“{text}” is not a length")
    value, unit = float(matched[1]), (matched[2] or "").lower()
    if pixel is not None:
        return value * (pixel if unit in ("", "px") else _UNITS[unit])
    return value if unit in ("", "px") else value * _UNITS[unit] / PIXEL


def colour_code(text: str) -> str | None:
    """A colour as `"#rrggbb"`; None for `none` and invisible colours. An unknown colour is returned as it is."""
    low = text.strip().lower()
    if low in ("none", "transparent"):
        return None
    if re.fullmatch(r"#[0-9a-f]{3}", low):
        return "#" + "".join(digit * 2 for digit in low[1:])
    matched = _FUNCTION.fullmatch(low)
    if matched:
        parts = matched[1].replace(",", " ").split()
        if len(parts) == 3 or (len(parts) in (4, 5) and parts[-1] in ("1", "100%")):
            channels = [float(p[:-1]) * 2.55 if p.endswith("%") else float(p) for p in parts[:3]]
            return "#" + "".join(f"{round(min(max(channel, 0), 255)):02x}" for channel in channels)
    return _NAMED.get(low, low)
