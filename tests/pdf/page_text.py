"""Reads a page of a PDF the way a viewer does, with pypdf: what it says, and where its pen goes."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ContentStream


@dataclass
class Font:
    """A font as the page uses it: text and width (thousandths of an em) by code."""

    text: dict[int, str]
    widths: dict[int, float]


@dataclass
class Spoken:
    """The text objects of a line: where it starts, how far its pen goes, what its codes stand for, what it reads as."""

    x: float
    y: float
    width: float = 0.0
    text: str = ""
    reads: str = ""
    fonts: set[str] = field(default_factory=set)


def read_page(data: bytes, number: int = 0) -> list[Spoken]:
    """The lines of a page, in order: text objects on one baseline."""
    reader, known = _opened(data)
    page = reader.pages[number]
    fonts = {}
    for name, font in page["/Resources"].get_object()["/Font"].get_object().items():
        number_of_font = font.idnum
        if number_of_font not in known:
            known[number_of_font] = _font(font.get_object())
        fonts[name] = known[number_of_font]
    found: list[Spoken] = []
    font, size, squeeze = Font({}, {}), 0.0, 1.0
    replaced: list[bool] = []
    said_first = ""
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        match operator:
            case b"Tm":
                x, y = map(float, operands[4:])
                if not found or found[-1].y != y:
                    found.append(Spoken(x, y))
                found[-1].width = x - found[-1].x
                found[-1].reads += said_first
                said_first = ""
            case b"Tf":
                font, size = fonts[operands[0]], float(operands[1])
            case b"Tz":
                squeeze = float(operands[0]) / 100
            case b"BDC":
                replaced.append("/ActualText" in operands[1])
                said_first = str(operands[1].get("/ActualText", ""))
            case b"EMC":
                replaced.pop()
            case b"Tj" | b"TJ":
                for item in operands[0] if operator == b"TJ" else operands:
                    if not hasattr(item, "original_bytes"):
                        found[-1].width -= float(item) * size / 1000 * squeeze
                        continue
                    raw = item.original_bytes
                    codes = [int.from_bytes(raw[i : i + 2], "big") for i in range(0, len(raw), 2)]
                    said = "".join(font.text[code] for code in codes)
                    found[-1].width += sum(font.widths[code] for code in codes) * size / 1000 * squeeze
                    found[-1].text += said
                    found[-1].reads += "" if any(replaced) else said
    return found


@lru_cache(maxsize=4)
def _opened(data: bytes) -> tuple[PdfReader, dict[int, Font]]:
    """A file that is open to read several of its pages, and the fonts that were read already, by their numbers."""
    return PdfReader(BytesIO(data)), {}


def _font(font) -> Font:
    cmap = font["/ToUnicode"].get_data().decode("ascii")
    pairs = re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]*)>$", cmap, re.M)
    runs = font["/DescendantFonts"][0].get_object()["/W"]
    return Font(
        {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs},
        {
            int(first) + i: float(width)
            for first, widths in zip(runs[::2], runs[1::2], strict=True)
            for i, width in enumerate(widths)
        },
    )
