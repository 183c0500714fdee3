"""The words that charts draw of themselves, by language."""

from collections.abc import Mapping

from reportbuilder.data.norms import Relation
from reportbuilder.values import Value


class ChartWords(Value):
    """The words of one language; `relations` say how a figure has to compare with its goal."""

    goal: str
    whole_goal: str
    missed: str
    no_figure: str
    relations: Mapping[Relation, str]


CHART_WORDS: Mapping[str, ChartWords] = {
    "nl": ChartWords(
        goal="doel",
        whole_goal="doel = 100\u00a0%",
        missed="niet gehaald",
        no_figure="geen informatie",
        relations={
            Relation.AT_LEAST: "ten minste",
            Relation.AT_MOST: "hoogstens",
            Relation.MORE: "meer dan",
            Relation.LESS: "minder dan",
            Relation.EQUAL: "precies",
        },
    ),
    "en": ChartWords(
        goal="goal",
        whole_goal="goal = 100%",
        missed="not met",
        no_figure="no figure",
        relations={
            Relation.AT_LEAST: "at least",
            Relation.AT_MOST: "at most",
            Relation.MORE: "more than",
            Relation.LESS: "less than",
            Relation.EQUAL: "exactly",
        },
    ),
}
