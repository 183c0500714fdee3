"""Claims about norms and goals, and whether they agree with the figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import assert_never

from reportbuilder.sentence_checks import dutch
from reportbuilder.sentence_checks.agreement import Outcome
from reportbuilder.sentence_checks.clauses import ClausePart
from reportbuilder.sentence_checks.lexicon import Goal, Subject
from reportbuilder.sentence_checks.mentions import StatedFigure
from reportbuilder.values import Value


class GoalRelation(Enum):
    """The relation between a figure and its goal that a sentence claims."""

    ABOVE = "above"
    BELOW = "below"
    MET = "met"
    NOT_MET = "not met"


class GoalClaim(Value):
    """The claim that a figure meets its goal, or how it stands to it."""

    at: int
    words: str
    relation: GoalRelation


def may_tell_goal(low: str) -> bool:
    """Whether words, in lower case, may say anything of a goal that was not named before them: what is seen at once
    of most that do not."""
    return dutch.may_name_goal(low) or "afgesproken" in low or " die is" in low


def goals_in(part: ClausePart, goal_before: bool) -> Iterator[GoalClaim]:
    """What a part says of a goal; `goal_before` when the sentence before named one. At most one: what says two things
    of goals is left alone."""
    if part.unreal or _partly().search(part.low):
        return
    found = list(_claims(part, goal_before))
    if len({claim.relation for claim in found}) == 1:
        yield found[0]


def _claims(part: ClausePart, goal_before: bool) -> Iterator[GoalClaim]:
    for match in _compared().finditer(part.low):
        relation = GoalRelation.ABOVE if match["above"] or match["higher"] else GoalRelation.BELOW
        if part.denied:
            continue
        yield _claim(part, match, relation)
    for match in _behind().finditer(part.low) if "achter" in part.low else ():
        if not part.denied:
            yield _claim(part, match, GoalRelation.BELOW)
    named = goal_before or names_goal(part.low)
    for match in _reached().finditer(part.low):
        if named or _agreed().search(part.low):
            around = part.low[part.low.rfind(",", 0, match.start()) + 1 :].partition(",")[0]
            denied = dutch.denying().search(around) is not None
            if denied or not part.denied:
                yield _claim(part, match, GoalRelation.NOT_MET if denied else GoalRelation.MET)


def judge_goal(subject: Subject, relation: GoalRelation, year: int) -> tuple[Outcome, Goal | None]:
    """Whether an indicator was in this relation to its goal in a year; with several norms, to any of them."""
    known = subject.known(year)
    outcomes: list[tuple[Outcome, Goal]] = []
    for goal in subject.goals(year):
        bound = subject.bound(goal)
        if known is not None and bound is not None:
            outcomes.append((_judge(known.value, relation, goal, bound), goal))
    return max(outcomes, key=lambda one: one[0]) if outcomes else (Outcome.UNKNOWN, None)


def norm_figure(part: ClausePart) -> Iterator[StatedFigure]:
    """The figures, typed, that a part gives as a norm: “de norm van 82 %”."""
    for figure in part.figures:
        if figure.bound is None and _told().search(dutch.unhedged(part.before(figure.start))):
            yield figure


def is_norm(subject: Subject, figure: StatedFigure) -> Outcome:
    """Whether a figure is one of a subject's norms."""
    bounds = [bound for goal in subject.goals() if (bound := subject.bound(goal)) is not None]
    if not bounds or figure.percentage != subject.percentage:
        return Outcome.UNKNOWN
    return Outcome.AGREES if figure.value in bounds else Outcome.DISAGREES


def names_goal(low: str) -> bool:
    """Whether words, in lower case, name a goal."""
    return dutch.may_name_goal(low) and _goal().search(low) is not None


def _claim(part: ClausePart, match: re.Match[str], relation: GoalRelation) -> GoalClaim:
    at = part.start + match.start()
    return GoalClaim(at, part.sentence.text[at : part.start + match.end()], relation)


def _judge(value: Decimal, relation: GoalRelation, goal: Goal, bound: Decimal) -> Outcome:
    match relation:
        case GoalRelation.ABOVE:
            holds = value > bound
        case GoalRelation.BELOW:
            holds = value < bound
        case GoalRelation.MET:
            holds = goal.norm.comparison.holds(value, bound)
        case GoalRelation.NOT_MET:
            holds = not goal.norm.comparison.holds(value, bound)
        case _:
            assert_never(relation)
    return Outcome.AGREES if holds else Outcome.DISAGREES


_ARTICLE = r"(?:de|het|hun|onze|ons|haar|die|dat) (?:afgesproken |gestelde |landelijke |eigen |regionale )?"


@cache
def _compared() -> re.Pattern[str]:
    figure = r"[\d.,]+ ?%?"
    bound = (
        rf"{_ARTICLE}(?:{dutch.GOAL}|(?:afgesproken )?{figure}(?:,? (?:die|dat) (?:het|de|als) {dutch.GOAL}| die is)"
        rf"|(?<=afgesproken ){figure})"
    )
    return re.compile(
        r"\b(?:(?P<above>boven)|onder|(?:(?P<higher>hoger|meer|beter|vaker)|lager|minder|slechter) (?:uit )?dan) "
        rf"{bound}"
    )


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(rf"\bachter(?: bij {_ARTICLE}{dutch.GOAL}|gebleven bij {_ARTICLE}{dutch.GOAL})")


@cache
def _reached() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:gehaald|behaald|gerealiseerd|bereikt|nagekomen|haalden?|haalt|halen|realiseerden?|voldoet|voldoen|voldeed"
        r"|voldeden|voldaan|behaalden?)(?!\w)"
    )


@cache
def _goal() -> re.Pattern[str]:
    return re.compile(rf"\b{dutch.GOAL}(?!\w)")


@cache
def _agreed() -> re.Pattern[str]:
    return re.compile(r"\bafgesproken (?:aantal|percentage)\b")


@cache
def _partly() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:deels|gedeeltelijk|grotendeels|meestal|bijna|nagenoeg|vrijwel|altijd|overal|sommige|enkele|een deel"
        r"|vier van|drie van|twee van|een van|één van|merendeel|meeste|nog|landelijk\w*|werd gesteld|luidde|doordat"
        r"|om)\b"
    )


@cache
def _told() -> re.Pattern[str]:
    return re.compile(
        rf"\b{dutch.GOAL} (?:van|was|is|bedroeg|bedraagt)(?: minimaal| maximaal| minstens| ten minste)? $"
    )
