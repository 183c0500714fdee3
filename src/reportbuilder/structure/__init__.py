"""The structure tree of a report (ISO 32000-1, 14.7): the reading order and roles for screen readers, built before
layout.

In: a document; out: elements in reading order, and the key of the element that a block or part of one is marked with.
It knows no pages: positions come from `layout`, and `pdf` decides which elements are left out of a file.
"""
