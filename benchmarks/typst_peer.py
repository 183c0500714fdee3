"""One build with Typst, in a process of its own: `python typst_peer.py main.typ fonts out.pdf`."""

import sys

import typst

if __name__ == "__main__":
    source, fonts, target = sys.argv[1:]
    typst.compile(source, output=target, font_paths=[fonts], ignore_system_fonts=True, pdf_tags=True)
