"""The attributes of SVG elements: the properties that style sheets give them, lengths and colours.

Drawing programs write `.st0{fill:#003366}` in a `<style>` element, and `class="st0"` on the shapes. Selectors of one
step are read: an element's name, a class, an id, `*`, and these together (CSS 2.1, 5).
"""

import re
from collections.abc import Mapping, Sequence

from reportbuilder.values import Value

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"(?P<tag>\*|[\w-]*)(?P<rest>(?:[.#][\w-]+)*)")
_PART = re.compile(r"([.#])([\w-]+)")


class CssRule(Value):
    """A rule for elements of a name (empty: any), with these classes and this id (empty: any)."""

    tag: str
    classes: frozenset[str]
    id: str
    declarations: Mapping[str, str]

    @property
    def weight(self) -> tuple[int, int, int]:
        """Its specificity (CSS 2.1, 6.4.3): what is more specific counts more."""
        return (1 if self.id else 0, len(self.classes), 1 if self.tag else 0)

    def holds(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether it is about an element."""
        return (
            self.tag in ("", tag)
            and self.classes <= set(attributes.get("class", "").split())
            and self.id in ("", attributes.get("id", ""))
        )


def parse_sheet(text: str) -> tuple[list[CssRule], list[str]]:
    """The rules of a style sheet, in order, and the selectors and at-rules that are not read here."""
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
    """The properties of a `style` attribute or of a rule."""
    pairs = (part.partition(":") for part in text.split(";"))
    return {
        key.strip().lower(): value.replace("!important", "").strip() for key, _, value in pairs if key.strip() and value
    }


def properties_of(tag: str, attributes: Mapping[str, str], rules: Sequence[CssRule]) -> dict[str, str]:
    """The properties and other attributes of an element: rules count more than attributes, its `style` more than those
    (SVG 2, 6.6)."""
    matched = {key: value for key, value in attributes.items() if key not in ("style", "class")}
    for rule in sorted((rule for rule in rules if rule.holds(tag, attributes)), key=lambda rule: rule.weight):
        matched |= rule.declarations
    return matched | parse_declarations(attributes.get("style", ""))


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
    matched = _LENGTH.fullmatch(text.strip())
    if matched is None:
        raise ValueError(f"“{text}” is not a length")
    value, unit = float(matched[1]), (matched[2] or "").lower()
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
    matched = _FUNCTION.fullmatch(low)
    if matched:
        parts = matched[1].replace(",", " ").split()
        if len(parts) == 3 or (len(parts) in (4, 5) and parts[-1] in ("1", "100%")):
            channels = [float(p[:-1]) * 2.55 if p.endswith("%") else float(p) for p in parts[:3]]
            return "#" + "".join(f"{round(min(max(channel, 0), 255)):02x}" for channel in channels)
    return _NAMED.get(low, low)
