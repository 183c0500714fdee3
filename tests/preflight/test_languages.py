"""Languages: how codes are written, and that every text has one."""

from collections.abc import Callable

import pikepdf
import pytest

from reportbuilder.preflight.structure_checks import is_well_formed, language_faults
from reportbuilder.preflight.verdict import verify
from reportbuilder.standards.facts import Fact
from reportbuilder.standards.standard import Standard

from .pdf_edits import elements, rewrite_metadata

Broken = Callable[[Callable[[pikepdf.Pdf], None]], bytes]


GOOD = (
    "nl nl-NL de-CH-1996 sl-rozaj-biske-1994 zh-Hant-HK zh-cmn-Hans-CN es-419 en-u-co-phonebk de-x-oude x-eigen "
    "i-klingon sgn-BE-FR en-GB-oed qaa-Qaaa-QM-x-zuid art-lojban frisian"
)


@pytest.mark.parametrize("code", GOOD.split())
def test_codes_of_bcp_47_are_well_formed(code: str) -> None:
    assert is_well_formed(code)
    assert list(language_faults(code, 0)) == []


@pytest.mark.parametrize(
    "code", ["d", "nl_NL", "nl-", "-nl", "de-419-DE", "nl-x", "a-DE", "en-a-bb-a-cc", "de-1996-1996", "ñl"]
)
def test_other_codes_are_not(code: str) -> None:
    assert not is_well_formed(code)
    assert list(language_faults(code, 0))


def test_codes_as_pdf_had_them_once_are_only_outdated() -> None:
    assert [one.fact for one in language_faults("p-pt", 3)] == [Fact.LANGUAGE_OUTDATED]
    assert [one.fact for one in language_faults("nederlands", 3)] == [Fact.LANGUAGE_UNKNOWN]


def _without_catalogue(pdf: pikepdf.Pdf) -> None:
    """The file names its language on its topmost tag alone, and nothing stands outside of that."""
    del pdf.Root.Lang
    del pdf.Root.Outlines
    elements(pdf)[0].Lang = pikepdf.String("nl")
    rewrite_metadata(pdf, '"x-default"', '"nl"')


def test_a_language_on_the_topmost_tag_is_enough(broken: Broken) -> None:
    found = {one.fact for one in verify(broken(_without_catalogue), (Standard.UA1,)).violations}
    assert Fact.HAS_LANGUAGE not in found


@pytest.mark.parametrize("lost", ["tag", "metadata", "bookmarks"])
def test_a_text_in_no_language_is_found(lost: str, broken: Broken) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        outlines = pdf.Root.Outlines
        _without_catalogue(pdf)
        if lost == "tag":
            del elements(pdf)[0].Lang
        elif lost == "metadata":
            rewrite_metadata(pdf, '"nl"', '"x-default"')
        else:
            pdf.Root.Outlines = outlines

    assert Fact.HAS_LANGUAGE in {one.fact for one in verify(broken(change), (Standard.UA1,)).violations}
