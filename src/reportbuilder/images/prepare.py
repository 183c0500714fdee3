"""The images of a report for its editions: each file decoded once, and made as large as each edition needs."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from PIL import Image

from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.files.inputs import open_file
from reportbuilder.images.decode import Decoded, decode
from reportbuilder.images.encode import EncodedImage, as_jpeg, kept_jpeg, lossless
from reportbuilder.images.header import ImageHeader, read_header, report_unreadable
from reportbuilder.images.jpeg import PlainJpeg, plain_jpeg
from reportbuilder.style.press import ImageResolution
from reportbuilder.values import Value

ENOUGH = 1.5
"""How many times the pixels asked for on a side an image may have before it is made smaller: less would be lost in
sharpness than won in size."""

_LARGE = 40_000_000
"""Pixels to decode from which images are taken one at a time, for their memory."""
_TOGETHER = 2


class ImageUse(Value):
    """An image file as it is shown: its path, its name in messages, its largest size on a page in points, and the place
    of the figure."""

    path: str
    name: str
    size: tuple[float, float]
    place: Place


class Target(Protocol):
    """What an edition asks of images: how many pixels, and in which colours."""

    @property
    def resolution(self) -> ImageResolution:
        """Pixels per inch."""

    def convert(
        self, decoded: Decoded, image: Image.Image, use: ImageUse, diagnostics: Diagnostics
    ) -> Image.Image | None:
        """An image of the pixels of `decoded`, with mode "1", "L", "RGB" or "CMYK" in the edition's colours: the very
        same object where nothing changes, None (and a problem) where it cannot be converted."""

    def encode(self, image: Image.Image, photograph: bool) -> EncodedImage:
        """The stream of an image in the edition's colours."""


Images = Mapping[str, EncodedImage]
"""Images of an edition by the path of their file."""


def prepare_images(
    uses: Iterable[ImageUse], targets: Mapping[str, Target], diagnostics: Diagnostics, workers: int = _TOGETHER
) -> dict[str, dict[str, EncodedImage]]:
    """Make the images of every edition, by its name in `targets`. A file that cannot be read is an error at the place
    of its figure, and is in none."""
    largest = _largest(uses)
    with warnings.catch_warnings(), ThreadPoolExecutor(workers) as pool:
        warnings.simplefilter("ignore")  # Pillow's; what is wrong with a file is among the findings
        found = [(use, Diagnostics()) for use in largest]
        headers = [read_header(Path(use.path), use.name, use.place, Diagnostics()) for use, _ in found]
        small = [header is None or header.is_jpeg or header.width * header.height <= _LARGE for header in headers]
        jobs = [(use, header, told) for (use, told), header in zip(found, headers, strict=True)]
        waiting = {
            job[0].path: pool.submit(_prepare, *job, targets) for job, fits in zip(jobs, small, strict=True) if fits
        }
        made = {path: future.result() for path, future in waiting.items()}
        made |= {job[0].path: _prepare(*job, targets) for job, fits in zip(jobs, small, strict=True) if not fits}
    for _, told in found:
        diagnostics.problems.extend(told.problems)
    return {name: {use.path: made[use.path][name] for use in largest if name in made[use.path]} for name in targets}


def _largest(uses: Iterable[ImageUse]) -> Sequence[ImageUse]:
    """Each file once, at its largest."""
    found: dict[str, ImageUse] = {}
    for use in uses:
        known = found.get(use.path)
        if known is None or use.size > known.size:
            found[use.path] = use
    return tuple(found.values())


def _prepare(
    use: ImageUse, header: ImageHeader | None, diagnostics: Diagnostics, targets: Mapping[str, Target]
) -> dict[str, EncodedImage]:
    """An image for every edition; none, and a problem, when it cannot be read."""
    path = Path(use.path)
    if header is None:
        read_header(path, use.name, use.place, diagnostics)
        return {}

    def least(photograph: bool) -> tuple[int, int]:
        sizes = [_pixels(use.size, target.resolution.of(photograph)) for target in targets.values()]
        return max(across for across, _ in sizes), max(down for _, down in sizes)

    try:
        decoded = decode(path, header, least)
        keep = _kept(path, header) if decoded.whole else None
    except Exception as error:  # a decoder may raise anything for bytes that somebody damaged
        report_unreadable(path, use.name, error, use.place, diagnostics)
        return {}
    made: dict[str, EncodedImage] = {}
    for name, target in targets.items():
        wanted = _pixels(use.size, target.resolution.of(decoded.photograph))
        image = _resized(decoded.image, header, wanted)
        converted = target.convert(decoded, image, use, diagnostics)
        if converted is None:
            continue
        if keep is not None and converted is decoded.image and keep.components == len(converted.getbands()):
            made[name] = kept_jpeg(keep, converted.size)
        else:
            made[name] = target.encode(converted, decoded.photograph)
    return made


def _kept(path: Path, header: ImageHeader) -> PlainJpeg | None:
    """A JPEG file that a PDF may take as it is; None where its pixels have to be turned."""
    if not header.is_jpeg or header.orientation != 1:
        return None
    with open_file(path, None) as file:
        return plain_jpeg(file.read())


def encode(image: Image.Image, photograph: bool) -> EncodedImage:
    """Photographs as JPEG, drawings without loss."""
    return as_jpeg(image) if photograph and image.mode != "1" else lossless(image)


def _pixels(size: tuple[float, float], ppi: float) -> tuple[int, int]:
    """The pixels of a size in points."""
    across, down = (max(1, math.ceil(side / 72 * ppi - 1e-6)) for side in size)
    return across, down


def _resized(image: Image.Image, header: ImageHeader, wanted: tuple[int, int]) -> Image.Image:
    """The image with the pixels that are wanted, if its file has `ENOUGH` times as many or more; the same otherwise."""
    if header.width <= wanted[0] * ENOUGH and header.height <= wanted[1] * ENOUGH:
        return image
    size = min(wanted[0], image.width), min(wanted[1], image.height)
    if size == image.size:
        return image
    return (image.convert("L") if image.mode == "1" else image).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
