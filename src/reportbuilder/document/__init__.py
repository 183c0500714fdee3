"""The document: a report as a tree of blocks and inline content, with ids, places, numbers and labels.

In: what `reader` builds, or a comparison marks; out: the same tree walked, rewritten, numbered, and its figures listed.
It knows the report's words, and nothing of files, of pages, or of what a PDF is.
"""
