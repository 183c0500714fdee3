"""The structure tree of a report (ISO 32000-1, 14.7): what a screen reader is told, built before anything is laid out.

In: a document; out: elements in reading order, and the key of the element that a block or part of one is marked with.
It knows no pages: what is painted where comes from `layout`, and what is left out of a file is decided in `pdf`.
"""
