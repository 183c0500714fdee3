"""Write `docs/problems.md`: every code of a problem, with what was found, why it matters, and an example.

`python tools/problems_page.py` writes the page; a test compares it with what stands there.
"""

from collections.abc import Iterator
from pathlib import Path

from reportbuilder.diagnostics import Code, ExitCode, Severity
from reportbuilder.diagnostics.model import Explanation, explanations
from reportbuilder.standards.facts import Fact
from reportbuilder.standards.judge import DESCRIPTIONS, REQUIREMENTS
from reportbuilder.standards.standard import Level, Standard

PAGE = Path(__file__).parents[1] / "docs" / "problems.md"

_HEAD = """# Problems

Every problem that the program reports has a code, in brackets at its end. This page says for each what was found, why
that matters, and gives an example. How to mend it stands in the message itself.

An error stops the build, a warning and a note do not. The exit code of a command is that of its gravest error: of a
code that names none below it is 1.

<!-- Made by tools/problems_page.py from src/reportbuilder/diagnostics and the rules of the standards. -->
"""
_KINDS = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.NOTE: "Note"}
_LEVELS = {Level.FORBIDDEN: "forbids it", Level.REQUIRED: "requires it", Level.DISCOURAGED: "advises against it"}


def page() -> str:
    """The text of the page."""
    known = explanations()
    facts = {fact.value: fact for fact in Fact}
    own = [code for code in Code if code.value not in facts]
    finished = [code for code in Code if code.value in facts]
    return "\n".join(
        (
            _HEAD,
            "## In a report, its data and its style\n",
            *(_entry(code, known[code]) for code in own),
            "## In a finished PDF\n",
            *(_entry(code, _of_fact(facts[code], known[code])) for code in finished),
        )
    )


def _entry(code: Code, explanation: Explanation) -> str:
    exits = (
        ""
        if code.exit_code is ExitCode.CONTENT or code.severity is not Severity.ERROR
        else f", exit code {code.exit_code:d}"
    )
    return (
        f"### `{code}`\n"
        f"{_KINDS[code.severity]}{exits}. {explanation.found} {explanation.reason}\n\n"
        f"*Example:* {_literal(explanation.example)}\n"
    )


def _literal(text: str) -> str:
    """A text that Markdown shows as it stands."""
    return f"`` {text} ``" if set(text) & set("<[{~*_#`|^") else text


def _of_fact(fact: Fact, explanation: Explanation) -> Explanation:
    """The explanation of a fact about a PDF: its words, and what the standards say of it."""
    said = "; ".join(_says(fact))
    return Explanation(explanation.example, f"{DESCRIPTIONS[fact]}.", f"{said[0].upper()}{said[1:]}." if said else "")


def _says(fact: Fact) -> Iterator[str]:
    for standard, requirements in REQUIREMENTS.items():
        if fact in requirements:
            clause = f" ({requirements[fact].clause})" if requirements[fact].clause else ""
            name = "PDF itself" if standard is Standard.PDF else standard.value
            yield f"{name} {_LEVELS[requirements[fact].level]}{clause}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
