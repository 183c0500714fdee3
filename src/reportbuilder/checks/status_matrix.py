"""Whether the words of a status matrix agree with the statuses that its figures give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reportbuilder.checks.check import CheckedReport, CheckExample, check_each_table
from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.document.model import (
    Block,
    Document,
    Paragraph,
    Row,
    RowKind,
    Status,
    StatusMark,
    Table,
    TableKind,
)
from reportbuilder.document.walk import blocks_in, inlines_in, plain
from reportbuilder.memo import Memo

_RESULT = "resultaat"


class StatusMatrices:
    """Compares the words of results in a status matrix with the statuses beside them."""

    code = Code.AGREE_NORM
    summary = "The words of a result contradict the status of its goal."
    reason = "The status follows from the figures, so the words are wrong."
    examples = (
        CheckExample(
            (Code.AGREE_NORM,),
            ":::{status-matrix} doelen\n---\ncaption: Doelen\ndata: indicatoren.csv\ntheme: Wijken\n---\n:::",
            data=(
                "thema;ambitie;onderwerp;doelstelling;doel;resultaat;doel_waarde;resultaat_waarde;vergelijking;status\n"
                "Wijken;A;Netwerken;Elk team heeft er een.;Ten minste 20.;Het doel is gehaald.;20;18;>=;\n"
            ),
        ),
    )

    def check(self, report: CheckedReport) -> Diagnostics:
        """The results whose words say otherwise than their statuses."""
        diagnostics = Diagnostics()
        check_matrices(report.document, diagnostics, report.memo)
        return diagnostics


def check_matrices(document: Document, diagnostics: Diagnostics, memo: Memo | None = None) -> None:
    """Report a result that says “gehaald” beside the status “niet gerealiseerd”, and the other way round."""
    check_each_table("matrices", document.chapters, document.language, _check_matrix, memo or Memo(), diagnostics)


def _check_matrix(table: Table, language: str, diagnostics: Diagnostics) -> None:
    del language
    if table.look is TableKind.MATRIX:
        for row in table.rows:
            if row.kind is RowKind.BODY:
                _check_row(row, table, diagnostics)


def _check_row(row: Row, table: Table, diagnostics: Diagnostics) -> None:
    keys = [column.key for column in table.columns]
    if _RESULT not in keys or len(row.cells) != len(keys):
        return
    cell = row.cells[keys.index(_RESULT)]
    words = " ".join(_texts(cell.blocks))
    statuses = {mark.status for other in row.cells if other is not cell for mark in _marks(other.blocks)}
    for status, claim in ((Status.DONE, _missed().search(words.lower())), (Status.NOT_DONE, _reached(words.lower()))):
        if claim and statuses == {status}:
            message = f"The result says “{claim[0]}”, and the status of this goal is “{status.value}”."
            hint = "The status follows from the figures of the row: correct the words, or the figures."
            diagnostics.add(Code.AGREE_NORM, message, cell.place, hint)


def _reached(low: str) -> re.Match[str] | None:
    """Words that say without reserve that a goal was reached."""
    return None if _reserve().search(low) else _done().search(low)


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    return (plain(block.children) for block in blocks_in(blocks) if isinstance(block, Paragraph))


def _marks(blocks: tuple[Block, ...]) -> Iterator[StatusMark]:
    return (inline for inline in inlines_in(blocks) if isinstance(inline, StatusMark))


@cache
def _done() -> re.Pattern[str]:
    return re.compile(r"\b(?:(?:is|zijn|werd|werden) )?(?:ruimschoots )?(?:gerealiseerd|gehaald|behaald|bereikt)\b")


@cache
def _missed() -> re.Pattern[str]:
    return re.compile(r"\bniet (?:geheel |helemaal )?(?:gerealiseerd|gehaald|behaald|bereikt)\b")


@cache
def _reserve() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:niet|geen|deels|gedeeltelijk|grotendeels|bijna|nagenoeg|nog|maar|wel|te|wordt|worden|moet\w*|kan|kunnen|zal"
        r"|zullen|zou\w*|wil\w*|om|als|behalve|alleen|slechts|eerste|voor)\b"
    )
