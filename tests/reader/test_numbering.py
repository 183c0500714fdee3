"""Numbers, and references in words."""

import pytest

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import (
    Chapter,
    Chart,
    Figure,
    Heading,
    Link,
    Matter,
    Note,
    NoteReference,
    PageReference,
    Paragraph,
    Table,
    Text,
)
from reportbuilder.document.numbering import number_chapters
from reportbuilder.document.walk import plain
from tests.reader.conftest import Make

TABLE = ":::{table} tabel\n:caption: Een tabel\n\n| a |\n| --- |\n| b |\n:::\n"
CHART = "kind: bar\ntitle: Een grafiek\ndata: x.csv\ncolumns: [2021]\nalt: Staven.\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Zie {ref}`tweede`.", "Zie hoofdstuk\u00a02."),
        ("Zie {ref}`onderdeel`.", "Zie ‘Onderdeel’."),
        ("Zie de {ref}`bijlage`.", "Zie de bijlage."),
        ("Zie {ref}`tabel`.", "Zie tabel\u00a01."),
        ("Zie {ref}`de tabel <tabel>`.", "Zie de tabel."),
        ("Zie [](#tabel).", "Zie tabel\u00a01."),
        ("{ref}`tabel` toont het.", "Tabel\u00a01 toont het."),
        ("*{ref}`tabel`* toont het.", "Tabel\u00a01 toont het."),
        ("Zin. {ref}`tabel` toont het.", "Zin. Tabel\u00a01 toont het."),
        ("Zin? {ref}`onderdeel` toont het.", "Zin? ‘Onderdeel’ toont het."),
        ("Zie o.a. {ref}`tabel`.", "Zie o.a. tabel\u00a01."),
        ("Zie bijv. {ref}`tabel`.", "Zie bijv. tabel\u00a01."),
    ],
)
def test_a_reference_says_what_it_leads_to(make: Make, text: str, words: str) -> None:
    paragraph = make(f"{text}\n\n{TABLE}").chapter.blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.children) == words
    assert any(isinstance(inline, Link) for inline in paragraph.children) or text.startswith("*")


def test_references_are_in_the_reports_language(make: Make) -> None:
    chapter = make(f"See {{ref}}`tweede` on {{page}}`tweede`.\n\n{TABLE}", language="en").chapter
    paragraph, table = chapter.blocks
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.children) == "See chapter\u00a02 on ."
    assert [i.prefix for i in paragraph.children if isinstance(i, PageReference)] == ["page"]
    assert isinstance(table, Table)
    assert table.number == "Table 1"


def test_tables_and_figures_count_through_the_report(make: Make) -> None:
    files = {
        "charts/grafiek.yaml": CHART,
        "data/x.csv": "id;2021\na;2\n",
        "chapters/twee.md": "(tweede)=\n# Twee\n\n(onderdeel)=\n## Onderdeel\n\n"
        + TABLE.replace("} tabel", "} andere")
        + "\n:::{chart} grafiek\n:label: nog-een\n:::\n",
    }
    made = make(f"{TABLE}\n:::{{chart}} grafiek\n:::\n\n| zonder |\n| --- |\n| nummer |\n", files)
    blocks = [block for chapter in made.document.chapters for block in chapter.blocks]
    numbers = [(block.label, block.number) for block in blocks if isinstance(block, Table | Chart | Figure)]

    assert numbers == [
        ("tabel", "Tabel 1"),
        ("grafiek", "Figuur 1"),
        ("table", ""),
        ("andere", "Tabel 2"),
        ("nog-een", "Figuur 2"),
    ]


def test_only_the_chapters_of_the_body_are_numbered(make: Make) -> None:
    document = make("Tekst.").document
    assert [chapter.heading.number for chapter in document.chapters] == ["1", "2", ""]


def test_footnotes_count_in_the_order_in_which_they_are_met(make: Make) -> None:
    chapter = make("Een[^b] twee[^a] een[^b].\n\n[^a]: Noot a.\n\n[^b]: Noot b, zie [^c].\n\n[^c]: Noot c.\n").chapter
    (paragraph,) = chapter.blocks
    assert isinstance(paragraph, Paragraph)
    assert [i.number for i in paragraph.children if isinstance(i, NoteReference)] == [1, 2, 1]
    assert {note.label: note.number for note in chapter.notes.values()} == {"een-b": 1, "een-a": 2, "een-c": 3}


def test_a_footnote_in_a_table_counts_where_the_table_stands(make: Make) -> None:
    text = "Een[^a].\n\n| kop[^b] |\n| --- |\n| cel[^c] |\n\nTwee[^d].\n\n"
    chapter = make(text + "\n".join(f"[^{x}]: Noot.\n" for x in "dcba")).chapter
    assert {label: note.number for label, note in chapter.notes.items()} == {
        "een-a": 1,
        "een-b": 2,
        "een-c": 3,
        "een-d": 4,
    }


def test_footnotes_of_two_chapters_with_one_label_are_two() -> None:
    def chapter(label: str) -> Chapter:
        said = Paragraph((Text("Een zin."), NoteReference("bron", 0)))
        note = Note("bron", 0, (Paragraph((Text(f"Noot van {label}."),)),))
        return Chapter(Heading(1, (Text(label),), label), (said,), Matter.BODY, {"bron": note})

    done = number_chapters((chapter("een"), chapter("twee")), "nl", False, lambda label: False, Diagnostics())
    assert [list(chapter.notes) for chapter in done] == [["een-bron"], ["twee-bron"]]
