"""What the report `made/ongewoon` needs besides its text: images of every kind, and a house style with other fonts.

Both are made, so that neither large files nor other people's fonts are kept here.
"""

import re
import shutil
from pathlib import Path

import numpy
from PIL import Image

from tests.text.cff_fonts import with_compact_outlines
from tests.text.test_itemization import hebrew_font

ROOT = Path(__file__).parents[2]
ON_ITS_SIDE = 8
"""The Exif orientation of a photograph that has to be turned a quarter anticlockwise."""


def make_project(folder: Path, design: str) -> Path:
    """Make a project with the report in one of the designs, and give the report's folder."""
    report = Path(
        shutil.copytree(ROOT / "tests" / "documents" / "made" / "ongewoon", folder / "content" / "ongewoon")
    )
    settings = report / "report.yaml"
    settings.write_text(settings.read_text("utf-8").replace("design: document", f"design: {design}"), encoding="utf-8")
    write_images(report / "images")
    write_style(folder)
    return report


def write_images(folder: Path) -> None:
    """Write an image of every kind that the report shows."""
    down, across = (axis.astype("uint8") for axis in numpy.mgrid[0:1300, 0:1950] * 255 // 1950)
    photograph = Image.fromarray(numpy.dstack((across, 80 + down // 2, 255 - across)))
    photograph.paste((90, 90, 90), (0, 0, 80, 1300))  # at the left as it is stored; at the foot as it is shown
    lying = Image.Exif()
    lying[0x0112] = ON_ITS_SIDE
    photograph.save(folder / "staand.jpg", exif=lying, quality=90)
    press = (ROOT / "styles" / "rvo" / "icc" / "FOGRA39L_coated.icc").read_bytes()
    photograph.convert("CMYK").save(folder / "inkt.jpg", icc_profile=press, quality=90)
    Image.fromarray(numpy.tile(numpy.linspace(0, 65535, 1300).astype("uint16"), (160, 1))).save(folder / "grijs.png")
    y, x = numpy.mgrid[-1:1:867j, -1:1:1300j]
    alpha = numpy.clip(255 * (1 - abs(numpy.hypot(x * 1.5, y) - 0.6) / 0.3), 0, 255).astype("uint8")
    ring = Image.new("RGB", (1300, 867), (43, 108, 168))
    ring.putalpha(Image.fromarray(alpha))
    ring.save(folder / "doorzichtig.png")
    lanes = Image.new("P", (1300, 160))
    lanes.putpalette([0, 51, 102, 242, 178, 52, 27, 127, 75, 179, 38, 30])
    for lane in range(4):
        lanes.paste(lane, (lane * 325, 0, lane * 325 + 325, 160))
    lanes.save(folder / "palet.gif")
    Image.new("1", (1300, 13)).save(folder / "stip.png")


def write_style(folder: Path) -> None:
    """Write the house style with its text face in CFF outlines, and a fallback with Hebrew letters."""
    shutil.copytree(ROOT / "styles" / "rvo", folder / "styles" / "rvo")
    shutil.copytree(ROOT / "fonts", folder / "fonts")
    face = folder / "fonts" / "SourceSans3-Regular.ttf"
    face.with_name("Compact.otf").write_bytes(with_compact_outlines(face.read_bytes()))
    hebrew_font(folder / "fonts" / "Hebrew.ttf", "".join(map(chr, (*range(0x5D0, 0x5EB), 0x5F4))))
    style = folder / "styles" / "rvo" / "style.yaml"
    text = style.read_text("utf-8").replace("{file: SourceSans3-Regular.ttf,", "{file: Compact.otf,")
    text = re.sub(r"^fonts:\n", "fallback: [hebrew]\nfonts:\n  hebrew: {file: Hebrew.ttf}\n", text, flags=re.M)
    style.chmod(0o644)
    style.write_text(text, encoding="utf-8")
