"""What a finished report means: its tree says what the document says, and everything on its pages has its place."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pikepdf import Array, Name

from reportbuilder.document.graphics import Picture
from reportbuilder.document.model import Document, Inline, List, Paragraph, StatusLegend, StatusMark, Table
from reportbuilder.document.walk import blocks_in, map_inlines
from reportbuilder.layout.tables import TableBox
from reportbuilder.pdf.graphics import picture_box
from reportbuilder.pdf.marked_content import Marker, PaintedContent
from reportbuilder.structure.model import Artifact, Role
from reportbuilder.text.runs import Run, RunStyle
from tests.whole_reports import GOOD, REPORTS, build_whole

from .built_reports import Built, built, read_built
from .conftest import FIRST, SECOND
from .expected_tree import outline, single, wanted, words
from .structure_tree import Meaning, Node

BODY = RunStyle("text", 10)


@pytest.fixture(scope="module", params=REPORTS, ids=lambda folder: folder.name)
def report(request: pytest.FixtureRequest) -> Built:
    """Each of three reports, built."""
    return built(request.param)


@pytest.fixture(scope="module")
def meaning(report: Built) -> Meaning:
    """What its file means."""
    return report.meaning


# What is painted -----------------------------------------------------------------------------------------------


def test_everything_that_is_painted_belongs_to_an_element_or_is_an_artifact(meaning: Meaning) -> None:
    assert meaning.unmarked == []
    assert all(painted.drawn or painted.forms for page in meaning.painted for painted in page if not painted.artifact)


def test_a_mark_of_no_element_is_a_fault_of_ours(press) -> None:
    with pytest.raises(KeyError):
        press.write([press.block([Run("woorden", BODY)], mark=("a.md#99",))])


def test_the_sequences_of_a_page_are_numbered_and_each_is_in_the_tree_once(meaning: Meaning) -> None:
    in_tree = Counter(meaning.root.sequences())
    for index, page in enumerate(meaning.painted):
        assert [painted.mcid for painted in page if painted.artifact is None] == list(
            range(sum(painted.artifact is None for painted in page))
        )
        for painted in page:
            assert painted.artifact is not None or in_tree.pop((index, painted.mcid)) == 1
    assert not in_tree


def test_a_sequence_bears_the_name_of_its_element(meaning: Meaning) -> None:
    """Or is a Span, when it reads as something else than what is drawn."""
    sequences = {(i, painted.mcid): painted for i, page in enumerate(meaning.painted) for painted in page}
    for node in meaning.nodes():
        painted = [sequences[kid] for kid in node.kids if isinstance(kid, tuple)]
        assert all(one.tag == ("Span" if one.spoken else node.role) for one in painted)


def test_every_sequence_finds_its_element_in_the_parent_tree(meaning: Meaning) -> None:
    parents = parent_tree(meaning)
    for node in meaning.nodes():
        for kid in node.kids:
            if isinstance(kid, tuple):
                page, mcid = kid
                assert parents[meaning.pdf.pages[page].StructParents][mcid].objgen == node.object.objgen
    sizes = [len(parents[page.StructParents]) for page in meaning.pdf.pages]
    assert sizes == [sum(painted.artifact is None for painted in page) for page in meaning.painted]
    assert all(page.Tabs == Name.S for page in meaning.pdf.pages)


def test_a_page_is_painted_in_the_order_in_which_it_is_read(meaning: Meaning) -> None:
    """All but footnotes, which are read at their reference and painted at the foot."""
    read: dict[int, list[int]] = {}
    for page, mcid in without_notes(meaning.root):
        read.setdefault(page, []).append(mcid)
    assert {page: sorted(mcids) for page, mcids in read.items()} == read


def test_artifacts_say_what_kind_they_are(report: Built) -> None:
    kinds: dict[tuple[str, str], list[str]] = {}
    for _, painted in report.meaning.artifacts():
        kinds.setdefault(painted.artifact, []).append(painted.text)
    assert set(kinds) <= {kind.value for kind in Artifact}
    folios = [page.number for page in report.layout.pages if page.master.value != "cover"]
    assert kinds["Pagination", "Footer"] == [str(number) for number in folios]
    assert not any("".join(kinds["Layout", ""])), "rules, grounds and symbols have no words"
    backgrounds = [painted for _, painted in report.meaning.artifacts() if painted.artifact == ("Background", "")]
    assert all(painted.forms and not painted.text for painted in backgrounds)


# What it says --------------------------------------------------------------------------------------------------


def counted(lines: list[str]) -> Counter[str]:
    """How many elements there are of each role."""
    return Counter(line.split()[0] for line in lines)


def test_the_document_has_as_many_of_everything_as_its_file(report: Built) -> None:
    assert counted(outline(report)) == counted(wanted(report))


def test_paragraphs_lists_and_tables_are_those_of_the_document(report: Built) -> None:
    """Counted in the simplest way, apart from the whole tree that `wanted` works out."""
    found = counted(outline(report))
    blocks = [block for chapter in report.document.chapters for block in blocks_in(chapter.blocks)]
    tables = [block for block in blocks if isinstance(block, Table)]
    cells = [cell.blocks for table in tables for row in table.rows for cell in row.cells]
    inside = [block for content in cells if len(content) > 1 for block in blocks_in(content)]
    assert found["Table"] == len(tables)
    assert found["TR"] == sum(len(table.rows) + 1 for table in tables)
    lists = [block for block in (*blocks, *inside) if isinstance(block, List)]
    assert found["Lbl"] == sum(len(block.items) for block in lists)
    assert found["P"] >= sum(isinstance(block, Paragraph) for block in (*blocks, *inside))
    assert found["Note"] == sum(len(chapter.notes) for chapter in report.document.chapters)


def test_the_tree_of_the_file_is_that_of_the_document(report: Built) -> None:
    """Every element with its role, its place and its words."""
    assert outline(report) == wanted(report)


def test_a_footnote_that_two_pages_refer_to_is_read_once() -> None:
    good = built(GOOD).meaning
    assert [words(good, note).count("Jaarbestand") for note in good.nodes("Note")] == [1, 0]
    again = [p.text for _, p in good.artifacts() if p.artifact == Artifact.REPEATED.value]
    assert sum("Jaarbestand" in text for text in again) == 1, "it stands on the second page, too"


def test_a_footnote_of_a_title_is_not_in_the_contents(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(GOOD, tmp_path / "report"))
    file = folder / "chapters" / "cijfers.md"
    file.write_text(file.read_text("utf-8").replace("## Achtergrond", "## Achtergrond[^uitleg]"), "utf-8")
    meaning = read_built(build_whole(folder, editions=("screen",))).meaning
    assert not any(within(note, "TOCI") for note in meaning.nodes("Note"))
    assert len(meaning.nodes("Reference")) == len(built(GOOD).meaning.nodes("Reference")) + 1


def test_nothing_is_an_element_for_nothing(meaning: Meaning) -> None:
    assert {node.role for node in meaning.nodes() if not node.kids} <= {"TD", "TH"}


def test_paragraphs_that_go_on_in_the_next_column_or_page_are_one(report: Built) -> None:
    """How many there are is counted above; here, that there are such paragraphs in the real reports."""
    meaning = report.meaning
    over_pages = [p for p in meaning.nodes("P") if len({page for page, _ in p.sequences()}) > 1]
    if report.document is not built(GOOD).document:
        assert over_pages
    for paragraph in over_pages:
        pages = [page for page, _ in without_notes(paragraph)]
        assert pages == sorted(pages)


def test_repeated_captions_and_headers_are_artifacts(report: Built) -> None:
    meaning = report.meaning
    repeated = [single(p.text) for _, p in meaning.artifacts() if p.artifact == Artifact.REPEATED.value]
    boxes = [p.flowable for page in report.layout.pages for p in page.items if isinstance(p.flowable, TableBox)]
    again = [box for box in boxes if box.caption.lines and "vervolg" in box.caption.lines[-1].text]
    assert len(again) == (9 if report.material.imprint.year == "2019" else 0)
    assert sum("(vervolg)" in text for text in repeated) == len(again)
    assert not any("(vervolg)" in words(meaning, node) for node in meaning.nodes())
    parts = [part for box in again for cell in box.header.cells for part in cell.parts]
    labels = [single("".join(line.text for line in part.flowable.lines)) for part in parts]  # type: ignore[attr-defined]
    assert all(any(label in text for text in repeated) for label in labels)
    assert len(meaning.nodes("THead")) == len(meaning.nodes("Table"))


def statuses(document: Document) -> list[StatusMark]:
    """All statuses in a document."""
    found: list[StatusMark] = []

    def look(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        found.extend(inline for inline in inlines if isinstance(inline, StatusMark))
        return inlines

    for chapter in document.chapters:
        map_inlines(chapter.blocks, look)
        found += [m for b in blocks_in(chapter.blocks) if isinstance(b, StatusLegend) for m in b.marks]
    return found


def test_the_symbol_of_a_status_is_drawn_once_and_only_its_word_is_read(report: Built) -> None:
    """That the word is read, and once, is in the tree as `wanted` works it out."""
    style = report.material.style
    symbols = {box_of(style.pictures[look.symbol]) for look in style.statuses.values()}
    drawn = [p for _, p in report.meaning.artifacts() if p.artifact == Artifact.LAYOUT.value]
    forms = [form for painted in drawn for form in painted.forms if "/BBox" in form]
    boxes = [tuple(round(float(edge), 2) for edge in form.BBox) for form in forms]
    assert sum(box in symbols for box in boxes) == len(statuses(report.document))
    assert not any(painted.text for painted in drawn)


def box_of(picture: Picture) -> tuple[float, ...]:
    """The box of a picture's form."""
    return tuple(round(edge, 2) for edge in picture_box(picture))


