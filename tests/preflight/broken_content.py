"""Ways to break the marks around content, the content itself, and its colours."""

import re

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from reportbuilder.standards.facts import Fact

from .pdf_edits import add_element, breaks, decoration, elements, form, next_key, paint, resource

UNKNOWN_COLOURS = (Fact.DEVICE_COLOUR_UNDEFINED, Fact.TRANSPARENCY_UNDEFINED)


@breaks(Fact.UNMARKED_CONTENT)
def a_bare_shape(pdf: Pdf) -> None:
    paint(pdf, "0 0 5 5 re f")


@breaks(Fact.UNMARKED_CONTENT)
def a_bare_text(pdf: Pdf) -> None:
    name = min(pdf.pages[3].Resources.Font.keys())  # the keys are a set, in no order
    paint(pdf, f"BT {name} 9 Tf <0002> Tj ET", 3)


@breaks(Fact.UNMARKED_CONTENT)
def a_bare_inline_image(pdf: Pdf) -> None:
    paint(pdf, "BI /W 1 /H 1 /BPC 8 /CS /G ID x EI")


@breaks(Fact.UNMARKED_CONTENT)
def a_bare_shape_in_a_form(pdf: Pdf) -> None:
    resource(pdf, "/XObject", "/Bare", form(pdf, b"0 0 5 5 re f"))
    paint(pdf, "/Bare Do")


@breaks(Fact.UNMARKED_CONTENT)
def a_bare_shading(pdf: Pdf) -> None:
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0], C1=[1, 1, 1], N=1)
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 9, 9], Function=function)
    resource(pdf, "/Shading", "/Bare", shading)
    paint(pdf, "/Bare sh")


@breaks(Fact.MARKS_UNBALANCED)
def closed_too_often(pdf: Pdf) -> None:
    paint(pdf, "EMC")


@breaks(Fact.MARKS_UNBALANCED)
def never_closed(pdf: Pdf) -> None:
    paint(pdf, "/Artifact BMC")


@breaks(Fact.MARKS_UNBALANCED)
def across_a_text(pdf: Pdf) -> None:
    paint(pdf, "/Artifact BMC BT EMC ET")


@breaks(Fact.ARTIFACT_IN_CONTENT)
def decoration_within(pdf: Pdf) -> None:
    page = pdf.pages[3]
    content = b"\n".join(part.read_bytes() for part in page.Contents) if isinstance(page.Contents, Array) else (
        page.Contents.read_bytes()
    )  # fmt: skip
    changed, count = re.subn(rb"(/MCID \d+\s*>>\s*BDC)", rb"\1 /Artifact BMC EMC ", content, count=1)
    assert count
    page.Contents = Stream(pdf, changed)


@breaks(Fact.CONTENT_IN_ARTIFACT)
def all_is_decoration(pdf: Pdf) -> None:
    pdf.pages[3].contents_add(Stream(pdf, b"/Artifact BMC\n"), prepend=True)
    paint(pdf, "EMC", 3)


@breaks(Fact.PROPERTIES_UNKNOWN)
def properties_elsewhere(pdf: Pdf) -> None:
    paint(pdf, "/Span /Nowhere BDC EMC")


@breaks(Fact.ACTUAL_TEXT_ENCODING)
def replacement_in_bytes(pdf: Pdf) -> None:
    paint(pdf, decoration("/Span <</ActualText (abc)>> BDC EMC"))


@breaks(Fact.MCID_TWICE)
def the_same_number(pdf: Pdf) -> None:
    paint(pdf, "/P <</MCID 0>> BDC EMC", 3)


@breaks(Fact.MCID_CLAIMED_TWICE)
def two_owners(pdf: Pdf) -> None:
    add_element(pdf, elements(pdf)[0], "P", Array([0]), Pg=pdf.pages[3].obj)


@breaks(Fact.MCID_UNCLAIMED)
def no_owner(pdf: Pdf) -> None:
    paint(pdf, "/P <</MCID 999>> BDC EMC", 3)


@breaks(Fact.MCID_MISSING)
def nothing_to_own(pdf: Pdf) -> None:
    add_element(pdf, elements(pdf)[0], "P", Array([998]), Pg=pdf.pages[3].obj)


@breaks(Fact.FORM_DRAWN_TWICE)
def a_tagged_form_drawn_twice(pdf: Pdf) -> None:
    drawn = pdf.make_indirect(form(pdf, b"/P <</MCID 0>> BDC 0 0 5 5 re f EMC"))
    claim = Dictionary(Type=Name.MCR, MCID=0, Stm=drawn, Pg=pdf.pages[0].obj)
    element = add_element(pdf, elements(pdf)[0], "P", Array([claim]), Pg=pdf.pages[0].obj)
    drawn.StructParents = next_key(pdf, pdf.make_indirect(Array([element])))
    resource(pdf, "/XObject", "/Tagged", drawn)
    paint(pdf, "/Tagged Do /Tagged Do")


