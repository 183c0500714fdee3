"""How the rows of the table of rulings are written."""

from types import MappingProxyType

from reportbuilder.editions.standards import Law, Rule, Ruling, Standard

FREE = Law(Rule.FREE)
NEVER = Law(Rule.FORBIDDEN)
MUST = Law(Rule.REQUIRED)
UNWISE = Law(Rule.UNWISE)
X_NEVER = Law(Rule.FORBIDDEN, "6")
X_MUST = Law(Rule.REQUIRED, "6")
"""The clause of ISO 15930-7:2010 with all technical requirements of PDF/X-4."""


def never(clause: str) -> Law:
    """Forbidden by a clause."""
    return Law(Rule.FORBIDDEN, clause)


def must(clause: str) -> Law:
    """Required by a clause."""
    return Law(Rule.REQUIRED, clause)


def row(words: str, ua1: Law, a2a: Law, house: Law, x4: Law, press: Law) -> Ruling:
    """A row of the table; a clause gets the name of its standard."""
    laws = {
        Standard.UA1: _of("ISO 14289-1", ua1),
        Standard.A2A: _of("ISO 19005-2", a2a),
        Standard.X4: _of("ISO 15930-7", x4),
        Standard.PREFLIGHT: press,
        Standard.HOUSE: house,
    }
    return Ruling(words, MappingProxyType(laws))


def press_row(words: str, x4: Law, press: Law) -> Ruling:
    """The row of a fact that nobody minds but the press."""
    return row(words, FREE, FREE, FREE, x4, press)


def _of(standard: str, law: Law) -> Law:
    return Law(law.rule, f"{standard}, {law.clause}") if law.clause else law
