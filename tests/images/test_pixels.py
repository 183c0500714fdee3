"""Every kind of image looks as it does elsewhere: orientation, bit depth, gamma, profile, transparency."""

import struct
import zlib
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.images.header import read_header
from reportbuilder.images.profiles import described_profile, is_srgb, srgb

from .conftest import PRESS, Screen, pixels

RED, BLUE, TEAL = (255, 0, 0), (0, 0, 255), (20, 140, 120)
DISPLAY_P3 = (0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)
ADOBE_RGB = (0.3127, 0.329, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)


def corners() -> Image.Image:
    """An image whose four corners differ: wider than it is high."""
    image = Image.new("RGB", (12, 8), "white")
    for colour, box in ((RED, (0, 0, 6, 4)), (BLUE, (6, 0, 12, 4)), (TEAL, (0, 4, 6, 8))):
        image.paste(colour, box)
    return image


def near(image: Image.Image, colour: tuple[int, ...] | int, at: tuple[int, int] = (0, 0), within: int = 3) -> None:
    """One pixel is of a colour."""
    found, wanted = image.getpixel(at), colour
    assert np.allclose(np.array(found, dtype=float), np.array(wanted, dtype=float), atol=within), (
        f"{found}, not {wanted}"
    )


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("ending", ["jpg", "png", "tif", "webp"])
def test_every_orientation_is_turned_upright(orientation: int, ending: str, screen: Screen) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    options: dict[str, Any] = {"jpg": {"quality": 100, "subsampling": 0}, "webp": {"lossless": True}}.get(ending, {})
    path = screen.save(f"a.{ending}", corners(), exif=exif, **options)
    with Image.open(path) as stored:
        wanted = ImageOps.exif_transpose(stored).convert("RGB")
    shown = screen.shown(path).convert("RGB")
    assert shown.size == wanted.size == ((12, 8) if orientation < 5 else (8, 12))
    for x in (1, wanted.width - 2):
        for y in (1, wanted.height - 2):
            near(shown, wanted.getpixel((x, y)), (x, y), within=12)  # type: ignore[arg-type]


def test_orientation_behind_the_pixels_of_a_png_counts(screen: Screen) -> None:
    path = screen.save("a.png", corners())
    exif = Image.Exif()
    exif[0x0112] = 6
    data, chunk = path.read_bytes(), b"eXIf" + exif.tobytes()[6:]
    late = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    path.write_bytes(data[:-12] + late + data[-12:])
    shown = screen.shown(path)
    assert shown.size == (8, 12)
    near(shown, RED, (7, 0))


@pytest.mark.parametrize("depth", [1, 2, 4, 8, 16])
@pytest.mark.parametrize("kind", ["grey", "palette", "colour"])
def test_every_bit_depth_keeps_its_tones(depth: int, kind: str, screen: Screen) -> None:
    if (kind == "palette" and depth == 16) or (kind == "colour" and depth < 8):
        pytest.skip("PNG has none")
    path = screen.folder / "a.png"
    path.write_bytes(png(depth, kind))
    shown = screen.shown(path).convert("RGB")
    assert shown.size == (4, 1)
    steps = min(3, 2**depth - 1)
    for x in range(4):
        level = round(255 * min(x, steps) / steps) if kind != "palette" else (0, 85, 170, 255)[min(x, steps)]
        near(shown, (level,) * 3, (x, 0), within=1)


def png(depth: int, kind: str) -> bytes:
    """A PNG of four pixels in steps from black to white, written by hand: Pillow does not write every bit depth."""
    steps = min(3, 2**depth - 1)
    levels = [min(x, steps) for x in range(4)]
    if kind != "palette":
        levels = [round((2**depth - 1) * level / steps) for level in levels]
    samples = [level for level in levels for _ in range(3 if kind == "colour" else 1)]
    bits = "".join(f"{sample:0{depth}b}" for sample in samples)
    row = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    colour_type = {"grey": 0, "colour": 2, "palette": 3}[kind]
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 4, 1, depth, colour_type, 0, 0, 0))]
    if kind == "palette":
        chunks.append((b"PLTE", bytes(level for level in (0, 85, 170, 255)[: 2**depth] for _ in range(3))))
    chunks += [(b"IDAT", zlib.compress(b"\0" + row)), (b"IEND", b"")]
    written = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


