"""Pictures as drawn: what is translucent or clipped is so in the file, and nothing after it."""

import io

from pypdf import PdfReader
from pypdf.generic import ContentStream

from tests.whole_reports import ROOT, build_whole


def fills(data: bytes) -> list[tuple[float, bool]]:
    """The opacity of every fill in the artwork of the first page, and whether it is clipped."""
    reader = PdfReader(io.BytesIO(data))
    forms = [one.get_object() for one in reader.pages[0]["/Resources"]["/XObject"].values()]
    form = max((one for one in forms if one["/Subtype"] == "/Form"), key=lambda one: len(one.get_data()))
    states = form["/Resources"].get("/ExtGState", {})
    state, stack, found = (1.0, False), [], []
    for operands, operator in ContentStream(form, reader).operations:
        match operator:
            case b"q":
                stack.append(state)
            case b"Q":
                state = stack.pop()
            case b"gs":
                state = (float(states[operands[0]].get("/ca", state[0])), state[1])
            case b"W" | b"W*":
                state = (state[0], True)
            case b"f" | b"f*":
                found.append(state)
    return found


def test_artwork_is_translucent_and_clipped_where_it_says_so_and_nowhere_else() -> None:
    files = build_whole(ROOT / "tests/documents/style-waterschap", ROOT, ("screen", "print")).files
    for name in ("screen", "print"):
        found = fills(files[name])
        assert found.count((0.16, False)) == 1  # the glow around the sun
        assert found[-5:] == [(0.5, True)] * 5  # its light on the water
        assert set(found[:-5]) == {(0.16, False), (1.0, False)}
