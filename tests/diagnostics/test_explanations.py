"""Every code is explained, and the page of the documentation is made from the explanations."""

from tools.problems_page import PAGE, page

from reportbuilder.diagnostics import Code
from reportbuilder.diagnostics.model import explanations
from reportbuilder.standards.facts import Fact

FACTS = {fact.value for fact in Fact}


def test_every_code_is_explained_and_no_other() -> None:
    known = explanations()
    assert set(known) == {code.value for code in Code}
    for code, explanation in known.items():
        assert explanation.example, code
        assert bool(explanation.found) == bool(explanation.reason) == (code not in FACTS), code


def test_the_page_of_problems_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python tools/problems_page.py"


def test_a_reader_finds_every_code_on_the_page() -> None:
    text = page()
    assert [code for code in Code if f"### `{code}`\n" not in text] == []
