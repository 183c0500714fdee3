"""A report made long: its chapters again and again, no paragraph like another.

The copies are made of the report's own words, so that their lengths are real: sentences change places, words give way
to others of the same length, and now and then to a new compound, as the vocabulary of a long text keeps growing. All
of it follows from the place of a line and the number of its copy, so that every run sets the same text.
"""

import csv
import io
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

MADE = frozenset({"cover", "contents", "lists", "colophon"})
EXCHANGED, COMPOUNDED = 0.3, 0.4
"""The shares of words that give way to another word and, of those with eight letters or more, to a new compound."""
_TRIES = 12  # the share of exchanged words grows with every one

_PROTECTED = re.compile(r"\{\{.*?\}\}|\{\w+\}`[^`]*`|\[\^[^\]]*\]|\]\([^)]*\)|`[^`]*`|\S*[@/:]\S*")
_WORD = re.compile(r"(?<![\w'’-])[a-zà-ÿ]{4,}(?![\w'’-])")
_SENTENCE = re.compile(r"(?<=[a-zà-ÿ]{3}[.!?]) (?=[A-ZÀ-Þ])")
_TARGET = re.compile(r"^\(([\w-]+)\)=$")
_REFERENCE = re.compile(r"\{(ref|page)\}`([^`]*)`|\]\(#([^)]*)\)")
_DIRECTIVE = re.compile(r"^(:{3,}\{(table|status-matrix|key-figures|chart)\} )(\S+)\s*$")
_DATA = re.compile(r"^(\s*:?data:\s*)([\w-]+)(\.csv)\s*$", re.MULTILINE)
_LEAD = re.compile(r"^(\s*(?:[-*+] |\d+\. |#+ |> ?)*)")
_FIXED_COLUMNS = re.compile(r"(id|thema|tabel|eenheid|status|norm.*|bron|regel|kind|\d{4}.*)")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a report by their length, and the beginnings that compounds are made with."""

    by_length: dict[int, list[str]]
    written: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, texts: Iterator[str]) -> "Vocabulary":
        """The words of texts, each as often as it is used."""
        found: dict[int, list[str]] = {}
        written: set[str] = set()
        for text in texts:
            written.update(_LEAD.sub("", line) for line in text.splitlines())
            for word in _WORD.findall(_PROTECTED.sub(" ", text)):
                found.setdefault(len(word), []).append(word)
        return cls(found, written)

    def vary(self, text: str, seed: str) -> str:
        """The text with its sentences turned round and some of its words exchanged; what is not prose stays.

        No two texts come out the same, unless they have no word that could be exchanged.
        """
        tries = (self._varied(text, f"{seed}/{number}", EXCHANGED * (1 + number / 4)) for number in range(_TRIES))
        varied = next((v for v in tries if v not in self.written), text)
        self.written.add(varied)
        return varied

    def _varied(self, text: str, seed: str, share: float) -> str:
        source = random.Random(seed)
        sentences = _SENTENCE.split(text)
        turn = source.randrange(len(sentences))
        text = " ".join(sentences[turn:] + sentences[:turn])
        pieces, end = [], 0
        for match in _PROTECTED.finditer(text):
            pieces += [self._exchange(text[end : match.start()], source, share), match[0]]
            end = match.end()
        return "".join((*pieces, self._exchange(text[end:], source, share)))

    def _exchange(self, text: str, source: random.Random, share: float) -> str:
        def other(match: re.Match[str]) -> str:
            word, chance = match[0], source.random()
            if len(word) >= 8 and chance < COMPOUNDED:
                half = len(word) // 2
                return self._any(half, source) + self._any(len(word) - half, source)
            return self._any(len(word), source) if chance > 1 - share else word

        return _WORD.sub(other, text)

    def _any(self, length: int, source: random.Random) -> str:
        known = self.by_length.get(length) or self.by_length.get(length - 1) or self.by_length[5]
        return source.choice(known)


def enlarge(folder: Path, target: Path, copies: int) -> Path:
    """Write a report whose chapters stand in it `copies` times, each time with other words; returns its folder."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target)
    settings = yaml.safe_load((folder / "report.yaml").read_text(encoding="utf-8"))
    settings.pop("previous", None)  # it stands beside the original
    chapters = [name for part in settings["parts"].values() for name in part if name not in MADE]
    files = [folder / name for name in chapters]
    words = Vocabulary.of(path.read_text(encoding="utf-8") for path in files)
    again = []
    for number in range(2, copies + 1):
        suffix = f"-{number:03d}"
        for name in chapters:
            text = (folder / name).read_text(encoding="utf-8")
            copy = str(Path(name).with_suffix("")) + f"{suffix}.md"
            (target / copy).write_text(_chapter(text, suffix, words), encoding="utf-8")
            again.append(copy)
        for path in (folder / "data").glob("*.csv"):
            varied = _table(path.read_text(encoding="utf-8"), f"{path.name}{suffix}", words)
            (target / "data" / f"{path.stem}{suffix}.csv").write_text(varied, encoding="utf-8")
            _declare(path.with_suffix(".yaml"), target / "data" / f"{path.stem}{suffix}.yaml")
        for path in (folder / "charts").glob("*.yaml"):
            text = _DATA.sub(rf"\g<1>\g<2>{suffix}\g<3>", path.read_text(encoding="utf-8"))
            (target / "charts" / f"{path.stem}{suffix}.yaml").write_text(text, encoding="utf-8")
    settings["parts"]["body"] = [*settings["parts"].get("body", []), *again]
    (target / "report.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return target


def _declare(source: Path, target: Path) -> None:
    """What holds for a data file, for its copy; other names are those of the original."""
    if source.is_file():
        declared = yaml.safe_load(source.read_text(encoding="utf-8"))
        declared.pop("names", None)
        target.write_text(yaml.safe_dump(declared, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _chapter(text: str, suffix: str, words: Vocabulary) -> str:
    """A chapter with other words and with labels of its own."""
    lines, settings = [], False
    for number, line in enumerate(text.splitlines()):
        if line == "---":
            settings = not settings
        elif (match := _TARGET.match(line)) is not None:
            line = f"({match[1]}{suffix})="
        elif (match := _DIRECTIVE.match(line)) is not None:
            line = f"{match[1]}{match[3]}{suffix}"
        elif settings:
            line = _setting(line, f"{suffix}:{number}", suffix, words)
        elif line and not line.startswith((":", "|", "    ")):
            line = _prose(line, f"{suffix}:{number}", words)
        lines.append(_REFERENCE.sub(lambda m: _referred(m, suffix), line))
    return "\n".join(lines) + "\n"


def _prose(line: str, seed: str, words: Vocabulary) -> str:
    match = _LEAD.match(line)
    lead = match[0] if match else ""
    return lead + words.vary(line.removeprefix(lead), seed)


def _setting(line: str, seed: str, suffix: str, words: Vocabulary) -> str:
    if line.startswith("caption: ") and ": " not in line[9:]:
        return "caption: " + words.vary(line[9:], seed)
    return _DATA.sub(rf"\g<1>\g<2>{suffix}\g<3>", line)


def _referred(match: re.Match[str], suffix: str) -> str:
    return f"{{{match[1]}}}`{match[2]}{suffix}`" if match[1] else f"](#{match[3]}{suffix})"


def _table(text: str, seed: str, words: Vocabulary) -> str:
    """A data file with other words in the cells that hold prose."""
    header, *rows = csv.reader(io.StringIO(text), delimiter=";")
    free = [not _FIXED_COLUMNS.fullmatch(column) for column in header]
    result = io.StringIO()
    writer = csv.writer(result, delimiter=";", lineterminator="\n")
    writer.writerow(header)
    for number, row in enumerate(rows):
        writer.writerow(
            words.vary(cell, f"{seed}:{number}:{column}") if varies and cell.count(" ") > 1 else cell
            for column, (cell, varies) in enumerate(zip(row, free, strict=False))
        )
    return result.getvalue()
