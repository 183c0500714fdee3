"""The sentences of one stretch of text, weighed one after the other, as far as any may claim something of figures."""

from __future__ import annotations

from collections.abc import Sequence

from reportbuilder.reader.expressions import UNKNOWN
from reportbuilder.sentence_checks import dutch, phrasing
from reportbuilder.sentence_checks.goals import may_tell_goal, names_goal
from reportbuilder.sentence_checks.lexicon import Found, Lexicon
from reportbuilder.sentence_checks.marks import Calendar, has_typed, marks_in, mentions_in
from reportbuilder.sentence_checks.parts import parts_of
from reportbuilder.sentence_checks.readings import Course
from reportbuilder.sentence_checks.sentence_weighing import Weighing
from reportbuilder.sentence_checks.sentences import Sentence
from reportbuilder.sentence_checks.telling import Teller

_LONGEST = 1500  # more characters are no sentence, and would take long


def may_say_alone(low: str) -> bool:
    """Whether words, in small letters, that name no indicator may say anything of the figures that were filled into
    them: how they moved, or how they stand to a goal."""
    return may_tell_goal(low) or dutch.moves().search(low) is not None


def weigh(sentences: Sequence[Sentence], lexicon: Lexicon, year: int, teller: Teller) -> None:
    """Weigh the sentences of one stretch; what was said before is what “dat aantal” and no year mean."""
    named = [() if _broken(sentence) else (*lexicon.find(sentence.low),) for sentence in sentences]
    worth = [_worth(sentence, names, lexicon) for sentence, names in zip(sentences, named, strict=True)]
    left = sum(worth)
    course, carried, goal_before = Course(year), None, False
    heads: frozenset[str] = frozenset()
    said: list[str] = []  # sentences in which these were not looked for yet
    for sentence, names, itself in zip(sentences, named, worth, strict=True):
        if not left and carried is None:
            return  # what follows tells of no indicator
        if sentence is sentences[-1] and not goal_before and not _says(sentence):
            return  # it only names, and nothing follows that goes on with it
        left -= itself
        calendar = Calendar(sentence, year)
        heard = itself or (carried is not None and phrasing.back().search(sentence.low) is not None)
        if heard and (names or not itself):  # other sentences say what its names stand for
            heads |= lexicon.heads_in("\n".join(said))
            said.clear()
            names = (*lexicon.find(sentence.low, heads),) if heads or not itself else names
        said.append(sentence.low)
        mentions = mentions_in(sentence, names) if heard else ()
        if not heard or not (mentions or carried or goal_before or may_say_alone(sentence.low)):
            course.add(calendar)
            carried, goal_before = None, False
            continue
        parts = parts_of(sentence, marks_in(sentence, mentions), calendar)
        weighing = Weighing(lexicon, course, parts, teller, (carried, goal_before))
        for part in parts:
            weighing.part(part)
        course.add(calendar)
        carried = weighing.carried_on(sentence)
        goal_before = names_goal(sentence.low)


def _broken(sentence: Sentence) -> bool:
    """Whether a sentence was broken off, or is none."""
    return UNKNOWN in sentence.text or len(sentence.text) > _LONGEST


def _worth(sentence: Sentence, names: tuple[Found, ...], lexicon: Lexicon) -> bool:
    """Whether a sentence with these names may say something of an indicator by itself; one that was broken off may
    not."""
    if names:
        return True
    if _broken(sentence):
        return False
    if any(bound.filled.cells for bound in sentence.bound):
        return True
    return names_goal(sentence.low) and lexicon.names_theme(sentence.low)


def _says(sentence: Sentence) -> bool:
    """Whether a sentence may say anything of what it names: a figure, how it moved, how it stands to a goal."""
    low = sentence.low
    if sentence.bound or has_typed(sentence) or dutch.holds(low, dutch.COUNTS):
        return True
    return dutch.may_multiply(low) or phrasing.may_record(low) or may_say_alone(sentence.low)
