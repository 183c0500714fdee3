"""The page "in cijfers": large numerals with a line each, and in words which way they moved."""

from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.document.graphics import Path, Picture, Segment, Verb
from reportbuilder.document.model import Assessment, KeyFigure, KeyFigures, Text
from reportbuilder.layout.flow import Flowable, NoteCost, Surface
from reportbuilder.layout.sparklines import disc
from reportbuilder.layout.typeset import TextBlock, Typesetter, in_sizes
from reportbuilder.structure.model import Artifact, PartKey, PartTags
from reportbuilder.style.model import Rule, TextStyle
from reportbuilder.text.shaping import missing_glyphs
from reportbuilder.values import Value, replace

SPARK_HEIGHT = 44.0
PAD = 10.0
_PARTS = ("value", "label", "note")


class Card(Value):
    """One key figure set: numeral, label, note, and a spark line of its years."""

    value: TextBlock
    label: TextBlock
    note: TextBlock | None
    spark: Picture | None
    rule: Rule
    measure: float

    @property
    def height(self) -> float:
        """Everything under each other; the spark line stands at the foot."""
        return (
            PAD
            + self.value.height
            + self.label.height
            + (self.note.height + 2 if self.note else 0.0)
            + SPARK_HEIGHT
            + PAD
        )

    def draw(self, surface: Surface, x: float, top: float, height: float) -> None:
        """Draw from a top edge in the height of the row of cards."""
        surface.rule(x, top, x + self.measure, top, self.rule.width, self.rule.colour)
        y = top - PAD
        for block in (self.value, self.label):
            y -= block.height
            block.drawOn(surface, x, y)
        if self.note is not None:
            y -= self.note.height + 2
            self.note.drawOn(surface, x, y)
        if self.spark is not None:
            surface.picture(self.spark, x, top - height + PAD, Artifact.LAYOUT)


class Cards(Flowable):
    """Cards in rows; a page may end between two rows."""

    rows: tuple[tuple[Card, ...], ...]
    measure: float
    step: float
    gap: float

    @property
    def width(self) -> float:
        """The whole width."""
        return self.measure

    @property
    def height(self) -> float:
        """The rows with a gap after each but the last."""
        return sum(self._depth(row) for row in self.rows) + self.gap * (len(self.rows) - 1)

    @property
    def minimum(self) -> float:
        """The first row."""
        return self._depth(self.rows[0])

    @staticmethod
    def _depth(row: tuple[Card, ...]) -> float:
        return max(card.height for card in row)

    def cut(self, available: float, note_cost: NoteCost) -> tuple[Flowable, Flowable] | None:
        """Cut between rows."""
        del note_cost
        for count in range(len(self.rows) - 1, 0, -1):
            head = replace(self, rows=self.rows[:count])
            if head.height <= available + 0.01:
                return head, replace(self, rows=self.rows[count:])
        return None

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw row by row."""
        top = y + self.height
        for row in self.rows:
            depth = self._depth(row)
            for index, card in enumerate(row):
                card.draw(surface, x + index * self.step, top, depth)
            top -= depth + self.gap


def set_key_figures(setter: Typesetter, figures: KeyFigures, tags: PartTags, width: float, gutter: float) -> Cards:
    """Set the cards in a width, as many beside each other as the design says."""
    look = setter.design.key_figures
    measure = (width - (look.across - 1) * gutter) / look.across
    numerals = _numerals(setter, figures, measure)
    cards = [
        _card(setter, figure, [tags.mark(figures.id, part, index) for part in _PARTS], measure, numerals)
        for index, figure in enumerate(figures.items)
    ]
    rows = tuple(tuple(cards[i : i + look.across]) for i in range(0, len(cards), look.across))
    return Cards(rows, width, measure + gutter, 2 * setter.design.page.grid)


def _numerals(setter: Typesetter, figures: KeyFigures, measure: float) -> TextStyle:
    """The style of all numerals: the largest size in which each stands on one line; or else the largest in which no
    word of one is wider than its card; too wide a word in the smallest size is an error."""
    silent = replace(setter, diagnostics=Diagnostics())
    styles = tuple(in_sizes(setter.design.text.key_value, setter.design.key_figures.smaller))

    def too_wide(figure: KeyFigure, style: TextStyle) -> bool:
        lines = silent.block((Text(figure.value),), style, measure, Artifact.LAYOUT, whole=True).lines
        return any(line.overfull for line in lines)

    for style in styles:
        if all(silent.natural_width((Text(figure.value),), style) <= measure for figure in figures.items):
            return style
    for style in styles:
        if not any(too_wide(figure, style) for figure in figures.items):
            return style
    for figure in figures.items:
        if too_wide(figure, styles[-1]):
            setter.diagnostics.add(
                Code.KEY_FIGURE_TOO_WIDE,
                f"The key figure “{figure.value}” is wider than its place of {measure / 72 * 25.4:.0f} mm in the "
                f"smallest size, {styles[-1].size:g}pt.",
                figure.place,
                "Round it and write its unit in words, or let the style set it smaller: `smaller` under `key_figures`.",
            )
    return styles[-1]


def _card(setter: Typesetter, figure: KeyFigure, marks: list[PartKey], measure: float, numerals: TextStyle) -> Card:
    text, rule = setter.design.text, setter.design.key_figures.rule
    silent = replace(setter, diagnostics=Diagnostics())  # numerals that are too wide are reported already
    numeral, line, comparison = marks
    note = None
    if figure.note:
        sign = _arrow(setter, figure.change)
        words = (
            f"{sign}{figure.note}"
            if figure.verdict is Assessment.NEUTRAL
            else f"{sign}{figure.note}: {figure.verdict.value}"
        )
        note = setter.block((Text(words),), text.key_note, measure, comparison, place=figure.place, whole=True)
    return Card(
        value=silent.block((Text(figure.value),), numerals, measure, numeral, place=figure.place, whole=True),
        label=setter.block((Text(figure.label),), text.key_label, measure, line, place=figure.place, whole=True),
        note=note,
        spark=_spark(setter, figure.series, measure) if len(figure.series) > 2 else None,
        rule=rule,
        measure=measure,
    )


def _arrow(setter: Typesetter, change: float) -> str:
    """An arrow in the direction of a change, and a space; nothing where no font of the text has one: the words after it
    say the same."""
    arrow = "↑" if change > 0 else "↓" if change < 0 else ""
    if not arrow or missing_glyphs(setter.fonts, setter.runs((Text(arrow),), setter.design.text.key_note)):
        return ""
    return f"{arrow}\u00a0"


def _spark(setter: Typesetter, series: tuple[float, ...], measure: float) -> Picture:
    """A line through the years, from zero, its last point marked."""
    charts = setter.style.charts
    top, height, width = max(series) * 1.05 or 1.0, SPARK_HEIGHT - 8, measure * 0.86
    step = width / (len(series) - 1)
    points = [(4 + i * step, 3 + height * value / top) for i, value in enumerate(series)]
    line = Path(
        tuple(Segment(Verb.LINE if i else Verb.MOVE, p) for i, p in enumerate(points)),
        stroke=charts.series[0],
        line_width=1.4,
        join=1,
        cap=1,
    )
    base = Path((Segment(Verb.MOVE, (4, 3)), Segment(Verb.LINE, (4 + width, 3))), stroke=charts.axis, line_width=0.5)
    return Picture(measure, SPARK_HEIGHT, (base, line, Path(disc(*points[-1], 2.4), fill=charts.series[1])))
