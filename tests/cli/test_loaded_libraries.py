"""A command loads the libraries that it needs, and no other: most of the time of a short one is loading."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reportbuilder import __version__

ROOT = Path(__file__).parents[2]
GOOD = ROOT / "tests" / "documents" / "good-alles"

HEAVY = {
    "PIL",
    "bagit",
    "click",
    "concurrent.futures",
    "fontTools",
    "importlib.metadata",
    "lxml",
    "markdown_it",
    "matplotlib",
    "mdit_py_plugins",
    "msgspec",
    "numpy",
    "openpyxl",
    "pandas",
    "pikepdf",
    "pyhanko",
    "pypdf",
    "pyphen",
    "reportlab",
    "rich",
    "tomllib",
    "uharfbuzz",
    "yaml",
}
"""What takes a while to load: every library that the program requires, and a few of Python's own."""

START = {"click", "msgspec"}
READING = {"markdown_it", "mdit_py_plugins", "pyphen", "uharfbuzz", "yaml"}
"""What a report is read and laid out with."""

COMMAND = """
import sys
from reportbuilder.cli.main import app
try:
    app(sys.argv[1:], prog_name="reportbuilder")
except SystemExit as ended:
    assert not ended.code, ended.code
"""
SHOW = f"""
import json, sys
print(json.dumps(sorted(set({sorted(HEAVY)!r}) & sys.modules.keys())))
"""


def loaded(program: str, *arguments: str) -> set[str]:
    """The heavy libraries that a program in a process of its own has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", program + SHOW, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one short report, whose one figure is looked up, and not computed."""
    files = {
        "report.yaml": "title: Kort\nyear: 2021\nstyle: rvo\ndesign: document\n"
        "version: {label: Concept, date: 2022-01-01}\nparts: {body: [chapters/een.md]}\n",
        "chapters/een.md": "# Een\n\nEr waren {{ cijfers.a[2021] }} meldingen in de stad.\n",
        "data/cijfers.csv": "id;eenheid;2020;2021\na;aantal;1200;1300\n",
    }
    for file, content in files.items():
        path = tmp_path / "content" / "kort" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    for name in ("styles", "fonts"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("build", "--help"), ("check", "--help")])
def test_help_and_version_load_the_command_line_alone(arguments: tuple[str, ...]) -> None:
    assert loaded(COMMAND, *arguments) == START


@pytest.mark.parametrize("command", ["release", "versions", "restore", "diff", "archive"])
def test_help_of_versions_and_archives_loads_the_command_line_alone(command: str) -> None:
    assert loaded(COMMAND, command, "--help") == START


def test_checking_loads_what_reads_and_lays_out(project: Path) -> None:
    assert loaded(COMMAND, "check", "kort", "--project", str(project)) <= START | READING | {"PIL"}


def test_building_loads_what_writes_a_file_too(project: Path) -> None:
    found = loaded(COMMAND, "build", "kort", "--edition", "screen", "--project", str(project))
    assert found <= START | READING | {"PIL", "reportlab", "pikepdf"}


def test_a_changed_word_does_not_load_what_computes_with_tables(project: Path) -> None:
    """Though the text names a sum of indicators, and the figures are held to those of an earlier report."""
    short = project / "content" / "kort"
    (short / "chapters" / "een.md").write_text(
        "# Een\n\nDe zware misdaad (overvallen en straatroven) nam toe in de stad.\n", encoding="utf-8"
    )
    figures = "id;indicator;eenheid;2020;2021\novervallen;Overvallen;aantal;12;13\nstraatroven;Straatroven;aantal;1;2\n"
    (short / "data" / "cijfers.csv").write_text(figures, encoding="utf-8")
    shutil.copytree(short, project / "content" / "eerder")
    settings = short / "report.yaml"
    settings.write_text(f"{settings.read_text('utf-8')}previous: eerder\n", encoding="utf-8")
    build = (COMMAND, "build", "kort", "--edition", "screen", "--project", str(project))
    assert "pandas" in loaded(*build)
    chapter = short / "chapters" / "een.md"
    chapter.write_text(chapter.read_text("utf-8").replace("stad", "plaats"), encoding="utf-8")
    assert loaded(*build) <= START | READING | {"PIL", "reportlab", "pikepdf"}


def test_versions_loads_what_reads_their_register() -> None:
    assert loaded(COMMAND, "versions", "jaarverslag-2019", "--project", str(ROOT)) == START | {"yaml"}


def test_the_package_and_its_interface_load_next_to_nothing() -> None:
    assert loaded(f"import reportbuilder; assert reportbuilder.__version__ == {__version__!r}") == set()
    assert loaded("from reportbuilder import open_project, register, ReportError, Plugin") == {"msgspec"}
    assert loaded("import reportbuilder.api") == {"msgspec"}


def test_the_plugins_load_no_library_that_draws_or_writes() -> None:
    assert loaded("from reportbuilder.plugins import registry_with; registry_with(())") <= READING | {"msgspec"}
