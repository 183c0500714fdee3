"""Ways to break the fonts, the metadata, and the file as a whole."""

from collections.abc import Callable
from io import BytesIO

from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf, String

from reportbuilder.preflight.fonts import to_unicode
from reportbuilder.standards.facts import Fact

from .pdf_edits import breaks, decoration, fonts, form, paint, resource, rewrite_metadata

HEAD = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
"""
FOOT = """
endcmap CMapName currentdict /CMap defineresource pop end end"""
CLAIMS = (Fact.HAS_TITLE, Fact.HAS_UA_CLAIM, Fact.HAS_A_CLAIM)


@breaks(Fact.FONT_NOT_EMBEDDED)
def not_embedded(pdf: Pdf) -> None:
    del fonts(pdf)[0].DescendantFonts[0].FontDescriptor.FontFile2


@breaks(Fact.FONT_BROKEN)
def a_font_cut_off(pdf: Pdf) -> None:
    descriptor = fonts(pdf)[0].DescendantFonts[0].FontDescriptor
    descriptor.FontFile2 = pdf.make_stream(descriptor.FontFile2.read_bytes()[:60])


@breaks(Fact.FONT_WITHOUT_MAP)
def no_map(pdf: Pdf) -> None:
    del fonts(pdf)[0].DescendantFonts[0].CIDToGIDMap


@breaks(Fact.FONT_WITHOUT_UNICODE)
def no_unicode(pdf: Pdf) -> None:
    del fonts(pdf)[0].ToUnicode


@breaks(Fact.CODE_WITHOUT_UNICODE)
def little_unicode(pdf: Pdf) -> None:
    _unicode(pdf, {1: "x"})


@breaks(Fact.UNICODE_UNUSABLE)
def a_byte_order_mark(pdf: Pdf) -> None:
    _change_unicode(pdf, lambda word: "\ufeff")


@breaks(Fact.PRIVATE_UNICODE)
def private(pdf: Pdf) -> None:
    _change_unicode(pdf, lambda word: "\ue001")


@breaks(Fact.WIDTH_WRONG)
def other_widths(pdf: Pdf) -> None:
    fonts(pdf)[0].DescendantFonts[0].W = Array([])


@breaks(Fact.GLYPH_MISSING)
def a_glyph_that_is_not_there(pdf: Pdf) -> None:
    inner = fonts(pdf)[0].DescendantFonts[0]
    inner.CIDToGIDMap = pdf.make_stream(inner.CIDToGIDMap.read_bytes().ljust(2 * 0xFFF0, b"\0") + b"\xff\xf0")
    _show(pdf, 0xFFF0)


@breaks(Fact.NOTDEF_USED)
def a_box(pdf: Pdf) -> None:
    _show(pdf, 0)


@breaks(Fact.HAS_METADATA, Fact.INFO_DIFFERS, *CLAIMS)
def no_metadata(pdf: Pdf) -> None:
    del pdf.Root.Metadata


@breaks(Fact.METADATA_UNREADABLE, *CLAIMS)
def metadata_cut_off(pdf: Pdf) -> None:
    rewrite_metadata(pdf, "</rdf:RDF>", "")


@breaks(Fact.METADATA_HEADER)
def metadata_with_an_encoding(pdf: Pdf) -> None:
    rewrite_metadata(pdf, "<?xpacket begin=", '<?xpacket begin="" encoding="UTF-8" ex=')


@breaks(Fact.HAS_TITLE)
def no_title(pdf: Pdf) -> None:
    del pdf.docinfo["/Title"]
    title = pdf.Root.Metadata.read_bytes().decode().split("<dc:title>")[1].split("</dc:title>")[0]
    rewrite_metadata(pdf, title, "")


@breaks(Fact.HAS_UA_CLAIM)
def no_claim_on_ua(pdf: Pdf) -> None:
    rewrite_metadata(pdf, "pdfuaid:part>1<", "pdfuaid:part>2<")


@breaks(Fact.HAS_A_CLAIM)
def a_claim_on_less(pdf: Pdf) -> None:
    rewrite_metadata(pdf, "pdfaid:conformance>A<", "pdfaid:conformance>B<")


def a_claim_on_more(pdf: Pdf) -> None:
    """A promise of PDF/A-4 instead, which nobody here can judge."""
    rewrite_metadata(pdf, "pdfaid:part>2<", "pdfaid:part>4<")
    rewrite_metadata(pdf, "pdfaid:conformance>A<", "pdfaid:conformance><")


@breaks(Fact.UA_SCHEMA_UNDESCRIBED)
def another_schema(pdf: Pdf) -> None:
    space = "http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    rewrite_metadata(pdf, space, "http://example.org/</pdfaSchema:namespaceURI>")


def _other_info(entry: str) -> None:
    @breaks(Fact.INFO_DIFFERS)
    def another(pdf: Pdf) -> None:
        pdf.docinfo[f"/{entry}"] = String("D:19990101000000Z" if entry.endswith("Date") else "iets anders")

    another.__name__ = f"another {entry}"


for _entry in ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate"):
    _other_info(_entry)


@breaks(Fact.HAS_LANGUAGE)
def no_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


@breaks(Fact.LANGUAGE_UNKNOWN)
def a_language_in_words(pdf: Pdf) -> None:
    pdf.Root.Lang = String("Nederlands (Nederland)")


@breaks(Fact.HAS_DISPLAYED_TITLE)
def the_name_in_the_window(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


@breaks(Fact.BOOKMARKS_MISSING)
def no_bookmarks(pdf: Pdf) -> None:
    del pdf.Root.Outlines


@breaks(Fact.BOX_OUTSIDE)
def a_trim_beyond_the_paper(pdf: Pdf) -> None:
    pdf.pages[0].TrimBox = Array([-9, 0, 500, 500])


@breaks(Fact.LIMIT_EXCEEDED)
def a_page_for_ants(pdf: Pdf) -> None:
    pdf.pages[0].TrimBox = Array([0, 0, 2, 500])


@breaks(Fact.LIMIT_EXCEEDED)
def a_long_text(pdf: Pdf) -> None:
    pdf.Root.Extra = String("x" * 40000)


@breaks(Fact.LIMIT_EXCEEDED)
def a_long_name(pdf: Pdf) -> None:
    pdf.Root.Extra = Name("/" + "x" * 200)


@breaks(Fact.LIMIT_EXCEEDED)
def a_large_number(pdf: Pdf) -> None:
    pdf.Root.Extra = 3_000_000_000


@breaks(Fact.STREAM_EXTERNAL)
def a_stream_elsewhere(pdf: Pdf) -> None:
    pdf.Root.Extra = pdf.make_stream(b"", F="elsewhere.bin")


@breaks(Fact.FILTER_FORBIDDEN, Fact.FILE_DAMAGED)
def an_unknown_filter(pdf: Pdf) -> None:
    extra = pdf.make_stream(b"")
    extra.write(b"xyz", filter=Name("/BrandNewDecode"))
    pdf.Root.Extra = extra


@breaks(Fact.ACTION_BY_ITSELF, Fact.ACTION_FORBIDDEN)
@breaks(Fact.ACTION_FORBIDDEN, Fact.ACTION_BY_ITSELF)
def a_script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


@breaks(Fact.HOLDS_SCRIPTS, Fact.ACTION_FORBIDDEN)
@breaks(Fact.ACTION_FORBIDDEN, Fact.HOLDS_SCRIPTS)
def a_script_by_name(pdf: Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script])))


@breaks(Fact.ACTION_ON_CLICK, Fact.ACTION_FORBIDDEN)
@breaks(Fact.ACTION_FORBIDDEN, Fact.ACTION_ON_CLICK)
def a_launch(pdf: Pdf) -> None:
    link = pdf.pages[3].Annots[0]
    if "/Dest" in link:
        del link.Dest
    link.A = Dictionary(S=Name.Launch, F="calc.exe")


@breaks(Fact.ACTION_FORBIDDEN)
def something_on_opening(pdf: Pdf) -> None:
    pdf.pages[0].AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.NextPage))


@breaks(Fact.FORM_FIELDS_FORBIDDEN)
def a_form_to_fill_in(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=String("x"))


@breaks(Fact.FILE_EMBEDDED)
def a_file_inside(pdf: Pdf) -> None:
    pdf.attachments["data.csv"] = b"a;b"


@breaks(Fact.LAYERS_WRONG)
def nameless_layers(pdf: Pdf) -> None:
    pdf.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary())


@breaks(Fact.CATALOG_FORBIDDEN)
def requirements(pdf: Pdf) -> None:
    pdf.Root.Requirements = Array([Dictionary(S=Name.EnableJavaScripts)])


@breaks(Fact.CATALOG_FORBIDDEN)
def steps(pdf: Pdf) -> None:
    pdf.pages[0].PresSteps = Dictionary(Type=Name.NavNode)


@breaks(Fact.UNMARKED_CONTENT)
def a_form_of_bare_text(pdf: Pdf) -> None:
    font = fonts(pdf)[0]
    drawn = form(pdf, b"BT /F 9 Tf <0002> Tj ET", Resources=Dictionary(Font=Dictionary(F=font)))
    resource(pdf, "/XObject", "/Bare", drawn, 3)
    paint(pdf, "/Bare Do", 3)


def _unicode(pdf: Pdf, known: dict[int, str]) -> None:
    """Let the first font tell this of its codes."""
    lines = [f"<{code:04X}> <{word.encode('utf-16-be').hex()}>" for code, word in known.items()]
    parts = (lines[at : at + 100] for at in range(0, len(lines), 100))
    body = "\n".join("\n".join((f"{len(part)} beginbfchar", *part, "endbfchar")) for part in parts)
    fonts(pdf)[0].ToUnicode = pdf.make_stream((HEAD + body + FOOT).encode())


def _change_unicode(pdf: Pdf, change: Callable[[str], str]) -> None:
    known = to_unicode(fonts(pdf)[0].ToUnicode.read_bytes())
    _unicode(pdf, {code: change(word) for code, word in known.items()})


def _show(pdf: Pdf, code: int) -> None:
    """Show a code in the first font, with its text and, if its glyph is there, its width."""
    font = fonts(pdf)[0]
    inner = font.DescendantFonts[0]
    _unicode(pdf, to_unicode(font.ToUnicode.read_bytes()) | {code: "x"})
    program = TTFont(BytesIO(inner.FontDescriptor.FontFile2.read_bytes()))
    if code < len(program.getGlyphOrder()):
        width = program["hmtx"][program.getGlyphOrder()[code]][0] * 1000 / program["head"].unitsPerEm
        inner.W = Array([*inner.W, code, Array([width])])
    page = next(
        at for at, page in enumerate(pdf.pages) if any(f.objgen == font.objgen for f in page.Resources.Font.values())
    )
    name = next(key for key, f in pdf.pages[page].Resources.Font.items() if f.objgen == font.objgen)
    paint(pdf, decoration(f"BT {name} 9 Tf <{code:04X}> Tj ET"), page)
