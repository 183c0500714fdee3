"""The palette in the inks of a press, and whether the press can hold them."""

from collections.abc import Mapping

from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.press.convert import Converter, Percentages
from reportbuilder.press.profile import OutputProfile
from reportbuilder.style.model import HouseStyle
from reportbuilder.values import Value, field

Inks = tuple[float, float, float, float]

_NAMES = ("cyan", "magenta", "yellow", "black")


class Separation(Value):
    """An ink of its own, by the name that the printer knows, and what stands for it where it is not on the press."""

    name: str
    alternate: Inks


class PrintColours(Value):
    """What every colour is on paper: shares from 0 to 1 of cyan, magenta, yellow and black, or an ink of its own.

    `palette` has the colours of the style by name. A picture's own colour (`"#rrggbb"`) is that of the palette where
    it is the same on the screen (the first of that screen value), and else converted.
    """

    palette: Mapping[str, Inks | Separation]
    names: Mapping[str, str]
    converter: Converter
    own: dict[str, Inks] = field(default_factory=dict)

    @property
    def spots(self) -> tuple[str, ...]:
        """The names of the inks of their own, each once."""
        return tuple(dict.fromkeys(ink.name for ink in self.palette.values() if isinstance(ink, Separation)))

    def alternate(self, spot: str) -> Inks:
        """What stands for an ink of its own, by its name."""
        return next(ink.alternate for ink in self.palette.values() if isinstance(ink, Separation) and ink.name == spot)

    def of(self, colour: str) -> Inks | Separation:
        """The inks of a palette colour or of `"#rrggbb"`; an unknown name is a KeyError."""
        if not colour.startswith("#"):
            return self.palette[colour]
        code = colour.lower()
        if code in self.names:
            return self.palette[self.names[code]]
        if code not in self.own:
            self.own[code] = _shares(self.converter.percentages(code))
        return self.own[code]

    def inks(self, colour: str) -> Inks:
        """The process inks of a colour, also of one with an ink of its own."""
        found = self.of(colour)
        return found.alternate if isinstance(found, Separation) else found

    def plates(self, colour: str) -> tuple[str, ...]:
        """The inks that a colour takes, by name: how many plates must be in register where it is printed."""
        found = self.of(colour)
        if isinstance(found, Separation):
            return (found.name,)
        return tuple(name for name, ink in zip(_NAMES, found, strict=True) if ink)

    def coverage(self, colour: str) -> float:
        """All process inks together, in percent."""
        return round(100 * sum(self.inks(colour)), 1)


def print_colours(style: HouseStyle, profile: OutputProfile, diagnostics: Diagnostics) -> PrintColours:
    """The palette on paper. A colour without `cmyk` is converted, and noted; one that the press cannot hold, or that
    is a rich black without leave, is an error at the colour."""
    converter = Converter(profile)
    palette: dict[str, Inks | Separation] = {}
    for name, colour in style.colours.items():
        percentages = colour.cmyk
        if percentages is None:
            percentages = converter.percentages(colour.screen)
            _note_converted(style, name, percentages, diagnostics)
        spot = colour.spot or style.print.spots.get(name, "")
        palette[name] = Separation(spot, _shares(percentages)) if spot else _shares(percentages)
    names = {colour.screen: name for name, colour in reversed(list(style.colours.items()))}
    colours = PrintColours(palette, names, converter)
    for name in palette:
        _check_limit(style, name, colours, diagnostics)
        _check_rich_black(style, name, colours, diagnostics)
    _check_spots(style, palette, diagnostics)
    return colours


def _shares(percentages: Percentages) -> Inks:
    cyan, magenta, yellow, black = percentages
    return cyan / 100, magenta / 100, yellow / 100, black / 100


def listed(inks: Inks) -> str:
    """Inks as a style writes them: `[100, 75, 0, 38]`."""
    return f"[{', '.join(f'{round(100 * ink, 1):g}' for ink in inks)}]"


def _note_converted(style: HouseStyle, name: str, percentages: Percentages, diagnostics: Diagnostics) -> None:
    written = listed(_shares(percentages))
    message = f"“{name}” has no inks of its own: {style.colours[name].screen} is printed as {written}."
    hint = f"To choose its inks, write “cmyk: {written}” beside its screen colour, and change that."
    diagnostics.add(Code.PRINT_CONVERTED, message, style.places.place("colours", name), hint)


def _check_limit(style: HouseStyle, name: str, colours: PrintColours, diagnostics: Diagnostics) -> None:
    coverage, limit = colours.coverage(name), style.print.ink_limit
    if coverage > limit:
        message = f"“{name}” takes {coverage:g} % of ink; the paper takes {limit:g} %."
        hint = "Write its inks as “cmyk”, with less of those that darken and more black."
        diagnostics.add(Code.PRINT_INK, message, style.places.place("colours", name, "cmyk"), hint)


def _check_rich_black(style: HouseStyle, name: str, colours: PrintColours, diagnostics: Diagnostics) -> None:
    *others, black = colours.inks(name)
    if black == 1 and any(others) and name not in style.print.rich_black:
        message = f"“{name}” is a rich black, {listed(colours.inks(name))}: letters and lines in it get coloured edges."
        hint = f"Take [0, 0, 0, 100]; or, for large areas only, allow it: print: {{rich-black: [{name}]}}."
        diagnostics.add(Code.PRINT_RICH_BLACK, message, style.places.place("colours", name, "cmyk"), hint)


def _check_spots(style: HouseStyle, palette: Mapping[str, Inks | Separation], diagnostics: Diagnostics) -> None:
    """An ink has one name and one alternate in a file, and a colour one ink."""
    first: dict[str, tuple[str, Separation]] = {}
    for name, ink in palette.items():
        if not isinstance(ink, Separation):
            continue
        place = style.places.place("colours", name, "spot")
        other, known = first.setdefault(ink.name, (name, ink))
        if known.alternate != ink.alternate:
            message = f"“{name}” and “{other}” are both “{ink.name}”, and differ: {listed(ink.alternate)} and "
            hint = "Give both the same cmyk: it stands for the ink where that is not on the press."
            diagnostics.add(Code.PRINT_SPOT, f"{message}{listed(known.alternate)}.", place, hint)
        if style.print.spots.get(name, ink.name) != ink.name:
            message = f"“{name}” is “{ink.name}” here, and “{style.print.spots[name]}” in print.spots."
            diagnostics.add(Code.PRINT_SPOT, message, place, "Say it in one of both places.")
