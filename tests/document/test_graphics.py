"""Pictures as data: a mirrored drawing is the same seen in a mirror, its words readable."""

from reportbuilder.document.graphics import Anchor, Label, Path, Picture, Segment, Verb, mirrored

LINE = Path((Segment(Verb.MOVE, (1.0, 2.0)), Segment(Verb.CURVE, (1.0, 2.0, 3.0, 4.0, 10.0, 5.0))), stroke="blue")
WORDS = Label("Maas", 2.0, 3.0, "text", 8.0, "ink")
PICTURE = Picture(40.0, 20.0, (LINE, WORDS))


def test_left_and_right_are_exchanged() -> None:
    line, words = mirrored(PICTURE).items
    assert isinstance(line, Path)
    assert [segment.points for segment in line.segments] == [(39.0, 2.0), (39.0, 2.0, 37.0, 4.0, 30.0, 5.0)]
    assert isinstance(words, Label)
    assert (words.x, words.anchor, words.text) == (38.0, Anchor.END, "Maas")


def test_mirrored_twice_it_is_as_it_was() -> None:
    assert mirrored(mirrored(PICTURE)) == PICTURE
