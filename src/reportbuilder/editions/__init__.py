"""Editions: what each makes of the pages of a report, and the standards that it promises.

In come a report's pages, out go the pages of the edition with what the PDF is written with; one module each, which
registers itself. How a PDF is written is not known here.
"""
