"""Where an expression in the text ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.reader.expressions import expression_end

PLAIN = st.text(st.characters(exclude_characters="\"'{}"), max_size=8)
QUOTED = st.text("ab}{ \n", max_size=8).flatmap(lambda words: st.sampled_from([f'"{words}"', f"'{words}'"]))


@given(st.lists(PLAIN | QUOTED, max_size=5).map("".join), st.text("ab}{\"' ", max_size=8))
def test_braces_between_quotation_marks_end_nothing(inside: str, after: str) -> None:
    assert expression_end(f"x {{{{{inside}}}}}{after}", 2) == len(f"x {{{{{inside}}}}}")


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("{{ roof[2022] } }}", 18),  # one brace is no end
        ("{{ { }}", 7),
        ("{{ roof {{ x }}", 0),  # another begins before it ends
        ("{{ roof", 0),
        ("{{ it's }}", 10),  # a quotation mark that is never closed holds nothing
        ("{{ it's }} of 's morgens", 0),  # closed farther on, it holds the braces
        ("{{ it's {{ }}", 0),
        (f"{{{{{'x' * 1996}}}}}", 2000),
        (f"{{{{{'x' * 1997}}}}}", 2001),
        (f"{{{{{'x' * 1998}}}}}", 0),  # farther than it is looked for
    ],
)
def test_an_expression_ends_where_its_braces_close(text: str, end: int) -> None:
    assert expression_end(text, 0) == end
