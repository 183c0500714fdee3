"""How the rows of the table of rulings are written."""

from types import MappingProxyType

from reportbuilder.standards.names import Law, Rule, Ruling, Standard

FREE = Law(Rule.FREE)
NEVER = Law(Rule.FORBIDDEN)
MUST = Law(Rule.REQUIRED)
UNWISE = Law(Rule.UNWISE)
X_NEVER = Law(Rule.FORBIDDEN, "6")
X_MUST = Law(Rule.REQUIRED, "6")
"""The clause of ISO 15930-7:2010 with all technical requirements of PDF/X-4."""

_ONLY_A = ("6.7", "6.2.11.7.3")
_ONLY_A_AND_U = ("6.7", "6.2.11.7")
"""The clauses of ISO 19005-2 (as beginnings) that conformance levels u and b do not have (its 5.2 to 5.4)."""


def never(clause: str) -> Law:
    """Forbidden by a clause."""
    return Law(Rule.FORBIDDEN, clause)


def must(clause: str) -> Law:
    """Required by a clause."""
    return Law(Rule.REQUIRED, clause)


def unwise(clause: str) -> Law:
    """Against a clause, but told as a warning only."""
    return Law(Rule.UNWISE, clause)


def row(words: str, ua1: Law, a2a: Law, house: Law, x4: Law, press: Law, pdf: Law = FREE) -> Ruling:
    """A row of the table; a clause gets the name of its standard.

    `a2a` is the law of PDF/A-2a; levels u and b have the same, without the clauses that only level a (and u) has. `pdf`
    is that of ISO 32000-1, for what is wrong in any PDF whatever it promises.
    """
    archive = _of("ISO 19005-2", a2a)
    laws = {
        Standard.UA1: _of("ISO 14289-1", ua1),
        Standard.A2A: archive,
        Standard.A2U: FREE if a2a.clause.startswith(_ONLY_A) else archive,
        Standard.A2B: FREE if a2a.clause.startswith(_ONLY_A_AND_U) else archive,
        Standard.X4: _of("ISO 15930-7", x4),
        Standard.PREFLIGHT: press,
        Standard.PDF: _of("ISO 32000-1", pdf),
        Standard.HOUSE: house,
    }
    return Ruling(words, MappingProxyType(laws))


def pdf_row(words: str, pdf: Law) -> Ruling:
    """The row of a fact that is wrong in any PDF, and that no other standard speaks of."""
    return row(words, FREE, FREE, FREE, FREE, FREE, pdf)


def tree_row(words: str, clause: str) -> Ruling:
    """The row of an inconsistency that ISO 32000-1 forbids and readers cope with: a warning, but an error in our own
    files."""
    return row(words, FREE, FREE, NEVER, FREE, FREE, unwise(clause))


def press_row(words: str, x4: Law, press: Law) -> Ruling:
    """The row of a fact that nobody minds but the press."""
    return row(words, FREE, FREE, FREE, x4, press)


def _of(standard: str, law: Law) -> Law:
    return Law(law.rule, f"{standard}, {law.clause}") if law.clause else law
