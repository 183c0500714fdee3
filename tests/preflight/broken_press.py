"""Ways to break a file for the press and its pages, each with the fact that must be found; see `broken_press_paint`."""

from collections.abc import Callable
from functools import partial

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from reportbuilder.standards.facts import Fact

from . import broken_content, broken_file
from .pdf_edits import Case, Change, annotate, fonts, paint, resource, rewrite_metadata

PRESS_CASES: list[Case] = []
RIGHT = 595.276
"""Where the page is cut at the right."""
_WORD = "<word>"
FAR = -30
"""Points from the trim to where nothing is that matters."""


def breaks(fact: Fact, *also: Fact) -> Callable[[Change], Change]:
    """A way to break a file for the press, registered."""

    def register(change: Change) -> Change:
        PRESS_CASES.append(Case(fact, change, frozenset(also)))
        return change

    return register


def painted(name: str, fact: Fact, operations: str, *also: Fact) -> None:
    """A way to break it with a few operations in the middle of a page."""

    def change(pdf: Pdf) -> None:
        paint(pdf, f"q /Knock gs {operations} Q", 3)

    change.__name__ = name
    breaks(fact, *also)(change)


def image(pdf: Pdf, width: int, height: int, data: bytes, **entries: object) -> Stream:
    """An image."""
    whole = {"ColorSpace": Name.DeviceCMYK, "BitsPerComponent": 8, **entries}
    return pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height, **whole)


def place(pdf: Pdf, drawing: Stream, matrix: str = "10 0 0 10 200 400", page: int = 3) -> None:
    """Draw something in the middle of a page."""
    resource(pdf, "/XObject", "/Odd", drawing, page)
    paint(pdf, f"q /Knock gs {matrix} cm /Odd Do Q", page)


def text(size: float, colour: str, state: str = "Knock", matrix: str = "1 0 0 1 200 400") -> str:
    """A word in any font; `write` says of which glyphs."""
    return f"/{state} gs {colour} BT /Word {size:g} Tf {matrix} Tm {_WORD} Tj ET"


def write(pdf: Pdf, operations: str) -> None:
    """Write in the first font, with five of its letters."""
    font = fonts(pdf)[0]
    codes = [int(one) for one in font.DescendantFonts[0].W if not isinstance(one, Array)]
    middle = len(codes) // 2  # the letters stand behind the marks and figures
    word = "".join(f"{code:04x}" for code in codes[middle : middle + 5])
    resource(pdf, "/Font", "/Word", font, 3)
    paint(pdf, f"q /Knock gs {operations.replace(_WORD, f'<{word}>')} Q", 3)


def lettered(name: str, fact: Fact, operations: str, *also: Fact) -> None:
    """A way to break it with a word."""
    change = partial(write, operations=operations)
    change.__name__ = name  # type: ignore[attr-defined]
    breaks(fact, *also)(change)


def borrowed(fact: Fact, change: Change, *also: Fact) -> None:
    """A way that files for the screen are broken in, too."""
    breaks(fact, *also)(change)


