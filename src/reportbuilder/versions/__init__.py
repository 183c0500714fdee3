"""Versions of a report: released, listed and made again.

In: a report's folder, and functions that check and build it. Out: the register of versions, their snapshots, and
released files (`release`, `rebuild`); a version unpacked as a folder of files (`unpacking`). It may not read a report,
compare versions or lay out pages: who opens a version reads it.
"""
