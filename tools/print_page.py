#!/usr/bin/env python3
"""Picture a page of the print edition with its boxes drawn over it and its marks named: docs/images/print-page.png.

    python tools/print_page.py output/jaarverslag-2022/jaarverslag-2022-print.pdf docs/images/print-page.png --page 4

Needs poppler's pdftoppm on the path, Pillow and pypdf.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader

DPI = 66
EDGE, ROOM = 44, 200  # pixels: around the sheet, and for the names beside it
GROUND, INK = (236, 239, 242), (40, 48, 56)
FONT = Path(__file__).parents[1] / "fonts" / "SourceSans3-Semibold.ttf"
BOXES = {
    "/MediaBox": ("The sheet (MediaBox)", (96, 108, 120)),
    "/BleedBox": ("With bleed (BleedBox)", (204, 51, 0)),
    "/TrimBox": ("The page, cut (TrimBox)", (0, 110, 60)),
}


class Scene:
    """A sheet on a ground, with a way from points of the page to pixels of the picture."""

    def __init__(self, pdf: Path, number: int) -> None:
        self.page = PdfReader(pdf).pages[number - 1]
        left, _, _, top = (float(edge) for edge in self.page["/MediaBox"])
        self._left, self._top = left, top
        sheet = _rendered(pdf, number)
        self.picture = Image.new("RGB", (sheet.width + EDGE + ROOM, sheet.height + 2 * EDGE), GROUND)
        self.picture.paste(sheet, (EDGE, EDGE))
        self.draw = ImageDraw.Draw(self.picture)
        self._font = ImageFont.truetype(str(FONT), 15)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as a pixel."""
        return EDGE + (x - self._left) * DPI / 72, EDGE + (self._top - y) * DPI / 72

    def box(self, name: str, colour: tuple[int, int, int]) -> None:
        """Draw one of the page's boxes."""
        left, foot, right, top = (float(edge) for edge in self.page[name])
        self.draw.rectangle((*self.at(left, top), *self.at(right, foot)), outline=colour, width=2)

    def beside(self, words: str, x: float, y: float, colour: tuple[int, int, int] = INK) -> None:
        """Name what is at a point, right of the sheet."""
        column, height = self.picture.width - ROOM + 36, self.at(x, y)[1]
        self._pointed(self.at(x, y), (column - 6, height), colour)
        self.draw.text((column, height), words, fill=colour, font=self._font, anchor="lm")

    def over(self, words: str, x: float, y: float) -> None:
        """Name what is at a point, above the sheet or below."""
        across, height = self.at(x, y)
        above = height < self.picture.height / 2
        row = 14 if above else self.picture.height - 14
        self._pointed((across, height), (across, row + (10 if above else -10)), INK)
        self.draw.text((across, row), words, fill=INK, font=self._font, anchor="mm")

    def _pointed(self, spot: tuple[float, float], end: tuple[float, float], colour: tuple[int, int, int]) -> None:
        self.draw.line((*spot, *end), fill=colour, width=1)
        self.draw.ellipse((spot[0] - 2.5, spot[1] - 2.5, spot[0] + 2.5, spot[1] + 2.5), fill=colour)


def _rendered(pdf: Path, number: int) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        page = ["-f", str(number), "-l", str(number), "-singlefile", "-r", str(DPI)]
        subprocess.run(["pdftoppm", *page, "-png", str(pdf), f"{folder}/page"], check=True)
        with Image.open(f"{folder}/page.png") as image:
            return image.convert("RGB")


def pictured(pdf: Path, number: int) -> Image.Image:
    """The picture of a page."""
    scene = Scene(pdf, number)
    for name, (_, colour) in BOXES.items():
        scene.box(name, colour)
    _, _, width, height = (float(edge) for edge in scene.page["/TrimBox"])
    outside = float(scene.page["/BleedBox"][2]) - width + 8  # in the middle of the marks
    scene.over("Colour bars", 82, height + outside)
    scene.over("Slug line", 82, float(scene.page["/MediaBox"][1]) + 5)
    scene.beside("Crop mark", width + outside, height)
    scene.beside("Registration mark", width + outside, height / 2)
    for index, (name, (words, colour)) in enumerate(BOXES.items()):
        scene.beside(words, float(scene.page[name][2]), height * 0.72 - 30 * index, colour)
    return scene.picture


def main() -> None:
    """Read the arguments, write the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pdf", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--page", type=int, default=1)
    args = parser.parse_args()
    pictured(args.pdf, args.page).quantize(128).save(args.picture, optimize=True)


if __name__ == "__main__":
    main()
