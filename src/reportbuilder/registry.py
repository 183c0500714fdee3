"""Extension points: plug-ins register directives, kinds of blocks, checks, kinds of charts, and editions.

A plug-in is a module with a `Plugin`, in which its decorators collect what it adds::

    register = Plugin("timeline")

    @register.block("timeline", settings=TimelineSettings)
    class Timeline(CustomBlock): ...

A package names its plug-ins as entry points of the group `reportbuilder.plugins`
(packaging.python.org, “Entry points specification”)::

    [project.entry-points."reportbuilder.plugins"]
    timeline = "our_reports.timeline:register"

`load_registry` reads all of them once, when the program starts; the `Registry` that it gives never changes after that
and is passed to the stages. The registry does not import the types of registered functions: each room knows those that
it calls (`reader` those of directives, `layout` those of the layout of blocks, and so on).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar, assert_never

from reportbuilder.diagnostics import Code, Diagnostic, Place, nearest
from reportbuilder.values import Value, field, replace

GROUP = "reportbuilder.plugins"
"""The group of entry points that plug-ins are found by."""

_OWN_PACKAGE = "reportbuilder"

SIDES = ("read", "texts", "with_texts", "structure", "layout", "name_in")
"""The methods that a kind of block must have: see `document.model.CustomBlock`, where they are abstract."""

CHECK_PARTS = ("code", "summary", "reason", "examples", "check")
"""The attributes that the class of a check must have: its `DiagnosticCode`, what it does (`summary`), why it matters
(`reason`), examples of texts that it reports, and the method that checks a report."""

F = TypeVar("F", bound=Callable[..., Any])
C = TypeVar("C", bound=type[Any])


class PluginError(TypeError):
    """A plug-in gave something that the program cannot use: the message says what, `place` where the report asks for
    it. `plugin_failures` makes it a problem of the report."""

    def __init__(self, message: str, place: Place = Place()) -> None:
        super().__init__(message)
        self.place = place


class DirectiveKind(Value):
    """A directive: the form of its settings, the function that reads it into blocks, and, where its argument may not be
    left out, what that is (“its title”)."""

    name: str
    settings: type[Any] | None
    read: Callable[..., Any]
    needs: str = ""


class BlockKind(Value):
    """A kind of block: a class that extends `document.model.CustomBlock`, and the directive that it is read from."""

    name: str
    block: type[Any]


class CheckKind(Value):
    """A check: a class with the attributes of `CHECK_PARTS`."""

    check: type[Any]

    @property
    def name(self) -> str:
        """The code of its diagnostics."""
        return str(self.check.code)


class ChartKind(Value):
    """A kind of chart: `draw(axes, data)` draws it on matplotlib axes, `describe(data, words)` returns its alternative
    text (None: the `charts` room lists its figures); `options` are further arguments of
    `charts.chart_type.ChartType`."""

    name: str
    draw: Callable[..., Any]
    describe: Callable[..., str] | None
    options: Mapping[str, Any] = field(default_factory=dict)


class Edition(Value):
    """An edition: `make` gives its pages (`editions.model.MakeEdition`), `promises` are the standards that its file
    keeps. One that is `for_drafts` is not made of a final version, unless it is requested by name; nor is one of a
    report whose settings it is not for (`where`)."""

    name: str
    make: Callable[..., Any]
    promises: tuple[Any, ...]
    for_drafts: bool = False
    where: Callable[[Any], bool] | None = None

    def is_for(self, settings: Any) -> bool:
        """Whether it is made of a report with these settings without being requested."""
        return self.where is None or self.where(settings)


Kind = DirectiveKind | BlockKind | CheckKind | ChartKind | Edition


class Plugin:
    """Collects what one module registers, in order; `name` identifies it in problems.

    Every decorator returns the decorated object unchanged, and raises TypeError, when the module is imported, if the
    object is incomplete.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._kinds: list[Kind] = []

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The objects registered so far."""
        return tuple(self._kinds)

    def directive(self, name: str, *, settings: type[Any] | None = None, needs: str = "") -> Callable[[F], F]:
        """Register a function `read(directive, settings, reading)` that gives the blocks of `:::{name}`; `settings` is
        the form that its settings are parsed with, `needs` says what its argument is when it may not be left out."""

        def add(read: F) -> F:
            self._kinds.append(DirectiveKind(name, settings, read, needs))
            return read

        return add

    def block(self, name: str, *, settings: type[Any] | None = None, needs: str = "") -> Callable[[C], C]:
        """Register a class as the kind of block that `:::{name}` is read into by its `read`; `settings` and `needs` are
        those of the directive. Raises TypeError that names those of `SIDES` that the class does not define."""

        def add(block: C) -> C:
            missing = [side for side in SIDES if _is_missing(block, side)]
            if missing:
                raise TypeError(
                    f"The block “{name}” ({block.__name__}) cannot be registered: it lacks {_listed(missing)}."
                )
            self._kinds.append(DirectiveKind(name, settings, block.read, needs))
            self._kinds.append(BlockKind(name, block))
            return block

        return add

    def check(self, check: C) -> C:
        """Register a class of checks; raises TypeError naming those of `CHECK_PARTS` that it lacks."""
        missing = [part for part in CHECK_PARTS if not hasattr(check, part)]
        if missing:
            raise TypeError(f"The check {check.__name__} cannot be registered: it lacks {_listed(missing)}.")
        self._kinds.append(CheckKind(check))
        return check

    def chart(self, name: str, *, describe: Callable[..., str] | None = None, **options: Any) -> Callable[[F], F]:
        """Register a function that draws charts of `kind: name`; `describe` gives their alternative text, by default
        all their figures in words."""

        def add(draw: F) -> F:
            self._kinds.append(ChartKind(name, draw, describe, options))
            return draw

        return add

    def edition(
        self,
        name: str,
        *,
        promises: Iterable[Any],
        for_drafts: bool = False,
        where: Callable[[Any], bool] | None = None,
    ) -> Callable[[F], F]:
        """Register a function that makes the pages of the edition `name`, whose file conforms to the standards of
        `promises`; an edition `for_drafts` is not made of final versions, one with `where` only of reports for whose
        settings that is true. Raises TypeError for a name that cannot be part of a file's, and for promises that are no
        list of standards."""
        if not re.fullmatch(r"\w[\w-]*", name):
            raise TypeError(f"The edition “{name}” cannot be registered: its name is letters, figures and hyphens.")
        if isinstance(promises, str) or not isinstance(promises, Iterable):
            raise TypeError(f"The edition “{name}” cannot be registered: “promises” is a list of standards, or empty.")

        def add(make: F) -> F:
            self._kinds.append(Edition(name, make, tuple(promises), for_drafts, where))
            return make

        return add


register = Plugin("this program")
"""The plug-in of a script: what it registers with this can be used in projects that it opens afterwards."""


class Registry(Value, eq=False):
    """All registered objects by name; `blocks` by their classes, `checks` by the codes of their diagnostics.

    `modules` says which plug-in (in words) is written in which module; `problems` are about plug-ins, or parts of them,
    that were left out.
    """

    directives: Mapping[str, DirectiveKind] = field(default_factory=dict)
    blocks: Mapping[type[Any], BlockKind] = field(default_factory=dict)
    checks: Mapping[str, CheckKind] = field(default_factory=dict)
    charts: Mapping[str, ChartKind] = field(default_factory=dict)
    editions: Mapping[str, Edition] = field(default_factory=dict)
    modules: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()

    @property
    def is_built_in(self) -> bool:
        """Whether everything is of this program: what others register may depend on anything."""
        return all(map(_is_own, self.modules))

    def plugin_of(self, module: str) -> str:
        """The plug-in that a module belongs to, in words (“the plug-in “timeline” of the package “our-reports””): the
        one whose functions and classes are written in it, or in another module of the same package. Empty for modules
        of this program and of libraries."""
        if _is_own(module):
            return ""
        package = module.partition(".")[0]
        alike = (name for of, name in self.modules.items() if of.partition(".")[0] == package)
        return self.modules.get(module) or next(alike, "")


def is_of_this_program(function: Callable[..., Any]) -> bool:
    """Whether a registered function is this program's own, which looks at nothing but what it is given."""
    return _is_own(str(function.__module__))


