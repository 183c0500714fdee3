"""In: files of raster images, and the sizes at which they are placed.
Out: image streams for a PDF, in the colours and the resolution of an edition.
It may not know documents, pages or presses (a press is handed in as a target)."""
