"""Patterns of Dutch sentences about figures, over text in lower case with plain spaces.

They are in three sections: words with a meaning (directions, hedges, years), what stands around names and figures, and
how changes, multiples, records and values are stated. A pattern is compiled when it is first used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from reportbuilder.i18n.formats import month_pattern

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
    rf"{month_pattern('nl')}"
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
    """Whether there may be a multiple in a text in lower case."""
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
    """The hedge that a text in lower case ends with; most end otherwise, which is seen at once."""
    return hedge().search(low) if low.endswith(_HEDGED) else None


def unhedged(low: str) -> str:
    """A text of lower case without the hedge that it ends with."""
    return hedge().sub("", low) if low.endswith(_HEDGED) else low


def holds(low: str, words: Iterable[str]) -> bool:
    """Whether any of these stands in a text: a pattern need only be tried where it does."""
    for word in words:  # noqa: SIM110  a loop is twice as fast as `any` of a generator
        if word in low:
            return True
    return False


def may_name_goal(low: str) -> bool:
    """Whether `GOAL` may be in a text in lower case."""
    return holds(low, _OF_GOALS)


@cache
def pronoun() -> re.Pattern[str]:
    """The beginning of a clause or sentence that speaks of what was named before."""
    return re.compile(
        r"(?:en |maar |, |ook |toch |daarmee |inmiddels |vergeleken met \d{4} |in \d{4} )*"
        r"(?:die|deze|dit|dat|ze|zij|het|dat aantal|dit aantal|het aantal|is|was|zijn|waren|blijft|bleef|bleven|ligt"
        r"|lag|daalde|steeg|nam|kwam|toen|daarna)(?: aantal| cijfer| percentage)? (?:\S)"
    )


@cache
def moved_from() -> re.Pattern[str]:
    """What stands before the first of two years: “van 117 in”."""
    return re.compile(r"\bvan (?:[\d.,]+|[a-zé]+)(?: ?%| procent| kg)?(?: [\w’-]+)? in $")


@cache
def moved_to() -> re.Pattern[str]:
    """What follows the first of two years: “naar”."""
    return re.compile(r" (?:naar|tot|op) ")


@cache
def goals() -> re.Pattern[str]:
    """Words for a goal or norm."""
    return re.compile(rf"\b{GOAL}(?!\w)|afgesproken")


@cache
def four_digits() -> re.Pattern[str]:
    """What may be a year."""
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
    """A unit in words behind a figure."""
    return re.compile(r" (procentpunten|procentpunt|procent|kg|kilo|fte|euro|minuten)(?!\w)")


@cache
def counts() -> re.Pattern[str]:
    """Counts in words."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(COUNTS)})(?![\w-])")


@cache
def conjunction() -> re.Pattern[str]:
    """What stands between two indicators that are named together."""
    return re.compile(r"(?:,| en| of|, en)(?: (?:het aantal|de|het))? ")


@cache
def after_more() -> re.Pattern[str]:
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
    """A preposition, and articles, before an indicator."""
    return re.compile(
        r"\b(van|bij|voor|in|naar|over|tegen|met|uit|door|rond|aan|op|om|onder|na|tot|vanwege|wegens|sinds)"
        r" (?:de |het |alle |deze |die |onze |geregistreerde )*$"
    )


@cache
def share_of() -> re.Pattern[str]:
    """What stands before an indicator that a percentage is of."""
    return re.compile(r"(?:%|procent) van (?:de |het aantal |alle )*$|(?:^|, )van (?:de |alle )$")


@cache
def counting() -> re.Pattern[str]:
    """A noun that counts what follows it: “het aantal”, “een daling”."""
    return re.compile(
        r"\b(?:aantal|aantallen|daling|stijging|afname|toename|groei|cijfers?|hoeveelheid|\w*percentage|verdubbeling"
        r"|halvering) $"
    )


@cache
def opening() -> re.Pattern[str]:
    """The beginning of a clause."""
    return re.compile(r"(?:^|[,;:(] ?|\b(?:en|of|maar|ook|alleen|juist|was|is|ligt|lag|wordt) )$")


