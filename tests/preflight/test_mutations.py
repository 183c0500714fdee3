"""Every rule: a good file broken in just that way, and found with exactly that fact."""

from collections.abc import Callable

import pikepdf
import pytest

from reportbuilder.preflight.verdict import observations, read_pdf, verify
from reportbuilder.standards.facts import Fact
from reportbuilder.standards.judge import REQUIREMENTS, judge
from reportbuilder.standards.standard import Standard

from . import broken_content, broken_file, broken_structure
from .pdf_edits import CASES, Case

EVERYTHING = (Standard.UA1, Standard.A2A, Standard.HOUSE)
"""What a file for the screen can be held to; the press is in `test_press.py`."""
IN_BYTES = {Fact.FILE_DAMAGED, Fact.FILE_ODD, Fact.HAS_FILE_ID, Fact.HEADER_WRONG, Fact.END_WRONG, Fact.HAS_PAGES}
"""The facts of the bytes of a file, that a library which writes whole files cannot break."""

assert broken_content, broken_file  # they fill the register
assert broken_structure


def wrong(data: bytes) -> set[Fact]:
    """The facts that any standard holds against a file."""
    return {violation.fact for violation in verify(data, EVERYTHING).violations}


def test_a_good_file_is_good(good_pdf: bytes) -> None:
    verdict = verify(good_pdf)
    assert verdict.violations == ()
    assert verdict.standards == (Standard.UA1, Standard.A2A)
    assert wrong(good_pdf) == set()


def test_a_good_file_is_good_after_surgery_without_a_wound(
    broken: Callable[[Callable[[pikepdf.Pdf], None]], bytes],
) -> None:
    assert wrong(broken(lambda pdf: None)) == set()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_file_is_found_out(case: Case, broken: Callable[[Callable[[pikepdf.Pdf], None]], bytes]) -> None:
    found = wrong(broken(case.change))
    assert case.fact in found
    assert found - case.also == {case.fact} - case.also


@pytest.mark.parametrize(
    ("fact", "change"),
    [
        (Fact.HEADER_WRONG, lambda data: data.replace(b"%PDF-1.7", b"%PDF-2.0", 1)),
        (Fact.HEADER_WRONG, lambda data: data[:10] + b"abcd" + data[14:]),
        (Fact.HEADER_WRONG, lambda data: b"\n" + data),
        (Fact.END_WRONG, lambda data: data + b"\nen nog iets"),
        (Fact.HAS_FILE_ID, lambda data: data.replace(b"/ID", b"/XX")),
    ],
)
def test_broken_bytes_are_found_out(fact: Fact, change: Callable[[bytes], bytes], good_pdf: bytes) -> None:
    assert wrong(change(good_pdf)) == {fact}


def test_a_file_without_pages_is_found_out(broken: Callable[[Callable[[pikepdf.Pdf], None]], bytes]) -> None:
    def tear_out(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.Kids, pdf.Root.Pages.Count = pikepdf.Array(), 0

    assert Fact.HAS_PAGES in wrong(broken(tear_out))


def test_every_fact_that_a_standard_minds_has_its_broken_file() -> None:
    minded = {fact for fact in Fact if any(fact in REQUIREMENTS[standard] for standard in EVERYTHING)}
    assert minded == {case.fact for case in CASES} | (IN_BYTES - {Fact.FILE_DAMAGED})


def test_what_is_seen_has_its_page(broken: Callable[[Callable[[pikepdf.Pdf], None]], bytes]) -> None:
    seen = observations(read_pdf(broken(broken_content.a_bare_text)))
    violation = judge(seen, (Standard.UA1,))[0]
    assert (violation.fact, violation.observation.page) == (Fact.UNMARKED_CONTENT, 4)
    assert violation.clauses == ("ISO 14289-1, 7.1",)
