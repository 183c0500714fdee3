"""The story of the charts: for each one in a document, its description, its figures, and its picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reportbuilder.charts.cache import ChartCache, digest
from reportbuilder.charts.look import Measure, look_of
from reportbuilder.charts.reading import in_words
from reportbuilder.charts.series import ChartData, Charted
from reportbuilder.charts.spec import ChartSpec
from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.document.graphics import Picture
from reportbuilder.document.model import Block, Chapter, Chart, Document, Span
from reportbuilder.document.walk import map_blocks
from reportbuilder.i18n.report_words import WORDS, Words
from reportbuilder.style.model import Design, HouseStyle
from reportbuilder.values import Value, replace

Draw = Callable[[ChartData, ChartSpec, HouseStyle, Design, float, float, Measure], Picture]
"""Draws a chart in a width and a height (points), the height that it needs at least."""


def draw_picture(
    data: ChartData, spec: ChartSpec, style: HouseStyle, design: Design, width: float, height: float, measure: Measure
) -> Picture:
    """A chart drawn by matplotlib, which is loaded only now."""
    from reportbuilder.charts.draw import draw_chart

    return draw_chart(data, spec, style, design, width, height, measure)


def leave_room(
    data: ChartData, spec: ChartSpec, style: HouseStyle, design: Design, width: float, height: float, measure: Measure
) -> Picture:
    """The room that a chart asks for, for whoever only looks at the text around it."""
    del data, spec, style, design, measure
    return Picture(width, height, ())


def make_pictures(
    document: Document,
    charts: Mapping[str, Charted],
    style: HouseStyle,
    design: Design,
    widths: Mapping[Span, float],
    measure: Measure,
    cache: ChartCache,
    diagnostics: Diagnostics,
    draw: Draw = draw_picture,
) -> Document:
    """The document with a picture in every chart, and its figures in what is read for it; `widths` are points by span.

    `charts` are what they are made from, by their files' names; one that is not among them stays without a picture.
    Drawn pictures are kept in the cache; one that is not there yet is drawn by `draw`.
    """
    studio = _Studio(charts, style, design, widths, measure, cache, diagnostics, draw)
    words = WORDS.get(document.language.split("-")[0], WORDS["en"])

    def drawn(block: Block) -> Block:
        return studio.drawn(block, words) if isinstance(block, Chart) else block

    def chapter(content: Chapter) -> Chapter:
        return replace(content, blocks=map_blocks(content.blocks, drawn))

    parts = tuple(
        replace(part, content=chapter(part.content)) if isinstance(part.content, Chapter) else part
        for part in document.parts
    )
    return replace(document, parts=parts, colophon=chapter(document.colophon) if document.colophon else None)


class _Studio(Value):
    """Everything that drawing needs, gathered once."""

    charts: Mapping[str, Charted]
    style: HouseStyle
    design: Design
    widths: Mapping[Span, float]
    measure: Measure
    cache: ChartCache
    diagnostics: Diagnostics
    draw: Draw

    def drawn(self, chart: Chart, words: Words) -> Chart:
        """The chart with its picture, kept or drawn now, and its figures in words; as it was if it cannot be made."""
        found = self.charts.get(chart.file)
        if found is None:
            return chart
        spec, data = found
        picture = self._kept_or_drawn(data, spec, self.widths[chart.span])
        return replace(chart, picture=picture, alt=f"{chart.alt} {in_words(data, words)}")

    def _kept_or_drawn(self, data: ChartData, spec: ChartSpec, width: float) -> Picture:
        key = digest(data, look_of(self.style, self.design), width, spec.height, self.measure)
        picture = self.cache.get(key)
        if picture is None:
            picture = self.draw(data, spec, self.style, self.design, width, spec.height, self.measure)
            if picture.items:
                self.cache.put(key, picture)
        if picture.height > spec.height + 0.5:
            self.diagnostics.add(
                Code.CHART_HEIGHT,
                f"The chart needs {picture.height / 72 * 25.4:.0f} mm for its rows, not {spec.height / 72 * 25.4:.0f}.",
                spec.place("height"),
                "It is drawn as high as it needs; give it that height to be sure of the page.",
            )
        return picture