@pytest.mark.parametrize(
    ("image", "options", "wanted"),
    [
        (Image.new("RGBA", (4, 4), (*TEAL, 128)), {}, (137, 197, 187)),
        (Image.new("LA", (4, 4), (0, 51)), {}, (204, 204, 204)),
        (Image.new("RGB", (4, 4), TEAL), {"transparency": TEAL}, (255, 255, 255)),
        (Image.new("L", (4, 4), 7), {"transparency": 7}, (255, 255, 255)),
        (Image.new("I;16", (4, 4), 700), {"transparency": 700}, (255, 255, 255)),
        (Image.new("1", (4, 4), 0), {"transparency": 0}, (255, 255, 255)),
        (Image.new("RGBA", (4, 4), (0, 0, 0, 0)).quantize(4), {}, (255, 255, 255)),
    ],
    ids=["RGBA", "LA", "key", "grey key", "grey key of 16 bits", "key of one bit", "palette"],
)
def test_what_is_transparent_shows_the_paper(
    image: Image.Image, options: dict[str, Any], wanted: tuple[int, ...], screen: Screen
) -> None:
    near(screen.shown(screen.save("a.png", image, **options)).convert("RGB"), wanted)


def test_premultiplied_colours_are_read_as_such(screen: Screen) -> None:
    path = screen.save("a.tif", Image.new("RGBA", (4, 4), (100, 50, 25, 128)))
    unassociated, associated = (struct.pack("<HHIHH", 338, 3, 1, kind, 0) for kind in (2, 1))  # TIFF 6.0, ExtraSamples
    data = path.read_bytes()
    assert unassociated in data
    path.write_bytes(data.replace(unassociated, associated))
    near(screen.shown(path), (227, 177, 152))


@pytest.mark.parametrize("interlaced", [False, True])
def test_adam7_and_progressive_images_are_whole(interlaced: bool, screen: Screen) -> None:
    noise = Image.effect_noise((40, 30), 60).convert("RGB")
    jpeg = screen.shown(screen.save("a.jpg", noise, quality=95, progressive=interlaced), (19.2, 14.4))
    with Image.open(screen.folder / "a.jpg") as stored:
        assert jpeg.tobytes() == stored.tobytes(), "a JPEG of a fitting size is not compressed again"


