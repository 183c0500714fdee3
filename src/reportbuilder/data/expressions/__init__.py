"""Expressions between `{{` and `}}`: parsed, checked and evaluated on the figures of a data table.

Comes in: the text of an expression, and a function that gives the indicator of a name. Goes out: a figure with its
unit, its decimals and the cells that it was computed from, or that figure put into words. It knows nothing of Markdown
and pages.
"""
