"""Content that does not fit: nothing vanishes, overlaps or leaves the page without a problem that says where."""

import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from reportbuilder.diagnostics import Diagnostic, Diagnostics, ExitCode, Place, ReportError, Severity
from reportbuilder.document.model import (
    Callout,
    ChangeNote,
    Chapter,
    Document,
    Figure,
    Float,
    Heading,
    KeyFigure,
    KeyFigures,
    MadePage,
    Matter,
    Paragraph,
    Part,
    Span,
    Text,
)
from reportbuilder.layout.blocks import BlockSetter
from reportbuilder.layout.flow import Item, ItemStream
from reportbuilder.layout.furniture import Imprint, set_cover, set_opener, set_running_head
from reportbuilder.layout.key_figures import Cards, set_key_figures
from reportbuilder.layout.page import Geometry, Layout, Side
from reportbuilder.layout.page_search import compose_pages
from reportbuilder.layout.sections import ContentsEntry, contents_items
from reportbuilder.layout.stack import FigureBox, FramedStack, WithRemarks
from reportbuilder.layout.tables import TableBox
from reportbuilder.layout.typeset import TextBlock, Typesetter
from reportbuilder.style.model import HouseStyle
from reportbuilder.text.breaking import Breaker
from reportbuilder.text.hyphenation import Hyphenator
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import replace
from tests.whole_reports import read_layout, resources

from ..structure.small_documents import cover_tags, tagged, with_tags
from .conftest import ROOT
from .flowables import Solid, page_setup

SENTENCE = "De politie werkt samen met partners in wijk en web aan veiligheid. "
TITLE = Place("report.yaml", 1, 1)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A copy of the good report, to spoil."""
    return Path(shutil.copytree(ROOT / "tests" / "documents" / "good-alles", tmp_path / "report"))


def laid(folder: Path) -> tuple[Layout | None, list[Diagnostic], ExitCode]:
    """The pages of a report and what is wrong with it."""
    try:
        _, layout, diagnostics = read_layout(folder, resources(ROOT / "styles", ROOT / "fonts", folder / "cache"))
    except ReportError as error:
        return None, list(error.problems), error.exit_code
    return layout, list(diagnostics), ExitCode.DONE


def spoil(file: Path, old: str, new: str) -> None:
    """Replace words in a file that has them."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def found(problems: list[Diagnostic], code: str) -> list[tuple[str, int, Severity]]:
    """The places of one kind of problem, and how grave it is."""
    return [(Path(p.place.file).name, p.place.line, p.severity) for p in problems if p.code == code]


@pytest.mark.parametrize("design", ["document", "magazine"])
@pytest.mark.parametrize("count", range(1, 22, 2))
def test_a_title_of_any_length_fits_the_cover_or_is_an_error(
    house_style: HouseStyle, setter: Typesetter, design: str, count: int
) -> None:
    look = house_style.designs[design]
    setter = replace(setter, design=look, diagnostics=Diagnostics())
    title = " ".join((SENTENCE.split() * 2)[:count])
    imprint = Imprint(title, "Terugblik", "Eenheid", "2021", "Concept", "Versie 1", places={"title": TITLE})
    cover = set_cover(setter, look.cover, None, imprint, look.page, cover_tags(len(look.cover.texts)))
    assert list(setter.diagnostics) == []
    assert "".join(line.text for line in cover.texts[0].block.lines).split() == title.split()
    assert not any(one.meets(other) for one in cover.texts for other in cover.texts if one is not other)
    assert all(text.top > 0.0 and text.foot < look.page.height for text in cover.texts)
    full = look.cover.texts[0].style.size
    assert (cover.texts[0].size == full) if count == 1 else (cover.texts[0].size < full or count < 11)


