"""What does not agree, told: the words with their place, and the figures with theirs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reportbuilder.diagnostics import Code, DiagnosticCode, Diagnostics, Place
from reportbuilder.document.text_spans import source_place
from reportbuilder.files.inputs import load
from reportbuilder.i18n.number_format import format_number
from reportbuilder.sentence_checks.judging import Outcome
from reportbuilder.sentence_checks.sentences import Sentence
from reportbuilder.sentence_checks.subjects import Goal, Subject, places_of

HINT = "Correct the sentence or the figure; bind the figure to the data with “{{ … }}” where you can."
DOUBT = "If it is meant so, write “ruim”, “ongeveer” or the exact figure."


_WRITTEN = ".md"


class Teller:
    """Tells what does not agree, each once."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        self._diagnostics = diagnostics
        self._lines: dict[str, list[str]] = {}

    def tell(
        self, code: DiagnosticCode, outcome: Outcome, sentence: Sentence, at: int, words: str, against: str
    ) -> None:
        """A contradiction as a warning, a doubt as a note; what agrees or cannot be known is not told."""
        place, said = self._on_its_line(sentence.place(at)), " ".join(words.split())
        if outcome is Outcome.DISAGREES:
            self._diagnostics.add(code, f"“{said}” does not agree with the data: {against}.", place, HINT)
        elif outcome is Outcome.DOUBTFUL:
            self._diagnostics.add(
                Code.AGREE_ROUGHLY, f"“{said}” agrees only roughly with the data: {against}.", place, DOUBT
            )

    def warn(self, code: DiagnosticCode, message: str, place: Place, hint: str) -> None:
        """Something else that cannot be right."""
        self._diagnostics.add(code, message, self._on_its_line(place), hint)

    def _on_its_line(self, place: Place) -> Place:
        """A place in a chapter, of whose paragraphs only the first line is known until it is looked up."""
        if not place.file.endswith(_WRITTEN):
            return place
        if place.file not in self._lines:
            try:
                self._lines[place.file] = (
                    load(Path(place.file), Path(place.file).parent).decode("utf-8-sig").split("\n")
                )
            except (OSError, UnicodeDecodeError):
                self._lines[place.file] = []
        return source_place(place, self._lines[place.file])


def figures_of(subject: Subject, years: Iterable[int]) -> str:
    """The figures of a subject in some years, and where they stand."""
    known = {year: found for year in years if (found := subject.known(year)) is not None}
    if not known:
        return f"there is no figure of “{subject.name}”"
    told = " and ".join(f"{found} in {year}" for year, found in known.items())
    cells = [cell for found in known.values() for cell in found.cells]
    return f"“{subject.name}” was {told} ({places_of(cells)})"


def goal_of(subject: Subject, year: int, goal: Goal) -> str:
    """The figure of a subject and its norm, and where they stand."""
    bound = subject.bound(goal)
    number = f", that is {format_number(bound, subject.unit)}" if goal.norm.year and bound is not None else ""
    return f"{figures_of(subject, (year,))}, and its norm is “{goal.text}”{number} ({goal.cell})"