@cache
def before_direct_mention() -> re.Pattern[str]:
    """What stands before an indicator that the sentence is about."""
    return re.compile(
        r"(?:^|[;:(–] ?|, ?|%|\d|\b(?:aantal|totaal|totale|de|het|alle|meer|minder|zijn|was|waren|is|werden|dan"
        r"|geregistreerde|gepleegde|gemelde|onderschepte|gevonden|steeg|stegen|daalde|daalden|bleef|bleven|lag|lagen|ligt"
        r"|maar|terwijl|omdat|want|procent|kg|kilo|fte|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf))\s?$"
    )


@cache
def narrowing() -> re.Pattern[str]:
    """What follows a name when only a part of it is meant, or something that belongs to it."""
    year = YEAR
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


@cache
def turning_point() -> re.Pattern[str]:
    """Words for a movement that ended or changed."""
    return re.compile(
        r"\b(?:stilstand|eind|einde|gestopt|stopte|gestuit|gekeerd|keerde|omgebogen|omslag|zette|zetten|zet|doorgezet"
        r"|vertraagd\w*|afgevlakt|vlakte|trend|begon|ondanks|na)\b"
    )


@cache
def particle() -> re.Pattern[str]:
    """The particle of a separable verb: “nam … toe”."""
    return re.compile(r"\b(toe|af)\b")


@cache
def number_of_it() -> re.Pattern[str]:
    """Words for the number of what was named: “het aantal”, “dit percentage”."""
    return re.compile(
        r"\b(?:het|dit|dat) (?:aantal|percentage|cijfer)(?= (?:met|in \d|licht|fors|sterk|weer|iets|verder|naar|uit|op"
        r"|tot|af|toe|gelijk|hoger|lager|ruim|bijna)\b|[,.;]|$)|\w+percentage\b"
    )


@cache
def of_something_else() -> re.Pattern[str]:
    """What follows a multiple that is of something else."""
    return re.compile(r" (?!als\b|dan\b|geworden|werd|in \d|is\b|was\b|ten\b|t\.o|vergeleken|sinds|misdrijven|en\b)\w")


@cache
def compared_year() -> re.Pattern[str]:
    """What follows “dan” when it is a year, or words for one."""
    return re.compile(
        rf"(?:(?:in|het|dat|die|van|niveau|peil|jaar|de|jaren|stand|aantal|over|uit|vier|drie|twee|ook|zowel) )*"
        rf"(?:{YEAR}|vorig jaar|een jaar (?:eerder|ervoor|daarvoor)|ervoor|daarvoor|voorgaande jaar|vorige jaar"
        rf"|jaar (?:ervoor|daarvoor))"
    )


@cache
def after_size() -> re.Pattern[str]:
    """What follows the size of a change: “9 % meer”."""
    return re.compile(
        r" (?:meer|minder|hoger|lager|hogere|lagere|boven (?:dat|die|het niveau)|onder (?:dat|die|het niveau)"
        r"|(?:af|toe)(?:genomen|nam)?\b|gestegen|gedaald|gegroeid|gekrompen|omhoog|omlaag|groei\b|daling\b|stijging\b)"
    )


@cache
def before_size() -> re.Pattern[str]:
    """What stands before the size of a change: “met 9 %”, “daling van 9 %”."""
    return re.compile(
        r"(?:\bmet(?: in totaal)?|\b(?P<noun>daling|stijging|afname|toename|groei|vermindering|verhoging|terugloop) van"
        r"|\b[\w’-]+ \(|\b(?:daling|stijging|toename|afname) \w+ \() ?$|\($"
    )


def may_name_norm(low: str) -> bool:
    """Whether `norm_before` or `norm_after` may find anything in a text in lower case."""
    return may_name_goal(low) or holds(low, ("afgesproken", "gestelde", "streven"))


@cache
def before_norm() -> re.Pattern[str]:
    """What stands before a norm: “de norm van”."""
    return re.compile(
        rf"\b(?:{GOAL}|afgesproken|gestelde|streven|streefde)(?: (?:van|was|is|bedroeg|bedraagt|voor \d{{4}}|om"
        r"|te|de|minimaal|maximaal|minstens|hooguit|ten minste|ten hoogste|die|geldt|gold|op|tot|naar)){0,5} $"
    )


@cache
def after_norm() -> re.Pattern[str]:
    """What follows a norm: “die als norm is afgesproken”."""
    return re.compile(rf",? (?:die|dat|als) (?:(?:de|het|als|onze) ){{0,2}}(?:{GOAL}|is afgesproken|was afgesproken)")


