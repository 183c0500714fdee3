"""Bags of any maker: every form that BagIt allows is valid, and whatever was changed in one is found."""

import hashlib
import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from reportbuilder.archive.bag import Bag, encode_path
from reportbuilder.archive.bag_check import check_any_bag
from reportbuilder.archive.verify import verify_package
from reportbuilder.diagnostics import Diagnostics, Severity
from tests.archive.archived_report import written

PAYLOAD = {"data/een.txt": b"een", "data/map/twee drie.txt": b"twee", "data/na\xefef.txt": b"3"}


def made(
    payload: Mapping[str, bytes] = PAYLOAD,
    version: str = "1.0",
    encoding: str = "UTF-8",
    algorithms: tuple[str, ...] = ("sha512",),
    tagged: bool = True,
    info: str = "Contact-Name: J. Jansen\n",
    more: Mapping[str, str] = {},
) -> dict[str, bytes]:
    """The files of a bag."""

    def manifest(files: Mapping[str, bytes], algorithm: str) -> bytes:
        lines = (f"{hashlib.new(algorithm, data).hexdigest()}  {encode_path(path)}\n" for path, data in files.items())
        return "".join(lines).encode(encoding)

    tags = {"bagit.txt": f"BagIt-Version: {version}\nTag-File-Character-Encoding: {encoding}\n".encode()}
    if info:
        tags["bag-info.txt"] = info.encode(encoding)
    tags |= {name: text.encode(encoding) for name, text in more.items()}
    tags |= {f"manifest-{name}.txt": manifest(payload, name) for name in algorithms}
    if tagged:
        tags |= {f"tagmanifest-{name}.txt": manifest(tags, name) for name in algorithms}
    return {**tags, **payload}


def told(files: Mapping[str, bytes], folder: Path) -> list[tuple[str, str]]:
    """The code and the file of every problem of a bag."""
    diagnostics = Diagnostics()
    check_any_bag(Bag(written(files, folder), frozenset(files)), diagnostics)
    return [(problem.code, problem.place.file) for problem in diagnostics]


@pytest.mark.parametrize(
    "files",
    [
        made(),
        made(version="0.97", algorithms=("md5",)),
        made(version="0.96", algorithms=("sha1", "md5"), tagged=False, info=""),
        made(algorithms=("sha256", "sha512", "sha224")),
        made(encoding="ISO-8859-1"),
        made(encoding="UTF-16", version="0.97"),
        made(payload={"data/100% waar.txt": b"1", "data/regel\neen.txt": b"2", "data/%25.txt": b"3"}),
        made(info="Contact-Name: J. Jansen\nContact-Name: P. Pieters\nDescription: lang\n  en breed\n"),
        made(payload={"data/a": b"1"}, info="Payload-Oxum: 1.1\n"),
    ],
    ids=["1.0", "0.97 md5", "0.96 bare", "three", "latin", "utf-16", "percent", "twice and folded", "oxum"],
)
def test_every_form_of_a_bag_is_valid(files: dict[str, bytes], tmp_path: Path) -> None:
    assert told(files, tmp_path / "bag") == []


@pytest.mark.parametrize(
    ("files", "change", "expected"),
    [
        (made(), {"data/een.txt": b"Een"}, ("bag-changed", "data/een.txt")),
        (made(), {"bag-info.txt": b"Contact-Name: P. Jansen\n"}, ("bag-changed", "bag-info.txt")),
        (made(), {"data/een.txt": None}, ("bag-missing", "data/een.txt")),
        (made(), {"data/los.txt": b"x"}, ("bag-added", "data/los.txt")),
        (made(info="Payload-Oxum: 8.3\n"), {"data/een.txt": b"eeeen"}, ("bag-changed", "data/een.txt")),
        (made(payload={"data/1%.txt": b"1"}), {"data/1%.txt": b"2"}, ("bag-changed", "data/1%.txt")),
        (made(), {"bagit.txt": None}, ("bag-invalid", "bagit.txt")),
        (made(tagged=False), {"bagit.txt": b"BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n"},
         ("bag-declaration", "bagit.txt")),
        (made(tagged=False), {"bagit.txt": b"BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n"},
         ("bag-invalid", "bagit.txt")),
        (made(tagged=False), {"bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: X-9\n"},
         ("bag-invalid", "bagit.txt")),
        (made(tagged=False), {"manifest-sha512.txt": b"../../los.txt  zz\n"}, ("bag-added", "data/een.txt")),
        (made(tagged=False), {"manifest-sha512.txt": b"aa  ../../los.txt\n"}, ("bag-invalid", "bagit.txt")),
        (made(tagged=False), {"manifest-sha512.txt": None}, ("bag-invalid", "bagit.txt")),
        (made(tagged=False), {"manifest-sha512.txt": made()["manifest-sha512.txt"] + b"half\n"},
         ("bag-invalid", "bagit.txt")),
        (made(more={"fetch.txt": "https://www.example.nl/een 3 data/een.txt\n"}), {"data/een.txt": None},
         ("bag-missing", "fetch.txt")),
        (made(more={"fetch.txt": "https://www.example.nl/een 3 C:\\een.txt\n"}), {}, ("bag-invalid", "fetch.txt")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found_and_named(
    files: dict[str, bytes],
    change: dict[str, bytes | None],
    expected: tuple[str, str],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    changed = {path: data for path, data in {**files, **change}.items() if data is not None}
    (tmp_path / "bag/data").mkdir(parents=True)
    assert expected in told(changed, tmp_path / "bag")
    assert capfd.readouterr() == ("", "")


def test_a_file_that_could_be_fetched_is_told_and_not_fetched(tmp_path: Path) -> None:
    files = made(more={"fetch.txt": "https://www.example.nl/een 3 data/een.txt\n"})
    diagnostics = Diagnostics()
    check_any_bag(Bag(written(files, tmp_path / "bag"), frozenset(files)), diagnostics)
    assert [(problem.severity, problem.code) for problem in diagnostics] == [(Severity.NOTE, "bag-fetch")]


def test_a_bag_of_another_maker_is_verified_by_the_command(tmp_path: Path) -> None:
    found = verify_package(written(made(), tmp_path / "bag"), None, lambda step: None)
    assert [(problem.severity, problem.code) for problem in found.problems] == [(Severity.NOTE, "package-foreign")]


def test_no_damage_gives_a_traceback(tmp_path: Path) -> None:
    chance = random.Random(8493)
    files = made(algorithms=("md5", "sha256"), more={"fetch.txt": "https://www.example.nl/een 3 data/een.txt\n"})
    names = [name for name in files if not name.startswith("data/")]
    for number in range(150):
        name = chance.choice(names)
        data = bytearray(files[name])
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        found = told({**files, name: bytes(data)}, tmp_path / str(number))
        assert found or bytes(data) == files[name], (name, bytes(data))