def _is_own(module: str) -> bool:
    return module.partition(".")[0] == _OWN_PACKAGE


EMPTY = Registry()
"""A registry to which nothing was added."""


class _Loaded(Value):
    """A plug-in and the name of its package; empty for a built-in plug-in, and for one of a script."""

    plugin: Plugin
    package: str = ""

    @property
    def words(self) -> str:
        """What problems call it."""
        return f"the plug-in “{self.plugin.name}”" + (f" of the package “{self.package}”" if self.package else "")


def registry_of(*plugins: Plugin, problems: Iterable[Diagnostic] = ()) -> Registry:
    """A registry of plug-ins; raises ValueError for two things of one kind and one name."""
    registry, clashes = _combined([_Loaded(plugin) for plugin in plugins])
    if clashes:
        raise ValueError("; ".join(problem.message for problem in clashes))
    return replace(registry, problems=tuple(problems))


def load_registry(*built_in: Plugin) -> Registry:
    """Make the registry of the built-in plug-ins and those of installed packages.

    A plug-in that cannot be imported or is no `Plugin` is left out, as is an object whose name is taken; each is one of
    the registry's `problems`.
    """
    loaded = [_Loaded(plugin) for plugin in built_in]
    problems: list[Diagnostic] = []
    for entry, package in _entry_points():
        try:
            plugin = entry.load()
        except Exception as error:  # another's module may raise anything
            problems.append(_problem(package, f"it cannot be loaded: {type(error).__name__}: {error}"))
            continue
        if isinstance(plugin, Plugin):
            loaded.append(_Loaded(plugin, package))
        else:
            problems.append(_problem(package, f"“{entry.value}” is a {type(plugin).__name__}, and no Plugin"))
    registry, clashes = _combined(loaded)
    return replace(registry, problems=(*problems, *clashes))


