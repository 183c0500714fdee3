#!/usr/bin/env python3
"""Put the pages of a PDF on one picture, to look at them all at once.

    python tools/contact_sheet.py REPORT.pdf SHEET.png [--pages 1-12] [--across 8] [--width 180]

Needs poppler's pdftoppm on the path, and Pillow.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

GAP = 10
GROUND = (150, 158, 166)


def render(pdf: Path, folder: Path, first: int, last: int, width: int) -> list[Image.Image]:
    """The pages as pictures of this width in pixels."""
    span = ["-f", str(first), *(["-l", str(last)] if last else [])]
    size = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
    subprocess.run(["pdftoppm", *span, *size, "-png", str(pdf), str(folder / "page")], check=True)
    return [Image.open(path).convert("RGB") for path in sorted(folder.glob("page-*.png"))]


def sheet(pages: list[Image.Image], across: int) -> Image.Image:
    """Pages in rows on a grey ground."""
    width, height = pages[0].size
    rows = -(-len(pages) // across)
    picture = Image.new("RGB", (across * (width + GAP) + GAP, rows * (height + GAP) + GAP), GROUND)
    for index, page in enumerate(pages):
        row, column = divmod(index, across)
        picture.paste(page, (GAP + column * (width + GAP), GAP + row * (height + GAP)))
    return picture


def main() -> None:
    """Read the arguments, write the sheet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pdf", type=Path)
    parser.add_argument("sheet", type=Path)
    parser.add_argument("--pages", default="1-", help="first-last")
    parser.add_argument("--across", type=int, default=8)
    parser.add_argument("--width", type=int, default=180, help="of a page, in pixels")
    args = parser.parse_args()
    first, _, last = args.pages.partition("-")
    with tempfile.TemporaryDirectory() as folder:
        pages = render(args.pdf, Path(folder), int(first), int(last or 0), args.width)
        picture = sheet(pages, args.across)
    picture.quantize(128).save(args.sheet, optimize=True)


if __name__ == "__main__":
    main()
