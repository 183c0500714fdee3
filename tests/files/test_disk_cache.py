"""Results kept between processes: what is written comes back, and nothing that is not whole is believed."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from enum import Enum
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.files.disk_cache import Codec, DiskCache, digest_of, program_digest
from reportbuilder.values import Value

ROOT = Path(__file__).parents[2]


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Leaf(Value):
    text: str
    number: Decimal | None = None


class Tree(Value):
    colour: Colour
    children: "tuple[Tree | Leaf, ...]" = ()


TREES = st.recursive(
    st.builds(Leaf, st.text(max_size=5), st.none() | st.decimals(allow_nan=False, places=2)),
    lambda inner: st.builds(Tree, st.sampled_from(Colour), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=8,
)


@pytest.fixture
def cache(tmp_path: Path) -> DiskCache:
    return DiskCache(tmp_path / "kept", b"this program")


def entries(cache: DiskCache) -> list[Path]:
    return sorted(cache.folder.iterdir())


@given(tree=TREES)
def test_values_come_back_as_they_were(tree: Tree | Leaf) -> None:
    codec = Codec[Tree | Leaf](Tree | Leaf)
    assert codec.decode(codec.encode(tree)) == tree


def test_what_has_another_form_is_no_result() -> None:
    codec = Codec[Leaf](Leaf)
    assert codec.decode(Codec[Tree](Tree).encode(Tree(Colour.RED))) is None
    assert codec.decode(b"") is None
    assert codec.decode(b"\xff\xfe\x00") is None
    assert codec.decode(Codec[tuple[str, int]](tuple[str, int]).encode(("Leaf", 1))) is None


def test_a_result_is_found_by_its_stage_and_key_in_another_process_too(cache: DiskCache) -> None:
    cache.put("lines", ("a", 1), b"one")
    cache.put("lines", ("a", 2), b"two")
    again = DiskCache(cache.folder, b"this program")
    assert again.get("lines", ("a", 1)) == b"one"
    assert again.get("lines", ("a", 2)) == b"two"
    assert again.get("lines", ("a", 3)) is None
    assert again.get("pages", ("a", 1)) is None


def test_a_result_is_computed_once(cache: DiskCache) -> None:
    codec, computed = Codec[Leaf](Leaf), list[int]()

    def compute() -> Leaf:
        computed.append(1)
        return Leaf("a")

    assert [cache.result("leaves", "a", codec, compute) for _ in range(3)] == [Leaf("a")] * 3
    assert len(computed) == 1


def test_a_result_of_another_form_is_computed_again(cache: DiskCache) -> None:
    cache.put("leaves", "a", b"\x93nothing of the kind")
    assert cache.result("leaves", "a", Codec[Leaf](Leaf), lambda: Leaf("b")) == Leaf("b")
    assert cache.result("leaves", "a", Codec[Leaf](Leaf), lambda: Leaf("c")) == Leaf("b")


def test_results_of_another_program_are_not_taken(cache: DiskCache) -> None:
    cache.put("lines", "a", b"one")
    other = DiskCache(cache.folder, b"another program")
    assert other.get("lines", "a") is None
    (file,) = entries(cache)
    other.put("lines", "a", b"two")
    (theirs,) = set(entries(cache)) - {file}
    file.write_bytes(theirs.read_bytes())  # put in our place
    assert cache.get("lines", "a") is None


@given(data=st.data())
def test_no_damaged_entry_is_believed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    cache = DiskCache(tmp_path_factory.mktemp("damaged"), b"this program")
    cache.put("lines", "a", b"a result of some length")
    (file,) = entries(cache)
    content = file.read_bytes()
    at = data.draw(st.integers(0, len(content) - 1))
    flipped = bytes([content[at] ^ data.draw(st.integers(1, 255))])
    damaged = data.draw(
        st.sampled_from([content[:at] + flipped + content[at + 1 :], content[:at], content + flipped, content[1:], b""])
    )
    file.write_bytes(damaged)
    assert cache.get("lines", "a") is None
    cache.put("lines", "a", b"a result of some length")
    assert cache.get("lines", "a") == b"a result of some length"


def test_no_entry_is_believed_under_another_name(cache: DiskCache) -> None:
    cache.put("lines", "a", b"one")
    cache.put("lines", "b", b"two")
    one, two = entries(cache)
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    assert cache.get("lines", "a") is None
    assert cache.get("lines", "b") is None


@pytest.mark.parametrize("kind", ["folder", "link to nothing", "link out of the folder", "unreadable"])
def test_what_is_no_file_of_the_folder_counts_as_absent(cache: DiskCache, tmp_path: Path, kind: str) -> None:
    cache.put("lines", "a", b"one")
    (file,) = entries(cache)
    outside = tmp_path / "elsewhere"
    file.rename(outside)
    match kind:
        case "folder":
            file.mkdir()
        case "link to nothing":
            file.symlink_to("nothing")
        case "link out of the folder":
            file.symlink_to(outside)
        case _:
            file.write_bytes(outside.read_bytes()[:-1])
    assert cache.get("lines", "a") is None


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = DiskCache(tmp_path / "file" / "kept")
    cache.put("lines", "a", b"one")
    cache.trim()
    assert cache.get("lines", "a") is None
    assert cache.result("leaves", "a", Codec[Leaf](Leaf), lambda: Leaf("a")) == Leaf("a")


def test_a_folder_can_be_removed_at_any_time(cache: DiskCache) -> None:
    cache.put("lines", "a", b"one")
    for file in entries(cache):
        file.unlink()
    cache.folder.rmdir()
    assert cache.get("lines", "a") is None
    cache.trim()
    cache.put("lines", "a", b"one")
    assert cache.get("lines", "a") == b"one"


def test_what_was_not_used_longest_is_removed_first(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path, b"this program", most=3000)
    now = time.time()
    for number in range(5):
        cache.put("lines", number, bytes(900))
        (file,) = (path for path in entries(cache) if path.stat().st_mtime > now - 1000)
        os.utime(file, (now - 1_000_000 + number, now - 1_000_000 + number))
    (tmp_path / "letter.txt").write_text("kept")
    assert cache.get("lines", 0) == bytes(900)  # used now
    cache.trim()
    assert [number for number in range(5) if cache.get("lines", number) is not None] == [0, 3, 4]
    assert (tmp_path / "letter.txt").read_text() == "kept"


def test_a_result_that_is_too_large_is_not_kept(cache: DiskCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportbuilder.files.disk_cache.MOST_ENTRY", 10)
    cache.put("lines", "a", bytes(11))
    assert not cache.folder.exists()
    cache.put("lines", "a", bytes(10))
    assert cache.get("lines", "a") == bytes(10)


def test_many_can_use_a_folder_at_the_same_time(tmp_path: Path) -> None:
    """Writers and readers of the same entries: a reader has nothing, or a whole result."""

    def work(worker: int) -> list[bytes | None]:
        cache = DiskCache(tmp_path, b"this program", most=100_000)
        found = []
        for turn in range(60):
            cache.put("lines", turn % 7, bytes([turn % 7]) * 20_000)
            found.append(cache.get("lines", (turn + worker) % 7))
            cache.trim()
        return found

    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(work, range(4)):
            for result in found:
                assert result is None or (len(result) == 20_000 and len(set(result)) == 1)
    assert [path for path in tmp_path.iterdir() if not path.name.endswith(".kept")] == []


def test_a_digest_is_the_same_in_every_process() -> None:
    program = (
        "from pathlib import PurePosixPath\n"
        "from reportbuilder.files.disk_cache import digest_of, program_digest\n"
        "print(digest_of({'b': 1, 'a': {'x', 'y', 'z'}, 'c': PurePosixPath('a/b')}).hex(), program_digest().hex())"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    shown = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={**environment, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(shown) == 1
    assert digest_of({"c": PurePosixPath("a/b"), "a": {"z", "y", "x"}, "b": 1}).hex() in shown.pop()


def test_a_digest_knows_every_part_of_a_value() -> None:
    values = (Leaf("a"), Leaf("b"), Leaf("a", Decimal(1)), Tree(Colour.RED), Tree(Colour.BLUE), ("a",), ("a", "b"))
    assert len({digest_of(value) for value in values}) == len(values)
    with pytest.raises(TypeError, match="object"):
        digest_of(object())


def test_the_program_is_another_when_its_sources_or_libraries_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def digest() -> bytes:
        program_digest.cache_clear()
        return program_digest()

    try:
        before = digest()
        assert digest() == before
        monkeypatch.syspath_prepend(str(tmp_path))
        (tmp_path / "pandas-99.dist-info").mkdir()
        with_library = digest()
        (tmp_path / "package").mkdir()
        source = tmp_path / "package" / "__init__.py"
        source.write_text("x = 1\n")
        monkeypatch.setattr("reportbuilder.__file__", str(source))
        other = digest()
        source.write_text("x = 12\n")
        assert len({before, with_library, other, digest()}) == 4
    finally:
        monkeypatch.undo()
        program_digest.cache_clear()
