"""The document and the house style to pages."""
