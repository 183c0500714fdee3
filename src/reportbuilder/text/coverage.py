"""Characters that the fonts cannot draw, found before they turn into empty boxes on the page."""

from collections.abc import Iterable

from reportbuilder.diagnostics import Place
from reportbuilder.text.runs import Run, readable
from reportbuilder.text.shaping import FontBook


def missing_glyphs(fonts: FontBook, runs: Iterable[Run]) -> list[tuple[str, str, Place]]:
    """The characters of runs that the face they are set in has no glyph for: character, its word, and the place of
    its run; each once, in the order of the text. What a box reads as is not drawn, and so never missing."""
    found: dict[tuple[str, str, Place], None] = {}
    for run in runs:
        if run.box is not None:
            continue
        missing = fonts.missing(run.text, run.style.face)
        if not missing:
            continue
        for word in readable(run.text).split():
            for char in word:
                if char in missing:
                    found[char, word, run.place] = None
    return list(found)
