"""A chart in words says every figure once, in the order in which it is easiest to hear."""

from reportbuilder.charts.reading import in_words
from reportbuilder.charts.series import Amount, Bound, ChartData, Series
from reportbuilder.charts.spec import Kind
from reportbuilder.i18n.report_words import WORDS

DUTCH = WORDS["nl"]


def amounts(*texts: str) -> tuple[Amount | None, ...]:
    """Figures as they are printed; an empty one is not there."""
    return tuple(Amount(float(index), text) if text else None for index, text in enumerate(texts))


def test_one_series_is_told_category_by_category() -> None:
    data = ChartData(Kind.BAR, ("2021", "2022"), (Series("a", "A", amounts("896", "919")),))
    assert in_words(data, DUTCH) == "Cijfers: 2021: 896; 2022: 919."


def test_years_are_named_once_and_a_missing_figure_is_said() -> None:
    series = (
        Series("a", "Overvallen", amounts("51 %", "", "56 %"), Bound(50, "≥ 50 %")),
        Series("b", "Straatroof", amounts("33 %", "34 %", "32 %")),
    )
    data = ChartData(Kind.LINE, ("2019", "2020", "2021"), series, unit="Opgehelderd, in %", upright=True)
    assert in_words(data, DUTCH) == (
        "Cijfers (Opgehelderd, in %) achtereenvolgens voor 2019, 2020 en 2021: "
        "Overvallen 51 %, geen cijfer en 56 %, norm ≥ 50 %; Straatroof 33 %, 34 % en 32 %."
    )


def test_things_are_told_one_by_one_with_each_series() -> None:
    series = (Series("done", "Gehaald", amounts("3", "")), Series("not", "Niet gehaald", amounts("4", "1")))
    data = ChartData(Kind.STACKED_BAR, ("Wijk", "Haven"), series)
    assert in_words(data, DUTCH) == "Cijfers: Wijk: 3 (Gehaald), 4 (Niet gehaald); Haven: 1 (Niet gehaald)."


def test_a_bullet_chart_names_its_goals() -> None:
    data = ChartData(
        Kind.BULLET, ("Onderzoeken",), (Series("r", "Resultaat", amounts("106 %")),), bounds=(Bound(100, "95"),)
    )
    assert in_words(data, DUTCH) == "Cijfers: Onderzoeken: 106 %, doel 95."
