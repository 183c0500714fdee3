"""This report's figures against those of the report before it (`previous` in `report.yaml`).

What was published before with another value has been restated. It is explained where it is declared (`restated` in the
declaration of its data file), or where its row says `herzien` and has a `toelichting`; the rest are listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from reportbuilder.checks.check import CheckedReport, CheckExample
from reportbuilder.data.declarations import Restatement
from reportbuilder.data.restatements import GONE, NORM, UNIT, IndicatorPair, Restated, restated, shared, vanished
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.files.kept_stages import with_kept_problems
from reportbuilder.files.remembered import remembered
from reportbuilder.i18n.formats import format_number
from reportbuilder.i18n.number_parsing import is_year
from reportbuilder.memo import Memo, Same
from reportbuilder.project.project_folder import find_reports
from reportbuilder.project.settings import ReportFolder
from reportbuilder.reader.previous_report import Earlier, read_earlier

_INSTEAD = (NORM, UNIT, GONE)


_NOW = "id;indicator;eenheid;2021;2022\na;Aan;aantal;10;7\nb;Bij;aantal;3;4\n"
_BEFORE = "id;indicator;eenheid;2021\na;Aan;aantal;11\n"


class Restatements:
    """Compares the figures with those of the report before this one."""

    code = Code.RESTATED
    other_codes = (Code.RESTATED_GONE, Code.RESTATED_STALE, Code.RESTATED_UNKNOWN, Code.RESTATED_TWICE)
    summary = "A figure, norm or unit is not what the earlier report gave, and nobody says why."
    reason = "A figure that changes in silence costs the trust in both reports."
    examples = (
        CheckExample((Code.RESTATED,), data=_NOW, previous=_BEFORE),
        CheckExample(
            (Code.RESTATED_GONE,),
            data=_NOW,
            previous="id;indicator;eenheid;2021\na;Aan;aantal;10\nb;Bij;aantal;3\nc;Cel;aantal;1\n",
        ),
        CheckExample(
            (Code.RESTATED_STALE,),
            data=_NOW,
            declaration="restated: [{indicator: a, year: 2021, because: Nageteld.}]",
            previous="id;indicator;eenheid;2021\na;Aan;aantal;10\n",
        ),
        CheckExample(
            (Code.RESTATED_UNKNOWN,),
            data=_NOW,
            declaration="restated: [{indicator: z, year: 2021, because: Nageteld.}]",
        ),
        CheckExample(
            (Code.RESTATED_TWICE,),
            data=_NOW,
            declaration=(
                "restated:\n  - {indicator: a, year: 2021, because: Nageteld.}\n"
                "  - {indicator: a, year: 2021, because: Aangevuld.}\n"
            ),
            previous=_BEFORE,
        ),
    )

    def check(self, report: CheckedReport) -> Diagnostics:
        """What differs from the earlier report without an explanation, and explanations that explain nothing."""
        diagnostics = Diagnostics()
        key = (Same(report.folder), *map(Same, report.tables))

        def check(found: Diagnostics) -> None:
            find = partial(check_restatements, report.folder, report.tables, memo=report.memo)
            costly = report.folder.settings.previous and report.folder.registry.is_built_in
            cache = report.cache if costly else None
            with_kept_problems(cache, "restatements", _kept_key(report), found, find)

        remembered(report.memo, "restatements", key, diagnostics, check)
        return diagnostics


def _kept_key(report: CheckedReport) -> object:
    """What the restatements of a report depend on besides the files of the reports before it, for a later process."""
    folder = report.folder
    return folder.root, folder.settings, folder.places, report.tables, find_reports(folder.root.absolute().parent)


def check_restatements(
    project: ReportFolder, tables: Sequence[DataTable], diagnostics: Diagnostics, memo: Memo | None = None
) -> None:
    """Report every figure that differs from the earlier report's and is not explained, and every explanation of what
    does not differ or is not there."""
    earlier = read_earlier(project, diagnostics, memo)
    theirs = earlier.tables if earlier is not None else ()
    for table in tables:
        _check_declared(table, theirs, diagnostics)
    if earlier is None:
        return
    differences = restated(tables, theirs, memo)
    for difference in differences:
        if not difference.because.words:
            _report_restated(difference, earlier, diagnostics)
    differing = {(difference.key, difference.column) for difference in differences}
    _check_stale(tables, shared(tables, theirs, memo), differing, earlier, diagnostics)
    _check_vanished(project, tables, earlier, diagnostics)


def _value_in_words(this: Restated, now: bool) -> str:
    """The value of a restated cell in this edition (`now`) or the one before: a figure with its unit, or words."""
    cell, row = (this.now, this.pair.now) if now else (this.then, this.pair.then)
    value = cell.value if is_year(this.column) else None
    return cell.text if value is None else format_number(value, row.text(UNIT), cell.decimals).replace("\u00a0", " ")


def _report_restated(this: Restated, earlier: Earlier, diagnostics: Diagnostics) -> None:
    what = {NORM: f"The norm of “{this.name}”", UNIT: f"“{this.name}”"}.get(
        this.column, f"“{this.name}” in {this.column}"
    )
    verb = "is counted in" if this.column == UNIT else "is"
    now, before = _value_in_words(this, now=True), _value_in_words(this, now=False)
    message = f"{what} {verb} {now} here, and {before} in {earlier.name} (at {this.then.place})."
    other = this.pair.then.text("indicator")
    if other and other.casefold() != this.name.casefold():
        message += f" It is called “{other}” there."
    hint = f"Correct it, or say why: {_declaration(this.key, this.column, this.pair.table)}"
    diagnostics.add(Code.RESTATED, message, this.now.place, hint)


def _declaration(key: str, column: str, table: DataTable) -> str:
    """What to write, and where, for a difference to be explained."""
    file = table.declared_at.start.file if table.declared_at else f"{table.shown.rpartition('.')[0]}.yaml"
    return f"“restated: [{{indicator: {key}, year: {column}, because: …}}]” in {file}."


def _check_declared(table: DataTable, earlier: Sequence[DataTable], diagnostics: Diagnostics) -> None:
    """Report declared restatements of what the table does not have, or that are there twice."""
    known = {row.text("id"): row for row in table.rows}
    names_gone = any(entry.year == GONE for entry in table.declaration.restated)
    vanished_ids = {row.text("id") for _, row in vanished((table,), earlier)} if names_gone else set()
    years = tuple(name for name in table.columns if is_year(name))
    seen: dict[tuple[str, str], Place] = {}
    for entry, where, when in _declared(table):
        first = seen.setdefault((entry.indicator, entry.year), where)
        if first is not where:
            message = f"“{entry.indicator}” in {entry.year} is explained on line {first.line} too."
            diagnostics.add(Code.RESTATED_TWICE, message, where, "Remove one of the two.")
        elif entry.year == GONE and entry.indicator not in known:
            if earlier and entry.indicator not in vanished_ids:
                message = f"The earlier report has no indicator “{entry.indicator}” that is gone now."
                diagnostics.add(Code.RESTATED_UNKNOWN, message, where, nearest(entry.indicator, vanished_ids))
        elif entry.indicator not in known:
            message = f"{table.shown} has no indicator “{entry.indicator}”."
            diagnostics.add(Code.RESTATED_UNKNOWN, message, where, nearest(entry.indicator, known))
        elif entry.year == GONE:
            message = f"“{entry.indicator}” is said to be gone, and it is here (at {known[entry.indicator].place})."
            diagnostics.add(Code.RESTATED_UNKNOWN, message, when, "Remove the one or the other.")
        elif entry.year not in years and entry.year not in _INSTEAD:
            message = f"{table.shown} has no year “{entry.year}”."
            hint = f"{nearest(entry.year, years)} Instead of a year it can be “{NORM}”, “{UNIT}” or “{GONE}”."
            diagnostics.add(Code.RESTATED_UNKNOWN, message, when, hint.strip())


def _declared(table: DataTable) -> Iterator[tuple[Restatement, Place, Place]]:
    """The declared restatements, with the places of the indicator and of the year that they name."""
    marked = table.declared_at
    if marked is not None:
        for index, entry in enumerate(table.declaration.restated):
            yield entry, marked.place("restated", index, "indicator"), marked.place("restated", index, "year")


def _check_stale(
    tables: Sequence[DataTable],
    known: Iterable[IndicatorPair],
    differing: set[tuple[str, str]],
    earlier: Earlier,
    diagnostics: Diagnostics,
) -> None:
    """Note explanations of figures that are what they were. What the earlier report does not have cannot be judged: it
    may have been published elsewhere."""
    pairs = {(id(pair.table), pair.key): pair for pair in known}
    for table in tables:
        for entry, _, when in _declared(table):
            pair = pairs.get((id(table), entry.indicator))
            before = pair.then.cells.get(entry.year) if pair is not None else None
            if before is None or before.missing or (entry.indicator, entry.year) in differing:
                continue
            message = f"“{entry.indicator}” in “{entry.year}” is what it was in {earlier.name} (at {before.place})."
            diagnostics.add(Code.RESTATED_STALE, message, when, "Remove the explanation, or correct the figure.")


def _check_vanished(
    project: ReportFolder, tables: Sequence[DataTable], earlier: Earlier, diagnostics: Diagnostics
) -> None:
    """Note the indicators that the earlier report had and this one has not: one note for each of its tables."""
    explained = {entry.indicator for table in tables for entry, _, _ in _declared(table) if entry.year == GONE}
    lost: dict[str, list[str]] = {}
    for table, row in vanished(tables, earlier.tables):
        if row.text("id") not in explained:
            lost.setdefault(table.shown, []).append(row.text("id"))
    for file, names in lost.items():
        listed = ", ".join(f"“{name}”" for name in names)
        message = f"This report no longer has {listed}, which {earlier.name} has (in {file})."
        hint = f"If it is to be so, say why: “restated: [{{indicator: {names[0]}, year: {GONE}, because: …}}]”."
        diagnostics.add(Code.RESTATED_GONE, message, project.places.place("previous"), hint)
