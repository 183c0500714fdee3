"""Reports of every kind of block, made at random: each word of an author is found on the page from its line and column,
and in its file from the page."""

import re
import shutil
from itertools import count
from pathlib import Path
from random import Random

import pytest

from reportbuilder import open_project
from reportbuilder.layout.source_map import SourceMap
from tests.layout.test_source_map import found, overlaps, read_back, squashed
from tests.whole_reports import ROOT

STEMS = ("wijk", "handhaving", "verzekeringsmaatschappij", "samenwerking", "en", "cijfer", "ondermijningsbestrijding")
MARKED = re.compile(r"\w*x[a-z]{3}x\w*")
"""A word that stands once in the report: its stem, and three letters between two x."""
SETTINGS = """\
title: {title}
subtitle: {subtitle}
year: 2026
language: nl
style: rvo
design: {design}
numbering: chapters
version: {{label: Versie een, date: 2026-01-15, status: concept}}
parts:
  front: [cover, contents]
  body: [chapters/een.md, chapters/twee.md]
  back: [lists]
"""
DATA = "\n".join(
    (
        "id;indicator;eenheid;2025;2026",
        "a;{};aantal;1204;1093",
        "b;{};aantal;310;288",
        'c;"{} en ""{}""";aantal;5;6',
        "",
    )
)
CHART = """\
kind: bar
title: {title}
data: cijfers.csv
rows: [a, b]
columns: ["2026"]
labels: {{a: {a}, b: "{b}"}}
alt: Een staafdiagram.
source: {source}
"""


