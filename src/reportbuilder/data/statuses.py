"""Statuses of goals: worked out from figures, or typed, or from words by the rules in `statusregels.yaml`."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from reportbuilder.data.goals import COMPARISON, GOAL, RESULT, met_by_figures
from reportbuilder.data.tables import DataCell, DataRow, DataTable
from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.files.inputs import MOST_TEXT, decode, load, tell_unreadable
from reportbuilder.project.located_yaml import LocatedData, read_yaml
from reportbuilder.project.schema import Form, Limits, parse_settings
from reportbuilder.values import Value


class StatusRules(Value):
    """How a status is worked out. `words` are the statuses' names by key, `patterns` are tried in order."""

    words: Mapping[str, str]
    figures: bool
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    otherwise: str

    def status(self, row: DataRow) -> tuple[str, bool]:
        """A row's status key, and whether it was inferred: figures decide, then what is typed, then words."""
        figures = self._by_figures(row)
        if figures:
            return figures, True
        typed = self._typed(row.text("status"))
        if typed:
            return typed, False
        return self._by_words(row.text("resultaat")) or self.otherwise, True

    def check(self, table: DataTable, diagnostics: Diagnostics) -> None:
        """Report every typed status that is neither a key nor the name of one, or that goes against the figures."""
        for row in table.rows:
            cell = row.cells.get("status")
            if cell is None or cell.missing:
                continue
            typed, figures = self._typed(cell.text), self._by_figures(row)
            if not typed:
                hint = nearest(cell.text, self.words)
                diagnostics.add(Code.DATA_STATUS, f"“{cell.text}” is not a status.", cell.place, hint)
            elif figures and typed != figures:
                against_figures(row, cell, self.words[figures], diagnostics)

    def _typed(self, text: str) -> str:
        said = text.casefold()
        return next((key for key, word in self.words.items() if said and said in (key, word.casefold())), "")

    def _by_figures(self, row: DataRow) -> str:
        met = met_by_figures(row) if self.figures else None
        return "" if met is None else "gerealiseerd" if met else "niet-gerealiseerd"

    def _by_words(self, result: str) -> str:
        return next((key for key, pattern in self.patterns if pattern.search(result)), "")


def against_figures(row: DataRow, typed: DataCell, computed: str, diagnostics: Diagnostics) -> None:
    """Report a typed status that is not the one that follows from goal and result."""
    result, goal = row.text(RESULT), f"{row.text(COMPARISON)} {row.text(GOAL)}"
    message = f"“{typed.text}” is typed, and the figures say “{computed}”: the result is {result}, the goal {goal}."
    hint = "Empty the status, for it is computed; or correct the figures."
    diagnostics.add(Code.STATUS_FIGURES, message, typed.place, hint)


class _WordRule(Form):
    status: str
    pattern: str


class _RulesFile(Form, kw_only=True):
    statuses: Annotated[Mapping[str, str], Limits(1)]
    figures: bool = True
    words: tuple[_WordRule, ...] = ()
    otherwise: str


_NEEDED = ("gerealiseerd", "niet-gerealiseerd")


def read_rules(path: Path, shown: str, diagnostics: Diagnostics, root: Path | None = None) -> StatusRules | None:
    """Read the rules, whose file has to be inside `root` (its own folder when none is given); everything that is wrong
    goes into the findings, and the answer is None."""
    try:
        content = load(path, root or path.parent, MOST_TEXT)
    except FileNotFoundError:
        beside = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        diagnostics.add(
            Code.FILE_MISSING, f"The file “{shown}” does not exist.", Place(shown), nearest(path.name, beside)
        )
        return None
    except OSError as error:
        tell_unreadable(path, error, diagnostics, Place(shown))
        return None
    text = decode(content, shown, diagnostics)
    marked = read_yaml(text, Place(shown, 1, 1), diagnostics) if text is not None else None
    form = parse_settings(_RulesFile, marked, diagnostics, "rules") if marked else None
    if marked is None or form is None:
        return None
    known = _check_keys(form, marked, diagnostics)
    patterns = [_compile(rule, marked.place("words", i, "pattern"), diagnostics) for i, rule in enumerate(form.words)]
    compiled = tuple((rule.status, p) for rule, p in zip(form.words, patterns, strict=True) if p is not None)
    if not known or len(compiled) < len(patterns):
        return None
    return StatusRules(dict(form.statuses), form.figures, compiled, form.otherwise)


def _check_keys(form: _RulesFile, marked: LocatedData, diagnostics: Diagnostics) -> bool:
    used = [(form.otherwise, marked.place("otherwise"))]
    used += [(rule.status, marked.place("words", i, "status")) for i, rule in enumerate(form.words)]
    wrong = [(key, place) for key, place in used if key not in form.statuses]
    for key, place in wrong:
        diagnostics.add(Code.RULES_STATUS, f"“{key}” is not one of the statuses.", place, nearest(key, form.statuses))
    lacking = [key for key in _NEEDED if form.figures and key not in form.statuses]
    for key in lacking:
        hint = f"Add “{key}: …” to the statuses, or set “figures: false”."
        diagnostics.add(Code.RULES_STATUS, f"Figures need the status “{key}”.", marked.place("statuses"), hint)
    return not wrong and not lacking


def _compile(rule: _WordRule, place: Place, diagnostics: Diagnostics) -> re.Pattern[str] | None:
    try:
        return re.compile(rule.pattern, re.IGNORECASE)
    except (re.error, OverflowError) as error:
        diagnostics.add(Code.RULES_PATTERN, f"The pattern is not a valid regular expression: {error}.", place)
        return None
