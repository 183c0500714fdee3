"""The text of a report: chapters in Markdown, with directives, roles and figures from the data, read into a document.

In: the files of a report's folder; out: chapters of blocks, each with its place, and diagnostics about what is wrong.
It knows nothing of how a report looks: neither the house style nor pages.
"""
