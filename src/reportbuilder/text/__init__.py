"""Text to set lines: shaping, itemization, hyphenation and line breaking.

In: runs of text in a style, and the width of the lines. Out: lines of shaped words at their places, in points.
It knows nothing of pages, documents or PDF.
"""
