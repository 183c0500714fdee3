"""Takes pages and their structure tree, gives the bytes of a PDF: ReportLab's canvas draws the pages, and the file is
put together from their objects.

One writer (`writer.write_document`) for all editions; a print edition adds a `PrintProfile`. The room knows nothing of
Markdown, of how pages were composed, or of where files are put.
"""
