"""The words of the program in one language, by the part of a report that they stand in; and language tags.

Each language is a module with one `Language`: `nl`, `en`. Words are keyed by the values of other rooms' enums, not by
their members, so that this room knows none of them.

Tags (BCP 47) are checked for their form, and for a code that is known. Known are all codes of two letters (ISO 639-1).
Of three letters there are thousands; of those, only the ones that BCP 47 replaces by two letters are known to be
wrong.
"""

from __future__ import annotations

import re
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
    trend: str
    """Of the figures in a sparkline, the first and the last, with their columns."""
    trend_norm: str
    goal_missed: str
    goal: str
    goals_one: str
    goals: str
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
    from_to: str
    """A class of the figures of a map, by its bounds."""
    own_scales: str
    """Panels of a chart do not have one scale."""
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


_TWO_LETTERS = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
    es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji
    jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb
    nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr
    ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""

_THREE_LETTERS = """
    aar:aa abk:ab afr:af aka:ak alb:sq amh:am ara:ar arg:an arm:hy asm:as ava:av ave:ae aym:ay aze:az bak:ba bam:bm
    baq:eu bel:be ben:bn bis:bi bod:bo bos:bs bre:br bul:bg bur:my cat:ca ces:cs cha:ch che:ce chi:zh chu:cu chv:cv
    cor:kw cos:co cre:cr cym:cy cze:cs dan:da deu:de div:dv dut:nl dzo:dz ell:el eng:en epo:eo est:et eus:eu ewe:ee
    fao:fo fas:fa fij:fj fin:fi fra:fr fre:fr fry:fy ful:ff geo:ka ger:de gla:gd gle:ga glg:gl glv:gv gre:el grn:gn
    guj:gu hat:ht hau:ha heb:he her:hz hin:hi hmo:ho hrv:hr hun:hu hye:hy ibo:ig ice:is ido:io iii:ii iku:iu ile:ie
    ina:ia ind:id ipk:ik isl:is ita:it jav:jv jpn:ja kal:kl kan:kn kas:ks kat:ka kau:kr kaz:kk khm:km kik:ki kin:rw
    kir:ky kom:kv kon:kg kor:ko kua:kj kur:ku lao:lo lat:la lav:lv lim:li lin:ln lit:lt ltz:lb lub:lu lug:lg mac:mk
    mah:mh mal:ml mao:mi mar:mr may:ms mkd:mk mlg:mg mlt:mt mon:mn mri:mi msa:ms mya:my nau:na nav:nv nbl:nr nde:nd
    ndo:ng nep:ne nld:nl nno:nn nob:nb nor:no nya:ny oci:oc oji:oj ori:or orm:om oss:os pan:pa per:fa pli:pi pol:pl
    por:pt pus:ps que:qu roh:rm ron:ro rum:ro run:rn rus:ru sag:sg san:sa sin:si slk:sk slo:sk slv:sl sme:se smo:sm
    sna:sn snd:sd som:so sot:st spa:es sqi:sq srd:sc srp:sr ssw:ss sun:su swa:sw swe:sv tah:ty tam:ta tat:tt tel:te
    tgk:tg tgl:tl tha:th tib:bo tir:ti ton:to tsn:tn tso:ts tuk:tk tur:tr twi:tw uig:ug ukr:uk urd:ur uzb:uz ven:ve
    vie:vi vol:vo wel:cy wln:wa wol:wo xho:xh yid:yi yor:yo zha:za zho:zh zul:zu
"""
_SHORT = frozenset(_TWO_LETTERS.split())


@cache
def _tag() -> re.Pattern[str]:
    """A tag, with its first code."""
    return re.compile(
        r"([a-z]{2,3})(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*",
        re.IGNORECASE,
    )


@cache
def _shorter() -> Mapping[str, str]:
    """The codes of two letters by those of three."""
    return {long: short for long, _, short in (pair.partition(":") for pair in _THREE_LETTERS.split())}


def is_known(tag: str) -> bool:
    """Whether a tag is written well and begins with the code of a language, as far as we know."""
    if tag in _SHORT:  # as nearly all are
        return True
    match = _tag().fullmatch(tag)
    code = match[1].lower() if match else ""
    return code in _SHORT if len(code) < 3 else code not in _shorter()


def proposal(tag: str) -> str:
    """The code that was probably meant by a tag that is not known: `nl` for `nld` and `nl_NL`; "" if we cannot tell."""
    code = re.split(r"[^a-z]", tag.lower(), maxsplit=1)[0]
    return code if code in _SHORT else _shorter().get(code, "")
