"""Every language has all words: the types see to the fields, and these tests to what is keyed by other rooms' enums."""

from collections.abc import Mapping

import pytest

from reportbuilder.data.norms import Relation
from reportbuilder.document.model import Status
from reportbuilder.i18n.language import LANGUAGES, Language, language_of
from reportbuilder.project.settings import VersionStatus
from reportbuilder.values import Value, fields

every_language = pytest.mark.parametrize("language", LANGUAGES)


@every_language
def test_what_has_a_name_in_data_has_its_words(language: str) -> None:
    words = language_of(language)
    assert set(words.report.statuses) == {status.value for status in Status}
    assert set(words.report.version_statuses) == {status.value for status in VersionStatus}
    assert set(words.charts.relations) == {relation.value for relation in Relation}
    assert len(words.numbers.months) == 12
    assert len(words.numbers.small) == 20


@every_language
def test_no_word_is_empty(language: str) -> None:
    assert list(_empty(language_of(language))) == []


def _empty(words: Value, path: str = "") -> list[str]:
    """The names of fields with nothing in them."""
    found = []
    for field in fields(type(words)):
        value, name = getattr(words, field.name), f"{path}.{field.name}"
        if isinstance(value, Value):
            found += _empty(value, name)
        elif isinstance(value, Mapping):
            found += [f"{name}[{key!r}]" for key, word in value.items() if not word]
        elif not value:
            found.append(name)
    return found


@pytest.mark.parametrize(("tag", "same"), [("nl-BE", "nl"), ("NL", "nl"), ("en-GB", "en"), ("de", "en"), ("", "en")])
def test_a_language_without_words_of_its_own_has_english_ones(tag: str, same: str) -> None:
    assert language_of(tag) is language_of(same)
    assert isinstance(language_of(tag), Language)
