"""Compares two versions of a report, and marks the changes in the new one.

In: two reports (`comparable.ComparableReport`). Out: their changes (`changes.Comparison`), the new document
with its changes marked (`redline`), and lists of them (`change_list`). It may not know where versions are kept, how a
report is opened, or how pages are laid out.
"""
