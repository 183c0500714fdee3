"""Figures in words: how many times ("ruim drie keer", "bijna gehalveerd"), parts, numbers under twenty, dates."""

from __future__ import annotations

from decimal import Decimal

from reportbuilder.i18n.language import NumberWords

_TIMES_FROM = Decimal("1.4")  # less than this is not put into words as a number of times
_HALVED_TO = Decimal("0.58")
_HALVED_FROM = Decimal("0.4")
_NEAR = Decimal("0.02")  # a deviation of this part of a round number is none
_ASIDE = Decimal("0.12")  # more than this part aside is not “bijna” or “ruim” a part


def word_ratio(times: Decimal, words: NumberWords) -> str | None:
    """How many times in words; None when there is no good word for it.

    About a half is "gehalveerd", up to 0,58 "bijna", down to 0,40 "meer dan". From 1,4 on it is a number of times:
    within 2 % of a whole or a half that number itself, else "ruim" or "bijna" the nearest whole or half below twenty.
    """
    if _HALVED_FROM <= times <= _HALVED_TO:
        if abs(times * 2 - 1) <= _NEAR:
            return words.halved
        return f"{words.almost} {words.halved}" if times * 2 > 1 else words.halved_over
    if not _TIMES_FROM <= times < len(words.small) - 1:
        return None
    nearest = min((Decimal(n) / 2 for n in range(3, 2 * len(words.small) - 1)), key=lambda n: abs(times - n))
    if abs(times - nearest) <= _NEAR * nearest:
        return _times(nearest, words)
    if nearest != 3 / Decimal(2) and nearest != int(nearest):  # “ruim tweeënhalf” is too fine: to the whole instead
        nearest = Decimal(int(times)) if times < nearest else Decimal(int(times) + 1)
    return f"{words.over if times > nearest else words.almost} {_times(nearest, words)}"


def word_share(percent: Decimal, words: NumberWords) -> str | None:
    """A share in words ("ruim een derde"); None when it is not near a part that has a name."""
    value = percent / 100
    near = {Decimal(part) / whole: name for (part, whole), name in words.parts.items()}
    nearest = min(near, key=lambda part: abs(value - part))
    if abs(value - nearest) <= _NEAR * nearest:
        return near[nearest]
    if abs(value - nearest) > _ASIDE * nearest or value > 1:
        return None
    return f"{words.over if value > nearest else words.almost} {near[nearest]}"


def word_number(value: Decimal, words: NumberWords) -> str | None:
    """A whole number under twenty in words; None for any other."""
    return words.small[int(value)] if value == int(value) and 0 <= value < len(words.small) else None


def word_ordinal(value: int, words: NumberWords) -> str:
    """A number in a row: 21e."""
    if words.ordinal.endswith("th") and value % 100 not in (11, 12, 13):
        return f"{value}{({1: 'st', 2: 'nd', 3: 'rd'}).get(value % 10, 'th')}"
    return words.ordinal.format(n=value)


def _times(number: Decimal, words: NumberWords) -> str:
    if number == 3 / Decimal(2):
        return words.one_and_a_half
    name = words.small[int(number)]
    if number == int(number):
        return words.times.format(n=name)
    return (
        words.and_a_half.format(n=name).replace("eenhalf", "eënhalf")
        if name.endswith("e")
        else words.and_a_half.format(n=name)
    )
