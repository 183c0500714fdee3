"""Reads the ICC profile of a press and its paper: `print.profile` of a house style."""

import re
from io import BytesIO
from pathlib import Path
from typing import NoReturn

from PIL import ImageCms

from reportbuilder.diagnostics import Code, Diagnostics, nearest
from reportbuilder.files.inputs import load
from reportbuilder.style.model import HouseStyle, PressSettings
from reportbuilder.values import Value

ICC_FOLDER = "icc"

_HEADER = 128  # bytes (ICC.1, 7.2): size 0-3, class 12-15, colour space 16-19, "acsp" 36-39
_CLASSES = {"mntr": "a screen", "scnr": "a scanner or camera", "link": "a link between devices",
            "spac": "a colour space", "abst": "an effect", "nmcl": "named colours"}  # fmt: skip
_REGISTERED = re.compile(r"(?:FOGRA|IFRA|CGATS[ _]?TR[ _]?|TR[ _]?|JC|GRACoL|SWOP)\d+")
_ASK = "Ask the printer for the profile of press and paper: a CMYK output profile, a file that ends in .icc."


class OutputProfile(Value):
    """The profile of a press: its bytes, its description and colour space, and the name of the output condition (empty
    `registry`: the name is not a registered one)."""

    data: bytes
    file: str
    description: str
    space: str
    condition: str
    registry: str


class _NotAPressError(ValueError):
    """The file is not the profile of a press; has a message and a hint."""

    def __init__(self, says: str, hint: str = _ASK) -> None:
        super().__init__(says)
        self.hint = hint


def read_profile(style: HouseStyle, folder: Path, diagnostics: Diagnostics) -> OutputProfile | None:
    """Read the profile that a style names, from its folder or else that of a style that it extends; None, after
    reporting at `print.profile`, if it cannot be used."""
    press, place = style.print, style.places.place("print", "profile")
    try:
        if not press.profile:
            hint = "Add a section: “print: {profile: ….icc}”, with a file in the style's folder icc/."
            raise _NotAPressError("The style does not say for which press it is printed.", hint)
        folders = (folder, *style.folders[1:])
        own = next((one for one in folders if press.profile in _names(one / ICC_FOLDER)), folder)
        return _profile(_bytes(own / ICC_FOLDER, press.profile), press)
    except _NotAPressError as wrong:
        diagnostics.add(Code.PRINT_PROFILE, str(wrong), place, wrong.hint)
    return None


def _names(folder: Path) -> frozenset[str]:
    return frozenset(path.name for path in folder.iterdir()) if folder.is_dir() else frozenset()


def _bytes(folder: Path, name: str) -> bytes:
    try:
        return load(folder / name, folder.parent)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the name
        known = [path.name for path in folder.glob("*.ic[cm]")]
        hint = nearest(name, known) or "Put the profile there, as the printer gave it."
        raise _NotAPressError(f"There is no file “{name}” in the style's folder {ICC_FOLDER}/.", hint) from None
    except OSError as error:
        hint = "Put the file itself there, and see to it that you may read it."
        raise _NotAPressError(f"“{name}” cannot be read: {error.strerror}.", hint) from None


def _profile(data: bytes, press: PressSettings) -> OutputProfile:
    """Check the header of a profile and read its fields; raises _NotAPressError."""
    name = press.profile
    if len(data) < _HEADER or data[36:40] != b"acsp":
        raise _NotAPressError(f"“{name}” is not an ICC profile.")
    if int.from_bytes(data[:4], "big") != len(data):
        raise _NotAPressError(f"“{name}” is not whole: its size is not the one that it says.", "Copy it again.")
    device, space = (data[at : at + 4].decode("latin-1").strip() for at in (12, 16))
    if space != "CMYK":
        owner = f" of {_CLASSES[device]}" if device in _CLASSES else ""
        raise _NotAPressError(f"“{name}” is a profile for {space}{owner}; a press needs one for CMYK.")
    if device != "prtr":
        what = _CLASSES.get(device, f"class “{device}”")
        raise _NotAPressError(f"“{name}” is a profile of {what}, not of a press (class prtr).")
    description = _description(data, name)
    condition, registry = press.condition, press.registry
    if not condition:
        registered = _REGISTERED.search(description)
        condition, registry = (registered[0], registry) if registered else (description or name, "")
    return OutputProfile(data, name, description, space, condition, registry)


def _description(data: bytes, name: str) -> str:
    """The description in the profile; raises _NotAPressError if colours cannot be converted with it."""
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(data))
        usable = ImageCms.isIntentSupported(
            profile, ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Direction.OUTPUT
        )  # fmt: skip
        description = ImageCms.getProfileDescription(profile).strip()
    except (OSError, ImageCms.PyCMSError):
        _damaged(name)
    if usable != 1:
        _damaged(name)
    return description


def _damaged(name: str) -> NoReturn:
    message = f"“{name}” is damaged: colours cannot be converted with it."
    raise _NotAPressError(message, f"Copy it again. {_ASK}") from None
