"""The text in the order of the structure: what a screen reader says."""

from reportbuilder.preflight.content import MarkedContent
from reportbuilder.preflight.structure import ContentReference, Node, Tree, structure_text
from reportbuilder.preflight.verdict import read_pdf

PIECES = {(1, at): [word] for at, word in enumerate(["Een ", "twee", "drie", " vier", "1.", "vijf", "99"])}


def node(role: str, *kids: Node | int, actual: str | None = None) -> Node:
    held = tuple(kid if isinstance(kid, Node) else ContentReference((1, kid), 1) for kid in kids)
    return Node(role, role, 0, held, actual=actual)


def said(*kids: Node, leave_out: tuple[str, ...] = ("Figure",)) -> str:
    root = node("", node("Document", *kids))
    return structure_text(Tree(root, tuple(root.walk())[1:]), PIECES, leave_out)


def test_blocks_are_lines_and_inlines_run_on() -> None:
    assert said(node("P", 0, node("Link", 1)), node("P", 2, 3)) == "Een twee\ndrie vier"


def test_a_label_stands_before_its_item() -> None:
    assert said(node("L", node("LI", node("Lbl", 4), node("LBody", 5)))) == "1.\nvijf"


def test_figures_are_left_out_or_not() -> None:
    assert said(node("P", 1), node("Figure", 6)) == "twee"
    assert said(node("P", 1), node("Figure", 6), leave_out=()) == "twee\n99"


def test_a_replacement_text_stands_for_all_that_is_in_an_element() -> None:
    assert said(node("P", 0, node("Span", 1, 2, actual="2 en 3"))) == "Een 2 en 3"


def test_a_replacement_text_stands_for_what_it_is_around() -> None:
    marks = MarkedContent()
    marks.open("/P", {"/MCID": 0.0}, 1, False)
    marks.add_text("Een ")
    marks.open("/Span", {"/ActualText": b"\xfe\xff\x00w\x00o\x00o\x00r\x00d\x00e\x00n"}, 1, False)
    marks.add_text("woor-")
    marks.close(1, False)
    marks.open("/Span", {"/ActualText": b"\xfe\xff"}, 1, False)
    marks.add_text("den")
    marks.close(1, False)
    marks.add_text(" te veel")
    marks.close(1, False)
    assert "".join(marks.pieces[1, 0]) == "Een woorden te veel"
    assert marks.observations == {}


def test_decoration_says_nothing() -> None:
    marks = MarkedContent()
    marks.open("/Artifact", {}, 1, False)
    marks.add_text("bladzijde 4")
    marks.close(1, False)
    assert marks.pieces == {}


def test_a_report_is_read_in_order(good_pdf: bytes) -> None:
    lines = read_pdf(good_pdf).text.split("\n")
    assert lines[0] == "Jaarverslag 2021"
    assert "\ufffd" not in "".join(lines)
    chapters = ["Voorwoord", "1 De cijfers van 2021", "Achtergrond", "2 De thema’s", "Bijlage"]
    assert [lines.index(chapter) for chapter in chapters] == sorted(lines.index(chapter) for chapter in chapters)
