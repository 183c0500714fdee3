"""In: observations of a document or of a file.
Out: the requirements of PDF/UA, PDF/A, PDF/X, the press and PDF itself that they violate, as data with their clauses.
It may not know who observes (`preflight/`), nor how a PDF is written."""
