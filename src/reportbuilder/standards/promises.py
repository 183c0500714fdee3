"""From the facts of a document to problems: what would break the standards that the editions promise."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.document.model import Document
from reportbuilder.standards.document_facts import document_facts
from reportbuilder.standards.facts import DOCUMENT_FACTS, Fact
from reportbuilder.standards.judge import Violation, judge
from reportbuilder.standards.standard import Standard

STANDARD_CODES = frozenset(fact.value for fact in DOCUMENT_FACTS)
"""The codes of problems that are about a standard; a report without other errors would be built against it."""

HINTS: Mapping[Fact, str] = MappingProxyType(
    {
        Fact.FIGURE_WITHOUT_ALT: "Say in “alt: …” what it shows: of an image with its other settings, of a chart in "
        "its file in charts/.",
        Fact.HEADING_SKIPPED: "Take hashes away, so that it is one level below the heading that it belongs to.",
        Fact.TABLE_WITHOUT_HEADERS: "Say above each column what is in it: in the first row of a Markdown table, or in "
        "the column's “label: …”.",
        Fact.LINK_WITHOUT_WORDS: "Write what it leads to between square brackets: “[the year plan](…)”.",
        Fact.LANGUAGE_UNKNOWN: "Write the code of the language in two letters: “en” is English, “de” German, “fr” "
        "French, “fy” Frisian.",
        Fact.HAS_TITLE: "Write its title after “title:”.",
        Fact.HAS_LANGUAGE: "Add a line “language: nl”.",
    }
)
"""What to do about a fact, or where it is missed; exhaustive, as a test proves."""

_SETTINGS = {Fact.HAS_TITLE: "title", Fact.HAS_LANGUAGE: "language", Fact.LANGUAGE_UNKNOWN: "language"}


def check_promises(
    document: Document,
    title: str,
    standards: Iterable[Standard],
    place_of: Callable[[str], Place],
    diagnostics: Diagnostics,
) -> None:
    """Report what of a document and its `title` would break the `standards` that its editions promise; not again what
    was found when it was read. `place_of` gives the place of a setting by its name."""
    known = {(problem.code, problem.place) for problem in diagnostics}
    for violation in judge(document_facts(document, title), tuple(dict.fromkeys(standards)), DOCUMENT_FACTS):
        place = violation.observation.place
        if not place.file:  # it is about the report as a whole
            place = place_of(_SETTINGS[violation.fact])
        if (violation.fact.value, place) not in known:
            diagnostics.add(Code(violation.fact.value), _message(violation), place, HINTS[violation.fact])


def _message(violation: Violation) -> str:
    names = [standard.value for standard in violation.standards]
    words = ": ".join(filter(None, (violation.words, violation.observation.detail)))
    return f"{words}. {' and '.join(names)} {'does' if len(names) == 1 else 'do'} not allow that."
