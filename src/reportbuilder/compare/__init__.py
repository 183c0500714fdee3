"""Two versions of a report compared.

In: two reports that were read (`tree.ComparableReport`). Out: their changes (`changes.Comparison`), the new document
with its changes marked (`redline`), and lists of them (`change_list`). It may not know where versions are kept, how a
report is opened, or how pages are laid out.
"""
