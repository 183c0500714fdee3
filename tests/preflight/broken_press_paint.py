"""Ways to break what is painted in a file for the press: its inks, letters, lines and images."""

from pikepdf import Array, Dictionary, Name, Pdf, String

from reportbuilder.standards.facts import Fact

from .broken_press import breaks, image, lettered, painted, place, text
from .pdf_edits import annotate, form, paint, resource

INK = Fact.INK_EXCEEDED


painted("a screen colour", Fact.COLOUR_OF_SCREEN, "1 0 0 rg 200 400 9 9 re f")
painted("a line in a screen colour", Fact.COLOUR_OF_SCREEN, "1 0 0 RG 200 400 m 300 400 l S")
painted("an inline image in screen colours", Fact.COLOUR_OF_SCREEN, "1 0 0 1 200 400 cm .1 0 0 .1 0 0 cm "
        "BI /W 1 /H 1 /BPC 8 /CS /RGB ID xxx EI")  # fmt: skip
lettered("a word in a screen colour", Fact.COLOUR_OF_SCREEN, text(12, "1 0 0 rg"))


@breaks(Fact.COLOUR_OF_SCREEN)
def an_image_in_screen_colours(pdf: Pdf) -> None:
    place(pdf, image(pdf, 100, 100, bytes(30_000), ColorSpace=Name.DeviceRGB))


@breaks(Fact.COLOUR_OF_SCREEN)
def an_image_of_few_screen_colours(pdf: Pdf) -> None:
    space = Array([Name.Indexed, Name.DeviceRGB, 1, String("abcdef")])
    place(pdf, image(pdf, 100, 100, bytes(10_000), ColorSpace=space))


@breaks(Fact.COLOUR_OF_SCREEN)
def a_screen_colour_in_a_form(pdf: Pdf) -> None:
    place(pdf, form(pdf, b"1 0 0 rg 0 0 5 5 re f"), "1 0 0 1 200 400")


@breaks(Fact.COLOUR_OF_SCREEN)
def a_screen_colour_in_a_pattern(pdf: Pdf) -> None:
    tile = pdf.make_stream(b"1 0 0 rg 0 0 5 5 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1,
                           BBox=[0, 0, 9, 9], XStep=9, YStep=9, Resources=Dictionary())  # fmt: skip
    resource(pdf, "/Pattern", "/Odd", tile, 3)
    paint(pdf, "q /Pattern cs /Odd scn 200 400 50 50 re f Q", 3)


@breaks(Fact.COLOUR_OF_SCREEN)
def a_shading_in_screen_colours(pdf: Pdf) -> None:
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0], C1=[1, 1, 1], N=1)
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 9, 9], Function=function)
    resource(pdf, "/Shading", "/Odd", shading, 3)
    paint(pdf, "q 200 400 50 50 re W n /Odd sh Q", 3)


@breaks(Fact.COLOUR_OF_SCREEN)
def a_screen_colour_in_an_annotation(pdf: Pdf) -> None:
    mark = annotate(pdf, "PrinterMark", AP=Dictionary(N=form(pdf, b"1 0 0 rg 0 0 5 5 re f")))
    mark.Rect = Array([200, 400, 209, 409])


@breaks(Fact.COLOUR_OF_SCREEN)
def a_screen_colour_in_a_soft_mask(pdf: Pdf) -> None:
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    mask = Dictionary(S=Name.Luminosity, G=form(pdf, b"1 0 0 rg 0 0 5 5 re f", Group=group))
    resource(pdf, "/ExtGState", "/Odd", Dictionary(SMask=mask), 3)
    paint(pdf, "q /Odd gs Q", 3)


@breaks(Fact.COLOUR_OF_SCREEN)
def a_screen_colour_in_a_drawn_glyph(pdf: Pdf) -> None:
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 9, 9], FontMatrix=[0.1, 0, 0, 0.1, 0, 0], FirstChar=97,
        LastChar=97, Widths=[9], Encoding=Dictionary(Differences=Array([97, Name.a])), Resources=Dictionary(),
        CharProcs=Dictionary(a=pdf.make_stream(b"9 0 d0 1 0 0 rg 0 0 5 5 re f")),
    )  # fmt: skip
    resource(pdf, "/Font", "/Odd", font, 3)
    paint(pdf, "q 0 0 0 1 k /Over gs BT /Odd 12 Tf 200 400 Td (a) Tj ET Q", 3)


