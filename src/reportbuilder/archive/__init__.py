"""Archive packages of released versions.

In: a released version and its files. Out: a package (BagIt, MDTO, DiWoo, CSV on the Web, a signature), or everything
that is wrong with one (`verify`). It may not read or lay out a report: whoever calls it hands in the function that
builds one.
"""
