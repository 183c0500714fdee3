"""Dutch sentences against the data: the document and its indicator tables come in, diagnostics go out.

A plug-in: the program knows it by its registration only. It may not know layout, PDF, editions or versions.
"""
