"""Reads YAML text into plain data with the line and column of every key and value, and writes plain data as YAML.

Only what settings need is read: mappings, lists and scalars. Numbers are decimal: `010`, `0x1F`, `1_000` and `12:30`
are text, which PyYAML would read as 8, 31, 1000 and 750. Depth, size and what aliases expand to are limited, so that no
file takes all memory or overflows the stack.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.reader import Reader

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.files.characters import normalised, refused, report_refused
from reportbuilder.project.scalars import WrittenFloat, WrittenInt
from reportbuilder.values import Value

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # a PyYAML without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

MOST_DEPTH = 50
MOST_CHARACTERS = 16_000_000
MOST_NODES = 500_000
MOST_EXPANDED = 10_000
"""Values that aliases (`*name`) may repeat in one text, all together."""

_CORE = "tag:yaml.org,2002:"
_SCALAR_TAGS = frozenset({"str", "int", "float", "bool", "null", "timestamp"})
_UNPRINTABLE = Reader.NON_PRINTABLE
"""The characters that YAML 1.1 (5.1) refuses; compiling such a set again takes as long as reading a file."""
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+)(?:[eE][-+][0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BOOLS = {
    form: value
    for word, value in (("true", True), ("yes", True), ("on", True), ("false", False), ("no", False), ("off", False))
    for form in (word, word.capitalize(), word.upper())
}
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


Path = tuple[str | int, ...]
"""The keys and indices that lead to a value."""


class LocatedData(Value):
    """Plain data from YAML, with the place of every key and value by its path."""

    data: Any
    places: Mapping[Path, Place]
    start: Place

    def place(self, *path: str | int) -> Place:
        """The place of the value at a path, or else of its nearest parent.

        >>> settings.place("parts", "body", 0)
        Place(file='content/jaarverslag-2022/report.yaml', line=14, column=10)
        """
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, self.start)


class _YamlError(Exception):
    """An error that ends the reading of a text, with a hint and the position (`mark`)."""

    def __init__(self, says: str, hint: str, mark: Any = None) -> None:
        super().__init__(says)
        self.hint, self.mark = hint, mark


def read_yaml(text: str, start: Place, diagnostics: Diagnostics) -> LocatedData | None:
    """Read YAML text whose first line is at `start`; broken YAML is one problem (`yaml-syntax`), and None."""
    try:
        _check_characters(text)
        builder = _Builder(_events(text), start, diagnostics)
        data = builder.build()
    except _YamlError as error:
        place = _mark(error.mark, start) if error.mark is not None else start
        diagnostics.add(Code.YAML_SYNTAX, f"This is not valid YAML: {error}.", place, error.hint)
        return None
    except yaml.YAMLError as error:
        place = _error_place(error, start)
        reason, hint = _reason(error, text.split("\n")[max(0, place.line - max(start.line, 1)) :][:1])
        diagnostics.add(Code.YAML_SYNTAX, f"This is not valid YAML: {reason}.", place, hint)
        return None
    return LocatedData(data, builder.places, start)


def as_yaml(data: Any) -> str:
    """Plain data as YAML text that reads back as the same; words that look like something else are put in quotes."""
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120)


class _Position:
    """A place in a text by line and column from 0, as PyYAML's marks have them."""

    def __init__(self, text: str, at: int) -> None:
        self.line = text.count("\n", 0, at)
        self.column = at - text.rfind("\n", 0, at) - 1


def _check_characters(text: str) -> None:
    """Raise _YamlError for a text that is too long, or has a character that YAML does not allow."""
    if len(text) > MOST_CHARACTERS:
        says = (
            f"it has {len(text) / 1e6:.0f} million characters, and {MOST_CHARACTERS // 1_000_000} million is the most"
        )
        raise _YamlError(says, "Settings are short; put figures into a file under data/.")
    if found := _UNPRINTABLE.search(text):
        says = f"it has a character that cannot be shown (U+{ord(found[0]):04X})"
        raise _YamlError(says, "Delete this character.", _Position(text, found.start()))