CLAIMS = (Fact.HAS_TITLE, Fact.HAS_X_CLAIM, Fact.HAS_DATES, Fact.HAS_DOCUMENT_IDS)
UNREADABLE = (Fact.INK_EXCEEDED,)
"""What is also found of a font that cannot be read: empty glyphs, on the symbols that they stand for, may have ink."""
borrowed(Fact.FONT_NOT_EMBEDDED, broken_file.not_embedded, *UNREADABLE)
borrowed(Fact.FONT_BROKEN, broken_file.a_font_cut_off, *UNREADABLE)
borrowed(Fact.FONT_WITHOUT_MAP, broken_file.no_map, *UNREADABLE)
borrowed(Fact.WIDTH_WRONG, broken_file.other_widths)
borrowed(Fact.GLYPH_MISSING, broken_file.a_glyph_that_is_not_there)
borrowed(Fact.NOTDEF_USED, broken_file.a_box)
borrowed(Fact.HAS_TITLE, broken_file.no_title)
borrowed(Fact.HAS_METADATA, broken_file.no_metadata, *CLAIMS)
borrowed(Fact.METADATA_UNREADABLE, broken_file.metadata_cut_off, *CLAIMS)
borrowed(Fact.STREAM_EXTERNAL, broken_file.a_stream_elsewhere)
borrowed(Fact.LAYERS_WRONG, broken_file.nameless_layers)
borrowed(Fact.GRAPHICS_STATE_FORBIDDEN, broken_content.a_transfer_function)
borrowed(Fact.BLEND_MODE_UNKNOWN, broken_content.an_unknown_mixture)
borrowed(Fact.XOBJECT_FORBIDDEN, broken_content.a_program)
borrowed(Fact.XOBJECT_ELSEWHERE, broken_content.a_page_of_another_file)
borrowed(Fact.OPERATOR_UNKNOWN, broken_content.an_unknown_operation)
borrowed(Fact.OPERATOR_SKIPPED, broken_content.an_operation_to_be_passed_over)
borrowed(Fact.RESOURCE_MISSING, broken_content.a_drawing_that_is_not_there)
borrowed(Fact.PRESS_ACTION, broken_file.a_script, Fact.ACTION_BY_ITSELF)
borrowed(Fact.PRESS_ACTION, broken_file.a_script_by_name, Fact.HOLDS_SCRIPTS)
borrowed(Fact.PRESS_ACTION, broken_file.something_on_opening)


@breaks(Fact.GRAPHICS_STATE_FORBIDDEN)
def a_halftone_phase(pdf: Pdf) -> None:
    resource(pdf, "/ExtGState", "/Odd", Dictionary(HTP=Array([0, 0])), 3)
    paint(pdf, "q /Odd gs Q", 3)


@breaks(Fact.PRESS_ACTION)
def a_link_beside_the_page(pdf: Pdf) -> None:
    link = annotate(pdf, "Link", A=Dictionary(S=Name.URI, URI="https://example.org"))
    link.Rect = Array([FAR, FAR, FAR + 5, FAR + 5])


@breaks(Fact.PRESS_ACTION)
def an_action_in_the_bookmarks(pdf: Pdf) -> None:
    entry = Dictionary(Title=String("x"), A=Dictionary(S=Name.URI, URI="https://example.org"))
    pdf.Root.Outlines = Dictionary(First=pdf.make_indirect(entry), Count=1)


@breaks(Fact.HAS_X_CLAIM)
def another_claim(pdf: Pdf) -> None:
    rewrite_metadata(pdf, ">PDF/X-4<", ">PDF/X-4p<")


@breaks(Fact.HAS_TRAPPED)
def trapped_nowhere(pdf: Pdf) -> None:
    rewrite_metadata(pdf, "<pdf:Trapped>False</pdf:Trapped>", "")
    del pdf.docinfo["/Trapped"]


@breaks(Fact.HAS_TRAPPED)
def trapped_and_not(pdf: Pdf) -> None:
    pdf.docinfo["/Trapped"] = Name("/True")


@breaks(Fact.HAS_TRAPPED)
def perhaps_trapped(pdf: Pdf) -> None:
    rewrite_metadata(pdf, "Trapped>False<", "Trapped>Unknown<")
    pdf.docinfo["/Trapped"] = Name("/Unknown")


@breaks(Fact.HAS_DATES)
def no_date(pdf: Pdf) -> None:
    rewrite_metadata(pdf, "<xmp:MetadataDate>", "<xmp:Label>")
    rewrite_metadata(pdf, "</xmp:MetadataDate>", "</xmp:Label>")


@breaks(Fact.HAS_DOCUMENT_IDS)
def no_version(pdf: Pdf) -> None:
    rewrite_metadata(pdf, "<xmpMM:VersionID>1</xmpMM:VersionID>", "")


