"""The inks of the print edition: nothing but CMYK and plates of its own, black over all, other colours alone."""

from collections import Counter
from contextlib import chdir

import pytest
from pikepdf import Object, Pdf, Stream, parse_content_stream
from PIL import Image

from reportbuilder.diagnostics import ReportError, Severity
from reportbuilder.layout.page import Frame, Side
from reportbuilder.layout.stack import FigureBox, FramedStack
from tests.whole_reports import EDITIONS, build_report

from ..pdf.page_text import read_page
from .built_reports import BODY, Desk, Printed
from .conftest import Plates
from .paint_operations import painted, read

BLACK = (0, 0, 0, 1)
BLUE = (1, 0.75, 0, 0.38)
BLANK = (255, 255)


def test_everything_is_in_inks_and_nothing_is_transparent(printed: Printed) -> None:
    pdf = read(printed.press)
    kinds: Counter[str] = Counter()
    for page in pdf.pages:
        assert "/Group" not in page.obj
        for paint in painted(pdf, page):
            kinds[paint.kind] += 1
            if paint.kind == "image":
                assert paint.inks in ("DeviceCMYK", "DeviceGray")
            else:
                assert isinstance(paint.inks, tuple)
                assert len(paint.inks) == 4
                assert all(0 <= ink <= 1 for ink in paint.inks)
    assert kinds["text"] > 100
    assert min(kinds["fill"], kinds["stroke"]) > 10


def test_every_page_and_form_has_what_its_operators_name(printed: Printed) -> None:
    pdf = read(printed.press)
    forms = of_kind(pdf, "/Form")
    assert forms
    for owner in (*(page.obj for page in pdf.pages), *forms):
        for operands, operator in parse_content_stream(owner if isinstance(owner, Stream) else owner.Contents):
            kind = {"gs": "/ExtGState", "cs": "/ColorSpace", "CS": "/ColorSpace", "Do": "/XObject", "Tf": "/Font"}
            if (resource := kind.get(str(operator))) is not None:
                assert operands[0] in owner.Resources[resource]
        assert "/Group" not in owner
    assert all(not {"/SMask", "/Mask"} & set(image.keys()) for image in of_kind(pdf, "/Image"))


def of_kind(pdf: Pdf, subtype: str) -> list[Object]:
    """The forms or the images of a file."""
    return [found for found in pdf.objects if isinstance(found, Stream) and found.get("/Subtype") == subtype]


def test_black_overprints_and_all_else_knocks_out(printed: Printed) -> None:
    pdf = read(printed.press)
    seen: Counter[bool] = Counter()
    for page in pdf.pages:
        for paint in painted(pdf, page):
            if paint.kind in ("text", "fill"):
                assert paint.overprint == (paint.inks == BLACK)
                seen[paint.overprint] += 1
    assert min(seen[True], seen[False]) > 100


def test_there_is_nothing_to_click(printed: Printed) -> None:
    pdf = read(printed.press)
    assert all("/Annots" not in page.obj for page in pdf.pages)
    assert not {"/Outlines", "/AcroForm", "/Names", "/Dests", "/OpenAction", "/StructTreeRoot"} & set(pdf.Root.keys())


def cut(plate: Image.Image, built: Printed, frame: Frame) -> Image.Image:
    """What a plate has in a frame of the page."""
    scale = plate.width / built.layout.setup.width
    edges = (frame.x, frame.top, frame.x + frame.width, frame.top + frame.height)
    return plate.crop(tuple(round(edge * scale) for edge in edges))


def found_in(built: Printed, kind: type) -> tuple[int, Frame]:
    """The page and the frame of the one flowable of this kind."""
    ((page, frame),) = (
        (page.number, placed.frame)
        for page in built.layout.pages
        for placed in page.items
        if isinstance(placed.flowable, kind)
    )
    return page, frame


