"""Arrows between the rooms point one way, and every library stays in its rooms (see docs/architecture.md)."""

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import reportbuilder

PACKAGE = Path(reportbuilder.__file__).parent

# What each room may import, in the order in which data flows back. A module named here with a dot is a room of its
# own: plain values that other rooms share without knowing the room that they stand in.
DOCUMENT = {"content.model", "content.walk", "content.words"}
EVERYBODYS = {"characters", "__version__", "file_kinds", "files", "temporary", "values"}
PLAIN = {"figures", "graphics", "forms", "problems"}
MAY_IMPORT = {
    "__main__": {"start"},
    "start": {"streams", "reader", "cli", "terminal"},
    "cli": {
        "cli_archive",
        "cli_versions",
        "cli_options",
        "archive",
        "elsewhere",
        "reader",
        "building",
        "checking",
        "ledger",
        "terminal",
        "editions",
        "verify",
        "problems",
    },
    "cli_versions": {
        "cli_options",
        "terminal",
        "building",
        "checking",
        "pipeline",
        "workplace",
        "publishing",
        "files",
        "project",
        "archive",
        "versions",
        "versions.register",
        "editions",
        "problems",
    },
    "cli_archive": {"cli_options", "terminal", "building", "workplace", "archive", "verify", "problems"},
    "cli_options": {"files", "terminal", "problems"},
    "terminal": {"ledger", "problems"},
    "ledger": {"checking", "workplace", "content", "layout", "figures", "problems"},
    "building": {
        "verify",
        "elsewhere",
        "reader",
        "pipeline",
        "publishing",
        "workplace",
        "files",
        "project",
        "editions",
        "problems",
    },
    "checking": {
        "charts",
        "reading",
        "preparing",
        "workplace",
        "layout",
        "tagging",
        "printing",
        "imaging",
        "editions",
        "content.model",
        "problems",
    },
    "imaging": {"editions", "images", "press", "layout", "style.model", "problems"},
    "images": {"files", "style.press", "problems"},
    "pipeline": {
        "reader",
        "report",
        "style",
        "styling",
        "preparing",
        "endings",
        "workplace",
        "publishing",
        "files",
        "project",
        "editions",
        "pdf",
        "layout",
        "hands",
        "tagging",
        "tagging.model",
        "content.model",
        "concept",
        "versions",
        "printing",
        "imaging",
        "imposing",
        "problems",
    },
    "concept": {
        "versions",
        "versions.register",
        "workplace",
        "files",
        "project",
        "layout",
        "tagging",
        "tagging.model",
        "problems",
    }
    | DOCUMENT,
    "preparing": {
        "report",
        "scalars",
        "workplace",
        "endings",
        "files",
        "project",
        "pdf",
        "layout",
        "tagging",
        "tagging.model",
        "charts",
        "text",
        "content",
        "style.model",
    }
    | DOCUMENT
    | PLAIN,
    "reader": {"elsewhere", "read", "texts", "style", "workplace", "project", "data", "content.model", "problems"},
    "reading": {"texts", "style", "styling", "report", "workplace", "project", "problems"},
    "texts": {
        "read",
        "checks",
        "charts",
        "style",
        "endings",
        "files",
        "workplace",
        "project",
        "content",
        "data",
        "content.model",
        "problems",
    },
    "report": {"charts.series", "content.model", "project", "style.model"},
    "styling": {"files", "workplace", "project", "style", "style.model", "problems"},
    "read": {"charts.series", "content.model"},
    "endings": {"tagging", "style.press", "problems"},
    "workplace": set(),
    "archive": {
        "archive.settings",
        "versions",
        "versions.register",
        "workplace",
        "files",
        "project",
        "data",
        "verify",
        "editions",
        "problems",
    },
    "versions": {
        "versions.register",
        "versions.number",
        "content",
        "text",
        "reading",
        "report",
        "endings",
        "workplace",
        "publishing",
        "files",
        "project",
        "charts",
        "charts.series",
        "charts.spec",
        "editions",
        "style",
        "style.model",
        "marked",
        "scalars",
        "forms",
        "problems",
    }
    | DOCUMENT,
    "publishing": {"files", "problems"},
    "hands": {"elsewhere", "layout", "pdf", "printing", "tagging.model", "content.model", "problems"},
    "elsewhere": {"problems"},
    "printing": {"files", "project", "pdf", "layout", "press", "text", "graphics", "problems"} | DOCUMENT,
    "verify": {"editions", "problems"},
    "imposing": {"editions", "problems"},
    "editions": {"problems"},
    "pdf": {"layout", "tagging.model", "text", "style.model", "graphics", "problems"} | DOCUMENT,
    "layout": {
        "tagging.model",
        "text",
        "style.model",
        "style.behind",
        "style.contrast",
        "graphics",
        "problems",
    }
    | DOCUMENT,
    "tagging": {"tagging.model", "content.model", "content.walk", "files", "project", "editions", "problems"},
    "charts": {"charts.series", "charts.spec", "files", "project", "data", "style.model"} | DOCUMENT | PLAIN,
    "checks": {"files", "project", "content", "data"} | DOCUMENT | PLAIN,
    "content": {
        "elsewhere",
        "images",
        "charts.spec",
        "files",
        "project",
        "data",
        "data.marks",
        "style",
        "text",
        "versions.register",
        "versions.number",
    }
    | DOCUMENT
    | PLAIN,
    "files": {"problems"},
    "project": {"files", "archive.settings", "content.model", "style.units", "versions.number", "forms", "problems"},
    "text": {"problems"},
    "data": {"data.marks", "figures", "forms", "problems"},
    "data.marks": set(),
    "press": {"images", "style.model", "style.press", "graphics", "forms", "problems"},
    "style": {
        "data.marks",
        "text",
        "style.model",
        "style.press",
        "style.units",
        "style.behind",
        "style.contrast",
        "marked",
    }
    | PLAIN,
    "style.behind": {"graphics"},
    "style.contrast": set(),
    "characters": {"problems"},
    "charts.series": {"charts.spec", "data"},
    "charts.spec": {"style.units", "content.model", "forms", "problems"},
    "style.model": {"style.press", "style.units"} | PLAIN,
    "style.press": {"style.units", "forms", "problems"},
    "style.units": {"forms"},
    "versions.register": {"versions.number", "files", "project", "marked", "forms", "problems"},
    "archive.settings": {"forms"},
    "versions.number": {"scalars"},
    "tagging.model": set(),
    "content.walk": {"content.model"},
    "content.words": {"content.model"},
    "content.model": {"figures", "graphics", "problems"},
    "forms": {"marked", "problems", "scalars"},
    "marked": {"problems", "scalars"},
    "scalars": set(),
    "figures": {"problems"},
    "graphics": set(),
    "problems": set(),
    "temporary": set(),
    "streams": set(),
    "values": set(),
}

