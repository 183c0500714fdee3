"""Pictures of charts: drawn by matplotlib, or kept from an earlier build, and put into the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from reportbuilder.charts.cache import ChartCache, picture_key
from reportbuilder.charts.sources import ReportChart
from reportbuilder.charts.style import ChartStyle, TextMeasure, chart_style
from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.document.graphics import Picture, colours_of
from reportbuilder.document.model import Block, Chapter, Chart, Document, Span
from reportbuilder.document.walk import map_blocks
from reportbuilder.i18n.language import ReportWords, language_of
from reportbuilder.style.model import Design, HouseStyle
from reportbuilder.values import Value, replace

Draw = Callable[[ReportChart, ChartStyle, float, float, TextMeasure], Picture]
"""Draws a chart in a width and a height (points), or the height that it needs at least. Raises DrawingError."""

_MATPLOTLIB = Lock()
"""Held while a chart is drawn: matplotlib's settings are one for all threads."""


class DrawingError(Exception):
    """A chart cannot be drawn; the message says why."""


def draw_picture(chart: ReportChart, style: ChartStyle, width: float, height: float, measure: TextMeasure) -> Picture:
    """Draw a chart with matplotlib, which is loaded only now, at a size in points.

    The title and the source are not drawn: the layout sets them. A chart that needs more height than it is given makes
    its picture higher. matplotlib's settings are its defaults and those of the style, whatever the user's are, and are
    left as they were; the same figures and style give the same picture everywhere.
    """
    with _MATPLOTLIB:
        from reportbuilder.charts.start_matplotlib import default_settings, matplotlib

        settings: Any = {**default_settings(), **style.matplotlib_settings()}
        with matplotlib.rc_context(settings):
            from reportbuilder.charts.axes import new_axes, picture_of

            axes = new_axes(width, height, chart.data.language, style, measure)
            try:
                chart.kind.draw(axes, chart.data)
                return picture_of(axes)
            except Exception as error:  # a plug-in's function may raise anything
                if not chart.kind.is_built_in:
                    raise DrawingError(f"{type(error).__name__}: {error}") from error
                raise


def leave_room(chart: ReportChart, style: ChartStyle, width: float, height: float, measure: TextMeasure) -> Picture:
    """The room that a chart asks for, for those who only look at the text around it."""
    del chart, style, measure
    return Picture(width, height, ())


def make_pictures(
    document: Document,
    charts: Mapping[str, ReportChart],
    style: HouseStyle,
    design: Design,
    widths: Mapping[Span, float],
    measure: TextMeasure,
    cache: ChartCache,
    diagnostics: Diagnostics,
    draw: Draw = draw_picture,
) -> Document:
    """The document with a picture in every chart, and its figures in its alternative text; `widths` are points by span.

    `charts` are what they are made from, by the names of their files; a chart that is not among them stays without a
    picture. Pictures are kept in the cache; one that is not there yet is drawn by `draw`.
    """
    maker = _PictureMaker(charts, chart_style(style, design), widths, measure, cache, diagnostics, draw)
    words = language_of(document.language).report

    def with_picture(block: Block) -> Block:
        return maker.with_picture(block, words) if isinstance(block, Chart) else block

    def chapter(content: Chapter) -> Chapter:
        return replace(content, blocks=map_blocks(content.blocks, with_picture))

    parts = tuple(
        replace(part, content=chapter(part.content)) if isinstance(part.content, Chapter) else part
        for part in document.parts
    )
    return replace(document, parts=parts, colophon=chapter(document.colophon) if document.colophon else None)


class _PictureMaker(Value):
    """What the pictures of a document are made with."""

    charts: Mapping[str, ReportChart]
    style: ChartStyle
    widths: Mapping[Span, float]
    measure: TextMeasure
    cache: ChartCache
    diagnostics: Diagnostics
    draw: Draw

    def with_picture(self, block: Chart, words: ReportWords) -> Chart:
        """The block with its picture, and its figures in words; as it was if it cannot be made."""
        chart = self.charts.get(block.file)
        picture = self._picture(chart, self.widths[block.span]) if chart is not None else None
        if chart is None or picture is None:
            return block
        return replace(block, picture=picture, alt=f"{block.alt} {chart.kind.describe(chart.data, words)}")

    def _picture(self, chart: ReportChart, width: float) -> Picture | None:
        """The picture of a chart, kept or drawn now; None, and a diagnostic, where it cannot be drawn."""
        spec = chart.spec
        key = picture_key(chart.kind, chart.data, self.style, width, spec.height, self.measure)
        picture = self.cache.get(key)
        if picture is None:
            try:
                picture = self.draw(chart, self.style, width, spec.height, self.measure)
            except DrawingError as error:
                message = f"The chart cannot be drawn: its kind “{spec.kind}” ends with {error}."
                hint = f"Ask whoever made the kind “{spec.kind}”; all figures of the chart are in {spec.data}."
                self.diagnostics.add(Code.CHART_DRAWING, message, spec.place("kind"), hint)
                return None
            if picture.items:
                self.cache.put(key, picture)
        self._check(chart, picture)
        return picture

    def _check(self, chart: ReportChart, picture: Picture) -> None:
        spec = chart.spec
        for colour in colours_of(picture):
            if colour.startswith("#"):
                message = (
                    f"The kind of chart “{spec.kind}” draws in the colour {colour}, which the house style has not."
                )
                names = ", ".join(sorted(self.style.names.values()))
                hint = f"Draw it in a colour of the palette, without transparency ({names}), or add one to the style."
                self.diagnostics.add(Code.CHART_COLOUR, message, spec.place("kind"), hint)
        if picture.height > spec.height + 0.5:
            self.diagnostics.add(
                Code.CHART_HEIGHT,
                f"The chart needs {picture.height / 72 * 25.4:.0f} mm for its rows, not {spec.height / 72 * 25.4:.0f}.",
                spec.place("height"),
                "It is drawn as high as it needs; give it that height to be sure of the page.",
            )
