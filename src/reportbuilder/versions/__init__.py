"""Releases versions of a report, lists them, and builds them again.

In: a report's folder, and functions that check and build it. Out: the register of versions, their snapshots, and
released files (`release`, `rebuild`); a version unpacked as a folder of files (`unpacking`). It may not read a report,
compare versions or lay out pages: callers that open a version read its files.
"""