@breaks(Fact.OPERATOR_UNKNOWN)
def an_unknown_operation(pdf: Pdf) -> None:
    paint(pdf, "1 2 foo")


@breaks(Fact.OPERATOR_SKIPPED)
def an_operation_to_be_passed_over(pdf: Pdf) -> None:
    paint(pdf, "BX 1 2 foo EX")


@breaks(Fact.RESOURCE_MISSING)
def a_drawing_that_is_not_there(pdf: Pdf) -> None:
    paint(pdf, decoration("/Nowhere Do"))


@breaks(Fact.RESOURCE_MISSING)
def a_font_that_is_not_there(pdf: Pdf) -> None:
    paint(pdf, decoration("BT /Nowhere 9 Tf (abc) Tj ET"))


@breaks(Fact.RESOURCE_MISSING)
def a_colour_that_is_not_there(pdf: Pdf) -> None:
    paint(pdf, "/Nowhere cs")


@breaks(Fact.DEVICE_COLOUR_UNDEFINED)
def ink_on_a_screen(pdf: Pdf) -> None:
    paint(pdf, "0 0 0 1 k")


@breaks(Fact.DEVICE_COLOUR_UNDEFINED)
def an_image_in_ink(pdf: Pdf) -> None:
    _image(pdf, ColorSpace=Name.DeviceCMYK)


@breaks(Fact.DEVICE_COLOUR_UNDEFINED)
def a_colour_of_many_in_ink(pdf: Pdf) -> None:
    resource(pdf, "/ColorSpace", "/Few", Array([Name.Indexed, Name.DeviceCMYK, 0, b"1234"]))
    paint(pdf, "/Few cs")


@breaks(Fact.HAS_OUTPUT_INTENT, *UNKNOWN_COLOURS)
def no_output_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


@breaks(Fact.TRANSPARENCY_UNDEFINED, Fact.HAS_OUTPUT_INTENT, *UNKNOWN_COLOURS)
def glass_without_colours(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents
    _state(pdf, ca=0.5)


@breaks(Fact.OUTPUT_PROFILE_WRONG, Fact.DEVICE_COLOUR_UNDEFINED)
def a_profile_of_nothing(pdf: Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_stream(b"no profile" * 99, N=3)


@breaks(Fact.OUTPUT_PROFILE_WRONG)
def a_profile_with_too_many_inks(pdf: Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.N = 4


@breaks(Fact.BLEND_MODE_UNKNOWN)
def an_unknown_mixture(pdf: Pdf) -> None:
    _state(pdf, BM=Name("/Shaken"))


@breaks(Fact.GRAPHICS_STATE_FORBIDDEN)
def a_transfer_function(pdf: Pdf) -> None:
    _state(pdf, TR=Name.Identity)


@breaks(Fact.GRAPHICS_STATE_FORBIDDEN)
def an_unknown_intent(pdf: Pdf) -> None:
    paint(pdf, "/Beautiful ri")


@breaks(Fact.IMAGE_FORBIDDEN)
def a_smoothed_image(pdf: Pdf) -> None:
    _image(pdf, Interpolate=True)


@breaks(Fact.IMAGE_FORBIDDEN)
def an_image_of_odd_depth(pdf: Pdf) -> None:
    _image(pdf, BitsPerComponent=3)


@breaks(Fact.XOBJECT_ELSEWHERE)
def a_page_of_another_file(pdf: Pdf) -> None:
    resource(pdf, "/XObject", "/Other", form(pdf, Ref=Dictionary(F="other.pdf", Page=0)))
    paint(pdf, decoration("/Other Do"))


@breaks(Fact.XOBJECT_FORBIDDEN)
def a_program(pdf: Pdf) -> None:
    resource(pdf, "/XObject", "/Other", pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.PS))
    paint(pdf, decoration("/Other Do"))


@breaks(Fact.LIMIT_EXCEEDED)
def too_many_saved_states(pdf: Pdf) -> None:
    paint(pdf, "q " * 29 + "Q " * 29)


@breaks(Fact.FILTER_FORBIDDEN)
def an_inline_image_in_lzw(pdf: Pdf) -> None:
    paint(pdf, decoration("BI /W 1 /H 1 /BPC 8 /CS /G /F /LZW ID x EI"))


def _state(pdf: Pdf, **entries: object) -> None:
    resource(pdf, "/ExtGState", "/Odd", Dictionary(**entries))
    paint(pdf, "q /Odd gs Q")


def _image(pdf: Pdf, **entries: object) -> None:
    whole = {"ColorSpace": Name.DeviceGray, "BitsPerComponent": 8, **entries}
    image = pdf.make_stream(b"xxxx", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, **whole)
    resource(pdf, "/XObject", "/Odd", image)
    paint(pdf, decoration("/Odd Do"))