# Links, tables, figures, lists ---------------------------------------------------------------------------------


def test_every_annotation_is_in_a_link_and_the_way_back(meaning: Meaning) -> None:
    parents = parent_tree(meaning)
    annotations = {a.objgen: a for page in meaning.pdf.pages for a in page.obj.get("/Annots", Array())}
    found = Counter()
    for node in meaning.nodes():
        for kid in node.kids:
            if not isinstance(kid, Node | tuple):
                assert node.role == "Link"
                assert parents[annotations[kid.objgen].StructParent].objgen == node.object.objgen
                found[kid.objgen] += 1
    assert found == dict.fromkeys(annotations, 1)
    keys = [int(key) for key in meaning.pdf.Root.StructTreeRoot.ParentTree.Nums[::2]]
    assert keys == sorted(set(keys)), "in order, and each once"
    assert keys[-1] < meaning.pdf.Root.StructTreeRoot.ParentTreeNextKey


def test_a_link_says_in_its_annotation_what_it_says_on_the_page(meaning: Meaning) -> None:
    for node in meaning.nodes("Link"):
        areas = [kid for kid in node.kids if not isinstance(kid, Node | tuple)]
        assert areas
        for area in areas:
            assert single(str(area.Contents)) == single(words(meaning, node))


def test_ids_are_unique_and_headers_name_them(meaning: Meaning) -> None:
    named = [(node.said("/ID"), node.object.objgen) for node in meaning.nodes() if node.said("/ID")]
    assert len(dict(named)) == len(named)
    tree = meaning.pdf.Root.StructTreeRoot.get("/IDTree")
    listed = list(tree.Names) if tree is not None else []
    assert [str(name) for name in listed[::2]] == sorted(dict(named))
    assert {str(key): value.objgen for key, value in zip(listed[::2], listed[1::2], strict=True)} == dict(named)
    for table in meaning.nodes("Table"):
        own = {node.said("/ID"): node.role for node in table.all()}
        for cell in table.all():
            headers = cell.attributes.get("Headers", [])
            assert all(own.get(header) == "TH" for header in headers)
            assert cell.said("/ID") not in headers or not cell.said("/ID")


