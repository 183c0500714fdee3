"""Kinds of blocks beyond those of every document, each as a plug-in would add it: statuses counted, notes and figures
in the margin. What a block reads comes through the directive's reading context, what it draws through the setter."""
