"""Reports in both editions: the real ones, each built once, and a small one of a test's own."""

import shutil
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

from reportbuilder.diagnostics import Diagnostic, Diagnostics
from reportbuilder.layout.page import Layout
from reportbuilder.press.inks import Converter
from reportbuilder.press.profile import read_profile
from tests import whole_reports
from tests.styles import read_style
from tests.whole_reports import ROOT, BuiltReport, build_whole

BODY = "De eenheid werkt met de gemeenten aan een veilige omgeving, en legt daar elk jaar verantwoording over af. "
"""A sentence without anything that is not in the ink of the body."""

SETTINGS = """title: Klein verslag
year: 2022
style: rvo
design: {design}
version: {{label: Proefdruk, date: 2022-03-04}}
parts:
  body: [chapters/tekst.md]
{more}"""


class Printed(NamedTuple):
    """A report: its pages as they were composed, both of its files, and what is worth knowing about it."""

    layout: Layout
    screen: bytes
    press: bytes
    problems: tuple[Diagnostic, ...]


def build(folder: Path, project: Path = ROOT) -> Printed:
    """Build a report of a project in both editions."""
    return _printed(build_whole(folder, project, ("screen", "print")))


@cache
def built(folder: Path) -> Printed:
    """One of the real reports, built once."""
    return _printed(whole_reports.built(folder))


def _printed(made: BuiltReport) -> Printed:
    return Printed(made.composed.layout, made.files["screen"], made.files["print"], made.problems)


class Desk:
    """A folder with a small report of one chapter, and with a copy of the house style that may be changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.report = folder / "content" / "klein"
        for name in ("chapters", "images"):
            (self.report / name).mkdir(parents=True)
        shutil.copytree(ROOT / "styles" / "rvo", folder / "styles" / "rvo")
        self.profiles = folder / "styles" / "rvo" / "icc"
        self.profiles.chmod(0o755)
        (folder / "fonts").symlink_to(ROOT / "fonts")
        self.chapter = self.report / "chapters" / "tekst.md"
        self.settings()
        self.write(BODY)

    def settings(self, design: str = "document", more: str = "") -> None:
        """Write report.yaml, with more lines at its end."""
        (self.report / "report.yaml").write_text(SETTINGS.format(design=design, more=more), encoding="utf-8")

    def write(self, *blocks: str) -> None:
        """Write the chapter: its title, and these blocks."""
        self.chapter.write_text("\n\n".join(("# Tekst", *blocks)) + "\n", encoding="utf-8")

    def figures(self, *names: str) -> None:
        """Write a chapter of images under each other."""
        self.write(*(f":::{{figure}} images/{name}\n:alt: Een vlak\n:::" for name in names))

    def image(self, name: str, image: Image.Image, **save: Any) -> None:
        """Save an image where the chapter finds it."""
        image.save(self.report / "images" / name, **save)

    def style(self, old: str, new: str) -> int:
        """Change a piece of the style, and give its line."""
        file = self.folder / "styles" / "rvo" / "style.yaml"
        text = file.read_text(encoding="utf-8")
        at = text.index(old)
        file.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
        return text[:at].count("\n") + 1

    def build(self) -> Printed:
        """Build the report in both editions."""
        return build(self.report, self.folder)

    def converter(self) -> Converter:
        """What screen colours become in the inks of the press."""
        diagnostics = Diagnostics()
        style = read_style(self.folder / "styles" / "rvo", ROOT / "fonts", str, diagnostics)
        profile = read_profile(style, self.profiles.parent, diagnostics) if style else None
        assert profile is not None
        return Converter(profile)