@pytest.mark.parametrize("design", ["document", "magazine"])
def test_body_text_is_on_the_plate_of_black_alone(desk: Desk, design: str, plates: Plates) -> None:
    desk.settings(design)
    desk.write(*([BODY * 9] * 20))
    built = desk.build()
    page, setup = built.layout.pages[1], built.layout.setup
    assert page.side is Side.LEFT
    left, top = setup.outside, setup.top
    area = Frame(left, top, setup.width - setup.inside - left, setup.height - setup.foot - top)
    found = {name: cut(plate, built, area).getextrema() for name, plate in plates(built.press, 2).items()}
    assert found == {"Cyan": BLANK, "Magenta": BLANK, "Yellow": BLANK, "Black": (0, 255)}


def test_a_ground_goes_on_below_black_letters(desk: Desk, plates: Plates) -> None:
    desk.write(BODY, f":::{{callout}} Wat is dit?\n\n{BODY * 9}\n:::")
    built = desk.build()
    number, frame = found_in(built, FramedStack)
    words = Frame(frame.x + 9, frame.top + frame.height / 2, frame.width - 18, frame.height / 2 - 5)
    found = {name: cut(plate, built, words).getextrema() for name, plate in plates(built.press, number).items()}
    cyan, black = found["Cyan"], found["Black"]
    assert cyan[0] == cyan[1] == pytest.approx(255 * 0.9, abs=1), "blue-3, and no hole in it"
    assert black[0] < 50, "letters"


def test_a_spot_colour_is_a_plate_of_its_own(desk: Desk, plates: Plates) -> None:
    desk.style("spots: {}", "spots: {blue: PANTONE 294 C}")
    desk.write(BODY, "## Een kop", BODY)
    built = desk.build()
    pdf = read(built.press)
    (page,) = pdf.pages
    kind, plate, alternate, tint = page.obj.Resources.ColorSpace.Spot1
    assert (kind, plate, alternate) == ("/Separation", "/PANTONE 294 C", "/DeviceCMYK")
    assert [float(ink) for ink in tint.C0] == [0, 0, 0, 0]
    assert [float(ink) for ink in tint.C1] == [1, 0.75, 0, 0.38]
    paints = painted(pdf, page)
    spots = [paint for paint in paints if paint.inks == "PANTONE 294 C"]
    assert {paint.kind for paint in spots} == {"text", "stroke"}, "headings, and the lines of the artwork"
    assert not any(paint.overprint for paint in spots if paint.kind != "stroke")
    assert BLUE not in {paint.inks for paint in paints}
    assert read_page(built.press)[-1].text.endswith("Cyaan Magenta Geel Zwart PANTONE 294 C")
    separated = plates(built.press, 1)
    assert set(separated) == {"Cyan", "Magenta", "Yellow", "Black", "PANTONE 294 C"}
    assert separated["PANTONE 294 C"].getextrema() == (0, 255)


def test_two_colours_may_share_a_plate(desk: Desk) -> None:
    desk.style(
        'blue-2: {screen: "#2b6ca8", cmyk: [84, 54, 0, 0]}', 'blue-2: {screen: "#2b6ca8", cmyk: [100, 75, 0, 38]}'
    )
    desk.style("spots: {}", "spots: {blue: Huisblauw, blue-2: Huisblauw, accent: PANTONE 130 C}")
    desk.write(BODY, "## Een kop")
    pdf = read(desk.build().press)
    spaces = pdf.pages[0].obj.Resources.ColorSpace
    assert {str(space[1]) for space in spaces.values()} == {"/All", "/Huisblauw"}, "those that the page uses"
    assert len(spaces) == 2


RGB, GREY = (0, 60, 120), 120
SIZE = (1600, 800)


