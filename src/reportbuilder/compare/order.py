"""The order in which changes are told: that of the pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from reportbuilder.compare.changes import Change, Cut, Moved, Put, Reformed, Restyled, Reworded
from reportbuilder.compare.locations import Side
from reportbuilder.compare.nodes import Role
from reportbuilder.document.model import MadePage


def in_reading_order(changes: Iterable[Change], after: Side, colophon: bool) -> list[Change]:
    """Changes by where they are met in the new version; what is gone from before something, before it.

    Footnotes are met at their marks, and the colophon, if there is one (the last chapter of the tree), on its page.
    """
    last = after.tree.children[-1] if after.tree.children else after.tree
    page = next((node for node in after.tree.children if node.name == MadePage.COLOPHON.value), None)
    apart = colophon and page is not None and page.role is Role.MADE

    def key(change: Change) -> tuple[int, int, int, int]:
        line, at = after.marks.get(change.line, (change.line, _character(change)))
        on_page = apart and line >= last.index and change.now.chapter == after.spot(last).chapter
        first = 0 if any(isinstance(edit, Cut) and edit.mark is None for edit in change.edits) else 1
        return page.index if on_page and page is not None else line, line, first, at

    return sorted(changes, key=key)


def _character(change: Change) -> int:
    """Where in its line a change begins."""
    found = []
    for edit in change.edits:
        if isinstance(edit, Reworded):
            found.append(edit.new_at)
        elif isinstance(edit, Restyled):
            found.append(edit.start)
        elif isinstance(edit, Cut):
            found += [edit.mark[1]] if edit.mark is not None else []
        elif not isinstance(edit, Put | Moved | Reformed):  # whole blocks
            assert_never(edit)
    return min(found, default=0)
