"""Imports between rooms form no circle, and every library stays in its rooms (see docs/architecture.md)."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import reportbuilder

PACKAGE = Path(reportbuilder.__file__).parent

LIBRARIES = {
    "click": {"cli"},
    "rich": {"cli"},
    "msgspec": {"values", "charts"},
    "yaml": {"project"},
    "markdown_it": {"reader"},
    "mdit_py_plugins": {"reader"},
    "PIL": {"images", "press", "preflight"},
    "pandas": {"data"},
    "openpyxl": {"data"},
    "matplotlib": {"charts"},
    "numpy": {"charts", "images", "press"},
    "fontTools": {"style", "text", "pdf", "preflight"},
    "uharfbuzz": {"text", "pdf"},
    "pyphen": {"text"},
    "reportlab": {"layout", "pdf"},
    "pikepdf": {"pdf"},
    "pypdf": {"preflight", "imposition"},
    "bagit": {"archive"},
    "lxml": {"archive"},
    "pyhanko": {"archive"},
    "cryptography": {"archive"},
}
"""The rooms in which each library may be used."""


def room(module: str) -> str:
    """The room of a module of the package (`reader.blocks` is in `reader`)."""
    return module.split(".")[0]


def imports() -> Iterator[tuple[str, str, str]]:
    """Every import of the package: where it stands, the room that it is in, and the module that it names."""
    for file in sorted(PACKAGE.rglob("*.py")):
        importer = room(".".join(file.relative_to(PACKAGE).with_suffix("").parts))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            else:
                continue
            for name in names:
                yield f"{file.relative_to(PACKAGE)}:{node.lineno}", importer, name


def test_libraries_stay_in_their_rooms() -> None:
    wrong = [
        f"{place}: {library} may not be used in {importer}"
        for place, importer, name in imports()
        if (library := name.split(".")[0]) not in sys.stdlib_module_names
        and library != "reportbuilder"
        and importer not in LIBRARIES.get(library, ())
    ]
    assert wrong == []