def test_the_cells_of_a_row_fill_its_table(meaning: Meaning) -> None:
    for table in meaning.nodes("Table"):
        rows = [node for node in table.all() if node.role == "TR"]
        widths = {
            sum(int(cell.attributes.get("ColSpan", 1)) for cell in row.kids if isinstance(cell, Node)) for row in rows
        }
        assert len(widths) == 1


def test_a_figure_says_what_it_shows_and_where_it_stands(report: Built) -> None:
    page_width, page_height = report.layout.setup.width, report.layout.setup.height
    for figure in report.meaning.nodes("Figure"):
        assert figure.said("/Alt")
        left, foot, right, top = map(float, figure.attributes["BBox"])
        assert 0 <= left < right <= page_width
        assert 0 <= foot < top <= page_height
        ((page, mcid),) = figure.sequences()
        (painted,) = (painted for painted in report.meaning.painted[page] if painted.mcid == mcid)
        assert len(painted.forms) == 1


def test_foreign_words_have_their_language(meaning: Meaning) -> None:
    assert str(meaning.pdf.Root.Lang).startswith("nl")
    assert all(span.said("/Lang") for span in meaning.nodes("Span"))
    assert {node.role for node in meaning.nodes() if node.said("/Lang")} <= {"Span"}


def test_the_file_says_that_it_is_tagged(meaning: Meaning) -> None:
    assert bool(meaning.pdf.Root.MarkInfo.Marked)
    assert meaning.root.role == "Document"
    assert meaning.pdf.Root.StructTreeRoot.Type == Name.StructTreeRoot
    for node in meaning.nodes():
        above = node.parent.object if node.parent else meaning.pdf.Root.StructTreeRoot
        assert node.object.P.objgen == above.objgen


