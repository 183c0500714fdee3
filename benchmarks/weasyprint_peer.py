"""One build with WeasyPrint, in a process of its own: `python weasyprint_peer.py report.html out.pdf`."""

import sys

from weasyprint import HTML

if __name__ == "__main__":
    source, target = sys.argv[1:]
    HTML(source).write_pdf(target, pdf_tags=True)
