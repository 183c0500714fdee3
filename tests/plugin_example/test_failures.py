"""A plug-in whose functions raise: a problem that names the plug-in, and no file, traceback or lost block."""

import shutil
from pathlib import Path

import pytest

from tests.plugin_example.conftest import command, install

BLOCK = """
from reportbuilder.registry import Plugin
from example_reports.timeline import Timeline
register = Plugin("careless")

@register.block("careless", needs="its title")
class Careless(Timeline):
    def {method}(self, *arguments):
        raise ValueError("out of order")
"""
READ = """
from reportbuilder.registry import Plugin
register = Plugin("careless")

@register.directive("careless")
def read(directive, settings, reading):
    return [][1]
"""
CHECK = """
from reportbuilder.diagnostics import DiagnosticCode
from reportbuilder.registry import Plugin
register = Plugin("careless")

class Code(DiagnosticCode):
    CARELESS = "careless"

@register.check
class Careless:
    code, summary, reason, examples = Code.CARELESS, "", "", ()
    def check(self, report):
        yield from {}["nothing"]
"""
EDITION = """
from reportbuilder.registry import Plugin
register = Plugin("careless")

@register.edition("careless", promises=())
def careless(composed, diagnostics):
    raise NotImplementedError
"""
FLOWABLE = """
from reportbuilder.registry import Plugin
from example_reports import timeline
register = Plugin("careless")

class Row(timeline.Row):
    def {method}(self, *arguments):
        raise ValueError("out of order")

@register.block("careless", needs="its title")
class Careless(timeline.Timeline):
    def layout(self, setter):
        for item in super().layout(setter):
            f = item.flowable
            yield timeline.replace(item, flowable=Row(f.date, f.words, f.colour)) if hasattr(f, "date") else item
"""
HEIGHT = FLOWABLE.replace("    def {method}(self, *arguments):", "    @property\n    def height(self):")
CHART = """
from reportbuilder.registry import Plugin
register = Plugin("careless")

def {function}(*arguments):
    raise ValueError("out of order")

@register.chart("careless", {function}={function})
def draw(ax, data):
    ax.plot([0, 1], [0, 1])
"""


@pytest.fixture
def careless(site: Path, tmp_path: Path) -> Path:
    """A folder of installed packages: the example, and one whose module each test writes."""
    folder = shutil.copytree(site, tmp_path / "site")
    install(folder, "careless-reports", {"careless": "careless_reports:register"})
    return folder


@pytest.mark.parametrize(
    ("source", "failed", "place"),
    [
        *(
            (BLOCK.format(method=method), f"failed in “{method}”: ValueError: out of order.", "begin.md:7:1: ")
            for method in ("texts", "structure", "layout")
        ),
        (READ, "failed in “read”: IndexError: list index out of range.", "begin.md:7:1: "),
        (CHECK, "failed in “check”: KeyError: 'nothing'.", "voorbeeld: "),
        (EDITION, "failed in “careless”: NotImplementedError.", ""),
        (FLOWABLE.format(method="drawOn"), "failed in “drawOn”: ValueError: out of order.", ""),
        (HEIGHT, "failed in “height”: ValueError: out of order.", ""),
        (
            CHART.format(function="take_figures"),
            "failed in “take_figures”: ValueError: out of order.",
            "vlakken.yaml:1:1: ",
        ),
        (CHART.format(function="describe"), "failed in “describe”: ValueError: out of order.", ""),
    ],
)
def test_a_function_that_raises_is_a_problem_that_names_the_plugin(
    project: Path, careless: Path, source: str, failed: str, place: str
) -> None:
    (careless / "careless_reports.py").write_text(source)
    if "@register.chart" in source:
        chart = project / "content/voorbeeld/charts/vlakken.yaml"
        chart.write_text(chart.read_text().replace("kind: area", "kind: careless"))
    chapter = project / "content/voorbeeld/chapters/begin.md"
    if "@register.block" in source or "@register.directive" in source:
        chapter.write_text(chapter.read_text().replace("{timeline}", "{careless}"))
    done = command(project, "build", site=careless)
    assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stderr
    assert f"{place}error: The plug-in “careless” of the package “careless-reports” {failed}" in done.stderr
    assert "of careless_reports.py; whoever made the plug-in can tell you more." in done.stderr
    assert list(project.glob("output/**/*.pdf")) == []


def test_changes_of_a_block_that_raises_are_a_problem(released: Path, careless: Path, tmp_path: Path) -> None:
    folder = tmp_path / "changed"
    shutil.copytree(released, folder, symlinks=True)
    source = BLOCK.format(method="name_in")
    (careless / "careless_reports.py").write_text(source)
    chapter = folder / "content/voorbeeld/chapters/begin.md"
    chapter.write_text(chapter.read_text().replace("{timeline}", "{careless}"))
    done = command(folder, "diff", "voorbeeld", site=careless)
    assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stdout
    assert "The plug-in “careless” of the package “careless-reports” failed in “name_in”" in done.stdout


def test_a_fault_of_the_program_itself_is_none_of_a_plugin(project: Path, careless: Path) -> None:
    (careless / "careless_reports.py").write_text(
        "import reportbuilder.loading\n"
        "from reportbuilder.registry import Plugin\n"
        "register = Plugin('careless')\n"
        "reportbuilder.loading.stray_declarations = None\n"
    )
    done = command(project, "check", site=careless)
    assert done.returncode == 70
    assert "careless" not in done.stderr
