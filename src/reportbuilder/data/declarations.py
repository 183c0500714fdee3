"""The schema of declarations: `data/NAME.yaml` beside `data/NAME.csv` or `.xlsx`, or in place of it.

A declaration says where in its file a table is and how its cells are read; it names derived columns with their
formulas, sums and shares to be checked, restated figures with their reasons, and other names for indicators.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Literal

from reportbuilder.i18n.formats import UnitForm, unit_form
from reportbuilder.i18n.number_parsing import Notation, reads_as_figure
from reportbuilder.project.scalars import FieldError
from reportbuilder.project.schema import After, Before, Form, Limits, Words
from reportbuilder.values import field


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _marks(value: object) -> object:
    """`[x, y]` says only that these are marks: each is printed as it is written."""
    return {str(mark): str(mark) for mark in value} if isinstance(value, list) else value


def _no_figure(words: str) -> str:
    if reads_as_figure(words):
        raise FieldError("would be read as a figure where there is none", "Print a mark or a word for it.")
    return words


class Hidden(Enum):
    """Whether hidden rows and columns of a workbook are read or skipped."""

    READ = "read"
    SKIP = "skip"


class DerivedColumn(Form, kw_only=True):
    """A derived column: `formula` is an expression in which `this` is the indicator of the row
    (`share(this[2022], this["norm"])`); of several, the first is used for whose figures none is missing. `published` is
    a column of the file with the figures that others printed: it is compared with the derived one, and not shown."""

    column: Words
    formula: Annotated[tuple[Words, ...], Before(_one_or_more), Limits(1)]
    decimals: Annotated[int, Limits(0, 6)] = 0
    published: Words = ""


class Total(Form, kw_only=True):
    """A row that is the sum of others, by their ids, in all years or in the `columns` named."""

    total: Words
    of: Annotated[tuple[Words, ...], Limits(2)]
    columns: tuple[Words, ...] = ()


class Shares(Form, kw_only=True):
    """Rows, by their ids, whose percentages add up to 100 in all years or in the `columns` named."""

    rows: Annotated[tuple[Words, ...], Limits(2)]
    columns: tuple[Words, ...] = ()


class Restatement(Form, kw_only=True):
    """The reason why a figure differs from the one that was published before."""

    indicator: Words
    year: Words
    because: Words


class UnitSettings(Form):
    """The printed form of a unit: its `plural` beside figures (its name, when it is not given) and its `singular`
    beside 1; or its `sign`, in place of both; its `place` before or after figures; and the `decimals` that these are
    rounded to."""

    singular: Words = ""
    plural: Words = ""
    sign: Words = ""
    place: Literal["before", "after"] | None = None
    decimals: Annotated[int, Limits(0, 6)] | None = None

    def form(self, name: str) -> UnitForm:
        """The printed form of the unit `name`; what is not set stays as it is for a known unit."""
        standard = unit_form(name)
        return UnitForm(
            name,
            self.sign or self.plural or standard.words,
            "" if self.sign else self.singular or standard.singular,
            standard.before if self.place is None else self.place == "before",
            self.decimals,
        )


def _units(value: object) -> object:
    """`[km, dagen]` says only that these are units: each stands after its figures."""
    return {str(unit): {} for unit in value} if isinstance(value, list) else value


class Declaration(Form, kw_only=True):
    """The contents of `data/NAME.yaml`.

    Where the table is: its `file`; a `range` such as A3:G20, or the name of one in a workbook; in a workbook also a
    `sheet`, or the name of a `table`, and whether `hidden` rows and columns are read. `skip` is the number of lines
    above it, and `headings` the number of its heading rows.

    How its cells are read: `missing` are marks for missing figures, each with what is printed for it; `decimal` is the
    decimal sign of all numbers, where it is ambiguous; `text` are columns of codes, printed as they are written;
    `units` are further units for the column `eenheid`.

    What is known of its columns and rows: all others. `names` are the words for an indicator in the text, by its id.
    """

    file: Words = ""
    sheet: Words = ""
    range: Words = ""
    table: Words = ""
    hidden: Hidden | None = None
    skip: Annotated[int, Limits(0, 10_000)] = 0
    headings: Annotated[int, Limits(1, 8)] = 1
    derived: tuple[DerivedColumn, ...] = ()
    totals: tuple[Total, ...] = ()
    shares: tuple[Shares, ...] = ()
    restated: tuple[Restatement, ...] = ()
    names: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)
    missing: Annotated[Mapping[str, Annotated[Words, After(_no_figure)]], Before(_marks)] = field(default_factory=dict)
    decimal: Notation | None = None
    units: Annotated[Mapping[str, UnitSettings], Before(_units)] = field(default_factory=dict)
    text: Annotated[tuple[Words, ...], Before(_one_or_more)] = ()
