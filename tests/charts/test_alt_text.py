"""A chart in words says every figure once, in the order in which it is easiest to hear."""

from reportbuilder.charts.model import ChartData, ChartNorm, ChartSeries, ChartValue, list_figures
from reportbuilder.i18n.language import language_of

DUTCH = language_of("nl").report


def amounts(*texts: str) -> tuple[ChartValue | None, ...]:
    """Figures as they are printed; an empty one is not there."""
    return tuple(ChartValue(float(index), text) if text else None for index, text in enumerate(texts))


def test_one_series_is_told_category_by_category() -> None:
    data = ChartData("bar", ("2021", "2022"), (ChartSeries("a", "A", amounts("896", "919")),))
    assert list_figures(data, DUTCH) == "Cijfers: 2021: 896; 2022: 919."


def test_years_are_named_once_and_a_missing_figure_is_said() -> None:
    series = (
        ChartSeries("a", "Overvallen", amounts("51 %", "", "56 %"), ChartNorm(50, "≥ 50 %")),
        ChartSeries("b", "Straatroof", amounts("33 %", "34 %", "32 %")),
    )
    data = ChartData("line", ("2019", "2020", "2021"), series, unit="Opgehelderd, in %", over_columns=True)
    assert list_figures(data, DUTCH) == (
        "Cijfers (Opgehelderd, in %) achtereenvolgens voor 2019, 2020 en 2021: "
        "Overvallen 51 %, geen cijfer en 56 %, norm ≥ 50 %; Straatroof 33 %, 34 % en 32 %."
    )


def test_things_are_told_one_by_one_with_each_series() -> None:
    series = (ChartSeries("done", "Gehaald", amounts("3", "")), ChartSeries("not", "Niet gehaald", amounts("4", "1")))
    data = ChartData("stacked-bar", ("Wijk", "Haven"), series)
    assert list_figures(data, DUTCH) == "Cijfers: Wijk: 3 (Gehaald), 4 (Niet gehaald); Haven: 1 (Niet gehaald)."


def test_a_bullet_chart_names_its_goals() -> None:
    series = ChartSeries("r", "Resultaat", amounts("106 %"))
    data = ChartData("bullet", ("Onderzoeken",), (series,), (ChartNorm(100, "95"),), norms_are_goals=True)
    assert list_figures(data, DUTCH) == "Cijfers: Onderzoeken: 106 %, doel 95."
