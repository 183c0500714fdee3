"""`style.yaml` as it is written: what stands where in it, before anything is made of it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, Place
from reportbuilder.diagnostics.codes import STYLE_SETTINGS
from reportbuilder.files.inputs import MOST_TEXT, decode, load
from reportbuilder.project.located_yaml import LocatedData, read_yaml
from reportbuilder.project.schema import Form, Words, parse_settings
from reportbuilder.values import Value, field

STYLE_FILE = "style.yaml"


class StyleSheet(Value, eq=False):
    """The file of a house style in its folder: what is in it, None for a file that cannot be read, and what is wrong
    with it already."""

    folder: Path
    marked: LocatedData | None
    problems: tuple[Diagnostic, ...]


class _MissingLook(Form):
    """The one key of the file that is needed to read a report's text."""

    missing: Mapping[str, Words] = field(default_factory=dict)


def read_missing(sheet: StyleSheet | None) -> Mapping[str, str]:
    """What a house style prints for missing figures, by their marks, for whoever reads data before the style is made;
    nothing where that is wrong, which is told when it is made."""
    data = sheet.marked.data if sheet is not None and sheet.marked is not None else None
    if sheet is None or not isinstance(data, dict) or "missing" not in data:
        return {}
    said = LocatedData({"missing": data["missing"]}, {}, Place(STYLE_FILE))
    filled = parse_settings(_MissingLook, said, Diagnostics(), STYLE_SETTINGS)
    return filled.missing if filled is not None else {}


def read_sheet(folder: Path, shown: Callable[[Path], str]) -> StyleSheet:
    """Read the file in a folder of `styles/`, which it may not lead out of.

    `shown` gives the name by which it is called in problems.
    """
    path, diagnostics = folder / STYLE_FILE, Diagnostics()
    start = Place(shown(path), 1, 1)
    try:
        content = load(path, folder.parent, MOST_TEXT)
    except OSError as error:
        hint = "A style is a folder with a file style.yaml, saved as UTF-8."
        diagnostics.add(Code.STYLE_FILE, f"{start.file} cannot be read: {error.strerror}.", Place(start.file), hint)
        return StyleSheet(folder, None, tuple(diagnostics.problems))
    text = decode(content, start.file, diagnostics)
    marked = read_yaml(text, start, diagnostics) if text is not None else None
    return StyleSheet(folder, marked, tuple(diagnostics.problems))
