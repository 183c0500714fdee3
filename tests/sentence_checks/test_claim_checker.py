"""Any figures, told rightly and wrongly; and the real reports: right as they stand, found when a word is turned."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reportbuilder.data.csv_files import parse_csv
from reportbuilder.diagnostics import Diagnostic, Diagnostics, Place
from reportbuilder.document.model import Text
from reportbuilder.document.text_spans import TextSpan, spans_of
from reportbuilder.i18n.formats import format_number
from reportbuilder.project.settings import open_report_folder
from reportbuilder.reader.read import read_document
from reportbuilder.reader.sources import Sources
from reportbuilder.sentence_checks.agreement import DiscrepancyReporter
from reportbuilder.sentence_checks.claim_checker import check_sentences
from reportbuilder.sentence_checks.lexicon import IndicatorLexicon, make_lexicon, singular, with_groups
from reportbuilder.sentence_checks.sentences import KEY_FIGURE_LINES, sentences_in
from reportbuilder.values import replace

CONTENT = Path(__file__).parents[2] / "content"
PLACE = Place("een.md", 3, 1)
UP, DOWN = ("steeg", "nam toe", "groeide"), ("daalde", "nam af", "kromp")
TURNED = {
    "meer": "minder",
    "minder": "meer",
    "hoger": "lager",
    "lager": "hoger",
    "steeg": "daalde",
    "groeide": "daalde",
}
TURNED |= {"boven": "onder", "onder": "boven"}
WORDS = re.findall(
    r"\S+",
    "overvallen steeg niet 9 % in 2022 ( ) , ; “ met de norm van gehaald meer dan 2021-2019 ruim twee keer zo hoog",
)
FIGURES = st.integers(20, 200_000)


def lexicon_of(old: int, new: int) -> IndicatorLexicon:
    """The lexicon of one indicator with two years."""
    content = f"id;indicator;eenheid;2021;2022;norm\novervallen;Aantal overvallen;aantal;{old};{new};<= 2021\n"
    table = parse_csv(content.encode(), "data/d.csv", Diagnostics())
    assert table is not None
    return make_lexicon([table])


def weighed(stretch: TextSpan, lexicon: IndicatorLexicon, year: int = 2022) -> list[Diagnostic]:
    diagnostics = Diagnostics()
    check_sentences(tuple(sentences_in(stretch)), lexicon, year, DiscrepancyReporter(diagnostics))
    return list(diagnostics)


def said(text: str) -> TextSpan:
    return TextSpan(text, ((0, Text(text, PLACE)),), PLACE)


def verb(words: str, rest: str) -> str:
    """A verb with what belongs to it: “nam … toe”."""
    first, _, particle = words.partition(" ")
    return f"Het aantal overvallen {first} in 2022 {rest}{' ' + particle if particle else ''}."


@settings(max_examples=60, deadline=None)
@given(old=FIGURES, new=FIGURES, word=st.integers(0, 2), off=st.integers(3, 90))
def test_any_change_is_right_one_way_only(old: int, new: int, word: int, off: int) -> None:
    exact = Decimal(abs(new - old)) / old * 100
    percent = exact.quantize(Decimal(1), ROUND_HALF_UP)
    assume(percent >= 1)
    right, wrong = (UP, DOWN) if new > old else (DOWN, UP)
    lexicon = lexicon_of(old, new)

    assert weighed(said(verb(right[word], f"met {percent} %")), lexicon) == []
    assert [p.code for p in weighed(said(verb(wrong[word], f"met {percent} %")), lexicon)] == ["agree-change"]
    assert [p.code for p in weighed(said(verb(wrong[word], "")), lexicon)] == ["agree-direction"]
    other = percent + off + percent // 10
    assert [p.code for p in weighed(said(verb(right[word], f"met {other} %")), lexicon)] == ["agree-change"]


@settings(max_examples=60, deadline=None)
@given(old=FIGURES, new=FIGURES, off=st.integers(1, 9))
def test_any_figure_is_right_only_as_it_is(old: int, new: int, off: int) -> None:
    lexicon = lexicon_of(old, new)
    sentence = "In 2022 waren er {} overvallen, in 2021 waren er {} overvallen."

    assert weighed(said(sentence.format(format_number(new, ""), format_number(old, ""))), lexicon) == []
    found = weighed(said(sentence.format(format_number(new, ""), format_number(old * 2 + off, ""))), lexicon)
    assert [problem.code for problem in found] == ["agree-value"]


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_any_text_is_weighed_without_failing(text: str) -> None:
    assert all(problem.code.startswith("agree-") for problem in weighed(said(text), lexicon_of(117, 127)))


@given(text=st.text('aA. !?…”’")]\n5€“(\u00a0'))
def test_sentences_are_the_whole_text_in_order(text: str) -> None:
    assume(text.count("\n") != KEY_FIGURE_LINES - 1)  # a key figure is one sentence, with a sign between its lines
    found = list(sentences_in(TextSpan(text, ((0, Text(text)),), Place())))
    assert "".join("".join(sentence.text.split()) for sentence in found) == "".join(text.split())
    assert all(text[one.start : one.start + len(one.text)] == one.text for one in found)
    assert all(len(one.low) == len(one.text) for one in found)


def test_singulars_of_regular_plurals() -> None:
    plurals = "woninginbraken straatroven overvallen misdrijven onderzoeken uithalers delicten prijzen wapens kg"

    assert " ".join(map(singular, plurals.split())) == (
        "woninginbraak straatroof overval misdrijf onderzoek uithaler delict prijs wapens kg"
    )


@cache
def report(name: str) -> tuple[tuple[TextSpan, ...], IndicatorLexicon, int]:
    """A real report: all that it says, with its lexicon and its year."""
    diagnostics = Diagnostics()
    project = open_report_folder(CONTENT / name, diagnostics)
    assert project is not None
    sources = Sources(project, diagnostics)
    document = read_document(project, diagnostics, sources)
    said = tuple(stretch for chapter in document.chapters for stretch in spans_of(chapter) if not stretch.cell)
    texts = (sentence.low for stretch in said for sentence in sentences_in(stretch))
    return said, with_groups(make_lexicon(sources.tables()), texts), project.settings.year


def turned(stretch: TextSpan) -> Iterator[tuple[str, TextSpan]]:
    """The stretch with one direction turned, for each that stands right by a figure computed from two years."""
    filled = [replace(one, at=start + one.at) for start, text in stretch.pieces for one in text.filled]
    for one in filled:
        years = {cell.column for cell in one.cells if cell.column.isdigit()}
        at = one.at + len(one.text)
        match = re.match(r"[ \u00a0](\w+)\b", stretch.text[at:])
        if len(years) != 2 or match is None or match[1] not in TURNED or one.text[-1] != "%":
            continue
        text = f"{stretch.text[: at + 1]}{TURNED[match[1]]}{stretch.text[at + match.end() :]}"
        shift = len(text) - len(stretch.text)
        moved = tuple(replace(each, at=each.at + (shift if each.at > at else 0)) for each in filled)
        yield text, replace(stretch, text=text, pieces=((0, Text(text, PLACE, moved)),))


@pytest.mark.parametrize("name", ["jaarverslag-2019", "jaarverslag-2022"])
def test_the_reports_agree_with_their_figures(name: str) -> None:
    stretches, lexicon, year = report(name)

    assert [problem for stretch in stretches for problem in weighed(stretch, lexicon, year)] == []


@pytest.mark.parametrize(("name", "least"), [("jaarverslag-2019", 2), ("jaarverslag-2022", 10)])
def test_a_direction_turned_in_a_report_is_found(name: str, least: int) -> None:
    stretches, lexicon, year = report(name)
    changed = [one for stretch in stretches for one in turned(stretch)]
    missed = [text for text, stretch in changed if not weighed(stretch, lexicon, year)]

    assert len(changed) >= least
    assert missed == []
