"""In: the bytes of a finished PDF.
Out: the bytes of a PDF with its pages together on sheets: a booklet, two on a sheet, spreads.
It may not know reports or styles: any PDF that can be read can be imposed."""
