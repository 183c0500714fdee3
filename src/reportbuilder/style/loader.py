"""Loads a house style: checks `style.yaml` and makes a `HouseStyle` with its artwork and fonts."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from reportbuilder.diagnostics import Code, DiagnosticCode, Diagnostics, Place, nearest
from reportbuilder.diagnostics.codes import STYLE_SETTINGS
from reportbuilder.files.inputs import exists, load, on_disk
from reportbuilder.i18n.number_parsing import EMPTY, MARKS, reads_as_figure
from reportbuilder.project.located_yaml import LocatedData
from reportbuilder.project.project_folder import FONTS, STYLE_FILE
from reportbuilder.project.schema import Form, Words, parse_settings
from reportbuilder.style.artwork import artwork_names, read_pictures
from reportbuilder.style.contrast_checks import check_contrast, check_statuses
from reportbuilder.style.model import Design, HouseStyle, PageSetup, TextStyle, check_press
from reportbuilder.style.style_sheet import StyleSheet, font_path
from reportbuilder.text.font_check import font_features, font_problems
from reportbuilder.values import Value, field, replace


class _MissingLook(Form):
    """The only setting of the file that is needed to read the text of a report."""

    missing: Mapping[str, Words] = field(default_factory=dict)


def read_missing(sheet: StyleSheet | None) -> Mapping[str, str]:
    """The marks that a house style prints for missing figures, for reading data before the style is made; empty if they
    are invalid, which is reported when it is made."""
    data = sheet.marked.data if sheet is not None and sheet.marked is not None else None
    if sheet is None or not isinstance(data, dict) or "missing" not in data:
        return {}
    only_missing = LocatedData({"missing": data["missing"]}, {}, Place(STYLE_FILE))
    filled = parse_settings(_MissingLook, only_missing, Diagnostics(), STYLE_SETTINGS)
    return filled.missing if filled is not None else {}


_COLOUR_LISTS = frozenset(("series", "shades"))
_COLOUR_KEYS = frozenset({
    "colour", "leader_colour", "ground", "zebra", "group_ground", "span_ground", "head_ground", "muted", "axis", "norm",
})  # fmt: skip
# The text styles that stand in the column, where every line must meet the baseline grid.
_IN_COLUMN = (
    "body", "h2", "h3", "h4", "h5", "h6", "quote", "attribution", "callout_title", "callout", "signature",
    "contents_1", "contents_2", "contents_3",
)  # fmt: skip
# Their last line stands on the grid whatever their leading; the lines above it may stand between two grid lines.
_FREE_LEADING = frozenset({"h2", "h3", "h4", "h5", "h6", "quote"})
_ON_GRID = 0.05  # points; less cannot be seen
_SAME_SIZE = 1.0  # point

MOST_FONT_BYTES = 100_000_000
"""The largest font file in bytes; the largest fonts, for Chinese, have a quarter of that."""

_Step = str | int


def make_style(
    sheet: StyleSheet, fonts_folder: Path, shown: Callable[[Path], str], diagnostics: Diagnostics, design: str = ""
) -> HouseStyle | None:
    """Make the house style of a `style.yaml` and read its pictures; None, after reporting, if anything in it is wrong.

    If a `design` is named, only its artwork is read and only its contrast checked, which are most of the work. `shown`
    gives the names of files in messages.
    """
    own, marked = Diagnostics(list(sheet.problems)), sheet.marked
    style = parse_settings(HouseStyle, marked, own, STYLE_SETTINGS) if marked is not None else None
    complete = None
    if style is not None and marked is not None:
        style = replace(style, folders=sheet.folders, places=marked)
        _Checks(style, marked, own).run(fonts_folder)
        layers = tuple(zip(sheet.folders, sheet.palettes, strict=True))
        pictures = read_pictures(artwork_names(style, design), layers, shown, own, lambda n: _place_of(n, marked))
        complete = replace(style, pictures=pictures)
        _check_sizes(complete, marked, own)
        if not own.failed:  # of what is not there or does not fit, nothing is behind anything
            check_statuses(complete, marked, own)
            designs = [name for name in style.designs if design in ("", name)]
            check_contrast(complete, designs, fonts_folder, marked, own)
    diagnostics.problems.extend(own.problems)
    return None if own.failed else complete


class _Checks(Value):
    """Checks beyond the schema of the file: that names are defined, and that lengths are consistent."""

    style: HouseStyle
    marked: LocatedData
    diagnostics: Diagnostics

    def run(self, fonts_folder: Path) -> None:
        self._fonts(fonts_folder)
        if not self.diagnostics.failed:  # fonts that are not there have no features
            self._font_features(fonts_folder)
        self._inks(self.style.print.ink_limit)
        check_press(self.style.print, self.style.colours, self.marked, self.diagnostics)
        self._missing()
        for path, key, value in _strings(self.style):
            place = self.marked.place(*path)
            if key == "face" and value not in self.style.fonts:
                self._unknown(Code.STYLE_FACE, "font", value, place, self.style.fonts)
            elif key in _COLOUR_KEYS and value and value not in self.style.colours:
                self._unknown(Code.STYLE_COLOUR, "colour", value, place, self.style.colours)
        for name, design in self.style.designs.items():
            self._columns(name, design.page)
            self._grid(name, design)

    def _unknown(self, code: DiagnosticCode, what: str, name: str, place: Place, known: Mapping[str, object]) -> None:
        self.diagnostics.add(code, f"The style has no {what} “{name}”.", place, nearest(name, known))

    def _missing(self) -> None:
        """Check the marks for missing figures: each must be allowed in data, and must not be a figure."""
        known = ", ".join(f"“{mark}”" for mark in MARKS)
        for mark, words in self.style.missing.items():
            place, code = self.marked.place("missing", mark), Code.STYLE_MISSING
            if not mark:
                message = "The mark of a missing figure is lacking here."
                hint = f'Write it between quotation marks ("?": …); for cells that hold nothing, write “{EMPTY}”.'
                self.diagnostics.add(code, message, place, hint)
            elif mark not in MARKS and mark != EMPTY:
                message = f"“{mark}” is no mark for a missing figure that all data may have."
                hint = f"These are: {known}, and “{EMPTY}” for cells that hold nothing. Others are declared under "
                self.diagnostics.add(code, message, place, f"{hint}“missing” in the data's own file, data/NAME.yaml.")
            elif reads_as_figure(words):
                message = f"“{words}” would be read as a figure where there is none."
                self.diagnostics.add(code, message, place, "Write words or a sign: “x”, “–”, “onbekend”.")
            elif len(words.splitlines()) > 1:
                message = f"What is printed for “{mark}” has more than one line."
                self.diagnostics.add(code, message, place, "Write it on one line.")
            elif not words.strip() and mark != EMPTY:
                message = f"“{mark}” says why a figure is missing, and would not be seen."
                hint = f"Write what is printed for it, or take the line away; only “{EMPTY}” may be printed as nothing."
                self.diagnostics.add(code, message, place, hint)

    def _font_features(self, folder: Path) -> None:
        """Report capitals and figures that a font has not: they would be set as all others, and nobody would know."""
        known: dict[str, frozenset[str]] = {}
        for path, text in _text_styles(self.style):
            face = self.style.fonts.get(text.face)
            if not text.font_features or face is None:
                continue
            if face.file not in known:
                file, root = font_path(face.file, self.style.folders, folder)
                known[face.file] = font_features(load(file, root, MOST_FONT_BYTES))
            for key, features in (("small_caps", ("smcp", "c2sc")), ("figures", ("onum",))):
                lacking = [name for name in text.font_features if name in features and name not in known[face.file]]
                if lacking:
                    what = "small capitals" if key == "small_caps" else "old-style figures"
                    message = f"The font file “{face.file}” has no {what} (OpenType: {', '.join(lacking)})."
                    hint = f"Take “{key}” away, or a font that has them."
                    self.diagnostics.add(Code.STYLE_FONT_DOUBTFUL, message, self.marked.place(*path, key), hint)

    def _fonts(self, folder: Path) -> None:
        folders = [fonts for fonts in (folder, *(style / FONTS for style in self.style.folders)) if fonts.is_dir()]
        files = sorted({path.name for fonts in folders for path in fonts.iterdir() if path.is_file()})
        checked: set[str] = set()
        for index, name in enumerate(self.style.fallback):
            if name not in self.style.fonts:
                self._unknown(Code.STYLE_FACE, "font", name, self.marked.place("fallback", index), self.style.fonts)
        for name, face in self.style.fonts.items():
            place = self.marked.place("fonts", name, "file")
            path, root = font_path(face.file, self.style.folders, folder)
            if on_disk(path).name not in files:
                message = f"The font file “{face.file}” is not in the fonts folder."
                self.diagnostics.add(Code.STYLE_FONT_MISSING, message, place, nearest(face.file, files))
            elif exists(path, self.diagnostics, place) and face.file not in checked:
                checked.add(face.file)
                self._font(root, face.file, place, self._only_fallback(face.file))
            for key, other in (("emphasis", face.emphasis), ("strong", face.strong)):
                if other and other not in self.style.fonts:
                    self._unknown(
                        Code.STYLE_FACE, "font", other, self.marked.place("fonts", name, key), self.style.fonts
                    )

    def _only_fallback(self, file: str) -> bool:
        """Whether a font file is used only as a fallback for missing characters."""
        faces = {name for name, face in self.style.fonts.items() if face.file == file}
        if not faces <= set(self.style.fallback):
            return False
        beside = {n for key, face in self.style.fonts.items() if key not in faces for n in (face.emphasis, face.strong)}
        named = {value for _, key, value in _strings(self.style.designs) if key == "face"}
        return not faces & (beside | named)

    def _font(self, folder: Path, file: str, place: Place, fallback: bool) -> None:
        """Report the problems of a font file."""
        try:
            data = load(folder / file, folder, MOST_FONT_BYTES)
        except OSError as error:
            message = f"The font file “{file}” cannot be read: it {error.strerror}."
            self.diagnostics.add(Code.STYLE_FONT, message, place, "Check its permissions.")
            return
        for problem in font_problems(data, fallback):
            code = Code.STYLE_FONT if problem.grave else Code.STYLE_FONT_DOUBTFUL
            self.diagnostics.add(code, f"The font file “{file}” {problem.message}.", place, problem.hint)

    def _inks(self, limit: float) -> None:
        for name, colour in self.style.colours.items():
            if colour.cmyk is not None and sum(colour.cmyk) > limit:
                message = f"“{name}” takes {sum(colour.cmyk):.0f} % of ink; the paper takes {limit:g} %."
                hint = "Take less of the inks that darken, and more black."
                self.diagnostics.add(Code.STYLE_INK, message, self.marked.place("colours", name, "cmyk"), hint)

    def _columns(self, design: str, page: PageSetup) -> None:
        area = page.width - page.inside - page.outside
        text = area if page.text_width is None else page.text_width
        column = (text - (page.columns - 1) * page.gutter) / page.columns
        place = self.marked.place("designs", design, "page")
        hint = "Width less inside and outside margins is what columns and gutters share."
        if text > area + _ON_GRID:
            message = "The text is wider than the margins leave room for."
            self.diagnostics.add(
                Code.STYLE_PAGE, message, self.marked.place("designs", design, "page", "text_width"), hint
            )
        elif column <= 0:
            self.diagnostics.add(
                Code.STYLE_PAGE, f"{page.columns} columns do not fit between the margins.", place, hint
            )
        if page.grid <= 0 or page.height - page.top - page.foot < page.grid:
            message = "Not one line of the grid fits between the top and foot margins."
            self.diagnostics.add(Code.STYLE_PAGE, message, place, "Height less top and foot is a number of grid lines.")
        elif not _whole(page.height - page.top - page.foot, page.grid):
            lines = round((page.height - page.top - page.foot) / page.grid)
            foot = page.height - page.top - lines * page.grid
            message = "The type area is not a whole number of grid lines high."
            self.diagnostics.add(
                Code.STYLE_GRID, message, self.marked.place("designs", design, "page", "foot"),
                f"With a foot of {foot:.2f}pt it holds {lines} lines.",
            )  # fmt: skip

    def _grid(self, name: str, design: Design) -> None:
        grid = design.page.grid
        if grid <= 0:
            return
        for role in _IN_COLUMN:
            text: TextStyle = getattr(design.text, role)
            for key in ("before", "after") if role in _FREE_LEADING else ("leading", "before", "after"):
                length: float = getattr(text, key)
                if not _whole(length, grid):
                    place = self.marked.place("designs", name, "text", role, key)
                    message = f"{key.capitalize()} of “{role}” leaves the baseline grid of {grid:g}pt."
                    hint = f"Take {max(round(length / grid), 1 if key == 'leading' else 0) * grid:g}pt."
                    self.diagnostics.add(Code.STYLE_GRID, message, place, hint)


def _whole(length: float, grid: float) -> bool:
    return abs(length - round(length / grid) * grid) < _ON_GRID


def _check_sizes(style: HouseStyle, marked: LocatedData, diagnostics: Diagnostics) -> None:
    """Check that artwork with a bleed is as large as the page with its bleed, where the printer trims it."""
    for name, design in style.designs.items():
        for part, bleed, height in (
            ("cover", design.cover.bleed, design.page.height),
            ("opener", design.opener.bleed, None),  # a band may be as high as it likes
        ):
            artwork = design.cover.artwork if part == "cover" else design.opener.artwork
            picture = style.pictures.get(artwork)
            if picture is None:
                continue
            wanted = (design.page.width + 2 * bleed, picture.height if height is None else height + 2 * bleed)
            if max(abs(picture.width - wanted[0]), abs(picture.height - wanted[1])) > _SAME_SIZE:
                diagnostics.add(
                    Code.ARTWORK_SIZE,
                    f"“{artwork}” is {_mm(picture.width, picture.height)}; with the bleed it should be {_mm(*wanted)}.",
                    marked.place("designs", name, part, "artwork"),
                    "Redraw it at that size, or change the bleed.",
                )


def _mm(width: float, height: float) -> str:
    return " × ".join(f"{length / 72 * 25.4:.4g}".replace(".", ",") for length in (width, height)) + " mm"


def _strings(data: object, path: tuple[_Step, ...] = (), key: str = "") -> Iterator[tuple[tuple[_Step, ...], str, str]]:
    """Every string in data or a form with its path, and the key of its value or of the list that contains it."""
    if isinstance(data, str):
        yield path, key, data
    elif data is None or isinstance(data, float):  # as most of a style: no need to look what else it might be
        return
    elif isinstance(data, Form):
        for name in data.__struct_fields__:
            yield from _strings(getattr(data, name), (*path, name), name)
    elif isinstance(data, Mapping):
        for name, value in data.items():
            yield from _strings(value, (*path, name), str(name))
    elif isinstance(data, tuple | list):
        inner = "colour" if key in _COLOUR_LISTS else key  # the entries are looked up like any other colour
        for index, value in enumerate(data):
            yield from _strings(value, (*path, index), inner)


def _text_styles(data: object, path: tuple[_Step, ...] = ()) -> Iterator[tuple[tuple[_Step, ...], TextStyle]]:
    """Every text style in a form, with its path."""
    if isinstance(data, TextStyle):
        yield path, data
    elif isinstance(data, Form):
        for name in data.__struct_fields__:
            yield from _text_styles(getattr(data, name), (*path, name))
    elif isinstance(data, Mapping):
        for name, value in data.items():
            yield from _text_styles(value, (*path, name))
    elif isinstance(data, tuple):
        for index, value in enumerate(data):
            yield from _text_styles(value, (*path, index))


def _place_of(name: str, marked: LocatedData) -> Place:
    """The place of the first value that is this string."""
    return next((marked.place(*path) for path, _, value in _strings(marked.data) if value == name), marked.start)