@breaks(Fact.COLOUR_CONVERTED)
def a_colour_with_a_profile(pdf: Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    resource(pdf, "/ColorSpace", "/Odd", Array([Name.ICCBased, profile]), 3)
    paint(pdf, "q /Odd cs 0 0 0 1 scn 200 400 9 9 re f Q", 3)


@breaks(Fact.COLOUR_OF_SCREEN)
def an_ink_that_a_screen_colour_stands_in_for(pdf: Pdf) -> None:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1] * 3, C1=[1, 0, 0], N=1)
    resource(pdf, "/ColorSpace", "/Odd", Array([Name.Separation, Name.Signal, Name.DeviceRGB, tint]), 3)
    paint(pdf, "q /Knock gs /Odd cs 1 scn 200 400 9 9 re f Q", 3)


@breaks(Fact.COLOUR_CONVERTED)
def a_colour_of_two_inks_in_one(pdf: Pdf) -> None:
    tint = pdf.make_stream(b"{0 0}", FunctionType=4, Domain=[0, 1, 0, 1], Range=[0, 1] * 4)
    names = Array([Name.Cyan, Name.Black])
    resource(pdf, "/ColorSpace", "/Odd", Array([Name.DeviceN, names, Name.DeviceCMYK, tint]), 3)
    paint(pdf, "q /Knock gs /Odd cs 1 .5 scn 200 400 9 9 re f Q", 3)


@breaks(Fact.COLOUR_CONVERTED)
def a_colour_as_it_is_seen(pdf: Pdf) -> None:
    resource(pdf, "/ColorSpace", "/Odd", Array([Name.Lab, Dictionary(WhitePoint=[0.96, 1, 0.83])]), 3)
    paint(pdf, "q /Odd cs 50 0 0 scn 200 400 9 9 re f Q", 3)


@breaks(Fact.BLENDING_SPACE_WRONG)
def mixed_on_a_screen(pdf: Pdf) -> None:
    pdf.pages[2].obj.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceRGB)


@breaks(Fact.BLENDING_SPACE_WRONG)
def a_drawing_mixed_in_grey(pdf: Pdf) -> None:
    place(pdf, form(pdf, b"", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray)))


painted("a field of much ink", INK, ".9 .9 .9 .7 k 200 400 9 9 re f")
painted("a line of much ink", INK, ".9 .9 .9 .7 K 200 400 m 300 400 l S")
painted("black over much ink", INK, ".8 .8 .6 0 k 100 100 300 300 re f /Over gs 0 0 0 1 k 200 200 9 9 re f")
painted("black over much ink in a shape", INK,
        ".8 .8 .6 0 k 100 100 m 400 100 l 250 400 l f /Over gs 0 0 0 1 k 245 200 9 9 re f")  # fmt: skip
lettered("a large word of much ink", INK, text(30, ".9 .9 .9 .7 k"))
lettered("a word over much ink", INK, ".8 .8 .6 0 k 100 300 300 300 re f " + text(12, "0 0 0 1 k", "Over"))


@breaks(INK)
def inks_multiplied(pdf: Pdf) -> None:
    resource(pdf, "/ExtGState", "/Odd", Dictionary(BM=Name.Multiply), 3)
    paint(pdf, "q /Knock gs .9 .9 0 .2 k 100 100 300 300 re f /Odd gs 0 0 .9 .6 k 200 200 90 90 re f Q", 3)


@breaks(INK)
def lines_multiplied(pdf: Pdf) -> None:
    resource(pdf, "/ExtGState", "/Odd", Dictionary(BM=Array([Name.Multiply])), 3)
    paint(pdf, "q /Knock gs .9 .9 0 .2 k 100 100 300 300 re f /Odd gs 0 0 .9 .6 K 20 w 150 200 m 300 200 l S Q", 3)


@breaks(INK)
def three_layers_multiplied(pdf: Pdf) -> None:
    """No two of them have too much together."""
    resource(pdf, "/ExtGState", "/Odd", Dictionary(BM=Name.Multiply), 3)
    layers = " ".join(f"{inks} k 200 200 90 90 re f" for inks in ("1 1 0 0", "0 0 1 0", "0 0 0 .5"))
    paint(pdf, f"q /Knock gs /Odd gs 0 0 0 .01 k 100 100 300 300 re f {layers} Q", 3)


@breaks(INK)
def a_veil_that_overprints(pdf: Pdf) -> None:
    resource(pdf, "/ExtGState", "/Odd", Dictionary(ca=0.8), 3)
    paint(pdf, "q .8 .8 .8 0 k 100 100 300 300 re f /Over gs /Odd gs 0 0 0 1 k 200 200 90 90 re f Q", 3)


@breaks(INK)
def an_image_of_much_ink(pdf: Pdf) -> None:
    place(pdf, image(pdf, 100, 100, bytes(4 * 9_000) + b"\xe6\xe6\xe6\xb3" * 1_000))