@pytest.mark.parametrize(
    ("name", "image", "space"),
    [
        ("foto.png", Image.new("RGB", SIZE, RGB), "DeviceCMYK"),
        ("foto.png", Image.new("RGBA", SIZE, (*RGB, 128)), "DeviceCMYK"),
        ("foto.jpg", Image.new("RGB", SIZE, RGB), "DeviceCMYK"),
        ("grijs.png", Image.new("L", SIZE, GREY), "DeviceGray"),
        ("grijs.jpg", Image.new("L", SIZE, GREY), "DeviceGray"),
    ],
    ids=["png", "transparent", "jpeg", "grey", "grey-jpeg"],
)
def test_images_are_in_inks(desk: Desk, name: str, image: Image.Image, space: str, plates: Plates) -> None:
    desk.image(name, image)
    desk.figures(name)
    built = desk.build()
    pdf = read(built.press)
    (found,) = of_kind(pdf, "/Image")
    assert (found.ColorSpace, found.Width, found.Height, found.BitsPerComponent) == ("/" + space, *SIZE, 8)
    assert not {"/SMask", "/Mask", "/Decode"} & set(found.keys())
    assert not found.get("/Interpolate", False)
    assert [paint.inks for paint in painted(pdf, pdf.pages[0]) if paint.kind == "image"] == [space]
    assert built.problems == ()
    number, frame = found_in(built, FigureBox)
    middle = Frame(frame.x + 50, frame.top + 50, frame.width - 100, frame.height - 100)
    on_press = {ink: cut(plate, built, middle).getextrema() for ink, plate in plates(built.press, number).items()}
    assert all(low == high for low, high in on_press.values())
    inks = [100 - on_press[ink][0] / 2.55 for ink in ("Cyan", "Magenta", "Yellow", "Black")]
    converter = desk.converter()
    wanted = converter.percentages(
        "#787878" if space == "DeviceGray" else "#7f9dbb" if image.mode == "RGBA" else "#003c78"
    )
    assert inks == pytest.approx(wanted, abs=3)


@pytest.mark.parametrize(
    ("size", "code", "severity"),
    [((1000, 500), "image-resolution-low", Severity.WARNING), ((500, 250), "image-resolution", Severity.ERROR)],
)
def test_an_image_with_too_few_pixels_is_told_at_its_figure(
    desk: Desk, size: tuple[int, int], code: str, severity: Severity
) -> None:
    desk.image("scherp.png", Image.new("RGB", SIZE, RGB))
    desk.image("klein.png", Image.new("RGB", size, RGB))
    desk.figures("scherp.png", "klein.png", "scherp.png", "klein.png")
    line = desk.chapter.read_text(encoding="utf-8").split("\n").index(":::{figure} images/klein.png") + 1
    if severity is Severity.ERROR:
        with pytest.raises(ReportError) as stopped:
            desk.build()
        problems = stopped.value.problems
    else:
        problems = desk.build().problems
    assert [(p.code, p.severity, p.place.line) for p in problems] == [(code, severity, n) for n in (line, line + 8)]
    assert all(p.place.file.endswith("chapters/tekst.md") for p in problems)
    assert "pixels per inch" in problems[0].message


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        ("sRGB.icc", "“sRGB.icc” is a profile for RGB of a screen; a press needs one for CMYK."),
        ("FOGRA51.icc", "There is no file “FOGRA51.icc” in the style's folder icc/."),
    ],
)
def test_a_wrong_profile_is_one_error_at_its_line_and_nothing_is_written(
    desk: Desk, profile: str, message: str
) -> None:  # fmt: skip
    line = desk.style("profile: FOGRA39L_coated.icc", f"profile: {profile}")
    output = desk.folder / "output"
    with chdir(desk.folder), pytest.raises(ReportError) as stopped:
        build_report(desk.report, EDITIONS, output)
    (problem,) = stopped.value.problems
    assert (problem.code, problem.message) == ("print-profile", message)
    assert (problem.place.file, problem.place.line) == ("styles/rvo/style.yaml", line)
    assert list(desk.folder.rglob("*.pdf")) == []


def test_another_profile_is_one_line_in_the_style(desk: Desk) -> None:
    other = (desk.profiles / "FOGRA39L_coated.icc").read_bytes().replace(b"FOGRA39L Coated", b"FOGRA99L Coated")
    (desk.profiles / "drukker.icc").write_bytes(other)
    before = desk.build()
    desk.style("profile: FOGRA39L_coated.icc", "profile: drukker.icc")
    after = desk.build()
    assert after.screen == before.screen
    for data, condition in ((before.press, "FOGRA39"), (after.press, "FOGRA99")):
        pdf = read(data)
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFX"
        assert intent.OutputConditionIdentifier == condition
        assert condition.encode() in intent.DestOutputProfile.read_bytes()
        assert intent.DestOutputProfile.N == 4