def _events(text: str) -> list[Event]:
    """The events of a text (YAML 1.1, 3.1), its depth and size within the limits; raises _YamlError or YAMLError.

    The parser works through nested brackets without recursion, so that a text too deep is stopped here.
    """
    loader = Loader(text)
    events: list[Event] = []
    depth = 0
    try:
        while loader.check_event():
            event = loader.get_event()
            assert event is not None, "there is one"
            if isinstance(event, SequenceStartEvent | MappingStartEvent):
                depth += 1
                if depth > MOST_DEPTH:
                    says = f"lists and settings stand more than {MOST_DEPTH} deep in each other"
                    hint = "Look for brackets [ or { or dashes - that should not be there."
                    raise _YamlError(says, hint, event.start_mark)
            elif isinstance(event, SequenceEndEvent | MappingEndEvent):
                depth -= 1
            elif isinstance(event, DocumentStartEvent) and any(isinstance(e, DocumentStartEvent) for e in events[1:]):
                hint = "Remove this line of dashes, or put what follows it in a file of its own."
                raise _YamlError("a second document begins here", hint, event.start_mark)
            events.append(event)
            if len(events) > MOST_NODES:
                says = f"it has more than {MOST_NODES} values"
                raise _YamlError(says, "Settings are short; put figures into a file under data/.", event.start_mark)
    finally:
        loader.dispose()
    return [event for event in events if isinstance(event, _NODES)]


_NODES = (AliasEvent, ScalarEvent, SequenceStartEvent, SequenceEndEvent, MappingStartEvent, MappingEndEvent)


class _Builder:
    """Makes plain data of YAML events, and records the place of each value: of a key its name, of an entry its
    value."""

    def __init__(self, events: list[Event], start: Place, diagnostics: Diagnostics) -> None:
        self.places: dict[Path, Place] = {}
        self._events = events
        self._start = start
        self._diagnostics = diagnostics
        self._targets = dict(_alias_targets(events))
        self._aliases = 0  # how many aliases the value being built stands in
        self._expanded = 0

    def build(self) -> Any:
        """The data of the whole text; an empty one has no settings."""
        return self._value(0, ())[0] if self._events else {}

    def _value(self, index: int, path: Path) -> tuple[Any, int]:
        """The data of the value at a path that begins with the event `index`; with the index of the event after it."""
        event = self._events[index]
        if self._aliases:
            self._expanded += 1
            if self._expanded > MOST_EXPANDED:
                says = f"its aliases (names with “*”) repeat more than {MOST_EXPANDED} values"
                raise _YamlError(says, "Write out what is meant, without “&” and “*”.", event.start_mark)
        self.places.setdefault(path, _mark(event.start_mark, self._start))
        if isinstance(event, AliasEvent):
            return self._alias(event, index, path), index + 1
        if isinstance(event, ScalarEvent):
            return _scalar(event, self._text(event)), index + 1
        _check_tag(event, ("seq",) if isinstance(event, SequenceStartEvent) else ("map",))
        if isinstance(event, SequenceStartEvent):
            return self._sequence(index + 1, path)
        return self._mapping(index + 1, path)

    def _text(self, event: ScalarEvent) -> str:
        """The text of a scalar, normalised; a character that a report cannot have is an error, and left out."""
        characters = list(dict.fromkeys(character for _, character in refused(event.value)))
        for character in characters:
            report_refused(character, _mark(event.start_mark, self._start), self._diagnostics)
        return normalised(event.value.translate(dict.fromkeys(map(ord, characters))))

    def _alias(self, event: AliasEvent, index: int, path: Path) -> Any:
        if len(path) > MOST_DEPTH:
            says = f"aliases (names with “*”) make it more than {MOST_DEPTH} deep"
            raise _YamlError(says, "Write out what is meant, without “&” and “*”.", event.start_mark)
        self._aliases += 1
        value, _ = self._value(self._targets[index], path)
        self._aliases -= 1
        return value

    def _sequence(self, index: int, path: Path) -> tuple[list[Any], int]:
        result: list[Any] = []
        while not isinstance(self._events[index], SequenceEndEvent):
            value, index = self._value(index, (*path, len(result)))
            result.append(value)
        return result, index + 1

    def _mapping(self, index: int, path: Path) -> tuple[dict[str, Any], int]:
        result: dict[str, Any] = {}
        while not isinstance(self._events[index], MappingEndEvent):
            event = self._events[index]
            if not isinstance(event, ScalarEvent):
                raise _YamlError("a key is one word", "Write “key: value”.", event.start_mark)
            _check_tag(event, ("str",))
            key: str = event.value
            if key.lstrip(" ")[:1] in ("\u00a0", "\u202f"):  # YAML takes it for a letter of the key
                hint = "Replace every space at the beginning of this line by one of the keyboard."
                raise _YamlError("a no-break space stands where only spaces can", hint, event.start_mark)
            if key == "<<" and event.implicit[0]:
                hint = "Write the settings that are meant in this place."
                raise _YamlError("settings cannot be merged with “<<”", hint, event.start_mark)
            place = _mark(event.start_mark, self._start)
            if key in result:
                self._diagnostics.add(Code.YAML_DUPLICATE, f"The key “{key}” stands here twice.", place, "Remove one.")
            inner = (*path, key)
            self.places[inner] = place
            result[key], index = self._value(index + 1, inner)
        return result, index + 1


