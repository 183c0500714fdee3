"""Edits that are made one after another in a report and in its Typst source: words, figures in data, headings, cells
of tables, and a colour of the style.

Each is found in the report's own files, and stands in the Typst source exactly once (a colour: wherever it is), so that
both change the same place of the same page.
"""

import csv
import io
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SHARES: Mapping[str, int] = {"word": 12, "figure": 6, "heading": 4, "cell": 5, "colour": 3}
"""How many edits of each kind there are in thirty."""

_RUN = re.compile(r"(?<![\w’-])[a-zà-ÿ]{3,} [a-zà-ÿ]{2,} ([a-zà-ÿ]{5,})(?= [a-zà-ÿ]{3,})")
_PLAIN_LINE = re.compile(r"[^:|#>({\[`*_-].*")
_MARKED = re.compile(r"[{}`\[\]]")
_HEADING = re.compile(r"^## ([A-ZÀ-Þ][\w à-ÿ-]+[\wà-ÿ])$", re.MULTILINE)
_WORDS_CELL = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]+(?: [a-zà-ÿ]+)+\.?")
_FIGURE = re.compile(r"[1-9]\d{3,6}")
_COLOUR = re.compile(r"  (blue-2|grey-3|blue-3): \{screen: \"(#[0-9a-f]{6})\"")
_KEYS = frozenset({"id", "thema", "ambitie", "onderwerp", "doelsoort", "eenheid", "norm", "status", "bron"})


