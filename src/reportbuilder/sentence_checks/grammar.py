"""What stands around names, figures and years in Dutch sentences, as patterns over text in small letters."""

from __future__ import annotations

import re
from functools import cache

from reportbuilder.sentence_checks import dutch


@cache
def moved_from() -> re.Pattern[str]:
    return re.compile(r"\bvan (?:[\d.,]+|[a-zé]+)(?: ?%| procent| kg)?(?: [\w’-]+)? in $")


@cache
def moved_to() -> re.Pattern[str]:
    return re.compile(r" (?:naar|tot|op) ")


@cache
def goal() -> re.Pattern[str]:
    return re.compile(rf"\b{dutch.GOAL}(?!\w)|afgesproken")


@cache
def digits() -> re.Pattern[str]:
    return re.compile(r"\d{4}")


@cache
def plain_year() -> re.Pattern[str]:
    """A year that is no figure in any reading, in a text where `_` stands for what was filled in."""
    units = "procent|kg|gram|ton|euro|mln|miljoen|mld|miljard|keer|uur|minuten|personen"
    return re.compile(
        rf"(?:19|20)(?<![\w.,€-]..)(?<!€[ \u00a0]..)\d\d(?!\w|[.,][\d_]|[ \u00a0\u202f]?(?:[%_]|{units}))"
    )


@cache
def typed() -> re.Pattern[str]:
    """A digit, or a sign before what was filled in."""
    return re.compile(r"\d|[€$£+−-].?_")


@cache
def units() -> re.Pattern[str]:
    return re.compile(r" (procentpunten|procentpunt|procent|kg|kilo|fte|euro|minuten)(?!\w)")


@cache
def counts() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(dutch.COUNTS)})(?![\w-])")


@cache
def joint() -> re.Pattern[str]:
    return re.compile(r"(?:,| en| of|, en)(?: (?:het aantal|de|het))? ")


@cache
def compares() -> re.Pattern[str]:
    """What may follow “meer”: what there is more of, or with what it is compared."""
    return re.compile(r" (?!(?:dan )?(?:\d|ruim|bijna|de helft|een |twee|drie))[\w’]")


@cache
def and_others() -> re.Pattern[str]:
    """What follows a name when something that is not in the data is named with it: “cybercrime en fraude”."""
    return re.compile(
        r" (?:en|of) (?!(?:het|de|dat|die|is|was|zijn|waren|in|met|bij|daarmee|ook|toen|nam|namen|steeg|stegen|daalde"
        r"|daalden|kwam|kwamen|lag|ligt|lagen|blijft|bleef|bleven|groeide|wij|we|ruim|bijna|ongeveer|circa|meer|minder|dus|zo|een"
        r"|er|vergeleken|ten|tegelijk|haalden|voldeden|voldeed|deed|deden|had|hadden|werd|werden|sinds|daarna)\b)[a-z]"
        r"[\w’-]*(?: aantal )?"
    )


@cache
def prepositions() -> re.Pattern[str]:
    return re.compile(
        r"\b(van|bij|voor|in|naar|over|tegen|met|uit|door|rond|aan|op|om|onder|na|tot|vanwege|wegens|sinds)"
        r" (?:de |het |alle |deze |die |onze |geregistreerde )*$"
    )


@cache
def share_of() -> re.Pattern[str]:
    return re.compile(r"(?:%|procent) van (?:de |het aantal |alle )*$|(?:^|, )van (?:de |alle )$")


@cache
def counting() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:aantal|aantallen|daling|stijging|afname|toename|groei|cijfers?|hoeveelheid|\w*percentage|verdubbeling"
        r"|halvering) $"
    )


@cache
def opening() -> re.Pattern[str]:
    return re.compile(r"(?:^|[,;:(] ?|\b(?:en|of|maar|ook|alleen|juist|was|is|ligt|lag|wordt) )$")


@cache
def plain() -> re.Pattern[str]:
    return re.compile(
        r"(?:^|[;:(–] ?|, ?|%|\d|\b(?:aantal|totaal|totale|de|het|alle|meer|minder|zijn|was|waren|is|werden|dan"
        r"|geregistreerde|gepleegde|gemelde|onderschepte|gevonden|steeg|stegen|daalde|daalden|bleef|bleven|lag|lagen|ligt"
        r"|maar|terwijl|omdat|want|procent|kg|kilo|fte|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf))\s?$"
    )


@cache
def narrowed() -> re.Pattern[str]:
    """What follows a name when only a part of it is meant, or something that belongs to it."""
    year = dutch.YEAR
    registered = r"(?:[\w ]{0,30})?(?:registreer|geregistreerd|gepleegd|bekend|aangeleverd|aangifte)"
    return re.compile(
        r",? (?:op|door|onder|tegen|zonder|waarbij|waarvan|waarin|waarmee|waaraan|waar|binnen|buiten|rond|tijdens|per"
        r"|gericht|te|naar|over|en andere|en overige|of andere|uit(?! op))\b"
        r"|,? met (?!\d|ruim|bijna|meer|minder|ongeveer|circa|zo’n|in totaal)"
        rf"|,? in (?!{year}|het (?:afgelopen|verslag|jaar)|dat jaar|de (?:eenheid|periode|jaren|haven|laatste"
        r"|afgelopen)|onze|totaal|verhouding|vergelijking|heel)"
        rf"|,? (?:van|bij) (?!{year}|\d|de eenheid|het (?:afgelopen|vorig))"
        rf"|,? (?:dat|die) (?!{registered})"
    )
