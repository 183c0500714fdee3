"""Bags: what RFC 8493 asks, for any files."""

import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import bagit
from hypothesis import given, settings
from hypothesis import strategies as st

from reportbuilder.archive.bag import Bag, decode_path, encode_path, make_bag
from reportbuilder.archive.bag_check import check_bag
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.versions.snapshot import deterministic_zip
from tests.archive.archived_report import written

NAMES = st.text(st.sampled_from("aé%A0D \n\r"), min_size=1, max_size=8).filter(lambda name: name.strip() == name)
PLAIN = st.text(st.sampled_from("aé0- ("), min_size=1, max_size=8).filter(lambda name: name.strip() == name)


def files(names: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, bytes]]:
    return st.dictionaries(names, st.binary(max_size=20), min_size=1, max_size=5)


@given(st.text())
def test_a_path_comes_back_from_a_manifest(path: str) -> None:
    assert decode_path(encode_path(path)) == path
    assert "\n" not in encode_path(path)


@settings(max_examples=40, deadline=None)
@given(files(NAMES))
def test_any_files_make_a_bag_that_is_whole(payload: dict[str, bytes]) -> None:
    made = make_bag(payload, [])
    with TemporaryDirectory() as folder:
        diagnostics = Diagnostics()
        check_bag(Bag(written(made, Path(folder) / "bag"), frozenset(made)), diagnostics)
    assert list(diagnostics) == []


@settings(max_examples=20, deadline=None)
@given(files(PLAIN))  # of percent signs and line ends in names bagit makes something else than RFC 8493, 2.1.3, does
def test_the_reader_of_the_library_of_congress_takes_any_bag(payload: dict[str, bytes]) -> None:
    made = make_bag(payload, [("Source-Organization", "Voor  beeld\nregel")])
    with TemporaryDirectory() as folder:
        bagit.Bag(str(written(made, Path(folder) / "bag"))).validate()
    assert made["bag-info.txt"].decode().splitlines()[0] == "Source-Organization: Voor beeld regel"


def test_the_same_files_give_the_same_zip_file() -> None:
    files = {"bag/a/c": b"1", "bag/b": b"2"}
    first = deterministic_zip(files)
    assert first == deterministic_zip(dict(files))
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert archive.namelist() == ["bag/a/c", "bag/b"]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