@cache
def existence() -> re.Pattern[str]:
    """Verbs that say how many of something there were."""
    return re.compile(
        r"\b(?:er|waren|registreerden?|geregistreerd|telden?|telt|vonden|gepleegd|kwamen|bedroeg|deden|gedaan|naar|tot|van"
        r"|leverden?|aangeleverd|onderschepten?|onderschept|aangetroffen|vielen|tegen)\b"
    )


@cache
def before_partial_count() -> re.Pattern[str]:
    """What stands before a figure that counts a part or something else: “bij 3 overvallen”."""
    return re.compile(
        r"\b(?:bij|in|na|over|door|met|om|voor|per|op|uit|onder|nog|slechts|waarvan|elke|iedere|eerste|op de) $"
    )


@cache
def before_value() -> re.Pattern[str]:
    """What stands before the value of an indicator: “bedroeg”, “kwam op”."""
    return re.compile(
        r"\b(?:uit op|kwam(?:en)? op|bedroeg|bedroegen|bedraagt|was|waren|is|lag op|lagen op|ligt op|stond op"
        r"|stonden op|naar|tot)(?: in \d{4})? $"
    )


@cache
def after_value() -> re.Pattern[str]:
    """What may follow the value of an indicator, when it is a figure of its own."""
    return re.compile(
        r"$|[.,;:)!]| in (?:19|20)\d\d| \(| ten opzichte| t\.o\.v\.| misdrijven| en | gestegen| gedaald| uit\b"
    )


@cache
def before_share() -> re.Pattern[str]:
    """What stands before a percentage that is a share of an indicator."""
    return re.compile(r"(?:^|\b(?:in|bij|op|was|werd|is|zijn|waren|van)) $")


@cache
def records() -> re.Pattern[str]:
    """Records: the highest or lowest (`low`, `lowest`), or what never was so (`never`)."""
    return re.compile(
        r"\b(?:(?P<never>nooit (?:[\w’-]+ ){0,8}?zo (?:hoog|veel|(?P<low>laag|weinig)))"
        r"|(?:het|op zijn|op haar) (?:hoogst|hoogste|grootste(?= aantal)"
        r"|(?P<lowest>laagst|laagste|kleinste(?= aantal))))\b"
        r"(?=(?: (?:als|aantal|niveau|punt|stand|peil|sinds|in \w+ jaar|ooit|van de afgelopen|van alle jaren))|[.,]|$)"
    )


_OF_RECORDS = ("nooit ", "hoogst", "laagst", "grootste", "kleinste")
"""What is in every record, but not in most texts."""


def may_record(low: str) -> bool:
    """Whether there may be a record in a text in lower case."""
    return holds(low, _OF_RECORDS)


@cache
def refers_back() -> re.Pattern[str]:
    """Words with which a sentence goes on with what the one before was about."""
    return re.compile(
        r"^(?:die|deze|dit|dat|ze|zij|het aantal|dat aantal|dit aantal)(?: aantal| cijfer| percentage)?"
        r" (?:is|was|zijn|waren|blijft|bleef|bleven|ligt|lag|lagen|daalde|daalden|steeg|stegen|nam|namen|kwam|groeide"
        r"|werd)"
        r"\b|\b(?:is|was|ligt|lag|steeg|daalde|bleef|nam|groeide) (?:dat|dit) (?:aantal|percentage|cijfer)\b"
        r"|\b(?:heeft|hebben|is|zijn) (?:die|deze|dat) (?:\w+ )?(?:gehaald|gerealiseerd|bereikt|behaald)"
        r"|\b(?:die|deze) (?:norm|doelstelling) "
    )


@cache
def continues() -> re.Pattern[str]:
    """A part that says more of what the part before named."""
    return re.compile(
        r"^;?(?: met )?(?:ruim |bijna )?[\d.,]+ ?(?:%|procentpunt)? (?:meer|minder|hoger|lager|tegenover|ten)\b"
        r"|^,? ?(?:terwijl (?:de eenheid|wij|we)|en (?:daarmee|dat|is|was|ligt|lag|nam|steeg|daalde|bleef))\b"
    )


@cache
def before_theme() -> re.Pattern[str]:
    """What stands before a theme whose goal is meant: “de doelstelling voor”, or “voor” at the beginning."""
    return re.compile(rf"\b(?:{GOAL} (?:voor|bij|op|van)|^ ?(?:ook |maar )?(?:voor|bij)) (?:de |het )?")
