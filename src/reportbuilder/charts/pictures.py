"""Pictures of charts: drawn by matplotlib, or kept from an earlier build, and put into the document.

Pictures are kept in the folder of results that later processes use again, by a digest of all that went into them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from operator import is_
from threading import Lock
from typing import TYPE_CHECKING, Any

from reportbuilder.charts.chart_type import ChartType
from reportbuilder.charts.model import ChartData, list_figures
from reportbuilder.charts.panels import draw_panels
from reportbuilder.charts.report_charts import ReportChart, chart_names
from reportbuilder.charts.style import ChartStyle, TextMeasure, chart_style
from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.document.graphics import Picture, colours_of
from reportbuilder.document.model import Block, Chapter, Chart, Document, Span
from reportbuilder.document.walk import map_blocks
from reportbuilder.files.disk_cache import Codec, DiskCache, digest_of
from reportbuilder.i18n.language import ReportWords, language_of
from reportbuilder.memo import Memo, Same
from reportbuilder.registry import PluginError
from reportbuilder.style.model import Design, HouseStyle
from reportbuilder.values import Value, replace

if TYPE_CHECKING:
    from reportbuilder.charts.axes import ChartAxes

Draw = Callable[[ReportChart, ChartStyle, float, float, TextMeasure], Picture]
"""Draws a chart in a width and a height (points), or the height that it needs at least. Raises DrawingError."""

_SAMPLE = "Hamburgefonstiv 0123456789,.% – €"

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
            draw = partial(_draw_on_axes, chart.kind, style, measure)
            if chart.data.in_panels and chart.kind.split is not None:
                return draw_panels(chart.data, chart.kind.split(chart.data), draw, style, width, height, measure)
            return draw(chart.data, width, height)


def _draw_on_axes(
    kind: ChartType, style: ChartStyle, measure: TextMeasure, data: ChartData, width: float, height: float
) -> Picture:
    """Draw data by the function of their kind on axes of their own; matplotlib's settings are made already."""
    from reportbuilder.charts.axes import new_axes, picture_of

    axes = new_axes(width, height, data.language, style, measure)
    empty = _parts_of(axes)
    try:
        kind.draw(axes, data)
        picture = picture_of(axes)
    except Exception as error:  # a plug-in's function may raise anything
        if not kind.is_built_in:
            raise DrawingError(f"{type(error).__name__}: {error}") from error
        raise
    if _parts_of(axes) == empty and not kind.is_built_in:
        raise DrawingError("nothing drawn")
    return picture


def _parts_of(axes: ChartAxes) -> int:
    """How many lines, areas, words and further axes there are on axes and beside them."""
    return len(axes.get_children()) + len(axes.figure.get_children())


def leave_room(chart: ReportChart, style: ChartStyle, width: float, height: float, measure: TextMeasure) -> Picture:
    """An empty picture of the size of a chart, for a layout in which only the text matters."""
    del chart, style, measure
    return Picture(width, height, ())


def make_pictures(
    document: Document,
    charts: Mapping[str, ReportChart],
    style: HouseStyle,
    design: Design,
    widths: Mapping[Span, float],
    measure: TextMeasure,
    cache: DiskCache | None,
    diagnostics: Diagnostics,
    draw: Draw = draw_picture,
    memo: Memo | None = None,
) -> Document:
    """The document with a picture in every chart, and its figures in its alternative text; `widths` are points by span.

    `charts` are what they are made from, by the names of their files; a chart that is not among them stays without a
    picture. Pictures are kept in the cache, if there is one; one that is not there yet is drawn by `draw`. The `memo`
    remembers drawn charts and chapters by what they are made from; the fonts that are measured are those of the style.
    """
    memo = memo or Memo()
    maker = _PictureMaker(chart_style(style, design), widths, measure, cache, draw)
    words = language_of(document.language).report
    made_for = (Same(style), Same(design), *widths.items(), document.language)

    def with_picture(block: Block, found: Diagnostics) -> Block:
        chart = charts.get(block.file) if isinstance(block, Chart) else None
        if chart is None or not isinstance(block, Chart):
            return block
        make = partial(maker.with_picture, block, chart, words)
        if draw is not draw_picture:  # what it gives depends on what the cache has
            return memo.kept("charts without pictures", (Same(block), Same(chart), *made_for), make(found))
        return memo.collected("drawn charts", (Same(block), Same(chart), *made_for), found, make)

    def drawn(content: Chapter, found: Diagnostics) -> Chapter:
        blocks = map_blocks(content.blocks, lambda block: with_picture(block, found))
        return content if blocks is content.blocks else replace(content, blocks=blocks)

    def chapter(content: Chapter) -> Chapter:
        names = memo.get("charts of chapters", Same(content), partial(chart_names, content))
        key = (Same(content), *(Same(charts.get(name)) for name in names), *made_for)
        if not names:
            return content
        if draw is not draw_picture:
            return memo.kept("chapters without pictures", key, drawn(content, diagnostics))
        return memo.collected("drawn chapters", key, diagnostics, partial(drawn, content))

    parts = tuple(
        part
        if not isinstance(part.content, Chapter) or (content := chapter(part.content)) is part.content
        else replace(part, content=content)
        for part in document.parts
    )
    colophon = chapter(document.colophon) if document.colophon else None
    if colophon is document.colophon and all(map(is_, parts, document.parts)):
        return document
    key = (Same(document), Same(colophon), *(Same(part.content) for part in parts))
    return memo.get("drawn document", key, lambda: replace(document, parts=parts, colophon=colophon))


