"""The words that are put into a report for its author, by language."""

from collections.abc import Mapping

from reportbuilder.document.model import Status
from reportbuilder.values import Value


class RestatedWords(Value):
    """The words of a table of restated figures: its headings, and what is said when there are none."""

    indicator: str
    year: str
    before: str
    now: str
    difference: str
    reason: str
    none: str


class Words(Value):
    """The words of one language; a comparison has `{amount}` and `{year}` in it, `in_turn` `{names}`."""

    table: str
    figure: str
    chapter: str
    appendix: str
    page: str
    opening_quote: str
    closing_quote: str
    goal_met: str
    goal_missed: str
    goal: str
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
    statuses: Mapping[Status, str]
    restated: RestatedWords


WORDS: Mapping[str, Words] = {
    "nl": Words(
        table="tabel",
        figure="figuur",
        chapter="hoofdstuk",
        appendix="bijlage",
        page="bladzijde",
        opening_quote="‘",
        closing_quote="’",
        goal_met="doel gehaald",
        goal_missed="doel niet gehaald",
        goal="Doel",
        result="Resultaat",
        status="Status",
        topic="Onderwerp",
        activity="Activiteit",
        assignment="Opgave",
        more="{amount} meer dan in {year}",
        fewer="{amount} minder dan in {year}",
        higher="{amount} hoger dan in {year}",
        lower="{amount} lager dan in {year}",
        same="gelijk aan {year}",
        inferred="Status afgeleid uit het resultaat, volgens de regels bij dit verslag.",
        figures="Cijfers",
        norm="norm",
        in_turn="achtereenvolgens voor {names}",
        and_="en",
        no_figure="geen cijfer",
        not_applicable="n.v.t.",
        provisional="Voorlopig cijfer.",
        version="Versie",
        date="Datum",
        note="Toelichting",
        no_versions="Van dit verslag is nog geen versie uitgebracht.",
        version_statuses={"concept": "concept", "final": "definitief"},
        statuses={
            Status.DONE: "gerealiseerd",
            Status.NOT_DONE: "niet gerealiseerd",
            Status.PARTLY: "deels gerealiseerd",
            Status.UNKNOWN: "geen informatie",
        },
        restated=RestatedWords(
            indicator="Indicator",
            year="Jaar",
            before="Eerder",
            now="Nu",
            difference="Verschil",
            reason="Toelichting",
            none="Er zijn geen herziene cijfers.",
        ),
    ),
    "en": Words(
        table="table",
        figure="figure",
        chapter="chapter",
        appendix="appendix",
        page="page",
        opening_quote="‘",
        closing_quote="’",
        goal_met="goal met",
        goal_missed="goal not met",
        goal="Goal",
        result="Result",
        status="Status",
        topic="Topic",
        activity="Activity",
        assignment="Assignment",
        more="{amount} more than in {year}",
        fewer="{amount} fewer than in {year}",
        higher="{amount} higher than in {year}",
        lower="{amount} lower than in {year}",
        same="the same as in {year}",
        inferred="Status inferred from the result, by the rules of this report.",
        figures="Figures",
        norm="norm",
        in_turn="in turn for {names}",
        and_="and",
        no_figure="no figure",
        not_applicable="n/a",
        provisional="Provisional figure.",
        version="Version",
        date="Date",
        note="Note",
        no_versions="No version of this report has been released yet.",
        version_statuses={"concept": "draft", "final": "final"},
        statuses={
            Status.DONE: "achieved",
            Status.NOT_DONE: "not achieved",
            Status.PARTLY: "partly achieved",
            Status.UNKNOWN: "no information",
        },
        restated=RestatedWords(
            indicator="Indicator",
            year="Year",
            before="Before",
            now="Now",
            difference="Difference",
            reason="Explanation",
            none="There are no restated figures.",
        ),
    ),
}
