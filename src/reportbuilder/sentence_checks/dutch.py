"""The Dutch words of sentences about figures, as patterns over text in small letters with plain spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

YEAR = r"(?:19|20)\d\d"
GOAL = r"(?:norm(?:en)?|doel(?:en|stelling|stellingen|waarde)?|afspra(?:ak|ken)|streefwaarde|streefcijfer|taakstelling)"
_OF_GOALS = ("norm", "doel", "afspra", "streef", "taakstelling")
"""What is in every goal."""
SMALL = "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien".split()  # noqa: SIM905
COUNTS = tuple(SMALL[2:])

_UP = (
    r"steeg|stegen|gestegen|stijgt|stijgen|groeide|groeiden|gegroeid|groeit|toenam|toenamen|toegenomen|toeneemt"
    r"|opgelopen|hoger|hogere|omhoog"
)
_DOWN = (
    r"daalde|daalden|gedaald|daalt|dalen|afnam|afnamen|afgenomen|afneemt|kromp|krompen|gekrompen|verminderde"
    r"|verminderden|verminderd|zakte|zakten|gezakt|teruggelopen|lager|lagere|omlaag"
)
_NOUNS_UP, _NOUNS_DOWN = r"stijging|toename|groei|verhoging", r"daling|afname|vermindering|terugloop"
_SAME = (
    r"(?:bleef|bleven|blijft|blijven|is|zijn)(?: \w+){0,3} (?:gelijk|stabiel|hetzelfde|constant|onveranderd)(?! aan)"
    r"|(?:vrijwel|nagenoeg|ongeveer) (?:gelijk|stabiel|hetzelfde|constant)(?! aan)"
)
_PARTED = r"(?:nam|namen|neemt|nemen)\b(?=[^.;]{0,90}?\b(?P<particle>toe|af)\b)"

_DIRECTIONS: Mapping[str, tuple[str, int]] = {
    **dict.fromkeys(_UP.split("|"), ("verb", 1)),
    **dict.fromkeys(_DOWN.split("|"), ("verb", -1)),
    **dict.fromkeys(_NOUNS_UP.split("|"), ("noun", 1)),
    **dict.fromkeys(_NOUNS_DOWN.split("|"), ("noun", -1)),
    "meer": ("more", 1),
    "minder": ("more", -1),
    "boven": ("level", 1),
    "onder": ("level", -1),
}

DENYING = r"(?<!\w)(?:niet(?! alleen| eerder)|geen|nooit|noch|nauwelijks|amper|evenmin|zonder)\b"
UNREAL = (
    r"(?<!\w)(?:moet|moeten|moest|moesten|zal|zullen|zou|zouden|wil|willen|wilde|wilden|kan|kunnen|kon|konden|mag|mogen"
    r"|(?<!zoals )(?<!dan )verwacht\w*|streef\w*|streven|beoog\w*|beogen|hopen|hoopt|hoopte\w*|prognose|raming"
    r"|geraamd|voorspel\w*|lijk(?:t|en)|leek|leken|misschien|mogelijk|wellicht|waarschijnlijk|plan|plannen|inzet is"
    r"|komende jaren|komend jaar|volgend jaar|toekomst|indien|wanneer|mits|tenzij|alsof|gaat|gaan"
    r"|(?:^|(?<=[,(])|(?<=[,(] ))als)\b"
)
"""Words with which nothing is stated: wished, expected, or on a condition."""

ELSEWHERE = (
    r"(?<!\w)(?:landelijk\w*|nationa\w+|nederland\w*|wereldwijd\w*|elders|antwerpen|amsterdam\w*|district\w*|basisteam\w*"
    r"|gemeente\w*|wijk|wijken|provincie|regio|regio’s|eenheden|"
    r"januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    r"|kwarta\w+|halfjaar|half jaar|helft van|maand\w*|week|weken|weekend\w*|zomer\w*|winter\w*|voorjaar|najaar|lente"
    r"|herfst|feestdagen|vakantie\w*|kerst|jaarwisseling|corona\w*|overdag|nachts|avonds|lockdown\w*|medio|begin"
    r"|eind|einde|per dag|dagelijks|tijdelijk\w*|eerst|aanvankelijk|vooral bij|tussentijds"
    r"|daarna|vervolgens|nadien|sindsdien|sommige|enkele|deels|gedeeltelijk|een deel)\b"
)
"""Words after which a sentence is about another place, a part of the year, or a part of the whole."""

HEDGES: Mapping[str, str] = {
    "ruim": "over", "meer dan": "above", "dik": "over", "ruimschoots": "over", "minstens": "above", "zeker": "above",
    "bijna": "almost", "net geen": "almost", "krap": "almost", "minder dan": "under", "net niet": "almost",
    "nog geen": "under", "ongeveer": "about", "circa": "about", "ca.": "about", "zo’n": "about", "rond de": "about",
    "een kleine": "almost", "rond": "about", "grofweg": "about", "om en nabij": "about", "zowat": "about",
}  # fmt: skip
_HEDGED = tuple(f"{hedge} " for hedge in HEDGES)

_BASE = (
    r"(?:dan|ten opzichte van|t\.o\.v\.|vergeleken met|in vergelijking met|vergelijking met|tegenover|afgezet tegen"
    r"|naast|sinds|vanaf|(?:boven|onder|op) (?:dat|die|het niveau|de stand|het peil|het aantal|het cijfer)"
    r"|het niveau|de stand|het peil)"
    r"(?: (?:die|dat|het niveau|de stand|het peil|het aantal|de cijfers|van|in|uit|over|het jaar|de jaren|het|ook"
    r"|zowel))*"
)
_ALSO = rf"(?: (?:{YEAR}),?(?: en| of| als)?)*"


@cache
def moves() -> re.Pattern[str]:
    """Words of a direction; which, `direction` tells. They are one list without groups, for that is searched faster."""
    return re.compile(
        rf"(?<!\w)(?:{_UP}|{_DOWN}|{_NOUNS_UP}|{_NOUNS_DOWN}|(?<!onder )(?<!steeds )(?<!een of )meer|minder"
        rf"|{_SAME}|{_PARTED}"
        r"|(?:boven|onder) (?:dat|die|het niveau|de stand|het peil|het aantal)(?= van| in))(?!\w)"
    )


def direction(move: re.Match[str]) -> tuple[str, int]:
    """The kind of a move (verb, noun, more, level), and its direction: up (1), down (-1), or none (0)."""
    if particle := move["particle"]:  # nam … toe
        return "verb", 1 if particle == "toe" else -1
    return _DIRECTIONS.get(move[0].partition(" ")[0], ("verb", 0))


@cache
def multiples() -> re.Pattern[str]:
    """Multiples: `whole` (ver-twee-voudigd), `half`, or `count` times, with `how` (zo hoog, hoger)."""
    number = "|".join((*SMALL[2:], r"\d+(?:,\d)?", "anderhalf", "anderhalve", r"\w+enhalf", r"\w+enhalve"))
    return re.compile(
        r"\b(?:(?P<half>gehalveerd|halveerden?|halvering)|(?P<double>verdubbeld|verdubbelden?|verdubbeling)"
        r"|(?P<triple>verdrievoudigd|verdrievoudigden?|verdrievoudiging)|(?P<four>verviervoudigd|verviervoudigden?)"
        rf"|(?P<count>{number}) (?:keer|maal) (?P<how>zo (?:hoog|veel|groot|laag|vaak)|zoveel|hoger|meer|groter))(?!\w)"
    )


_OF_MULTIPLES = (" keer ", " maal ", "halve", "verdubbel", "voudig")
"""What is in every multiple, but not in most texts."""


def may_multiply(low: str) -> bool:
    """Whether there may be a multiple in a text of small letters."""
    return holds(low, _OF_MULTIPLES)


@cache
def denying() -> re.Pattern[str]:
    """What denies a clause."""
    return re.compile(DENYING)


@cache
def _unreal() -> re.Pattern[str]:
    return re.compile(UNREAL)


def is_unreal(low: str) -> bool:
    """Whether a clause states nothing, or asks."""
    return "?" in low or _unreal().search(low) is not None


@cache
def elsewhere() -> re.Pattern[str]:
    """What makes a clause speak of something else than the whole unit in whole years."""
    return re.compile(ELSEWHERE)


@cache
def base() -> re.Pattern[str]:
    """The words before a year with which something is compared."""
    return re.compile(rf"(?:^|[\s(]){_BASE}{_ALSO} $")


@cache
def times() -> re.Pattern[str]:
    """Years, periods and the words that stand for them."""
    return re.compile(
        r"(?<!\w)(?:"  # none of them begins within a word, which is soon seen
        rf"(?<![.,–-])(?P<from>{YEAR}) ?[–/-] ?(?P<to>{YEAR}|\d\d(?!\d))(?![\w%])"
        rf"|\btussen (?P<between>{YEAR}) en (?P<and>{YEAR})\b"
        rf"|(?P<limit>\b(?:tot en met|t/m|tot|na|vóór|voor) (?=(?:{YEAR})\b))?"
        rf"(?<![\w.,€-])(?P<year>{YEAR})(?!\w|[.,]\d)"
        r"|\b(?P<before>(?:vorig|voorgaand|het voorgaande|het vorige) jaar|het jaar (?:ervoor|daarvoor)"
        r"|een jaar (?:eerder|ervoor|daarvoor))\b"
        r"|\b(?P<now>(?:het )?(?:afgelopen|verslag|dit) ?jaar)\b"
        r"|\bin (?P<span>\w+ jaar(?: tijd)?)(?<!dit jaar)(?<!dat jaar)(?<!afgelopen jaar)\b"
        r"|\b(?P<ever>elk jaar|ieder jaar|alle jaren|jaarlijks)\b)"
    )


@cache
def hedge() -> re.Pattern[str]:
    """The word right before a figure that says how exact it is."""
    return re.compile(rf"\b({'|'.join(map(re.escape, sorted(HEDGES, key=len, reverse=True)))}) $")


def hedge_before(low: str) -> re.Match[str] | None:
    """The hedge that a text of small letters ends with; most end otherwise, which is seen at once."""
    return hedge().search(low) if low.endswith(_HEDGED) else None


def unhedged(low: str) -> str:
    """A text of small letters without the hedge that it ends with."""
    return hedge().sub("", low) if low.endswith(_HEDGED) else low


def holds(low: str, words: Iterable[str]) -> bool:
    """Whether any of these stands in a text: a pattern need only be tried where it does."""
    for word in words:  # noqa: SIM110  a loop is twice as fast as `any` of a generator
        if word in low:
            return True
    return False


def may_name_goal(low: str) -> bool:
    """Whether `GOAL` may be in a text of small letters."""
    return holds(low, _OF_GOALS)


@cache
def pronoun() -> re.Pattern[str]:
    """The beginning of a clause or sentence that speaks of what was named before."""
    return re.compile(
        r"(?:en |maar |, |ook |toch |daarmee |inmiddels |vergeleken met \d{4} |in \d{4} )*"
        r"(?:die|deze|dit|dat|ze|zij|het|dat aantal|dit aantal|het aantal|is|was|zijn|waren|blijft|bleef|bleven|ligt"
        r"|lag|daalde|steeg|nam|kwam|toen|daarna)(?: aantal| cijfer| percentage)? (?:\S)"
    )