@pytest.mark.parametrize("folder", REPORTS, ids=lambda folder: folder.name)
def test_a_report_built_twice_has_the_same_bytes(folder: Path) -> None:
    assert build_whole(folder, editions=("screen",)).files["screen"] == built(folder).data


# How lines are marked ------------------------------------------------------------------------------------------


def tree_of(press, *pages) -> Meaning:
    return Meaning(press.write(*pages, labels=("een", "twee"), gap=0))


def test_what_is_painted_for_one_element_is_one_sequence(press) -> None:
    text, other = press.block([Run("de en " * 30, BODY)]), press.block([Run("iets anders", BODY)], mark=SECOND)
    (page,) = tree_of(press, [text, text, other, text]).painted
    assert [(painted.tag, painted.mcid) for painted in page] == [("P", 0), ("P", 1), ("P", 2)]


def test_an_element_on_two_pages_has_a_sequence_on_each(press) -> None:
    meaning = tree_of(press, [press.block([Run("een", BODY)])], [press.block([Run("twee", BODY)])])
    (paragraph,) = meaning.nodes("P")
    assert paragraph.kids == [(0, 0), (1, 0)]


def test_a_link_over_lines_is_one_element_with_an_area_for_each(press) -> None:
    runs = [Run("Lees ", BODY), Run("de hele lange toelichting", RunStyle("text", 10, link="#een")), Run(" nu.", BODY)]
    meaning = tree_of(press, [press.block(runs, 60)])
    (link,) = meaning.nodes("Link")
    areas = [kid for kid in link.kids if not isinstance(kid, Node | tuple)]
    assert single(words(meaning, link)) == "de hele lange toelichting"
    assert len(areas) > 1
    (paragraph,) = meaning.nodes("P")
    assert single(words(meaning, paragraph)) == "Lees de hele lange toelichting nu."


def test_a_link_over_two_pages_is_one_element(press) -> None:
    block = press.block([Run("de hele lange toelichting", RunStyle("text", 10, link="#een"))], 60)
    folio = press.block([Run("1", BODY)], mark=Artifact.PAGE_NUMBER)
    meaning = tree_of(press, [block._part(0, 1), folio], [block._part(1, len(block.lines))])
    (link,) = meaning.nodes("Link")
    assert single(words(meaning, link)) == "de hele lange toelichting"


def test_two_links_to_one_place_are_two_elements(press) -> None:
    link = RunStyle("text", 10, link="#een")
    meaning = tree_of(press, [press.block([Run("hier", link), Run(" en ", BODY), Run("daar", link)])])
    assert [single(words(meaning, node)) for node in meaning.nodes("Link")] == ["hier", "daar"]


def test_links_of_two_paragraphs_to_one_place_are_two_elements(press) -> None:
    link = RunStyle("text", 10, link="#een")
    blocks = [press.block([Run(word, link)], mark=mark) for word, mark in (("hier", FIRST), ("daar", SECOND))]
    meaning = tree_of(press, blocks)
    assert [single(words(meaning, node)) for node in meaning.nodes("Link")] == ["hier", "daar"]


def test_foreign_words_over_lines_are_one_span_also_in_a_link(press) -> None:
    english, linked = RunStyle("text", 10, language="en"), RunStyle("text", 10, language="en", link="#een")
    foreign = press.block([Run("een ", BODY), Run("sense of urgency", english), Run(" zonder", BODY)], 50)
    inside = press.block([Run("zie ", BODY), Run("the sense of urgency", linked)], 50, mark=SECOND)
    meaning = tree_of(press, [foreign, inside])
    one, other = meaning.nodes("Span")
    assert (single(words(meaning, one)), single(words(meaning, other))) == ("sense of urgency", "the sense of urgency")
    assert (one.parent.role, other.parent.role) == ("P", "Link")
    assert {one.said("/Lang"), other.said("/Lang")} == {"en"}


