"""Image files that are damaged, hostile or not what they seem: a problem at the figure, never a traceback."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from reportbuilder.diagnostics import Diagnostic, Diagnostics
from reportbuilder.images.header import MOST_PIXELS, read_header
from reportbuilder.images.prepare import ImageUse, ScreenTarget, prepare_images
from reportbuilder.style.model import ImageResolution

from .conftest import PLACE, Screen


def saved(kind: str, **options: Any) -> bytes:
    """A small image as a file of a format."""
    file = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.effect_noise((40, 30), 60).convert("RGB").save(file, kind, exif=exif, **options)
    return file.getvalue()


SOUND = {
    "a.png": saved("PNG"),
    "a.jpg": saved("JPEG"),
    "a.tif": saved("TIFF"),
    "a.webp": saved("WEBP"),
    "a.gif": saved("GIF"),
    "a.bmp": saved("BMP"),
}


def read(path: Path) -> tuple[bool, list[Diagnostic]]:
    """Whether a file is shown, and what is told of it, by its header and by its pixels."""
    diagnostics = Diagnostics()
    if read_header(path, path.name, PLACE, diagnostics) is None:
        return False, list(diagnostics)
    use = ImageUse(str(path), path.name, (36, 27), PLACE)
    made = prepare_images([use], {"screen": ScreenTarget(ImageResolution(), lambda: None)}, diagnostics)["screen"]
    return bool(made), list(diagnostics)


@settings(max_examples=150)
@given(st.sampled_from(sorted(SOUND)), st.data())
def test_a_damaged_file_is_shown_or_told(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    content = bytearray(SOUND[name])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        match data.draw(st.sampled_from(("change", "cut", "remove", "double"))):
            case "change":
                content[at] = data.draw(st.integers(0, 255))
            case "cut":
                content = content[: at + 1]
            case "remove":
                del content[at : at + data.draw(st.integers(1, 40))]
            case "double":
                content[at:at] = content[at : at + 40]
        if not content:
            break
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(bytes(content))
    shown, problems = read(path)
    assert shown or any(p.severity.value == "error" for p in problems)
    assert all(p.place == PLACE and p.message and p.hint for p in problems)


@pytest.mark.parametrize("name", sorted(SOUND))
@pytest.mark.parametrize("kept", [0, 1, 60])
def test_a_file_that_was_cut_off_is_an_error(name: str, kept: int, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(SOUND[name][:kept])
    shown, problems = read(tmp_path / name)
    assert (shown, [p.code for p in problems]) == (False, ["image-unreadable"])
    assert ("empty" in problems[0].message) == (kept == 0)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif", "a.bmp"])
def test_the_last_third_of_a_file_missing_is_an_error(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(SOUND[name][: len(SOUND[name]) * 2 // 3])
    shown, problems = read(tmp_path / name)
    assert not shown
    assert [p.code for p in problems] == ["image-unreadable"]


def chunk(name: bytes, data: bytes, crc: int = 0) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data) ^ crc)


def png(width: int, height: int, *chunks: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"")


ROWS = zlib.compress(bytes(5 * 4))


@pytest.mark.parametrize(
    "data",
    [
        png(4, 4),
        png(4, 4, chunk(b"IDAT", zlib.compress(bytes(7)))),
        png(4, 4, chunk(b"IDAT", ROWS, crc=1)),
        png(4, 4, chunk(b"IDAT", ROWS[:-6])),
        png(0, 4, chunk(b"IDAT", ROWS)),
        png(4, 4, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(80_000_000))), chunk(b"IDAT", ROWS)),
    ],
    ids=["no pixels", "too few pixels", "wrong checksum", "cut pixels", "no width", "a huge text"],
)
def test_a_png_that_is_not_whole_is_an_error(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(data)
    shown, problems = read(tmp_path / "a.png")
    assert (shown, [p.code for p in problems]) == (False, ["image-unreadable"])


@pytest.mark.parametrize("size", [(13000, 13000), (20000, 20000), (MOST_PIXELS, 2)])
def test_too_many_pixels_are_refused_before_they_are_decoded(size: tuple[int, int], tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png(*size, chunk(b"IDAT", ROWS)))
    shown, problems = read(tmp_path / "a.png")
    assert (shown, [p.code for p in problems]) == (False, ["image-too-large"])


@pytest.mark.parametrize("size", [(1, 1), (65500, 1), (1, 65500)])
def test_odd_sizes_are_shown(size: tuple[int, int], screen: Screen) -> None:
    path = screen.save("a.png", Image.new("RGB", size, (0, 51, 102)))
    image = screen.shown(path, (300, 300 * size[1] / size[0]) if size[1] < 100 else (0.01, 600))
    assert image.convert("RGB").getpixel((0, 0)) == (0, 51, 102)


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        ("a.jpg", b"\0\0\0\x18ftypavif\0\0\0\0", "AVIF"),
        ("a.png", b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
        ("a.png", b"8BPS\0\1", "Photoshop"),
        ("a.pdf", b"%PDF-1.7\n", "PDF"),
        ("a.svg", b'<?xml version="1.0"?><svg/>', "SVG"),
    ],
)
def test_a_format_that_is_not_read_is_named_with_what_to_do(name: str, data: bytes, word: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    shown, (problem,) = read(tmp_path / name)
    assert not shown
    assert problem.code == "image-unreadable"
    assert word in problem.message
    assert "PNG" in problem.hint


def test_a_name_that_says_another_format_is_a_warning(screen: Screen) -> None:
    (screen.folder / "a.jpg").write_bytes(SOUND["a.png"])
    shown, (problem,) = read(screen.folder / "a.jpg")
    assert shown
    assert (problem.code, problem.severity.value) == ("image-ending", "warning")
    assert ".png" in problem.hint


@pytest.mark.parametrize("profile", [b"nothing", b"\0" * 200])
def test_a_damaged_profile_is_a_warning(profile: bytes, screen: Screen) -> None:
    path = screen.save("a.png", Image.new("RGB", (4, 4), (0, 51, 102)), icc_profile=profile)
    encoded, problems = screen.encode(path)
    assert encoded is not None
    assert [(p.code, p.severity.value) for p in problems] == [("image-profile-unusable", "warning")]


def test_metadata_of_a_photograph_is_not_published(screen: Screen) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera van een agent"
    path = screen.save("a.jpg", Image.effect_noise((40, 30), 40).convert("RGB"), exif=exif, comment=b"bij de bron")
    encoded, _ = screen.encode(path, (19.2, 14.4))
    assert encoded is not None
    assert b"Camera van een agent" in path.read_bytes()
    assert b"Camera" not in encoded.data
    assert b"bij de bron" not in encoded.data


def test_the_same_image_gives_the_same_bytes(screen: Screen) -> None:
    path = screen.save("a.jpg", Image.effect_noise((400, 300), 40).convert("RGB"))
    first, second = (screen.encode(path, (72, 54))[0] for _ in range(2))
    assert first is not None
    assert second is not None
    assert (first.width, first.height) == (150, 113)
    assert first.data == second.data


def test_a_drawing_keeps_more_pixels_than_a_photograph_and_no_loss(screen: Screen) -> None:
    drawing = Image.new("RGB", (1200, 900), "white")
    for x in range(0, 1200, 40):
        drawing.paste((0, 51, 102), (x, 0, x + 8, 900))
    encoded, problems = screen.encode(screen.save("a.png", drawing), (72, 54))
    assert encoded is not None
    assert (encoded.width, encoded.height, encoded.filter, problems) == (300, 225, "FlateDecode", [])
    photograph, _ = screen.encode(screen.save("b.png", Image.effect_noise((1200, 900), 60).convert("RGB")), (72, 54))
    assert photograph is not None
    assert (photograph.width, photograph.filter) == (150, "DCTDecode")
    lines, _ = screen.encode(screen.save("c.png", drawing.crop((0, 0, 300, 225)).convert("1")), (72, 54))
    assert lines is not None
    assert (lines.width, lines.bits) == (300, 1)
