"""Plug-ins that break down, give what cannot be used, or lose words: a problem that says so, and no report."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from reportbuilder import ReportError, open_project
from reportbuilder.diagnostics import Code, DiagnosticCode
from reportbuilder.document.model import Callout, CustomBlock, Inline
from reportbuilder.editions.model import EditionPages
from reportbuilder.layout.flow import Item
from reportbuilder.registry import Plugin
from reportbuilder.standards.standard import Standard
from reportbuilder.structure.model import Role
from reportbuilder.values import replace

ROOT = Path(__file__).parents[1]
REPORT = """\
title: Verslag
year: 2026
style: rvo
design: document
publisher: Voorbeeld
version: {label: Eerste versie, date: 2026-01-15}
parts: {body: [chapters/begin.md]}
"""
CHART = """\
kind: lollipop
title: Minder meldingen
data: cijfers.csv
rows: [meldingen]
columns: ["2025", "2026"]
alt: Het daalt.
"""


class Remark(CustomBlock):
    """A title and words; each test spoils one of its methods."""

    title: tuple[Inline, ...]
    words: tuple[Inline, ...]

    @classmethod
    def read(cls, directive: Any, settings: Any, reading: Any) -> tuple[Any, ...]:
        title, words = (reading.inlines(text, directive.place) for text in (directive.argument, directive.body))
        return (cls(title, words, place=directive.place),)

    def texts(self) -> Mapping[str, tuple[Inline, ...]]:
        return {"title": self.title, "words": self.words}

    def with_texts(self, texts: Mapping[str, tuple[Inline, ...]]) -> Any:
        return replace(self, title=texts["title"], words=texts["words"])

    def structure(self, tags: Any) -> Any:
        return tags.element(Role.DIV, [tags.element(Role.P, of=(self.id, name)) for name in self.texts()])

    def layout(self, setter: Any) -> Iterator[Item]:
        body, width = setter.setter.design.text.body, setter.geometry.column_width
        for name, words in self.texts().items():
            mark = setter.tags.mark(self.id, name)
            yield Item(setter.on_grid(words, body, width, mark, self.place), 0.0, 0.0, place=self.place)

    def name_in(self, language: str) -> str:
        return "opmerking"


def fail(*arguments: object) -> Any:
    raise KeyError("oops")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a report of one chapter, which has a remark."""
    report = tmp_path / "content" / "verslag"
    for folder in ("chapters", "charts", "data"):
        (report / folder).mkdir(parents=True)
    for shared in ("styles", "fonts"):
        (tmp_path / shared).symlink_to(ROOT / shared)
    (report / "report.yaml").write_text(REPORT)
    (report / "charts" / "verloop.yaml").write_text(CHART)
    (report / "data" / "cijfers.csv").write_text("id;indicator;eenheid;2025;2026\nmeldingen;Meldingen;aantal;12;9\n")
    write(tmp_path, ":::{remark} Titel\nWoorden hier.\n:::")
    return tmp_path


def write(project: Path, text: str) -> None:
    (project / "content" / "verslag" / "chapters" / "begin.md").write_text(f"# Begin\n\nVooraf.\n\n{text}\n")


def problems(project: Path, plugin: Plugin, edition: str = "screen") -> list[tuple[DiagnosticCode, str]]:
    """What ends a build with a plug-in; nothing when there is a result."""
    try:
        open_project(project, plugins=[plugin]).report("verslag").build(edition)
    except ReportError as error:
        return [(problem.code, problem.message) for problem in error.problems]
    return []


def remark(**methods: Any) -> Plugin:
    plugin = Plugin("remarks")
    plugin.block("remark", needs="its title")(type("Spoiled", (Remark,), {**methods, "__module__": __name__}))
    return plugin


def test_a_whole_block_is_built(project: Path) -> None:
    assert problems(project, remark()) == []


@pytest.mark.parametrize(
    ("methods", "words"),
    [
        (
            {
                "texts": lambda self: {"title": self.title},
                "with_texts": lambda self, texts: replace(self, title=texts["title"]),
            },
            "does not name its words “Woorden hier.”",
        ),
        ({"with_texts": lambda self, texts: replace(self, words=())}, "loses words when these are changed"),
        ({"with_texts": lambda self, texts: None}, "that other words make a NoneType"),
        ({"texts": lambda self: {"title": "Titel", "words": "Woorden"}}, "texts are no inlines by name"),
        ({"read": classmethod(lambda cls, directive, settings, reading: ())}, "makes nothing of its words"),
    ],
)
def test_a_block_that_loses_words_is_an_error(project: Path, methods: dict[str, Any], words: str) -> None:
    ((code, message),) = problems(project, remark(**methods))
    assert code is Code.PLUGIN_BLOCK
    assert words in message


def test_a_block_that_is_not_registered_is_found_inside_another(project: Path) -> None:
    plugin = Plugin("asides")

    @plugin.directive("remark")
    def read(directive: Any, settings: Any, reading: Any) -> tuple[Any, ...]:
        words = reading.inlines(directive.body, directive.place)
        return (Callout("", (Remark(words, words, place=directive.place),), place=directive.place),)

    ((code, message),) = problems(project, plugin)
    assert code is Code.PLUGIN_BLOCK
    assert "of a kind that is not registered: Remark" in message


