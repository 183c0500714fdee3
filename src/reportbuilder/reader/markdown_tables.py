"""Tables written in Markdown, all rows of which must have the same number of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from markdown_it.token import Token

from reportbuilder.data.column_types import are_figures
from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.document.model import Align, Cell, Column, Inline, Paragraph, Row, Table, Text

_PIPE = re.compile(r"(?<!\\)\|")
_MERGED = re.compile(r"(?:(?<=\|)|(?<=\| )|(?<=\|  ))(\^\^)(?=[ \t]*\|)|(?<!\\)(\|\|)")
_DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_ALIGN = {"text-align:left": Align.LEFT, "text-align:right": Align.RIGHT, "text-align:center": Align.CENTER}


class Lines(Protocol):
    """The part of the block reader that reading a table needs."""

    lines: Sequence[str]
    diagnostics: Diagnostics

    def place(self, line: int) -> Place:
        """The place of a line."""

    def inline(self, token: Token, line: int) -> tuple[Inline, ...]:
        """The inline content of a token on a line."""


def read_markdown_table(tokens: Iterator[Token], first: int, reader: Lines) -> Table:
    """The table whose tokens follow; it has no label and no caption yet."""
    rows: list[tuple[int, list[tuple[Token, tuple[Inline, ...]]]]] = []
    head: Token | None = None
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append((first + (token.map or [0])[0], []))
        elif token.type in ("th_open", "td_open"):
            head = token
        elif token.type == "inline" and head is not None:
            rows[-1][1].append((head, reader.inline(token, rows[-1][0])))
    header_line, header = rows[0]
    if not rows[1:]:
        hint = "Write a row below the line of hyphens, or remove the table."
        reader.diagnostics.add(Code.TABLE_EMPTY, "The table has no rows.", reader.place(header_line), hint)
    for line, _ in rows[1:]:
        _check_even(line, len(header), reader)
    for line, _ in rows:
        _check_merged(line, reader)
    body = tuple(_row(reader.place(line), [children for _, children in cells]) for line, cells in rows[1:])
    columns = tuple(_column(index, token, label, body) for index, (token, label) in enumerate(header))
    return Table("", (), columns, body, place=reader.place(header_line))


def check_table_lines(body: str, first_line: int, file: str, diagnostics: Diagnostics) -> bool:
    """Whether the heading row and the line of hyphens under it agree; if not, that is a problem.

    Where they do not, Markdown sees text and no table.
    """
    lines = body.split("\n")
    for index in range(1, len(lines)):
        above = lines[index - 1]
        if "|" not in above or "-" not in lines[index] or not _DELIMITER.fullmatch(lines[index]):
            continue
        head, rule = _count(above), _count(lines[index])
        if head != rule:
            message = f"The heading row has {head} cells, the line of hyphens under it {rule}."
            hint = "Give both as many cells."
            diagnostics.add(Code.TABLE_UNEVEN, message, Place(file, first_line + index, 1), hint)
        return head == rule
    return True


def _column(index: int, token: Token, label: tuple[Inline, ...], rows: Sequence[Row]) -> Column:
    align = _ALIGN.get(str(token.attrGet("style")))
    if align is None:
        figures = are_figures([_words(row.cells[index]) for row in rows])
        align = Align.DECIMAL if figures else Align.LEFT
    return Column(str(index + 1), label, align)


def _words(cell: Cell) -> str:
    inlines = (inline for block in cell.blocks if isinstance(block, Paragraph) for inline in block.children)
    return "".join(inline.text if isinstance(inline, Text) else "…" for inline in inlines)


def _row(place: Place, cells: Sequence[tuple[Inline, ...]]) -> Row:
    return Row(tuple(Cell((Paragraph(c, place),) if c else (), place=place) for c in cells), place=place)


def _check_even(line: int, expected: int, reader: Lines) -> None:
    if not 0 < line <= len(reader.lines):
        return
    count = _count(reader.lines[line - 1])
    if count != expected:
        message = f"This row has {count} cells, the heading row {expected}."
        hint = "Give every row as many cells; write “\\|” for a “|” inside a cell."
        reader.diagnostics.add(Code.TABLE_UNEVEN, message, reader.place(line), hint)


def _check_merged(line: int, reader: Lines) -> None:
    """Report cells that other programs join: `^^` with the one above, two bars without a space with the one before."""
    written = reader.lines[line - 1] if 0 < line <= len(reader.lines) else ""
    for match in _MERGED.finditer(written):
        message = (
            f"“{match[0]}” joins two cells in other programs; a table written in Markdown has none that are joined."
        )
        hint = "Repeat the words in every cell; “| |”, with a space, is an empty one."
        place = Place(reader.place(line).file, line, match.start() + 1)
        reader.diagnostics.add(Code.TABLE_MERGED, message, place, hint)


def _count(line: str) -> int:
    cells = _PIPE.split(line.strip())
    return len(cells) - (cells[0] == "") - (cells[-1] == "" and len(cells) > 1)
