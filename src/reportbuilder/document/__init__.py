"""Files to the document tree."""
