"""Reads settings into frozen forms, and reports all values that do not fit, each at its line and column.

`report.yaml`, `style.yaml`, charts, rules and the settings of directives are all read here: `read_yaml` gives plain
data with their places, `parse_settings` checks them against the annotations of a form. A field may be a `str`,
`int`, `float`, `bool`, a date, an enum or `Literal`, a form, `tuple[…, ...]` or `Mapping[str, …]` of these, any of
them `| None`, and `Annotated` with `Parsed`, `Before`, `After`, `Limits` or `Computed`. `Length` (in points) and
`Colour` are such types.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from reportbuilder.diagnostics import DiagnosticCode, Diagnostics, SettingsCodes, closest, nearest
from reportbuilder.project.located_yaml import LocatedData, Path
from reportbuilder.project.scalars import SCALARS, FieldError, as_words, quoted
from reportbuilder.values import Value, fields

M = TypeVar("M", bound="Form")
_Read = Callable[
    ["_Filling", Any, Path], Any
]  # reports a value that does not fit to the filling; its result is then ignored


class Form(Value):
    """Base class of forms: the settings in a mapping of a YAML file, by their keys; an unknown key is an error."""


class Parsed(Value):
    """Annotates a field whose value is parsed by a function, which raises `FieldError` for one that does not fit."""

    parse: Callable[[Any], Any]


class Before(Value):
    """Annotates a field whose data are changed by a function before they are read."""

    change: Callable[[Any], Any]


class After(Value):
    """Annotates a field whose value is changed by a function after it is read; that may raise `FieldError`."""

    change: Callable[[Any], Any]


class Limits(Value):
    """Annotates a number with its minimum and maximum (inclusive), or the limit that it must be `above`; of a list or
    mapping the number of entries is limited.

    Messages show numbers divided by `per`, followed by `unit`.
    """

    least: float | None = None
    most: float | None = None
    above: float | None = None
    unit: str = ""
    per: float = 1.0

    def check(self, value: Any) -> Any:
        """Return the value; raises `FieldError` outside the limits."""
        size, entries = (len(value), " entries") if isinstance(value, tuple | Mapping) else (value, "")
        too_small = (self.least is not None and size < self.least) or (self.above is not None and size <= self.above)
        if not too_small and (self.most is None or size <= self.most):
            return value
        raise FieldError(f"must {'have' if entries else 'be'} {self}{entries}, not {self._text(size)}")

    def __str__(self) -> str:
        if self.above is not None:
            return f"more than {self._text(self.above)}"
        if self.least is not None and self.most is not None:
            return f"{self.least / self.per:g} to {self._text(self.most)}"
        return f"at least {self._text(self.least)}" if self.least is not None else f"at most {self._text(self.most)}"

    def _text(self, size: float | None) -> str:
        return f"{(size or 0) / self.per:g}{self.unit}"


class Computed(Value):
    """Marks a field that a file cannot set: code fills it in."""


_NO_SETTINGS = (
    "has no settings",
    "Write its settings on the lines below it, indented by two spaces: “key: value”.",
)
Words = Annotated[str, Parsed(as_words)]  # a year or a date without quotes is no text in YAML, but meant as such


def parse_settings(form: type[M], marked: LocatedData, diagnostics: Diagnostics, codes: SettingsCodes) -> M | None:
    """Parse located data as a form; None, with a problem for every value that does not fit, with one of the `codes`."""
    if not isinstance(marked.data, dict):
        diagnostics.add(codes.syntax, "Settings are expected here, as `key: value` lines.", marked.start)
        return None
    filling = _Filling(marked, diagnostics, codes)
    filled: M | None = filling.form(form, marked.data, ())
    return filled


class _Filling:
    """Parses the data of one file as forms; counts the problems, so that no form is made of values that do not fit."""

    def __init__(self, marked: LocatedData, diagnostics: Diagnostics, codes: SettingsCodes) -> None:
        self.misfits = 0
        self._marked = marked
        self._diagnostics = diagnostics
        self._codes = codes
        self._reported: set[Path] = set()  # empty settings whose keys stand beside them

    def form(self, form: type[Form], data: Any, path: Path) -> Any:
        """A form filled in; None when anything does not fit."""
        if not isinstance(data, dict):
            self.misfit(path, data, FieldError(*_NO_SETTINGS))
            return None
        known, before = _readers(form), self.misfits
        misspelled = self._unknown_keys(data, path, known)
        values = {}
        for key, field in known.items():
            if key in data:
                values[field.name] = field.read(self, data[key], (*path, key))
            elif field.required and key not in misspelled:
                self._report(
                    self._codes.missing, f"The key “{_name((*path, key))}” is missing.", path, f"Add a line “{key}: …”."
                )
        return form(**values) if self.misfits == before else None

    def _unknown_keys(self, data: Mapping[str, Any], path: Path, known: Mapping[str, _Field]) -> set[str]:
        """Report unknown keys; gives the missing keys that they are misspellings of, so that one mistake is one
        problem."""
        missing = [key for key in known if key not in data]
        misspelled = set()
        outside: set[str] = set()  # keys that stand beside an empty one, and belong below it
        for key in data:
            if key in known and data[key] is None and (inner := known[key].keys & (data.keys() - known.keys())):
                outside |= inner
                words = ", ".join(f"“{name}”" for name in data if name in inner)
                hint = f"Write two spaces before {words} on the lines below it."
                self._report(self._codes.value, f"“{_name((*path, key))}” is empty.", (*path, key), hint)
        for key in data:
            if key in known or key in outside:
                continue
            head, colon, _ = key.partition(":")
            if colon and head in known:
                misspelled.add(head)
                self._report(
                    self._codes.key, f"A space is missing after “{head}:”.", (*path, key), f"Write “{head}: …”."
                )
                continue
            misspelled.update(closest(key, missing))
            self.unknown((*path, key), known)
        self._reported |= {
            (*path, key) for key in data if key in known and known[key].keys & outside and data[key] is None
        }
        return misspelled

    def misfit(self, path: Path, value: object, misfit: FieldError) -> None:
        """Report a value that does not fit, unless it was reported before."""
        if path in self._reported:
            return
        what = "is empty" if value is None or value == "" else misfit
        self._report(self._codes.value, f"“{_name(path)}” {what}.", path, misfit.hint)

    def unknown(self, path: Path, known: Mapping[str, object]) -> None:
        """Report an unknown key."""
        self._report(self._codes.key, f"Unknown key “{path[-1]}”.", path, nearest(str(path[-1]), known))

    def _report(self, code: DiagnosticCode, message: str, path: Path, hint: str) -> None:
        self.misfits += 1
        self._diagnostics.add(code, message, self._marked.place(*path), hint)


class _Field(Value):
    """A field of a form and the function that reads it."""

    name: str
    read: _Read
    required: bool
    keys: frozenset[str] = frozenset()
    """The keys below it, when it is a form."""


@cache
def _readers(form: type[Form]) -> Mapping[str, _Field]:
    """The fields of a form by the keys that they have in a file."""
    return {
        field.encode_name: _Field(field.name, _reader(field.type), field.required, _keys(field.type))
        for field in fields(form)
        if not (get_origin(field.type) is Annotated and Computed() in get_args(field.type))
    }


def _keys(kind: Any) -> frozenset[str]:
    """The keys of a form, by the kind of a field."""
    kinds = get_args(kind) if get_origin(kind) in (Union, types.UnionType, Annotated) else (kind,)
    forms = [option for option in kinds if isinstance(option, type) and issubclass(option, Form)]
    return frozenset(field.encode_name for form in forms for field in fields(form))


def _reader(kind: Any) -> _Read:
    """The function that reads a value of an annotated type; raises TypeError for a type that forms cannot have."""
    if kind in SCALARS:
        return _parsed(SCALARS[kind])
    arguments = get_args(kind)
    origin = get_origin(kind)
    if origin is Annotated:
        return _annotated(arguments[0], arguments[1:])
    if origin in (Union, types.UnionType) and arguments[1:] == (types.NoneType,):
        return _optional(_reader(arguments[0]))
    if origin is Literal:
        return _choice({str(value): value for value in arguments})
    if origin is tuple and arguments[1:] == (...,):
        return _entries(_reader(arguments[0]))
    if origin is Mapping:
        names = get_args(arguments[0]) if get_origin(arguments[0]) is Literal else ()
        return _mapping(dict.fromkeys(names), _reader(arguments[1]))
    if isinstance(kind, type) and issubclass(kind, Form):
        return lambda filling, value, path: filling.form(kind, value, path)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _choice({str(member.value): member for member in kind})
    raise TypeError(f"a form cannot hold {kind}")


def _name(path: Path) -> str:
    """The name of a value in messages: the keys of its path, without indices of lists."""
    return ".".join(step for step in path if isinstance(step, str)) or str(path[-1] if path else "")


def _parsed(parse: Callable[[Any], Any]) -> _Read:
    def read(filling: _Filling, value: Any, path: Path) -> Any:
        try:
            return parse(value)
        except FieldError as misfit:
            filling.misfit(path, value, misfit)
        return None

    return read


def _optional(inner: _Read) -> _Read:
    return lambda filling, value, path: None if value is None else inner(filling, value, path)


def _choice(choices: Mapping[str, object]) -> _Read:
    numbers = [choice for choice in choices.values() if isinstance(choice, int)]

    def choose(value: Any) -> object:
        if isinstance(value, str) and value in choices:
            return choices[value]
        if isinstance(value, int) and not isinstance(value, bool) and value in numbers:
            return int(value)
        raise FieldError(f"cannot be {quoted(value)}", nearest(value if isinstance(value, str) else "", choices))

    return _parsed(choose)


def _entries(inner: _Read) -> _Read:
    def read(filling: _Filling, value: Any, path: Path) -> Any:
        if isinstance(value, list):
            return tuple(inner(filling, entry, (*path, index)) for index, entry in enumerate(value))
        filling.misfit(path, value, FieldError("is not a list", "Write a list between square brackets: [a, b]."))
        return ()

    return read


def _mapping(keys: Mapping[str, None], inner: _Read) -> _Read:
    """The function that reads a mapping; if there are `keys`, no others are allowed."""

    def read(filling: _Filling, value: Any, path: Path) -> Any:
        if not isinstance(value, dict):
            filling.misfit(path, value, FieldError(*_NO_SETTINGS))
            return {}
        for key in value:
            if keys and key not in keys:
                filling.unknown((*path, key), keys)
        return {key: inner(filling, entry, (*path, key)) for key, entry in value.items()}

    return read


def _annotated(kind: Any, notes: tuple[Any, ...]) -> _Read:
    """The function that reads a type with annotations."""
    changes = [note.change for note in notes if isinstance(note, Before)]
    checks: list[Callable[[Any], Any]] = [note.check for note in notes if isinstance(note, Limits)]
    checks += [note.change for note in notes if isinstance(note, After)]
    parsers = [_parsed(note.parse) for note in notes if isinstance(note, Parsed)]
    inner = parsers[0] if parsers else _reader(kind)
    if not changes and not checks:
        return inner

    def read(filling: _Filling, value: Any, path: Path) -> Any:
        before = filling.misfits
        try:
            for change in changes:
                value = change(value)
            result = inner(filling, value, path)
            for check in checks if filling.misfits == before else ():
                result = check(result)
        except FieldError as misfit:
            filling.misfit(path, value, misfit)
            return None
        return result

    return read


MM = 72 / 25.4
_UNITS = {"pt": 1.0, "mm": MM, "cm": 720 / 25.4, "in": 72.0}
_LENGTH = re.compile(r"(-?\d{1,6}(?:[.,]\d+)?)\s*(pt|mm|cm|in)")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def parse_length(value: object) -> float:
    """Points from "12pt", "20 mm", "1.5cm" or 0. Raises FieldError, also for another number without a unit."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value == 0:
        return 0.0
    match = _LENGTH.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        hint = "Write a number with its unit: 12pt, 20mm, 1.5cm or 1in."
        raise FieldError(f"is not a length: {quoted(value)}", hint)
    return float(match[1].replace(",", ".")) * _UNITS[match[2]]


def _parse_hex(value: object) -> str:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise FieldError(f"is not a colour: {quoted(value)}", 'Write six hexadecimal digits in quotes: "#003366".')
    return value.lower()


def _parse_cmyk(value: object) -> tuple[float, ...]:
    if not isinstance(value, list) or len(value) != 4 or not all(isinstance(v, int | float) for v in value):
        raise FieldError("must be four inks", "Write four percentages: [100, 70, 0, 40].")
    if not all(0 <= v <= 100 for v in value):
        raise FieldError("has an ink that is no percentage", "Write four numbers from 0 to 100.")
    return tuple(float(v) for v in value)


Length = Annotated[float, Parsed(parse_length)]
Hex = Annotated[str, Parsed(_parse_hex)]
Cmyk = Annotated[tuple[float, float, float, float], Parsed(_parse_cmyk)]
