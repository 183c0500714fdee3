"""All that the print edition must know of its press before a page is written."""

from pathlib import Path

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.press.checks import check_print
from reportbuilder.press.images import PressTarget
from reportbuilder.press.inks import PrintColours, print_colours
from reportbuilder.press.profile import OutputProfile, read_profile
from reportbuilder.style.model import HouseStyle
from reportbuilder.values import Value


class PressRoom(Value):
    """The profile of the press, the palette in its inks, and what turns images into them."""

    profile: OutputProfile
    colours: PrintColours
    images: PressTarget


def prepare_press(style: HouseStyle, folder: Path, diagnostics: Diagnostics, design: str = "") -> PressRoom | None:
    """Get ready to print a style from its folder, and check all of it, or one design if it is named; None without a
    profile. Other mistakes are errors among the findings: nothing may be written with them."""
    profile = read_profile(style, folder, diagnostics)
    if profile is None:
        return None
    colours = print_colours(style, profile, diagnostics)
    check_print(style, colours, diagnostics, design)
    return PressRoom(profile, colours, PressTarget(profile, style.print, colours.converter))
