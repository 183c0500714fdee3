"""YAML files read into frozen models, with the line and column of everything that does not fit.

One way in for `report.yaml`, `style.yaml`, charts, rules and the settings of directives: the file is composed into
nodes (which know their marks), the plain data go through a pydantic model, and every error that pydantic finds is
turned into a `Problem` at the mark of the node it is about, in plain words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from yaml.constructor import ConstructorError

from reportbuilder.problems import Findings, Place, nearest
from reportbuilder.values import Value

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # a PyYAML without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

Path = tuple[str | int, ...]
M = TypeVar("M", bound="Form")


class Form(BaseModel):
    """A part of a YAML file: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)


class Marked(Value):
    """Plain data from YAML, with the place of every key and value by its path."""

    data: Any
    places: Mapping[Path, Place]
    start: Place

    def place(self, *path: str | int) -> Place:
        """Where the value (or else its nearest parent) at a path stands."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, self.start)


def read_marked(text: str, start: Place, findings: Findings) -> Marked | None:
    """Read YAML text whose first line is at `start`; broken YAML is one problem, and None."""
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        places: dict[Path, Place] = {}
        data = _plain(node, (), places, start, findings, loader) if node is not None else {}
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
    return Marked(data, places, start)


def fill_in(model: type[M], marked: Marked, findings: Findings, code: str) -> M | None:
    """Fill a model in from marked data; every misfit becomes a problem whose code begins with `code`."""
    if not isinstance(marked.data, dict):
        findings.error(f"{code}-syntax", "Settings are expected here, as `key: value` lines.", marked.start)
        return None
    try:
        return model.model_validate(marked.data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _explain(model, detail, marked, findings, code)
        return None


def _explain(model: type[BaseModel], detail: ErrorDetails, marked: Marked, findings: Findings, code: str) -> None:
    path = tuple(p for p in detail["loc"])
    known_path = _existing(path, marked.data)
    place = marked.place(*known_path)
    name = ".".join(p for p in path if isinstance(p, str)) or str(path[-1] if path else "")
    match detail["type"]:
        case "extra_forbidden":
            fields = _fields_at(model, path[:-1])
            findings.error(f"{code}-key", f"Unknown key “{path[-1]}”.", place, nearest(str(path[-1]), fields))
        case "missing":
            findings.error(f"{code}-missing", f"The key “{name}” is missing.", place, f"Add a line “{path[-1]}: …”.")
        case "value_error" | "assertion_error":
            message = detail["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
            what, _, hint = message.partition(". ")  # the first sentence says what is wrong, the rest what to do
            findings.error(f"{code}-value", f"“{name}”: {what.rstrip('.')}.", place, hint)
        case "enum" | "literal_error":
            expected = str(detail.get("ctx", {}).get("expected", ""))
            words = [w.strip(" '\"") for w in expected.replace(" or ", ",").split(",") if w.strip(" '\"")]
            message = f"“{name}” cannot be “{detail['input']}”."
            findings.error(f"{code}-value", message, place, nearest(str(detail["input"]), words))
        case kind:
            what, hint = _misfit(kind, detail)
            findings.error(f"{code}-value", f"“{name}” {what}.", place, hint)


_KINDS = (
    ("date", "is not a date", "Write year-month-day: 2020-04-06."),
    ("int", "is not a whole number", "Write digits only: 2022."),
    ("float", "is not a number", "Write digits, with a point before the decimals: 1.5."),
    ("bool", "is neither true nor false", "Write true or false."),
    ("string", "is not words", "Write words; put them between quotation marks if they look like something else."),
    ("tuple", "is not a list", "Write a list between square brackets: [a, b]."),
    ("list", "is not a list", "Write a list between square brackets: [a, b]."),
    ("model", "has no settings", "Write its settings on the lines below it, indented by two spaces: “key: value”."),
    ("dict", "has no settings", "Write its settings on the lines below it, indented by two spaces: “key: value”."),
    ("mapping", "has no settings", "Write its settings on the lines below it, indented by two spaces: “key: value”."),
)


def _misfit(kind: str, detail: ErrorDetails) -> tuple[str, str]:
    """What is wrong with a value of the wrong kind, and what to do, in the words of whoever wrote it."""
    for begin, what, hint in _KINDS:
        if kind.startswith(begin) and (kind.endswith(("_type", "_parsing")) or kind == "int_from_float"):
            return ("is empty" if detail["input"] is None else what), hint
    return f"does not fit: {detail['msg'][0].lower()}{detail['msg'][1:]}", ""


def _existing(path: Path, data: Any) -> Path:
    """The longest beginning of a path that leads somewhere in the data (pydantic adds the names of union members)."""
    found: list[str | int] = []
    for step in path:
        in_list = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if in_list or (isinstance(data, dict) and step in data):
            data = data[step]
            found.append(step)
    return tuple(found)


def _fields_at(model: type[BaseModel], path: Path) -> list[str]:
    """The names that a model knows at a path into it."""
    current: Any = model
    for step in path:
        if isinstance(current, type) and issubclass(current, BaseModel) and step in current.model_fields:
            current = _model_in(current.model_fields[str(step)].annotation)
        elif not (isinstance(current, type) and issubclass(current, BaseModel)):
            return []
    if isinstance(current, type) and issubclass(current, BaseModel):
        return [field.alias or name for name, field in current.model_fields.items()]
    return []


def _model_in(annotation: Any) -> Any:
    """The model inside `Model`, `Model | None`, `tuple[Model, ...]` or `Mapping[str, Model]`."""
    if isinstance(annotation, type) and not hasattr(annotation, "__args__"):
        return annotation
    inner = [_model_in(a) for a in getattr(annotation, "__args__", ())]
    models = [m for m in inner if isinstance(m, type) and issubclass(m, BaseModel)]
    return models[0] if models else None


def _plain(node: Any, path: Path, places: dict[Path, Place], start: Place, findings: Findings, loader: Any) -> Any:
    places.setdefault(path, _mark(node.start_mark, start))
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = _key(key_node, loader)
            if key in result:
                findings.error(
                    "yaml-duplicate", f"The key “{key}” stands here twice.", _mark(key_node.start_mark, start)
                )
            places[(*path, key)] = _mark(key_node.start_mark, start)
            result[key] = _plain(value_node, (*path, key), places, start, findings, loader)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(v, (*path, i), places, start, findings, loader) for i, v in enumerate(node.value)]
    return _value(node, loader)


def _key(node: Any, loader: Any) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise ConstructorError(problem="a key is one word", problem_mark=node.start_mark)
    key = _value(node, loader)
    return str(key) if isinstance(key, str | int | float | bool) else str(node.value)


def _value(node: Any, loader: Any) -> Any:
    """The value of a scalar; PyYAML lets errors of Python escape for a 13th month or a number without digits."""
    try:
        return loader.construct_object(node, deep=True)
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
