"""Where a sentence ends: the abbreviations whose full stop ends none."""

import re

ABBREVIATIONS = (
    *("art", "bijv", "blz", "bv", "ca", "dhr", "dr", "drs", "d.w.z", "enz", "etc", "evt", "excl", "fig", "gem", "hfst"),
    *("i.p.v", "i.v.m", "incl", "ing", "ir", "jl", "m.b.t", "m.m.v", "max", "mevr", "min", "mld", "mln", "mr", "nr"),
    *("nrs", "o.a", "o.l.v", "par", "plv", "prof", "resp", "t.a.v", "t.b.v", "t.o.v", "tab", "tel", "vgl", "wnd"),
    "zgn",
)
"""Abbreviations that are written with a full stop, without their last one; Dutch, and those that English shares."""

LONGEST = 24
"""Characters before the end of a text that can matter."""

_AT_END = re.compile(rf"(?:\b(?:[^\W\d_]|{'|'.join(map(re.escape, ABBREVIATIONS))})|\.[^\W\d_])\.\s*$", re.IGNORECASE)


def ends_in_abbreviation(text: str) -> bool:
    """Whether the full stop at the end of a text is that of an abbreviation or an initial.

    >>> ends_in_abbreviation("Zie blz.")
    True
    """
    return _AT_END.search(text[-LONGEST:]) is not None
