"""Ways to break the tags, and the annotations that stand in them."""

from pikepdf import Array, Dictionary, Name, Pdf, String

from reportbuilder.standards.facts import Fact

from .pdf_edits import (
    add_element,
    annotate,
    attributes,
    breaks,
    cells,
    drop_attribute,
    elements,
    kids,
    tables,
    tag_annotation,
    ways_back,
)


@breaks(
    Fact.HAS_STRUCTURE,
    Fact.MCID_UNCLAIMED,
    Fact.LINK_UNTAGGED,
    Fact.PARENT_TREE_WRONG,
)
def no_tags(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot


@breaks(Fact.HAS_MARKED)
def not_marked(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


@breaks(Fact.SUSPECTS)
def suspect(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Suspects = True


@breaks(Fact.PARENT_WRONG)
def another_parent(pdf: Pdf) -> None:
    first, second = elements(pdf, "P")[:2]
    second.P = first


@breaks(Fact.PARENT_WRONG)
def in_two_places(pdf: Pdf) -> None:
    document, paragraph = elements(pdf)[0], elements(pdf, "P")[0]
    document.K = Array([*kids(document), paragraph])


@breaks(Fact.PARENT_TREE_WRONG)
def ways_crossed(pdf: Pdf) -> None:
    ways = ways_back(pdf, 3)
    places = [at for at in range(len(ways)) if ways[at] is not None]
    other = next(at for at in places if ways[at].objgen != ways[places[0]].objgen)
    ways[places[0]], ways[other] = ways[other], ways[places[0]]


@breaks(Fact.PARENT_TREE_WRONG)
def no_way_back(pdf: Pdf) -> None:
    del pdf.pages[3].StructParents


@breaks(Fact.PARENT_TREE_WRONG)
def no_way_back_from_a_link(pdf: Pdf) -> None:
    del pdf.pages[3].Annots[0].StructParent


@breaks(Fact.PARENT_KEY_TWICE, Fact.PARENT_TREE_WRONG)
def a_key_for_two(pdf: Pdf) -> None:
    pdf.pages[3].StructParents = pdf.pages[4].StructParents


@breaks(Fact.NEXT_KEY_WRONG)
def a_key_that_is_taken(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTreeNextKey = 1


@breaks(Fact.NEXT_KEY_WRONG)
def no_next_key(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot.ParentTreeNextKey


@breaks(Fact.TYPE_UNKNOWN)
def a_strange_type(pdf: Pdf) -> None:
    elements(pdf, "P")[0].S = Name("/Alinea")


@breaks(Fact.TYPE_REMAPPED)
def another_meaning(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(P=Name.Div)


@breaks(Fact.TYPE_CIRCULAR)
def a_meaning_in_circles(pdf: Pdf) -> None:
    elements(pdf, "P")[0].S = Name("/Kip")
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Kip=Name("/Ei"), Ei=Name("/Kip"))


@breaks(Fact.ELEMENT_EMPTY)
def an_empty_paragraph(pdf: Pdf) -> None:
    add_element(pdf, elements(pdf)[0], "P")


@breaks(Fact.ID_TWICE)
def the_same_id(pdf: Pdf) -> None:
    for paragraph in elements(pdf, "P")[:2]:
        paragraph.ID = String("p")


@breaks(Fact.LANGUAGE_UNKNOWN)
def a_paragraph_in_no_language(pdf: Pdf) -> None:
    elements(pdf, "P")[0].Lang = String("nederlands")


@breaks(Fact.LANGUAGE_EMPTY)
def a_paragraph_in_an_empty_language(pdf: Pdf) -> None:
    elements(pdf, "P")[0].Lang = String("")


@breaks(Fact.LANGUAGE_OUTDATED)
def a_language_as_of_old(pdf: Pdf) -> None:
    elements(pdf, "P")[0].Lang = String("d-nl")


@breaks(Fact.PARENT_MISSING)
def no_parent(pdf: Pdf) -> None:
    del elements(pdf, "P")[0].P


@breaks(Fact.HEADINGS_TOGETHER, Fact.HEADING_MIXED)
def two_headings_in_one_tag(pdf: Pdf) -> None:
    one, two = [kid for kid in kids(elements(pdf, "P")[0].P) if kid.S in (Name.P, Name.H1, Name.H2)][:2]
    one.S = two.S = Name.H


@breaks(Fact.HEADING_SKIPPED)
def a_deeper_heading(pdf: Pdf) -> None:
    elements(pdf, "H2")[0].S = Name.H3


@breaks(Fact.HEADING_SKIPPED)
def a_low_beginning(pdf: Pdf) -> None:
    elements(pdf, "H1")[0].S = Name.H2


@breaks(Fact.HEADING_MIXED)
def a_heading_without_level(pdf: Pdf) -> None:
    elements(pdf, "P")[0].S = Name.H


@breaks(Fact.TABLE_NESTING)
def a_paragraph_for_a_cell(pdf: Pdf) -> None:
    next(cell for cell in cells(tables(pdf)[0], "TD") if kids(cell)).S = Name.P


@breaks(Fact.TABLE_NESTING)
def a_cell_outside(pdf: Pdf) -> None:
    elements(pdf, "P")[0].S = Name.TD


@breaks(Fact.TABLE_IRREGULAR)
def too_wide(pdf: Pdf) -> None:
    cells(tables(pdf)[0], "TD")[-1].A = Dictionary(O=Name.Table, ColSpan=2)


@breaks(Fact.TABLE_IRREGULAR)
def too_deep(pdf: Pdf) -> None:
    for cell in cells(tables(pdf)[1], "TD")[-1:]:
        cell.A = Dictionary(O=Name.Table, RowSpan=2)


@breaks(Fact.TABLE_WITHOUT_HEADERS)
def no_headers(pdf: Pdf) -> None:
    for cell in cells(tables(pdf)[0], "TH"):
        cell.S = Name.TD


@breaks(Fact.HEADER_WITHOUT_SCOPE)
def no_scope(pdf: Pdf) -> None:
    for cell in cells(tables(pdf)[0], "TH", "TD"):
        drop_attribute(cell, "/Scope")
        drop_attribute(cell, "/Headers")


@breaks(Fact.CELL_WITHOUT_HEADER)
def headers_of_other_rows_only(pdf: Pdf) -> None:
    for table in tables(pdf):
        for cell in cells(table, "TD"):
            drop_attribute(cell, "/Headers")
        for cell in cells(table, "TH"):
            for held in attributes(cell):
                if "/Scope" in held:
                    held.Scope = Name.Row
        for cell in cells(table, "TH")[1:]:
            if cell.P.objgen != cells(table, "TH")[0].P.objgen:
                cell.S = Name.TD


@breaks(Fact.HEADER_OF_HEADER_UNKNOWN)
def a_header_of_a_header_elsewhere(pdf: Pdf) -> None:
    cell = cells(tables(pdf)[0], "TH")[0]
    held = next(one for one in attributes(cell) if one.get("/O") == Name.Table)
    held.Headers = Array([String("nergens")])


@breaks(Fact.HEADERS_UNKNOWN)
def headers_elsewhere(pdf: Pdf) -> None:
    cell = next(cell for cell in cells(tables(pdf)[0], "TD") if "ColSpan" not in str(cell.get("/A")))
    cell.A = Dictionary(O=Name.Table, Headers=Array([String("nergens")]))


@breaks(Fact.LIST_NESTING)
def a_paragraph_for_an_item(pdf: Pdf) -> None:
    elements(pdf, "LI")[0].S = Name.P


@breaks(Fact.LIST_NESTING)
def an_item_outside(pdf: Pdf) -> None:
    elements(pdf, "P")[0].S = Name.LI


@breaks(Fact.LIST_WITHOUT_NUMBERING)
def numbers_without_a_system(pdf: Pdf) -> None:
    for listing in elements(pdf, "L"):
        for held in attributes(listing):
            if held.get("/ListNumbering") == Name.Decimal:
                del held["/ListNumbering"]


@breaks(Fact.TOC_NESTING)
def a_paragraph_in_the_contents(pdf: Pdf) -> None:
    elements(pdf, "TOCI")[0].S = Name.P


@breaks(Fact.FIGURE_WITHOUT_ALT)
def no_alt(pdf: Pdf) -> None:
    del elements(pdf, "Figure")[0].Alt


@breaks(Fact.FIGURE_WITHOUT_BOX)
def no_box(pdf: Pdf) -> None:
    drop_attribute(elements(pdf, "Figure")[0], "/BBox")


@breaks(Fact.FORMULA_WITHOUT_ALT)
def a_formula(pdf: Pdf) -> None:
    figure = elements(pdf, "Figure")[0]
    figure.S = Name.Formula
    del figure.Alt


@breaks(Fact.NOTE_ID_TWICE)
def notes_of_one_name(pdf: Pdf) -> None:
    for note in elements(pdf, "Note")[:2]:
        note.ID = String("noot")


@breaks(Fact.NOTE_WITHOUT_ID)
def no_id(pdf: Pdf) -> None:
    del elements(pdf, "Note")[0].ID


@breaks(Fact.LINK_WITHOUT_ANNOTATION)
def a_link_to_nothing(pdf: Pdf) -> None:
    elements(pdf, "P")[0].S = Name.Link


@breaks(Fact.LINK_WITHOUT_CONTENT)
def a_link_of_no_words(pdf: Pdf) -> None:
    link = next(link for link in elements(pdf, "Link") if isinstance(kids(link)[0], int) and link.P.S == Name.P)
    words = [kid for kid in kids(link) if isinstance(kid, int)]
    link.K = Array([kid for kid in kids(link) if not isinstance(kid, int)])
    parent, page = link.P, pdf.pages.index(pdf.get_object(link.Pg.objgen))
    parent.K = Array([*kids(parent), *words])
    for mcid in words:
        ways_back(pdf, page)[mcid] = parent


@breaks(Fact.LINK_WITHOUT_WORDS)
def no_description(pdf: Pdf) -> None:
    del pdf.pages[3].Annots[0].Contents


@breaks(Fact.LINK_UNTAGGED)
def a_link_in_a_span(pdf: Pdf) -> None:
    elements(pdf, "Link")[-1].S = Name.Span


@breaks(Fact.ANNOTATION_UNTAGGED)
def a_loose_remark(pdf: Pdf) -> None:
    annotate(pdf, "Text")


@breaks(Fact.ANNOTATION_WITHOUT_WORDS)
def a_silent_remark(pdf: Pdf) -> None:
    tag_annotation(pdf, annotate(pdf, "Highlight", Contents=None))


@breaks(Fact.ANNOTATION_FORBIDDEN, Fact.ACTION_ON_CLICK)
def a_film(pdf: Pdf) -> None:
    tag_annotation(pdf, annotate(pdf, "Movie"))


@breaks(Fact.ANNOTATION_TRAPNET)
def trapping(pdf: Pdf) -> None:
    annotate(pdf, "TrapNet")


@breaks(Fact.ANNOTATION_FLAGS)
def not_printed(pdf: Pdf) -> None:
    pdf.pages[3].Annots[0].F = 0


@breaks(Fact.ANNOTATION_FLAGS)
def no_flags(pdf: Pdf) -> None:
    del pdf.pages[3].Annots[0].F


@breaks(Fact.ANNOTATION_APPEARANCE)
def no_looks(pdf: Pdf) -> None:
    tag_annotation(pdf, annotate(pdf, "Text", AP=None))


@breaks(Fact.TAB_ORDER_WRONG)
def no_tab_order(pdf: Pdf) -> None:
    del pdf.pages[3].Tabs