def nearest_registered(name: str, known: Iterable[str]) -> str:
    """A hint for a name under which nothing is registered: the nearest name of those `known`; or else all of them, and
    that a plug-in may be missing."""
    hint = nearest(name, known)
    if hint.startswith("Did"):
        return hint
    return f"{hint} If it comes with a plug-in, install that package beside this program.".lstrip()


def _combined(plugins: Iterable[_Loaded]) -> tuple[Registry, list[Diagnostic]]:
    """Combine plug-ins, keeping the first object of each name; with a problem for each object that is left out."""
    tables: dict[type, dict[Any, Any]] = {
        kind: {} for kind in (DirectiveKind, BlockKind, CheckKind, ChartKind, Edition)
    }
    owners: dict[tuple[type, Any], str] = {}
    modules: dict[str, str] = {}
    clashes: list[Diagnostic] = []
    for loaded in plugins:
        for kind in loaded.plugin.kinds:
            modules.setdefault(str(getattr(_code_of(kind), "__module__", "")), loaded.words)
            key = kind.block if isinstance(kind, BlockKind) else kind.name
            if key in tables[type(kind)]:
                what = type(kind).__name__.removesuffix("Kind").lower()
                owner = owners[type(kind), key]
                clashes.append(
                    _problem(
                        loaded.package or loaded.plugin.name,
                        f"the {what} “{kind.name}” is registered by “{owner}” already",
                    )
                )
                continue
            tables[type(kind)][key] = kind
            owners[type(kind), key] = loaded.plugin.name
    directives, blocks, checks, charts, editions = tables.values()
    return Registry(directives, blocks, checks, charts, editions, modules), clashes


def _code_of(kind: Kind) -> object:
    """The function or class that something was registered with."""
    match kind:
        case DirectiveKind():
            return kind.read
        case BlockKind():
            return kind.block
        case CheckKind():
            return kind.check
        case ChartKind():
            return kind.draw
        case Edition():
            return kind.make
        case _:
            assert_never(kind)


def _problem(package: str, what: str) -> Diagnostic:
    message = f"The plug-in of the package “{package}” is left out: {what}."
    hint = f"Install a version of {package} that fits this program, or uninstall it; whoever made it can tell you more."
    return Diagnostic(Code.PLUGIN_BROKEN, message, hint, Place(package))


def _is_missing(block: type, side: str) -> bool:
    """Whether a class has no method of its own for a side."""
    method = getattr(block, side, None)
    return method is None or getattr(method, "__isabstractmethod__", False)


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def plugins_are_installed() -> bool:
    """Whether an installed package has plug-ins, or may have any; none of them is loaded."""
    return any(map(_names_group, sys.path))


def _entry_points() -> Iterator[tuple[Any, str]]:
    """The entry points of all plug-ins, each with the name of its package, in the order of their names.

    importlib.metadata takes a tenth of a short command to import, so it is imported only when an installed package
    names the group.
    """
    if not plugins_are_installed():
        return
    from importlib.metadata import entry_points

    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        yield entry, entry.dist.name if entry.dist is not None else entry.value


def _names_group(folder: str) -> bool:
    """Whether a package in a folder of the search path has plug-ins; True for a zip file, which is not opened."""
    try:
        with os.scandir(folder or ".") as entries:
            metadata = [entry.path for entry in entries if entry.name.endswith((".dist-info", ".egg-info"))]
    except NotADirectoryError:
        return True
    except OSError:
        return False
    return any(_has_group(os.path.join(path, "entry_points.txt")) for path in metadata)


def _has_group(file: str) -> bool:
    try:
        with open(file, "rb") as text:
            return GROUP.encode() in text.read()
    except OSError:
        return False