@pytest.mark.parametrize("primaries", [DISPLAY_P3, ADOBE_RGB], ids=["Display P3", "Adobe RGB"])
@pytest.mark.parametrize("ending", ["png", "jpg", "tif", "webp"])
def test_wide_colours_become_those_of_srgb(primaries: tuple[float, ...], ending: str, screen: Screen) -> None:
    profile = described_profile(1 / 2.2, primaries, grey=False)
    assert profile is not None
    assert not is_srgb(profile)
    options: dict[str, Any] = {"jpg": {"quality": 100}, "webp": {"lossless": True}}.get(ending, {})
    path = screen.save(f"a.{ending}", Image.new("RGB", (16, 16), TEAL), icc_profile=profile, **options)
    wanted = ImageCms.profileToProfile(
        Image.new("RGB", (1, 1), TEAL),
        ImageCms.ImageCmsProfile(BytesIO(profile)),
        ImageCms.createProfile("sRGB"),
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    assert wanted is not None
    assert max(abs(a - b) for a, b in zip(TEAL, wanted.getpixel((0, 0)), strict=True)) > 10  # type: ignore[arg-type]
    near(screen.shown(path), wanted.getpixel((0, 0)), (8, 8))  # type: ignore[arg-type]


def test_gamma_and_primaries_of_a_png_count_as_a_profile(screen: Screen) -> None:
    plain = screen.save("a.png", Image.new("RGB", (4, 4), (128, 128, 128)))
    for gamma, wanted in ((100_000, 188), (45_455, 128), (55_556, 146)):
        data = plain.read_bytes()
        chunk = b"gAMA" + struct.pack(">I", gamma)
        path = screen.folder / f"{gamma}.png"
        path.write_bytes(data[:33] + struct.pack(">I", 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + data[33:])
        near(screen.shown(path), (wanted,) * 3)


def test_srgb_by_another_name_is_not_converted(screen: Screen) -> None:
    noise = Image.effect_noise((40, 30), 60).convert("RGB")
    path = screen.save("a.jpg", noise, icc_profile=srgb())
    with Image.open(path) as stored:
        assert screen.shown(path, (19.2, 14.4)).tobytes() == stored.tobytes()


def test_a_grey_profile_is_applied(screen: Screen) -> None:
    profile = described_profile(1.0, None, grey=True)
    near(screen.shown(screen.save("a.png", Image.new("L", (4, 4), 128), icc_profile=profile)), 188)
    both = screen.shown(screen.save("b.png", Image.new("L", (4, 4), 128), icc_profile=srgb()))
    near(both, 128)


def test_l_a_b_becomes_srgb(screen: Screen) -> None:
    lab = ImageCms.profileToProfile(
        Image.new("RGB", (4, 4), TEAL), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert lab is not None
    near(screen.shown(screen.save("a.tif", lab)), TEAL, within=8)


INKS = (255, 20, 60, 30)


def of_press(inks: tuple[int, ...]) -> tuple[int, ...]:
    """The colour of inks on the style's press, on a screen."""
    made = ImageCms.profileToProfile(
        Image.new("CMYK", (1, 1), inks),
        ImageCms.ImageCmsProfile(str(PRESS)),
        ImageCms.createProfile("sRGB"),
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    assert made is not None
    return made.getpixel((0, 0))  # type: ignore[return-value]


@pytest.mark.parametrize("ending", ["jpg", "tif"])
def test_inks_are_shown_by_their_profile(ending: str, screen: Screen) -> None:
    options = {"quality": 100} if ending == "jpg" else {}
    image = Image.new("CMYK", (16, 16), INKS)
    path = screen.save(f"a.{ending}", image, icc_profile=PRESS.read_bytes(), **options)
    near(screen.shown(path), of_press(INKS), (8, 8), within=4)


def test_inks_without_a_profile_are_those_of_the_press_and_that_is_noted(screen: Screen) -> None:
    path = screen.save("a.jpg", Image.new("CMYK", (16, 16), INKS), quality=100)
    encoded, problems = screen.encode(path)
    assert encoded is not None
    assert [(p.code, p.severity.value) for p in problems] == [("image-inks", "note")]
    nothing, problems = screen.encode(path, press=None)
    assert nothing is None
    assert [(p.code, p.severity.value) for p in problems] == [("image-profile", "error")]


def test_inks_without_adobes_marker_are_not_inverted(screen: Screen) -> None:
    path = screen.save("a.jpg", Image.new("CMYK", (16, 16), INKS), quality=100)
    data = path.read_bytes()
    at = data.index(b"\xff\xee")
    path.write_bytes(data[:at] + data[at + 16 :])
    encoded, _ = screen.encode(path)
    assert encoded is not None
    near(pixels(encoded), of_press(tuple(255 - ink for ink in INKS)), (8, 8), within=4)


@pytest.mark.parametrize(("ending", "options"), [("gif", {}), ("bmp", {}), ("webp", {"lossless": True})])
def test_other_formats_that_are_read_look_the_same(ending: str, options: dict[str, Any], screen: Screen) -> None:
    near(screen.shown(screen.save(f"a.{ending}", Image.new("RGB", (6, 4), RED), **options)).convert("RGB"), RED)


def test_only_the_first_picture_of_several_is_shown_and_that_is_told(screen: Screen) -> None:
    frames = [Image.new("RGB", (6, 4), colour) for colour in (RED, BLUE)]
    for ending in ("gif", "webp", "tif", "png"):
        options = {"lossless": True} if ending == "webp" else {}
        path = screen.save(f"a.{ending}", frames[0], save_all=True, append_images=frames[1:], **options)
        diagnostics = Diagnostics()
        assert read_header(path, path.name, Place(), diagnostics) is not None
        assert [(p.code, p.severity.value) for p in diagnostics] == [("image-pictures", "warning")]
        near(screen.shown(path).convert("RGB"), RED)


def test_a_camera_file_with_a_second_picture_shows_the_first(screen: Screen) -> None:
    frames = [Image.new("RGB", (16, 16), colour) for colour in (RED, BLUE)]
    path = screen.folder / "a.jpg"
    frames[0].save(path, "MPO", save_all=True, append_images=frames[1:], quality=100)
    near(screen.shown(path), RED, (8, 8), within=6)
