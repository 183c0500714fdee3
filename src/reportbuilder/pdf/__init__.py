"""Takes pages and their structure tree, gives the bytes of a PDF: ReportLab's canvas draws, pikepdf makes the file.

One writer (`writer.write_document`) for all editions; a print edition adds a `PrintProfile`. The room knows nothing of
Markdown, of how pages were composed, or of where files are put.
"""