class Author:
    """Writes Markdown in which each marked word stands once."""

    def __init__(self, seed: int) -> None:
        self.random, self.numbers = Random(seed), count(1)
        self.notes: list[str] = []

    def word(self) -> str:
        number = next(self.numbers)
        letters = "".join(chr(97 + number // 20**power % 20) for power in (2, 1, 0))
        return f"{self.random.choice(STEMS)}x{letters}x"

    def short(self) -> str:
        return f"kx{self.word()[-4:]}"

    def words(self, most: int = 9) -> str:
        return " ".join(self.word() for _ in range(self.random.randint(1, most)))

    def inline(self) -> str:
        """Words in all ways in which they can be written within a line."""
        word, kinds = self.word, self.random.randint(0, 17)
        match kinds:
            case 0:
                return f"**{self.words(3)}**"
            case 1:
                return f"*{word()}*{word()}"
            case 2:
                return f'"{word()} {word()}"'
            case 3:
                return f"'{word()}' - {word()}..."
            case 4:
                return f"[{self.words(3)}](https://example.org/a)"
            case 5:
                return f"{{lang}}`en: {self.words(2)}`"
            case 6:
                return f"{{{{ cijfers.a[2026] }}}} {word()}"
            case 7:
                return f"{word()}\\* &amp; {word()}\\_ &euro; 5,00"
            case 8:
                return f"{word()}  {word()}\u00ad{word()}"
            case 9:
                return f"van 2019 - 2021 {word()} 17 % {word()}"
            case 10:
                label = f"n{next(self.numbers)}"
                self.notes.append(f"[^{label}]: {self.words(20)}\n    {self.words(3)}.")
                return f"{word()}[^{label}]"
            case 11:
                return f"({word()}/{word()}), {{ref}}`tabel-een` {word()}"
            case 12:
                return f"{word()}{{sup}}`2`, {{page}}`tabel-een`: {word()}"
            case _:
                return self.words()

    def prose(self, most: int = 12) -> str:
        parts = [self.inline() for _ in range(self.random.randint(1, most))]
        lines = [parts[0]]
        for part in parts[1:]:
            lines.append(self.random.choice([" ", " ", "\n"]))
            lines.append(part)
        return "".join(lines)

    def block(self) -> str:
        number, word = next(self.numbers), self.word
        place = self.random.choice(["", ":span: page\n", ":float: top\n", ":span: page\n:float: bottom\n"])
        match self.random.randint(0, 13):
            case 0:
                return f"## {self.words(6)}"
            case 1:
                return f"- {self.prose(3)}\n- {self.words()}\n  {self.words()}\n\n  1. {self.words(30)}\n  2. {word()}"
            case 2:
                return f"a. {self.words()}\nb. {self.words(20)}"
            case 3:
                body = "".join(
                    f"| {self.inline_cell()} | {self.short()} |\n" for _ in range(self.random.choice([2, 40]))
                )
                head = f":::{{table}} t{number}\n:caption: {self.words()}\n{place}\n"
                return f"{head}| {self.short()} | {self.short()} |\n| --- | --- |\n{body}:::"
            case 4:
                columns = f"  - {{key: indicator, label: {self.short()}, header: true}}"
                columns += f'\n  - {{key: "2026", label: {self.short()}}}'
                notes = f'notes: ["{self.words(3)}"]\nsource: {self.words(4)}'
                caption = f"caption: >-\n  {self.words(4)}\n  {self.words(4)}\ndata: cijfers.csv"
                return f":::{{table}} t{number}\n---\n{caption}\ncolumns:\n{columns}\n{notes}\n---\n:::"
            case 5:
                return f":::{{quote}}\n:attribution: {self.words(3)}\n\n{self.prose(3)}\n:::"
            case 6:
                return f":::{{callout}} {self.words(4)}\n{self.prose(3)}\n\n- {self.words(20)}\n:::"
            case 7:
                items = f'  - {{value: "12 {self.short()}", label: {self.short()}, note: {self.short()}}}'
                data = f'  - {{indicator: a, year: 2026, compare: 2025, label: "{self.short()} {self.short()}"}}'
                settings = f"title: Cijfers\ndata: cijfers.csv\nitems:\n{items}\n{data}"
                return f":::{{key-figures}} k{number}\n---\n{settings}\n---\n:::"
            case 8:
                return f":::{{signature}}\n{self.words(3)}\n{word()}\n:::"
            case 9:
                return f"{self.words(3)}\\\n{self.words(3)}"
            case _:
                return self.prose(30)

    def inline_cell(self) -> str:
        return self.random.choice(
            [self.short(), f"**{self.short()}** {self.short()}", f"{self.short()} \\| {self.short()}"]
        )

    def chapter(self, title: str, fixed: str) -> str:
        blocks = [self.prose(), *(self.block() for _ in range(self.random.randint(4, 10))), fixed]
        notes, self.notes = self.notes, []
        return "\n\n".join((f"# {title} {self.words(4)}", *blocks, *notes)) + "\n"


def write_report(folder: Path, author: Author) -> Path:
    """A report with two chapters of random blocks, a table and a chart of data; gives its folder."""
    for shared in ("styles", "fonts"):
        (folder / shared).symlink_to(ROOT / shared)
    design = author.random.choice(["document", "magazine"])
    table = f":::{{table}} tabel-een\n:caption: {author.words(3)}\n:data: cijfers.csv\n:::"
    files = {
        "report.yaml": SETTINGS.format(title=f"Verslag {author.words(3)}", subtitle=author.words(3), design=design),
        "chapters/een.md": author.chapter("Een", table),
        "chapters/twee.md": author.chapter("Twee", ":::{chart} staven\n:::"),
        "data/cijfers.csv": DATA.format(*(author.short() for _ in range(4))),
        "charts/staven.yaml": CHART.format(
            title=author.words(4), a=author.short(), b=author.short(), source=author.words(2)
        ),
    }
    for name, text in files.items():
        path = folder / "content" / "r" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "content" / "r"


def marked_words(folder: Path) -> dict[str, tuple[str, int, int]]:
    """Every marked word of the files of a report, with its file, line and column."""
    return {
        match[0]: (path.relative_to(folder.parents[1]).as_posix(), number, match.start() + 1)
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".md", ".csv", ".yaml")
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1)
        for match in MARKED.finditer(line)
    }


def check_words(source_map: SourceMap, report: Path) -> None:
    """Every marked word is printed, and leads to its place; its place leads to it."""
    wrong = []
    for text, place in marked_words(report).items():
        printed = source_map.places(*place)
        first = next((word for word in printed if word.exact), None)
        near = first is not None and first.place.line == place[1] and text[:2] in first.text
        if first is None or not near or not 0 <= place[2] - first.place.column <= len(text) + len(first.text):
            wrong.append((text, place, [(word.text, str(word.place)) for word in printed][:3]))
        else:
            box = first.rectangle
            here = source_map.at(first.page, (box.left + box.right) / 2, (box.top + box.bottom) / 2)
            assert here is not None
            assert (here.place, here.text) == (first.place, first.text)
    assert wrong == []