@breaks(Fact.HAS_PRESS_INTENT)
def no_press(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


@breaks(Fact.HAS_PRESS_INTENT)
def a_screen_for_a_press(pdf: Pdf) -> None:
    pdf.Root.OutputIntents[0].S = Name.GTS_PDFA1


@breaks(Fact.PRESS_PROFILE_WRONG)
def no_profile(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents[0].DestOutputProfile


@breaks(Fact.PRESS_PROFILE_WRONG)
def a_profile_for_three(pdf: Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.N = 3


@breaks(Fact.PRESS_PROFILE_WRONG)
def a_profile_of_another_class(pdf: Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    data = profile.read_bytes()
    profile.write(data[:12] + b"mntr" + data[16:])


@breaks(Fact.PRESS_PROFILE_WRONG)
def two_presses(pdf: Pdf) -> None:
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


@breaks(Fact.PRESS_CONDITION_UNNAMED)
def a_press_without_a_name(pdf: Pdf) -> None:
    pdf.Root.OutputIntents[0].OutputConditionIdentifier = String("")


@breaks(Fact.PRESS_CONDITION_UNNAMED)
def a_press_that_nobody_knows(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents[0].RegistryName
    del pdf.Root.OutputIntents[0].Info


@breaks(Fact.PRESS_CONDITION_UNREGISTERED)
def a_press_that_is_not_registered(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents[0].RegistryName


@breaks(Fact.TRIM_BOX_MISSING)
def no_trim(pdf: Pdf) -> None:
    del pdf.pages[2].obj.TrimBox


@breaks(Fact.TRIM_BOX_TWICE)
def trim_and_art(pdf: Pdf) -> None:
    pdf.pages[2].obj.ArtBox = pdf.pages[2].obj.TrimBox


@breaks(Fact.BOXES_NOT_NESTED, Fact.MARK_TOO_NEAR, Fact.EDGE_WITHOUT_BLEED)
def a_bleed_beyond_the_paper(pdf: Pdf) -> None:
    pdf.pages[2].obj.BleedBox = Array([-99, -99, 700, 999])


@breaks(Fact.BOXES_NOT_NESTED, Fact.BLEED_TOO_SMALL)
def a_trim_beyond_the_bleed(pdf: Pdf) -> None:
    pdf.pages[2].obj.BleedBox = Array([1, 0, 590, 840])


@breaks(Fact.BLEED_TOO_SMALL)
def two_millimetres_of_bleed(pdf: Pdf) -> None:
    pdf.pages[2].obj.BleedBox = Array([-5.67, -8.504, 603.78, 850.394])


@breaks(Fact.BLEED_TOO_SMALL)
def no_bleed_box(pdf: Pdf) -> None:
    del pdf.pages[2].obj.BleedBox


painted("a field that ends where it is cut", Fact.EDGE_WITHOUT_BLEED, f"0 0 0 .5 k 400 300 {RIGHT - 400} 50 re f")
painted("a field that ends a little beyond", Fact.EDGE_WITHOUT_BLEED, "0 0 0 .5 k -3 300 50 50 re f")
painted("a field cut off", Fact.EDGE_WITHOUT_BLEED, "0 0 500 500 re W n 0 0 0 .5 k -50 300 90 90 re f")
painted("a triangle with its foot at the edge", Fact.EDGE_WITHOUT_BLEED, "0 0 0 .5 k 9 0 m 99 0 l 50 50 l f")
painted("a mark in the bleed", Fact.MARK_TOO_NEAR, "/All CS 1 SCN .5 w 100 -6 m 120 -6 l S")
painted("a mark on the page", Fact.MARK_TOO_NEAR, "/All cs 1 scn 100 100 9 9 re f")


@breaks(Fact.MARK_TOO_NEAR, Fact.BLEED_TOO_SMALL)
def a_mark_beside_a_small_bleed(pdf: Pdf) -> None:
    pdf.pages[2].obj.BleedBox = Array([-3, -3, 598, 845])
    paint(pdf, "/All CS 1 SCN .5 w 100 -6 m 120 -6 l S", 2)


@breaks(Fact.EDGE_WITHOUT_BLEED)
def an_image_that_ends_where_it_is_cut(pdf: Pdf) -> None:
    place(pdf, image(pdf, 100, 100, bytes(40_000)), "20 0 0 20 0 400")


@breaks(Fact.ANNOTATION_IN_PRINT)
def a_note_on_the_page(pdf: Pdf) -> None:
    annotate(pdf, "Text")


@breaks(Fact.ANNOTATION_IN_PRINT)
def a_link_in_the_bleed(pdf: Pdf) -> None:
    annotate(pdf, "Link").Rect = Array([-20, -20, -8, -8])
