"""Collects the plug-ins: those that come with the program, those of installed packages, and those of a script."""

from __future__ import annotations

from functools import cache

from reportbuilder.blocks import built_in as blocks
from reportbuilder.charts import kinds as charts
from reportbuilder.checks import built_in as checks
from reportbuilder.editions import concept, cover, screen
from reportbuilder.editions import print as print_edition
from reportbuilder.reader import directives
from reportbuilder.registry import Plugin, Registry, load_registry
from reportbuilder.sentence_checks import check as sentence_checks

BUILT_IN = (
    directives.register,
    blocks.register,
    charts.register,
    sentence_checks.register,
    checks.register,
    concept.register,
    screen.register,
    print_edition.register,
    cover.register,
)
"""The plug-ins that come with the program; checks are run and editions are built in this order."""


def registry_with(plugins: tuple[Plugin, ...]) -> Registry:
    """The registry of all built-in and installed plug-ins, and of these."""
    return load_registry(*BUILT_IN, *plugins) if plugins else _installed()


@cache
def _installed() -> Registry:
    """The registry of built-in and installed plug-ins; installed packages are searched once."""
    return load_registry(*BUILT_IN)
