"""Pixels to the image streams of a PDF: without loss, or as JPEG."""

import zlib
from io import BytesIO
from typing import Literal

from PIL import Image, ImageChops

from reportbuilder.images.jpeg import PlainJpeg
from reportbuilder.values import Value

QUALITY = 90
"""Of JPEG, 1 to 95: what prints well; less shows around edges."""

_SPACES = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}
_LEVEL = 6  # of zlib: higher ones take three times as long for a hundredth


class EncodedImage(Value, eq=False):
    """An image as it stands in a PDF: the bytes of its stream, and what its dictionary says of them
    (ISO 32000-1, 8.9.5). `inverted`: the samples are 0 where ink or light is full, as in Adobe's JPEG files."""

    width: int
    height: int
    components: Literal[1, 3, 4]
    bits: Literal[1, 8]
    filter: Literal["DCTDecode", "FlateDecode"]
    data: bytes
    predicted: bool = False
    inverted: bool = False

    @property
    def entries(self) -> str:
        """The entries of its dictionary but the length, as PDF writes them."""
        text = (
            f"/Type/XObject/Subtype/Image/Width {self.width}/Height {self.height}/ColorSpace/{_SPACES[self.components]}"
            f"/BitsPerComponent {self.bits}/Filter/{self.filter}"
        )
        if self.predicted:
            text += f"/DecodeParms<</Predictor 15/Colors {self.components}/Columns {self.width}>>"
        return text + (f"/Decode[{'1 0 ' * self.components}]".replace(" ]", "]") if self.inverted else "")


def lossless(image: Image.Image) -> EncodedImage:
    """An image of mode "1", "L", "RGB" or "CMYK", compressed without loss; rows are stored as their difference from the
    row above (ISO 32000-1, 7.4.4.4) where that is smaller."""
    data = image.tobytes()
    packed = zlib.compress(data, _LEVEL)
    if image.mode == "1":
        return EncodedImage(image.width, image.height, 1, 1, "FlateDecode", packed)
    above = ImageChops.offset(image, 0, 1)
    above.paste(0 if image.mode == "L" else (0,) * len(image.getbands()), (0, 0, image.width, 1))
    differences = _subtracted(image, above)
    step = image.width * len(image.getbands())
    rows = (b"\2" + differences[at : at + step] for at in range(0, len(differences), step))
    predicted = zlib.compress(b"".join(rows), _LEVEL)
    best = min(packed, predicted, key=len)
    return EncodedImage(
        image.width, image.height, _components(image), 8, "FlateDecode", best, predicted=best is predicted
    )


def as_jpeg(image: Image.Image) -> EncodedImage:
    """An image of mode "L", "RGB" or "CMYK" as JPEG."""
    file = BytesIO()
    subsampling = "4:2:0" if image.mode == "RGB" else "4:4:4"
    stored = ImageChops.invert(image) if image.mode == "CMYK" else image  # Pillow inverts inks once more
    stored.save(file, "JPEG", quality=QUALITY, optimize=True, subsampling=subsampling)
    return EncodedImage(image.width, image.height, _components(image), 8, "DCTDecode", file.getvalue())


def kept_jpeg(jpeg: PlainJpeg, size: tuple[int, int]) -> EncodedImage:
    """A JPEG file of this size as it was made."""
    inverted = jpeg.components == 4 and jpeg.adobe
    match jpeg.components:
        case 1 | 3 | 4 as components:
            return EncodedImage(*size, components, 8, "DCTDecode", jpeg.data, inverted=inverted)
    raise ValueError(f"a JPEG file of {jpeg.components} components")


def decoded_jpeg(image: EncodedImage) -> Image.Image:
    """The pixels that readers of the PDF see of an image that is JPEG."""
    with Image.open(BytesIO(image.data), formats=("JPEG",)) as file:
        file.load()
        return file.copy() if file.mode != "CMYK" or image.inverted else ImageChops.invert(file)


def _components(image: Image.Image) -> Literal[1, 3, 4]:
    match image.mode:
        case "L" | "1":
            return 1
        case "RGB":
            return 3
        case "CMYK":
            return 4
    raise ValueError(f"an image of mode {image.mode}")


def _subtracted(image: Image.Image, other: Image.Image) -> bytes:
    """The bytes of an image less those of another, modulo 256."""
    if image.mode != "CMYK":
        return ImageChops.subtract_modulo(image, other).tobytes()
    bands = zip(image.split(), other.split(), strict=True)
    return Image.merge("CMYK", [ImageChops.subtract_modulo(a, b) for a, b in bands]).tobytes()