@pytest.mark.parametrize("method", ["read", "texts", "with_texts", "structure", "layout", "name_in"])
def test_a_method_that_breaks_down_is_a_problem_of_its_plugin(project: Path, method: str) -> None:
    ((code, message),) = problems(project, remark(**{method: classmethod(fail) if method == "read" else fail}))
    assert code is Code.PLUGIN_FAILED
    assert message == "The plug-in “remarks” failed in “fail”: KeyError: 'oops'."


@pytest.mark.parametrize(
    ("methods", "words"),
    [
        ({"read": classmethod(lambda cls, directive, settings, reading: None)}, "gives a NoneType, and no tuple"),
        ({"structure": lambda self, tags: None}, "Spoiled.structure gives no Element"),
        ({"layout": lambda self, setter: None}, "Spoiled.layout gives a NoneType"),
        ({"layout": lambda self, setter: ["item"]}, "Spoiled.layout gives a str among its items"),
    ],
)
def test_a_method_that_gives_something_else_is_named(project: Path, methods: dict[str, Any], words: str) -> None:
    ((code, message),) = problems(project, remark(**methods))
    assert code is Code.PLUGIN_FAILED
    assert words in message


@pytest.mark.parametrize("given", [None, "kapot", ["kapot"]])
def test_a_check_gives_diagnostics(project: Path, given: object) -> None:
    plugin = Plugin("checks")
    parts = {
        "code": Code.PLUGIN_BLOCK,
        "summary": "",
        "reason": "",
        "examples": (),
        "check": lambda self, report: given,
    }
    plugin.check(type("Budget", (), parts))
    write(project, "")
    ((code, message),) = problems(project, plugin)
    assert code is Code.PLUGIN_FAILED
    assert f"gives a {'NoneType' if given is None else 'str'}, and no Diagnostic" in message


def chart(draw: Callable[..., Any], **options: Any) -> Plugin:
    plugin = Plugin("charts")
    plugin.chart("lollipop", titles={"nl": "lolly"}, **options)(draw)
    return plugin


def draw_line(axes: Any, data: Any) -> None:
    axes.plot(data.categories, data.series[0].numbers)


@pytest.mark.parametrize(
    ("plugin", "code", "words"),
    [
        (chart(lambda axes, data: None), Code.CHART_DRAWING, "nothing drawn"),
        (chart(draw_line, describe=lambda data, words: None), Code.PLUGIN_FAILED, "describes itself in no words"),
        (chart(draw_line, describe=lambda data, words: ""), Code.PLUGIN_FAILED, "describes itself in no words"),
        (chart(draw_line, take_figures=lambda *given: None), Code.PLUGIN_FAILED, "takes no figures"),
        (chart(draw_line, titels={}), Code.PLUGIN_FAILED, "registered with “titels”"),
    ],
)
def test_a_chart_that_shows_or_says_nothing_is_an_error(project: Path, plugin: Plugin, code: Code, words: str) -> None:
    write(project, "Zie {ref}`verloop`.\n\n:::{chart} verloop\n:::")
    found, message = problems(project, plugin)[0]
    assert found is code
    assert words in message


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda composed, diagnostics: None, "gives a NoneType, and no EditionPages"),
        (lambda c, diagnostics: EditionPages(replace(c.layout, pages=()), c.material, c.tags), "has no pages"),
        (lambda c, diagnostics: EditionPages(c.layout, c.material), "promises to be accessible and has no tags"),
        (
            lambda c, diagnostics: EditionPages(c.layout, c.material, c.tags, files={"../list.txt": b""}),
            "“../list.txt”",
        ),
        (
            lambda c, diagnostics: EditionPages(c.layout, c.material, c.tags, files={"verslag-web.pdf": b""}),
            "“verslag-web.pdf”",
        ),
    ],
)
def test_an_edition_gives_pages_and_files_of_its_own(project: Path, make: Callable[..., Any], words: str) -> None:
    plugin = Plugin("web")
    plugin.edition("web", promises=(Standard.UA1,))(make)
    write(project, "")
    ((code, message),) = problems(project, plugin, "web")
    assert code is Code.PLUGIN_FAILED
    assert words in message


@pytest.mark.parametrize(("name", "promises"), [("../web", ()), ("", ()), ("web", "PDF/UA-1"), ("web", None)])
def test_an_edition_has_a_name_and_promises(name: str, promises: Any) -> None:
    with pytest.raises(TypeError, match="cannot be registered"):
        Plugin("x").edition(name, promises=promises)(fail)


@pytest.mark.parametrize("plugins", ["mine", ["mine"], Plugin("mine")])
def test_plugins_are_a_list_of_plugins(project: Path, plugins: Any) -> None:
    with pytest.raises(TypeError, match="“plugins” is a list of Plugin"):
        open_project(project, plugins=plugins)
