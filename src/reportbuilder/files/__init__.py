"""Files: input files found, opened and decoded; finished files written, all of a report or none.

In come paths and bytes, out go text, bytes and `Diagnostic`s about files that cannot be read or written. What a file
means (settings, text, figures) is not known here.
"""
