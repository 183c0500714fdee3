"""The register of versions: what is written is read back as it was, and what was altered is found and named."""

import datetime
import hashlib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.files.characters import normalised, refused
from reportbuilder.project.scalars import FieldError, VersionNumber, WrittenFloat, as_number
from reportbuilder.project.settings import VersionStatus
from reportbuilder.versions.register import (
    Register,
    ReleasedFile,
    Version,
    find_version,
    parse_register,
    read_register,
    register_text,
    snapshot_file,
)
from reportbuilder.versions.released import read_snapshot

FILE = "content/verslag/versions.yaml"


def checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def version(number: str, label: str = "Versie", note: str = "") -> Version:
    return Version(
        number=as_number(number),
        label=label,
        date=datetime.date(2020, 4, 6),
        status=VersionStatus.CONCEPT,
        note=note,
        tool="0.1.0",
        content=checksum("content"),
        snapshot=checksum(number),
        files=(ReleasedFile("verslag-screen.pdf", "screen", 1234, checksum("pdf")),),
    )


def register(*numbers: str) -> Register:
    made = Register()
    for number in numbers:
        made = made.with_version(version(number))
    return made


def parsed(text: str) -> tuple[Register | None, list[tuple[str, int]]]:
    diagnostics = Diagnostics()
    read = parse_register(text, FILE, diagnostics)
    return read, [(problem.code, problem.place.line) for problem in diagnostics]


def number_of_line(text: str, part: str) -> int:
    return next(i for i, line in enumerate(text.split("\n"), 1) if part in line)


NUMBERS = st.lists(st.integers(0, 12), min_size=1, max_size=4).map(lambda parts: VersionNumber(tuple(parts)))
LETTERS = st.characters(exclude_categories=["Cs", "Cc"]).filter(lambda letter: not [*refused(letter)])
WORDS = st.text(LETTERS, min_size=1).map(normalised).filter(bool)


@given(NUMBERS, NUMBERS)
def test_one_of_two_numbers_is_higher_unless_they_differ_in_zeros_at_the_end(
    one: VersionNumber, other: VersionNumber
) -> None:
    padded = [(*number.parts, 0, 0, 0, 0)[:4] for number in (one, other)]
    assert one.rises_above(other) == (padded[0] > padded[1])
    assert as_number(str(one)) == one


def test_numbers_are_compared_by_part() -> None:
    rising = ["0.1", "0.9", "0.10", "1", "1.0.1", "1.2", "1.10", "2.0"]
    numbers = [as_number(text) for text in rising]
    assert all(after.rises_above(number) for number, after in pairwise(numbers))
    assert not as_number("1.0").rises_above(as_number("1"))


@pytest.mark.parametrize(
    "written", ["", "1.a", "1.", ".5", "01", "1.02", "1,0", "v1", "1.2.3.4.5", "-1", "1234567", "١"]
)
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(FieldError):
        as_number(written)


def test_a_decimal_is_refused_for_zeros_get_lost_in_it() -> None:
    with pytest.raises(FieldError, match=r"0\.10"):
        as_number(0.10)
    with pytest.raises(FieldError) as refused:
        as_number(WrittenFloat("0.10"))
    assert refused.value.hint.endswith('"0.10".')
    assert as_number(1) == as_number("1")


@settings(max_examples=60)
@given(st.lists(st.tuples(WORDS, WORDS | st.just("")), max_size=4))
def test_a_register_is_read_as_it_was_written(words: list[tuple[str, str]]) -> None:
    made = Register()
    for index, (label, note) in enumerate(words):
        made = made.with_version(version(f"0.{index}", label, note))
    assert parsed(register_text(made)) == (made, [])


