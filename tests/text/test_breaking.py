"""Set paragraphs: nothing is lost, nothing sticks out."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportbuilder.text.breaking import EXCESS, Breaker, BrokenParagraph, Line, Setting, passes
from reportbuilder.text.hyphenation import Hyphenator
from reportbuilder.text.paragraph import Zone, candidates, compose
from reportbuilder.text.runs import Box, Run, RunStyle, readable
from reportbuilder.text.shaping import FontBook, ShapedWord
from reportbuilder.text.totalfit import best_breaks
from reportbuilder.text.words import Opportunity, Prices, Vocabulary, Word

REGULAR = RunStyle("regular", 9.5)
STRONG = RunStyle("strong", 9.5)
NOTE = RunStyle("regular", 6.5, rise=3.4)
PROSE = (
    "Zoals artikel\u00a039 lid\u00a01 van de Politiewet 2012 bepaalt, verantwoordt de geüniformeerde eenheid zich "
    "ieder jaar over twee zaken: wat is er terechtgekomen van de (ontwikkel)doelstellingen die zij met het Regionaal "
    "Veiligheidsoverleg heeft afgesproken (en, in het verlengde daarvan, van die uit de Veiligheidsagenda), en hoe "
    "hebben de strategische thema’s zich ontwikkeld? Publiek-private coördinatie en/of officiële affiches, 2019–2022."
)
WORDS = st.sampled_from(
    [*PROSE.split(" "), "17\u00a0%", "0,5\u202fkg", "(ex)partner-stalking", "CTER", "\u00ad", "a\u00adb", "x\u200by",
     "af\u00adfiche", "https://www.politie.nl/over-de-politie", "ge\u2060üniformeerd", "niet\u2011ik", " ",
     "\n", "—", ""]
)  # fmt: skip
RUNS = st.lists(
    st.one_of(
        st.builds(
            Run,
            st.lists(WORDS, max_size=12).map(" ".join),
            st.sampled_from([REGULAR, STRONG, NOTE, RunStyle("regular", 9.5, language="en")]),
        ),
        st.builds(Run, st.sampled_from(["", "niet gerealiseerd"]), st.just(REGULAR), st.just(Box(8.0, 7.0, "mark"))),
        st.builds(Run, st.sampled_from(["half", "\n", "\u00a0", "ü"]), st.sampled_from([REGULAR, STRONG])),
    ),
    max_size=6,
)
SETTINGS = st.builds(
    Setting, justify=st.booleans(), hyphenate=st.booleans(), indent=st.sampled_from([0.0, 12.0]),
    max_hyphens=st.integers(0, 2),
)  # fmt: skip


def drawn_text(paragraph: BrokenParagraph) -> str:
    """What the glyphs, boxes and spaces of all lines say, without the hyphens that were put in."""
    said = []
    for line in paragraph.lines:
        for piece in line.pieces:
            said.append(piece.word.text if piece.box else "".join(g.text for g in piece.word.glyphs))
            said.append(piece.space)
        if line.text.endswith("\n"):
            if line.pieces and not line.text.removesuffix("\n").endswith(said[-1]):
                assert said.pop() == " ", "words at a forced line end are apart, also for whoever sees no lines"
            said.append("\n")
    return readable("".join(said))


def test_a_forced_line_end_is_a_space(breaker: Breaker) -> None:
    runs = [Run("A. de Vries\nDirecteur \nwijk", STRONG), Run("\nRotterdam\n", REGULAR), Run("slot", REGULAR)]
    lines = breaker.break_lines(runs, 400.0, Setting(), "nl").lines
    words = ["A. de Vries", "Directeur", "wijk", "Rotterdam", "slot"]
    assert [line.text.rstrip(" \n") for line in lines] == words
    assert [line.pieces[-1].space for line in lines] == [" ", " ", " ", " ", ""]
    assert all(line.pieces[-1].space_after == 0.0 for line in lines), "the space has no width: the line ends before it"
    styles = (STRONG, STRONG, STRONG, REGULAR, REGULAR)
    alone = [breaker.natural_width([Run(word, style)]) for word, style in zip(words, styles, strict=True)]
    assert [line.width for line in lines] == pytest.approx(alone)


def texts(paragraph: BrokenParagraph) -> list[str]:
    return [line.text.rstrip() + "-" * line.hyphenated for line in paragraph.lines]


def unbreakable(line: Line) -> bool:
    """Whether a line has no space in it at which it could have been broken."""
    return not any(p.space_after and set(p.space) - {"\u00a0", "\u202f"} for p in line.pieces[:-1])


@settings(deadline=None)
@given(runs=RUNS, measure=st.floats(8, 400), setting=SETTINGS)
@example([Run("\u00ad \u00ad", REGULAR), Run("\n", REGULAR)], 8.0, Setting())
def test_no_text_is_lost_and_no_line_sticks_out(
    breaker: Breaker, runs: list[Run], measure: float, setting: Setting
) -> None:
    paragraph = breaker.break_lines(runs, measure, setting, "nl")
    source = "".join(readable(run.text) for run in runs)
    assert "".join(line.text for line in paragraph.lines) == source
    assert drawn_text(paragraph) == source
    for line in paragraph.lines:
        assert line.overfull == (line.width > measure + EXCESS)
        assert not line.overfull or unbreakable(line)
        assert setting.justify or line.ratio == 0.0
        assert line.ratio >= -1.0
    narrowest = breaker.widest_composed(breaker.compose(runs, "nl"), setting.hyphenate)
    if narrowest + setting.indent <= measure:
        assert not any(line.overfull for line in paragraph.lines)


@settings(deadline=None)
@given(runs=RUNS, measures=st.lists(st.floats(60, 200), min_size=1, max_size=4), setting=SETTINGS)
def test_lines_of_different_measures(
    breaker: Breaker, runs: list[Run], measures: list[float], setting: Setting
) -> None:
    paragraph = breaker.break_lines(runs, measures, setting, "nl")
    assert "".join(line.text for line in paragraph.lines) == "".join(readable(run.text) for run in runs)
    for number, line in enumerate(paragraph.lines):
        assert line.overfull == (line.width > measures[min(number, len(measures) - 1)] + EXCESS)


@pytest.mark.parametrize("measure", [120.0, 150.0, 230.0, 450.0])
def test_justified_lines_fill_the_measure(breaker: Breaker, measure: float) -> None:
    lines = breaker.break_lines([Run(PROSE, REGULAR)], measure, Setting(justify=True, indent=10.0), "nl").lines
    for line in lines[:-1]:
        assert line.width == pytest.approx(measure, abs=0.02)
    assert lines[0].pieces[0].x == 10.0
    assert lines[1].pieces[0].x == 0.0


@pytest.mark.parametrize("measure", [110.0, 150.0, 230.0])
def test_ragged_lines_keep_their_spaces_and_are_two_thirds_full(
    breaker: Breaker, fonts: FontBook, measure: float
) -> None:
    lines = breaker.break_lines([Run(PROSE, REGULAR)], measure, Setting(), "nl").lines
    space = fonts.shape(" ", "regular").width * 9.5
    for line in lines:
        assert all(p.space_after == pytest.approx(space) for p in line.pieces[:-1])
        assert line.pieces[-1].space_after == 0.0
    assert all(line.width >= measure * 2 / 3 for line in lines[:-1])


def test_drawn_hyphens_and_dropped_tremas(breaker: Breaker) -> None:
    width = breaker.natural_width([Run("ge-", REGULAR)]) + 1
    first, second, *_ = breaker.break_lines([Run("geüniformeerd", REGULAR)], width, Setting(), "nl").lines
    assert [g.text for g in first.pieces[0].word.glyphs] == ["g", "e", "\u00ad"]
    assert first.hyphenated
    plain = breaker.break_lines([Run("uniform", REGULAR)], 1e6, Setting(), "nl").lines[0]
    assert second.pieces[0].word.glyphs[0].gid == plain.pieces[0].word.glyphs[0].gid
    assert second.text.startswith("ü")


def test_a_word_over_two_runs_has_no_break_between_them(breaker: Breaker) -> None:
    runs = [Run("Een half", STRONG), Run("woord en zo.", REGULAR)]
    width = breaker.natural_width([Run("Een half", STRONG)]) + 2
    paragraph = breaker.break_lines(runs, width, Setting(hyphenate=False), "nl")
    assert texts(paragraph)[:2] == ["Een", "halfwoord"]
    assert [p.run for p in paragraph.lines[1].pieces] == [0, 1]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("publiek-private", ["publiek-", "private"]),
        ("2019–2022", ["2019–", "2022"]),
        ("burgers/bedrijven", ["burgers/", "bedrijven"]),
        ("aan\u200bzien", ["aan", "zien"]),
        ("aan\u00adzien", ["aan-", "zien"]),
        ("niet\u2011doen", ["niet\u2011doen"]),
        ("17\u00a0%\u202fer", ["17\u00a0%\u202fer"]),
        ("10-12-2019", ["10-12-2019"]),
        ("-5-tal", ["-5-tal"]),
        ("e-mail", ["e-mail"]),
        ("een\nregel", ["een", "regel"]),
    ],
)
def test_where_a_line_may_end(breaker: Breaker, text: str, wanted: list[str]) -> None:
    paragraph = breaker.break_lines([Run(text, REGULAR)], 5.0, Setting(hyphenate=False), "nl")
    assert texts(paragraph) == wanted
    assert all(line.overfull for line in paragraph.lines)


def test_hyphens_in_a_row(breaker: Breaker) -> None:
    for measure in range(90, 200, 7):
        lines = breaker.break_lines([Run(PROSE, REGULAR)], float(measure), Setting(max_hyphens=1), "nl").lines
        hyphens = [line.hyphenated or line.text.endswith("-") for line in lines]
        assert not any(a and b for a, b in pairwise(hyphens))


def test_a_stump_is_no_last_line(breaker: Breaker) -> None:
    for measure in range(100, 300, 3):
        lines = breaker.break_lines([Run(PROSE, REGULAR)], float(measure), Setting(), "nl").lines
        assert lines[-1].width >= 2 * 9.5
        assert not lines[-2].hyphenated


def test_the_note_mark_stays_with_its_word(breaker: Breaker) -> None:
    runs = [Run("ontwikkelingen", REGULAR), Run("\u20601", NOTE)]
    lines = breaker.break_lines(runs, 45.0, Setting(), "nl").lines
    assert len(lines) == 2
    assert [p.style for p in lines[-1].pieces] == [REGULAR, NOTE]


def test_widths(breaker: Breaker) -> None:
    runs = [Run("Een langer woord\nkort", REGULAR)]
    line = breaker.break_lines(runs, 1e6, Setting(), "nl").lines[0]
    assert breaker.natural_width(runs) == pytest.approx(line.width)
    assert breaker.widest_composed(breaker.compose(runs, "nl"), False) == pytest.approx(
        breaker.natural_width([Run("woord", REGULAR)])
    )
    assert breaker.natural_width([]) == breaker.widest_composed(breaker.compose([], "nl"), True) == 0.0
    assert breaker.break_lines([], 100.0, Setting(), "nl").lines == ()


def test_words_are_forgotten_when_there_are_too_many_and_shaped_again_as_they_were(fonts: FontBook) -> None:
    book = FontBook({"regular": fonts.path("regular")})
    breaker = Breaker(book, Hyphenator)

    def lines() -> tuple[Line, ...]:
        return breaker.break_lines([Run(PROSE, REGULAR)], 120.0, Setting(), "nl").lines

    before, shaped = lines(), book.shaped
    breaker.bound(shaped)
    assert book.shaped == shaped
    breaker.bound(shaped - 1)
    assert book.shaped == 0
    assert [line.text for line in lines()] == [line.text for line in before]
    assert book.shaped == shaped


def test_words_and_their_parts_are_shared(fonts: FontBook) -> None:
    breaker = Breaker(fonts, Hyphenator)

    def words() -> list[ShapedWord]:
        paragraph = breaker.break_lines([Run(PROSE, REGULAR)], 120.0, Setting(), "nl")
        return [piece.word for line in paragraph.lines for piece in line.pieces]

    assert all(a is b for a, b in zip(words(), words(), strict=True))


@pytest.mark.parametrize("justify", [False, True])
@pytest.mark.parametrize("indent", [0.0, 20.0])
def test_words_outside_the_zone_have_no_say(fonts: FontBook, justify: bool, indent: float) -> None:
    """The search finds the same paragraph whether or not words that no line can end in are hyphenated."""
    dutch = Hyphenator("nl")
    (stretch,) = compose([Run(PROSE, REGULAR)], "nl", Vocabulary(fonts))

    def divide(word: Word, language: str) -> tuple[Opportunity, ...]:
        return word.divided(dutch)

    fewer = 0
    for measure in (110.0, 150.0, 230.0, 320.0, 450.0):
        for fit in passes(Setting(justify=justify)):
            every, _ = candidates(stretch, indent, 0.0, divide)
            some, _ = candidates(stretch, indent, 0.0, divide, Zone(measure, fit, 9.5))
            fewer += len(some.end) < len(every.end)
            one, other = best_breaks(every, [measure], fit, True), best_breaks(some, [measure], fit, True)
            assert one is not None
            assert other is not None
            if one[1] < fit.overfull:
                assert one[1] == pytest.approx(other[1])
    assert fewer


@pytest.mark.parametrize("measure", range(140, 340, 20))
@pytest.mark.parametrize("justify", [False, True])
def test_a_third_hyphen_in_a_row_and_a_last_line_of_half_a_word_are_banned(
    breaker: Breaker, measure: int, justify: bool
) -> None:
    lines = breaker.break_lines([Run(PROSE * 3, REGULAR)], float(measure), Setting(justify=justify), "nl").lines
    hyphenated = [line.hyphenated for line in lines]
    assert not any(all(hyphenated[i : i + 3]) for i in range(len(lines) - 2))
    assert not hyphenated[-2] or " " in lines[-1].text.strip()


def test_names_ranges_and_abbreviations_are_dear(fonts: FontBook) -> None:
    dutch = Hyphenator("nl")

    def dearest(text: str) -> float:
        word = Vocabulary(fonts).single(REGULAR, "nl")[text]
        return max(o.penalty for o in word.divided(dutch))

    assert dearest("Amsterdam") > dearest("ontwikkelingen")
    assert dearest("2019–2022") > dearest("noord–zuid")
    assert dearest("OBI-SD") > dearest("oud-burgemeester")
    assert min(o.penalty for o in Vocabulary(fonts).single(REGULAR, "nl")["organisatie"].divided(dutch)) == 260.0


@pytest.mark.parametrize("measure", range(160, 360, 40))
def test_marks_hang_outside_and_glyphs_give_two_hundredths(fonts: FontBook, measure: int) -> None:
    shares = {"-": 0.7, ".": 0.7, ",": 0.7, "“": 0.6}
    breaker = Breaker(fonts, Hyphenator, Prices(hanging=shares))
    setting = Setting(justify=True, expansion=0.02)
    paragraph = breaker.break_lines([Run("“" + PROSE * 2, REGULAR)], float(measure), setting, "nl")
    plain = breaker.break_lines([Run("“" + PROSE * 2, REGULAR)], 1e6, setting, "nl")
    assert "".join(line.text for line in paragraph.lines) == "".join(line.text for line in plain.lines)
    assert paragraph.lines[0].pieces[0].x == -paragraph.lines[0].hang_left < 0
    hung = 0
    for line in paragraph.lines[:-1]:
        assert not line.overfull
        assert line.width - line.hang_right == pytest.approx(measure)
        assert all(0.98 - 1e-9 <= piece.scale <= 1.02 + 1e-9 for piece in line.pieces)
        hung += line.hang_right > 0
        assert (line.hang_right > 0) == (line.hyphenated or line.text.strip()[-1] in shares)
    assert hung
    assert len({piece.scale for line in paragraph.lines for piece in line.pieces}) > 1
