"""Reads `style.yaml`, with the style that it extends, into one set of settings that know their file and line.

A style says only what differs from its parent (`extends: rvo`), and a design only what differs from another design of
its style (`extends: document`). Settings are merged key by key; a list, a single value and an entry of the palette
replace those of the parent as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, Place, nearest
from reportbuilder.files.inputs import MOST_TEXT, decode, load
from reportbuilder.files.remembered import folder_listing
from reportbuilder.project import located_yaml
from reportbuilder.project.located_yaml import LocatedData, read_yaml
from reportbuilder.project.project_folder import FONTS, STYLE_FILE
from reportbuilder.values import Value

EXTENDS = "extends"
MOST_PARENTS = 8
"""The longest chain of styles, or of designs, that extend each other."""


class StyleSheet(Value, eq=False):
    """A parsed `style.yaml`, merged with those that it extends.

    `folders` are those of the style and its parents, its own first; `palettes` the screen colours of each of them, by
    their names; `marked` is None if the file cannot be read; `problems` are those found in it.
    """

    folders: tuple[Path, ...]
    marked: LocatedData | None
    problems: tuple[Diagnostic, ...]
    palettes: tuple[Mapping[str, str], ...] = ()

    @property
    def folder(self) -> Path:
        """The folder of the style itself."""
        return self.folders[0]


def read_sheet(folder: Path, shown: Callable[[Path], str]) -> StyleSheet:
    """Parse the `style.yaml` in a folder of `styles/`, which it may not lead out of, and those of the styles that it
    extends. `shown` gives the names of files in messages."""
    diagnostics = Diagnostics()
    sheets: list[LocatedData] = []
    folders = [folder]
    while len(sheets) < len(folders):
        marked = _read_file(folders[-1], sheets[-1] if sheets else None, shown, diagnostics)
        if marked is None:
            break
        sheets.append(marked)
        parent = _parent(marked, folders, shown, diagnostics)
        if parent is not None:
            folders.append(parent)
    if len(sheets) < len(folders):
        return StyleSheet(tuple(folders), None, tuple(diagnostics.problems))
    merged = [sheets[-1]]
    for own in reversed(sheets[:-1]):
        merged.insert(0, merge_settings(own, merged[0]))
    complete = _with_extended_designs(merged[0], diagnostics)
    palettes = tuple(_screen_colours(data) for data in merged)
    return StyleSheet(tuple(folders), complete, tuple(diagnostics.problems), palettes)


def font_path(file: str, style_folders: Sequence[Path], shared: Path) -> tuple[Path, Path]:
    """The path of a font file, and the folder that it has to be in: `fonts/` of the style, else of one that it extends,
    else that of the project, which is taken where the file is nowhere."""
    for folder in (*(style / FONTS for style in style_folders), shared):
        if (folder / file).is_file():
            return folder / file, folder
    return shared / file, shared


def _read_file(
    folder: Path, child: LocatedData | None, shown: Callable[[Path], str], diagnostics: Diagnostics
) -> LocatedData | None:
    """The settings in the `style.yaml` of a folder; None, after reporting, if it cannot be read. A parent that is not
    there is reported where its `child` names it."""
    path = folder / STYLE_FILE
    start = Place(shown(path), 1, 1)
    try:
        content = load(path, folder.parent, MOST_TEXT)
    except OSError as error:
        if child is not None and isinstance(error, FileNotFoundError | NotADirectoryError):
            folder_listing(folder.parent)  # a style that appears, or changes its name, is looked for again
            known = [file.parent.name for file in folder.parent.glob(f"*/{STYLE_FILE}")]
            message = f"There is no house style “{folder.name}” in {shown(folder.parent)}/, which this style extends."
            hint = nearest(folder.name, known)
            diagnostics.add(Code.STYLE_EXTENDS, message, child.place(EXTENDS), hint)
            return None
        hint = "A style is a folder with a file style.yaml, saved as UTF-8."
        diagnostics.add(Code.STYLE_FILE, f"{start.file} cannot be read: {error.strerror}.", Place(start.file), hint)
        return None
    text = decode(content, start.file, diagnostics)
    return read_yaml(text, start, diagnostics) if text is not None else None


def _parent(
    marked: LocatedData, folders: Sequence[Path], shown: Callable[[Path], str], diagnostics: Diagnostics
) -> Path | None:
    """The folder of the style that the last of these extends; None if it extends none, or, after reporting, if the
    name cannot be one or the styles extend each other in a circle."""
    name = marked.data.get(EXTENDS) if isinstance(marked.data, dict) else None
    if name is None:
        return None
    place = marked.place(EXTENDS)
    if not isinstance(name, str) or len(Path(name).parts) != 1 or name == ".." or "\0" in name:
        hint = "Write the name of a folder in styles/, as in “extends: rvo”."
        diagnostics.add(Code.STYLE_EXTENDS, "“extends” is not the name of a house style.", place, hint)
        return None
    parent = folders[0].parent / name
    if parent in folders or len(folders) > MOST_PARENTS:
        chain = " → ".join(f"“{folder.name}”" for folder in (*folders, parent))
        message = f"These styles extend each other without end: {chain}."
        hint = f"Take “extends” out of one of them; {shown(parent / STYLE_FILE)} may stand by itself."
        diagnostics.add(Code.STYLE_EXTENDS, message, place, hint)
        return None
    return parent


# Merging ----------------------------------------------------------------------------------------------------------


def merge_settings(own: LocatedData, parent: LocatedData) -> LocatedData:
    """Settings over those of a parent: each value has the place where it stands, in either file."""
    places = dict(own.places)
    data = _merge(own.data, parent.data, (), parent.places, places)
    return LocatedData(data, places, own.start)


def _merge(
    own: Any,
    parent: Any,
    path: located_yaml.Path,
    parents: Mapping[located_yaml.Path, Place],
    places: dict[located_yaml.Path, Place],
    root: located_yaml.Path | None = None,
) -> Any:
    """One value over the parent's; what stays of the parent keeps its place, which is put into `places`.

    `root` is the path of the parent's value, where that is another.
    """
    root = path if root is None else root
    if not isinstance(own, dict) or not isinstance(parent, dict) or _replaces(path):
        return own
    merged: dict[str, Any] = {}
    for key, value in parent.items():
        if key in own:
            merged[key] = _merge(own[key], value, (*path, key), parents, places, (*root, key))
        elif (*path, key) != (EXTENDS,):  # the parent's own parent was merged before
            merged[key] = value
            _copy_places(value, (*path, key), parents, places, (*root, key))
    return merged | {key: value for key, value in own.items() if key not in merged}


def _copy_places(
    value: Any,
    path: located_yaml.Path,
    parents: Mapping[located_yaml.Path, Place],
    places: dict[located_yaml.Path, Place],
    root: located_yaml.Path,
) -> None:
    """Put the places of a value of the parent, and of all below it, into `places`."""
    if root in parents:
        places[path] = parents[root]
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in below:
        _copy_places(inner, (*path, step), parents, places, (*root, step))


def _replaces(path: located_yaml.Path) -> bool:
    """Whether settings replace the parent's as a whole: an entry of the palette does, so that a new screen colour is
    never printed in the inks of the old one."""
    return len(path) == 2 and path[0] == "colours"


def _with_extended_designs(marked: LocatedData, diagnostics: Diagnostics) -> LocatedData:
    """Settings whose designs are merged with the designs of the same style that they extend."""
    designs = marked.data.get("designs") if isinstance(marked.data, dict) else None
    if not isinstance(designs, dict) or not any(isinstance(one, dict) and EXTENDS in one for one in designs.values()):
        return marked
    places = dict(marked.places)
    complete = {name: _extended_design(name, designs, marked, places, (), diagnostics) for name in designs}
    return LocatedData({**marked.data, "designs": complete}, places, marked.start)


def _extended_design(
    name: str,
    designs: Mapping[str, Any],
    marked: LocatedData,
    places: dict[located_yaml.Path, Place],
    below: tuple[str, ...],
    diagnostics: Diagnostics,
) -> Any:
    """A design merged with the one that it extends; `below` are the designs that extend it, for finding circles."""
    design = designs[name]
    if not isinstance(design, dict) or EXTENDS not in design:
        return design
    other, place = design[EXTENDS], marked.place("designs", name, EXTENDS)
    own = {key: value for key, value in design.items() if key != EXTENDS}
    if not isinstance(other, str) or other not in designs:
        words = other if isinstance(other, str) else "…"
        message = f"The style has no design “{words}”, which this one extends."
        diagnostics.add(Code.STYLE_EXTENDS, message, place, nearest(words, [key for key in designs if key != name]))
        return own
    if other == name or other in below:
        chain = " → ".join(f"“{one}”" for one in (*below, name, other))
        message = f"These designs extend each other without end: {chain}."
        diagnostics.add(Code.STYLE_EXTENDS, message, place, "Take “extends” out of one of them.")
        return own
    parent = _extended_design(other, designs, marked, places, (*below, name), diagnostics)
    return _merge(own, parent, ("designs", name), dict(places), places, ("designs", other))


def _screen_colours(marked: LocatedData) -> Mapping[str, str]:
    """The screen colours of the palette in a file, as far as they are colours; what is wrong is told elsewhere."""
    colours = marked.data.get("colours") if isinstance(marked.data, dict) else None
    entries = colours.items() if isinstance(colours, dict) else ()
    return {
        name: entry["screen"].lower()
        for name, entry in entries
        if isinstance(entry, dict) and isinstance(entry.get("screen"), str)
    }
