"""Rows of data as headed text: a heading, a note beside it, and the text, in the order of the data."""

from pathlib import Path

import pytest

from reportbuilder.blocks.margin_notes import MarginNote
from reportbuilder.diagnostics import ReportError
from reportbuilder.document.model import Heading, Paragraph
from reportbuilder.document.walk import plain
from tests.blocks.test_status_bar import laid
from tests.whole_reports import GOOD

ADDED = "\n## Wat er gedaan is\n\n:::{activities}\n:data: activiteiten.csv\n:::\n"


def test_each_row_is_a_heading_a_note_and_its_text(tmp_path: Path) -> None:
    _, blocks = laid(tmp_path, added=ADDED)
    start = next(i for i, b in enumerate(blocks) if isinstance(b, Heading) and plain(b.children) == "Wat er gedaan is")
    made = blocks[start + 1 :]
    rows = (GOOD / "data" / "activiteiten.csv").read_text("utf-8").splitlines()[1:]
    heads = [block for block in made if isinstance(block, Heading) and block.level == 3]
    assert len(heads) == len(rows)
    assert [type(block) for block in made[:3]] == [Heading, MarginNote, Paragraph]


def test_a_file_without_its_columns_is_a_problem_that_names_them(tmp_path: Path) -> None:
    with pytest.raises(ReportError) as stopped:
        laid(tmp_path, added=ADDED.replace("activiteiten.csv", "agenda.csv"))
    assert "activiteit" in " ".join(problem.message for problem in stopped.value.problems)
