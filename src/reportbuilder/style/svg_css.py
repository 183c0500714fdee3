"""Style sheets in SVG: which properties an element has by its attributes, its classes and its `style`.

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


class Rule(Value):
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


def parse_sheet(text: str) -> tuple[list[Rule], list[str]]:
    """The rules of a style sheet, in order, and the selectors and at-rules that are not read here."""
    rules, unread = list[Rule](), list[str]()
    for selectors, body in _RULE.findall(_COMMENT.sub("", text)):
        declarations = parse_declarations(body)
        for selector in (part.strip() for part in selectors.split(",")):
            found = _SELECTOR.fullmatch(selector)
            if found is None or not selector:
                unread.append(selector)
                continue
            parts = _PART.findall(found["rest"])
            classes = frozenset(name for sign, name in parts if sign == ".")
            name = next((name for sign, name in parts if sign == "#"), "")
            rules.append(Rule(found["tag"].strip("*"), classes, name, declarations))
    return rules, unread


def parse_declarations(text: str) -> dict[str, str]:
    """The properties of a `style` attribute or of a rule."""
    pairs = (part.partition(":") for part in text.split(";"))
    return {
        key.strip().lower(): value.replace("!important", "").strip() for key, _, value in pairs if key.strip() and value
    }


def properties_of(tag: str, attributes: Mapping[str, str], rules: Sequence[Rule]) -> dict[str, str]:
    """The properties and other attributes of an element: rules count more than attributes, its `style` more than those
    (SVG 2, 6.6)."""
    found = {key: value for key, value in attributes.items() if key not in ("style", "class")}
    for rule in sorted((rule for rule in rules if rule.holds(tag, attributes)), key=lambda rule: rule.weight):
        found |= rule.declarations
    return found | parse_declarations(attributes.get("style", ""))
