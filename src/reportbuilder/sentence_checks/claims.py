"""The claims that a part of a sentence makes about figures: changes, multiples, records and values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from reportbuilder.i18n.number_parsing import read_number
from reportbuilder.sentence_checks import dutch
from reportbuilder.sentence_checks.clauses import ClausePart, IndicatorGroup
from reportbuilder.sentence_checks.lexicon import Subject
from reportbuilder.sentence_checks.mentions import Direction, StatedFigure
from reportbuilder.values import Value


class ChangeClaim(Value):
    """The claim of a change: `way` is up (1), down (-1) or none (0), `size` how large it is, where that is stated."""

    at: int
    words: str
    way: int
    size: StatedFigure | None
    group: IndicatorGroup | None


class MultipleClaim(Value):
    """The claim of a multiple: `times` are the numbers of times that it may mean (two times more: two or three)."""

    at: int
    words: str
    times: tuple[Decimal, ...]
    hedge: str
    group: IndicatorGroup | None


class RecordClaim(Value):
    """The claim of a record: the highest (1) or lowest (-1), since a year or ever."""

    at: int
    words: str
    way: int
    since: int | None
    group: IndicatorGroup | None


class ValueClaim(Value):
    """The claim that a figure is the value of an indicator; in `year`, when one stands right behind it."""

    at: int
    figure: StatedFigure
    year: int | None
    group: IndicatorGroup | None


def may_change(part: ClausePart, inherited: int | None) -> bool:
    """Whether `changes_in` may find a change: what is seen at once of most parts in which it does not."""
    return bool(part.moves or (inherited and part.figures))


def may_claim(part: ClausePart) -> bool:
    """Whether a part may claim anything but a change of what it is about."""
    return bool(part.figures) or dutch.may_multiply(part.low) or dutch.may_record(part.low)


def changes_in(part: ClausePart, inherited: int | None) -> Iterator[ChangeClaim]:
    """The change that a part claims, if it claims exactly one; `inherited` is the direction of the part before, which
    a part without a verb goes on with."""
    moves = [move for move in part.moves if not _of_norm(part, move)]
    sizes = [figure for figure in part.figures if _is_size(part, figure)]
    if len({move.way for move in moves}) > 1 or len(sizes) > 1 or part.denied or _compared(part):
        return
    size = sizes[0] if sizes else None
    claim = _moved(part, moves[0], size) if moves else _continued(part, inherited, size)
    if claim is not None:
        yield claim


def _continued(part: ClausePart, inherited: int | None, size: StatedFigure | None) -> ChangeClaim | None:
    """The change of a part without a verb, which goes on with that of the part before: “en straatroven met 6 %”."""
    sizes = [figure for figure in part.figures if _is_gapped(part, figure)]
    if not sizes and not part.groups and size is not None and part.low.startswith(" met "):
        sizes = [size]
    if not inherited or len(sizes) != 1 or len(part.figures) != 1:
        return None
    (only,) = sizes
    return ChangeClaim(only.start, only.words, inherited, only, _nearest(part.groups, only.start))


def _moved(part: ClausePart, move: Direction, size: StatedFigure | None) -> ChangeClaim | None:
    """The change that a word of direction claims; None when it is not sure of what."""
    if move.kind == "noun" and dutch.turning_point().search(part.low):
        return None
    group = _following(part, move) if move.kind == "more" else _nearest(part.groups, move.start)
    if move.kind == "more" and group is None and size is None:
        return None
    if group is None and part.groups:
        return None
    if group is not None and not group.direct and not _of_it(part):
        return None
    return ChangeClaim(move.start, _words_of(part, move), move.way, size, group)


def _words_of(part: ClausePart, move: Direction) -> str:
    """The words of a direction, a separable verb with its particle: “nam … toe”."""
    words = part.sentence.text[move.start : move.end]
    if move.kind != "verb" or words.lower() not in ("nam", "namen", "neemt", "nemen"):
        return words
    particle = dutch.particle().search(part.after(move.end))
    return f"{words} … {particle[1]}" if particle else words


def multiples_in(part: ClausePart) -> Iterator[MultipleClaim]:
    """The multiples that a part claims."""
    if not dutch.may_multiply(part.low) or part.denied or _compared(part):
        return
    for match in dutch.multiples().finditer(part.low):
        at = part.start + match.start()
        if part.sentence.around(at):
            continue
        hedge = dutch.hedge_before(part.before(at))
        start = part.start + hedge.start(1) if hedge else at
        words = part.sentence.text[start : part.start + match.end()]
        times, group = _times(match), _nearest(part.groups, at)
        of_else = dutch.of_something_else().match(part.low[match.end() :]) and not any(
            0 < g.start - part.start - match.end() < 3 for g in part.groups
        )
        if times and not of_else and (group is None or group.direct or _of_it(part)):
            yield MultipleClaim(at, words, times, dutch.HEDGES[hedge[1]] if hedge else "", group)


def records_in(part: ClausePart) -> Iterator[RecordClaim]:
    """The records that a part claims."""
    if not dutch.may_record(part.low):
        return
    for match in dutch.records().finditer(part.low):
        at = part.start + match.start()
        since = re.search(rf"\bsinds ({dutch.YEAR})\b", part.low)
        if part.denied and not match["never"]:
            continue
        way = -1 if match["low"] or match["lowest"] else 1
        words = part.sentence.text[at : part.start + match.end()]
        yield RecordClaim(at, words, way, int(since[1]) if since else None, _nearest(part.groups, at))


def values_in(part: ClausePart) -> Iterator[ValueClaim]:
    """The typed figures that a part gives as values of an indicator."""
    for figure in part.figures:
        if figure.bound is None and not _is_size(part, figure) and not _is_norm(part, figure):
            claim = _value(part, figure)
            if claim is not None:
                yield claim


def _value(part: ClausePart, figure: StatedFigure) -> ValueClaim | None:
    """The claim that a figure is the value of an indicator; None when it is not sure of which."""
    after, before = part.after(figure.end), dutch.unhedged(part.before(figure.start))
    match = _own_year(part, figure)
    year = int(match[1]) if match else None
    single = [group for group in part.groups if len(group.subjects) == 1]
    beside = next((group for group in single if 0 <= group.start - figure.end <= 1), None)
    if beside is not None:  # “127 overvallen”
        return ValueClaim(figure.start, figure, year, beside) if _is_count_of(part, beside, before) else None
    bracketed = next((group for group in part.groups if group.end == figure.start - 2), None)
    if before.endswith(" (") and after.startswith(")") and bracketed in single:  # “overvallen (127)”
        return ValueClaim(figure.start, figure, None, bracketed)
    if dutch.before_value().search(before) and dutch.after_value().match(after):  # “… bedroeg 127”
        group = _nearest(part.groups, figure.start, one=True)
        sure = group is None or group.direct or _described(part, group.subjects[0]) or _of_it(part)
        return ValueClaim(figure.start, figure, year, group) if sure else None
    of = re.match(r" van (?:de |het aantal |alle )", after)
    if figure.percentage and of:  # “bij 56 % van de overvallen”
        whole = next((group for group in single if group.start == figure.end + of.end()), None)
        if whole is not None and dutch.before_share().search(before) and _described(part, whole.subjects[0]):
            return ValueClaim(figure.start, figure, year, whole)
    return None


def _is_count_of(part: ClausePart, group: IndicatorGroup, before: str) -> bool:
    """Whether a figure right before an indicator counts all of it, and not a part of it, or how many more."""
    if not part.sentence.label and not dutch.existence().search(part.low):
        return False
    if dutch.before_partial_count().search(before) or _single(part):
        return False
    return re.match(r" (?:meer|minder|extra)\b", part.after(group.end)) is None


def _own_year(part: ClausePart, figure: StatedFigure) -> re.Match[str] | None:
    """The year right behind a figure: “62 % in 2021”."""
    return re.match(rf"(?: [\w’-]+){{0,3}} in ({dutch.YEAR})\b", part.after(figure.end))


def own_years(part: ClausePart) -> tuple[int, ...]:
    """The years that stand right behind a figure of a part, and so are that figure's: “62 % in 2021”."""
    matches = [_own_year(part, figure) for figure in part.figures]
    return tuple(int(match[1]) for match in matches if match)


