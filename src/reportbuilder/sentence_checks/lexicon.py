"""The subjects of claims (one indicator, or several together), and their names in running text.

Names are the words of an indicator in the data, other names that are declared, and names that the text gives several of
them together (“high impact crime (overvallen, straatroven en woninginbraken)”). They are looked up word by word in a
dictionary: a pattern of all names would take longer to compile than to use.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from decimal import Decimal

from reportbuilder.data.calculations import totals_by_year
from reportbuilder.data.norms import NORM, Norm, is_norm, parse_norm
from reportbuilder.data.table import DataRow, DataTable
from reportbuilder.document.bound_values import SourceCell
from reportbuilder.i18n.formats import Unit, format_number
from reportbuilder.i18n.number_parsing import is_year
from reportbuilder.sentence_checks.dutch import holds
from reportbuilder.values import Value, field, settle

PERCENTAGES = (Unit.PERCENT.value, Unit.POINTS.value)


class KnownFigure(Value):
    """A figure from the data: its value, its decimals, and the cells that it was read from."""

    value: Decimal
    decimals: int
    unit: str
    cells: tuple[SourceCell, ...]

    def __str__(self) -> str:
        """The figure as it is printed."""
        return format_number(self.value, self.unit, self.decimals)


class Goal(Value):
    """A norm of an indicator: its comparison, and its cell."""

    norm: Norm
    text: str
    cell: SourceCell


class Subject(Value):
    """An indicator, or the sum of several: their rows; `elsewhere` are the rows of an indicator in other tables, which
    may give it other norms. `norms` are all norms of one indicator alone, `totals` the sums by year of several; both
    follow from its rows."""

    rows: tuple[DataRow, ...]
    name: str
    elsewhere: tuple[DataRow, ...] = ()
    norms: tuple[Goal, ...] = ()
    totals: Mapping[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the norms and add up the figures once: every sentence about the indicator asks for them."""
        if len(self.rows) == 1:
            settle(self, "norms", tuple(_goals((self.rows[0], *self.elsewhere))))
        else:
            settle(self, "totals", totals_by_year(self.rows))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its rows."""
        return tuple(row.text("id") for row in self.rows)

    @property
    def unit(self) -> str:
        """What it counts."""
        return self.rows[0].text("eenheid")

    @property
    def percentage(self) -> bool:
        """Whether its figures are percentages, whose changes are in percentage points."""
        return self.unit in PERCENTAGES

    @property
    def years(self) -> tuple[int, ...]:
        """The years that it has figures for, in order."""
        return tuple(sorted(filled_years(self.rows[0]) if len(self.rows) == 1 else map(int, self.totals)))

    def known(self, year: int) -> KnownFigure | None:
        """Its figure in a year; None when the data have none."""
        column = str(year)
        value = self.rows[0].value(column) if len(self.rows) == 1 else self.totals.get(column)
        if value is None:
            return None
        cells = [row.cells[column] for row in self.rows]
        sources = tuple(
            SourceCell(cell.place, row.text("id"), column) for cell, row in zip(cells, self.rows, strict=True)
        )
        return KnownFigure(value, max(cell.decimals for cell in cells), self.unit, sources)

    def goals(self, year: int | None = None) -> tuple[Goal, ...]:
        """Its norms, of one indicator alone: in the column `norm`, and in that of a year (of any year, when none is
        given). The text may mean either."""
        if year is None:
            return self.norms
        return tuple(goal for goal in self.norms if goal.cell.column in (NORM, f"{NORM} {year}"))

    def bound(self, goal: Goal) -> Decimal | None:
        """The number that a norm stands for; None when its year has no figure."""
        year = goal.norm.year
        if year and year in self.rows[0].cells:
            known = self.known(int(year))
            return known.value if known else None
        return goal.norm.number


def _goals(rows: Iterable[DataRow]) -> Iterator[Goal]:
    for row in rows:
        for name, cell in row.cells.items():
            norm = parse_norm(cell.text) if is_norm(name) else None
            if norm is not None:
                yield Goal(norm, cell.text, SourceCell(cell.place, row.text("id"), name))


def filled_years(row: DataRow) -> set[int]:
    """The years that a row has figures for."""
    return {int(name) for name, cell in row.cells.items() if is_year(name) and cell.value is not None}


def together(subjects: Iterable[Subject]) -> Subject | None:
    """Several indicators as one sum; None when they do not count the same."""
    every = tuple(subjects)
    rows = tuple(row for subject in every for row in subject.rows)
    if len({row.text("eenheid") for row in rows}) != 1 or every[0].percentage:
        return None
    return Subject(rows, " + ".join(subject.name for subject in every))


def places_of(cells: Iterable[SourceCell]) -> str:
    """Where cells stand, in words: the file once, then rows and columns."""
    by_file: dict[str, list[SourceCell]] = {}
    for cell in cells:
        by_file.setdefault(cell.place.file, []).append(cell)
    return "; ".join(f"{file}, {_rows(found)}" for file, found in by_file.items())


def _rows(cells: list[SourceCell]) -> str:
    rows = list(dict.fromkeys(cell.place.line for cell in cells))
    columns = list(dict.fromkeys(cell.column for cell in cells))
    named = " and ".join(f"“{column}”" for column in columns)
    return f"row{'s' * (len(rows) > 1)} {', '.join(map(str, rows))}, column{'s' * (len(columns) > 1)} {named}"


_WORD = re.compile(r"[^\W_][a-z\w’'-]*(?<![’'-])")  # a-z is named, for then most characters are found in a table
_PLAIN = bytes(code if code < 128 and chr(code).isalnum() else ord(" ") for code in range(256))
"""Turns all bytes of a text but plain letters and figures into spaces."""
_COUNT = re.compile(r"^(?:het )?(?:aantal|percentage|aandeel|%|bedrag aan|onderschepte)\s+")
_ASIDE = re.compile(r"\s*\([^)]*\)")
_PERCENT = re.compile(r"^(\w+?)(?:ings|s)?%\s+(?:van\s+)?(.+)$")
_BRACKETS = re.compile(r"\((?=[^()]*(?:, | en ))([^()]{5,120})\)")  # with several things in them
_BETWEEN = frozenset(["van", "voor", "bij", "in", "om", "de", "het", "een", "wegens", "aantal", "geregistreerde"])
_MOST_BETWEEN = 3
_ENDINGS = ("", "meldingen", "-meldingen", "misdrijven", "-misdrijven", "delicten", "-delicten", "incidenten")
_STOP = frozenset((
    "de", "het", "een", "voor", "van", "bij", "ook", "zogeheten", "zogenoemde", "zogenaamde", "aan", "in", "op", "en",
    "of", "met", "over", "naar", "onze", "deze", "geregistreerde", "dat", "die", "is", "was", "zijn",
))  # fmt: skip
_LONGEST = 4  # a heading of more words is a description, which no sentence repeats
_VOWELS = "aeou"


class NameForms(Value):
    """A name: for each of its words the forms that it has; `head` is a pattern that the sentence must hold besides
    (opheldering)."""

    words: tuple[frozenset[str], ...]
    subject: Subject
    head: str = ""


class NameMatch(Value):
    """A name in a text."""

    start: int
    end: int
    subject: Subject


class IndicatorLexicon(Value, eq=False):
    """The names of a report's indicators by the forms of their first words, the `heads` of percentages, its indicators
    by id, and of each theme those that have a norm. `openings` are the beginnings of the first words of names, each
    with those of the second words after it; an empty one stands for any word, or none."""

    names: Mapping[str, tuple[NameForms, ...]]
    openings: Mapping[bytes, frozenset[bytes]]
    heads: tuple[str, ...]
    by_id: Mapping[str, Subject]
    of_theme: Mapping[str, tuple[Subject, ...]]

    def find(self, low: str, before: Collection[str] = ()) -> Iterator[NameMatch]:
        """The names in a text in lower case, the longest at each place. In a sentence about a percentage of
        something (opheldering) what it is of stands for that percentage alone; after such a sentence (`before` are the
        heads of those before it) for either, so that it is no name then."""
        if not self.may_name(low):
            return
        words = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(low)]
        under = self.heads_in(low)
        done = 0
        for index, (start, _, word) in enumerate(words):
            if start < done or word not in self.names:
                continue
            ends = [
                (_end(name, words, index, low), name)
                for name in self.names[word]
                if not name.head or name.head in under
            ]
            end, name = max(ends, key=lambda one: (one[0], bool(one[1].head)), default=(0, None))
            if end and name is not None:
                done = end
                either = before and any(
                    other.head in before and _end(other, words, index, low) for other in self.names[word]
                )
                if name.head or name.subject.percentage or not (under or either):
                    yield NameMatch(start, end, name.subject)

    def about(self, low: str, computed_from: Iterable[str]) -> frozenset[str]:
        """The ids of all indicators that a text in lower case may be about, and more: those whose names begin with a
        word of it, those that its figures were `computed_from`, and all of a theme that it names or that one of these
        belongs to."""
        words = {match[0] for match in _WORD.finditer(low)} if self.may_name(low) else set()
        named = {name for word in words for one in self.names.get(word, ()) for name in one.subject.ids}
        named.update(computed_from)
        themes = {self.by_id[name].rows[0].text("thema").lower() for name in named if name in self.by_id}
        for theme, subjects in self.of_theme.items():
            if theme in themes or theme in low:
                named.update(name for subject in subjects for name in subject.ids)
        return frozenset(named)

    def heads_in(self, low: str) -> frozenset[str]:
        """The heads of percentages in a text in lower case."""
        return frozenset([head for head in self.heads if re.search(head, low)])

    def names_any(self, low: str) -> bool:
        """Whether a text in lower case names an indicator."""
        return next(self.find(low), None) is not None

    def may_name(self, low: str) -> bool:
        """Whether any name may stand in a text in lower case: what is soon seen of most texts."""
        if b"" in self.openings:
            return True
        words = _plain_words(low)
        if self.openings.keys().isdisjoint(words):  # of most texts
            return False
        following = (self.openings[word] for word in words if word in self.openings)
        return any(b"" in seconds or not seconds.isdisjoint(words) for seconds in following)

    def names_theme(self, low: str) -> bool:
        """Whether a theme with a norm is named in a text in lower case."""
        return holds(low, self.of_theme)


class LexiconShape(Value, eq=False):
    """All of a lexicon that does not depend on figures: which names there are, and what they stand for."""


def shape_of(tables: Iterable[DataTable], grouping: tuple[str, ...]) -> Hashable:
    """All that the names of indicator tables depend on: the words of their rows, the years that have figures, and the
    texts that give several indicators a name together."""
    rows = tuple(
        tuple((name, None if is_year(name) else cell.text, cell.value is None) for name, cell in row.cells.items())
        for table in tables
        for row in table.rows
    )
    declared = tuple((name, words) for table in tables for name, words in table.declaration.names.items())
    return rows, declared, grouping


def make_lexicon(tables: Iterable[DataTable]) -> IndicatorLexicon:
    """The lexicon of indicator tables; a name that two indicators share stands for neither."""
    tables = tuple(tables)
    by_id = _subjects(tables)
    declared = {name: words for table in tables for name, words in table.declaration.names.items()}
    words = {word for subject in by_id.values() for word in _split(subject.name)}
    plurals = {singular(word): word for word in words if singular(word) != word}
    names = [name for subject in by_id.values() for name in _names(subject, declared, plurals)]
    return _lexicon(names, by_id, _themes(by_id.values()))


def may_group(low: str) -> bool:
    """Whether a text in lower case may give several indicators a name together."""
    return _BRACKETS.search(low) is not None


def with_groups(lexicon: IndicatorLexicon, texts: Iterable[str]) -> IndicatorLexicon:
    """The lexicon with the names that texts give several indicators together."""
    found: list[NameForms] = []
    for text in texts:
        for match in _BRACKETS.finditer(text):
            every, name = _listed(match[1], lexicon), _name_before(text[: match.start()])
            group = together(every) if len(every) > 1 and name else None
            if group is not None and not lexicon.names_any(name):
                words = tuple(frozenset((word,)) for word in name.split())
                found.append(NameForms(words, Subject(group.rows, name)))
    known = [name for names in lexicon.names.values() for name in names]
    return _lexicon([*known, *found], lexicon.by_id, lexicon.of_theme) if found else lexicon


def singular(word: str) -> str:
    """The singular of a regular Dutch plural: straatroven, straatroof; the word itself when it is none."""
    if not word.endswith("en") or len(word) < 6:
        return word[:-1] if word.endswith("rs") and len(word) > 5 else word
    stem = word[:-2]
    if stem[-1] == stem[-2]:
        return stem[:-1]
    if stem[-1] in "vz":
        stem = stem[:-1] + {"v": "f", "z": "s"}[stem[-1]]
    if stem[-2] in _VOWELS and stem[-3] not in f"{_VOWELS}i":
        return f"{stem[:-1]}{stem[-2]}{stem[-1]}"
    return stem


def _end(name: NameForms, words: list[tuple[int, int, str]], index: int, low: str) -> int:
    """Where a name that begins at a word ends, short words between its own left out; 0 when it does not stand there."""
    for forms in name.words[1:]:
        last, index = words[index][1], index + 1
        for _ in range(_MOST_BETWEEN):
            if index < len(words) and words[index][2] in _BETWEEN and words[index][2] not in forms:
                index += 1
        if index >= len(words) or words[index][2] not in forms or not _joined(low[last : words[index][0]]):
            return 0
    return words[index][1]


def _joined(between: str) -> bool:
    """Whether there are but words and spaces between two words of a name."""
    return all(character.isalpha() or character == " " for character in between)


def _subjects(tables: Iterable[DataTable]) -> dict[str, Subject]:
    """The indicators by id; of one that stands in several tables, the row with the most years, and the others."""
    found: dict[str, list[DataRow]] = {}
    for table in tables:
        for row in table.rows:
            if row.text("id"):
                found.setdefault(row.text("id"), []).append(row)
    subjects: dict[str, Subject] = {}
    for identity, rows in found.items():
        first, *others = sorted(rows, key=lambda row: -len(filled_years(row)))
        subjects[identity] = Subject((first,), first.text("indicator") or identity, tuple(others))
    return subjects


def _names(
    subject: Subject, declared: Mapping[str, tuple[str, ...]], plurals: Mapping[str, str]
) -> Iterator[NameForms]:
    """The names of an indicator: those that are declared, its words, and its id where that consists of its words."""
    identity = subject.rows[0].text("id")
    for name in declared.get(identity, ()):
        if words := _split(name):
            yield NameForms(tuple(frozenset((word,)) for word in words), subject)
    heading = _ASIDE.sub("", subject.name.lower()).partition(":")[0].partition(",")[0].strip()
    if heading.startswith("totaal"):
        rest = _split(re.sub(r"^totaal(?: aantal)? ", "", heading))
        yield NameForms((frozenset(("totaal", "totale")), *_forms(rest, plurals)), subject)
        return
    if match := _PERCENT.match(heading):
        head = re.sub(r"^(op|aan|af|uit|in|toe|over)", r"\\b\1(?:ge)?", match[1])
        yield NameForms(_forms(_split(match[2]), plurals), subject, head)
        return
    words = [word for word in _split(_COUNT.sub("", heading)) if word != "om"]
    if 0 < len(words) <= _LONGEST and len("".join(words)) > 3 and not set("<>%") & set(heading):
        yield NameForms(_forms(words, plurals), subject)
    own = identity.split("-")
    if set(own) <= {form for word in words for form in (word, singular(word))} and len("".join(own)) > 3:
        yield NameForms(_forms(own, plurals), subject)


def _forms(words: list[str], plurals: Mapping[str, str]) -> tuple[frozenset[str], ...]:
    """The forms of words: singular and plural, the last also with what compounds of it end in."""
    forms = [{word, singular(word), plurals.get(word, word)} for word in words]
    return (*map(frozenset, forms[:-1]), frozenset(form + ending for form in forms[-1] for ending in _ENDINGS))


def _split(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _lexicon(
    names: Iterable[NameForms], by_id: Mapping[str, Subject], of_theme: Mapping[str, tuple[Subject, ...]]
) -> IndicatorLexicon:
    by_words: dict[tuple[tuple[frozenset[str], ...], str], list[NameForms]] = {}
    for name in names:
        by_words.setdefault((name.words, name.head), []).append(name)
    found: dict[str, list[NameForms]] = {}
    for same in by_words.values():
        if len({name.subject.ids for name in same}) == 1:
            for form in sorted(same[0].words[0]):
                found.setdefault(form, []).append(same[0])
    heads = dict.fromkeys(head for _, head in by_words if head)
    by_first = {form: tuple(every) for form, every in found.items()}
    return IndicatorLexicon(by_first, _openings(by_first), tuple(heads), by_id, of_theme)


def _openings(names: Mapping[str, Iterable[NameForms]]) -> Mapping[bytes, frozenset[bytes]]:
    found: dict[bytes, set[bytes]] = {}
    for first, every in names.items():
        for name in every:
            seconds = map(_beginning, name.words[1]) if len(name.words) > 1 else (b"",)
            found.setdefault(_beginning(first), set()).update(seconds)
    return {first: frozenset(seconds) for first, seconds in found.items()}


def _beginning(word: str) -> bytes:
    """The plain letters (a to z) that a word begins with; empty when it begins otherwise."""
    return _plain_words(word)[0] if word[0].isascii() else b""


def _plain_words(low: str) -> list[bytes]:
    """A text in lower case cut at all that is no plain letter or figure: five times as fast as finding its words,
    and where one of those begins with a plain letter, one of these begins."""
    return low.encode(errors="replace").translate(_PLAIN).split()


def _themes(subjects: Iterable[Subject]) -> dict[str, tuple[Subject, ...]]:
    """The indicators with a norm by theme; a theme with slashes counts as several."""
    found: dict[str, list[Subject]] = {}
    for subject in subjects:
        if subject.goals():
            for theme in re.split(r"\s*/\s*", _ASIDE.sub("", subject.rows[0].text("thema").lower())):
                if len(theme) > 3:
                    found.setdefault(theme, []).append(subject)
    return {theme: tuple(every) for theme, every in found.items()}


def _listed(words: str, lexicon: IndicatorLexicon) -> list[Subject]:
    """The indicators of a list in words; none when anything in it is no indicator."""
    parts = re.split(r", | en ", words)
    found = [[*lexicon.find(part)] for part in parts]
    whole = all(
        len(one) == 1 and one[0].end - one[0].start == len(part) for one, part in zip(found, parts, strict=True)
    )
    return [one[0].subject for one in found] if whole else []


def _name_before(words: str) -> str:
    """The name at the end of words: what follows the last short word."""
    name: list[str] = []
    for word in reversed(words.split()[-5:]):
        if word in _STOP or not word[-1].isalnum():
            break
        name.insert(0, word)
    return " ".join(name) if len(" ".join(name)) > 2 else ""
