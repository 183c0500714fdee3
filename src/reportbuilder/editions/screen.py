"""The screen edition: for readers on a screen and for the archive, accessible to all."""

from reportbuilder.composition import ComposedReport
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.editions.model import EditionPages
from reportbuilder.registry import Plugin
from reportbuilder.standards.standard import Standard

register = Plugin("screen edition")


@register.edition("screen", promises=(Standard.UA1, Standard.A2A))
def screen_edition(composed: ComposedReport, diagnostics: Diagnostics) -> EditionPages:
    """The pages as they were composed, with their structure tree."""
    del diagnostics  # whatever is wrong with these pages was found when they were composed
    return EditionPages(composed.layout, composed.material, composed.tags)