def _alias_targets(events: list[Event]) -> Iterator[tuple[int, int]]:
    """For every alias its index in the events and that of its anchor; raises _YamlError for an alias without an anchor,
    or within its own."""
    anchors: dict[str, int] = {}
    open_anchors: list[str | None] = []
    for index, event in enumerate(events):
        if isinstance(event, AliasEvent):
            if event.anchor in open_anchors:
                hint = "Remove the “&” and “*” before names."
                raise _YamlError(f"“*{event.anchor}” refers to itself", hint, event.start_mark)
            if event.anchor not in anchors:
                hint = f'Words that begin with “*” stand between quotation marks: "*{event.anchor}".'
                raise _YamlError(f"there is no “&{event.anchor}” before this “*{event.anchor}”", hint, event.start_mark)
            yield index, anchors[event.anchor]
        elif isinstance(event, SequenceEndEvent | MappingEndEvent):
            open_anchors.pop()
        elif isinstance(event, NodeEvent):
            if isinstance(event, SequenceStartEvent | MappingStartEvent):
                open_anchors.append(event.anchor)
            if event.anchor is not None:
                anchors[event.anchor] = index


def _check_tag(event: Any, known: tuple[str, ...]) -> None:
    """Raise _YamlError for a value with a tag (`!name`) that settings do not have."""
    if event.tag is not None and event.tag != "!" and event.tag.removeprefix(_CORE) not in known:
        tag = event.tag.replace(_CORE, "!!")
        hint = "Remove it. Words that begin with “!” stand between quotation marks."
        raise _YamlError(f"nothing is known about the tag “{tag}”", hint, event.start_mark)


def _scalar(event: ScalarEvent, text: str) -> Any:
    """The value of a scalar with this text, of the type of its tag, or of its form when it has no quotation marks."""
    _check_tag(event, tuple(_SCALAR_TAGS))
    kind = event.tag.removeprefix(_CORE) if event.tag not in (None, "!") else ""
    if kind == "str" or event.tag == "!" or (not kind and not event.implicit[0]):
        return text
    value = _plain(text, event)
    types = {
        "": object,
        "int": int,
        "float": int | float,
        "bool": bool,
        "timestamp": datetime.date,
        "null": type(None),
    }
    if not isinstance(value, types[kind]) or (kind in ("int", "float") and isinstance(value, bool)):
        raise _misread(event)
    return value


