"""YAML text to marked data and back."""

from __future__ import annotations

from typing import Any

import yaml
from yaml.constructor import ConstructorError

from reportbuilder.marked import Marked, Path
from reportbuilder.problems import Findings, Place

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # a PyYAML without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

_TEXT = "tag:yaml.org,2002:str"


def read_yaml(text: str, start: Place, findings: Findings) -> Marked | None:
    """Read YAML text whose first line is at `start`; broken YAML is one problem, and None."""
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        reading = _Reading(loader, start, findings)
        data = reading.plain(node, ()) if node is not None else {}
    except yaml.YAMLError as error:
        place = _error_place(error, start)
        reason, hint = _reason(error, text.split("\n")[max(0, place.line - max(start.line, 1)) :][:1])
        findings.error("yaml-syntax", f"This is not valid YAML: {reason}.", place, hint)
        return None
    except RecursionError:
        message = "This is not valid YAML: it is nested too deeply, or refers to itself."
        findings.error("yaml-syntax", message, start, "Remove the “&” and “*” before names.")
        return None
    finally:
        loader.dispose()
    return Marked(data, reading.places, start)


def as_yaml(data: Any) -> str:
    """Plain data as YAML text that reads back as the same; words that look like something else are put in quotes."""
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120)


class _Reading:
    """Takes the plain data out of nodes, and notes where each stood: a key at its name, an entry at its value."""

    def __init__(self, loader: Any, start: Place, findings: Findings) -> None:
        self.places: dict[Path, Place] = {}
        self._loader = loader
        self._start = start
        self._findings = findings

    def plain(self, node: Any, path: Path) -> Any:
        """The data of a node, which stands at a path."""
        if path not in self.places:
            self.places[path] = _mark(node.start_mark, self._start)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        return [self.plain(entry, (*path, index)) for index, entry in enumerate(node.value)]

    def _mapping(self, node: Any, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node)
            place = _mark(key_node.start_mark, self._start)
            if key in result:
                self._findings.error("yaml-duplicate", f"The key “{key}” stands here twice.", place)
            inner = (*path, key)
            self.places[inner] = place
            result[key] = self.plain(value_node, inner)
        return result

    def _key(self, node: Any) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise ConstructorError(problem="a key is one word", problem_mark=node.start_mark)
        key = self._scalar(node)
        return str(key) if isinstance(key, str | int | float | bool) else str(node.value)

    def _scalar(self, node: Any) -> Any:
        """The value of a scalar; PyYAML lets errors of Python escape for a 13th month or a number without digits."""
        if node.tag == _TEXT:  # nearly all are: not worth asking the loader
            return node.value
        try:
            return self._loader.construct_object(node, deep=True)
        except (ValueError, KeyError, AttributeError, TypeError, OverflowError) as error:
            problem = f"“{node.value}” looks like a date or a number and is none"
            raise ConstructorError(problem=problem, problem_mark=node.start_mark) from error


def _mark(mark: Any, start: Place) -> Place:
    first = start.column if mark.line == 0 else 1
    return Place(start.file, max(start.line, 1) + mark.line, max(first, 1) + mark.column)


def _error_place(error: yaml.YAMLError, start: Place) -> Place:
    """Where the error is; what was never closed is shown where it was opened, not at the end of the file."""
    marks = [getattr(error, "problem_mark", None), getattr(error, "context_mark", None)]
    context = str(getattr(error, "context", None) or "")
    if "quoted scalar" in context or "flow" in context:
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
    ("did not find expected ',' or", "a bracket is opened here and never closed", "Close it with ] or }."),
    (
        "could not find expected ':'",
        "a colon is missing",
        "Write “key: value”, and put a value of several lines between quotation marks.",
    ),
    ("did not find expected key", "this line does not fit those above it", _LEVELS),
    ("did not find expected '-' indicator", "this line does not fit the list above it", _LEVELS),
    ("looks like a date", "", "Write a date as 2020-04-06; put anything else between quotation marks."),
)


def _reason(error: yaml.YAMLError, line: list[str]) -> tuple[str, str]:
    """What is wrong in plain words, and what to do; `line` is the line where it is, if there is one."""
    said = str(getattr(error, "problem", None) or error).splitlines()[0].rstrip(".")
    if "cannot start any token" in said:
        if line and "\t" in line[0]:
            return _TAB
        return "a value begins with a character that cannot begin one", "Put the value between quotation marks."
    for part, what, hint in _REASONS:
        if part in said:
            return what or said, hint
    return said, "Check the indentation, the colons and the quotes on this line and the one before it."
