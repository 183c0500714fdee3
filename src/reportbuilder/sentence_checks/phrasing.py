"""How Dutch sentences tell changes, multiples, records and amounts, as patterns over text in small letters."""

from __future__ import annotations

import re
from functools import cache

from reportbuilder.sentence_checks import dutch


@cache
def turning() -> re.Pattern[str]:
    """What is said of a movement that ended or changed."""
    return re.compile(
        r"\b(?:stilstand|eind|einde|gestopt|stopte|gestuit|gekeerd|keerde|omgebogen|omslag|zette|zetten|zet|doorgezet"
        r"|vertraagd\w*|afgevlakt|vlakte|trend|begon|ondanks|na)\b"
    )


@cache
def particle() -> re.Pattern[str]:
    return re.compile(r"\b(toe|af)\b")


@cache
def number_of_it() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:het|dit|dat) (?:aantal|percentage|cijfer)(?= (?:met|in \d|licht|fors|sterk|weer|iets|verder|naar|uit|op"
        r"|tot|af|toe|gelijk|hoger|lager|ruim|bijna)\b|[,.;]|$)|\w+percentage\b"
    )


@cache
def of_else() -> re.Pattern[str]:
    return re.compile(r" (?!als\b|dan\b|geworden|werd|in \d|is\b|was\b|ten\b|t\.o|vergeleken|sinds|misdrijven|en\b)\w")


@cache
def than_year() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:in|het|dat|die|van|niveau|peil|jaar|de|jaren|stand|aantal|over|uit|vier|drie|twee|ook|zowel) )*"
        rf"(?:{dutch.YEAR}|vorig jaar|een jaar (?:eerder|ervoor|daarvoor)|ervoor|daarvoor|voorgaande jaar|vorige jaar"
        rf"|jaar (?:ervoor|daarvoor))"
    )


@cache
def as_size() -> re.Pattern[str]:
    return re.compile(
        r" (?:meer|minder|hoger|lager|hogere|lagere|boven (?:dat|die|het niveau)|onder (?:dat|die|het niveau)"
        r"|(?:af|toe)(?:genomen|nam)?\b|gestegen|gedaald|gegroeid|gekrompen|omhoog|omlaag|groei\b|daling\b|stijging\b)"
    )


@cache
def by() -> re.Pattern[str]:
    return re.compile(
        r"(?:\bmet(?: in totaal)?|\b(?P<noun>daling|stijging|afname|toename|groei|vermindering|verhoging|terugloop) van"
        r"|\b[\w’-]+ \(|\b(?:daling|stijging|toename|afname) \w+ \() ?$|\($"
    )


def may_name_norm(low: str) -> bool:
    """Whether `norm_before` or `norm_after` may find anything in a text of small letters."""
    return dutch.may_name_goal(low) or dutch.holds(low, ("afgesproken", "gestelde", "streven"))


@cache
def norm_before() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{dutch.GOAL}|afgesproken|gestelde|streven|streefde)(?: (?:van|was|is|bedroeg|bedraagt|voor \d{{4}}|om"
        r"|te|de|minimaal|maximaal|minstens|hooguit|ten minste|ten hoogste|die|geldt|gold|op|tot|naar)){0,5} $"
    )


@cache
def norm_after() -> re.Pattern[str]:
    return re.compile(
        rf",? (?:die|dat|als) (?:(?:de|het|als|onze) ){{0,2}}(?:{dutch.GOAL}|is afgesproken|was afgesproken)"
    )


@cache
def existing() -> re.Pattern[str]:
    """Verbs that say how many of something there were."""
    return re.compile(
        r"\b(?:er|waren|registreerden?|geregistreerd|telden?|telt|vonden|gepleegd|kwamen|bedroeg|deden|gedaan|naar|tot|van"
        r"|leverden?|aangeleverd|onderschepten?|onderschept|aangetroffen|vielen|tegen)\b"
    )


@cache
def partial() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:bij|in|na|over|door|met|om|voor|per|op|uit|onder|nog|slechts|waarvan|elke|iedere|eerste|op de) $"
    )


@cache
def told() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:uit op|kwam(?:en)? op|bedroeg|bedroegen|bedraagt|was|waren|is|lag op|lagen op|ligt op|stond op"
        r"|stonden op|naar|tot)(?: in \d{4})? $"
    )


@cache
def alone() -> re.Pattern[str]:
    return re.compile(
        r"$|[.,;:)!]| in (?:19|20)\d\d| \(| ten opzichte| t\.o\.v\.| misdrijven| en | gestegen| gedaald| uit\b"
    )


@cache
def share() -> re.Pattern[str]:
    return re.compile(r"(?:^|\b(?:in|bij|op|was|werd|is|zijn|waren|van)) $")


@cache
def records() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:(?P<never>nooit (?:[\w’-]+ ){0,8}?zo (?:hoog|veel|(?P<low>laag|weinig)))"
        r"|(?:het|op zijn|op haar) (?:hoogst|hoogste|grootste(?= aantal)"
        r"|(?P<lowest>laagst|laagste|kleinste(?= aantal))))\b"
        r"(?=(?: (?:als|aantal|niveau|punt|stand|peil|sinds|in \w+ jaar|ooit|van de afgelopen|van alle jaren))|[.,]|$)"
    )


_OF_RECORDS = ("nooit ", "hoogst", "laagst", "grootste", "kleinste")
"""What is in every record, but not in most texts."""


def may_record(low: str) -> bool:
    """Whether there may be a record in a text of small letters."""
    return dutch.holds(low, _OF_RECORDS)


@cache
def back() -> re.Pattern[str]:
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
def goes_on() -> re.Pattern[str]:
    """A part that says more of what the part before named."""
    return re.compile(
        r"^;?(?: met )?(?:ruim |bijna )?[\d.,]+ ?(?:%|procentpunt)? (?:meer|minder|hoger|lager|tegenover|ten)\b"
        r"|^,? ?(?:terwijl (?:de eenheid|wij|we)|en (?:daarmee|dat|is|was|ligt|lag|nam|steeg|daalde|bleef))\b"
    )


@cache
def of_theme() -> re.Pattern[str]:
    """What stands before a theme whose goal is meant: “de doelstelling voor”, or “voor” at the beginning."""
    return re.compile(rf"\b(?:{dutch.GOAL} (?:voor|bij|op|van)|^ ?(?:ook |maar )?(?:voor|bij)) (?:de |het )?")
