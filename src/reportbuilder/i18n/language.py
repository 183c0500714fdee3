"""The words of the program in one language, by the part of a report that they stand in.

Each language is a module with one `Language`: `nl`, `en`. Words are keyed by the values of other rooms' enums, not by
their members, so that this room knows none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module

from reportbuilder.i18n.number_parsing import Notation
from reportbuilder.values import Value

LANGUAGES = ("nl", "en")
"""The languages that reports can be in."""


class RestatedWords(Value):
    """The words of a table of restated figures: its headings, and what is said when there are none."""

    indicator: str
    year: str
    before: str
    now: str
    difference: str
    reason: str
    none: str


class ReportWords(Value):
    """The words of one language; a comparison has `{amount}` and `{year}` in it, `in_turn` `{names}`."""

    table: str
    figure: str
    chapter: str
    appendix: str
    page: str
    opening_quote: str
    closing_quote: str
    goal_met: str
    goal_missed: str
    goal: str
    result: str
    status: str
    topic: str
    activity: str
    assignment: str
    more: str
    fewer: str
    higher: str
    lower: str
    same: str
    inferred: str
    figures: str
    norm: str
    in_turn: str
    and_: str
    no_figure: str
    not_applicable: str
    provisional: str
    version: str
    date: str
    note: str
    no_versions: str
    version_statuses: Mapping[str, str]
    statuses: Mapping[str, str]
    """By the values of `document.model.Status`."""
    restated: RestatedWords


class PageWords(Value):
    """Headings of made pages and the words around tables."""

    contents: str
    lists: str
    tables: str
    figures: str
    source: str
    continued: str
    page: str
    inks: tuple[str, str, str, str]
    concept: str
    version: str
    changes: str
    inserted: str
    deleted: str


class ChartWords(Value):
    """The words of one language; `relations` say how a figure has to compare with its goal."""

    goal: str
    whole_goal: str
    missed: str
    no_figure: str
    relations: Mapping[str, str]
    """By the values of `data.norms.Relation`."""


class NumberWords(Value):
    """The words of one language; `{n}` is a number in words, and `parts` have names: one in ten, two in three."""

    almost: str
    over: str
    halved: str
    halved_over: str
    times: str
    one_and_a_half: str
    and_a_half: str
    small: Sequence[str]
    parts: Mapping[tuple[int, int], str]
    ordinal: str
    months: Sequence[str]
    short_months: Sequence[str]
    weekdays: Sequence[str]
    short_weekdays: Sequence[str]
    """From Monday on, as those of the line before."""


class ChangeWords(Value):
    """The words of one language.

    `subjects` (for one and for more of them), `actions`, `parts` and `groups` are keyed by the values of the enums of
    `compare.changes`, `compare.tree` and `compare.phrasing`; `names` by those of settings, made pages and text roles,
    `styles` by those of inline styles. Words between braces are filled in.
    """

    subjects: Mapping[str, tuple[str, str]]
    actions: Mapping[str, str]
    parts: Mapping[str, str]
    names: Mapping[str, str]
    quotes: tuple[str, str]
    heading: str
    no_version: str
    nothing: str
    one: str
    many: str
    whole: str
    columns: tuple[str, str, str, str, str]
    page: str
    line: str
    under: str
    charts: tuple[str, str]
    chart_kinds: Mapping[str, str]
    context: str
    gap: str
    and_: str
    from_: str
    in_: str
    after: str
    before: str
    to: str
    styles: Mapping[str, str]
    groups: Mapping[str, str]
    csv: tuple[str, ...]


class Language(Value):
    """All words of one language: those put into the text, on the pages, into charts, into figures that are written in
    words, and into descriptions of changes."""

    dutch_name: str
    iso_639_3: str
    """The code of the language in three letters."""
    notation: Notation
    """Which sign stands before the decimals of a printed number."""
    report: ReportWords
    pages: PageWords
    charts: ChartWords
    numbers: NumberWords
    changes: ChangeWords


@cache
def language_of(tag: str) -> Language:
    """The words of a language by its tag (BCP 47); English for one that has none of its own."""
    base = tag.split("-")[0].lower()
    module = import_module(f"reportbuilder.i18n.{base if base in LANGUAGES else 'en'}")
    language: Language = module.LANGUAGE
    return language