@pytest.mark.parametrize("design", ["document", "magazine"])
def test_long_texts_of_a_cover_do_not_read_as_one(house_style: HouseStyle, setter: Typesetter, design: str) -> None:
    look = house_style.designs[design]
    setter = replace(setter, design=look, diagnostics=Diagnostics())
    for count in range(1, 18):
        words = SENTENCE.split()
        imprint = Imprint("Verslag", " ".join((words * 2)[:count]), " ".join((words * 2)[: count // 2 + 1]))
        texts = set_cover(setter, look.cover, None, imprint, look.page, cover_tags(len(look.cover.texts))).texts
        for above, below in pairwise(sorted(texts, key=lambda text: text.y)):
            if above.x < below.right and below.x < above.right:
                assert below.top - above.foot >= 0.4 * min(above.size, below.size), count


def test_a_longer_title_is_never_set_larger(setter: Typesetter) -> None:
    sizes = []
    for count in range(1, 24):
        imprint = Imprint(" ".join((SENTENCE.split() * 3)[:count]), "Terugblik", "Eenheid")
        page = set_cover(setter, setter.design.cover, None, imprint, setter.design.page, cover_tags(6))
        sizes.append(page.texts[0].size)
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) > 2


@pytest.mark.parametrize("words", [SENTENCE * 8, "Woord" * 40])
def test_words_that_no_size_makes_fit_the_cover_are_one_error(setter: Typesetter, words: str) -> None:
    cover, setup = setter.design.cover, setter.design.page
    long = Imprint(title=words, subtitle="Terugblik", places={"title": TITLE})
    set_cover(setter, cover, None, long, setup, cover_tags(len(cover.texts)))
    assert [(p.code, p.place, p.severity) for p in setter.diagnostics] == [("cover-crowded", TITLE, Severity.ERROR)]


def test_the_hint_about_a_crowded_cover_works(setter: Typesetter) -> None:
    cover, setup = setter.design.cover, setter.design.page
    long = Imprint(title=SENTENCE * 6, subtitle="Terugblik", places={"title": TITLE})
    small = replace(cover, texts=tuple(replace(text, smaller=(14.0, 9.0)) for text in cover.texts))
    set_cover(setter, small, None, long, setup, cover_tags(len(cover.texts)))
    assert list(setter.diagnostics) == []


def test_remarks_on_a_figure_that_fills_its_page_stand_on_that_page_too(setter: Typesetter) -> None:
    geometry = Geometry(setter.design.page, 1)
    remark = ChangeNote((Text("Dit beeld is nieuw."),), 1)
    figure = Figure("f", "x.png", "Een vlak", pixels=(20, 400), float=Float.TOP, place=TITLE)
    blocks, tags = with_tags(remark, figure)
    (item,) = BlockSetter(setter, geometry, tags, "").items(blocks)
    assert isinstance(item.flowable, WithRemarks)
    assert item.flowable.height <= geometry.height + 0.01


def test_a_title_of_a_chapter_that_is_too_wide_is_set_smaller(setter: Typesetter) -> None:
    geometry, word = Geometry(setter.design.page, 1), "Gemeenschappelijkeregelingsbestuur"
    short, long = (
        set_opener(setter, geometry, Heading(1, (Text(title),), "k"), 1, (None, 0.0), Side.RIGHT).texts[-1]
        for title in ("Kort", word)
    )
    assert short.size == setter.design.text.h1.size
    assert long.size < short.size
    assert len(long.block.lines) == 1
    assert list(setter.diagnostics) == []


@pytest.mark.parametrize("number", ["1", "10", "10.12", "Bijlage XXVIII"])
def test_numbers_in_the_contents_stand_beside_their_titles(setter: Typesetter, number: str) -> None:
    heading = Heading(1, (Text("Een titel"),), "kop", number)
    document = Document("nl", (Part(Matter.BODY, Chapter(heading, (), Matter.BODY)),), None)
    (item,) = contents_items(setter, document, tagged(MadePage.CONTENTS, *document.chapters).parts[0], 300.0)
    entry = item.flowable
    assert isinstance(entry, ContentsEntry)
    assert entry.words.marker is not None
    assert entry.words.marker.width <= entry.words.indent
    assert entry.words.indent >= setter.design.contents.indent


def key_figures(setter: Typesetter, *values: str) -> Cards:
    figures = KeyFigures("k", "Cijfers", tuple(KeyFigure(v, "meldingen", place=TITLE) for v in values))
    (block,), tags = with_tags(figures)
    return set_key_figures(setter, block, tags, 360.0, 12.0)


def test_key_figures_are_set_smaller_together_when_one_is_too_wide(setter: Typesetter) -> None:
    def sizes(*values: str) -> list[float]:
        cards = key_figures(setter, *values).rows[0]
        return [card.value.lines[0].pieces[0].style.size for card in cards]

    full = setter.design.text.key_value.size
    assert sizes("12", "1.234") == [full, full]
    wide = sizes("12", "123.456.789")
    assert wide[0] == wide[1] < full
    assert list(setter.diagnostics) == []
    key_figures(setter, "123.456.789.123.456")
    assert [(p.code, p.place, p.severity) for p in setter.diagnostics] == [
        ("key-figure-too-wide", TITLE, Severity.ERROR)
    ]


def test_a_change_has_an_arrow_only_where_a_font_has_one(setter: Typesetter) -> None:
    figures = KeyFigures("k", "Cijfers", (KeyFigure("12", "meldingen", "3 meer dan in 2021", 3.0, place=TITLE),))
    (block,), tags = with_tags(figures)

    def note(setter: Typesetter) -> str:
        words = set_key_figures(setter, block, tags, 360.0, 12.0).rows[0][0].note
        assert words is not None
        return " ".join(line.text for line in words.lines)

    assert note(setter).startswith("↑")
    lato = FontBook(dict.fromkeys(setter.style.fonts, ROOT / "styles/vierkant/fonts/Lato-Regular.ttf"))
    assert note(replace(setter, fonts=lato, breaker=Breaker(lato, Hyphenator))).startswith("3 meer")


def test_words_that_fit_the_cover_are_not_reported(setter: Typesetter) -> None:
    imprint = Imprint("Jaarverslag", "Terugblik", "Eenheid", "2021", "Concept", "Versie 1", "kort", {"title": TITLE})
    cover = setter.design.cover
    set_cover(setter, cover, None, imprint, setter.design.page, cover_tags(len(cover.texts)))
    assert list(setter.diagnostics) == []


@pytest.mark.parametrize("title", ["Kort", SENTENCE * 4, "Woord" * 80])
@pytest.mark.parametrize("chapter", ["Begin", SENTENCE * 4, ""])
def test_running_heads_never_meet(setter: Typesetter, title: str, chapter: str) -> None:
    heads = set_running_head(setter, Imprint(title), chapter, 400.0)
    assert heads.report.width + heads.own.width < 400.0
    for line, words in ((heads.report, title), (heads.own, chapter if chapter != title else "")):
        kept = line.text.strip()
        assert kept == words.strip() or (kept.endswith("…") and words.startswith(kept[:-1]))


def test_an_aside_taller_than_a_column_goes_on_in_the_next(setter: Typesetter) -> None:
    geometry = Geometry(setter.design.page, 1)
    blocks = tuple(Paragraph((Text(f"{SENTENCE * 5} {n}"),)) for n in range(60))
    callout = Callout("Kader", blocks)
    blocks, tags = with_tags(callout)
    items = BlockSetter(setter, geometry, tags, "").items(blocks)
    pages = list(compose_pages(ItemStream(tuple(items), {}), geometry, 0.0, False, setter.diagnostics))

    framed = [s.item.flowable for d in pages for s in d.positions if isinstance(s.item.flowable, FramedStack)]
    (whole,) = [i.flowable for i in items if isinstance(i.flowable, FramedStack)]
    assert len(framed) > 2
    assert all(f.height <= geometry.height for f in framed)
    assert [line for f in framed for line in lines_of(f)] == lines_of(whole)
    assert list(setter.diagnostics) == []


def lines_of(framed: FramedStack) -> list[str]:
    """The lines in an aside."""
    texts = [part.flowable for part in framed.parts if isinstance(part.flowable, TextBlock)]
    return [line.text for text in texts for line in text.lines]


def test_floats_that_no_text_is_left_for_share_a_page() -> None:
    geometry = Geometry(page_setup(columns=1), 1)
    floats = tuple(
        Item(Solid(str(n), 40.0), span=Span.PAGE, float=Float.TOP if n % 2 else Float.BOTTOM, place=Place("a", n + 1))
        for n in range(8)
    )
    pages = list(compose_pages(ItemStream(floats, {}), geometry, 0.0, False, Diagnostics()))
    assert [position.item.place.line for draft in pages for position in draft.positions] == list(range(1, 9))
    assert max(len(draft.positions) for draft in pages) > 2


def test_a_float_taller_than_a_page_is_set_smaller_and_reported(report: Path) -> None:
    Image.new("RGB", (20, 400)).save(report / "images" / "vlak.png")
    spoil(report / "chapters" / "cijfers.md", ":caption: Een vlak", ":caption: Een vlak\n:float: top")
    layout, problems, _ = laid(report)
    assert layout is not None
    figures = [p for page in layout.pages for p in page.items if isinstance(p.flowable, FigureBox)]
    assert all(p.frame.top >= 0 and p.frame.top + p.frame.height <= layout.setup.height for p in figures)
    assert ("cijfers.md", 34, Severity.WARNING) in found(problems, "block-smaller")


def test_what_would_run_off_the_page_stops_the_build(report: Path) -> None:
    spoil(report / "chapters" / "themas.md", ":caption: Opgaven", f":caption: {SENTENCE * 120}")
    _, problems, _ = laid(report)
    assert ("themas.md", 4, Severity.ERROR) in found(problems, "block-too-tall")


@pytest.mark.parametrize(
    ("old", "new", "way"),
    [
        ("| Nr. |", f"| {'Nummer' * 30} |", "shorten the longest word"),
        ("| Nr. |", f"| {'Nr' * 40} |", "`span: page`"),
        ("| 1 |", "| " + "1.234.567" * 20 + " |", "shorten the longest word"),
        ("| 1 |", "| https://voorbeeld.nl/" + "x" * 200 + " |", "shorten the longest word"),
    ],
)
def test_a_table_that_is_too_wide_is_one_problem(report: Path, old: str, new: str, way: str) -> None:
    spoil(report / "chapters" / "themas.md", old, new)
    _, problems, _ = laid(report)
    assert found(problems, "table-too-wide") == [("themas.md", 4, Severity.ERROR)]
    assert found(problems, "line-overfull") == []
    assert way in next(p.hint for p in problems if p.code == "table-too-wide")
    if way == "`span: page`":  # the hint works
        spoil(report / "chapters" / "themas.md", ":caption: Opgaven", ":caption: Opgaven\n:span: page")
        _, problems, _ = laid(report)
        assert found(problems, "table-too-wide") == []


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("report.yaml", "title: ", "title: 中", 1),
        ("report.yaml", "label: Versie", "label: 中", 13),
        ("chapters/themas.md", "Wat is een callout", "中", 24),
        ("chapters/themas.md", "Uit het voorwoord", "中", 18),
        ("chapters/cijfers.md", "title: 2021", "title: 中", 43),
        ("chapters/cijfers.md", "de *toelichting*", "中", 23),
        ("charts/verloop.yaml", "source: V", "labels: {meldingen: 中}\nsource: V", 0),
    ],
)
def test_a_character_without_a_glyph_is_found_wherever_words_stand(
    report: Path, file: str, old: str, new: str, line: int
) -> None:
    spoil(report / file, old, new)
    layout, problems, _ = laid(report)
    assert layout is None
    expected = (Path(file).name, line) if line else ("cijfers.md", 29)
    assert [place[:2] for place in found(problems, "glyph-missing")] == [expected]


