"""What standards require, and what is judged by it."""

from reportbuilder.diagnostics import Place
from reportbuilder.plugins import registry_with
from reportbuilder.standards.facts import DOCUMENT_FACTS, Fact, Observation
from reportbuilder.standards.judge import DESCRIPTIONS, REQUIREMENTS, advise, judge
from reportbuilder.standards.standard import IMPLICIT, Level, Standard

BOTH = (Standard.UA1, Standard.A2A)


def test_every_standard_has_requirements_and_every_fact_is_described_and_matters_to_one() -> None:
    assert set(REQUIREMENTS) == set(Standard)
    assert set(DESCRIPTIONS) == set(Fact)
    assert {fact for held in REQUIREMENTS.values() for fact in held} == set(Fact)


def test_every_edition_promises_standards() -> None:
    promises = {name: edition.promises for name, edition in registry_with(()).editions.items()}
    assert promises == {"concept": BOTH, "screen": BOTH, "print": (Standard.X4,), "cover": (Standard.X4,)}
    assert not any(IMPLICIT & set(promised) for promised in promises.values())


def test_requirements_of_standards_have_their_clause() -> None:
    for standard in set(Standard) - IMPLICIT:
        assert all(one.clause.startswith("ISO 1") for one in REQUIREMENTS[standard].values()), standard


def test_what_is_required_is_what_one_hopes_to_see() -> None:
    """A fact is either required or forbidden (or at least discouraged), by whoever minds it; what ISO 32000-1 alone has
    against a file is a warning, and is an error in our own."""
    for fact in Fact:
        levels = {
            held[fact].level for standard, held in REQUIREMENTS.items() if fact in held and standard is not Standard.PDF
        }
        if fact in REQUIREMENTS[Standard.PDF]:
            assert levels <= {Level.FORBIDDEN, Level.REQUIRED}, fact
        elif fact.name.startswith("HAS_"):
            assert levels == {Level.REQUIRED}, fact
        else:
            assert len(levels) == 1, fact
            assert levels <= {Level.FORBIDDEN, Level.DISCOURAGED}, fact


def test_only_the_press_and_the_format_itself_give_advice() -> None:
    givers = {
        standard
        for standard, held in REQUIREMENTS.items()
        if any(one.level is Level.DISCOURAGED for one in held.values())
    }
    assert givers == {Standard.PRESS, Standard.PDF}


def test_lower_levels_of_pdf_a_require_the_same_as_level_a_but_for_tags_and_text() -> None:
    a, u, b = (REQUIREMENTS[standard] for standard in (Standard.A2A, Standard.A2U, Standard.A2B))
    assert u.keys() | b.keys() <= a.keys()
    for fact, requirement in a.items():
        if ", 6.7" in requirement.clause:
            assert fact not in u, fact
            assert fact not in b, fact
        elif "6.2.11.7" not in requirement.clause:
            assert requirement == u[fact] == b[fact], fact
    assert Fact.PRIVATE_UNICODE not in u
    assert Fact.CODE_WITHOUT_UNICODE in u
    assert Fact.CODE_WITHOUT_UNICODE not in b


def test_what_is_unwise_is_told_and_breaks_nothing() -> None:
    seen = [Observation(Fact.IMAGE_COARSE, "200 ppi", 3, box=(0, 0, 10, 10)), Observation(Fact.HAIRLINE)]
    assert [one.fact for one in advise(seen, (Standard.PRESS,))] == [Fact.IMAGE_COARSE]
    assert [one.fact for one in judge(seen, (Standard.PRESS,))] == [Fact.HAIRLINE]
    assert advise(seen, BOTH) == ()


def test_words_are_a_sentence_without_its_full_stop_each_once() -> None:
    words = list(DESCRIPTIONS.values())
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


def test_what_is_missed_is_of_the_file_as_a_whole_and_not_of_a_page() -> None:
    missed = judge((), BOTH, (Fact.HAS_TITLE, Fact.HAS_METADATA))
    assert [(one.fact, one.observation.page, one.observation.box) for one in missed] == [
        (Fact.HAS_TITLE, 0, None),
        (Fact.HAS_METADATA, 0, None),
    ]
