"""The map of the house (docs/architecture.md) holds for the code: rooms, libraries, arrows, and the files it names."""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import reportbuilder

PACKAGE = Path(reportbuilder.__file__).parent
ROOT = Path(__file__).parents[1]
MAP = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([a-z0-9_]+)(?:/|\.py)` \| ([^|]+) \| ([^|]*) ?\|$", re.MULTILINE)
FACE = {"__init__", "__main__"}
"""The package's own entrances, which are no rooms."""
SIGNING = {"pyhanko", "cryptography"}
"""Libraries of an extra, imported by name only where something is signed."""


@cache
def modules() -> tuple[tuple[str, Path, ast.Module], ...]:
    """Every module of the package: its room, its file, its code."""
    files = sorted(PACKAGE.rglob("*.py"))
    rooms = (file.relative_to(PACKAGE).parts[0].removesuffix(".py") for file in files)
    return tuple((room, file, ast.parse(file.read_text("utf-8"))) for room, file in zip(rooms, files, strict=True))


@cache
def imports() -> tuple[tuple[str, str], ...]:
    """Every import of the package, wherever it stands in a file: the room, and the module that it names."""
    return tuple(_imports())


def _imports() -> Iterator[tuple[str, str]]:
    for room, _, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((room, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((room, f"{node.module}.{alias.name}") for alias in node.names)


def arrows() -> Mapping[str, set[str]]:
    """The rooms that each room imports."""
    found: dict[str, set[str]] = defaultdict(set)
    for room, name in imports():
        if name.startswith("reportbuilder.") and (target := name.split(".")[1]) != room:
            found[room].add(target)
    return found


def libraries() -> Mapping[str, set[str]]:
    """The third-party libraries that each room imports."""
    found: dict[str, set[str]] = defaultdict(set)
    for room, name in imports():
        library = name.split(".")[0]
        if library not in sys.stdlib_module_names and library != "reportbuilder":
            found[room].add(library)
    return found


def test_the_map_names_every_room_and_no_other() -> None:
    rooms = [name for name, _, _ in ROW.findall(MAP)]
    assert sorted(rooms) == sorted({room for room, _, _ in modules()} - FACE)


def test_every_library_is_used_where_the_map_says_and_nowhere_else() -> None:
    said = {room: {name.strip() for name in names.split(",") if name.strip()} for room, _, names in ROW.findall(MAP)}
    used = {room: names - SIGNING for room, names in libraries().items()}
    assert {room: names for room, names in said.items() if names} == {r: names for r, names in used.items() if names}


def test_imports_between_rooms_form_no_circle() -> None:
    TopologicalSorter({room: targets - FACE for room, targets in arrows().items()}).prepare()


def test_preflight_shares_no_code_with_the_writer() -> None:
    reached, waiting = set(), {"preflight"}
    while waiting:
        room = waiting.pop()
        reached.add(room)
        waiting |= arrows().get(room, set()) - reached
    assert not reached & {"pdf", "layout", "editions", "structure"}


@pytest.mark.parametrize("room", sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py")))
def test_every_room_says_what_comes_in_what_goes_out_and_what_it_may_not_know(room: str) -> None:
    words = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert 3 <= len(words.splitlines()) <= 6, words
    assert re.search(r"\b(comes?|in|takes|are given)\b", words, re.IGNORECASE)
    assert re.search(r"\b(out|goes|gives|give)\b", words, re.IGNORECASE)
    assert re.search(r"\b(no|not|nothing|neither|only)\b", words, re.IGNORECASE)


def test_files_that_the_map_names_are_there() -> None:
    named = set(re.findall(r"`((?:[a-z0-9_]+/)*[a-z0-9_]+\.(?:py|toml|txt))`", MAP))
    missing = [name for name in sorted(named) if not any(root.joinpath(name).exists() for root in (PACKAGE, ROOT))]
    assert [name for name in missing if not list(PACKAGE.rglob(name))] == []


def test_every_dependency_is_used() -> None:
    import tomllib

    names = {"pyyaml": "yaml", "pillow": "PIL", "markdown-it-py": "markdown_it", "fonttools": "fontTools"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[><=\[ ]", text)[0] for text in project["dependencies"]}
    used = set().union(*libraries().values())
    assert {names.get(name, name.replace("-", "_")) for name in declared} == used - SIGNING


def test_public_classes_have_names_of_their_own() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for _, file, tree in modules():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(file.relative_to(PACKAGE).as_posix())
    assert {name: files for name, files in found.items() if len(files) > 1} == {}
