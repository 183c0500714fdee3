"""What a file would do: by itself when it is opened, turned over or printed, or on a click (ISO 32000-1, 12.6).

A reader is not told where an action leads before it is done. So what leads out of the file is told, whatever standard
the file promises: to other files and programs, to scripts, to forms that are sent somewhere, to media.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from reportbuilder.preflight.reading import dictionary, get, items, name, resolved, text
from reportbuilder.standards.facts import Fact, Observation

_INSIDE = frozenset(("GoTo", "Named", "Hide", "SetOCGState", "Trans", "GoTo3DView", "GoToDp", "ResetForm", "NOP"))
_SAFE_SCHEMES = frozenset(("http", "https", "mailto", "tel"))
_MEDIA = frozenset(("RichMedia", "3D", "Screen", "Movie", "Sound"))
_MOST_IN_CHAIN = 100


def check_actions(found: Mapping[str, Any]) -> Iterator[Observation]:
    """The actions of one dictionary: a catalogue's, a page's, an annotation's, a field's or a bookmark's."""
    if "/OpenAction" in found:
        yield from _chain(get(found, "/OpenAction"), by_itself=True)
    if "/AA" in found:
        for raw in dictionary(get(found, "/AA")).values():
            yield from _chain(raw, by_itself=True)
    for key in ("/A", "/PA"):
        if key in found:
            yield from _chain(get(found, key), by_itself=False)
    if get(found, "/Subtype") in {f"/{kind}" for kind in _MEDIA} and "/Rect" in found:
        yield Observation(Fact.ACTION_ON_CLICK, f"{name(get(found, '/Subtype'))} to be played")


def _chain(raw: Any, by_itself: bool) -> Iterator[Observation]:
    """An action and those after it."""
    waiting, seen = [raw], 0
    while waiting and seen < _MOST_IN_CHAIN:
        action = dictionary(waiting.pop())
        seen += 1
        if name(get(action, "/S")):
            where = _leads_out(action, by_itself)
            if where:
                yield Observation(Fact.ACTION_BY_ITSELF if by_itself else Fact.ACTION_ON_CLICK, where)
            following = get(action, "/Next")
            waiting.extend(items(following) if isinstance(following, list) else [following])


def _leads_out(action: Mapping[str, Any], by_itself: bool) -> str:
    """Where an action leads to outside of the file, in words; nothing if it stays inside, or on the web on a click."""
    kind = name(get(action, "/S"))
    if kind in _INSIDE or (kind == "Thread" and get(action, "/F") is None):
        return ""
    if kind == "URI":
        address = text(get(action, "/URI")) or ""
        scheme, mark, _ = address.partition(":")
        web = scheme.lower().strip() in _SAFE_SCHEMES if mark else address.lower().startswith(("www.", "#"))
        return "" if web and not by_itself else f"URI to “{_shown(address)}”"
    target = _file_named(get(action, "/F"))
    return f"{kind[:30]} to “{_shown(target)}”" if target else kind[:30]


def _file_named(specification: Any) -> str:
    """The name of another file."""
    if isinstance(specification, dict):
        return text(get(specification, "/UF")) or text(get(specification, "/F")) or ""
    return text(resolved(specification)) or ""


def _shown(words: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in words[:60])
