"""In: directives of a chapter and the data they name. Out: kinds of blocks beyond those of every document (statuses
counted, notes and figures in the margin), each as a plug-in would add it.

May not know: pages and how they are drawn in a file; a block draws on whatever surface it is given.
"""