def test_text_is_read_though_the_style_is_not_there(report: Path) -> None:
    spoil(report / "report.yaml", "style: rvo", "style: rov")
    spoil(report / "chapters" / "themas.md", ":::{quote}", ":::{qoute}")
    _, problems, code = laid(report)
    assert {p.code for p in problems} == {"style-unknown", "directive-unknown"}
    assert code is ExitCode.PROJECT


def test_a_style_that_is_not_there_because_the_folder_is_another_says_where_to_go(report: Path) -> None:
    with pytest.raises(ReportError) as stopped:
        read_layout(report, resources(report / "styles", report / "fonts", report / "cache"))
    assert "project's folder" in stopped.value.problems[0].hint


def test_a_chart_is_drawn_under_a_label_of_its_own(report: Path) -> None:
    spoil(report / "chapters" / "cijfers.md", ":::{chart} verloop\n", ":::{chart} verloop\n:label: eigen\n")
    spoil(report / "chapters" / "cijfers.md", "{ref}`verloop`", "{ref}`eigen`")
    layout, problems, _ = laid(report)
    assert problems == []
    assert layout is not None
    assert "eigen" in layout.pages_by_label


def test_a_table_in_an_aside_stands_on_the_pages_and_in_the_list_of_tables(report: Path) -> None:
    layout, _, _ = laid(report)
    assert layout is not None
    assert "in-het-kader" in layout.pages_by_label
    framed = [p.flowable for page in layout.pages for p in page.items if isinstance(p.flowable, FramedStack)]
    assert any(isinstance(part.flowable, TableBox) for aside in framed for part in aside.parts)


@pytest.mark.parametrize(
    ("file", "old"),
    [
        ("chapters/themas.md", "Een kader met"),
        ("chapters/themas.md", "Werken in"),
        ("chapters/cijfers.md", "## Achtergrond"),
        ("chapters/themas.md", "# De thema’s"),
        ("chapters/themas.md", ":caption: Opgaven"),
        ("chapters/themas.md", "| Nr."),
        ("chapters/cijfers.md", ":caption: Een vlak"),
        ("chapters/cijfers.md", "Zie de"),
        ("chapters/colofon.md", "**Uitgave:**"),
    ],
)
def test_a_footnote_stands_on_the_pages_wherever_it_is_referred_to(report: Path, file: str, old: str) -> None:
    """Or the author is told that it cannot be there; the link to it leads nowhere otherwise."""
    spoil(report / file, old, f"{old}[^vraag]")
    with (report / file).open("a", encoding="utf-8") as chapter:
        chapter.write("\n\n[^vraag]: Wat is dit?\n")
    layout, problems, _ = laid(report)
    assert problems or layout is None or any(label.endswith("-vraag") for label in layout.pages_by_label)