@dataclass(frozen=True, slots=True)
class Change:
    """Words of a file that give way to others; `every` occurrence, or the only one."""

    path: Path
    old: str
    new: str
    every: bool = False

    def make(self) -> None:
        """Change the file; raises ValueError when the words are not in it."""
        text = self.path.read_text(encoding="utf-8")
        if self.old not in text:
            raise ValueError(f"{self.path}: “{self.old}” is not there")
        self.path.write_text(text.replace(self.old, self.new, -1 if self.every else 1), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: its kind, and the changes of the report's files and of the Typst source."""

    kind: str
    ours: tuple[Change, ...]
    typst: tuple[Change, ...]


def choose_edits(report: Path, style: Path, main: Path, count: int) -> Sequence[Edit]:
    """Choose edits of a report (its folder, and the file of its house style) and of its Typst source `main`.

    They are spread over the report and follow from its text alone. There are fewer than `count` where it has too few
    places of a kind.
    """
    source = main.read_text(encoding="utf-8")
    chance = random.Random(len(source))
    finders: Mapping[str, Callable[[], Iterator[Edit]]] = {
        "word": lambda: _words(report, main, source),
        "figure": lambda: _figures(report, main, source),
        "heading": lambda: _headings(report, main, source),
        "cell": lambda: _cells(report, main, source),
        "colour": lambda: _colours(style, main, source),
    }
    chosen: list[Edit] = []
    for kind, share in SHARES.items():
        found = list(finders[kind]())
        chance.shuffle(found)
        wanted = len(chosen) + max(1, round(share * count / sum(SHARES.values())))
        for edit in found:
            if len(chosen) < wanted and not any(_overlap(edit, other) for other in chosen):
                chosen.append(edit)
    chance.shuffle(chosen)
    return chosen


def _overlap(edit: Edit, other: Edit) -> bool:
    """Whether an edit changes what another one does."""
    pairs = [(one, two) for one in edit.ours for two in other.ours]
    return any(one.path == two.path and (one.old in two.old or two.old in one.old) for one, two in pairs)


def exchange_word(report: Path, number: int) -> None:
    """Change one word of a report's running text: the word of this number, from the longest chapter on."""
    path = max(sorted(report.glob("chapters/*.md")), key=lambda path: path.stat().st_size)
    runs = [match for line in _prose(path.read_text(encoding="utf-8")) for match in _RUN.finditer(line)]
    run, other = runs[number * 7 % len(runs)], runs[(number * 7 + 3) % len(runs)]
    Change(path, run[0], f"{run[0].removesuffix(run[1])}{other[1]}").make()


def _prose(text: str) -> Iterator[str]:
    """The lines of a chapter that are running text, without marks."""
    return (line for line in text.splitlines() if _PLAIN_LINE.fullmatch(line) and not _MARKED.search(line))


def _words(report: Path, main: Path, source: str) -> Iterator[Edit]:
    """A word of running text, known by the words around it, that gives way to another of the same length or so."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(report.glob("chapters/*.md"))}
    lines = [(path, line) for path, text in texts.items() for line in _prose(text)]
    runs = [(path, match[0], match[1]) for path, line in lines for match in _RUN.finditer(line)]
    ours = Counter(match[0] for text in texts.values() for match in _RUN.finditer(text))
    for number, (path, run, word) in enumerate(runs):
        other = runs[(number * 7 + 3) % len(runs)][2]
        if other != word and ours[run] == 1 and source.count(run) == 1:
            new = run.removesuffix(word) + other
            yield Edit("word", (Change(path, run, new),), (Change(main, run, new),))


def _headings(report: Path, main: Path, source: str) -> Iterator[Edit]:
    """A heading below a chapter's with a word more."""
    for path in sorted(report.glob("chapters/*.md")):
        for match in _HEADING.finditer(path.read_text(encoding="utf-8")):
            if source.count(match[1]) == 1:
                new = f"{match[1]} nader"
                yield Edit(
                    "heading", (Change(path, f"## {match[1]}\n", f"## {new}\n"),), (Change(main, match[1], new),)
                )


def _data(report: Path) -> Iterator[tuple[Path, Sequence[str], Sequence[str]]]:
    """Every row of every data file, with its columns."""
    for path in sorted(report.glob("data/*.csv")):
        header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")), delimiter=";")
        for row in rows:
            if len(row) == len(header):
                yield path, header, row


def _cells(report: Path, main: Path, source: str) -> Iterator[Edit]:
    """A cell of words in a data file, with a word more."""
    counted = Counter(cell for _, _, row in _data(report) for cell in row)
    for path, header, row in _data(report):
        for column, cell in zip(header, row, strict=True):
            plain = column not in _KEYS and _WORDS_CELL.fullmatch(cell)
            if plain and counted[cell] == 1 and source.count(cell) == 1 and path.read_text("utf-8").count(cell) == 1:
                first, rest = cell.split(" ", 1)
                new = f"{first} ook {rest}"
                yield Edit("cell", (Change(path, cell, new),), (Change(main, cell, new),))


def _figures(report: Path, main: Path, source: str) -> Iterator[Edit]:
    """A figure of a data file that is one more; none that a chart shows, for the source has charts as pictures."""
    charts = "\n".join(path.read_text(encoding="utf-8") for path in report.glob("charts/*.yaml"))
    for path, header, row in _data(report):
        if header[0] != "id" or row[0] in charts:
            continue
        text, whole = path.read_text(encoding="utf-8"), ";".join(row)
        for at, (column, cell) in enumerate(zip(header, row, strict=True)):
            if not (column.isdigit() and _FIGURE.fullmatch(cell) and text.count(whole) == 1):
                continue
            printed, new = _printed(int(cell)), _printed(int(cell) + 1)
            if len(re.findall(rf"(?<![\d.]){printed}(?![\d.])", source)) == 1:
                changed = ";".join((*row[:at], str(int(cell) + 1), *row[at + 1 :]))
                yield Edit("figure", (Change(path, whole, changed),), (Change(main, printed, new),))


def _printed(figure: int) -> str:
    """A figure with points between thousands."""
    return f"{figure:,}".replace(",", ".")


def _colours(style: Path, main: Path, source: str) -> Iterator[Edit]:
    """A colour of the house style that is a shade darker, wherever it is used, in the style's artwork, too."""
    artwork = {path: path.read_text(encoding="utf-8") for path in sorted(style.parent.glob("artwork/*.svg"))}
    pictures = sorted((main.parent / "pictures").glob("*.svg"))
    for name, colour in _COLOUR.findall(style.read_text(encoding="utf-8")):
        new = f"{colour[:-1]}{(int(colour[-1], 16) - 1) % 16:x}"
        everywhere = [path for path in (main, *pictures) if colour in path.read_text(encoding="utf-8")]
        if colour in source:
            ours = Change(style, f'{name}: {{screen: "{colour}"', f'{name}: {{screen: "{new}"')
            drawn = (Change(path, colour, new, every=True) for path, text in artwork.items() if colour in text)
            yield Edit("colour", (ours, *drawn), tuple(Change(path, colour, new, every=True) for path in everywhere))
