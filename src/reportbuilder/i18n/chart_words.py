"""The words that charts draw of themselves, by language."""

from collections.abc import Mapping

from reportbuilder.data.norms import Comparison
from reportbuilder.values import Value


class ChartWords(Value):
    """The words of one language; `relations` say how a figure has to compare with its goal."""

    goal: str
    whole_goal: str
    missed: str
    no_figure: str
    relations: Mapping[Comparison, str]


CHART_WORDS: Mapping[str, ChartWords] = {
    "nl": ChartWords(
        goal="doel",
        whole_goal="doel = 100\u00a0%",
        missed="niet gehaald",
        no_figure="geen informatie",
        relations={
            Comparison.AT_LEAST: "ten minste",
            Comparison.AT_MOST: "hoogstens",
            Comparison.MORE: "meer dan",
            Comparison.LESS: "minder dan",
            Comparison.EQUAL: "precies",
        },
    ),
    "en": ChartWords(
        goal="goal",
        whole_goal="goal = 100%",
        missed="not met",
        no_figure="no figure",
        relations={
            Comparison.AT_LEAST: "at least",
            Comparison.AT_MOST: "at most",
            Comparison.MORE: "more than",
            Comparison.LESS: "less than",
            Comparison.EQUAL: "exactly",
        },
    ),
}