def check_pages(source_map: SourceMap, pdf: bytes, folder: Path) -> None:
    """The words of a PDF are in the map where they stand, and the other way round."""
    pages = read_back(pdf, folder)
    assert len(pages) == source_map.page_count
    for number, page in enumerate(pages, 1):
        words = source_map.on_page(number)
        assert [word for word in page if not found(word, words)] == []
        drawn = squashed("".join(word.text for word in page))
        missing = [word for word in words if squashed(word.text) not in drawn]
        assert [word for word in missing if not any(overlaps(other, word.rectangle) for other in page)] == []


@pytest.mark.parametrize("seed", [1, 4, 13, 22])
def test_every_word_of_an_author_is_found_both_ways(tmp_path: Path, seed: int) -> None:
    report = write_report(tmp_path, Author(seed))
    result = open_project(tmp_path).report("r").build("screen")
    check_words(result.source_map, report)
    check_pages(result.source_map, result.files["r-screen.pdf"], tmp_path)


def test_an_edited_report_has_the_map_of_one_that_was_just_opened(tmp_path: Path) -> None:
    folder = write_report(tmp_path, Author(1))
    project = open_project(tmp_path)
    before = project.report("r").build("screen").source_map
    assert before.on_page(1)
    chapter = folder / "chapters" / "een.md"
    title, *blocks = chapter.read_text("utf-8").split("\n\n")
    chapter.write_text("\n\n".join((title, "Een nieuwe\nalinea: nxabcx.", *blocks)), encoding="utf-8")
    warm = project.report("r").build("screen").source_map
    cold = open_project(tmp_path).report("r").build("screen").source_map
    check_words(warm, folder)
    pages = range(1, cold.page_count + 1)
    assert [warm.on_page(page) for page in pages] == [cold.on_page(page) for page in pages]


def test_marked_changes_of_a_concept_are_in_its_map(tmp_path: Path) -> None:
    folder = write_report(tmp_path, Author(4))
    chapter = folder / "chapters" / "een.md"
    title, first, *others = chapter.read_text("utf-8").split("\n\n")
    chapter.write_text("\n\n".join((title, "Deze woorden verdwijnen.", first, *others)), encoding="utf-8")
    report = open_project(tmp_path).report("r")
    report.release("0.1")
    changed = (title, f"Een nieuwe zin met nxabcx. {first}", *others)
    chapter.write_text("\n\n".join(changed), encoding="utf-8")
    result = report.build("concept")
    gone = [word for page in range(4) for word in result.source_map.on_page(page + 1) if word.text == "verdwijnen."]
    assert gone
    assert not any(word.exact for word in gone)
    check_words(result.source_map, folder)
    check_pages(result.source_map, result.files["r-concept.pdf"], tmp_path)


def test_a_block_of_a_plug_in_is_in_the_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = ROOT / "tests" / "plugin_example"
    monkeypatch.syspath_prepend(str(example))
    from example_reports import area, qr_code, timeline  # type: ignore[import-not-found]

    shutil.copytree(example / "content", tmp_path / "content")
    for shared in ("styles", "fonts"):
        (tmp_path / shared).symlink_to(ROOT / shared)
    plugins = tuple(module.register for module in (area, qr_code, timeline))
    result = open_project(tmp_path, plugins=plugins).report("voorbeeld").build("screen")
    check_pages(result.source_map, result.files["voorbeeld-screen.pdf"], tmp_path)
    text = (tmp_path / "content/voorbeeld/chapters/begin.md").read_text("utf-8").split("\n")
    line = next(number for number, words in enumerate(text, 1) if "**loket**" in words)
    (word,) = result.source_map.places("content/voorbeeld/chapters/begin.md", line, text[line - 1].index("loket") + 1)
    assert (word.text, word.exact, word.page) == ("loket", True, result.source_map.page_of(word.place))
    assert word in result.source_map.block(word.block)
