"""One cell of the data changed: every place that depends on it changes at once, and no other."""

import shutil
from pathlib import Path

import pytest

from reportbuilder.charts.chart_data import take_data
from reportbuilder.charts.kinds import BUILT_IN
from reportbuilder.charts.model import list_figures, read_chart
from reportbuilder.data.data_files import read_table
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.figure_inventory import FigureUse, figure_uses
from reportbuilder.document.model import Block, Document, KeyFigures, Quote, StatusMark, Table
from reportbuilder.document.walk import blocks_in, inlines_in, plain
from reportbuilder.i18n.language import language_of
from reportbuilder.project.settings import open_report_folder
from reportbuilder.reader.read import read_document

REPORT = Path(__file__).parents[2] / "content" / "jaarverslag-2022"
ROW, YEAR, BEFORE, AFTER = "woninginbraken", "2022", ";2407;", ";1800;"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The report as it is, and the report with one cell changed."""
    folders = []
    for name in ("before", "after"):
        folder = tmp_path_factory.mktemp(name) / REPORT.name
        shutil.copytree(REPORT, folder)
        shutil.copytree(REPORT.with_name("jaarverslag-2019"), folder.with_name("jaarverslag-2019"))
        folders.append(folder)
    file = folders[1] / "data" / "indicatoren.csv"
    lines = file.read_text(encoding="utf-8").split("\n")
    changed = [line.replace(BEFORE, AFTER) if line.startswith(f"{ROW};") else line for line in lines]
    assert sum(old != new for old, new in zip(lines, changed, strict=True)) == 1
    file.write_text("\n".join(changed), encoding="utf-8")
    return folders[0], folders[1]


@pytest.fixture(scope="module")
def documents(both: tuple[Path, Path]) -> tuple[Document, Document]:
    return read(both[0]), read(both[1])


def read(folder: Path) -> Document:
    diagnostics = Diagnostics()
    project = open_report_folder(folder, diagnostics)
    assert project is not None
    document = read_document(project, diagnostics)
    assert not diagnostics.failed, list(diagnostics)
    return document


def depends(number: FigureUse) -> bool:
    return any((cell.row, cell.column) == (ROW, YEAR) for cell in number.cells)


def test_every_figure_that_depends_on_the_cell_changes_and_no_other(documents: tuple[Document, Document]) -> None:
    before, after = (figure_uses(document) for document in documents)
    assert len(before) == len(after)
    changed = {index for index, (old, new) in enumerate(zip(before, after, strict=True)) if old.text != new.text}
    assert changed == {index for index, number in enumerate(before) if depends(number)}
    assert [number.expression for number in before] == [number.expression for number in after]

    files = {(Path(before[index].place.file).suffix, before[index].expression) for index in changed}
    assert (".csv", f"{ROW}[{YEAR}]") in files  # in a table
    assert any(expression.startswith("share(") for suffix, expression in files if suffix == ".csv")  # computed in one
    assert any(expression.startswith("change(") for suffix, expression in files if suffix == ".md")


@pytest.mark.parametrize("kind", [KeyFigures, Quote, Table])
def test_it_changes_in_every_kind_of_block(documents: tuple[Document, Document], kind: type[Block]) -> None:
    def said(document: Document) -> list[str]:
        blocks = [block for chapter in document.chapters for block in blocks_in(chapter.blocks)]
        return [repr([item.words for item in b.items] if isinstance(b, KeyFigures) else plain(inlines_in((b,))))
                for b in blocks if isinstance(b, kind)]  # fmt: skip

    before, after = map(said, documents)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == {KeyFigures: 1, Quote: 1, Table: 2}[kind]


def test_the_goal_that_is_met_now_is_marked_as_such(documents: tuple[Document, Document]) -> None:
    def marks(document: Document) -> list[StatusMark]:
        blocks = [block for chapter in document.chapters for block in blocks_in(chapter.blocks)]
        return [inline for inline in inlines_in(blocks) if isinstance(inline, StatusMark)]

    before, after = map(marks, documents)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


def test_the_charts_that_show_it_read_otherwise_and_no_other(both: tuple[Path, Path]) -> None:
    def readings(folder: Path) -> dict[str, str]:
        diagnostics, said = Diagnostics(), {}
        for path in sorted((folder / "charts").glob("*.yaml")):
            spec = read_chart(path, path.name, diagnostics, kinds=BUILT_IN)
            assert spec is not None
            table = read_table(folder / "data" / spec.data, spec.data, diagnostics)
            assert table is not None
            data = take_data(BUILT_IN[spec.kind], spec, table, diagnostics)
            assert data is not None
            said[path.stem] = list_figures(data, language_of("nl").report)
        return said

    before, after = map(readings, both)
    assert [name for name, words in before.items() if after[name] != words] == ["hic-trend"]
