"""A folder for image files, and what becomes of them on the screen."""

import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from reportbuilder.diagnostics import Diagnostic, Diagnostics, Place
from reportbuilder.images.encode import EncodedImage, decoded_jpeg
from reportbuilder.images.prepare import ImageUse, ScreenTarget, prepare_images
from reportbuilder.style.model import ImageResolution

PRESS = Path(__file__).parents[2] / "styles" / "rvo" / "icc" / "FOGRA39L_coated.icc"
PLACE = Place("chapters/a.md", 3, 1)


def pixels(image: EncodedImage) -> Image.Image:
    """What a reader of the PDF shows of an image."""
    if image.filter == "DCTDecode":
        return decoded_jpeg(image)
    data = zlib.decompress(image.data)
    mode = {(1, 1): "1", (1, 8): "L", (3, 8): "RGB", (4, 8): "CMYK"}[image.components, image.bits]
    if image.predicted:
        step = image.width * image.components
        row, rows = bytes(step), []
        for at in range(0, len(data), step + 1):
            assert data[at] == 2  # up
            row = bytes((a + b) % 256 for a, b in zip(row, data[at + 1 : at + 1 + step], strict=True))
            rows.append(row)
        data = b"".join(rows)
    return Image.frombytes(mode, (image.width, image.height), data)


class Screen:
    """Saves image files and makes them ready for the screen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, name: str, image: Image.Image, **options: Any) -> Path:
        """Save an image with options of Pillow."""
        image.save(self.folder / name, **options)
        return self.folder / name

    def encode(
        self, path: Path, size: tuple[float, float] = (7.2, 7.2), press: bytes | None = PRESS.read_bytes()
    ) -> tuple[EncodedImage | None, list[Diagnostic]]:
        """A file as it is shown at a size, and what is told of it."""
        diagnostics = Diagnostics()
        use = ImageUse(str(path), path.name, size, PLACE)
        target = ScreenTarget(ImageResolution(), lambda: press)
        made = prepare_images([use], {"screen": target}, diagnostics)["screen"]
        return made.get(str(path)), list(diagnostics)

    def shown(self, path: Path, size: tuple[float, float] = (7.2, 7.2)) -> Image.Image:
        """The pixels that are shown of a file that has no problems."""
        encoded, problems = self.encode(path, size)
        assert problems == []
        assert encoded is not None
        return pixels(encoded)


@pytest.fixture
def screen(tmp_path: Path) -> Screen:
    return Screen(tmp_path)