def test_no_file_is_an_empty_register(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    assert read_register(tmp_path, diagnostics) == Register()
    assert list(diagnostics) == []


@pytest.mark.parametrize(
    ("change", "by", "entry"),
    [("label: Versie", "label: Anders", 1), ("bytes: 1234", "bytes: 1235", 1), ("2020-04-06", "2020-04-07", 1)],
)
def test_an_entry_that_was_altered_is_named(change: str, by: str, entry: int) -> None:
    text = register_text(register("0.8", "0.9", "1.0"))
    before, after = text[: text.index("0.9")], text[text.index("0.9") :]
    read, found = parsed(before + after.replace(change, by, 1))
    assert read is None
    assert found == [("register-altered", number_of_line(text, "'0.9'"))]


@pytest.mark.parametrize("gone", [0, 1])
def test_an_entry_that_was_taken_out_is_found(gone: int) -> None:
    made = register("0.8", "0.9", "1.0")
    less = Register(tuple(version for index, version in enumerate(made.versions) if index != gone))
    assert [code for code, _ in parsed(register_text(less))[1]] == ["register-altered"]


def test_entries_in_another_order_are_found() -> None:
    made = register("0.8", "0.9")
    assert "register-order" in [code for code, _ in parsed(register_text(Register(made.versions[::-1])))[1]]


@pytest.mark.parametrize("damage", ["bytes: x", "- [", "sha256: 12", "", "bytes"])
def test_a_damaged_register_says_which_entry_and_what_to_do(damage: str) -> None:
    text = register_text(register("0.8", "0.9"))
    before, after = text[: text.index("0.9")], text[text.index("0.9") :]
    diagnostics = Diagnostics()
    assert parse_register(before + after.replace("bytes: 1234", damage, 1), FILE, diagnostics) is None
    told = [problem for problem in diagnostics if problem.code in ("register-damaged", "register-altered")]
    assert "backup" in told[0].hint
    if damage not in ("- [", "bytes"):  # in broken YAML there are no entries to name
        assert "0.9" in told[0].message


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_change_to_the_words_of_a_register_is_found(data: st.DataObject) -> None:
    made = register("0.8", "0.9")
    text = register_text(made)
    at = data.draw(st.integers(text.index("format"), len(text) - 1))
    sign = data.draw(st.sampled_from("0a\n '#:-"))
    read, found = parsed(text[:at] + sign + text[at + 1 :])
    assert read == made or (read is None and found)


def test_a_register_of_a_newer_program_is_told_apart_from_a_damaged_one() -> None:
    text = register_text(register("0.8")).replace("format: 1", "format: 2\nowner: iemand")
    diagnostics = Diagnostics()
    assert parse_register(text, FILE, diagnostics) is None
    (problem,) = diagnostics
    assert problem.code == "register-newer"
    assert problem.place.line == number_of_line(text, "format")


def test_a_version_is_found_by_its_number_and_the_nearest_is_named() -> None:
    made = register("0.8", "0.9", "1.0")
    diagnostics = Diagnostics()
    assert find_version(made, "1", Place(FILE), diagnostics) == made.versions[2]
    assert find_version(made, "0.8", Place(FILE), diagnostics) == made.versions[0]
    assert list(diagnostics) == []
    assert find_version(made, "0.19", Place(FILE), diagnostics) is None
    assert find_version(made, "1.a", Place(FILE), diagnostics) is None
    by_code = {problem.code: problem for problem in diagnostics}
    assert by_code["version-unknown"].hint == "Did you mean “0.9”?"
    assert "1.0.1" in by_code["version-number"].hint


def test_the_version_before_is_the_newest_that_is_lower() -> None:
    made = register("0.8", "0.9", "1.0")
    assert made.before(as_number("1.0")) == made.versions[1]
    assert made.before(as_number("7")) == made.last
    assert made.before(as_number("0.8")) is None
    assert made.previous(as_number("0.9")) == made.versions[0]
    assert made.previous(None) == made.last


CONTENT = Path(__file__).parents[2] / "content"


@pytest.mark.parametrize("file", sorted(CONTENT.glob("*/versions.yaml")), ids=lambda file: file.parent.name)
def test_what_was_released_stays_readable_and_is_written_as_it_stands(file: Path) -> None:
    diagnostics = Diagnostics()
    register = read_register(file.parent, diagnostics)
    assert register is not None
    assert register_text(register) == file.read_text(encoding="utf-8")
    for version in register.versions:
        snapshot = read_snapshot(snapshot_file(file.parent, version.number), diagnostics, version.snapshot)
        assert snapshot is not None
        assert snapshot[0].content == version.content
    assert list(diagnostics) == []
