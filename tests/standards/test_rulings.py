"""The table of rulings, and what is judged by it."""

from reportbuilder.diagnostics import Place
from reportbuilder.standards.editions import Edition
from reportbuilder.standards.facts import DOCUMENT_FACTS, Fact, Observation
from reportbuilder.standards.judgement import advise, judge
from reportbuilder.standards.names import PROMISES, UNSAID, Law, Rule, Standard
from reportbuilder.standards.rules import RULINGS

BOTH = (Standard.UA1, Standard.A2A)


def test_every_standard_has_a_law_on_every_fact() -> None:
    assert set(RULINGS) == set(Fact)
    for fact, ruling in RULINGS.items():
        assert set(ruling.laws) == set(Standard), fact


def test_every_edition_promises_standards() -> None:
    assert set(PROMISES) == set(Edition)
    assert PROMISES[Edition.SCREEN] == BOTH
    assert PROMISES[Edition.PRINT] == (Standard.X4,)
    assert not any(UNSAID & set(promised) for promised in PROMISES.values())


def test_laws_of_standards_have_their_clause_and_free_facts_have_none() -> None:
    for fact, ruling in RULINGS.items():
        for standard in set(Standard) - UNSAID:
            law = ruling.laws[standard]
            assert (law.rule is Rule.FREE) == (not law.clause), fact
            assert law == Law(Rule.FREE) or law.clause.startswith("ISO 1"), fact


def test_what_is_required_is_what_one_hopes_to_see() -> None:
    """A fact is either required or forbidden (or at least unwise), by whoever minds it; what ISO 32000-1 alone has
    against a file is told as a warning, and is an error in our own."""
    for fact, ruling in RULINGS.items():
        rules = {law.rule for standard, law in ruling.laws.items() if standard is not Standard.PDF} - {Rule.FREE}
        if ruling.laws[Standard.PDF].rule is not Rule.FREE:
            assert rules <= {Rule.FORBIDDEN, Rule.REQUIRED}, fact
            continue
        if fact.name.startswith("HAS_"):
            assert rules == {Rule.REQUIRED}, fact
        else:
            assert len(rules) == 1, fact
            assert rules <= {Rule.FORBIDDEN, Rule.UNWISE}, fact


def test_only_the_press_and_the_format_itself_give_advice() -> None:
    givers = {
        standard for ruling in RULINGS.values() for standard, law in ruling.laws.items() if law.rule is Rule.UNWISE
    }
    assert givers == {Standard.PREFLIGHT, Standard.PDF}


def test_lower_levels_of_pdf_a_have_the_laws_of_level_a_but_for_tags_and_text() -> None:
    for fact, ruling in RULINGS.items():
        a, u, b = (ruling.laws[standard] for standard in (Standard.A2A, Standard.A2U, Standard.A2B))
        if ", 6.7" in a.clause:
            assert (u.rule, b.rule) == (Rule.FREE, Rule.FREE), fact
        elif "6.2.11.7" not in a.clause:
            assert a == u == b, fact
    private, unnamed = RULINGS[Fact.PRIVATE_UNICODE].laws, RULINGS[Fact.CODE_WITHOUT_UNICODE].laws
    assert private[Standard.A2U].rule is Rule.FREE
    assert unnamed[Standard.A2U].rule is Rule.FORBIDDEN
    assert unnamed[Standard.A2B].rule is Rule.FREE


def test_what_is_unwise_is_told_and_breaks_nothing() -> None:
    seen = [Observation(Fact.IMAGE_COARSE, "200 ppi", 3, box=(0, 0, 10, 10)), Observation(Fact.HAIRLINE)]
    assert [one.fact for one in advise(seen, (Standard.PREFLIGHT,))] == [Fact.IMAGE_COARSE]
    assert [one.fact for one in judge(seen, (Standard.PREFLIGHT,))] == [Fact.HAIRLINE]
    assert advise(seen, BOTH) == ()


def test_words_are_a_sentence_without_its_full_stop_each_once() -> None:
    words = [ruling.words for ruling in RULINGS.values()]
    assert len(set(words)) == len(words)
    assert all(one[0].isupper() and not one.endswith(".") for one in words)


def test_a_code_is_the_name_of_its_fact() -> None:
    assert Fact.FIGURE_WITHOUT_ALT.value == "figure-without-alt"


def test_an_observation_breaks_the_laws_that_forbid_it() -> None:
    seen = [
        Observation(Fact.HAS_TITLE),
        Observation(Fact.LANGUAGE_UNKNOWN, "“nederlands”", place=Place("report.yaml", 3)),
        Observation(Fact.FIGURE_WITHOUT_ALT, place=Place("a.md", 7)),
    ]
    language, figure, missing = judge(seen, BOTH, DOCUMENT_FACTS)
    assert language.standards == BOTH
    assert language.clauses == ("ISO 14289-1, 7.2", "ISO 19005-2, 6.7.4")
    assert language.observation.place.line == 3
    assert (figure.fact, figure.standards) == (Fact.FIGURE_WITHOUT_ALT, (Standard.UA1,))
    assert missing.fact is Fact.HAS_LANGUAGE


def test_only_the_facts_asked_for_are_judged() -> None:
    seen = [Observation(Fact.HAS_TITLE), Observation(Fact.HAS_LANGUAGE), Observation(Fact.UNMARKED_CONTENT)]
    assert judge(seen, BOTH, DOCUMENT_FACTS) == ()
    assert Fact.HAS_PAGES in {violation.fact for violation in judge(seen, BOTH)}


def test_the_same_observation_counts_once() -> None:
    seen = [Observation(Fact.SUSPECTS), Observation(Fact.SUSPECTS)]
    assert len(judge(seen, BOTH, (Fact.SUSPECTS,))) == 1
