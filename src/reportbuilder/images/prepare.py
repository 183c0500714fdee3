"""Prepares images for the pages of an edition: decodes, converts, downsamples and encodes them."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from PIL import Image

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.files.inputs import open_file
from reportbuilder.files.remembered import remembered
from reportbuilder.images.decode import Decoded, decode
from reportbuilder.images.encode import EncodedImage, PlainJpeg, as_jpeg, kept_jpeg, lossless, plain_jpeg
from reportbuilder.images.header import ImageHeader, read_header, report_unreadable
from reportbuilder.images.profiles import apply, is_srgb, lab_profile, srgb, transform, usable
from reportbuilder.memo import Memo
from reportbuilder.style.model import ImageResolution
from reportbuilder.values import Value

ENOUGH = 1.5
"""The factor by which an image may exceed the resolution before it is downsampled: for less, more sharpness would be
lost than size won."""

_LARGE = 40_000_000
"""The number of decoded pixels from which images are processed one at a time, to limit memory."""
_TOGETHER = 2


class ImageUse(Value):
    """An image file on the pages: its path, its name in messages, its largest size in points, and the place of the
    figure."""

    path: str
    name: str
    size: tuple[float, float]
    place: Place


class ImageTarget(Protocol):
    """The resolution and the colours of the images of an edition."""

    @property
    def resolution(self) -> ImageResolution:
        """The resolution in pixels per inch."""

    def convert(
        self, decoded: Decoded, image: Image.Image, use: ImageUse, diagnostics: Diagnostics
    ) -> Image.Image | None:
        """Convert an image with pixels of `decoded` to mode "1", "L", "RGB" or "CMYK" in the colours of the edition;
        returns the same object if nothing changes, and None, after reporting, if it cannot be converted."""

    def encode(self, image: Image.Image, photograph: bool) -> EncodedImage:
        """Encode a converted image."""


Images = Mapping[str, EncodedImage]
"""The encoded images of an edition by the paths of their files."""


class ImageMemo(Value, eq=False):
    """Where prepared images are remembered; `targets` is what they depend on besides their files and uses."""

    memo: Memo
    targets: Hashable


def prepare_images(
    uses: Iterable[ImageUse],
    targets: Mapping[str, ImageTarget],
    diagnostics: Diagnostics,
    workers: int = _TOGETHER,
    known: ImageMemo | None = None,
) -> dict[str, dict[str, EncodedImage]]:
    """Prepare the images of every edition, by its name in `targets`. A file that cannot be read is reported at the
    place of its figure, and left out. Images whose files have not changed are taken from those that are `known`."""
    from concurrent.futures import ThreadPoolExecutor  # takes longer to load than most reports' images to prepare

    largest = _largest(uses)
    with warnings.catch_warnings(), ThreadPoolExecutor(workers) as pool:
        warnings.simplefilter("ignore")  # Pillow's; what is wrong with a file is among the findings
        collected = [(use, Diagnostics()) for use in largest]
        headers = [read_header(Path(use.path), use.name, use.place, Diagnostics()) for use, _ in collected]
        small = [header is None or header.is_jpeg or header.width * header.height <= _LARGE for header in headers]
        jobs = [(use, header, problems) for (use, problems), header in zip(collected, headers, strict=True)]
        futures = {
            job[0].path: pool.submit(_known, *job, targets, known)
            for job, fits in zip(jobs, small, strict=True)
            if fits
        }
        prepared = {path: future.result() for path, future in futures.items()}
        large = (job for job, fits in zip(jobs, small, strict=True) if not fits)
        prepared |= {job[0].path: _known(*job, targets, known) for job in large}
    for _, problems in collected:
        diagnostics.problems.extend(problems.problems)
    return {
        name: {use.path: prepared[use.path][name] for use in largest if name in prepared[use.path]} for name in targets
    }


def _largest(uses: Iterable[ImageUse]) -> Sequence[ImageUse]:
    """Each file once, with its largest size."""
    by_path: dict[str, ImageUse] = {}
    for use in uses:
        known = by_path.get(use.path)
        if known is None or use.size > known.size:
            by_path[use.path] = use
    return tuple(by_path.values())


def _known(
    use: ImageUse,
    header: ImageHeader | None,
    diagnostics: Diagnostics,
    targets: Mapping[str, ImageTarget],
    known: ImageMemo | None,
) -> Mapping[str, EncodedImage]:
    """The encoded image for every edition, remembered while its file has the same bytes."""
    if known is None:
        return _prepare(use, header, diagnostics, targets)
    compute = partial(_prepare, use, header, targets=targets)
    return remembered(known.memo, "images", (use, known.targets), diagnostics, compute)


def _prepare(
    use: ImageUse, header: ImageHeader | None, diagnostics: Diagnostics, targets: Mapping[str, ImageTarget]
) -> dict[str, EncodedImage]:
    """The encoded image for every edition; empty, after reporting, if the file cannot be read."""
    path = Path(use.path)
    if header is None:
        read_header(path, use.name, use.place, diagnostics)
        return {}

    def least(photograph: bool) -> tuple[int, int]:
        sizes = [_pixels(use.size, target.resolution.of(photograph)) for target in targets.values()]
        return max(across for across, _ in sizes), max(down for _, down in sizes)

    try:
        decoded = decode(path, header, least)
        keep = _kept(path, header) if decoded.has_all_pixels else None
    except Exception as error:  # a decoder may raise anything for bytes that somebody damaged
        report_unreadable(path, use.name, error, use.place, diagnostics)
        return {}
    encoded: dict[str, EncodedImage] = {}
    for name, target in targets.items():
        size = _pixels(use.size, target.resolution.of(decoded.photograph))
        image = _resized(decoded.image, header, size)
        converted = target.convert(decoded, image, use, diagnostics)
        if converted is None:
            continue
        if keep is not None and converted is decoded.image and keep.components == len(converted.getbands()):
            encoded[name] = kept_jpeg(keep, converted.size)
        else:
            encoded[name] = target.encode(converted, decoded.photograph)
    return encoded


def _kept(path: Path, header: ImageHeader) -> PlainJpeg | None:
    """The JPEG file if a PDF can contain it unchanged; None if its pixels have to be turned."""
    if not header.is_jpeg or header.orientation != 1:
        return None
    with open_file(path, None) as file:
        return plain_jpeg(file.read())


def encode(image: Image.Image, photograph: bool) -> EncodedImage:
    """Encode photographs as JPEG, drawings lossless."""
    return as_jpeg(image) if photograph and image.mode != "1" else lossless(image)


def _pixels(size: tuple[float, float], ppi: float) -> tuple[int, int]:
    """The pixels of a size in points."""
    across, down = (max(1, math.ceil(side / 72 * ppi - 1e-6)) for side in size)
    return across, down


def _resized(image: Image.Image, header: ImageHeader, pixels: tuple[int, int]) -> Image.Image:
    """Downsample the image to the wanted pixels if its file has at least `ENOUGH` times as many."""
    if header.width <= pixels[0] * ENOUGH and header.height <= pixels[1] * ENOUGH:
        return image
    size = min(pixels[0], image.width), min(pixels[1], image.height)
    if size == image.size:
        return image
    return (image.convert("L") if image.mode == "1" else image).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


_RAMP = bytes(range(256))


class ScreenTarget:
    """Converts images to sRGB by their profiles.

    CMYK images without a profile are taken to have `press`, the profile of the style's press, which is read on demand
    (None if the style has none).
    """

    def __init__(self, resolution: ImageResolution, press: Callable[[], bytes | None]) -> None:
        self.resolution = resolution
        self._press = press

    def convert(
        self, decoded: Decoded, image: Image.Image, use: ImageUse, diagnostics: Diagnostics
    ) -> Image.Image | None:
        """Convert an image to sRGB or grey; None, after reporting, if it is CMYK and no profile is known."""
        mode = image.mode
        if mode == "LAB":
            return apply(image, transform(lab_profile(), "LAB", srgb(), "RGB"))
        described = usable(decoded.profile, "L" if mode == "1" else mode)
        profile = decoded.profile if described else None
        if decoded.profile is not None and profile is None:
            report_profile(use, "as meant for this press" if mode == "CMYK" else "as sRGB", diagnostics)
        if mode == "CMYK":
            return self._of_inks(image, profile, use, diagnostics)
        if profile is None or mode == "1":
            return image
        if described == "RGB" and is_srgb(profile):
            return image
        how = transform(profile, described, srgb(), "RGB")
        if mode == "RGB":
            return apply(image, how)
        ramp = Image.frombytes("L", (len(_RAMP), 1), _RAMP).convert(described)
        return image.point(list(apply(ramp, how).getchannel("G").tobytes()))

    def encode(self, image: Image.Image, photograph: bool) -> EncodedImage:
        """Encode photographs as JPEG, drawings lossless."""
        return encode(image, photograph)

    def _of_inks(
        self, image: Image.Image, profile: bytes | None, use: ImageUse, diagnostics: Diagnostics
    ) -> Image.Image | None:
        source = profile or self._press()
        if source is None:
            message = f"“{use.name}” is in inks (CMYK), and nothing says in whose."
            hint = "Save it as RGB, or name the profile of the press in the style: “print: {profile: ….icc}”."
            diagnostics.add(Code.IMAGE_PROFILE, message, use.place, hint)
            return None
        if profile is None:
            message = f"“{use.name}” is in inks (CMYK) without a profile: they are taken to be the inks of the press."
            hint = "If its colours look wrong, save it as RGB, or with the profile that it was made for."
            diagnostics.add(Code.IMAGE_INKS, message, use.place, hint)
        return apply(image, transform(source, "CMYK", srgb(), "RGB"))


def report_profile(use: ImageUse, taken: str, diagnostics: Diagnostics) -> None:
    """Report an embedded profile that cannot be used, and which one is used instead."""
    message = f"The colour profile in “{use.name}” cannot be used: the image is taken {taken}."
    hint = "Save it again with its colours in sRGB, and that profile with it."
    diagnostics.add(Code.IMAGE_PROFILE_UNUSABLE, message, use.place, hint)