def test_a_link_in_an_artifact_is_not_one(press) -> None:
    block = press.block([Run("hier", RunStyle("text", 10, link="#een"))], mark=Artifact.REPEATED)
    meaning = tree_of(press, [block, press.block([Run("woorden", BODY)])])
    assert meaning.nodes("Link") == []
    assert "/Annots" not in meaning.pdf.pages[0]


def test_a_word_is_not_joined_with_another_element(press) -> None:
    """The next paragraph may stand right below a word that is cut, in the same style."""
    whole = press.block([Run("De officier van justitie bestrijdt fietsendiefstallen. " * 3, BODY)], 110)
    cut = next(i for i, line in enumerate(whole.lines) if line.hyphenated)
    meaning = tree_of(press, [whole._part(0, cut + 1), press.block([Run("Iets anders.", BODY)], 110, mark=SECOND)])
    above, below = meaning.nodes("P")
    assert words(meaning, above).endswith("\u00ad")
    assert words(meaning, below) == "Iets anders."


def test_a_background_says_where_it_stands() -> None:
    marker = Marker(lambda key: Role.P)
    assert (
        marker.enter(Artifact.BACKGROUND, (0, 0, 10, 20.5)) == "/Artifact <</Type /Background /BBox [0 0 10 20.5]>> BDC"
    )
    assert marker.enter(Artifact.BACKGROUND) == ""
    assert marker.enter(Artifact.HEADER) == "EMC\n/Artifact <</Type /Pagination /Subtype /Header>> BDC"
    assert marker.enter(marker.owner(("a.md#1",))) == "EMC\n/P <</MCID 0>> BDC"
    assert marker.end_page() == "EMC"
    assert marker.enter(marker.owner(("a.md#1",))) == "/P <</MCID 1>> BDC"
    assert marker.owner(("a.md#1",)).kids == [0, 1]


def test_an_element_in_a_line_hangs_under_what_it_stands_in_once() -> None:
    marker = Marker(lambda key: Role.P)
    paragraph = marker.owner(("a.md#1",))
    reference = PaintedContent(Role.REFERENCE, paragraph)
    link = PaintedContent(Role.LINK, reference)
    for owner in (link, paragraph, link):
        marker.enter(owner)
    assert [type(kid) for kid in paragraph.kids].count(PaintedContent) == 1
    assert reference.kids == [link]
    assert link.kids == [0, 2]


def parent_tree(meaning: Meaning) -> dict[int, object]:
    """The parent tree as a mapping."""
    nums = list(meaning.pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {int(key): value for key, value in zip(nums[::2], nums[1::2], strict=True)}


def without_notes(node: Node) -> Iterator[tuple[int, int]]:
    """The pages and MCIDs of an element in order, footnotes left out."""
    for kid in node.kids:
        if isinstance(kid, tuple):
            yield kid
        elif isinstance(kid, Node) and kid.role != "Note":
            yield from without_notes(kid)


def within(node: Node, role: str) -> bool:
    """Whether an element stands in one of a role."""
    return node.role == role or (node.parent is not None and within(node.parent, role))


def test_words_of_a_change_are_told_and_stay_one_element_over_lines(press) -> None:
    new = RunStyle("text", 10, "blue-2", revision="inserted", change=1)
    gone = RunStyle("text", 10, "red", revision="deleted", change=2)
    linked = RunStyle("text", 10, link="#een", revision="inserted", change=1)
    runs = [
        Run("Wij ", BODY),
        Run("schrijven deze toelichting en ", new),
        Run("lezen verder", linked),
        Run(" nooit", gone),
        Run(" altijd.", BODY),
    ]
    meaning = tree_of(press, [press.block(runs, 60)])
    told = {node.said("/Alt"): single(words(meaning, node)) for node in meaning.nodes("Span")}
    assert told == {
        "toegevoegd: schrijven deze toelichting en lezen verder": "schrijven deze toelichting en lezen verder",
        "verwijderd: nooit": "nooit",
    }
    (link,) = meaning.nodes("Link")
    assert link.parent is not None
    assert link.parent.role == "Span"


def test_words_that_only_moved_are_no_element_of_their_own(press) -> None:
    moved = RunStyle("text", 10, revision="changed", change=1)
    meaning = tree_of(press, [press.block([Run("Hier ", BODY), Run("en daar", moved)])])
    assert meaning.nodes("Span") == []