class _PictureMaker(Value):
    """Makes the pictures of the charts of a document."""

    style: ChartStyle
    widths: Mapping[Span, float]
    measure: TextMeasure
    cache: DiskCache | None
    draw: Draw

    def with_picture(self, block: Chart, chart: ReportChart, words: ReportWords, diagnostics: Diagnostics) -> Chart:
        """The block with the picture of its chart, and its figures in words; as it was if it cannot be made."""
        picture = self._picture(chart, self.widths[block.span], diagnostics)
        if picture is None:
            return block
        description: object = chart.kind.describe(chart.data, words)
        own = chart.kind.describe is not list_figures
        if not isinstance(description, str) or (own and not description.strip()):
            raise PluginError(f"the kind of chart “{chart.kind.name}” describes itself in no words.", block.place)
        return replace(block, picture=picture, alt=f"{block.alt} {description}")

    def _picture(self, chart: ReportChart, width: float, diagnostics: Diagnostics) -> Picture | None:
        """The picture of a chart, kept or drawn now; None, and a diagnostic, where it cannot be drawn."""
        spec = chart.spec
        key = picture_key(chart.kind, chart.data, self.style, width, spec.height, self.measure)
        kept = self.cache.get("pictures", key) if self.cache is not None else None
        picture = PICTURE.decode(kept) if kept is not None else None
        if picture is None:
            try:
                picture = self.draw(chart, self.style, width, spec.height, self.measure)
            except DrawingError as error:
                message = f"The chart cannot be drawn: its kind “{spec.kind}” ends with {error}."
                hint = f"Ask whoever made the kind “{spec.kind}”; all figures of the chart are in {spec.data}."
                diagnostics.add(Code.CHART_DRAWING, message, spec.place("kind"), hint)
                return None
            if picture.items and self.cache is not None:
                self.cache.put("pictures", key, PICTURE.encode(picture))
        self._check(chart, picture, diagnostics)
        return picture

    def _check(self, chart: ReportChart, picture: Picture, diagnostics: Diagnostics) -> None:
        spec = chart.spec
        for colour in colours_of(picture):
            if colour.startswith("#"):
                message = (
                    f"The kind of chart “{spec.kind}” draws in the colour {colour}, which the house style has not."
                )
                names = ", ".join(sorted(self.style.names.values()))
                hint = f"Draw it in a colour of the palette, without transparency ({names}), or add one to the style."
                diagnostics.add(Code.CHART_COLOUR, message, spec.place("kind"), hint)
        if picture.height > spec.height + 0.5:
            diagnostics.add(
                Code.CHART_HEIGHT,
                f"The chart needs {picture.height / 72 * 25.4:.0f} mm for its rows, not {spec.height / 72 * 25.4:.0f}.",
                spec.place("height"),
                "It is drawn as high as it needs; give it that height to be sure of the page.",
            )


# Kept pictures -------------------------------------------------------------------------------------------------------

PICTURE = Codec[Picture](Picture)


def picture_key(
    kind: ChartType, data: ChartData, style: ChartStyle, width: float, height: float, measure: TextMeasure
) -> bytes:
    """A digest of everything that a picture depends on besides this program: figures and words, style, size, fonts,
    and the code of a plug-in that draws it.

    The fonts are known by the widths that they give a sample of text.
    """
    widths = [measure(_SAMPLE, text.face, text.size) for text in (style.text, style.strong)]
    return digest_of([kind.name, kind.code_digest(), data, style, width, height, widths])
