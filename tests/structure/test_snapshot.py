"""The whole tag tree of a report that uses everything, as it is in the finished file, for a person to read.

It is in `good-alles.txt`. When it changes on purpose, renew it and read the difference before it is taken in:

    RENEW=1 python -m pytest tests/structure/test_snapshot.py
"""

import os
from collections.abc import Iterator
from pathlib import Path

from pikepdf import Object

from tests.whole_reports import GOOD

from ..pdf.built_reports import built
from ..pdf.structure_tree import Meaning, Node

SNAPSHOT = Path(__file__).with_name("good-alles.txt")
PLACES = {"BBox"}
"""Attributes that say where something stands, which is not what it means."""


def drawn_out(meaning: Meaning, node: Node, depth: int = 0) -> Iterator[str]:
    """An element and all in it, a line each: role, what it says of itself, and the text in it in its order."""
    own = [kid for kid in node.kids if not isinstance(kid, Object)]
    text = "".join(meaning.text_of(kid) for kid in own if isinstance(kid, tuple))
    alone = not any(isinstance(kid, Node) for kid in own)
    indent = "  " * depth
    yield indent + " ".join((node.role, *described(meaning, node), *([repr(text)] if alone and text else [])))
    said = ""
    for kid in (*own, None) if not alone else ():
        if isinstance(kid, tuple):
            said += meaning.text_of(kid)
            continue
        if said:
            yield f"{indent}  {said!r}"
            said = ""
        if isinstance(kid, Node):
            yield from drawn_out(meaning, kid, depth + 1)


def described(meaning: Meaning, node: Node) -> Iterator[str]:
    """What an element says besides its words."""
    for key, name in (("/Alt", "alt"), ("/Lang", "lang"), ("/ID", "id")):
        if node.said(key):
            yield f"{name}={node.said(key)!r}"
    for key, value in sorted(node.attributes.items()):
        if key not in ("O", *PLACES):
            yield f"{key}={','.join(map(str, value)) if isinstance(value, list) else value}"
    areas = [kid for kid in node.kids if isinstance(kid, Object)]
    if areas:
        yield f"→ {leads_to(meaning, areas[0])}" + (f" ({len(areas)} areas)" if len(areas) > 1 else "")


def leads_to(meaning: Meaning, area: Object) -> str:
    """The address or page that a link leads to."""
    if "/URI" in area.A:
        return str(area.A.URI)
    pages = [page.objgen for page in meaning.pdf.pages]
    return f"page {pages.index(area.A.D[0].objgen) + 1}"


def test_the_tag_tree_is_the_one_that_was_read_and_found_good() -> None:
    meaning = built(GOOD).meaning
    found = "\n".join(drawn_out(meaning, meaning.root)) + "\n"
    if os.environ.get("RENEW"):
        SNAPSHOT.write_text(found, encoding="utf-8")
    assert found.splitlines() == SNAPSHOT.read_text(encoding="utf-8").splitlines(), "see above how to renew it"
