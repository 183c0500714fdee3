"""What plug-ins add: decorators that refuse what is not complete, and entry points that are found, or are problems."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportbuilder.charts.kinds import chart_types
from reportbuilder.diagnostics import Code
from reportbuilder.document.model import CustomBlock
from reportbuilder.plugins import BUILT_IN
from reportbuilder.reader.directives import directives_of
from reportbuilder.registry import EMPTY, SIDES, Plugin, load_registry, nearest_registered, registry_of

PLUGIN = """
from reportbuilder.registry import Plugin
register = Plugin("{name}")

@register.directive("{directive}")
def read(directive, settings, reading):
    return ()
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of the search path with packages that are installed there, for one test."""
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in ("our_reports", "broken_reports"):
        sys.modules.pop(name, None)


def install(folder: Path, package: str, source: str, target: str = "register") -> None:
    """A package of one module, with an entry point."""
    (folder / f"{package}.py").write_text(source)
    info = folder / f"{package}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[reportbuilder.plugins]\n{package} = {package}:{target}\n")


@pytest.mark.parametrize("side", SIDES)
def test_a_block_that_lacks_a_side_cannot_be_registered(side: str) -> None:
    sides = {name: lambda self: None for name in SIDES if name != side}
    with pytest.raises(TypeError, match=f"“timeline” .Timeline. cannot be registered: it lacks “{side}”"):
        Plugin("x").block("timeline")(type("Timeline", (CustomBlock,), sides))


def test_all_sides_that_are_missing_are_named() -> None:
    with pytest.raises(TypeError, match="“read”, “texts”, “with_texts”, “structure”, “layout”, “name_in”"):
        Plugin("x").block("timeline")(type("Timeline", (CustomBlock,), {}))


def test_a_check_without_its_documentation_cannot_be_registered() -> None:
    with pytest.raises(TypeError, match="Budget cannot be registered: it lacks “summary”, “reason”, “examples”"):
        Plugin("x").check(type("Budget", (), {"code": "budget", "check": lambda: ()}))


def test_a_registry_has_what_plugins_add() -> None:
    register = Plugin("x")
    block = register.block("timeline")(type("Timeline", (CustomBlock,), {name: lambda: () for name in SIDES}))
    check = register.check(
        type("Budget", (), dict.fromkeys(("summary", "reason", "examples", "check"), "") | {"code": "budget"})
    )
    draw = register.chart("area", describe=lambda data, words: "", upright=True)(lambda axes, data: None)
    make = register.edition("large-print", promises=["PDF/UA-1"])(lambda: b"")
    registry = registry_of(register)
    assert registry.blocks[block].name == "timeline"
    assert registry.directives["timeline"].read is block.read
    assert registry.checks["budget"].check is check
    assert registry.charts["area"].draw is draw
    assert registry.charts["area"].options == {"upright": True}
    assert registry.editions["large-print"].make is make
    assert registry.editions["large-print"].promises == ("PDF/UA-1",)


def test_plugins_of_installed_packages_are_found(installed: Path) -> None:
    install(installed, "our_reports", PLUGIN.format(name="ours", directive="timeline"))
    registry = load_registry()
    assert "timeline" in registry.directives
    assert registry.problems == ()


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("import no_such_library", "it cannot be loaded: ModuleNotFoundError: No module named 'no_such_library'"),
        ("register = 3", "“broken_reports:register” is a int, and no Plugin"),
        ("", "it cannot be loaded: AttributeError: module 'broken_reports' has no attribute 'register'"),
        (PLUGIN.format(name="b", directive="taken"), "the directive “taken” is registered by “built-in” already"),
    ],
)
def test_a_plugin_that_is_broken_is_a_problem_that_names_its_package(
    installed: Path, source: str, message: str
) -> None:
    install(installed, "broken_reports", source)
    built_in = Plugin("built-in")
    built_in.directive("taken")(lambda directive, settings, reading: ())
    registry = load_registry(built_in)
    assert [(p.code, p.message) for p in registry.problems] == [
        (Code.PLUGIN_BROKEN, f"The plug-in of the package “broken_reports” is left out: {message}.")
    ]
    assert "taken" in registry.directives


@pytest.mark.parametrize(
    ("source", "taken"),
    [
        (PLUGIN.format(name="b", directive="callout"), "the directive “callout” is registered by “directives of every"),
        (
            "from reportbuilder.registry import Plugin\n"
            "register = Plugin('b')\n"
            "@register.chart('line')\n"
            "def draw(ax, data): ...\n",
            "the chart “line” is registered by “kinds of charts” already",
        ),
    ],
)
def test_a_name_of_the_program_itself_cannot_be_taken(installed: Path, source: str, taken: str) -> None:
    install(installed, "broken_reports", source)
    registry = load_registry(*BUILT_IN)
    assert [p.code for p in registry.problems] == [Code.PLUGIN_BROKEN]
    assert taken in registry.problems[0].message
    assert registry.directives["callout"] is directives_of(EMPTY)["callout"]
    assert registry.charts["line"].draw is chart_types(EMPTY)["line"].draw


def test_the_nearest_name_or_the_plugin_that_may_be_missing() -> None:
    assert nearest_registered("timelin", ["timeline", "quote"]) == "Did you mean “timeline”?"
    hint = "If it comes with a plug-in, install that package beside this program."
    assert nearest_registered("zzz", ["timeline", "quote"]) == f"Known are: quote, timeline. {hint}"
    assert nearest_registered("zzz", []) == hint


def test_two_things_of_one_name_are_a_mistake_of_the_program() -> None:
    one, other = Plugin("one"), Plugin("other")
    for plugin in (one, other):
        plugin.chart("area", describe=lambda data, words: "")(lambda axes, data: None)
    with pytest.raises(ValueError, match="the chart “area” is registered by “one” already"):
        registry_of(one, other)
