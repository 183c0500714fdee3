"""What is declared about a data file: `data/NAME.yaml` beside `data/NAME.csv` or `.xlsx`, or in place of it.

Columns that follow from others are declared with their formula and never typed; sums and shares are declared so that
they can be checked; a restated figure is declared with its reason; an indicator can be given the other names that the
text has for it.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Literal

from reportbuilder.i18n.missing_marks import reads_as_figure
from reportbuilder.i18n.number_format import UnitForm, unit_form
from reportbuilder.i18n.number_parsing import Notation
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
    """What becomes of rows and columns that a workbook hides: they are rows of the table, or left out."""

    READ = "read"
    SKIP = "skip"


class DerivedColumn(Form, kw_only=True):
    """A column that is computed: `formula` is an expression in which `this` is the row's indicator
    (`share(this[2022], this["norm"])`); of several the first is taken that has all its figures. `published` is a column
    of the file with what others printed, which is compared and not shown."""

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
    """Why a figure is another one than was published before."""

    indicator: Words
    year: Words
    because: Words


class UnitSettings(Form):
    """How a unit is printed: its `plural` beside figures (when it is not given, its name) and its `singular` beside 1;
    or its `sign`, in place of both; whether these stand before the figure; and to how many decimals it is rounded."""

    singular: Words = ""
    plural: Words = ""
    sign: Words = ""
    place: Literal["before", "after"] | None = None
    decimals: Annotated[int, Limits(0, 6)] | None = None

    def form(self, name: str) -> UnitForm:
        """The unit as it is printed; what is not set stays as it is for a unit that is known."""
        known = unit_form(name)
        return UnitForm(
            name,
            self.sign or self.plural or known.words,
            "" if self.sign else self.singular or known.singular,
            known.before if self.place is None else self.place == "before",
            self.decimals,
        )


def _units(value: object) -> object:
    """`[km, dagen]` says only that these are units: each stands after its figures."""
    return {str(unit): {} for unit in value} if isinstance(value, list) else value


class Declaration(Form, kw_only=True):
    """What `data/NAME.yaml` says about a table.

    Where it stands: its `file`; a `range` such as A3:G20, or in a workbook the name of one; there also a `sheet`, or
    the name of a `table`, and whether rows and columns that are `hidden` are read. `skip` are the lines above it, and
    `headings` how many rows its headings take.

    What its cells say: `missing` are marks for figures that are missing, each with what is printed for it; `decimal` is
    the decimal sign of all numbers, where it cannot be seen; `text` are columns of codes, printed as they stand;
    `units` are what the column `eenheid` may have besides the known ones.

    What holds for its columns and rows: the others. `names` are the words by which the text calls an indicator, by its
    id.
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
