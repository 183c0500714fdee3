"""One build with Typst, as PDF/UA-1 and PDF/A-2a: `python typst_peer.py main.typ fonts out.pdf`."""

import sys

import typst

if __name__ == "__main__":
    source, fonts, target = sys.argv[1:]
    typst.compile(source, output=target, font_paths=[fonts], ignore_system_fonts=True, pdf_standards=["ua-1", "a-2a"])