LIVES_IN = {
    "click": {"cli", "cli_archive", "cli_options", "cli_versions", "terminal"},
    "rich": {"terminal"},
    "msgspec": {"values", "charts"},
    "yaml": {"marked"},
    "markdown_it": {"content"},
    "mdit_py_plugins": {"content"},
    "PIL": {"images", "press", "verify"},
    "pandas": {"data"},
    "openpyxl": {"data"},
    "matplotlib": {"charts"},
    "numpy": {"charts", "images", "press"},
    "fontTools": {"style", "text", "pdf", "verify"},
    "uharfbuzz": {"text", "pdf"},
    "pyphen": {"text"},
    "reportlab": {"layout", "pdf"},
    "pikepdf": {"pdf"},
    "pypdf": {"verify", "imposing"},
    "bagit": {"archive"},
    "lxml": {"archive"},
}


def room(module: str) -> str:
    """The room of a module of the package (`content.blocks` is in `content`)."""
    inner = ".".join(module.split(".")[:2])
    return inner if inner in MAY_IMPORT else module.split(".")[0]


def imports() -> Iterator[tuple[str, str, str]]:
    """Every import of the package: where it stands, the room that it is in, and the module that it names."""
    for file in sorted(PACKAGE.rglob("*.py")):
        importer = room(".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            else:
                continue
            for name in names:
                yield f"{file.relative_to(PACKAGE)}:{node.lineno}", importer, name


def test_arrows_between_rooms_are_allowed_ones() -> None:
    wrong = [
        f"{place}: {importer} may not import {name}"
        for place, importer, name in imports()
        if name.startswith("reportbuilder.")
        and (target := room(name.removeprefix("reportbuilder."))) != importer
        and target not in MAY_IMPORT.get(importer, ())
        and target not in EVERYBODYS
    ]
    assert wrong == []


def test_libraries_stay_in_their_rooms() -> None:
    wrong = [
        f"{place}: {library} may not be used in {importer}"
        for place, importer, name in imports()
        if (library := name.split(".")[0]) not in sys.stdlib_module_names
        and library != "reportbuilder"
        and importer not in LIVES_IN.get(library, ())
    ]
    assert wrong == []


def test_arrows_point_one_way() -> None:
    TopologicalSorter(MAY_IMPORT).prepare()  # raises CycleError
