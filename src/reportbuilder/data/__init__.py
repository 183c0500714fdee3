"""Data files and what is declared about them, as tables that can be computed on.

Comes in: the bytes of a CSV file or an Excel workbook, and `NAME.yaml` beside it. Goes out: a `DataTable`, cells with
their places beside a pandas data frame of their values, and what is wrong with it as diagnostics; and expressions on
its figures. It knows nothing of the text of a report, of pages and of how a chart is drawn.
"""