@breaks(INK)
def an_image_of_few_colours_and_much_ink(pdf: Pdf) -> None:
    space = Array([Name.Indexed, Name.DeviceCMYK, 1, String(b"\0\0\0\0\xe6\xe6\xe6\xb3")])
    place(pdf, image(pdf, 100, 100, bytes(10_000), ColorSpace=space))


@breaks(INK)
def an_image_of_which_zero_is_full(pdf: Pdf) -> None:
    place(pdf, image(pdf, 100, 100, bytes(40_000), Decode=[1, 0] * 4))


@breaks(INK)
def an_ink_that_others_stand_in_for(pdf: Pdf) -> None:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0] * 4, C1=[1, 1, 1, 0.5], N=1)
    resource(pdf, "/ColorSpace", "/Odd", Array([Name.Separation, Name.Deep, Name.DeviceCMYK, tint]), 3)
    paint(pdf, "q /Knock gs /Odd cs 1 scn 200 400 9 9 re f Q", 3)


@breaks(INK)
def a_shading_of_much_ink(pdf: Pdf) -> None:
    part = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0] * 4, C1=[1, 1, 1, 1], N=1)
    function = Dictionary(FunctionType=3, Domain=[0, 1], Functions=[part], Bounds=[], Encode=[0, 1])
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=[0, 0, 9, 9], Function=function)
    resource(pdf, "/Pattern", "/Odd", Dictionary(PatternType=2, Shading=shading), 3)
    paint(pdf, "q /Pattern cs /Odd scn 200 400 50 50 re f Q", 3)


@breaks(Fact.IMAGE_INK_PEAKS)
def an_image_with_specks_of_much_ink(pdf: Pdf) -> None:
    place(pdf, image(pdf, 100, 100, bytes(4 * 9_990) + b"\xe6\xe6\xe6\xb3" * 10))


@breaks(Fact.IMAGE_INK_UNKNOWN)
def an_image_that_is_a_photograph(pdf: Pdf) -> None:
    drawing = image(pdf, 100, 100, b"")
    drawing.write(b"\xff\xd8\xff\xd9", filter=Name.DCTDecode)
    place(pdf, drawing)


painted("white that overprints", Fact.WHITE_OVERPRINTS, "/Over gs 0 0 0 0 k 200 400 9 9 re f")
lettered("a white word that overprints", Fact.WHITE_OVERPRINTS, text(12, "0 0 0 0 k", "Over"))
lettered("black that knocks out", Fact.BLACK_KNOCKS_OUT, text(10, "0 0 0 1 k"))
lettered("grey that is black knocks out", Fact.BLACK_KNOCKS_OUT, text(10, "0 g", "Over"))
lettered("small print", Fact.TEXT_TOO_SMALL, text(4, "0 0 0 1 k", "Over"))
lettered("print made small", Fact.TEXT_TOO_SMALL, text(10, "0 0 0 1 k", "Over", ".4 0 0 .4 200 400"))
lettered("a small word in three inks", Fact.SMALL_TEXT_INKS, text(8, "1 .5 0 .2 k"))
painted("a hairline", Fact.HAIRLINE, ".1 w 0 0 0 1 K 200 400 m 300 400 l S")
painted("a line of no width", Fact.HAIRLINE, "0 w 0 0 0 1 K 200 400 m 300 400 l S")
painted("a line made thin", Fact.HAIRLINE, "1 w 0 0 0 1 K .2 0 0 1 0 0 cm 200 400 m 300 400 l S")


@breaks(Fact.BODY_TEXT_COLOURED)
def blue_text(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.contents_coalesce()
        page.Contents.write(page.Contents.read_bytes().replace(b" 0 0 0 1 k", b" 1 0.7 0 0 k"))


@breaks(Fact.IMAGE_TOO_COARSE)
def an_image_of_72_pixels(pdf: Pdf) -> None:
    place(pdf, image(pdf, 72, 72, bytes(4 * 72 * 72)), "72 0 0 72 200 400")


@breaks(Fact.IMAGE_COARSE)
def an_image_of_200_pixels(pdf: Pdf) -> None:
    place(pdf, image(pdf, 200, 200, bytes(160_000)), "0 72 -72 0 300 400")


@breaks(Fact.IMAGE_REPLACED)
def an_image_for_another(pdf: Pdf) -> None:
    other = Dictionary(Image=image(pdf, 100, 100, bytes(40_000)), DefaultForPrinting=True)
    place(pdf, image(pdf, 100, 100, bytes(40_000), Alternates=Array([other])))
