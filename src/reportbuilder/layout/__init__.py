"""Pages: blocks set in a house style, cut into columns and pages, with their furniture.

In: a document, its structure tree, a house style and fonts; out: pages as values, flowables in frames, drawn on any
`Surface`. It knows nothing of PDF operators and objects, and decides nothing about what a block says.
"""
