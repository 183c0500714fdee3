"""What the documentation tells a newcomer to type works as it is written there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportbuilder.cli.main import app
from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.document.model import Paragraph
from reportbuilder.document.walk import plain
from reportbuilder.project.settings import open_report_folder
from reportbuilder.reader.read import read_document

PROJECT = Path(__file__).parent.parent
LINK = re.compile(r"\]\((?!https?:)([^)#]+)[^)]*\)")
FILLED = re.compile(r"^(\{\{.*\}\}) +→ (.*)$", re.MULTILINE)
FILE = re.compile(r"^`(content/[^`]+)`\n\n```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def in_project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for shared in ("styles", "fonts"):
        (folder / shared).symlink_to(PROJECT / shared)
    monkeypatch.chdir(folder)


def write_first_report(folder: Path, design: str = "document") -> None:
    """The files of the report that a newcomer is told to make."""
    files = FILE.findall((PROJECT / "docs" / "getting-started.md").read_text(encoding="utf-8"))
    assert len(files) == 3
    for name, content in files:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content.replace("design: document", f"design: {design}"), encoding="utf-8")


@pytest.mark.parametrize("design", ["document", "magazine"])
def test_the_first_report_of_a_newcomer_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, design: str) -> None:
    in_project(tmp_path, monkeypatch)
    write_first_report(tmp_path, design)
    result = CliRunner().invoke(app, ["check"])
    assert (result.stdout, result.exit_code) == ("No problems in mijn-verslag.\n", 0)
    assert CliRunner().invoke(app, ["build", "mijn-verslag"]).exit_code == 0
    assert (tmp_path / "output/mijn-verslag/mijn-verslag-screen.pdf").read_bytes().startswith(b"%PDF-")


EXAMPLES = re.findall(r"^```python\n(.*?)^```$", (PROJECT / "docs/api.md").read_text("utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_examples_of_the_python_interface_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, example: str
) -> None:
    in_project(tmp_path, monkeypatch)
    write_first_report(tmp_path)
    (tmp_path / "example.py").write_text(example, encoding="utf-8")
    here = {**os.environ, "PYTHONPATH": str(PROJECT / "src")}
    done = subprocess.run([sys.executable, "example.py"], env=here, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert bool(list(tmp_path.rglob("*.pdf"))) == ("save" in example)


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{p.name}" for p in sorted((PROJECT / "docs").glob("*.md")))])
def test_links_between_pages_lead_somewhere(page: str) -> None:
    file = PROJECT / page
    targets = [link for link in LINK.findall(file.read_text(encoding="utf-8")) if not link.endswith(".png")]
    assert [target for target in targets if not (file.parent / target).exists()] == []


def test_every_message_about_print_and_images_is_explained_and_no_other() -> None:
    pages = [(PROJECT / "docs" / name).read_text(encoding="utf-8") for name in ("printing.md", "writing-content.md")]
    told = [code for page in pages for code in re.findall(r"`((?:print|image)-[a-z-]+)`", page)]
    rooms = [PROJECT / "src/reportbuilder" / name for name in ("press", "images")]
    sources = [file.read_text(encoding="utf-8") for room in rooms for file in room.glob("*.py")]
    codes = {Code[name] for source in sources for name in re.findall(r"\bCode\.((?:PRINT|IMAGE)_[A-Z_]+)", source)}
    assert set(told) == codes


def test_pictures_in_the_documentation_are_there() -> None:
    for page in (PROJECT / "README.md", *(PROJECT / "docs").glob("*.md")):
        for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / picture).is_file()


REPORT = """title: Verslag
year: 2021
style: rvo
design: document
version: {label: Concept, date: 2022-01-01}
parts: {body: [chapters/een.md]}
"""


def test_every_figure_of_the_examples_is_printed_as_is_said(tmp_path: Path) -> None:
    text = (PROJECT / "docs" / "writing-content.md").read_text(encoding="utf-8")
    data, examples = re.findall(r"^```(?:csv|figures)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    wanted = FILLED.findall(examples)
    assert len(wanted) == len(examples.splitlines()) > 15
    chapter = "# Een\n\n" + "\n\n".join(expression for expression, _ in wanted)
    for name, content in (("report.yaml", REPORT), ("data/indicatoren.csv", data), ("chapters/een.md", chapter)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    diagnostics = Diagnostics()
    project = open_report_folder(tmp_path, diagnostics)
    assert project is not None
    blocks = read_document(project, diagnostics).chapters[0].blocks
    assert list(diagnostics) == []
    printed = [plain(block.children) for block in blocks if isinstance(block, Paragraph)]
    assert [words.replace("\u00a0", " ") for words in printed] == [words for _, words in wanted]
