"""Exports the data of a report as plain CSV with a description of every table and column (CSV on the Web, W3C 2015).

The CSV has semicolons, as Dutch editions of spreadsheet programs expect, and numbers with a decimal comma.
`csvw-metadata.json` states this dialect in the terms of the standard, and the meaning of every column.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from reportbuilder.archive.model import PackageFile
from reportbuilder.data.data_files import DECLARATIONS, data_files, read_table
from reportbuilder.data.table import DataCell, DataTable
from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.i18n.number_parsing import PERCENT, WRITTEN, is_year

DATA = "gegevens"
DESCRIPTION = f"{DATA}/csvw-metadata.json"
_MISSING = ("", "n.v.t.")
_DUTCH = re.compile(rf"-?{WRITTEN}(?: ?%)?", re.ASCII)
# The columns that reportbuilder itself gives a meaning.
_KNOWN: Mapping[str, str] = MappingProxyType(
    {
        "id": "Kenmerk van de indicator, waarmee de tekst en de grafieken ernaar verwijzen.",
        "indicator": "Wat er geteld of gemeten is.",
        "eenheid": "Eenheid van de waarden in deze rij.",
        "norm": "Norm waaraan de uitkomst wordt getoetst, met een vergelijkingsteken ervoor als dat nodig is.",
        "norm_tekst": "De norm in de woorden waarin het verslag hem afdrukt.",
        "bron": "Waar de cijfers in deze rij vandaan komen.",
    }
)


def tables_of(folder: Path, words: Mapping[str, str], diagnostics: Diagnostics) -> tuple[PackageFile, ...]:
    """The tables of a data folder as CSV files, and the description of all of them; empty if there are none.

    `words` are descriptions of columns by name; a column without one is reported. A table that is a range of a
    workbook, named by a declaration beside it, is included.
    """
    tables, elsewhere = {}, set()
    by_declaration = sorted(data_files(folder), key=lambda path: path.suffix.lower() not in DECLARATIONS)
    for path in by_declaration:
        collected = Diagnostics()
        table = read_table(path, f"data/{path.name}", collected)
        if path.name not in elsewhere:
            diagnostics.problems.extend(collected.problems)
        elif collected.failed:
            continue  # it is read by a declaration only, which says where in it the table stands
        if table is not None:
            tables[path.name if path.suffix.lower() == ".csv" else f"{path.name}.csv"] = table
            elsewhere.add(table.declaration.file)
    tables = dict(sorted(tables.items()))
    if not tables:
        return ()
    describe = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "dialect": {"delimiter": ";", "encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tables": [_table(name, table, words, diagnostics) for name, table in tables.items()],
    }
    text = json.dumps(describe, ensure_ascii=False, indent=2) + "\n"
    files = (PackageFile(f"{DATA}/{name}", _csv(table)) for name, table in tables.items())
    return (*files, PackageFile(DESCRIPTION, text.encode(), metadata=True))


def _csv(table: DataTable) -> bytes:
    """The table as CSV (RFC 4180, but with semicolons)."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_written(row.cells[name], table) for name in table.columns] for row in table.rows)
    return buffer.getvalue().encode("utf-8")


def _written(cell: DataCell, table: DataTable) -> str:
    """The text of a cell in the datatype of its column: numbers with a decimal comma and a leading minus; percentages
    of a workbook with their sign, unless a column gives the unit of the rows."""
    if cell.native and cell.unit == PERCENT and not table.of_indicators:
        return f"{cell.text}%"
    if cell.value is None or _DUTCH.fullmatch(cell.text) or cell.formula:
        return cell.text
    return f"{cell.value:f}{' %' if cell.unit == PERCENT else ''}".replace(".", ",")


def _table(name: str, table: DataTable, words: Mapping[str, str], diagnostics: Diagnostics) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_column(table, column, words, diagnostics) for column in table.columns]}
    if table.of_indicators:
        schema["primaryKey"] = "id"
    return {"url": name, "dc:source": f"../inhoud/report/{table.shown}", "tableSchema": schema}


def _column(table: DataTable, name: str, words: Mapping[str, str], diagnostics: Diagnostics) -> dict[str, Any]:
    cells = [row.cells[name] for row in table.rows if name in row.cells]
    return {
        "name": quote(name, safe=""),
        "titles": name,
        "dc:description": _meaning(table, name, words, diagnostics),
        "datatype": _datatype(cells, table),
        "null": [*_MISSING, *sorted({cell.text for cell in cells if cell.missing and cell.text})],
    }


def _meaning(table: DataTable, name: str, words: Mapping[str, str], diagnostics: Diagnostics) -> str:
    derived = next((one for one in table.declaration.derived if one.column == name), None)
    sentences = [words.get(name) or _KNOWN.get(name, "")]
    if is_year(name) and not sentences[0]:
        sentences = [f"De waarde in {name}, in de eenheid van de kolom “eenheid”."]
    if derived is not None:
        sentences.append(f"Berekend uit andere kolommen: {' of '.join(derived.formula)}.")
    if not any(sentences):
        message = f"The column “{name}” of {table.shown} has no description for the archive."
        hint = f"Add one under archive.columns in report.yaml: “{name}: …”."
        diagnostics.add(Code.ARCHIVE_COLUMN, message, table.heading(name), hint)
        return f"Kolom “{name}”; zonder beschrijving in de bron."
    return " ".join(filter(None, sentences))


def _datatype(cells: list[DataCell], table: DataTable) -> str | dict[str, Any]:
    """The narrowest datatype of all cells that are not empty; numbers have a decimal comma."""
    filled = [cell for cell in cells if not (cell.missing or cell.not_applicable)]
    signed = [cell.unit == PERCENT and not (cell.native and table.of_indicators) for cell in filled]
    if not filled or any(signed) or any(cell.value is None for cell in filled):
        return "string"
    base = "integer" if all(not cell.decimals for cell in filled) else "decimal"
    return {"base": base, "format": {"decimalChar": ",", "groupChar": "."}}


def columns_in(description: bytes) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The tables of a description with the names of their columns; raises ValueError if it is not a valid
    description."""
    try:
        for table in json.loads(description)["tables"]:
            yield str(table["url"]), tuple(str(column["titles"]) for column in table["tableSchema"]["columns"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error
