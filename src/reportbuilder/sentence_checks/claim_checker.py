"""Checking the claims of sentences against the data, in every way to read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from reportbuilder.diagnostics import Code, DiagnosticCode
from reportbuilder.reader.expressions import UNKNOWN
from reportbuilder.sentence_checks import dutch
from reportbuilder.sentence_checks.agreement import (
    DiscrepancyReporter,
    Outcome,
    compare_change,
    compare_figure,
    compare_multiple,
    compare_record,
    figures_of,
    goal_of,
)
from reportbuilder.sentence_checks.claims import (
    ChangeClaim,
    MultipleClaim,
    RecordClaim,
    ValueClaim,
    bound_subject,
    changes_in,
    may_change,
    may_claim,
    multiples_in,
    own_years,
    records_in,
    values_in,
)
from reportbuilder.sentence_checks.clauses import (
    ClausePart,
    IndicatorGroup,
    Pair,
    YearContext,
    YearReadings,
    YearTracker,
    parts_of,
    years_of,
)
from reportbuilder.sentence_checks.goal_claims import (
    GoalClaim,
    goals_in,
    is_norm,
    judge_goal,
    may_tell_goal,
    names_goal,
    norm_figure,
)
from reportbuilder.sentence_checks.lexicon import IndicatorLexicon, NameMatch, Subject, together
from reportbuilder.sentence_checks.mentions import StatedFigure, YearMentions, annotate, has_typed, mentions_in
from reportbuilder.sentence_checks.sentences import Sentence

Comparison = Callable[[Subject, Pair], Outcome]


class ClaimChecker:
    """Checks the parts of one sentence in turn; `before` is what the sentence before was about, if it was about one
    thing, and whether it named a goal."""

    def __init__(
        self,
        lexicon: IndicatorLexicon,
        tracker: YearTracker,
        parts: tuple[ClausePart, ...],
        reporter: DiscrepancyReporter,
        before: tuple[IndicatorGroup | None, bool],
    ) -> None:
        self._lexicon = lexicon
        self._tracker = tracker
        self._parts = parts
        self._reporter = reporter
        self._before, self._goal_before = before
        self._here: IndicatorGroup | None = None
        self._way: int | None = None
        self._groups: list[IndicatorGroup] = []

    @cached_property
    def _context(self) -> YearContext:
        """The years in the sentences before this one."""
        return self._tracker.context(self._parts)

    def check(self, part: ClausePart) -> None:
        """Check a part of the sentence."""
        subject = self._subject(part)
        if (self._goal_before or may_tell_goal(part.low)) and not part.elsewhere:
            self._check_goals(part, subject)
        if may_change(part, self._way) and not part.elsewhere and not part.unreal:
            self._check_changes(part, subject)
        if (part.groups or subject) and may_claim(part) and not part.elsewhere and not part.unreal:
            self._check_claims(part, subject)
        self._groups += part.groups
        self._here = part.groups[-1] if part.groups else subject or self._here

    def _check_changes(self, part: ClausePart, subject: IndicatorGroup | None) -> None:
        for change in changes_in(part, self._way):
            self._way = change.way
            if (change.size is not None and change.size.bound) or not names_goal(part.low):
                self._check_change(part, change, change.group or subject)

    def _check_claims(self, part: ClausePart, subject: IndicatorGroup | None) -> None:
        for multiple in multiples_in(part):
            self._check_multiple(part, multiple, multiple.group or subject)
        for found in records_in(part):
            self._check_record(part, found, found.group or subject)
        for claim in values_in(part):
            self._check_value(part, claim, claim.group or subject)

    def carried_on(self, sentence: Sentence) -> IndicatorGroup | None:
        """What the next sentence may speak of as “dat aantal”: what this one is about, if that is one thing."""
        if len(self._groups) == 1:
            return self._groups[0]
        if not self._groups and dutch.refers_back().match(sentence.low):
            return self._before
        return None

    def _subject(self, part: ClausePart) -> IndicatorGroup | None:
        """What a part is about that names nothing itself: what was named before, if it says so."""
        if part.groups:
            return None
        if self._here is not None:
            goes_on = dutch.pronoun().match(part.low.lstrip(" ,")) or dutch.continues().match(part.low)
            return self._here if goes_on else None
        return self._before if self._before is not None and dutch.refers_back().search(part.low) else None

    def _check_change(self, part: ClausePart, change: ChangeClaim, group: IndicatorGroup | None) -> None:
        size = change.size
        if size is not None and size.bound is not None:
            self._check_bound_change(part, change, size)
            return
        if group is None:
            return
        years = years_of(part, self._context, _norm_years(group))
        if years.vague:
            return
        code = Code.AGREE_CHANGE if size is not None else Code.AGREE_DIRECTION

        def judge(subject: Subject, pair: Pair) -> Outcome:
            return compare_change(subject, change.way, size, pair)

        words = f"{change.words} … {size.words}" if size and size.start > change.at else change.words
        words = f"{size.words} {change.words}" if size and size.start < change.at else words
        words = change.words if size and change.words == size.words else words
        self._report_worst(code, part, change.at, words, group, years, judge)

    def _check_bound_change(self, part: ClausePart, change: ChangeClaim, size: StatedFigure) -> None:
        """A direction beside a change that was filled in: its cells say what it is of, and when."""
        ids, years = bound_subject(size)
        subjects = [self._lexicon.by_id[name] for name in ids if name in self._lexicon.by_id]
        if len(years) != 2 or not subjects or len(subjects) < len(ids):
            return
        whole = subjects[0] if len(subjects) == 1 else together(subjects)
        if whole is None:
            return
        pair = (years[1], years[0])
        outcome = compare_change(whole, change.way, None, pair)
        if outcome is Outcome.DISAGREES:
            self._reporter.report(
                Code.AGREE_DIRECTION, outcome, part.sentence, change.at, change.words, figures_of(whole, years)
            )
            return
        named = years_of(part, self._context)
        if named.bases and years[0] not in named.bases and len(named.bases) == 1:
            against = f"the figure is computed from {' and '.join(map(str, years))}, not from {named.bases[0]}"
            self._reporter.report(Code.AGREE_PERIOD, Outcome.DISAGREES, part.sentence, size.start, size.words, against)

    def _check_multiple(self, part: ClausePart, multiple: MultipleClaim, group: IndicatorGroup | None) -> None:
        if group is None:
            return
        years = years_of(part, self._context, _norm_years(group))

        def judge(subject: Subject, pair: Pair) -> Outcome:
            return max(compare_multiple(subject, times, multiple.hedge, pair) for times in multiple.times)

        if not years.vague:
            self._report_worst(Code.AGREE_MULTIPLE, part, multiple.at, multiple.words, group, years, judge)

    def _check_record(self, part: ClausePart, found: RecordClaim, group: IndicatorGroup | None) -> None:
        if group is None or len(group.subjects) > 1:
            return
        years = years_of(part, self._context)
        own = years.own or (self._context.year,)
        subject = group.subjects[0]
        outcome = compare_record(subject, found.way, own[0], found.since)
        if len(own) == 1 and not years.vague:
            against = figures_of(subject, [y for y in subject.years if y <= own[0] and y >= (found.since or 0)])
            self._reporter.report(Code.AGREE_RANKING, outcome, part.sentence, found.at, found.words, against)

    def _check_value(self, part: ClausePart, claim: ValueClaim, group: IndicatorGroup | None) -> None:
        if group is None or len(group.subjects) > 1:
            return
        subject, figure = group.subjects[0], claim.figure
        if figure.percentage != subject.percentage or (figure.unit not in ("", subject.unit)):
            return
        years = years_of(part, self._context)
        free = tuple(year for year in years.own if year not in own_years(part))
        own = (claim.year,) if claim.year else free or (self._context.year, *self._context.own)
        if years.vague or (len(years.own) > 1 and not claim.year):
            return
        outcomes = [(compare_figure(figure, known.value), year) for year in own if (known := subject.known(year))]
        if len(outcomes) == len(own) and outcomes:
            outcome, _ = max(outcomes)
            against = figures_of(subject, own[:1])
            self._reporter.report(Code.AGREE_VALUE, outcome, part.sentence, figure.start, figure.words, against)

    def _check_goals(self, part: ClausePart, subject: IndicatorGroup | None) -> None:
        for claim in goals_in(part, self._goal_before):
            self._check_goal(part, claim, subject)
        figures = () if part.unreal or part.denied else tuple(norm_figure(part))
        if not figures or set(years_of(part, self._context).own) - {self._context.year}:
            return
        for figure in figures:
            for one in self._about(part, figure.start, subject):
                outcome = is_norm(one, figure)
                if one.goals() and outcome is Outcome.DISAGREES:
                    goal = one.goals()[0]
                    against = f"the norm of “{one.name}” is “{goal.text}” ({goal.cell})"
                    self._reporter.report(Code.AGREE_NORM, outcome, part.sentence, figure.start, figure.words, against)

    def _check_goal(self, part: ClausePart, claim: GoalClaim, subject: IndicatorGroup | None) -> None:
        about = self._about(part, claim.at, subject)
        years = years_of(part, self._context)
        every = any(times.role == "ever" for times in part.times)
        own = years.own or (self._context.year,)
        wrongs: list[str] = []
        for indicator in about:
            claimed_years = [year for year in indicator.years if year > min(indicator.years)] if every else list(own)
            outcomes = [(*judge_goal(indicator, claim.relation, year), year) for year in claimed_years]
            if not years.own and not every and self._context.own and len(outcomes) == 1:
                outcomes += [(*judge_goal(indicator, claim.relation, year), year) for year in self._context.own]
                outcomes = [max(outcomes, key=lambda each: each[0])]
            wrong = [(goal, year) for outcome, goal, year in outcomes if outcome is Outcome.DISAGREES and goal]
            if wrong and all(outcome is not Outcome.UNKNOWN for outcome, _, _ in outcomes):
                wrongs.append(goal_of(indicator, wrong[0][1], wrong[0][0]))
            elif len(about) > 1 and self._is_theme(about):
                return  # one of the goals of a theme is as the sentence claims
        for against in wrongs:
            self._reporter.report(Code.AGREE_NORM, Outcome.DISAGREES, part.sentence, claim.at, claim.words, against)

    def _is_theme(self, subjects: tuple[Subject, ...]) -> bool:
        """Whether these are the indicators of a theme, of which “het doel” may mean any."""
        return subjects in self._lexicon.of_theme.values()

    def _about(self, part: ClausePart, at: int, subject: IndicatorGroup | None) -> tuple[Subject, ...]:
        """What a statement about a goal is about: a figure that was filled in, an indicator, or a theme."""
        bound = [figure for figure in part.figures if figure.bound]
        ids = [bound_subject(figure)[0] for figure in bound]
        known = [self._lexicon.by_id[each[0]] for each in ids if len(each) == 1 and each[0] in self._lexicon.by_id]
        if known:
            return (known[0],) if len({subject.ids for subject in known}) == 1 else ()
        groups = [group for group in part.groups if group.end <= at] or list(part.groups)
        if groups:
            return _with_goals(groups[-1], self._lexicon)
        if match := dutch.before_theme().search(part.low):
            for theme, subjects in self._lexicon.of_theme.items():
                if re.match(rf"{re.escape(theme)}(?![\w-])", part.low[match.end() :]):
                    return subjects
        return _with_goals(subject, self._lexicon) if subject is not None else ()

    def _report_worst(
        self,
        code: DiagnosticCode,
        part: ClausePart,
        at: int,
        words: str,
        group: IndicatorGroup,
        years: YearReadings,
        judge: Comparison,
    ) -> None:
        """Compare a claim about a group with the data, and report it if it is wrong in every reading."""
        whole = together(group.subjects) if group.counted and len(group.subjects) > 1 else None
        outcomes: list[tuple[Outcome, Subject, Pair]] = []
        for reading in years.readings:
            each = [(judge(subject, pair), subject, pair) for subject in group.subjects for pair in reading]
            worst = min(each, key=lambda one: one[0])
            if whole is not None:
                sums = min(((judge(whole, pair), whole, pair) for pair in reading), key=lambda one: one[0])
                worst = max(worst, sums, key=lambda one: one[0])
            outcomes.append(worst)
        units = {figure.unit for figure in part.figures if not figure.percentage}
        if units - {"", *(subject.unit for subject in group.subjects)}:
            return  # it tells of something else of them: their costs, or how long they took
        if years.over:
            outcomes = [one for one in outcomes if one[0] is not Outcome.UNKNOWN]
        if not outcomes or any(outcome is Outcome.UNKNOWN for outcome, _, _ in outcomes):
            return
        best = max(outcome for outcome, _, _ in outcomes)
        _, subject, pair = outcomes[0]
        if best is not Outcome.AGREES:
            self._reporter.report(code, best, part.sentence, at, words, figures_of(subject, sorted(pair)))


def _with_goals(group: IndicatorGroup, lexicon: IndicatorLexicon) -> tuple[Subject, ...]:
    """What a statement about the goals of a group is about: the group, or, where it opens the sentence as a theme
    (“voor cybercrime”), the indicator of that theme that has a norm."""
    if all(subject.goals() for subject in group.subjects):
        return group.subjects
    theme = group.subjects[0].rows[0].text("thema").lower()
    of_theme = lexicon.of_theme.get(theme, ())
    return of_theme if not group.direct and len(group.subjects) == len(of_theme) == 1 else ()


def _norm_years(group: IndicatorGroup) -> tuple[int, ...]:
    """The years that a group's norms compare with."""
    years = [goal.norm.year for subject in group.subjects for goal in subject.goals()]
    return tuple(dict.fromkeys(int(year) for year in years if year))


