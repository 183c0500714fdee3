"""Images in inks, and how sharp they are."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PIL import Image, ImageCms

from reportbuilder.diagnostics import Diagnostic, Diagnostics, Place, Severity
from reportbuilder.images.decode import decode
from reportbuilder.images.encode import EncodedImage, decoded_jpeg
from reportbuilder.images.header import read_header
from reportbuilder.images.prepare import ImageUse, prepare_images
from reportbuilder.press.inks import Converter
from reportbuilder.press.prepare import PressTarget, check_resolution, effective_ppi
from reportbuilder.press.profile import OutputProfile
from reportbuilder.style.model import PressSettings, PrintImages

from .conftest import RVO

PLACE = Place("chapter.md", 7, 1)
BLUE = (0, 51, 102)


@pytest.fixture(scope="session")
def images(profile: OutputProfile, converter: Converter) -> PressTarget:
    return PressTarget(profile, PressSettings(profile="FOGRA39L_coated.icc"), converter)


class Pixels(NamedTuple):
    """An image in inks."""

    mode: str
    data: bytes


class Bench:
    """Saves an image and reads it for the press."""

    def __init__(self, images: PressTarget, folder: Path) -> None:
        self.images, self.folder = images, folder

    def read(self, image: Image.Image, name: str = "image.png", **save: Any) -> tuple[Pixels, list[Diagnostic]]:
        path = self.folder / name
        image.save(path, **save)
        diagnostics = Diagnostics()
        header = read_header(path, name, PLACE, diagnostics)
        assert header is not None
        decoded = decode(path, header, lambda photograph: image.size)
        found = self.images.convert(decoded, decoded.image, ImageUse(str(path), name, (72, 72), PLACE), diagnostics)
        assert found is not None
        assert found.size == image.size
        assert all(p.place == PLACE for p in diagnostics)
        grey = found.convert("L") if found.mode == "1" else found
        return Pixels(grey.mode, grey.tobytes()), list(diagnostics)

    def encode(self, name: str, size: tuple[float, float]) -> tuple[EncodedImage, list[Diagnostic]]:
        """A saved file as it is printed at a size."""
        diagnostics = Diagnostics()
        uses = [ImageUse(str(self.folder / name), name, size, PLACE)]
        made = prepare_images(uses, {"print": self.images}, diagnostics)["print"]
        return made[str(self.folder / name)], list(diagnostics)


@pytest.fixture
def bench(images: PressTarget, tmp_path: Path) -> Bench:
    return Bench(images, tmp_path)


def inks(image: Pixels) -> list[float]:
    """The first pixel, in percent."""
    return [byte / 2.55 for byte in image.data[: len(image.mode)]]


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_colours_become_inks(mode: str, bench: Bench, converter: Converter) -> None:
    image, problems = bench.read(Image.new("RGB", (3, 2), BLUE).convert(mode))
    assert image.mode == "CMYK"
    assert inks(image) == pytest.approx(converter.percentages("#003366"), abs=2)
    assert problems == []


def test_a_jpeg_is_read_too(bench: Bench, converter: Converter) -> None:
    image, _ = bench.read(Image.new("RGB", (16, 16), BLUE), "image.jpg", quality=100, subsampling=0)
    assert inks(image) == pytest.approx(converter.percentages("#003366"), abs=3)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "I;16"])
def test_greys_become_black_ink_as_device_grey(mode: str, bench: Bench) -> None:
    for level in (0, 255):
        if mode == "I;16":
            source = Image.new("I;16", (2, 2), level * 257)
        else:
            source = Image.new("L", (2, 2), level).convert(mode)
        image, problems = bench.read(source)
        assert (image.mode, image.data[0], problems) == ("L", level, [])


def test_a_middle_grey_is_as_light_in_black_ink(bench: Bench, converter: Converter) -> None:
    image, _ = bench.read(Image.new("L", (1, 1), 128))
    assert image.data[0] == 255 - converter.blacks[128]
    sixteen, _ = bench.read(Image.new("I;16", (1, 1), 128 * 257))
    assert sixteen.data == image.data


def test_what_is_transparent_is_laid_on_white(bench: Bench, converter: Converter) -> None:
    clear, _ = bench.read(Image.new("RGBA", (2, 2), (*BLUE, 0)))
    assert set(clear.data) == {0}
    half, _ = bench.read(Image.new("RGBA", (2, 2), (*BLUE, 128)))
    assert inks(half) == pytest.approx(converter.percentages("#7f99b2"), abs=3)
    grey, _ = bench.read(Image.new("LA", (2, 2), (0, 0)))
    assert (grey.mode, set(grey.data)) == ("L", {255})
    palette = Image.new("P", (2, 2), 1)
    palette.putpalette([255, 0, 0, 0, 0, 255])
    see_through, _ = bench.read(palette, transparency=1)
    assert set(see_through.data) == {0}
    key, _ = bench.read(Image.new("RGB", (2, 2), BLUE), transparency=BLUE)
    assert set(key.data) == {0}


def test_cmyk_without_a_profile_stays_as_it_is(bench: Bench) -> None:
    image, _ = bench.read(Image.new("CMYK", (8, 8), (255, 0, 0, 51)), "image.jpg", quality=100)
    assert inks(image) == pytest.approx((100, 0, 0, 20), abs=1)
    with_profile = {"quality": 100, "icc_profile": (RVO / "icc/FOGRA39L_coated.icc").read_bytes()}
    same, _ = bench.read(Image.new("CMYK", (8, 8), (255, 0, 0, 51)), "image.jpg", **with_profile)
    assert same.data == image.data


def test_the_profile_in_the_file_counts(bench: Bench) -> None:
    linear = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    _, problems = bench.read(Image.new("RGB", (1, 1), BLUE), icc_profile=linear)
    assert [p.code for p in problems] == ["image-profile-unusable"]  # XYZ, which is no RGB
    swapped = swap_red_and_blue((RVO / "icc/sRGB.icc").read_bytes())
    image, problems = bench.read(Image.new("RGB", (1, 1), (242, 178, 52)), icc_profile=swapped)
    assert problems == []
    cyan, _, yellow, _ = inks(image)
    assert cyan > 50 > yellow


def swap_red_and_blue(profile: bytes) -> bytes:
    """sRGB with its red and its blue primary exchanged."""
    assert b"rXYZ" in profile
    return profile.replace(b"rXYZ", b"????", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"????", b"bXYZ", 1)


def test_greys_may_have_the_profile_of_rgb(bench: Bench) -> None:
    plain, _ = bench.read(Image.new("L", (1, 1), 90))
    srgb, problems = bench.read(Image.new("L", (1, 1), 90), icc_profile=(RVO / "icc/sRGB.icc").read_bytes())
    assert (srgb.data, problems) == (plain.data, [])


@pytest.mark.parametrize(
    ("source", "name", "taken"),
    [
        (Image.new("RGB", (8, 8), BLUE), "image.png", "as sRGB"),
        (Image.new("CMYK", (8, 8)), "image.jpg", "as meant for this press"),
    ],
)
def test_a_profile_that_cannot_be_used_is_a_warning(source: Image.Image, name: str, taken: str, bench: Bench) -> None:
    _, (problem,) = bench.read(source, name, icc_profile=b"no profile at all")
    assert (problem.code, problem.severity) == ("image-profile-unusable", Severity.WARNING)
    assert taken in problem.message


def test_more_ink_than_the_paper_takes_is_a_warning(bench: Bench) -> None:
    source = Image.new("RGB", (10, 10), BLUE)
    source.paste((0, 0, 0), (0, 0, 5, 5))
    printed, (problem,) = bench.read(source)
    assert (problem.code, problem.severity) == ("image-ink", Severity.NOTE)
    pixels = [printed.data[i : i + 4] for i in range(0, len(printed.data), 4)]
    assert max(map(sum, pixels)) <= 300 * 2.55
    assert max(pixel[3] for pixel in pixels) > 200, "black stays black"


@pytest.mark.parametrize("mode", ["RGB", "CMYK"])
def test_no_pixel_of_a_photograph_takes_more_ink_than_the_limit(mode: str, bench: Bench) -> None:
    dark = Image.effect_noise((160, 120), 90).convert("RGB").point(lambda value: value // 3)
    if mode == "CMYK":
        dark = Image.merge("CMYK", [Image.effect_noise((160, 120), 60).point(lambda v: 130 + v // 2)] * 4)
    dark.save(bench.folder / "foto.jpg", quality=90)
    printed, problems = bench.encode("foto.jpg", (38.4, 28.8))
    assert [p.code for p in problems] == ["image-ink"]
    assert (printed.width, printed.height, printed.components) == (160, 120, 4)
    assert printed.filter == "DCTDecode"
    pixels = decoded_jpeg(printed).tobytes()
    assert max(sum(pixels[at : at + 4]) for at in range(0, len(pixels), 4)) <= 300 * 2.55


def test_a_photograph_of_this_press_is_kept_as_it_was_made(bench: Bench) -> None:
    inks = Image.merge("CMYK", [Image.effect_noise((60, 40), 40).point(lambda v: v // 4)] * 4)
    profile = (RVO / "icc/FOGRA39L_coated.icc").read_bytes()
    inks.save(bench.folder / "foto.jpg", quality=80, icc_profile=profile)
    printed, problems = bench.encode("foto.jpg", (14.4, 9.6))
    with Image.open(bench.folder / "foto.jpg") as stored:
        assert decoded_jpeg(printed).tobytes() == stored.tobytes()
    assert problems == []
    assert (printed.inverted, b"ICC_PROFILE" in printed.data) == (True, False)
    assert len(printed.data) < (bench.folder / "foto.jpg").stat().st_size - len(profile)


def test_a_photograph_gets_the_pixels_that_the_press_can_show(bench: Bench) -> None:
    Image.effect_noise((800, 600), 40).convert("RGB").save(bench.folder / "foto.jpg")
    printed, _ = bench.encode("foto.jpg", (72, 54))
    assert (printed.width, printed.height) == (300, 225)


@pytest.mark.parametrize("data", [b"", b"no image", b"\x89PNG\r\n\x1a\n broken"])
def test_a_file_that_is_no_image_is_one_error(data: bytes, images: PressTarget, tmp_path: Path) -> None:
    (tmp_path / "image.png").write_bytes(data)
    diagnostics = Diagnostics()
    uses = [ImageUse(str(tmp_path / name), name, (72, 72), PLACE) for name in ("image.png", "missing.png")]
    assert prepare_images(uses, {"print": images}, diagnostics) == {"print": {}}
    assert [(p.code, p.severity) for p in diagnostics.problems] == [
        ("image-unreadable", Severity.ERROR),
        ("file-unreadable", Severity.ERROR),
    ]


def test_half_an_image_is_one_error(images: PressTarget, tmp_path: Path) -> None:
    path = tmp_path / "half.jpg"
    Image.effect_noise((200, 200), 50).convert("RGB").save(path)
    path.write_bytes(path.read_bytes()[:2000])
    diagnostics = Diagnostics()
    assert prepare_images([ImageUse(str(path), "half.jpg", (72, 72), PLACE)], {"print": images}, diagnostics)
    assert [p.code for p in diagnostics] == ["image-unreadable"]


@pytest.mark.parametrize(
    ("pixels", "severity"),
    [((500, 500), None), ((499, 500), Severity.WARNING), ((300, 900), Severity.WARNING), ((299, 900), Severity.ERROR)],
)
def test_too_few_pixels_for_the_size_are_a_problem(pixels: tuple[int, int], severity: Severity | None) -> None:
    diagnostics = Diagnostics()
    check_resolution(pixels, (144.0, 144.0), PressSettings(), PLACE, diagnostics)
    assert [p.severity for p in diagnostics] == ([severity] if severity else [])
    assert all("500 × 500 pixels" in p.hint and p.place == PLACE for p in diagnostics)


def test_the_style_says_how_many_are_enough() -> None:
    diagnostics = Diagnostics()
    check_resolution(
        (300, 300), (144.0, 144.0), PressSettings(images=PrintImages(warn=100, least=50)), PLACE, diagnostics
    )
    assert not list(diagnostics)
    assert effective_ppi((300, 600), (72.0, 72.0)) == 300
