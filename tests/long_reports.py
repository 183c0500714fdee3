"""Reports that are long in one way: a table of many rows, many footnotes, many headings, a paragraph of many words.

What they hold follows from its size alone, and no two rows, notes or sentences are alike, so that nothing that is
remembered by its words helps.
"""

import random
from collections.abc import Callable, Mapping
from pathlib import Path

SETTINGS = """title: Lang verslag
subtitle: Alles achter elkaar
unit: Eenheid Voorbeeld
year: 2021
language: nl
style: rvo
design: {design}
publisher: Voorbeeldorganisatie
author: Voorbeeldorganisatie
subject: Een verslag dat lang is
keywords: [voorbeeld]
version:
  label: Versie 1 april 2022
  status: concept
  date: 2022-04-01
motto: kort en volledig
numbering: chapters
parts:
  front: [cover, contents]
  body: [chapters/lang.md]
  back: [lists, colophon]
colophon: chapters/colofon.md
"""

_SYLLABLES = ["ba", "de", "ge", "la", "mo", "ne", "ra", "se", "ta", "ver", "wo", "zin", "len", "ker", "dam", "straat"]
_LABEL = "(begin)=\n# Het begin\n\n"


def sentence(number: int, words: int = 12) -> str:
    """A sentence of that many words; each number has its own."""
    source = random.Random(number)
    made = ["".join(source.choices(_SYLLABLES, k=source.randint(1, 4))) for _ in range(words)]
    return f"{made[0].capitalize()} {' '.join(made[1:])}."


def table_from_data(rows: int) -> Mapping[str, str]:
    """One table whose rows stand in a data file."""
    lines = [f"r{row};{sentence(row, 4)[:-1]};aantal;{row * 7 % 9973};{row * 11 % 9973}" for row in range(rows)]
    columns = "\n".join(f'  - {{key: "{key}"}}' for key in ("indicator", "2020", "2021"))
    table = f":::{{table}} tabel\n---\ncaption: Alles\ndata: alles.csv\ncolumns:\n{columns}\n---\n:::\n"
    return {
        "data/alles.csv": "id;indicator;eenheid;2020;2021\n" + "\n".join(lines) + "\n",
        "chapters/lang.md": f"{_LABEL}Zie {{ref}}`tabel`.\n\n{table}",
    }


def typed_table(rows: int) -> Mapping[str, str]:
    """One table that is typed in the text, with a reference and emphasis here and there."""
    lines = [f"| {row} | {sentence(row, 4)[:-1]} | {row * 7 % 9973} | *{row}* |" for row in range(rows)]
    head = "| Nr. | Wat | Aantal | Nadruk |\n| --- | --- | --- | --- |\n"
    table = f":::{{table}} tabel\n:caption: Alles\n\n{head}" + "\n".join(lines) + "\n:::\n"
    return {"chapters/lang.md": f"{_LABEL}Zie {{ref}}`tabel`.\n\n{table}"}


def footnotes(notes: int) -> Mapping[str, str]:
    """Paragraphs of a few sentences, each with a footnote."""
    text, below = [], []
    for note in range(notes):
        text.append(f"{sentence(note, 9)}[^n{note}]" + (" " if note % 4 else "\n\n"))
        below.append(f"[^n{note}]: {sentence(notes + note, 6)}\n\n")
    return {"chapters/lang.md": _LABEL + "".join(text) + "\n\n" + "".join(below)}


def headings(count: int) -> Mapping[str, str]:
    """Headings with a paragraph below each, and a reference to an earlier one."""
    parts = []
    for number in range(count):
        level = "##" if number % 4 == 0 else "###"
        reference = f"Zie {{ref}}`kop-{number // 2}` op {{page}}`kop-{number}`."
        title = sentence(number, 3)[:-1]
        parts.append(f"(kop-{number})=\n{level} {title}\n\n{sentence(count + number, 12)} {reference}\n\n")
    return {"chapters/lang.md": _LABEL + "".join(parts)}


def paragraph(words: int) -> Mapping[str, str]:
    """One paragraph, a sentence on each line of the source."""
    return {"chapters/lang.md": _LABEL + "\n".join(sentence(number, 10) for number in range(words // 10)) + "\n"}


def items(count: int) -> Mapping[str, str]:
    """One list of many items."""
    return {"chapters/lang.md": _LABEL + "\n".join(f"- {sentence(number, 8)}" for number in range(count)) + "\n"}


def paragraphs(count: int) -> Mapping[str, str]:
    """Many short paragraphs in one chapter."""
    return {"chapters/lang.md": _LABEL + "\n\n".join(sentence(number, 15) for number in range(count)) + "\n"}


KINDS: Mapping[str, Callable[[int], Mapping[str, str]]] = {
    made.__name__: made for made in (table_from_data, typed_table, footnotes, headings, paragraph, items, paragraphs)
}


def write_report(folder: Path, kind: str, size: int, design: str = "document") -> Path:
    """Write a report that is long in a way (`KINDS`) to a folder; gives the folder."""
    made = {
        "report.yaml": SETTINGS.format(design=design),
        "chapters/colofon.md": "# Colofon\n\n**Uitgave:** Voorbeeldorganisatie\n",
        **KINDS[kind](size),
    }
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
