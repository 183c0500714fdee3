"""The structure tree in the file (ISO 32000-1, 14.7): the branches of all takes as one, and the ways back."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from reportbuilder.pdf.branches import Branch, Kind, kids_of
from reportbuilder.pdf.links import AreaKey
from reportbuilder.pdf.skeleton import Skeleton
from reportbuilder.pdf.syntax import array, reference, text_string
from reportbuilder.structure.model import TagTree


def add_structure(
    skeleton: Skeleton, tags: TagTree, takes: Mapping[int, Sequence[Branch]], annotations: Mapping[AreaKey, int]
) -> Mapping[AreaKey, int]:
    """Write the tree; `annotations` are the numbers of those of all areas. What each area is called by in the tree."""
    root, joint = skeleton.hold(), _Joint(skeleton, annotations)
    for part in range(len(tags.root.children)):
        for take, branches in takes.items():
            joint.add(take, branches[part])
    kids = kids_of([*map(reference, joint.tops)])
    skeleton.write(joint.report, f"<</S/{tags.root.role.value}/P {reference(root)}{kids}>>")
    ways = [*joint.pages(), *joint.linked.values()]
    nums = array(f"{key} {reference(way)}" for key, way in enumerate(ways))
    entries = f"/ParentTree {reference(skeleton.add(f'<</Nums{nums}>>'))}/ParentTreeNextKey {len(ways)}"
    if joint.ids:
        names = array(f"{text_string(key)} {reference(joint.ids[key])}" for key in sorted(joint.ids))
        entries += f"/IDTree {reference(skeleton.add(f'<</Names{names}>>'))}"
    skeleton.write(root, f"<</Type/StructTreeRoot/K {reference(joint.report)}{entries}>>")
    skeleton.catalogue |= {"StructTreeRoot": reference(root), "MarkInfo": "<</Marked true>>"}
    for place, page in skeleton.pages.items():
        page |= {"StructParents": str(place), "Tabs": "/S"}
    return {area: key for key, area in enumerate(joint.linked, len(skeleton.pages))}


class _Joint:
    """Branches as they are put together, and what is found in them: the elements at the top, those of the areas of
    links, in order, and of ids."""

    def __init__(self, skeleton: Skeleton, annotations: Mapping[AreaKey, int]) -> None:
        self._skeleton, self._annotations = skeleton, annotations
        self._sequences: dict[int, dict[int, int]] = {place: {} for place in skeleton.pages}
        self.report = skeleton.hold()
        self.tops: list[int] = []
        self.linked: dict[AreaKey, int] = {}
        self.ids: dict[str, int] = {}

    def add(self, take: int, branch: Branch) -> None:
        """Write the elements of a branch; from now on they have numbers."""
        if not branch.tops:
            return
        first = self._skeleton.size + 1
        outside = [self._number(take, kind, index) for kind, index in branch.outside]
        numbers = [first + n if n >= 0 else outside[-1 - n] for n in branch.numbers]
        self._skeleton.extend((branch.template % tuple(numbers)).split("\n"))
        self.tops += [first + top for top in branch.tops]
        self.linked |= {(take, area): first + element for area, element in branch.links}
        self.ids |= {key: first + element for key, element in branch.ids.items()}
        for place, sequences in branch.sequences.items():
            self._sequences[place] |= {mcid: first + element for mcid, element in sequences.items()}

    def pages(self) -> list[int]:
        """For each page, the elements of its sequences: arrays of them."""
        return [
            self._skeleton.add(array([reference(elements[mcid]) for mcid in range(len(elements))]))
            for _, elements in sorted(self._sequences.items())
        ]

    def _number(self, take: int, kind: Kind, index: int) -> int:
        """The number of what a branch refers to outside."""
        match kind:
            case Kind.REPORT:
                return self.report
            case Kind.PAGE:
                return self._skeleton.page(index)
            case Kind.AREA:
                return self._annotations[take, index]
            case _:
                assert_never(kind)
