"""An edition in large print: all text below 18 points is half as large again, in one column, on the same paper."""

from __future__ import annotations

from reportbuilder.composition import ComposedReport, compose
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.editions.model import EditionPages
from reportbuilder.registry import Plugin
from reportbuilder.standards.standard import Standard
from reportbuilder.style.model import Design, TextStyle
from reportbuilder.values import replace

register = Plugin("large print")

FACTOR = 1.5
LARGE = 18.0
"""Points: text of this size is large print as it is."""


@register.edition("large-print", promises=(Standard.UA1, Standard.A2A))
def large_print_edition(composed: ComposedReport, diagnostics: Diagnostics) -> EditionPages:
    """The report composed again in a house style with larger text."""
    report = composed.report
    name = report.folder.settings.design
    designs = {**report.style.designs, name: _larger(report.style.designs[name])}
    large = compose(replace(report, style=replace(report.style, designs=designs)), diagnostics)
    return EditionPages(large.layout, large.material, large.tags)


def _larger(design: Design) -> Design:
    text = design.text
    styles = {name: _larger_text(getattr(text, name)) for name in text.__struct_fields__}
    grid = design.page.grid * FACTOR
    return replace(design, text=replace(text, **styles), page=replace(design.page, columns=1, grid=grid))


def _larger_text(style: TextStyle) -> TextStyle:
    if style.size >= LARGE:
        return style
    return replace(style, size=style.size * FACTOR, leading=style.leading * FACTOR)
