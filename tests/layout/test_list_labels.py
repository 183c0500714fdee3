"""Labels of list items: no label touches its text, and none is left out."""

import pytest

from reportbuilder.document.model import (
    Block,
    Callout,
    Cell,
    Column,
    List,
    ListItem,
    ListStyle,
    Paragraph,
    Row,
    Table,
    Text,
)
from reportbuilder.layout.blocks import BlockSetter
from reportbuilder.layout.flow import Flowable
from reportbuilder.layout.page import Geometry
from reportbuilder.layout.stack import FramedStack
from reportbuilder.layout.tables import TableBox
from reportbuilder.layout.typeset import TextBlock, Typesetter

from ..structure.small_documents import with_tags

TEXT = Paragraph(
    (Text("Een zin die lang genoeg is om over meer dan een enkele regel van de kolom te gaan lopen, ook hier."),)
)
LABELS = (("•", "•"), ("1.", "2."), ("9.", "10."), ("99)", "100)"), ("viii.", "ix."), ("1000.", "1001."))


def a_list(markers: tuple[str, ...], blocks: tuple[Block, ...] = (TEXT,)) -> List:
    return List(ListStyle.DECIMAL, tuple(ListItem(marker, blocks) for marker in markers))


def in_cell(block: Block) -> Table:
    return Table("", (), (Column("a", (Text("a"),)),), (Row((Cell((block,)),)),))


def texts(flowable: Flowable, x: float = 0.0) -> list[tuple[TextBlock, float]]:
    """All set texts of a flowable, with where they begin."""
    match flowable:
        case TextBlock():
            return [(flowable, x)]
        case FramedStack():
            return [found for part in flowable.parts for found in texts(part.flowable, x + part.x)]
        case TableBox():
            cells = (cell for row in flowable.rows for cell in row.cells)
            return [found for cell in cells for part in cell.parts for found in texts(part.flowable, cell.x + part.x)]
    raise AssertionError(type(flowable))


def set_list(setter: Typesetter, block: Block) -> list[tuple[TextBlock, float]]:
    page = setter.design.page
    blocks, tags = with_tags(block)
    items = BlockSetter(setter, Geometry(page, page.columns), tags, "").items(blocks)
    return [found for item in items for found in texts(item.flowable)]


WHERE = {"text": lambda b: b, "aside": lambda b: Callout("", (b,)), "cell": in_cell}


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("markers", LABELS, ids=[labels[-1] for labels in LABELS])
def test_a_label_ends_before_its_text_begins_and_all_texts_of_a_list_stand_in_line(
    setter: Typesetter, markers: tuple[str, ...], where: str
) -> None:
    found = set_list(setter, WHERE[where](a_list(markers)))
    marked = [(text, x) for text, x in found if text.marker is not None]
    assert [text.marker.text for text, _ in marked if text.marker] == list(markers)
    starts = {round(x + text.indent, 3) for text, x in marked}
    assert len(starts) == 1
    for text, x in marked:
        assert text.marker is not None
        assert x + text.marker_x + text.marker.width < x + text.indent - 1.5


def test_short_labels_keep_the_indent_of_the_style(setter: Typesetter) -> None:
    for markers in LABELS[:2]:
        assert {text.indent for text, _ in set_list(setter, a_list(markers))} == {setter.design.lists.indent}


@pytest.mark.parametrize("where", ["text", "aside", "cell"])
@pytest.mark.parametrize("inside", [(), (a_list(("a.", "b.")),)], ids=["empty", "list"])
def test_an_item_that_does_not_begin_with_text_keeps_its_label(
    setter: Typesetter, inside: tuple[Block, ...], where: str
) -> None:
    found = set_list(setter, WHERE[where](a_list(("1.", "2."), inside)))
    labels = [text.marker.text for text, _ in found if text.marker is not None]
    assert labels == (["1.", "a.", "b.", "2.", "a.", "b."] if inside else ["1.", "2."])


def test_a_nested_list_begins_where_the_text_around_it_does(setter: Typesetter) -> None:
    outer = List(ListStyle.DECIMAL, (ListItem("100.", (TEXT, a_list(("1.",)))),))
    (text, _), (inner, _) = set_list(setter, outer)
    assert inner.marker_x == text.indent