def bound_subject(figure: StatedFigure) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The ids and the years of the cells that a filled-in figure was made of."""
    cells = figure.bound.cells if figure.bound else ()
    ids = tuple(dict.fromkeys(cell.row for cell in cells))
    years = tuple(sorted({int(cell.column) for cell in cells if cell.column.isdigit()}))
    return ids, years


def _nearest(groups: Iterable[IndicatorGroup], at: int, one: bool = False) -> IndicatorGroup | None:
    """The group that stands before a character, or else the only one behind it."""
    every = tuple(groups)
    before = [group for group in every if group.end <= at and group.direct]
    topics = [group for group in every if group.end <= at]
    found = before[-1] if before else topics[-1] if topics else None
    if found is None and not one and len(every) == 1 and every[0].direct:
        found = every[0]
    return found if found is None or not one or len(found.subjects) == 1 else None


def _described(part: ClausePart, subject: Subject) -> bool:
    """Whether a part says of a percentage what it is of: words of the indicator beside its name (ter plaatse)."""
    words = re.findall(r"[^\W\d_]{5,}", subject.name.lower().partition(":")[2] or subject.name.lower())
    return subject.percentage and any(re.search(rf"\b{re.escape(word[:8])}", part.low) for word in words)


def _of_it(part: ClausePart) -> bool:
    """Whether a part that only begins with an indicator (“bij overvallen”) goes on about how many there were."""
    return dutch.number_of_it().search(part.low) is not None


def _single(part: ClausePart) -> bool:
    """Whether a part is about one case of many."""
    return re.search(r"\b(?:één|een enkele|partij|container\w*|vangst|zending)\b", part.low) is not None


def _following(part: ClausePart, move: Direction) -> IndicatorGroup | None:
    return next((g for g in part.groups if 0 < g.start - move.end <= 2), None)


def _of_norm(part: ClausePart, move: Direction) -> bool:
    """Whether a comparison is with a norm, or with anything else but a year."""
    after = part.after(move.end)
    if move.kind == "level":
        return not re.match(rf" (?:van|in) (?:het jaar )?{dutch.YEAR}", after)
    than = re.match(r"(?:[^,;]{0,40}?) dan (.{0,60})", after)
    return than is not None and not dutch.compared_year().match(than[1])


def _is_size(part: ClausePart, figure: StatedFigure) -> bool:
    """Whether a figure says how large a change is."""
    before, after = dutch.unhedged(part.before(figure.start)), part.after(figure.end)
    if _is_norm(part, figure) or re.match(r"(?:,| en) \d", after):
        return False
    if dutch.after_size().match(after):
        return figure.percentage or re.match(r" (?:meer|minder|hoger|lager) dan", after) is not None
    if not figure.percentage and not any(move.kind in ("verb", "noun") for move in part.moves):
        return False
    if not figure.percentage and before.endswith("("):
        return False
    by = dutch.before_size().search(before)
    return by is not None and (by["noun"] is not None or not re.match(r" van (?:de|het|alle)\b", after))


def _is_gapped(part: ClausePart, figure: StatedFigure) -> bool:
    """Whether a figure goes on with the verb of the part before: “en het aantal straatroven (met) 6 %”."""
    before = dutch.unhedged(part.before(figure.start)).rstrip()
    at = part.start + len(before.removesuffix(" met"))
    return figure.percentage and any(group.end == at and group.direct for group in part.groups)


def _is_norm(part: ClausePart, figure: StatedFigure) -> bool:
    before, after = part.before(figure.start), part.after(figure.end)
    if figure.bound and any(cell.column.startswith("norm") for cell in figure.bound.cells):
        return True
    if not dutch.may_name_norm(part.low):
        return False
    return bool(dutch.before_norm().search(before) or dutch.after_norm().match(after))


def _compared(part: ClausePart) -> bool:
    """Whether indicators are compared with each other: meer overvallen dan straatroven."""
    return any(
        re.search(r"\b(?:dan|als) (?:het aantal |de |bij )?$", part.before(group.start)) for group in part.groups
    )


def _times(match: re.Match[str]) -> tuple[Decimal, ...]:
    if match["half"]:
        return (Decimal("0.5"),)
    for name, times in (("double", 2), ("triple", 3), ("four", 4)):
        if match[name]:
            return (Decimal(times),)
    number = _number(match["count"])
    if not number:  # nothing is so many times as high as nought
        return ()
    if match["how"].endswith(("laag",)):
        return (1 / number,)
    return (number, number + 1) if match["how"] in ("hoger", "meer", "groter") else (number,)


def _number(word: str) -> Decimal | None:
    if word[0].isdigit():
        read = read_number(word)
        return read.value if read is not None else None
    if word.startswith("anderhal"):
        return Decimal("1.5")
    plain = re.sub(r"[eë]nhal(?:f|ve)$", "", word)
    if plain == word:
        return Decimal(dutch.SMALL.index(word)) if word in dutch.SMALL else None
    whole = next((index for index, name in enumerate(dutch.SMALL) if name in (plain, f"{plain}e")), None)
    return whole + Decimal("0.5") if whole is not None else None
