"""The checks of every report: a document, its indicator tables and its folder come in, diagnostics go out.

A check is a registered class, one for each rule; plug-ins add theirs. May not know layout, PDF, editions or versions.
"""
