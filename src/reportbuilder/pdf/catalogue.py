"""The entries of the document catalogue: metadata, language, output intent, bookmarks and page labels (ISO 32000-1,
7.7.2, 12.3.3, 12.4.2 and 14.11.5)."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from reportbuilder.layout.page import OutlineEntry
from reportbuilder.pdf.metadata import Claims, DocumentInfo, info, xmp
from reportbuilder.pdf.objects import reference, stream, text_string

if TYPE_CHECKING:
    from reportbuilder.press.profile import OutputProfile

_SRGB = "sRGB IEC61966-2.1"
_PROFILE = Path(__file__).with_name("profiles") / "sRGB.icc"  # importlib.resources would load zipfile and more


def information(about: DocumentInfo, trapped: bool | None) -> str:
    """The information dictionary; `trapped` is written where a standard asks for it."""
    entries = "".join(f"/{key}{text_string(value)}" for key, value in info(about.metadata, about.date).items())
    return f"<<{entries}{'' if trapped is None else '/Trapped/True' if trapped else '/Trapped/False'}>>"


def metadata(about: DocumentInfo, claims: Claims) -> bytes:
    """The metadata stream, which is not compressed, so that every program finds it."""
    return stream(xmp(about.metadata, about.date, claims), "/Type/Metadata/Subtype/XML", compress=False)


def screen_intent(first: int) -> list[str | bytes]:
    """The output intent of sRGB (ISO 19005-2, 6.2.3) and its profile, numbered from `first`."""
    return _intent(first, "GTS_PDFA1", _PROFILE.read_bytes(), 3, _SRGB, "http://www.color.org")


def press_intent(first: int, profile: "OutputProfile") -> list[str | bytes]:
    """The output intent of a press (ISO 15930-7) and its profile, numbered from `first`."""
    return _intent(first, "GTS_PDFX", profile.data, 4, profile.condition, profile.registry)


def _intent(first: int, kind: str, data: bytes, components: int, condition: str, registry: str) -> list[str | bytes]:
    alternate = "DeviceRGB" if components == 3 else "DeviceCMYK"
    named = text_string(condition)
    return [
        f"<</Type/OutputIntent/S/{kind}/OutputConditionIdentifier{named}/RegistryName{text_string(registry)}"
        f"/Info{named}/DestOutputProfile {reference(first + 1)}>>",
        stream(data, f"/N {components}/Alternate/{alternate}"),
    ]


def page_labels(inserted: Sequence[bool]) -> str:
    """The number tree that labels pages with their folios, from 1; those that are `inserted` with Roman numerals of
    their own."""
    nums = ["0<</S/D>>"]
    for index in range(1, len(inserted)):
        if inserted[index] and not inserted[index - 1]:
            nums.append(f"{index}<</S/r>>")
        elif inserted[index - 1] and not inserted[index]:
            nums.append(f"{index}<</S/D/St {inserted[:index].count(False) + 1}>>")
    return f"<</Nums[{' '.join(nums)}]>>"


def outline_objects(entries: Sequence[OutlineEntry], places: Sequence[str], root: int, first: int) -> list[str]:
    """The outline dictionary and its items, nested by level; the items have numbers from `first`, the dictionary, which
    comes first, has the number `root`. The items of chapters show, what is in them is folded. `places` are the
    destinations of the entries."""
    children: list[list[int]] = [[] for _ in range(len(entries) + 1)]
    parents = []
    open_items: list[tuple[int, int]] = [(0, -1)]
    for index, entry in enumerate(entries):
        while open_items[-1][0] >= entry.level:
            open_items.pop()
        parent = open_items[-1][1]
        parents.append(parent)
        children[parent].append(index)
        open_items.append((entry.level, index))
    beside: dict[int, str] = {}
    for inside in children:
        for before, after in pairwise(inside):
            beside[before] = beside.get(before, "") + f"/Next {first + after} 0 R"
            beside[after] = beside.get(after, "") + f"/Prev {first + before} 0 R"
    objects = [f"<</Type/Outlines{_family(children[-1], first)}/Count {len(children[-1])}>>"]
    for index, entry in enumerate(entries):
        parent = root if parents[index] < 0 else first + parents[index]
        inside = children[index]
        folded = f"{_family(inside, first)}/Count {-len(inside)}" if inside else ""
        objects.append(
            f"<</Title{text_string(entry.title)}/Parent {parent} 0 R{beside.get(index, '')}{folded}"
            f"/Dest{places[index]}>>"
        )
    return objects


def _family(children: Sequence[int], first: int) -> str:
    """The entries for the first and the last item in another."""
    return f"/First {first + children[0]} 0 R/Last {first + children[-1]} 0 R"