def _plain(text: str, event: ScalarEvent) -> Any:
    """The value of a scalar without quotation marks: None, a bool, a number, a date, or text."""
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    try:
        if _INT.fullmatch(text):
            number = int(text)
            return number if str(number) == text else WrittenInt(text)
        if _FLOAT.fullmatch(text):
            decimal = float(text)
            return decimal if str(decimal) == text else WrittenFloat(text)
        return datetime.date.fromisoformat(text) if _DATE.fullmatch(text) else text
    except ValueError:  # a 13th month, or more digits than Python reads
        raise _misread(event) from None


def _misread(event: ScalarEvent) -> _YamlError:
    excerpt = event.value if len(event.value) <= 40 else event.value[:40] + "…"
    says = f"“{excerpt}” looks like a date or a number and is none"
    return _YamlError(says, "Write a date as 2020-04-06; put anything else between quotation marks.", event.start_mark)


def _mark(mark: Any, start: Place) -> Place:
    first = start.column if mark.line == 0 else 1
    return Place(start.file, max(start.line, 1) + mark.line, max(first, 1) + mark.column)


def _error_place(error: yaml.YAMLError, start: Place) -> Place:
    """The place of a syntax error; of an unclosed quote or bracket the place where it was opened, not the end of the
    file."""
    marks = [getattr(error, "problem_mark", None), getattr(error, "context_mark", None)]
    context = str(getattr(error, "context", None) or "")
    if "quoted scalar" in context or "flow" in context or "simple key" in context:
        marks.reverse()
    mark = marks[0] or marks[1]
    return _mark(mark, start) if mark is not None else start


_TAB = ("a tab stands where only spaces can", "Replace every tab at the beginning of this line by two spaces.")
_LEVELS = "Lines of one level begin in the same column; those below them stand two spaces further in."
_REASONS = (
    ("violates indentation", *_TAB),
    (
        "mapping values are not allowed",
        "a colon stands where none can, or this line does not begin in the column of its neighbours",
        f"Put words with a colon in them between quotation marks. {_LEVELS}",
    ),
    ("found unexpected end of stream", "a quotation mark is opened here and never closed", "Close it."),
    ("did not find expected node content", "a bracket is opened here and never closed", "Close it with ] or }."),
    (
        "could not find expected ':'",
        "a colon is missing, or the space after it",
        "Write “key: value”, and put a value of several lines between quotation marks.",
    ),
    ("did not find expected key", "this line does not fit those above it", _LEVELS),
    ("did not find expected '-' indicator", "this line does not fit the list above it", _LEVELS),
)


_INNER_QUOTE = re.compile(r"(?::|-) +(?:'[^']*'|\"[^\"]*\")[^\s,#]")


def _bracket(error: yaml.YAMLError) -> tuple[str, str]:
    """The message and hint for an error in a list between brackets: it is not closed, or a comma is missing."""
    opened, stopped = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    if opened is not None and stopped is not None and opened.line == stopped.line:
        says = "a comma is missing in this list between brackets, or the bracket that ends it"
        return says, "Write a comma between two entries, and ] or } behind the last."
    return "a bracket is opened here and never closed", "Close it with ] or }."


def _reason(error: yaml.YAMLError, line: list[str]) -> tuple[str, str]:
    """The message and hint for a syntax error; `line` is the line where it is, if there is one."""
    problem = str(getattr(error, "problem", None) or error).splitlines()[0].rstrip(".")
    if "cannot start any token" in problem:
        if line and "\t" in line[0]:
            return _TAB
        return "a value begins with a character that cannot begin one", "Put the value between quotation marks."
    if "did not find expected ',' or" in problem:
        return _bracket(error)
    if "did not find expected alphabetic" in problem:  # after “&” or “*”
        return "a value begins with a character that cannot begin one", "Put the value between quotation marks."
    if "did not find expected key" in problem and line and _INNER_QUOTE.search(line[0]):
        hint = "Write \" around the words when there is a ' in them, and ' when there is a \"; or write ’."
        return "a quotation mark ends the words, and more words follow it", hint
    for part, what, hint in _REASONS:
        if part in problem:
            return what or problem, hint
    return problem, "Check the indentation, the colons and the quotes on this line and the one before it."
