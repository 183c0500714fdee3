"""`style.yaml` as it is written: what stands where in it, before anything is made of it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from reportbuilder.files import MOST_TEXT, decode, load
from reportbuilder.forms import Form, Words, fill_in
from reportbuilder.marked import Marked, read_marked
from reportbuilder.problems import Findings, Place, Problem
from reportbuilder.values import Value, field

STYLE_FILE = "style.yaml"


class StyleSheet(Value, eq=False):
    """The file of a house style in its folder: what is in it, None for a file that cannot be read, and what is wrong
    with it already."""

    folder: Path
    marked: Marked | None
    problems: tuple[Problem, ...]


class _MissingLook(Form):
    """The one key of the file that is needed to read a report's text."""

    missing: Mapping[str, Words] = field(default_factory=dict)


def read_missing(sheet: StyleSheet | None) -> Mapping[str, str]:
    """What a house style prints for missing figures, by their marks, for whoever reads data before the style is made;
    nothing where that is wrong, which is told when it is made."""
    data = sheet.marked.data if sheet is not None and sheet.marked is not None else None
    if sheet is None or not isinstance(data, dict) or "missing" not in data:
        return {}
    said = Marked({"missing": data["missing"]}, {}, Place(STYLE_FILE))
    filled = fill_in(_MissingLook, said, Findings(), "style")
    return filled.missing if filled is not None else {}


def read_sheet(folder: Path, shown: Callable[[Path], str]) -> StyleSheet:
    """Read the file in a folder of `styles/`, which it may not lead out of.

    `shown` gives the name by which it is called in problems.
    """
    path, findings = folder / STYLE_FILE, Findings()
    start = Place(shown(path), 1, 1)
    try:
        content = load(path, folder.parent, MOST_TEXT)
    except OSError as error:
        hint = "A style is a folder with a file style.yaml, saved as UTF-8."
        findings.error("style-file", f"{start.file} cannot be read: {error.strerror}.", Place(start.file), hint)
        return StyleSheet(folder, None, tuple(findings.problems))
    text = decode(content, start.file, findings)
    marked = read_marked(text, start, findings) if text is not None else None
    return StyleSheet(folder, marked, tuple(findings.problems))