_LONGEST = 1500  # more characters are no sentence, and would take long


def may_say_alone(low: str) -> bool:
    """Whether words, in lower case, that name no indicator may say anything of the figures that were filled into
    them: how they moved, or how they stand to a goal."""
    return may_tell_goal(low) or dutch.moves().search(low) is not None


def check_sentences(
    sentences: Sequence[Sentence], lexicon: IndicatorLexicon, year: int, reporter: DiscrepancyReporter
) -> None:
    """Check the sentences of one span of text; “dat aantal”, and claims without a year, refer to earlier sentences."""
    named = [() if _is_no_sentence(sentence) else (*lexicon.find(sentence.low),) for sentence in sentences]
    relevant = [_is_relevant(sentence, names, lexicon) for sentence, names in zip(sentences, named, strict=True)]
    remaining = sum(relevant)
    tracker, referent, goal_before = YearTracker(year), None, False
    heads: frozenset[str] = frozenset()
    unsearched: list[str] = []  # sentences before, not yet searched for heads
    for sentence, names, stands_alone in zip(sentences, named, relevant, strict=True):
        if not remaining and referent is None:
            return  # no later sentence is about an indicator
        if sentence is sentences[-1] and not goal_before and not _makes_claim(sentence):
            return  # it claims nothing, and no sentence follows that refers to it
        remaining -= stands_alone
        years = YearMentions(sentence, year)
        is_checked = stands_alone or (referent is not None and dutch.refers_back().search(sentence.low) is not None)
        if is_checked and (names or not stands_alone):  # other sentences say what its names stand for
            heads |= lexicon.heads_in("\n".join(unsearched))
            unsearched.clear()
            names = (*lexicon.find(sentence.low, heads),) if heads or not stands_alone else names
        unsearched.append(sentence.low)
        mentions = mentions_in(sentence, names) if is_checked else ()
        if not is_checked or not (mentions or referent or goal_before or may_say_alone(sentence.low)):
            tracker.add(years)
            referent, goal_before = None, False
            continue
        parts = parts_of(sentence, annotate(sentence, mentions), years)
        checker = ClaimChecker(lexicon, tracker, parts, reporter, (referent, goal_before))
        for part in parts:
            checker.check(part)
        tracker.add(years)
        referent = checker.carried_on(sentence)
        goal_before = names_goal(sentence.low)


def _is_no_sentence(sentence: Sentence) -> bool:
    """Whether text is no whole sentence: an expression in it failed, or it is too long."""
    return UNKNOWN in sentence.text or len(sentence.text) > _LONGEST


def _is_relevant(sentence: Sentence, names: tuple[NameMatch, ...], lexicon: IndicatorLexicon) -> bool:
    """Whether a sentence with these names may say something of an indicator by itself; one that was broken off may
    not."""
    if names:
        return True
    if _is_no_sentence(sentence):
        return False
    if any(bound.filled.cells for bound in sentence.bound):
        return True
    return names_goal(sentence.low) and lexicon.names_theme(sentence.low)


def _makes_claim(sentence: Sentence) -> bool:
    """Whether a sentence may say anything of what it names: a figure, how it moved, how it stands to a goal."""
    low = sentence.low
    if sentence.bound or has_typed(sentence) or dutch.holds(low, dutch.COUNTS):
        return True
    return dutch.may_multiply(low) or dutch.may_record(low) or may_say_alone(sentence.low)
